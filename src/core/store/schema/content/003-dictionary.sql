-- What small messages are compressed with. Every chunk that names a dictionary can be read with it
-- alone, so it stays as long as the file and lies here twice, in tables whose pages are apart.
CREATE TABLE dictionary (
  id       INTEGER PRIMARY KEY,            -- as the frames of zstd name it
  number   INTEGER NOT NULL,               -- the highest is what new chunks are compressed with
  checksum INTEGER NOT NULL,               -- CRC-32C over data
  data     BLOB NOT NULL
) STRICT;

CREATE TABLE dictionary_copy (
  id       INTEGER PRIMARY KEY,
  number   INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  data     BLOB NOT NULL
) STRICT;
