-- Reasons that are picked from a list (specification 02 sections 10, 12), and what became of each answered item of a supplement.

-- Data with dates: on a day the rows hold whose validity has begun and not ended. Rules know the reasons by their code.
CREATE TABLE dossier_reason (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('supplement_item', 'intake_refusal', 'stop')),
    code       TEXT NOT NULL,
    label      TEXT NOT NULL,
    place      INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
);
CREATE UNIQUE INDEX dossier_reason_code ON dossier_reason (kind, code, valid_from);
INSERT INTO dossier_reason (kind, code, label, place, valid_from) VALUES
    ('supplement_item', 'blurred', 'Bản chụp mờ', 1, '2018-01-01'),
    ('supplement_item', 'pages_missing', 'Thiếu trang', 2, '2018-01-01'),
    ('supplement_item', 'expired', 'Hết hiệu lực', 3, '2018-01-01'),
    ('supplement_item', 'wrong_form', 'Sai mẫu', 4, '2018-01-01'),
    ('supplement_item', 'does_not_match', 'Không khớp thông tin', 5, '2018-01-01'),
    ('intake_refusal', 'not_competent', 'Không thuộc thẩm quyền', 1, '2018-01-01'),
    ('intake_refusal', 'not_eligible', 'Không đủ điều kiện', 2, '2018-01-01'),
    ('intake_refusal', 'forged', 'Hồ sơ giả mạo', 3, '2018-01-01'),
    ('intake_refusal', 'already_settled', 'Đã giải quyết', 4, '2018-01-01'),
    ('intake_refusal', 'supplement_overdue', 'Quá hạn bổ sung', 5, '2018-01-01'),
    ('stop', 'not_eligible', 'Không đủ điều kiện theo quy định', 1, '2018-01-01'),
    ('stop', 'supplement_overdue', 'Quá hạn bổ sung', 2, '2018-01-01'),
    ('stop', 'payment_overdue', 'Quá hạn nộp tiền', 3, '2018-01-01'),
    ('stop', 'applicant_died', 'Người nộp chết', 4, '2018-01-01'),
    ('stop', 'authority_decision', 'Có quyết định của cơ quan có thẩm quyền', 5, '2018-01-01');

-- The reason that was picked; empty for one in words only. The text of both stands in reason.
ALTER TABLE supplement_item ADD COLUMN reason_code TEXT NOT NULL DEFAULT '';

-- Every verdict on an answered item; supplement_item.state is the latest.
CREATE TABLE supplement_verdict (
    id        INTEGER PRIMARY KEY,
    item_id   INTEGER NOT NULL REFERENCES supplement_item (id) ON DELETE RESTRICT,
    event_seq INTEGER NOT NULL,
    verdict   TEXT NOT NULL CHECK (verdict IN ('accepted', 'refused')),
    reason    TEXT NOT NULL,
    by_id     INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    by_name   TEXT NOT NULL,
    at        TEXT NOT NULL
);
CREATE INDEX supplement_verdict_item ON supplement_verdict (item_id);
CREATE INDEX supplement_verdict_by ON supplement_verdict (by_id);

CREATE TRIGGER supplement_verdict_no_update BEFORE UPDATE ON supplement_verdict BEGIN SELECT RAISE(ABORT, 'supplement_verdict is append-only'); END;
CREATE TRIGGER supplement_verdict_no_delete BEFORE DELETE ON supplement_verdict BEGIN SELECT RAISE(ABORT, 'supplement_verdict is append-only'); END;
