-- Invitations, answers and the like (RFC 5546) that are to be sent by a mail account: written with the
-- change of the event that they tell of, gone once the outbox of that account has them.
CREATE TABLE scheduling (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid        TEXT NOT NULL UNIQUE,
  about       TEXT NOT NULL UNIQUE,     -- who says what of which event: the last word counts
  account     TEXT NOT NULL,            -- id of the mail account
  sender      TEXT NOT NULL,
  not_before  INTEGER NOT NULL,
  raw         BLOB NOT NULL             -- RFC 5322
) STRICT;

-- In the mail account: what was given to its outbox, so that it is given once.
CREATE TABLE scheduled (
  outgoing_id INTEGER PRIMARY KEY,      -- taken before it is there
  uuid        TEXT NOT NULL UNIQUE,
  given       INTEGER NOT NULL,         -- the outbox has it, or had it
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX scheduled_by_time ON scheduled (at);
