-- One index answers all that a search asks besides words, attachments too.

DROP INDEX message_with_attachment;
DROP INDEX message_for_search;
CREATE INDEX message_for_search
  ON message (date, id, folder_id, flags, attached, size);
