-- The quarterly survey of eleven questions (02 section 18).

-- Sets of questions. A change is a new row for the quarter to come; the newest row that has begun holds. It refers to the row
-- that it takes the place of, so two changes of the same set cannot both be stored.
CREATE TABLE survey_set (
    id         INTEGER PRIMARY KEY,
    from_day   TEXT NOT NULL,
    replaces   INTEGER UNIQUE REFERENCES survey_set (id) ON DELETE RESTRICT,
    -- A list of eleven texts.
    questions  TEXT NOT NULL,
    written_at TEXT NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL
);
CREATE INDEX survey_set_actor ON survey_set (actor_id);

INSERT INTO survey_set (from_day, questions, written_at, actor_name) VALUES ('2000-01-01', '[
    "Bạn hài lòng thế nào với việc đón tiếp ở bộ phận một cửa?",
    "Bạn hài lòng thế nào với việc hướng dẫn giấy tờ cần có và cách khai?",
    "Bạn hài lòng thế nào với thời gian chờ đến lượt?",
    "Bạn hài lòng thế nào với việc trả kết quả đúng hẹn?",
    "Bạn hài lòng thế nào với thái độ của cán bộ làm việc với bạn?",
    "Bạn hài lòng thế nào với việc thông báo rõ ràng phí, lệ phí phải nộp?",
    "Bạn hài lòng thế nào với chỗ ngồi chờ, trang thiết bị và lối đi ở nơi tiếp dân?",
    "Bạn hài lòng thế nào với việc nộp hồ sơ trực tuyến: dễ tìm, dễ làm?",
    "Bạn hài lòng thế nào với việc tra cứu tình trạng hồ sơ?",
    "Bạn hài lòng thế nào với cách cơ quan tiếp nhận và trả lời phản ánh, kiến nghị?",
    "Nhìn chung, bạn hài lòng thế nào với việc phục vụ của cơ quan?"
]', '2025-07-01T00:00:00+00:00', 'Bộ câu hỏi ban đầu');

-- Which returned dossiers have been asked. Nothing here leads to the answer.
CREATE TABLE survey_taken (
    dossier_id INTEGER PRIMARY KEY REFERENCES dossier (id) ON DELETE RESTRICT,
    quarter    TEXT NOT NULL
);

-- The answers: the quarter only, no day, no person, no dossier. The id is a random number made by the portal, so that neither ids nor
-- what is sorted by them follow the time.
CREATE TABLE survey_answer (
    id      INTEGER PRIMARY KEY,
    quarter TEXT NOT NULL,
    set_id  INTEGER NOT NULL REFERENCES survey_set (id) ON DELETE RESTRICT,
    unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    comment TEXT NOT NULL
);
CREATE INDEX survey_answer_quarter ON survey_answer (quarter, unit_id);
CREATE INDEX survey_answer_unit ON survey_answer (unit_id, quarter);
CREATE INDEX survey_answer_set ON survey_answer (set_id);

CREATE TABLE survey_mark (
    answer_id INTEGER NOT NULL REFERENCES survey_answer (id) ON DELETE RESTRICT,
    seq       INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 11),
    -- 5 for very satisfied down to 1; 0 is no opinion.
    level     INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
    PRIMARY KEY (answer_id, seq)
-- Without hidden row numbers, which would follow the time.
) WITHOUT ROWID;

-- A restored back-up takes the place of the first set, so rows of survey_set may be deleted while nothing refers to them.
CREATE TRIGGER survey_set_no_update BEFORE UPDATE ON survey_set BEGIN SELECT RAISE(ABORT, 'survey_set is append-only'); END;
CREATE TRIGGER survey_taken_no_update BEFORE UPDATE ON survey_taken BEGIN SELECT RAISE(ABORT, 'survey_taken is append-only'); END;
CREATE TRIGGER survey_taken_no_delete BEFORE DELETE ON survey_taken BEGIN SELECT RAISE(ABORT, 'survey_taken is append-only'); END;
CREATE TRIGGER survey_answer_no_update BEFORE UPDATE ON survey_answer BEGIN SELECT RAISE(ABORT, 'survey_answer is append-only'); END;
CREATE TRIGGER survey_answer_no_delete BEFORE DELETE ON survey_answer BEGIN SELECT RAISE(ABORT, 'survey_answer is append-only'); END;
CREATE TRIGGER survey_mark_no_update BEFORE UPDATE ON survey_mark BEGIN SELECT RAISE(ABORT, 'survey_mark is append-only'); END;
CREATE TRIGGER survey_mark_no_delete BEFORE DELETE ON survey_mark BEGIN SELECT RAISE(ABORT, 'survey_mark is append-only'); END;
