-- Lists of messages read one index and no rows: order, filters and conversations alike.

ALTER TABLE message ADD COLUMN attached INTEGER NOT NULL DEFAULT 0; -- has an attachment to save
UPDATE message SET attached = 1 WHERE attachments GLOB '*' || char (31) || '0' || char (31) || '*';

DROP INDEX message_by_date;
CREATE INDEX message_by_date
  ON message (folder_id, date, id, flags, attached, size, conversation_id);

-- What is flagged, wherever it is.
CREATE INDEX message_flagged
  ON message (date, id, folder_id, flags, attached, size, conversation_id, message_hash)
  WHERE flags & 4 <> 0;
