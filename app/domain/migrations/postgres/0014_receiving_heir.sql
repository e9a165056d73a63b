-- A dossier has two units: the counter that received it and the agency that works on it. Each may end on its own, so each has
-- its own heir: the counter's heir receives and returns, the agency's heir (continuing_unit_id) decides.

ALTER TABLE dossier ADD COLUMN continuing_receiving_unit_id BIGINT REFERENCES org_unit (id) ON DELETE RESTRICT;
CREATE INDEX dossier_continuing_receiving_unit ON dossier (continuing_receiving_unit_id);

-- Until now one column stood for both: it moves to the unit that ended.
UPDATE dossier SET continuing_receiving_unit_id = continuing_unit_id
    WHERE continuing_unit_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM org_unit_version v WHERE v.unit_id = dossier.receiving_unit_id AND v.valid_to IS NULL);
UPDATE dossier SET continuing_unit_id = NULL
    WHERE continuing_unit_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM org_unit_version v WHERE v.unit_id = dossier.competent_unit_id AND v.valid_to IS NULL);
