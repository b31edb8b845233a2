-- Raw bytes of messages by their local id.

CREATE TABLE content (
  message_id INTEGER PRIMARY KEY,
  raw_size   INTEGER NOT NULL,
  chunks     INTEGER NOT NULL,
  checksum   INTEGER NOT NULL,             -- CRC-32C over the chunks as they are stored
  complete   INTEGER NOT NULL
) STRICT;

-- id: message_id << 16 | number of the chunk. data: see loft-content-chunk.h.
CREATE TABLE chunk (
  id   INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;
