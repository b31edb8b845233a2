-- The search index of one account; it can always be made anew from the other databases.

-- What stands in the two text tables below under its docid. docid grows with the date, so newest
-- first is the order of the tables. message_id NULL: dead, dropped from every answer.
CREATE TABLE document (
  docid      INTEGER PRIMARY KEY,
  message_id INTEGER UNIQUE,
  has_body   INTEGER NOT NULL,             -- 0: live in header_text, 1: live in full_text
  checksum   INTEGER NOT NULL              -- of date and text: putting the same again does nothing
) STRICT;

CREATE INDEX document_without_body ON document (docid)
  WHERE has_body = 0 AND message_id IS NOT NULL;

-- Two tables, because every message is indexed by its headers first and again with its body, and a
-- contentless table cannot forget: header_text is emptied when the last body has come.
-- body is the first column because the first one costs no marker in a posting (a quarter of the
-- index). The text comes folded, diacritics are gone; words are what lies between punctuation, so
-- an address is found as the phrase of its parts.
CREATE VIRTUAL TABLE header_text USING fts5 (
  body, subject, sender, recipients, attachments,
  content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0'
);

CREATE VIRTUAL TABLE full_text USING fts5 (
  body, subject, sender, recipients, attachments,
  content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0'
);

-- A flush of up to 8 MiB of text makes one segment; merging eight at a time writes half as much as
-- merging four.
INSERT INTO header_text (header_text, rank) VALUES ('hashsize', 16777216), ('automerge', 8);
INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 16777216), ('automerge', 8);
