/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-mailbox.h"

#include "loft-imap-utf7.h"
#include "loft-text.h"

#include <string.h>

#define MAX_NAME_LENGTH 4096
#define MAX_LEVELS      100
#define MAX_OBJECT_ID   255 /* RFC 8474, 7 "objectid" */
#define DIVISION_SLASH  "\xe2\x88\x95" /* U+2215: looks like "/", separates nothing */

void
loft_imap_mailbox_free (LoftImapMailbox *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->mailbox_id);
  g_free (self);
}

static gboolean
has_controls (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* A level is decoded alone: it may hold the delimiter in its encoded form. */
static gboolean
append_level (GString *path, const char *raw, gsize length)
{
  g_autofree char *level = g_strndup (raw, length);
  g_autofree char *text = loft_imap_utf7_decode (level);

  if (text == NULL)
    text = loft_text_to_utf8 (level, (gssize) length);
  if (*text == '\0' || has_controls (text))
    return FALSE;
  if (path->len > 0)
    g_string_append_c (path, '/');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '/')
      g_string_append (path, DIVISION_SLASH);
    else
      g_string_append_c (path, *p);
  return TRUE;
}

static void
normalize_inbox (GString *path)
{
  if (g_ascii_strncasecmp (path->str, "INBOX", 5) == 0 &&
      (path->str[5] == '\0' || path->str[5] == '/'))
    memcpy (path->str, "INBOX", 5);
}

char *
loft_imap_mailbox_name_to_path (const char *name, char delimiter)
{
  g_autoptr (GString) path = g_string_new (NULL);
  gsize length = strlen (name);
  const char *end = name + length;

  if (length > MAX_NAME_LENGTH)
    return NULL;
  if (delimiter != '\0' && length > 1 && end[-1] == delimiter)
    end--;
  for (guint n = 0; n < MAX_LEVELS; n++)
    {
      const char *stop = delimiter != '\0' ? memchr (name, delimiter, (gsize) (end - name)) : NULL;

      if (!append_level (path, name, (gsize) ((stop != NULL ? stop : end) - name)))
        return NULL;
      if (stop == NULL)
        {
          normalize_inbox (path);
          return g_string_free (g_steal_pointer (&path), FALSE);
        }
      name = stop + 1;
    }
  return NULL;
}

static void
apply_attribute (LoftImapMailbox *self, const LoftImapToken *token)
{
  static const struct {
    const char *name;
    LoftFolderRole role;
  } roles[] = {
    { "\\All", LOFT_FOLDER_ROLE_ALL },         { "\\Archive", LOFT_FOLDER_ROLE_ARCHIVE },
    { "\\Drafts", LOFT_FOLDER_ROLE_DRAFTS },   { "\\Flagged", LOFT_FOLDER_ROLE_FLAGGED },
    { "\\Junk", LOFT_FOLDER_ROLE_JUNK },       { "\\Sent", LOFT_FOLDER_ROLE_SENT },
    { "\\Trash", LOFT_FOLDER_ROLE_TRASH },
  };

  if (loft_imap_token_is (token, "\\Noselect") || loft_imap_token_is (token, "\\NonExistent"))
    self->selectable = FALSE;
  if (loft_imap_token_is (token, "\\Subscribed"))
    self->subscribed = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (loft_imap_token_is (token, roles[i].name))
      self->role = roles[i].role;
}

static gboolean
parse_attributes (LoftImapMailbox *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return FALSE;
  while (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_ATOM)
    apply_attribute (self, &token);
  return token.type == LOFT_IMAP_TOKEN_CLOSE;
}

static gboolean
parse_delimiter (LoftImapMailbox *self, LoftImapLexer *lexer)
{
  LoftImapToken token;
  g_autofree char *text = NULL;

  if (loft_imap_lexer_next (lexer, &token) < LOFT_IMAP_TOKEN_ATOM)
    return FALSE;
  text = loft_imap_token_dup_string (&token);
  if (text == NULL)
    return loft_imap_token_is (&token, "NIL");
  self->delimiter = text[0];
  return text[0] != '\0' && text[1] == '\0';
}

/* FALSE when there is no name at all; one with NUL is "", which is left out. */
static gboolean
parse_name (LoftImapMailbox *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) < LOFT_IMAP_TOKEN_ATOM ||
      token.type > LOFT_IMAP_TOKEN_LITERAL)
    return FALSE;
  self->name = loft_imap_token_dup_name (lexer, &token);
  if (self->name == NULL)
    self->name = g_strdup ("");
  return TRUE;
}

