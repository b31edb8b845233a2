-- Folders, messages, conversations and waiting operations of one account.
-- Ids are local and never reused (AUTOINCREMENT); remote ids are what the server calls a thing.

CREATE TABLE folder (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  remote_id     TEXT UNIQUE,               -- NULL: only here
  identity      TEXT NOT NULL DEFAULT '',  -- stays the same when the server renames it; '' none
  path          TEXT NOT NULL UNIQUE,
  server_role   INTEGER NOT NULL DEFAULT 0, -- LoftFolderRole as the server or its name says
  role_override INTEGER,                   -- the person's choice
  selectable    INTEGER NOT NULL DEFAULT 1,
  subscribed    INTEGER NOT NULL DEFAULT 1,
  window_days   INTEGER NOT NULL DEFAULT -2, -- LOFT_FOLDER_WINDOW_ACCOUNT
  token         BLOB,                      -- sync position, opaque; NULL: begin anew
  status        BLOB,                      -- what the server's folder list said at the last sync
  synced_at     INTEGER NOT NULL DEFAULT 0,
  -- kept by the triggers below
  total         INTEGER NOT NULL DEFAULT 0,
  unread        INTEGER NOT NULL DEFAULT 0,
  cached        INTEGER NOT NULL DEFAULT 0,
  bytes         INTEGER NOT NULL DEFAULT 0
) STRICT;

-- server_*: last known server values, written by sync alone.
-- flags, keywords: shown values = server values + waiting operations in order.
CREATE TABLE message (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id       INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
  remote_id       TEXT,                    -- NULL: not assigned yet, or lost with UIDVALIDITY
  date            INTEGER NOT NULL,
  received        INTEGER NOT NULL,
  size            INTEGER NOT NULL,
  flags           INTEGER NOT NULL,
  keywords        TEXT NOT NULL DEFAULT '',
  server_flags    INTEGER NOT NULL,
  server_keywords TEXT NOT NULL DEFAULT '',
  conversation_id INTEGER NOT NULL,
  content         INTEGER NOT NULL DEFAULT 0, -- LoftContentState
  indexed         INTEGER NOT NULL DEFAULT 0, -- 1 headers, 2 text too
  message_hash    INTEGER NOT NULL,        -- loft_text_stable_hash of message_id; 0 for none
  message_id      TEXT NOT NULL,
  subject         TEXT NOT NULL,
  sender          TEXT NOT NULL,           -- packed addresses
  recipients      TEXT NOT NULL,
  copies          TEXT NOT NULL,
  preview         TEXT NOT NULL DEFAULT '',
  attachments     TEXT NOT NULL DEFAULT '',
  problem         TEXT                     -- why the content could not be fetched or read
) STRICT;

CREATE UNIQUE INDEX message_by_remote_id ON message (folder_id, remote_id)
  WHERE remote_id IS NOT NULL;
CREATE INDEX message_by_date ON message (folder_id, date, id);
CREATE INDEX message_by_hash ON message (message_hash) WHERE message_hash <> 0;
CREATE INDEX message_by_conversation ON message (conversation_id, folder_id, date);
CREATE INDEX message_lost ON message (folder_id) WHERE remote_id IS NULL;
CREATE INDEX message_not_indexed ON message (id) WHERE indexed = 0;
-- What bodies are still to be fetched, newest first.
CREATE INDEX message_without_content ON message (folder_id, date) WHERE content = 0;

CREATE TABLE conversation (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  weight INTEGER NOT NULL DEFAULT 0        -- hashes it holds: a merge relabels the lighter side
) STRICT;

