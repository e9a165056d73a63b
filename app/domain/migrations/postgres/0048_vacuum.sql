-- Every step of a dossier or task leaves its former version behind in the indexes of the lists, and bitmap scans read it. A fifth of
-- 100,000 rows, the default, would be weeks of such leftovers: lists of the desk were three times as slow.
ALTER TABLE dossier SET (autovacuum_vacuum_scale_factor = 0.005, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE task SET (autovacuum_vacuum_scale_factor = 0.005, autovacuum_analyze_scale_factor = 0.02);
