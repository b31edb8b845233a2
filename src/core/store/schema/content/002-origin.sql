-- Whose content it is, so that it is never taken for another message's and is found again when
-- store.db was lost. NULL: written by the first version, known by its id alone.
ALTER TABLE content ADD COLUMN message_hash INTEGER; -- as in store.db
ALTER TABLE content ADD COLUMN received     INTEGER; -- as in store.db

-- Of messages that no server has: enough to make their folders again from this file alone. NULL:
-- a server has it.
ALTER TABLE content ADD COLUMN folder   TEXT;        -- path
ALTER TABLE content ADD COLUMN flags    INTEGER;
ALTER TABLE content ADD COLUMN keywords TEXT;
ALTER TABLE content ADD COLUMN date     INTEGER;

CREATE INDEX content_local ON content (folder) WHERE folder IS NOT NULL;

CREATE TABLE property (
  name  TEXT PRIMARY KEY,
  value ANY
) STRICT, WITHOUT ROWID;
