-- A draft that a counter began and its applicant finishes at home, with its code and their telephone (specification 02 section 21): since
-- then it belongs to that telephone and no longer to the counter.
ALTER TABLE dossier_draft ADD COLUMN sent_home_at TIMESTAMPTZ;
