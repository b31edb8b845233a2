/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-flowed-text.h"

#include <string.h>

#define DEPTH_LIMIT 100

typedef struct {
  const char *text; /* without quote marks and the stuffed blank */
  gsize length;
  guint depth;
  gboolean flows; /* ends with a soft break */
} Line;

static const char *
read_line (const char *p, Line *line)
{
  gsize n = strcspn (p, "\n");
  const char *next = p[n] == '\n' ? p + n + 1 : p + n;

  if (n > 0 && p[n - 1] == '\r')
    n--;
  line->depth = 0;
  while (n > 0 && *p == '>' && line->depth < DEPTH_LIMIT)
    {
      line->depth++;
      p++;
      n--;
    }
  if (n > 0 && *p == ' ')
    {
      p++;
      n--;
    }
  line->text = p;
  line->length = n;
  /* The signature separator ends with a blank but never flows (4.3). */
  line->flows = n > 0 && p[n - 1] == ' ' && !(n == 3 && memcmp (p, "-- ", 3) == 0);
  return next;
}

/* Text that begins with a '>' of its own keeps the blank that tells it from a quote. */
static void
start_line (GString *joined, const Line *line)
{
  for (guint i = 0; i < line->depth; i++)
    g_string_append_c (joined, '>');
  if (line->depth > 0 || (line->length > 0 && line->text[0] == '>'))
    g_string_append_c (joined, ' ');
}

char *
loft_flowed_text_join (const char *text, gboolean delsp)
{
  GString *joined = g_string_sized_new (strlen (text));
  gboolean open = FALSE; /* the last line flows on */
  guint depth = 0;
  Line line;

  for (const char *p = text; *p != '\0';)
    {
      p = read_line (p, &line);
      /* A change of depth ends a paragraph (4.5), so does a signature separator. */
      if (open && (line.depth != depth || (line.length == 3 && memcmp (line.text, "-- ", 3) == 0)))
        {
          g_string_append_c (joined, '\n');
          open = FALSE;
        }
      if (!open)
        start_line (joined, &line);
      depth = line.depth;
      open = line.flows;
      g_string_append_len (joined, line.text, line.length - (open && delsp ? 1 : 0));
      if (!open)
        g_string_append_c (joined, '\n');
    }
  if (open)
    g_string_append_c (joined, '\n');
  return g_string_free (joined, FALSE);
}

/* ---- splitting ---------------------------------------------------------------------------- */

#define MAX_COLUMNS 72 /* with the soft break's blank under the 78 of RFC 3676, 4.2 */

static guint
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/* How many bytes go into the next line: up to behind the last blank that fits, or the first there
 * is; all of them when no blank is left. */
static gsize
fitting_bytes (const char *text, gsize length, guint columns)
{
  const char *end = text + length;
  gsize fitting = 0;
  guint used = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      used += columns_of (g_utf8_get_char (p));
      if (used > columns && fitting > 0)
        return fitting;
      /* "-- " alone would be the signature separator. */
      if (*p == ' ' && p + 1 < end && p[1] != ' ' && !(p == text + 2 && memcmp (text, "--", 2) == 0))
        fitting = (gsize) (p + 1 - text);
    }
  return used > columns && fitting > 0 ? fitting : length;
}

static void
start_split_line (GString *split, guint depth, const char *text)
{
  for (guint i = 0; i < depth; i++)
    g_string_append_c (split, '>');
  if (depth > 0 || *text == ' ' || *text == '>' || g_str_has_prefix (text, "From "))
    g_string_append_c (split, ' ');
}

static void
split_line (GString *split, guint depth, const char *text, gsize length)
{
  guint columns = MAX_COLUMNS - MIN (depth + 1, MAX_COLUMNS / 2);

  do
    {
      gsize n = fitting_bytes (text, length, columns);

      start_split_line (split, depth, text);
      g_string_append_len (split, text, (gssize) n);
      g_string_append_c (split, '\n');
      text += n;
      length -= n;
    }
  while (length > 0);
}

char *
loft_flowed_text_split (const char *text)
{
  GString *split = g_string_sized_new (strlen (text) + strlen (text) / 16);

  for (const char *p = text; *p != '\0';)
    {
      gsize n = strcspn (p, "\n");
      const char *next = p[n] == '\n' ? p + n + 1 : p + n;
      gboolean is_separator = n == 3 && memcmp (p, "-- ", 3) == 0;
      guint depth = 0;

      for (; n > 0 && *p == '>' && depth < DEPTH_LIMIT; p++, n--)
        depth++;
      if (depth > 0 && n > 0 && *p == ' ')
        {
          p++;
          n--;
        }
      while (n > 0 && p[n - 1] == ' ' && !is_separator)
        n--;
      split_line (split, depth, p, n);
      p = next;
    }
  return g_string_free (split, FALSE);
}
