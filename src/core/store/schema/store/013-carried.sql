-- What came from another account on this computer, by the uuid of the operation there that waits to
-- hear what became of it.
CREATE TABLE carried (
  uuid       TEXT PRIMARY KEY,
  account    TEXT NOT NULL,                -- id of the one it came from
  message_id INTEGER NOT NULL,             -- here; of a message that may be gone
  at         INTEGER NOT NULL,
  outcome    INTEGER NOT NULL DEFAULT 0,   -- LoftCarriedOutcome
  reason     TEXT NOT NULL DEFAULT ''
) STRICT;
