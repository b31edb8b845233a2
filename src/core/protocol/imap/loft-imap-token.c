/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-token.h"

#include "loft-imap-utf7.h"

#include <string.h>

void
loft_imap_lexer_init (LoftImapLexer *self, const char *text, gsize length, GPtrArray *literals)
{
  self->position = text;
  self->end = text + length;
  self->literals = literals;
  self->next_literal = 0;
  self->depth = 0;
  self->broken = FALSE;
}

/* Liberal: servers put "]", "%", "*" and 8-bit bytes into flags and names. */
static gboolean
is_atom_byte (guchar byte)
{
  return byte > ' ' && byte != 0x7f && byte != '(' && byte != ')' && byte != '{' && byte != '"';
}

static LoftImapTokenType
finish (LoftImapLexer *self, LoftImapToken *token, LoftImapTokenType type)
{
  token->type = type;
  if (type == LOFT_IMAP_TOKEN_BROKEN)
    self->broken = TRUE;
  return type;
}

static LoftImapTokenType
read_quoted (LoftImapLexer *self, LoftImapToken *token)
{
  const char *p = self->position + 1;

  token->text = p;
  for (; p < self->end && *p != '"'; p++)
    {
      if (*p == '\\')
        p++;
      if (p >= self->end || *p == '\n' || *p == '\r' || *p == '\0')
        return finish (self, token, LOFT_IMAP_TOKEN_BROKEN);
    }
  if (p >= self->end)
    return finish (self, token, LOFT_IMAP_TOKEN_BROKEN);
  token->length = (gsize) (p - token->text);
  self->position = p + 1;
  return finish (self, token, LOFT_IMAP_TOKEN_QUOTED);
}

/* The reader has judged the number; here only the shape counts. "{5+}" is for clients, but some
 * servers forward what they were given. */
static LoftImapTokenType
read_literal (LoftImapLexer *self, LoftImapToken *token)
{
  const char *p = memchr (self->position, '}', (gsize) (self->end - self->position));

  if (p == NULL || p + 1 >= self->end || p[1] != '\n' || self->literals == NULL ||
      self->next_literal >= self->literals->len)
    return finish (self, token, LOFT_IMAP_TOKEN_BROKEN);
  token->literal = g_ptr_array_index (self->literals, self->next_literal++);
  self->position = p + 2;
  return finish (self, token, LOFT_IMAP_TOKEN_LITERAL);
}

static LoftImapTokenType
read_atom (LoftImapLexer *self, LoftImapToken *token, gboolean sections)
{
  const char *p = self->position;
  gboolean in_section = FALSE;

  for (; p < self->end && *p != '\n'; p++)
    {
      if (!in_section && !is_atom_byte ((guchar) *p))
        break;
      if (sections && *p == '[')
        in_section = TRUE;
      else if (*p == ']')
        in_section = FALSE;
    }
  if (p == self->position || in_section)
    return finish (self, token, LOFT_IMAP_TOKEN_BROKEN);
  token->text = self->position;
  token->length = (gsize) (p - self->position);
  self->position = p;
  return finish (self, token, LOFT_IMAP_TOKEN_ATOM);
}

static LoftImapTokenType
read_parenthesis (LoftImapLexer *self, LoftImapToken *token)
{
  gboolean opens = *self->position == '(';

  if (opens ? self->depth == LOFT_IMAP_MAX_DEPTH : self->depth == 0)
    return finish (self, token, LOFT_IMAP_TOKEN_BROKEN);
  self->depth = opens ? self->depth + 1 : self->depth - 1;
  self->position++;
  return finish (self, token, opens ? LOFT_IMAP_TOKEN_OPEN : LOFT_IMAP_TOKEN_CLOSE);
}

static LoftImapTokenType
next_token (LoftImapLexer *self, LoftImapToken *token, gboolean sections)
{
  token->text = NULL;
  token->length = 0;
  token->literal = NULL;
  if (self->broken)
    return finish (self, token, LOFT_IMAP_TOKEN_BROKEN);
  while (self->position < self->end && *self->position == ' ')
    self->position++;
  if (self->position >= self->end)
    return finish (self, token, LOFT_IMAP_TOKEN_END);

  switch (*self->position)
    {
    case '(':
    case ')':
      return read_parenthesis (self, token);
    case '"':
      return read_quoted (self, token);
    case '{':
      return read_literal (self, token);
    case '~':
      if (self->position + 1 < self->end && self->position[1] == '{')
        return read_literal (self, token);
      return read_atom (self, token, sections);
    default:
      return read_atom (self, token, sections);
    }
}

