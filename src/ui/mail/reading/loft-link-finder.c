/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-link-finder.h"

#include <string.h>

/* Longer than any link that a person follows; a wall of letters is not searched to its end. */
#define MAX_LINK 4096

static gboolean
ends_link (char c)
{
  return (guchar) c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == 0x7f;
}

static gboolean
is_address_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("._%+-", c) != NULL);
}

/* What closes a sentence or a bracket around the link is not part of it; a bracket that the link
 * opened is. */
static const char *
trim_end (const char *start, const char *end)
{
  int open = 0;

  for (const char *p = start; p < end; p++)
    open += *p == '(' ? 1 : *p == ')' ? -1 : 0;
  while (end > start)
    {
      char last = end[-1];

      if (last == ')' && open < 0)
        open++;
      else if (strchr (".,;:!?'*_]}", last) == NULL)
        break;
      end--;
    }
  return end;
}

static gboolean
has_prefix (const char *text, const char *prefix)
{
  return g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

static gboolean
link_at (const char *p, const char **end, char **uri)
{
  static const char *const prefixes[] = { "https://", "http://", "mailto:", "www." };
  const char *stop = p;

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (!has_prefix (p, prefixes[i]))
        continue;
      while (!ends_link (*stop) && stop - p < MAX_LINK)
        stop++;
      stop = trim_end (p, stop);
      if (stop <= p + strlen (prefixes[i]))
        return FALSE;
      *end = stop;
      *uri = i == 3 ? g_strdup_printf ("http://%.*s", (int) (stop - p), p)
                    : g_strndup (p, stop - p);
      return TRUE;
    }
  return FALSE;
}

/* at points to an "@": the address around it. */
static gboolean
address_at (const char *from, const char *at, const char **start, const char **end, char **uri)
{
  const char *first = at;
  const char *last = at + 1;
  gboolean dot = FALSE;

  while (first > from && at - first < 64 && is_address_char (first[-1]))
    first--;
  while (last - at < 255 && (g_ascii_isalnum (*last) || *last == '-' || *last == '.'))
    last++;
  last = trim_end (at, last);
  for (const char *p = at + 1; p < last; p++)
    dot = dot || *p == '.';
  if (first == at || !dot || last == at + 1)
    return FALSE;
  *start = first;
  *end = last;
  *uri = g_strdup_printf ("mailto:%.*s", (int) (last - first), first);
  return TRUE;
}

gboolean
loft_link_finder_next (const char *text, const char **start, const char **end, char **uri)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean word_start = p == text || !(g_ascii_isalnum (p[-1]) || p[-1] == '/');

      if (*p == '@' && address_at (text, p, start, end, uri))
        return TRUE;
      if (word_start && strchr ("hHmMwW", *p) != NULL && link_at (p, end, uri))
        {
          *start = p;
          return TRUE;
        }
    }
  return FALSE;
}
