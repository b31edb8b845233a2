/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-response.h"

#include "loft-imap-status-text.h"
#include "loft-text.h"

#include <string.h>

#define MAX_NAMESPACES 32
#define MAX_PAIRS      200 /* RFC 2971, 3.3 allows 30; of METADATA nobody asks for more */
#define MAX_VALUE      4000

void
loft_imap_response_clear (LoftImapResponse *self)
{
  g_free (self->tag);
  g_free (self->text);
  g_free (self->keywords);
  loft_imap_copied_clear (&self->copied);
  loft_imap_uid_set_free (self->uids);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  loft_imap_mailbox_free (self->mailbox);
  loft_imap_quota_free (self->quota);
  loft_imap_fetch_clear (&self->fetch);
  memset (self, 0, sizeof *self);
}

/* --- Untagged data ------------------------------------------------------------------------ */

typedef gboolean (*Parser) (LoftImapResponse *self, LoftImapLexer *lexer);

static gboolean
parse_words (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  self->words = g_ptr_array_new_with_free_func (g_free);
  while (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_ATOM)
    if (self->words->len < LOFT_IMAP_MAX_WORDS)
      g_ptr_array_add (self->words, loft_text_to_utf8 (token.text, (gssize) token.length));
  return token.type == LOFT_IMAP_TOKEN_END;
}

/* Text of the server's, cut where nobody would read on. */
static void
add_value (GPtrArray *words, const LoftImapToken *token)
{
  g_autoptr (GBytes) bytes = loft_imap_token_dup_bytes (token);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  g_ptr_array_add (words, loft_text_to_utf8 (data != NULL ? data : "",
                                             (gssize) MIN (length, MAX_VALUE)));
}

/* name value name value … ")" */
static gboolean
parse_pairs (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken name;
  LoftImapToken value;

  while (loft_imap_lexer_next (lexer, &name) >= LOFT_IMAP_TOKEN_ATOM &&
         name.type <= LOFT_IMAP_TOKEN_LITERAL)
    {
      if (loft_imap_lexer_next (lexer, &value) <= LOFT_IMAP_TOKEN_BROKEN ||
          value.type == LOFT_IMAP_TOKEN_CLOSE)
        return FALSE;
      if (self->words->len < 2 * MAX_PAIRS)
        {
          add_value (self->words, &name);
          add_value (self->words, &value);
        }
      if (!loft_imap_lexer_skip (lexer, &value))
        return FALSE;
    }
  return name.type == LOFT_IMAP_TOKEN_CLOSE;
}

/* "* ID ("name" "Cyrus" "version" "1.5")" or "* ID NIL" (RFC 2971, 3.2). Who answers otherwise is
 * not worth a broken connection. */
static gboolean
parse_id (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  self->words = g_ptr_array_new_with_free_func (g_free);
  if (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_OPEN && !parse_pairs (self, lexer))
    g_ptr_array_set_size (self->words, 0);
  return TRUE;
}

static gboolean
parse_quota (LoftImapResponse *self, LoftImapLexer *lexer)
{
  return loft_imap_quota_parse (lexer, &self->quota);
}

static gboolean
parse_rights (LoftImapResponse *self, LoftImapLexer *lexer)
{
  return loft_imap_mailbox_parse_rights (lexer, &self->mailbox);
}

/* '* METADATA "INBOX" (/shared/comment "x")'. Without the list it tells names of entries that
 * changed (RFC 5464, 4.4.2), which nobody asked for. */
static gboolean
parse_metadata (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  self->words = g_ptr_array_new_with_free_func (g_free);
  if (!loft_imap_mailbox_parse_name (lexer, &self->mailbox))
    return FALSE;
  return loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN || parse_pairs (self, lexer);
}

/* One namespace: ("prefix" "/" extensions); the opening is read already. */
static gboolean
parse_prefix (LoftImapLexer *lexer, GPtrArray *prefixes)
{
  LoftImapToken token;
  g_autofree char *prefix = NULL;

  if (loft_imap_lexer_next (lexer, &token) <= LOFT_IMAP_TOKEN_BROKEN)
    return FALSE;
  prefix = loft_imap_token_dup_name (lexer, &token);
  if (prefix == NULL || loft_imap_token_is (&token, "NIL"))
    return FALSE;
  if (prefixes != NULL && prefixes->len < MAX_NAMESPACES)
    g_ptr_array_add (prefixes, g_steal_pointer (&prefix));
  return loft_imap_lexer_leave_list (lexer);
}

/* NIL or a list of namespaces. prefixes: (nullable) */
static gboolean
parse_namespaces (LoftImapLexer *lexer, GPtrArray *prefixes)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return loft_imap_token_is (&token, "NIL");
  while (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_OPEN)
    if (!parse_prefix (lexer, prefixes))
      return FALSE;
  return token.type == LOFT_IMAP_TOKEN_CLOSE;
}

