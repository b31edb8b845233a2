-- What was picked up from a server that need not keep it (POP3), apart from message: neither a folder
-- cleared here nor an id that the server gives anew may bring a message twice, and only what a person
-- did may delete one there.

CREATE TABLE downloaded (
  id         INTEGER PRIMARY KEY,
  remote_id  TEXT NOT NULL UNIQUE,
  message_id INTEGER NOT NULL,             -- here; of a message that may be gone
  digest     TEXT NOT NULL,                -- of its header, for when the server names it anew
  size       INTEGER NOT NULL,
  at         INTEGER NOT NULL,             -- when it was brought
  gone_at    INTEGER NOT NULL DEFAULT 0,   -- since when the server's listing lacks it; 0: it is there
  asked_at   INTEGER NOT NULL DEFAULT 0,   -- when the server was last asked to delete it
  place      INTEGER NOT NULL DEFAULT 0    -- LoftDownloadPlace
) STRICT;
CREATE INDEX downloaded_by_message ON downloaded (message_id);

-- Whatever path a person's wish takes. Inbox and Trash by LoftFolderRole.
CREATE TRIGGER downloaded_moved AFTER UPDATE OF folder_id ON message
WHEN OLD.folder_id <> NEW.folder_id BEGIN
  UPDATE downloaded
     SET place = (SELECT CASE coalesce (role_override, server_role) WHEN 1 THEN 0 WHEN 6 THEN 2
                  ELSE 1 END FROM folder WHERE id = NEW.folder_id)
   WHERE message_id = NEW.id;
END;

CREATE TRIGGER downloaded_deleted AFTER DELETE ON message BEGIN
  UPDATE downloaded SET place = 3 WHERE message_id = OLD.id;
END;

-- Messages of folders that no server has, whose place is not yet written beside their content
-- (content.db can make such folders anew, alone).
CREATE TABLE place_changed (
  message_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER place_changed_by_message AFTER UPDATE OF folder_id, flags, keywords ON message
WHEN (SELECT remote_id IS NULL FROM folder WHERE id = NEW.folder_id) BEGIN
  INSERT OR IGNORE INTO place_changed (message_id) VALUES (NEW.id);
END;

CREATE TRIGGER place_changed_by_folder AFTER UPDATE OF path ON folder
WHEN NEW.remote_id IS NULL AND OLD.path <> NEW.path BEGIN
  INSERT OR IGNORE INTO place_changed (message_id) SELECT id FROM message WHERE folder_id = NEW.id;
END;
