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