static gboolean
parse_namespace (LoftImapResponse *self, LoftImapLexer *lexer)
{
  self->words = g_ptr_array_new_with_free_func (g_free);
  return parse_namespaces (lexer, NULL) && parse_namespaces (lexer, self->words) &&
         parse_namespaces (lexer, self->words);
}

static gboolean
parse_flags (LoftImapResponse *self, LoftImapLexer *lexer)
{
  return loft_imap_flags_parse (lexer, &self->flags, &self->keywords, &self->special);
}

static gboolean
parse_list (LoftImapResponse *self, LoftImapLexer *lexer)
{
  return loft_imap_mailbox_parse (lexer, &self->mailbox);
}

static gboolean
parse_mailbox_status (LoftImapResponse *self, LoftImapLexer *lexer)
{
  return loft_imap_mailbox_parse_status (lexer, &self->mailbox);
}

/* "* SEARCH 2 84 882 (MODSEQ 917162500)" (RFC 7162, 3.1.5) */
static gboolean
parse_search (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;
  guint32 uid;

  self->uids = loft_imap_uid_set_new ();
  while (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_ATOM)
    {
      if (!loft_imap_token_uid (&token, &uid))
        return FALSE;
      loft_imap_uid_set_add (self->uids, uid);
    }
  return token.type == LOFT_IMAP_TOKEN_END || token.type == LOFT_IMAP_TOKEN_OPEN;
}

static gboolean
parse_set (LoftImapResponse *self, const LoftImapToken *token)
{
  loft_imap_uid_set_free (self->uids);
  self->uids = NULL;
  if (token->type == LOFT_IMAP_TOKEN_ATOM)
    self->uids = loft_imap_uid_set_parse (token->text, (gssize) token->length, 0);
  return self->uids != NULL;
}

/* (TAG "A5") */
static gboolean
parse_correlator (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  loft_imap_lexer_next (lexer, &token);
  if (!loft_imap_token_is (&token, "TAG"))
    return loft_imap_lexer_leave_list (lexer);
  loft_imap_lexer_next (lexer, &token);
  self->tag = loft_imap_token_dup_string (&token);
  return self->tag != NULL && loft_imap_lexer_leave_list (lexer);
}

/* "* ESEARCH (TAG "A5") UID ALL 1:5,7 MODSEQ 9"; without ALL when nothing was found. */
static gboolean
parse_esearch (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken name;
  LoftImapToken value;

  self->uids = loft_imap_uid_set_new ();
  loft_imap_lexer_next (lexer, &name);
  if (name.type == LOFT_IMAP_TOKEN_OPEN)
    {
      if (!parse_correlator (self, lexer))
        return FALSE;
      loft_imap_lexer_next (lexer, &name);
    }
  for (; name.type == LOFT_IMAP_TOKEN_ATOM; loft_imap_lexer_next (lexer, &name))
    {
      if (loft_imap_token_is (&name, "UID"))
        {
          self->by_uid = TRUE;
          continue;
        }
      loft_imap_lexer_next (lexer, &value);
      if (loft_imap_token_is (&name, "ALL") ? !parse_set (self, &value)
                                            : !loft_imap_lexer_skip (lexer, &value))
        return FALSE;
    }
  return name.type == LOFT_IMAP_TOKEN_END;
}

static gboolean
parse_vanished (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_OPEN)
    {
      loft_imap_lexer_next (lexer, &token);
      self->earlier = loft_imap_token_is (&token, "EARLIER");
      if (token.type != LOFT_IMAP_TOKEN_CLOSE && !loft_imap_lexer_leave_list (lexer))
        return FALSE;
      loft_imap_lexer_next (lexer, &token);
    }
  return parse_set (self, &token);
}

static const struct {
  const char *name;
  LoftImapResponseKind kind;
  Parser parse;
} data_kinds[] = {
  { "CAPABILITY", LOFT_IMAP_RESPONSE_CAPABILITY,     parse_words },
  { "ENABLED",    LOFT_IMAP_RESPONSE_ENABLED,        parse_words },
  { "ESEARCH",    LOFT_IMAP_RESPONSE_ESEARCH,        parse_esearch },
  { "FLAGS",      LOFT_IMAP_RESPONSE_FLAGS,          parse_flags },
  { "ID",         LOFT_IMAP_RESPONSE_ID,             parse_id },
  { "LIST",       LOFT_IMAP_RESPONSE_LIST,           parse_list },
  { "LSUB",       LOFT_IMAP_RESPONSE_LSUB,           parse_list },
  { "METADATA",   LOFT_IMAP_RESPONSE_METADATA,       parse_metadata },
  { "MYRIGHTS",   LOFT_IMAP_RESPONSE_MYRIGHTS,       parse_rights },
  { "NAMESPACE",  LOFT_IMAP_RESPONSE_NAMESPACE,      parse_namespace },
  { "QUOTA",      LOFT_IMAP_RESPONSE_QUOTA,          parse_quota },
  { "SEARCH",     LOFT_IMAP_RESPONSE_SEARCH,         parse_search },
  { "STATUS",     LOFT_IMAP_RESPONSE_MAILBOX_STATUS, parse_mailbox_status },
  { "VANISHED",   LOFT_IMAP_RESPONSE_VANISHED,       parse_vanished },
};

