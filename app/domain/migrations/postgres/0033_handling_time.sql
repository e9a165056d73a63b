-- Working days until the result (08 section 2): the pauses of the dossiers that are counted.
CREATE INDEX dossier_period_paused ON dossier_period (dossier_id, phase, known_from, known_to, learned_from, learned_to) WHERE phase = 'paused';
