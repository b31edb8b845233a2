-- What waits beyond flags: messages shown elsewhere than the server has them, messages that the
-- server does not have yet, folders that are to be made or to go; and what came to nothing.

-- 0: the server has it in the folder where it is shown, which is so for nearly all: no row is
-- rewritten for it. -1: nowhere. Else the folder that its remote_id is of.
ALTER TABLE message ADD COLUMN server_folder_id INTEGER NOT NULL DEFAULT 0;

-- Messages that were deleted here and not yet there are "shown" in it.
INSERT INTO folder (id, path, selectable, subscribed) VALUES (-1, char (2), 0, 0);

DROP INDEX message_by_remote_id;
CREATE UNIQUE INDEX message_by_remote_id ON message (folder_id, remote_id, server_folder_id)
  WHERE remote_id IS NOT NULL;
CREATE UNIQUE INDEX message_elsewhere ON message (server_folder_id, remote_id)
  WHERE server_folder_id <> 0;

-- Both sums are of OLD values: what changes in the same statement is added by the other triggers.
CREATE TRIGGER message_moved AFTER UPDATE OF folder_id ON message
WHEN OLD.folder_id <> NEW.folder_id BEGIN
  UPDATE folder SET total = total - 1,
                    unread = unread - ((OLD.flags & 1) = 0),
                    cached = cached - (OLD.content = 1),
                    bytes = bytes - (OLD.content = 1) * OLD.size
   WHERE id = OLD.folder_id;
  UPDATE folder SET total = total + 1,
                    unread = unread + ((OLD.flags & 1) = 0),
                    cached = cached + (OLD.content = 1),
                    bytes = bytes + (OLD.content = 1) * OLD.size
   WHERE id = NEW.folder_id;
END;

ALTER TABLE folder ADD COLUMN waits INTEGER NOT NULL DEFAULT 0; -- LoftFolderWaits

-- folder_id: where to, or which folder it is about. sent: where the target's new messages began when
-- it was first sent, written before; NULL: it never was.
ALTER TABLE operation ADD COLUMN folder_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN sent BLOB;
CREATE INDEX operation_by_folder ON operation (folder_id) WHERE folder_id <> 0;

-- Of a copy: what was copied; message_id is the copy.
ALTER TABLE operation_item ADD COLUMN source_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX operation_item_by_source ON operation_item (source_id) WHERE source_id <> 0;

-- What was refused, or lost a conflict. message_id may be gone, or hidden: then it is only here.
CREATE TABLE problem (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL,                -- of the operation
  at         INTEGER NOT NULL,
  error      TEXT NOT NULL,                -- class
  reason     TEXT NOT NULL,
  message_id INTEGER NOT NULL DEFAULT 0,
  folder     TEXT NOT NULL DEFAULT '',     -- path
  subject    TEXT NOT NULL DEFAULT '',
  items      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX problem_by_message ON problem (message_id) WHERE message_id <> 0;
