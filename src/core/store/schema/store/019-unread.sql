-- What the gate before the reader refuses is a problem as long as the message is here, or until a person
-- has seen it: reading it again in vain does not bring it back.
-- 1: LOFT_CONTENT_CACHED.
CREATE TRIGGER problem_came_unread AFTER INSERT ON message
WHEN NEW.content = 1 AND NEW.problem IS NOT NULL BEGIN
  INSERT INTO problem (kind, at, error, reason, message_id, folder, subject)
  SELECT 'read', CAST (strftime ('%s', 'now') AS INTEGER), 'limit', NEW.problem, NEW.id,
         coalesce ((SELECT path FROM folder WHERE id = NEW.folder_id), ''), NEW.subject
   WHERE (SELECT count (*) FROM problem) < 1000;
END;

CREATE TRIGGER problem_unread AFTER UPDATE OF content, problem ON message
WHEN NEW.content = 1 AND NEW.problem IS NOT NULL AND (OLD.content <> 1 OR OLD.problem IS NULL) BEGIN
  INSERT INTO problem (kind, at, error, reason, message_id, folder, subject)
  SELECT 'read', CAST (strftime ('%s', 'now') AS INTEGER), 'limit', NEW.problem, NEW.id,
         coalesce ((SELECT path FROM folder WHERE id = NEW.folder_id), ''), NEW.subject
   WHERE (SELECT count (*) FROM problem) < 1000
     AND NOT EXISTS (SELECT 1 FROM problem WHERE message_id = NEW.id AND kind = 'read');
END;

CREATE TRIGGER problem_read AFTER UPDATE OF content, problem ON message
WHEN NEW.content = 1 AND NEW.problem IS NULL AND OLD.problem IS NOT NULL BEGIN
  DELETE FROM problem WHERE message_id = NEW.id AND kind = 'read';
END;

CREATE TRIGGER problem_unread_gone AFTER DELETE ON message WHEN OLD.problem IS NOT NULL BEGIN
  DELETE FROM problem WHERE message_id = OLD.id AND kind = 'read';
END;

INSERT INTO problem (kind, at, error, reason, message_id, folder, subject)
SELECT 'read', CAST (strftime ('%s', 'now') AS INTEGER), 'limit', m.problem, m.id, f.path, m.subject
  FROM message m JOIN folder f ON f.id = m.folder_id
 WHERE m.content = 1 AND m.problem IS NOT NULL LIMIT 1000;
