-- What the event log knew of a dossier between two instants (08 section 2): one row per event that changes a figure. The
-- statistics of any instant X are the rows with known_from < X <= known_to. The rows follow from the log alone; a trigger
-- writes them, so that no way of appending an event can forget them. Drafts have none.

CREATE TABLE dossier_period (
    id                INTEGER PRIMARY KEY,
    dossier_id        INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    -- The event that opened the period.
    from_seq          INTEGER NOT NULL,
    known_from        TEXT NOT NULL,
    known_to          TEXT NOT NULL,
    phase             TEXT NOT NULL CHECK (phase IN ('intake', 'intake_supplement', 'refused', 'cancelled', 'running', 'paused', 'withdrawn', 'stopped',
                                                     'finished')),
    competent_unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    receiving_unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    sector_id         INTEGER NOT NULL REFERENCES procedure_sector (id) ON DELETE RESTRICT,
    channel           TEXT NOT NULL,
    -- Empty before receipt.
    received_at       TEXT,
    -- The end in this phase: a result, a withdrawal, a stop; before receipt the refusal or the cancellation.
    ended_at          TEXT,
    ended_day         TEXT,
    -- Due instant in force and its day; that of the intake clock before receipt.
    due_at            TEXT,
    due_day           TEXT,
    -- Day on which it would have been due without extension.
    plain_day         TEXT,
    -- Compared by instant: rules in working hours, the intake clock.
    by_hour           BOOLEAN NOT NULL,
    FOREIGN KEY (dossier_id, from_seq) REFERENCES dossier_event (dossier_id, seq) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX dossier_period_dossier ON dossier_period (dossier_id, from_seq);
CREATE INDEX dossier_period_ended ON dossier_period (ended_at, known_to, competent_unit_id, receiving_unit_id, sector_id, channel, phase, received_at, ended_day,
    due_day, due_at, by_hour, plain_day, dossier_id) WHERE ended_at IS NOT NULL;
CREATE INDEX dossier_period_open ON dossier_period (known_to, known_from, competent_unit_id, receiving_unit_id, sector_id, channel, phase, received_at, due_day,
    due_at, by_hour, dossier_id, ended_day, ended_at) WHERE ended_at IS NULL;
CREATE INDEX dossier_period_competent ON dossier_period (competent_unit_id);
CREATE INDEX dossier_period_receiving ON dossier_period (receiving_unit_id);
CREATE INDEX dossier_period_sector ON dossier_period (sector_id);

CREATE TRIGGER dossier_event_period AFTER INSERT ON dossier_event WHEN NEW.to_state <> 'draft' BEGIN
    INSERT INTO dossier_period (dossier_id, from_seq, known_from, known_to, phase, competent_unit_id, receiving_unit_id, sector_id, channel, received_at, ended_at,
        ended_day, due_at, due_day, plain_day, by_hour)
    SELECT f.dossier_id, NEW.seq, NEW.at, '9999-01-01T00:00:00+00:00', f.phase, f.competent_unit_id, f.receiving_unit_id, f.sector_id, f.channel,
        CASE WHEN f.before_receipt THEN NULL ELSE f.received_at END,
        CASE WHEN f.over THEN f.ended_at END, CASE WHEN f.over THEN date(f.ended_at, '+7 hours') END,
        f.due_at, date(f.due_at, '+7 hours'), CASE WHEN f.before_receipt THEN NULL ELSE date(f.due_without_extension, '+7 hours') END, f.by_hour
    FROM (
        SELECT e.*, e.phase IN ('intake', 'intake_supplement', 'refused', 'cancelled') AS before_receipt,
            e.phase IN ('refused', 'cancelled', 'withdrawn', 'stopped', 'finished') AS over,
            CASE WHEN e.phase = 'intake' THEN e.intake_due WHEN e.phase IN ('intake_supplement', 'refused', 'cancelled') THEN NULL ELSE NEW.due_after END AS due_at,
            e.phase = 'intake' OR e.deadline_rule LIKE 'working_hour:%' AS by_hour
        FROM (
            SELECT d.id AS dossier_id, d.competent_unit_id, d.receiving_unit_id, p.sector_id, d.channel, d.received_at, COALESCE(d.ended_at, NEW.at) AS ended_at,
                d.intake_due, d.due_without_extension, d.deadline_rule,
                CASE NEW.to_state WHEN 'submitted' THEN 'intake' WHEN 'intake_supplement' THEN 'intake_supplement' WHEN 'intake_refused' THEN 'refused'
                    WHEN 'withdrawn' THEN CASE WHEN d.received_at IS NULL THEN 'cancelled' ELSE 'withdrawn' END WHEN 'stopped' THEN 'stopped'
                    WHEN 'result_ready' THEN 'finished' WHEN 'returned' THEN 'finished'
                    WHEN 'received' THEN 'running' WHEN 'processing' THEN 'running'
                    ELSE CASE WHEN d.clock = 'paused' THEN 'paused' ELSE 'running' END END AS phase
            FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id JOIN procedure p ON p.id = v.procedure_id
            WHERE d.id = NEW.dossier_id
        ) e
    ) f
    WHERE NOT EXISTS (
        SELECT 1 FROM dossier_period o WHERE o.dossier_id = NEW.dossier_id AND o.known_to = '9999-01-01T00:00:00+00:00' AND o.phase = f.phase
            AND o.due_at IS f.due_at AND o.plain_day IS CASE WHEN f.before_receipt THEN NULL ELSE date(f.due_without_extension, '+7 hours') END
            AND o.competent_unit_id = f.competent_unit_id AND o.receiving_unit_id = f.receiving_unit_id
    );
    UPDATE dossier_period SET known_to = NEW.at
    WHERE dossier_id = NEW.dossier_id AND known_to = '9999-01-01T00:00:00+00:00' AND from_seq < NEW.seq
        AND EXISTS (SELECT 1 FROM dossier_period n WHERE n.dossier_id = NEW.dossier_id AND n.from_seq = NEW.seq);
END;

-- The log so far. What it does not say, it says again by its dates: a clock stands still while papers or money are awaited,
-- unless they were asked for after the due day.
INSERT INTO dossier_period (dossier_id, from_seq, known_from, known_to, phase, competent_unit_id, receiving_unit_id, sector_id, channel, received_at, ended_at,
    ended_day, due_at, due_day, plain_day, by_hour)
SELECT g.dossier_id, g.seq, g.at, LEAD(g.at, 1, '9999-01-01T00:00:00+00:00') OVER (PARTITION BY g.dossier_id ORDER BY g.seq), g.phase, g.competent_unit_id,
    g.receiving_unit_id, g.sector_id, g.channel, g.received_at, g.ended_at, date(g.ended_at, '+7 hours'), g.due_at, date(g.due_at, '+7 hours'),
    CASE WHEN g.received_at IS NULL THEN NULL ELSE date(g.due_without_extension, '+7 hours') END, g.phase = 'intake' OR g.deadline_rule LIKE 'working_hour:%'
FROM (
    SELECT f.*, LAG(f.phase) OVER w AS phase_before, LAG(f.due_at) OVER w AS due_at_before
    FROM (
        SELECT e.dossier_id, e.seq, e.at, e.phase, e.competent_unit_id, e.receiving_unit_id, e.sector_id, e.channel, e.due_without_extension, e.deadline_rule,
            CASE WHEN e.phase IN ('intake', 'intake_supplement', 'refused', 'cancelled') THEN NULL ELSE e.received_at END AS received_at,
            CASE WHEN e.phase IN ('refused', 'cancelled', 'withdrawn', 'stopped', 'finished') THEN COALESCE(e.ended_at, e.at) END AS ended_at,
            CASE WHEN e.phase = 'intake' THEN e.intake_due WHEN e.phase IN ('intake_supplement', 'refused', 'cancelled') THEN NULL ELSE e.due_after END AS due_at
        FROM (
            SELECT h.dossier_id, h.seq, h.at, h.due_after, d.competent_unit_id, d.receiving_unit_id, p.sector_id, d.channel, d.received_at, d.ended_at,
                d.intake_due, d.due_without_extension, d.deadline_rule,
                CASE h.to_state WHEN 'submitted' THEN 'intake' WHEN 'intake_supplement' THEN 'intake_supplement' WHEN 'intake_refused' THEN 'refused'
                    WHEN 'withdrawn' THEN CASE WHEN d.received_at IS NULL THEN 'cancelled' ELSE 'withdrawn' END WHEN 'stopped' THEN 'stopped'
                    WHEN 'result_ready' THEN 'finished' WHEN 'returned' THEN 'finished' WHEN 'received' THEN 'running' WHEN 'processing' THEN 'running'
                    -- Asked to wait, or asked for a withdrawal while waiting.
                    ELSE CASE WHEN EXISTS (
                        SELECT 1 FROM dossier_event a WHERE a.dossier_id = h.dossier_id AND a.seq <= h.seq AND a.to_state IN ('awaiting_supplement', 'awaiting_payment')
                            AND a.from_state IN ('received', 'processing')
                            AND (a.due_before IS NULL OR date(a.at, '+7 hours') <= date(a.due_before, '+7 hours'))
                            AND NOT EXISTS (SELECT 1 FROM dossier_event b WHERE b.dossier_id = h.dossier_id AND b.seq > a.seq AND b.seq <= h.seq
                                AND b.to_state = 'processing')
                    ) THEN 'paused' ELSE 'running' END END AS phase
            FROM dossier_event h JOIN dossier d ON d.id = h.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id
            JOIN procedure p ON p.id = v.procedure_id
            WHERE h.to_state <> 'draft'
        ) e
    ) f
    WINDOW w AS (PARTITION BY f.dossier_id ORDER BY f.seq)
) g
WHERE g.phase_before IS NULL OR g.phase_before <> g.phase OR g.due_at_before IS NOT g.due_at;
