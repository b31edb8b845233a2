-- Drafts that are in a folder too, for other devices: which message is the copy of which. Whoever takes
-- one away looks here first: a message that is not named was written by somebody else.

CREATE TABLE draft_copy (
  outgoing_id INTEGER PRIMARY KEY,
  message_id  INTEGER NOT NULL
) STRICT;
