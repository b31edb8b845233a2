/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-subject-text.h"

#include <string.h>

/* In lower case, as far as that is ASCII. What clients put there by themselves, not every word that
 * means "reply". */
static const char *const prefixes[] = {
  "re",  "fw",   "fwd",  "aw",   "wg",   "antw", "doorst", "tr",  "rif", "rv",
  "res", "enc",  "sv",   "vb",   "vs",   "vl",   "odp",    "pd",  "ynt", "ilt",
  "atb", "回复", "答复", "转发", "回覆", "轉寄", "отв",    "Отв",
};

static gsize
word_length (const char *text)
{
  const char first = g_ascii_tolower (*text);

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      gsize length;

      if (prefixes[i][0] != first)
        continue;
      length = strlen (prefixes[i]);
      if (g_ascii_strncasecmp (text, prefixes[i], length) == 0)
        {
          const char *end = text + length;

          if (*end == ':' || *end == '[' || *end == '(' || *end == ' ' ||
              g_str_has_prefix (end, "\xef\xbc\x9a"))
            return length;
        }
    }
  return 0;
}

static const char *
skip_spaces (const char *text)
{
  while (*text == ' ')
    text++;
  return text;
}

/* "[2]", "(3)" */
static const char *
skip_count (const char *text)
{
  const char *end = text + 1;

  if (*text != '[' && *text != '(')
    return text;
  while (g_ascii_isdigit (*end))
    end++;
  return *end == ']' || *end == ')' ? end + 1 : text;
}

/* (nullable) behind one prefix. */
static const char *
skip_prefix (const char *text)
{
  gsize length = word_length (text);
  const char *end;

  if (length == 0)
    return NULL;
  end = skip_spaces (skip_count (skip_spaces (text + length)));
  if (*end == ':')
    return end + 1;
  return g_str_has_prefix (end, "\xef\xbc\x9a") ? end + strlen ("\xef\xbc\x9a") : NULL;
}

const char *
loft_subject_text_without_prefixes (const char *subject)
{
  const char *rest = subject;
  const char *next = subject;

  while (next != NULL)
    {
      rest = skip_spaces (next);
      next = skip_prefix (rest);
    }
  return *rest != '\0' ? rest : subject;
}