-- Every message id ever seen, as a message or only referred to, and where it belongs.
CREATE TABLE conversation_reference (
  hash            INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_reference_by_conversation
  ON conversation_reference (conversation_id);

-- One row a conversation and folder, for lists of conversations.
CREATE TABLE folder_conversation (
  folder_id       INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL,
  date            INTEGER NOT NULL,        -- of its newest message here
  total           INTEGER NOT NULL,
  unread          INTEGER NOT NULL,
  flagged         INTEGER NOT NULL,
  PRIMARY KEY (folder_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX folder_conversation_by_date
  ON folder_conversation (folder_id, date, conversation_id);

-- Waiting operations, in the order of their ids.
CREATE TABLE operation (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid       TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  arguments  TEXT NOT NULL,                -- key=value lines, see loft-operation.h
  created    INTEGER NOT NULL,
  tries      INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  error      TEXT NOT NULL DEFAULT ''
) STRICT;

-- The columns stand as in the key: SQLite 3.40's quick_check reads them so whatever their order is,
-- and finds damage where there is none.
CREATE TABLE operation_item (
  message_id   INTEGER NOT NULL,
  operation_id INTEGER NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
  PRIMARY KEY (message_id, operation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_item_by_operation ON operation_item (operation_id);

-- Operations done or taken back since the journal file was last made equal to this table: what the
-- journal alone still names is not put back when it is here.
CREATE TABLE finished_operation (
  uuid TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Content and index rows to remove: written in the transaction that deletes the message, emptied
-- after the other databases have followed.
CREATE TABLE leftover (
  message_id INTEGER PRIMARY KEY
) STRICT;

-- Counts of folders and conversations are kept by these, so that no path can forget them.
CREATE TRIGGER message_inserted AFTER INSERT ON message BEGIN
  UPDATE folder SET total = total + 1,
                    unread = unread + ((NEW.flags & 1) = 0),
                    cached = cached + (NEW.content = 1),
                    bytes = bytes + (NEW.content = 1) * NEW.size
   WHERE id = NEW.folder_id;
  INSERT INTO folder_conversation (folder_id, conversation_id, date, total, unread, flagged)
  VALUES (NEW.folder_id, NEW.conversation_id, NEW.date, 1, (NEW.flags & 1) = 0,
          (NEW.flags & 4) <> 0)
  ON CONFLICT DO UPDATE SET date = max (date, excluded.date), total = total + 1,
                            unread = unread + excluded.unread,
                            flagged = flagged + excluded.flagged;
END;

CREATE TRIGGER message_deleted AFTER DELETE ON message BEGIN
  INSERT OR IGNORE INTO leftover (message_id) VALUES (OLD.id);
  UPDATE folder SET total = total - 1,
                    unread = unread - ((OLD.flags & 1) = 0),
                    cached = cached - (OLD.content = 1),
                    bytes = bytes - (OLD.content = 1) * OLD.size
   WHERE id = OLD.folder_id;
  UPDATE folder_conversation
     SET total = total - 1, unread = unread - ((OLD.flags & 1) = 0),
         flagged = flagged - ((OLD.flags & 4) <> 0),
         date = coalesce ((SELECT max (date) FROM message
                            WHERE conversation_id = OLD.conversation_id
                              AND folder_id = OLD.folder_id), date)
   WHERE folder_id = OLD.folder_id AND conversation_id = OLD.conversation_id;
  DELETE FROM folder_conversation
   WHERE folder_id = OLD.folder_id AND conversation_id = OLD.conversation_id AND total <= 0;
END;

CREATE TRIGGER message_flags_changed AFTER UPDATE OF flags ON message
WHEN (OLD.flags & 5) <> (NEW.flags & 5) BEGIN
  UPDATE folder SET unread = unread + ((NEW.flags & 1) = 0) - ((OLD.flags & 1) = 0)
   WHERE id = NEW.folder_id;
  UPDATE folder_conversation
     SET unread = unread + ((NEW.flags & 1) = 0) - ((OLD.flags & 1) = 0),
         flagged = flagged + ((NEW.flags & 4) <> 0) - ((OLD.flags & 4) <> 0)
   WHERE folder_id = NEW.folder_id AND conversation_id = NEW.conversation_id;
END;

CREATE TRIGGER message_content_changed AFTER UPDATE OF content, size ON message
WHEN OLD.content <> NEW.content OR OLD.size <> NEW.size BEGIN
  UPDATE folder SET cached = cached + (NEW.content = 1) - (OLD.content = 1),
                    bytes = bytes + (NEW.content = 1) * NEW.size - (OLD.content = 1) * OLD.size
   WHERE id = NEW.folder_id;
END;

-- Step by step and not by counting anew: a merge moves thousands of messages one by one.
CREATE TRIGGER message_conversation_changed AFTER UPDATE OF conversation_id ON message
WHEN OLD.conversation_id <> NEW.conversation_id BEGIN
  UPDATE folder_conversation
     SET total = total - 1, unread = unread - ((OLD.flags & 1) = 0),
         flagged = flagged - ((OLD.flags & 4) <> 0),
         date = coalesce ((SELECT max (date) FROM message
                            WHERE conversation_id = OLD.conversation_id
                              AND folder_id = OLD.folder_id), date)
   WHERE folder_id = OLD.folder_id AND conversation_id = OLD.conversation_id;
  DELETE FROM folder_conversation
   WHERE folder_id = OLD.folder_id AND conversation_id = OLD.conversation_id AND total <= 0;
  INSERT INTO folder_conversation (folder_id, conversation_id, date, total, unread, flagged)
  VALUES (NEW.folder_id, NEW.conversation_id, NEW.date, 1, (NEW.flags & 1) = 0,
          (NEW.flags & 4) <> 0)
  ON CONFLICT DO UPDATE SET date = max (date, excluded.date), total = total + 1,
                            unread = unread + excluded.unread,
                            flagged = flagged + excluded.flagged;
END;
