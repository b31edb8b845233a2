/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-reader.h"

#include "loft-error.h"

#include <string.h>

struct _LoftImapReader {
  GString *text;
  GPtrArray *literals; /* of GBytes */
  gsize line_limit;
  gsize body_limit;
  gsize literal_size;  /* of the literal awaited */
  gsize literal_bytes; /* of all literals but bodies so far */
  gsize body_bytes;
  gboolean is_data;    /* literals can come */
  gboolean is_fetch;
  gboolean is_body;    /* the literal awaited */
  gboolean utf8_names;
};

LoftImapReader *
loft_imap_reader_new (void)
{
  LoftImapReader *self = g_new0 (LoftImapReader, 1);

  self->text = g_string_sized_new (512);
  self->literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->line_limit = LOFT_IMAP_MAX_LINE;
  self->body_limit = LOFT_IMAP_MAX_LITERAL;
  return self;
}

void
loft_imap_reader_free (LoftImapReader *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->literals);
  g_free (self);
}

#define KEPT_TEXT 65536

void
loft_imap_reader_reset (LoftImapReader *self)
{
  if (self->text->allocated_len > KEPT_TEXT)
    {
      g_string_free (self->text, TRUE);
      self->text = g_string_sized_new (512);
    }
  g_string_truncate (self->text, 0);
  if (self->literals->len > 0)
    g_ptr_array_set_size (self->literals, 0);
  self->literal_size = 0;
  self->literal_bytes = 0;
  self->body_bytes = 0;
}

void
loft_imap_reader_set_limits (LoftImapReader *self, gsize line_limit, gsize body_limit)
{
  self->line_limit = line_limit;
  self->body_limit = body_limit;
}

void
loft_imap_reader_set_utf8_names (LoftImapReader *self, gboolean utf8_names)
{
  self->utf8_names = utf8_names;
}

gsize
loft_imap_reader_get_line_limit (LoftImapReader *self)
{
  return self->line_limit > self->text->len ? self->line_limit - self->text->len : 1;
}

static gboolean
begins_with_word (const char *p, const char *end, const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - p) >= length && g_ascii_strncasecmp (p, word, length) == 0 &&
         (p + length == end || p[length] == ' ');
}

/* By the first words of a response: "* 5 FETCH", "* OK", "A1 NO", "+". */
static void
look_at_first_line (LoftImapReader *self, const char *line, gsize length)
{
  static const char *const statuses[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };
  const char *end = line + length;
  const char *p = line;

  self->is_fetch = FALSE;
  self->is_data = length > 1 && line[0] == '*' && line[1] == ' ';
  if (!self->is_data)
    return;
  for (p += 2; p < end && *p == ' ';)
    p++;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (begins_with_word (p, end, statuses[i]))
      self->is_data = FALSE;
  while (p < end && g_ascii_isdigit (*p))
    p++;
  while (p < end && *p == ' ')
    p++;
  self->is_fetch = begins_with_word (p, end, "FETCH");
}

/* The "{" of "{123}", "{123+}" at the end of a line, or NULL. */
static const char *
find_announcement (const char *line, gsize length)
{
  const char *p = line + length;

  if (length < 3 || *--p != '}')
    return NULL;
  if (p[-1] == '+')
    p--;
  if (p == line || !g_ascii_isdigit (p[-1]))
    return NULL;
  while (p > line && g_ascii_isdigit (p[-1]))
    p--;
  return p > line && p[-1] == '{' ? p - 1 : NULL;
}

/* "BODY[…] {" or "BODY[…]<0> {" in a FETCH: no other value stands after "]" or ">". */
static gboolean
is_after_section (const char *line, const char *brace)
{
  const char *p = brace;

  if (p > line && p[-1] == '~')
    p--;
  if (p == line || p[-1] != ' ')
    return FALSE;
  while (p > line && p[-1] == ' ')
    p--;
  return p > line && (p[-1] == ']' || p[-1] == '>');
}

static gboolean
parse_size (const char *brace, guint64 *size)
{
  guint64 value = 0;

  for (const char *p = brace + 1; g_ascii_isdigit (*p); p++)
    {
      guint digit = (guint) (*p - '0');

      if (value > ((guint64) G_MAXINT64 - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
    }
  *size = value;
  return TRUE;
}

static LoftImapNeed
announce_literal (LoftImapReader *self, const char *line, const char *brace, GError **error)
{
  guint64 size = 0;
  gsize *total;
  gsize limit;

  if (!parse_size (brace, &size))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "The server announced a literal of an impossible size");
      return LOFT_IMAP_NEED_BROKEN;
    }
  self->is_body = self->is_fetch && is_after_section (line, brace);
  total = self->is_body ? &self->body_bytes : &self->literal_bytes;
  limit = self->is_body ? self->body_limit : LOFT_IMAP_MAX_LITERAL;
  if (size > limit || *total > limit - (gsize) size)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                   "The server announced %" G_GUINT64_FORMAT " bytes where %" G_GSIZE_FORMAT
                   " are allowed", size, limit);
      return LOFT_IMAP_NEED_BROKEN;
    }
  *total += (gsize) size;
  self->literal_size = (gsize) size;
  return LOFT_IMAP_NEED_LITERAL;
}

LoftImapNeed
loft_imap_reader_add_line (LoftImapReader *self, const char *line, gsize length, GError **error)
{
  const char *brace;

  if (self->text->len == 0)
    look_at_first_line (self, line, length);
  if (length >= self->line_limit || self->text->len >= self->line_limit - length)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "The server's response is too long");
      return LOFT_IMAP_NEED_BROKEN;
    }
  g_string_append_len (self->text, line, (gssize) length);
  brace = self->is_data ? find_announcement (line, length) : NULL;
  if (brace == NULL)
    return LOFT_IMAP_NEED_NOTHING;
  g_string_append_c (self->text, '\n');
  return announce_literal (self, line, brace, error);
}

void
loft_imap_reader_add_literal (LoftImapReader *self, GBytes *literal)
{
  g_ptr_array_add (self->literals, g_bytes_ref (literal));
}

gsize
loft_imap_reader_get_literal_size (LoftImapReader *self)
{
  return self->literal_size;
}

gboolean
loft_imap_reader_literal_is_body (LoftImapReader *self)
{
  return self->is_body;
}

void
loft_imap_reader_init_lexer (LoftImapReader *self, LoftImapLexer *lexer)
{
  loft_imap_lexer_init (lexer, self->text->str, self->text->len, self->literals);
  lexer->utf8_names = self->utf8_names;
}
