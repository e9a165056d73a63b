-- Indexes for what every page and every round of a worker asks (measured with 100,000 tasks and 100,000 dossiers).

-- The next message that leaves, and notices that wait for their place (specification 09 section 1).
CREATE INDEX outbox_to_send ON outbox (next_at, id, channel, event, state, locked_until) WHERE channel <> 'in_app' AND state IN ('queued', 'sending');
CREATE INDEX outbox_to_show ON outbox (id) WHERE channel = 'in_app' AND state = 'queued';
-- Unread notices of an account.
CREATE INDEX outbox_unread ON outbox (account_id, channel) WHERE read_at IS NULL;
-- The order of lists of tasks (specification 04 section 9): the first page is read from the index.
CREATE INDEX task_listed ON task ((CASE WHEN state IN ('completed', 'cancelled') THEN 1 ELSE 0 END), (CASE WHEN due_on IS NULL THEN 1 ELSE 0 END), due_on, id);
