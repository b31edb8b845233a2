-- What came to nothing can be tried again: what was to be done, to which messages. And what could not
-- be downloaded is a problem as long as that lasts.
ALTER TABLE problem ADD COLUMN arguments TEXT NOT NULL DEFAULT '';
ALTER TABLE problem ADD COLUMN folder_id INTEGER NOT NULL DEFAULT 0;

CREATE TABLE problem_item (
  problem_id INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  PRIMARY KEY (problem_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER problem_removed AFTER DELETE ON problem BEGIN
  DELETE FROM problem_item WHERE problem_id = OLD.id;
END;

-- 2: LOFT_CONTENT_FAILED.
CREATE TRIGGER problem_not_downloaded AFTER UPDATE OF content ON message
WHEN NEW.content = 2 AND OLD.content <> 2 BEGIN
  INSERT INTO problem (kind, at, error, reason, message_id, folder, subject)
  SELECT 'download', CAST (strftime ('%s', 'now') AS INTEGER), 'protocol',
         coalesce (NEW.problem, ''), NEW.id,
         coalesce ((SELECT path FROM folder WHERE id = NEW.folder_id), ''), NEW.subject
   WHERE (SELECT count (*) FROM problem) < 1000;
END;

CREATE TRIGGER problem_downloaded AFTER UPDATE OF content ON message
WHEN OLD.content = 2 AND NEW.content <> 2 BEGIN
  DELETE FROM problem WHERE message_id = NEW.id AND kind = 'download';
END;

CREATE TRIGGER problem_deleted AFTER DELETE ON message WHEN OLD.content = 2 BEGIN
  DELETE FROM problem WHERE message_id = OLD.id AND kind = 'download';
END;

INSERT INTO problem (kind, at, error, reason, message_id, folder, subject)
SELECT 'download', CAST (strftime ('%s', 'now') AS INTEGER), 'protocol', coalesce (m.problem, ''),
       m.id, f.path, m.subject
  FROM message m JOIN folder f ON f.id = m.folder_id WHERE m.content = 2 LIMIT 1000;
