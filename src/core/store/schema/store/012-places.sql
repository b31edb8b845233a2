-- What is put into a folder that no server has (a copy, an import) has a place to be written down too.

CREATE TRIGGER place_changed_by_insert AFTER INSERT ON message
WHEN (SELECT remote_id IS NULL FROM folder WHERE id = NEW.folder_id) BEGIN
  INSERT OR IGNORE INTO place_changed (message_id) VALUES (NEW.id);
END;
