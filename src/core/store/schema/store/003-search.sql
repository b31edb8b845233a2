-- What a search asks of a message besides its words, in the order of its answers.

CREATE INDEX message_for_search
  ON message (date, id, folder_id, flags, size);
CREATE INDEX message_with_attachment
  ON message (date, id, folder_id, flags, size) WHERE attachments <> '';
