-- What is written for every message and read by nobody, or found by another way, is not kept.

-- Lists order conversations themselves.
DROP TABLE folder_conversation;

-- A Message-ID names its conversation, and that its messages.
DROP INDEX message_by_hash;

DROP INDEX message_lost;
CREATE INDEX message_lost ON message (folder_id, message_hash, size) WHERE remote_id IS NULL;

DROP TRIGGER message_inserted;
CREATE TRIGGER message_inserted AFTER INSERT ON message BEGIN
  UPDATE folder SET total = total + 1,
                    unread = unread + ((NEW.flags & 1) = 0),
                    cached = cached + (NEW.content = 1),
                    bytes = bytes + (NEW.content = 1) * NEW.size
   WHERE id = NEW.folder_id;
END;

DROP TRIGGER message_deleted;
CREATE TRIGGER message_deleted AFTER DELETE ON message BEGIN
  INSERT OR IGNORE INTO leftover (message_id) VALUES (OLD.id);
  UPDATE folder SET total = total - 1,
                    unread = unread - ((OLD.flags & 1) = 0),
                    cached = cached - (OLD.content = 1),
                    bytes = bytes - (OLD.content = 1) * OLD.size
   WHERE id = OLD.folder_id;
END;

DROP TRIGGER message_flags_changed;
CREATE TRIGGER message_flags_changed AFTER UPDATE OF flags ON message
WHEN (OLD.flags & 1) <> (NEW.flags & 1) BEGIN
  UPDATE folder SET unread = unread + ((NEW.flags & 1) = 0) - ((OLD.flags & 1) = 0)
   WHERE id = NEW.folder_id;
END;

DROP TRIGGER message_conversation_changed;
