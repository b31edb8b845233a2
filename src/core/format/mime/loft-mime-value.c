/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-value.h"

#include <stdlib.h>
#include <string.h>

#include "loft-mime-charset.h"
#include "loft-mime-words.h"

#define TEXT_LIMIT      (64 * 1024)
#define PARAMETER_LIMIT 200
#define WORD_LIMIT      200
#define SECTION_LIMIT   999

/* As written: name*section*=value. */
typedef struct {
  char *name;         /* lower case */
  GString *value;     /* raw bytes without quotes */
  int section;        /* -1 for none */
  gboolean is_encoded; /* RFC 2231, 4 */
} Parameter;

struct _LoftMimeValue {
  char *word;
  GPtrArray *parameters; /* of Parameter; sorted by name, then section */
  char *charset;         /* (nullable) */
};

static void
parameter_free (Parameter *self)
{
  g_free (self->name);
  g_string_free (self->value, TRUE);
  g_free (self);
}

static const char *
skip_comment (const char *p, const char *end)
{
  guint depth = 0;

  for (; p < end; p++)
    {
      if (*p == '\\')
        p++;
      else if (*p == '(')
        depth++;
      else if (*p == ')' && --depth == 0)
        return p + 1;
    }
  return end;
}

static const char *
skip_blanks (const char *p, const char *end)
{
  while (p < end && (g_ascii_isspace (*p) || *p == '('))
    p = *p == '(' ? skip_comment (p, end) : p + 1;
  return p;
}

/* Outlook on Windows writes paths with single backslashes in quotes: only what must be escaped
 * counts as escaped. */
static const char *
read_quoted (const char *p, const char *end, GString *value)
{
  for (p++; p < end && *p != '"'; p++)
    {
      if (*p == '\\' && p + 1 < end && (p[1] == '"' || p[1] == '\\'))
        p++;
      g_string_append_c (value, *p);
    }
  return p < end ? p + 1 : end;
}

/* Unquoted values end at ';' only, because names with blanks come without quotes too. */
static const char *
read_bare (const char *p, const char *end, GString *value)
{
  while (p < end && *p != ';')
    {
      gsize word = loft_mime_words_length (p, end);

      if (word == 0 && *p == '(' && (value->len == 0 || g_ascii_isspace (p[-1])))
        {
          p = skip_comment (p, end);
          continue;
        }
      word = MAX (word, 1);
      g_string_append_len (value, p, word);
      p += word;
    }
  while (value->len > 0 && g_ascii_isspace (value->str[value->len - 1]))
    g_string_truncate (value, value->len - 1);
  return p;
}

/* "filename*12*" to its name, section and whether it is encoded. */
static Parameter *
parameter_new (const char *name, gsize length)
{
  Parameter *self = g_new0 (Parameter, 1);
  char *star;

  self->name = g_ascii_strdown (name, MIN (length, WORD_LIMIT));
  self->value = g_string_new (NULL);
  self->section = -1;
  star = strchr (self->name, '*');
  if (star == NULL)
    return self;
  self->is_encoded = self->name[strlen (self->name) - 1] == '*';
  *star++ = '\0';
  if (g_ascii_isdigit (*star))
    self->section = MIN (strtoul (star, NULL, 10), SECTION_LIMIT);
  return self;
}

static const char *
read_parameter (LoftMimeValue *self, const char *p, const char *end)
{
  const char *name = p;
  Parameter *parameter;
  gsize length;

  while (p < end && *p != '=' && *p != ';')
    p++;
  length = p - name;
  while (length > 0 && g_ascii_isspace (name[length - 1]))
    length--;
  if (p == end || *p == ';' || length == 0)
    return p < end ? p + 1 : end;

  parameter = parameter_new (name, length);
  g_ptr_array_add (self->parameters, parameter);
  p = skip_blanks (p + 1, end);
  if (p < end && *p == '"')
    {
      p = read_quoted (p, end, parameter->value);
      while (p < end && *p != ';' && !g_ascii_isspace (*p))
        p++;
    }
  else
    p = read_bare (p, end, parameter->value);
  return p;
}

