-- SQLite finds the newest period of a dossier by the dossier; PostgreSQL does so already by what it knows about the table.
ANALYZE dossier_period;
