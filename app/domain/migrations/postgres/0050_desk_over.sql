-- What is over is read from its end, by whoever may see it: each arm of that reads a page from its own index instead of sorting all that
-- ever ended (specification 02 section 24).
CREATE INDEX dossier_over ON dossier (ended_at, id) WHERE state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned');
CREATE INDEX dossier_over_receiving ON dossier (receiving_unit_id, ended_at, id) WHERE state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned');
CREATE INDEX dossier_over_competent ON dossier (competent_unit_id, ended_at, id) WHERE state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned');
CREATE INDEX dossier_over_handling ON dossier (handling_unit_id, ended_at, id) WHERE state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned');
CREATE INDEX dossier_over_officer ON dossier (officer_id, ended_at, id) WHERE state IN ('intake_refused', 'withdrawn', 'stopped', 'result_ready', 'returned');
