-- The badge of tasks is counted on every page of every official: from these indexes alone.
DROP INDEX task_person;
DROP INDEX task_monitor;
DROP INDEX task_assigner;
CREATE INDEX task_person ON task (person_id, state, due_on, reference_on);
CREATE INDEX task_monitor ON task (monitor_id, state, due_on, reference_on, person_id);
CREATE INDEX task_assigner ON task (assigner_id, state, due_on, reference_on, person_id, monitor_id);