static int
compare_parameters (gconstpointer a, gconstpointer b)
{
  const Parameter *first = *(Parameter *const *) a;
  const Parameter *second = *(Parameter *const *) b;
  int by_name = strcmp (first->name, second->name);

  return by_name != 0 ? by_name : first->section - second->section;
}

LoftMimeValue *
loft_mime_value_parse (const char *text, gsize length, const char *charset)
{
  LoftMimeValue *self = g_new0 (LoftMimeValue, 1);
  const char *end = text + MIN (length, TEXT_LIMIT);
  const char *p = skip_blanks (text, end);
  const char *word = p;

  self->parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) parameter_free);
  self->charset = g_strdup (charset);
  while (p < end && *p > ' ' && *p != ';' && *p != '(' && *p != '=' && p - word < WORD_LIMIT)
    p++;
  if (p < end && *p == '=') /* no word at all: name=value at once */
    p = word;
  self->word = g_ascii_strdown (word, p - word);
  while (p < end && self->parameters->len < PARAMETER_LIMIT)
    {
      p = skip_blanks (p, end);
      p = p < end && *p == ';' ? p + 1 : read_parameter (self, p, end);
    }
  g_ptr_array_sort (self->parameters, compare_parameters);
  return self;
}

void
loft_mime_value_free (LoftMimeValue *self)
{
  if (self == NULL)
    return;
  g_free (self->word);
  g_free (self->charset);
  g_ptr_array_unref (self->parameters);
  g_free (self);
}

const char *
loft_mime_value_get_word (const LoftMimeValue *self)
{
  return self->word;
}

static void
append_percent_decoded (GString *bytes, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          g_string_append_c (bytes, g_ascii_xdigit_value (p[1]) * 16 +
                                      g_ascii_xdigit_value (p[2]));
          p += 2;
        }
      else
        g_string_append_c (bytes, *p);
    }
}

/* charset'language'text, in the first section only. */
static char *
take_charset (const char **text)
{
  const char *language = strchr (*text, '\'');
  const char *rest = language != NULL ? strchr (language + 1, '\'') : NULL;
  char *charset;

  if (rest == NULL)
    return NULL;
  charset = g_strndup (*text, language - *text);
  *text = rest + 1;
  return charset;
}

/* Sections from first on, as far as they are continued without a gap. */
static char *
join_sections (const LoftMimeValue *self, guint first)
{
  const Parameter *start = g_ptr_array_index (self->parameters, first);
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *charset = NULL;
  int expected = start->section;

  for (guint i = first; i < self->parameters->len; i++)
    {
      const Parameter *next = g_ptr_array_index (self->parameters, i);
      const char *text = next->value->str;

      if (strcmp (next->name, start->name) != 0 || next->section > expected)
        break;
      if (next->section < expected || (i > first && expected < 0)) /* doubled */
        continue;
      expected += expected >= 0;
      if (next->is_encoded && i == first)
        charset = take_charset (&text);
      if (next->is_encoded)
        append_percent_decoded (bytes, text);
      else
        g_string_append (bytes, text);
    }
  return loft_mime_charset_decode (bytes->str, bytes->len,
                                   charset != NULL ? charset : self->charset);
}

/* The encoded form first (RFC 2231, 4), then the plain one, then sections. */
char *
loft_mime_value_get (const LoftMimeValue *self, const char *name)
{
  const Parameter *plain = NULL;
  int sections = -1;

  for (guint i = 0; i < self->parameters->len; i++)
    {
      const Parameter *parameter = g_ptr_array_index (self->parameters, i);

      if (strcmp (parameter->name, name) != 0)
        continue;
      if (parameter->section < 0 && parameter->is_encoded)
        return join_sections (self, i);
      if (parameter->section < 0 && plain == NULL)
        plain = parameter;
      if (parameter->section >= 0 && sections < 0)
        sections = i;
    }
  if (sections >= 0)
    return join_sections (self, sections);
  if (plain != NULL)
    return loft_mime_words_decode (plain->value->str, plain->value->len, self->charset);
  return NULL;
}
