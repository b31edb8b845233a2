/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-status-text.h"

#include "loft-text.h"

#include <string.h>

#define MAX_TEXT_BYTES 4000
#define MAX_TEXT_CHARS 500

gboolean
loft_imap_status_from_word (const LoftImapToken *word, LoftImapStatus *status)
{
  static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (loft_imap_token_is (word, words[i]))
      {
        *status = (LoftImapStatus) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_code_number (LoftImapResponse *self, LoftImapLexer *arguments, guint64 max)
{
  LoftImapToken token;

  loft_imap_lexer_next (arguments, &token);
  return loft_imap_token_number (&token, max, &self->code_number);
}

static gboolean
parse_code_set (LoftImapLexer *arguments, LoftImapUidSet **set)
{
  LoftImapToken token;

  if (loft_imap_lexer_next (arguments, &token) != LOFT_IMAP_TOKEN_ATOM)
    return FALSE;
  *set = loft_imap_uid_set_parse (token.text, (gssize) token.length, 0);
  return *set != NULL;
}

static gboolean
parse_copied (LoftImapResponse *self, LoftImapLexer *arguments)
{
  LoftImapToken sources;
  LoftImapToken destinations;

  if (loft_imap_lexer_next (arguments, &sources) != LOFT_IMAP_TOKEN_ATOM ||
      loft_imap_lexer_next (arguments, &destinations) != LOFT_IMAP_TOKEN_ATOM ||
      !loft_imap_copied_parse (&self->copied, sources.text, sources.length, destinations.text,
                               destinations.length))
    {
      loft_imap_copied_clear (&self->copied);
      return FALSE;
    }
  self->copied.uid_validity = (guint32) self->code_number;
  return TRUE;
}

static gboolean
parse_capabilities (LoftImapResponse *self, LoftImapLexer *arguments)
{
  LoftImapToken token;

  self->words = g_ptr_array_new_with_free_func (g_free);
  while (loft_imap_lexer_next (arguments, &token) == LOFT_IMAP_TOKEN_ATOM)
    if (self->words->len < LOFT_IMAP_MAX_WORDS)
      g_ptr_array_add (self->words, loft_text_to_utf8 (token.text, (gssize) token.length));
  return TRUE;
}

static gboolean
parse_arguments (LoftImapResponse *self, LoftImapLexer *arguments)
{
  switch (self->code)
    {
    case LOFT_IMAP_CODE_UIDVALIDITY:
    case LOFT_IMAP_CODE_UIDNEXT:
      return parse_code_number (self, arguments, G_MAXUINT32);
    case LOFT_IMAP_CODE_HIGHESTMODSEQ:
      return parse_code_number (self, arguments, G_MAXINT64);
    case LOFT_IMAP_CODE_PERMANENTFLAGS:
      return loft_imap_flags_parse (arguments, &self->flags, &self->keywords, &self->special);
    case LOFT_IMAP_CODE_CAPABILITY:
      return parse_capabilities (self, arguments);
    case LOFT_IMAP_CODE_APPENDUID:
      return parse_code_number (self, arguments, G_MAXUINT32) &&
             parse_code_set (arguments, &self->uids);
    case LOFT_IMAP_CODE_COPYUID:
      return parse_code_number (self, arguments, G_MAXUINT32) && parse_copied (self, arguments);
    default:
      return TRUE;
    }
}

static void
parse_code (LoftImapResponse *self, const char *text, gsize length)
{
  const char *blank = memchr (text, ' ', length);
  gsize word = blank != NULL ? (gsize) (blank - text) : length;
  LoftImapLexer arguments;

  self->code = loft_imap_code_from_word (text, word);
  loft_imap_lexer_init (&arguments, text + word, length - word, NULL);
  if (!parse_arguments (self, &arguments))
    self->code = LOFT_IMAP_CODE_OTHER;
}

gboolean
loft_imap_status_text_parse (LoftImapResponse *self, LoftImapLexer *lexer)
{
  const char *p = lexer->position;
  const char *close = NULL;
  g_autofree char *valid = NULL;

  while (p < lexer->end && *p == ' ')
    p++;
  if (p < lexer->end && *p == '[')
    close = memchr (p, ']', (gsize) (lexer->end - p));
  if (close != NULL)
    {
      parse_code (self, p + 1, (gsize) (close - p - 1));
      p = close + 1;
    }
  valid = loft_text_to_utf8 (p, MIN (lexer->end - p, MAX_TEXT_BYTES));
  self->text = loft_text_one_line (valid, MAX_TEXT_CHARS);
  return TRUE;
}
