-- The largest messages are found without reading all the others. Few are as large as that, so the index
-- is small, and most messages do not write it.

CREATE INDEX message_large ON message (size, id, folder_id) WHERE size >= 262144;
