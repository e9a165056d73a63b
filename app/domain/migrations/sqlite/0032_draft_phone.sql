-- The open drafts of a verified telephone are counted before another begins.
CREATE INDEX dossier_draft_phone ON dossier_draft (phone_hash, updated_at);