gboolean
loft_imap_mailbox_parse (LoftImapLexer *lexer, LoftImapMailbox **mailbox)
{
  g_autoptr (LoftImapMailbox) self = g_new0 (LoftImapMailbox, 1);

  *mailbox = NULL;
  self->selectable = TRUE;
  if (!parse_attributes (self, lexer) || !parse_delimiter (self, lexer) ||
      !parse_name (self, lexer))
    return FALSE;
  self->path = loft_imap_mailbox_name_to_path (self->name, self->delimiter);
  if (self->path == NULL)
    return TRUE;
  if (strcmp (self->path, "INBOX") == 0)
    self->role = LOFT_FOLDER_ROLE_INBOX;
  *mailbox = g_steal_pointer (&self);
  return TRUE;
}

/* "(F2212ea87-6097)": its list is not left yet when this returns. */
static void
apply_mailbox_id (LoftImapMailbox *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_ATOM ||
      token.length > MAX_OBJECT_ID)
    return;
  g_free (self->mailbox_id);
  self->mailbox_id = loft_text_to_utf8 (token.text, (gssize) token.length);
}

static void
apply_status (LoftImapMailbox *self, const LoftImapToken *name, const LoftImapToken *value)
{
  guint64 number = 0;

  if (!loft_imap_token_number (value, G_MAXINT64, &number))
    return;
  if (loft_imap_token_is (name, "HIGHESTMODSEQ"))
    self->highest_modseq = number;
  else if (loft_imap_token_is (name, "APPENDLIMIT"))
    self->append_limit = number;
  else if (loft_imap_token_is (name, "SIZE"))
    {
      self->has_size = TRUE;
      self->size = number;
    }
  if (number > G_MAXUINT32)
    return;
  if (loft_imap_token_is (name, "MESSAGES"))
    self->messages = (guint32) number;
  else if (loft_imap_token_is (name, "UNSEEN"))
    self->unseen = (guint32) number;
  else if (loft_imap_token_is (name, "UIDNEXT"))
    self->uid_next = (guint32) number;
  else if (loft_imap_token_is (name, "UIDVALIDITY"))
    self->uid_validity = (guint32) number;
}

static gboolean
parse_status_value (LoftImapMailbox *self, const LoftImapToken *name, const LoftImapToken *value,
                    LoftImapLexer *lexer)
{
  LoftImapLexer inside = *lexer;

  if (value->type == LOFT_IMAP_TOKEN_OPEN && loft_imap_token_is (name, "MAILBOXID"))
    apply_mailbox_id (self, &inside);
  else
    apply_status (self, name, value);
  return loft_imap_lexer_skip (lexer, value);
}

gboolean
loft_imap_mailbox_parse_status (LoftImapLexer *lexer, LoftImapMailbox **mailbox)
{
  g_autoptr (LoftImapMailbox) self = g_new0 (LoftImapMailbox, 1);
  LoftImapToken name;
  LoftImapToken value;

  *mailbox = NULL;
  if (!parse_name (self, lexer) || loft_imap_lexer_next (lexer, &name) != LOFT_IMAP_TOKEN_OPEN)
    return FALSE;
  while (loft_imap_lexer_next (lexer, &name) == LOFT_IMAP_TOKEN_ATOM)
    {
      loft_imap_lexer_next (lexer, &value);
      if (!parse_status_value (self, &name, &value, lexer))
        return FALSE;
    }
  self->has_status = TRUE;
  *mailbox = g_steal_pointer (&self);
  return name.type == LOFT_IMAP_TOKEN_CLOSE;
}

gboolean
loft_imap_mailbox_parse_name (LoftImapLexer *lexer, LoftImapMailbox **mailbox)
{
  g_autoptr (LoftImapMailbox) self = g_new0 (LoftImapMailbox, 1);

  *mailbox = NULL;
  if (!parse_name (self, lexer))
    return FALSE;
  *mailbox = g_steal_pointer (&self);
  return TRUE;
}

gboolean
loft_imap_mailbox_parse_rights (LoftImapLexer *lexer, LoftImapMailbox **mailbox)
{
  g_autoptr (LoftImapMailbox) self = NULL;
  g_autofree char *letters = NULL;
  LoftImapToken token;

  *mailbox = NULL;
  if (!loft_imap_mailbox_parse_name (lexer, &self) ||
      loft_imap_lexer_next (lexer, &token) < LOFT_IMAP_TOKEN_ATOM ||
      token.type > LOFT_IMAP_TOKEN_LITERAL)
    return FALSE;
  letters = loft_imap_token_dup_string (&token);
  self->has_rights = letters != NULL;
  self->rights = letters != NULL ? loft_imap_rights_from_letters (letters) : 0;
  *mailbox = g_steal_pointer (&self);
  return TRUE;
}
