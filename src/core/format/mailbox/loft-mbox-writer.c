/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mbox-writer.h"

#include <string.h>

#include "loft-mailbox-fields.h"
#include "loft-mbox-date.h"

typedef struct {
  GByteArray *bytes; /* (owned) */
  gboolean says_anew; /* flags, in place of what the header says */
  const LoftMboxFacts *facts;
} Writing;

static void
put (Writing *writing, const char *text, gsize length)
{
  g_byte_array_append (writing->bytes, (const guint8 *) text, (guint) length);
}

/* mboxrd: each ">" more can be taken away again. */
static gboolean
needs_quote (const char *line, gsize length)
{
  gsize quotes = 0;

  while (quotes < length && line[quotes] == '>')
    quotes++;
  return length - quotes >= strlen ("From ") &&
         memcmp (line + quotes, "From ", strlen ("From ")) == 0;
}

static void
put_line (Writing *writing, const char *line, gsize length)
{
  if (needs_quote (line, length))
    put (writing, ">", 1);
  put (writing, line, length);
  put (writing, "\n", 1);
}

static void
put_flags (Writing *writing)
{
  LoftFlags flags = writing->facts->flags;
  const char *keywords = writing->facts->keywords;
  g_autofree char *status =
    g_strconcat (flags & LOFT_FLAG_ANSWERED ? "A" : "", flags & LOFT_FLAG_FLAGGED ? "F" : "",
                 flags & LOFT_FLAG_DRAFT ? "T" : "", NULL);
  g_autofree char *lines =
    g_strconcat ("Status: ", flags & LOFT_FLAG_SEEN ? "RO" : "O", "\n",
                 status[0] != '\0' ? "X-Status: " : "", status, status[0] != '\0' ? "\n" : "",
                 keywords[0] != '\0' ? "X-Keywords: " : "", keywords,
                 keywords[0] != '\0' ? "\n" : "", NULL);

  put (writing, lines, strlen (lines));
}

/* Whether the header says what is known already: then the message stays as it was. */
static gboolean
is_said (GBytes *raw, const LoftMboxFacts *facts)
{
  const LoftFlags mask = LOFT_FLAG_SEEN | LOFT_FLAG_ANSWERED | LOFT_FLAG_FLAGGED | LOFT_FLAG_DRAFT;
  g_autofree char *keywords = NULL;
  LoftFlags flags = 0;

  loft_mailbox_fields_read (raw, &flags, &keywords);
  return (flags & mask) == (facts->flags & mask) && strcmp (keywords, facts->keywords) == 0;
}

static gsize
line_length (const char *line, const char *end, const char **next)
{
  const char *line_end = memchr (line, '\n', (gsize) (end - line));
  gsize length = line_end != NULL ? (gsize) (line_end - line) : (gsize) (end - line);

  *next = line_end != NULL ? line_end + 1 : end;
  return length > 0 && line_end != NULL && line[length - 1] == '\r' ? length - 1 : length;
}

static gboolean
is_length (const char *line, gsize length)
{
  static const char name[] = "Content-Length:";

  return length >= strlen (name) && g_ascii_strncasecmp (line, name, strlen (name)) == 0;
}

static void
put_message (Writing *writing, const char *at, const char *end)
{
  gboolean in_header = TRUE;

  while (at < end)
    {
      const char *next;
      gsize length = line_length (at, end, &next);

      if (in_header && length == 0)
        {
          in_header = FALSE;
          if (writing->says_anew)
            put_flags (writing);
        }
      /* A length that was right elsewhere is wrong here. */
      if (!in_header || (!(writing->says_anew && loft_mailbox_fields_is_unix (at, length)) &&
                         !is_length (at, length)))
        put_line (writing, at, length);
      at = next;
    }
}

GBytes *
loft_mbox_writer_write (GBytes *raw, const LoftMboxFacts *facts)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (raw, &size);
  g_autofree char *from = loft_mbox_date_line (facts->sender, facts->received);
  Writing writing = { g_byte_array_sized_new ((guint) MIN (size + 256, G_MAXUINT / 2)),
                      !is_said (raw, facts), facts };

  put (&writing, from, strlen (from));
  put (&writing, "\n", 1);
  put_message (&writing, bytes, bytes + size);
  put (&writing, "\n", 1);
  return g_byte_array_free_to_bytes (writing.bytes);
}