LoftImapTokenType
loft_imap_lexer_next (LoftImapLexer *self, LoftImapToken *token)
{
  return next_token (self, token, FALSE);
}

LoftImapTokenType
loft_imap_lexer_next_item (LoftImapLexer *self, LoftImapToken *token)
{
  return next_token (self, token, TRUE);
}

static gboolean
skip_to_depth (LoftImapLexer *self, guint depth)
{
  LoftImapToken token = { LOFT_IMAP_TOKEN_END };

  while (self->depth > depth)
    if (loft_imap_lexer_next_item (self, &token) <= LOFT_IMAP_TOKEN_BROKEN)
      return FALSE;
  return TRUE;
}

gboolean
loft_imap_lexer_skip (LoftImapLexer *self, const LoftImapToken *token)
{
  if (token->type == LOFT_IMAP_TOKEN_OPEN)
    return skip_to_depth (self, self->depth - 1);
  return token->type > LOFT_IMAP_TOKEN_BROKEN && token->type != LOFT_IMAP_TOKEN_CLOSE;
}

gboolean
loft_imap_lexer_leave_list (LoftImapLexer *self)
{
  return self->depth > 0 && skip_to_depth (self, self->depth - 1);
}

gboolean
loft_imap_token_is (const LoftImapToken *token, const char *atom)
{
  return token->type == LOFT_IMAP_TOKEN_ATOM && token->length == strlen (atom) &&
         g_ascii_strncasecmp (token->text, atom, token->length) == 0;
}

gboolean
loft_imap_token_number (const LoftImapToken *token, guint64 max, guint64 *number)
{
  guint64 value = 0;

  if (token->type != LOFT_IMAP_TOKEN_ATOM)
    return FALSE;
  for (gsize i = 0; i < token->length; i++)
    {
      guint digit = (guint) (guchar) token->text[i] - '0';

      if (digit > 9 || value > (max - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
    }
  *number = value;
  return TRUE;
}

gboolean
loft_imap_token_uid (const LoftImapToken *token, guint32 *uid)
{
  guint64 number = 0;

  if (!loft_imap_token_number (token, G_MAXUINT32, &number) || number == 0)
    return FALSE;
  *uid = (guint32) number;
  return TRUE;
}

static GBytes *
unescape (const LoftImapToken *token)
{
  char *bytes = g_malloc (token->length + 1);
  gsize n = 0;

  for (gsize i = 0; i < token->length; i++)
    {
      if (token->text[i] == '\\')
        i++;
      bytes[n++] = token->text[i];
    }
  bytes[n] = '\0';
  return g_bytes_new_take (bytes, n);
}

GBytes *
loft_imap_token_dup_bytes (const LoftImapToken *token)
{
  switch (token->type)
    {
    case LOFT_IMAP_TOKEN_ATOM:
      return loft_imap_token_is (token, "NIL") ? NULL : g_bytes_new (token->text, token->length);
    case LOFT_IMAP_TOKEN_QUOTED:
      return unescape (token);
    case LOFT_IMAP_TOKEN_LITERAL:
      return g_bytes_ref (token->literal);
    default:
      return NULL;
    }
}

char *
loft_imap_token_dup_string (const LoftImapToken *token)
{
  g_autoptr (GBytes) bytes = loft_imap_token_dup_bytes (token);
  gsize length = 0;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (length == 0)
    return g_strdup ("");
  return memchr (data, '\0', length) == NULL ? g_strndup (data, length) : NULL;
}

char *
loft_imap_token_dup_name (const LoftImapLexer *lexer, const LoftImapToken *token)
{
  g_autofree char *name = NULL;

  if (token->type == LOFT_IMAP_TOKEN_ATOM)
    name = g_strndup (token->text, token->length);
  else
    name = loft_imap_token_dup_string (token);
  if (name != NULL && lexer->utf8_names && g_utf8_validate (name, -1, NULL))
    return loft_imap_utf7_encode (name);
  return g_steal_pointer (&name);
}
