/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-addresses.h"

#include <string.h>

#include "loft-address.h"
#include "loft-mime-charset.h"
#include "loft-mime-gate.h"
#include "loft-mime-words.h"

#define NAME_LIMIT  1000
#define EMAIL_LIMIT 1000

/* The entry being read: what stands outside and inside of <>, and comments. */
typedef struct {
  GPtrArray *addresses;
  const char *charset;
  const char *end;
  GString *phrase;    /* quotes taken off: the name */
  GString *verbatim;  /* quotes kept: an address without <> */
  GString *angle;
  GString *comment;
  gboolean has_angle;
  gboolean may_quote;   /* a closing quote is still ahead */
  gboolean may_comment; /* a closing parenthesis is still ahead */
  GString *group;       /* its name while it has no member */
} Reader;

static char *
show_name (Reader *self, GString *raw)
{
  g_autofree char *decoded = loft_mime_words_decode (raw->str, raw->len, self->charset);
  g_autofree char *shown = loft_mime_words_show (decoded, NAME_LIMIT);
  gsize n = strlen (shown);

  if (n >= 2 && shown[0] == '\'' && shown[n - 1] == '\'')
    return g_strndup (shown + 1, n - 2);
  return g_steal_pointer (&shown);
}

/* Blanks belong in an address only inside of quotes; what cannot be seen would let two addresses
 * look alike and is shown as U+FFFD. */
static char *
show_email (Reader *self, const char *raw, gsize length)
{
  g_autofree char *text = loft_mime_charset_decode (raw, length, self->charset);
  GString *email = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = text; *p != '\0' && email->len < EMAIL_LIMIT; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"')
        quoted = !quoted;
      if (c == ' ' && quoted)
        g_string_append_c (email, ' ');
      else if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        continue;
      else if (g_unichar_isgraph (c) && g_unichar_type (c) != G_UNICODE_FORMAT && c != 0x2800 &&
               c != 0x3164)
        g_string_append_unichar (email, c);
      else
        g_string_append_unichar (email, 0xfffd);
    }
  return g_string_free (email, FALSE);
}

static void
add (Reader *self, const char *name, const char *email)
{
  if (name[0] == '\0' && email[0] == '\0')
    return;
  if (self->addresses->len >= loft_mime_limits.addresses)
    return;
  g_ptr_array_add (self->addresses,
                   loft_address_new (g_ascii_strcasecmp (name, email) != 0 ? name : "", email));
  g_string_truncate (self->group, 0);
}

static void
add_raw (Reader *self, GString *name, const char *email, gsize length)
{
  g_autofree char *shown_name = show_name (self, name);
  g_autofree char *shown_email = show_email (self, email, length);

  add (self, shown_name, shown_email);
}

static void
strip (GString *text)
{
  gsize n = 0;

  while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
  while (n < text->len && g_ascii_isspace (text->str[n]))
    n++;
  g_string_erase (text, 0, n);
}

static void
clear_entry (Reader *self)
{
  g_string_truncate (self->phrase, 0);
  g_string_truncate (self->verbatim, 0);
  g_string_truncate (self->angle, 0);
  g_string_truncate (self->comment, 0);
  self->has_angle = FALSE;
}

/* Comments may stand even there: <pete(his account)@example.org>. One without an end stays. */
static void
take_out_comments (GString *email)
{
  char *open;

  while ((open = strchr (email->str, '(')) != NULL && strchr (email->str, '"') == NULL)
    {
      char *close = strchr (open, ')');

      if (close == NULL)
        return;
      g_string_erase (email, open - email->str, close + 1 - open);
    }
}

/* The source route of old times, <@relay:a@b>, is not part of the address. */
static void
finish_angle (Reader *self)
{
  const char *email, *colon;

  take_out_comments (self->angle);
  email = self->angle->str;
  colon = email[0] == '@' ? strrchr (email, ':') : NULL;
  if (colon != NULL)
    email = colon + 1;
  if (self->phrase->len == 0 && self->comment->len > 0)
    g_string_assign (self->phrase, self->comment->str);
  add_raw (self, self->phrase, email, strlen (email));
}

/* "a@b", "Name a@b", "a@b c@d": words with an @ are addresses, others the name of the next. */
static void
finish_words (Reader *self)
{
  g_auto (GStrv) words = g_strsplit_set (self->verbatim->str, " \t", -1);
  g_autoptr (GString) name = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (strchr (words[i], '@') == NULL)
        {
          g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", words[i]);
          continue;
        }
      if (name->len == 0)
        g_string_assign (name, self->comment->str);
      add_raw (self, name, words[i], strlen (words[i]));
      g_string_truncate (name, 0);
    }
}

/* Blanks around the '@' or the dots of the domain (RFC 5322, 4.4). */
static gboolean
is_spaced_address (const char *text)
{
  const char *at = strchr (text, '@');

  return text[0] == '"' || at == text || at[1] == '\0' || at[-1] == ' ' || at[1] == ' ' ||
         strstr (at, " .") != NULL || strstr (at, ". ") != NULL;
}

/* Without <>: an address, or a name alone, which a comma in an unquoted name also makes. Then it
 * is kept for the next entry ("Foo, Bar <a@b>") unless it is a single word. */
static void
finish_bare (Reader *self)
{
  if (strchr (self->verbatim->str, '@') == NULL)
    {
      if (strchr (self->verbatim->str, ' ') == NULL)
        add_raw (self, self->comment, self->verbatim->str, self->verbatim->len);
      else
        add_raw (self, self->phrase, "", 0);
    }
  else if (is_spaced_address (self->verbatim->str))
    add_raw (self, self->comment, self->verbatim->str, self->verbatim->len);
  else
    finish_words (self);
}

