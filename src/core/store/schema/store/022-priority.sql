-- How important its writer says that a message is (LoftPriority). Of those that are here already nobody
-- looked: they say so when they are opened.
ALTER TABLE message ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
