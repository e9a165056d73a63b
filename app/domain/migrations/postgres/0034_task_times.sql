-- A message whose life is over is dropped before it is claimed (specification 09 section 1).
CREATE INDEX outbox_expires_at ON outbox (state, expires_at);

-- Who changed the times of reminders, and when; the reason is the basis. The first row came with the portal.
ALTER TABLE task_schedule ADD COLUMN written_at TIMESTAMPTZ;
ALTER TABLE task_schedule ADD COLUMN actor_id BIGINT REFERENCES account (id) ON DELETE RESTRICT;
ALTER TABLE task_schedule ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';
CREATE INDEX task_schedule_actor ON task_schedule (actor_id);

-- Channels that an official chose besides the bell, as in dossier.notify.
ALTER TABLE account ADD COLUMN notify_channels TEXT NOT NULL DEFAULT 'sms';