static void
finish_entry (Reader *self)
{
  strip (self->phrase);
  strip (self->verbatim);
  if (self->has_angle)
    finish_angle (self);
  else if (self->verbatim->len > 0)
    finish_bare (self);
  clear_entry (self);
}

/* What comes after the comma decides: another name and then <> means that the comma was part of
 * a name without quotes. */
static gboolean
comma_is_in_name (Reader *self, const char *p)
{
  if (self->has_angle || strchr (self->verbatim->str, '@') != NULL)
    return FALSE;
  for (p++; p < self->end; p++)
    {
      if (*p == '<')
        return TRUE;
      if (strchr (",;:@\"(", *p) != NULL)
        return FALSE;
    }
  return FALSE;
}

static void
append_both (Reader *self, const char *text, gsize length)
{
  g_string_append_len (self->phrase, text, length);
  g_string_append_len (self->verbatim, text, length);
}

static const char *
read_quoted (Reader *self, const char *p)
{
  const char *close = p + 1;

  while (close < self->end && *close != '"')
    close += *close == '\\' && close + 1 < self->end ? 2 : 1;
  if (close >= self->end)
    {
      self->may_quote = FALSE;
      return p + 1;
    }
  g_string_append_len (self->verbatim, p, close + 1 - p);
  for (p++; p < close; p++)
    {
      if (*p == '\\' && p + 1 < close)
        p++;
      g_string_append_c (self->phrase, *p);
    }
  return close + 1;
}

static const char *
read_comment (Reader *self, const char *p)
{
  const char *close = p;
  guint depth = 0;

  for (; close < self->end; close++)
    {
      if (*close == '\\' && close + 1 < self->end)
        close++;
      else if (*close == '(')
        depth++;
      else if (*close == ')' && --depth == 0)
        break;
    }
  if (close >= self->end)
    {
      self->may_comment = FALSE;
      append_both (self, p, 1);
      return p + 1;
    }
  g_string_truncate (self->comment, 0);
  for (p++; p < close; p++)
    {
      if (*p == '\\' && p + 1 < close)
        p++;
      g_string_append_c (self->comment, *p);
    }
  strip (self->phrase);
  if (self->phrase->len > 0 && strchr (self->verbatim->str, '@') == NULL && !self->has_angle)
    g_string_append_printf (self->phrase, " (%s) ", self->comment->str);
  return close + 1;
}

/* An earlier <> turns out to be part of the name: "Bank <a@bank> <x@y>". */
static const char *
read_angle (Reader *self, const char *p)
{
  if (self->has_angle)
    g_string_append_printf (self->phrase, "<%s>", self->angle->str);
  g_string_truncate (self->angle, 0);
  self->has_angle = TRUE;
  while (p < self->end && *p == '<')
    p++;
  while (p < self->end && *p != '>' && *p != '<' && (*p != ',' || self->angle->str[0] == '@'))
    g_string_append_c (self->angle, *p++);
  while (p < self->end && *p == '>')
    p++;
  return p;
}

/* A group begins, in whatever depth: only its name is remembered. */
static const char *
read_colon (Reader *self, const char *p)
{
  if (self->has_angle || strchr (self->verbatim->str, '@') != NULL ||
      strchr (self->verbatim->str, '[') != NULL)
    {
      append_both (self, p, 1);
      return p + 1;
    }
  strip (self->phrase);
  if (g_ascii_strcasecmp (self->phrase->str, "mailto") != 0)
    g_string_assign (self->group, self->phrase->str);
  clear_entry (self);
  return p + 1;
}

static const char *
read_semicolon (Reader *self, const char *p)
{
  finish_entry (self);
  if (self->group->len > 0)
    add_raw (self, self->group, "", 0);
  g_string_truncate (self->group, 0);
  return p + 1;
}

static const char *
read_comma (Reader *self, const char *p)
{
  if (comma_is_in_name (self, p))
    append_both (self, p, 1);
  else
    finish_entry (self);
  return p + 1;
}

static const char *
read_next (Reader *self, const char *p)
{
  gsize word;

  switch (*p)
    {
    case '"':
      if (self->may_quote)
        return read_quoted (self, p);
      return p + 1;
    case '(':
      if (self->may_comment)
        return read_comment (self, p);
      break;
    case '<':
      return read_angle (self, p);
    case ',':
      return read_comma (self, p);
    case ':':
      return read_colon (self, p);
    case ';':
      return read_semicolon (self, p);
    case '=':
      word = loft_mime_words_length (p, self->end);
      append_both (self, p, MAX (word, 1));
      return p + MAX (word, 1);
    default:
      break;
    }
  append_both (self, p, 1);
  return p + 1;
}

void
loft_mime_addresses_read (GPtrArray *addresses, const char *text, gsize length, const char *charset)
{
  Reader self = {
    .addresses = addresses,
    .charset = charset,
    .phrase = g_string_new (NULL),
    .verbatim = g_string_new (NULL),
    .angle = g_string_new (NULL),
    .comment = g_string_new (NULL),
    .group = g_string_new (NULL),
    .may_quote = TRUE,
    .may_comment = TRUE,
  };
  gboolean cut = length > loft_mime_limits.address_header;
  const char *p = text;

  self.end = text + MIN (length, loft_mime_limits.address_header);
  while (p < self.end && addresses->len < loft_mime_limits.addresses)
    p = read_next (&self, p);
  if (!cut)
    read_semicolon (&self, p);

  g_string_free (self.phrase, TRUE);
  g_string_free (self.verbatim, TRUE);
  g_string_free (self.angle, TRUE);
  g_string_free (self.comment, TRUE);
  g_string_free (self.group, TRUE);
}
