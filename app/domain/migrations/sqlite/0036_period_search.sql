-- The newest period of a dossier is found by the dossier: the sign before a unit keeps SQLite from reading every period of the unit
-- (specification 02 section 9).
DROP TRIGGER dossier_event_period;
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
            AND +o.competent_unit_id = f.competent_unit_id AND +o.receiving_unit_id = f.receiving_unit_id
    );
    UPDATE dossier_period SET known_to = NEW.at
    WHERE dossier_id = NEW.dossier_id AND known_to = '9999-01-01T00:00:00+00:00' AND from_seq < NEW.seq
        AND EXISTS (SELECT 1 FROM dossier_period n WHERE n.dossier_id = NEW.dossier_id AND n.from_seq = NEW.seq);
END;
