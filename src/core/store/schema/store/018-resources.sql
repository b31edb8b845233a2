-- Events, tasks and contacts: resources of folders of their kind.

ALTER TABLE folder ADD COLUMN kinds INTEGER NOT NULL DEFAULT 1;      -- LoftFolderKinds
ALTER TABLE folder ADD COLUMN writable INTEGER NOT NULL DEFAULT 1;
ALTER TABLE folder ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
ALTER TABLE folder ADD COLUMN server_color TEXT NOT NULL DEFAULT '';
ALTER TABLE folder ADD COLUMN color TEXT;                            -- the person's; NULL: the server's

-- A resource as the server has it (server_raw, written by sync alone) and as it is shown.
CREATE TABLE resource (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id   INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
  remote_id   TEXT,                     -- NULL: no server has it yet
  etag        TEXT NOT NULL DEFAULT '',
  server_raw  BLOB,                     -- NULL: no server has it
  raw         BLOB,                     -- shown where something waits or no server has it; NULL: server_raw
  removed     INTEGER NOT NULL DEFAULT 0, -- here, and not yet there: shown no more
  edit        INTEGER NOT NULL DEFAULT 0, -- grows with each change made here
  -- read from what is shown
  kind        INTEGER NOT NULL DEFAULT 0, -- LoftFolderKinds, one of them; 0: cannot be read
  uid         TEXT NOT NULL DEFAULT '',
  name        TEXT NOT NULL DEFAULT '',
  problem     TEXT NOT NULL DEFAULT '',
  modified    INTEGER NOT NULL DEFAULT 0,
  since       INTEGER NOT NULL DEFAULT 0, -- its occurrences are here from then on; 0: from the first on
  until       INTEGER NOT NULL DEFAULT 0, -- and up to then; 0: to the last
  made        INTEGER NOT NULL DEFAULT 0, -- when they were
  CHECK (server_raw IS NOT NULL OR raw IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX resource_by_remote_id ON resource (folder_id, remote_id)
  WHERE remote_id IS NOT NULL;
CREATE INDEX resource_by_uid ON resource (uid, folder_id);
CREATE INDEX resource_until ON resource (until) WHERE until <> 0;
CREATE INDEX resource_since ON resource (since) WHERE since <> 0;

-- What all occurrences that look alike have in common. color and the like: loft-occurrence.h.
CREATE TABLE event (
  id          INTEGER PRIMARY KEY,
  resource_id INTEGER NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
  facts       INTEGER NOT NULL,         -- bits of loft-event-store.c
  zone        TEXT NOT NULL,
  summary     TEXT NOT NULL,
  location    TEXT NOT NULL,
  meeting     TEXT NOT NULL,
  color       TEXT NOT NULL,
  categories  TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_resource ON event (resource_id);

CREATE TABLE occurrence (
  event_id      INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  begins        INTEGER NOT NULL,
  ends          INTEGER NOT NULL,
  recurrence_id TEXT NOT NULL
) STRICT;
CREATE INDEX occurrence_by_time ON occurrence (begins, ends, event_id);
-- 40 days: LONGEST of loft-event-store.c
CREATE INDEX occurrence_long ON occurrence (ends, begins, event_id) WHERE ends - begins > 3456000;
CREATE INDEX occurrence_by_event ON occurrence (event_id);

-- A resource that waits is named by its operation.
ALTER TABLE operation ADD COLUMN resource_id INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX operation_by_resource ON operation (resource_id) WHERE resource_id <> 0;

-- What a person wrote and could not be kept: the loser of a conflict, what was refused.
ALTER TABLE problem ADD COLUMN resource_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN raw BLOB;
