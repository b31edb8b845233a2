-- What the owner must know to find out that a database went back in time, and what is left to do.

CREATE TABLE property (
  name  TEXT PRIMARY KEY,
  value ANY
) STRICT, WITHOUT ROWID;

-- Content to remove although its message stays: written in the transaction that says so, emptied
-- after content.db has followed. Without it a crash between the two would leave the content for as
-- long as the message lives.
CREATE TABLE evicted (
  message_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER message_evicted AFTER UPDATE OF content ON message
WHEN OLD.content = 1 AND NEW.content <> 1 BEGIN
  INSERT OR IGNORE INTO evicted (message_id) VALUES (NEW.id);
END;

CREATE TRIGGER message_cached AFTER UPDATE OF content ON message
WHEN OLD.content <> 1 AND NEW.content = 1 BEGIN
  DELETE FROM evicted WHERE message_id = NEW.id;
END;
