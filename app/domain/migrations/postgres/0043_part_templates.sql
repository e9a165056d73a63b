-- A paper of a version may have a template and take only some kinds of files (02 §2). Empty: all that the portal takes.
ALTER TABLE required_part ADD COLUMN file_types TEXT NOT NULL DEFAULT '';
ALTER TABLE required_part ADD COLUMN template_file_id BIGINT REFERENCES file (id) ON DELETE RESTRICT;
CREATE INDEX required_part_template ON required_part (template_file_id);

-- The templates that came into a draft. Its document names them by digest and name; these rows keep the files.
CREATE TABLE procedure_draft_file (
    draft_id BIGINT NOT NULL REFERENCES procedure_draft (id) ON DELETE RESTRICT,
    file_id  BIGINT NOT NULL REFERENCES file (id) ON DELETE RESTRICT,
    PRIMARY KEY (draft_id, file_id)
);
CREATE INDEX procedure_draft_file_file ON procedure_draft_file (file_id);
