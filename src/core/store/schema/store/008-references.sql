-- A conversation that was merged into another names its heir, so a merge need not find the references
-- that lead to it, and they need no second index.
ALTER TABLE conversation ADD COLUMN heir INTEGER;
DROP INDEX conversation_reference_by_conversation;

-- References come in no order, and the table that holds all of them has a place of its own for each:
-- in a large account every message would write other pages of it. So they are gathered in a small
-- table first, which is emptied into the large one range by range. None is in both.
CREATE TABLE recent_reference (
  hash            INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL
) STRICT;

CREATE VIEW reference (hash, conversation_id) AS
  SELECT hash, conversation_id FROM recent_reference
  UNION ALL SELECT hash, conversation_id FROM conversation_reference;
