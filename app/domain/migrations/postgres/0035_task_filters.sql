-- Filters of a list of tasks by field of work and by person in charge (specification 04 section 9).
ALTER TABLE task_saved_filter ADD COLUMN field TEXT NOT NULL DEFAULT '';
-- Words of the name of the person in charge.
ALTER TABLE task_saved_filter ADD COLUMN person TEXT NOT NULL DEFAULT '';
-- The fields of work that the filter offers.
CREATE INDEX task_field ON task (field);
