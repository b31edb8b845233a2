-- What a person opened although the window had left it behind, and when: not evicted at once. A row
-- may outlive its message.

CREATE TABLE opened (
  message_id INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL
) STRICT;
