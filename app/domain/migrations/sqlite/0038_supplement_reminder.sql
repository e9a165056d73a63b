-- The applicant was reminded of a supplement request, three working days before its last day (02 section 6, D13): once per request.
CREATE TABLE supplement_reminder (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES supplement_request (id) ON DELETE RESTRICT,
    at         TEXT NOT NULL
);
CREATE UNIQUE INDEX supplement_reminder_request ON supplement_reminder (request_id);
CREATE INDEX supplement_request_waiting ON supplement_request (reply_by, id) WHERE state = 'approved';
