-- Messages in categories are found without reading all the others.

CREATE INDEX message_with_keywords ON message (keywords) WHERE keywords <> '';
