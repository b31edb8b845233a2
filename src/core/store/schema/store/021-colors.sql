-- The color that a person chose is to be told to the server. Of those chosen before nobody knows whether
-- the server was meant.
ALTER TABLE folder ADD COLUMN color_waits INTEGER NOT NULL DEFAULT 0;
