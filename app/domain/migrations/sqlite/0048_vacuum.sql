-- SQLite leaves nothing behind in its indexes: nothing to do here. PostgreSQL tidies the tables of the lists more often from this number on.
SELECT 1;
