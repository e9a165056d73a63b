-- Whoever stands at a counter sees on every page how many legal notices they have to tell: only those that wait are read for it, not
-- all that ever failed (09 section 1.5).

-- Since when nobody has to do anything about this message any more, if it did not arrive.
ALTER TABLE outbox ADD COLUMN settled_at TEXT;
UPDATE outbox SET settled_at = (SELECT c.at FROM outbox_care c WHERE c.outbox_id = outbox.id)
    WHERE EXISTS (SELECT 1 FROM outbox_care c WHERE c.outbox_id = outbox.id);
CREATE INDEX outbox_open ON outbox (event, state, id) WHERE settled_at IS NULL AND state IN ('failed', 'expired', 'needs_check');

-- The letters of a mailbox that want something of somebody: unread ones and those that ask for a reply.
CREATE INDEX delivery_waiting ON delivery (mailbox_id) WHERE folder = 'inbox' AND (unread OR wants_reply);
