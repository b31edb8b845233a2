-- Messages that are written here or on their way out. Their content lies in content.db under ids of
-- its own range (loft-outgoing-store.h).

CREATE TABLE outgoing (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid       TEXT NOT NULL UNIQUE,
  state      INTEGER NOT NULL,             -- LoftOutgoingState
  message_id TEXT NOT NULL,
  subject    TEXT NOT NULL,
  people     TEXT NOT NULL,                -- packed addresses, as people see them
  sender     TEXT NOT NULL,
  recipients TEXT NOT NULL,                -- packed, with what became of each
  not_before INTEGER NOT NULL,
  tries      INTEGER NOT NULL,
  first_try  INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  error      TEXT NOT NULL,
  copy       INTEGER NOT NULL,             -- LoftSentCopy
  created    INTEGER NOT NULL,
  changed    INTEGER NOT NULL,
  size       INTEGER NOT NULL
) STRICT;

-- Its content follows it. 1 << 46: LOFT_OUTGOING_CONTENT.
CREATE TRIGGER outgoing_deleted AFTER DELETE ON outgoing BEGIN
  INSERT OR IGNORE INTO leftover (message_id) VALUES ((1 << 46) + OLD.id);
END;