static gboolean
parse_numbered (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken word;

  loft_imap_lexer_next (lexer, &word);
  if (loft_imap_token_is (&word, "FETCH"))
    {
      self->kind = LOFT_IMAP_RESPONSE_FETCH;
      return self->number != 0 && loft_imap_fetch_parse (&self->fetch, lexer);
    }
  if (loft_imap_token_is (&word, "EXISTS"))
    self->kind = LOFT_IMAP_RESPONSE_EXISTS;
  else if (loft_imap_token_is (&word, "RECENT"))
    self->kind = LOFT_IMAP_RESPONSE_RECENT;
  else if (loft_imap_token_is (&word, "EXPUNGE"))
    self->kind = LOFT_IMAP_RESPONSE_EXPUNGE;
  return self->kind != LOFT_IMAP_RESPONSE_EXPUNGE || self->number != 0;
}

static gboolean
parse_untagged (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken word;
  guint64 number;

  loft_imap_lexer_next (lexer, &word);
  if (loft_imap_token_number (&word, G_MAXUINT32, &number))
    {
      self->number = (guint32) number;
      return parse_numbered (self, lexer);
    }
  if (loft_imap_status_from_word (&word, &self->status))
    {
      self->kind = LOFT_IMAP_RESPONSE_STATUS;
      return loft_imap_status_text_parse (self, lexer);
    }
  for (guint i = 0; i < G_N_ELEMENTS (data_kinds); i++)
    if (loft_imap_token_is (&word, data_kinds[i].name))
      {
        self->kind = data_kinds[i].kind;
        return data_kinds[i].parse (self, lexer);
      }
  return TRUE;
}

/* --- The three forms ---------------------------------------------------------------------- */

static gboolean
parse_continuation (LoftImapResponse *self, LoftImapLexer *lexer)
{
  self->kind = LOFT_IMAP_RESPONSE_CONTINUATION;
  if (lexer->position < lexer->end && *lexer->position == ' ')
    lexer->position++;
  self->text = g_strndup (lexer->position, (gsize) (lexer->end - lexer->position));
  return TRUE;
}

static gboolean
parse_tagged (LoftImapResponse *self, LoftImapLexer *lexer, const LoftImapToken *tag)
{
  LoftImapToken word;

  self->kind = LOFT_IMAP_RESPONSE_TAGGED;
  self->tag = g_strndup (tag->text, tag->length);
  loft_imap_lexer_next (lexer, &word);
  return loft_imap_status_from_word (&word, &self->status) &&
         self->status <= LOFT_IMAP_STATUS_BAD && loft_imap_status_text_parse (self, lexer);
}

static gboolean
parse_any (LoftImapResponse *self, LoftImapLexer *lexer)
{
  LoftImapToken token;

  switch (loft_imap_lexer_next (lexer, &token))
    {
    case LOFT_IMAP_TOKEN_END:
      return TRUE;
    case LOFT_IMAP_TOKEN_ATOM:
      break;
    default:
      return FALSE;
    }
  if (loft_imap_token_is (&token, "*"))
    return parse_untagged (self, lexer);
  if (token.text[0] == '+')
    {
      lexer->position = token.text + 1; /* "+text" without the blank is seen, too */
      return parse_continuation (self, lexer);
    }
  return parse_tagged (self, lexer, &token);
}

gboolean
loft_imap_response_parse (LoftImapResponse *self, LoftImapReader *reader, GError **error)
{
  LoftImapLexer lexer;
  g_autofree char *start = NULL;
  g_autofree char *shown = NULL;

  loft_imap_reader_init_lexer (reader, &lexer);
  if (parse_any (self, &lexer))
    return TRUE;
  loft_imap_reader_init_lexer (reader, &lexer);
  start = loft_text_to_utf8 (lexer.position, MIN (lexer.end - lexer.position, 60));
  shown = loft_text_one_line (start, 40);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "The server's response is broken: “%s”",
               shown);
  return FALSE;
}
