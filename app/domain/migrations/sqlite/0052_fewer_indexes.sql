-- Every step of a dossier writes all indexes of its row, and while a receipt does so nobody else at the counter gets a code. These ones were
-- read by no statement: they only spared a search when something that is never deleted is deleted.
DROP INDEX dossier_applicant_person;
DROP INDEX dossier_assisted_by;
DROP INDEX dossier_case;
DROP INDEX dossier_correction_of;
DROP INDEX dossier_offer;
DROP INDEX dossier_procedure_version;
DROP INDEX dossier_support_unit;
DROP INDEX dossier_event_on_behalf_of;
DROP INDEX dossier_period_competent;
DROP INDEX dossier_period_receiving;
DROP INDEX dossier_period_sector;

-- Only what a unit that ended has left behind.
DROP INDEX dossier_continuing_unit;
DROP INDEX dossier_continuing_receiving_unit;
CREATE INDEX dossier_continuing_unit ON dossier (continuing_unit_id) WHERE continuing_unit_id IS NOT NULL;
CREATE INDEX dossier_continuing_receiving_unit ON dossier (continuing_receiving_unit_id) WHERE continuing_receiving_unit_id IS NOT NULL;
