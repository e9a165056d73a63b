-- A message whose life is over is dropped before it is claimed (specification 09 section 1).
CREATE INDEX outbox_expires_at ON outbox (state, expires_at);
