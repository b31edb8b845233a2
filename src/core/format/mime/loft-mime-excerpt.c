/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-excerpt.h"

#include <string.h>

#define KEPT_OF_RUN (128 * 1024)      /* of the base64 lines that follow each other */
#define MAX_EXCERPT (8 * 1024 * 1024)
#define MAX_LINE    1000              /* RFC 5322, 2.1.1; a longer one is no base64 */
#define MIN_LINE    40

struct _LoftMimeExcerpt {
  GString *kept;
  char line[MAX_LINE]; /* the beginning of one whose end has not come */
  gsize line_length;
  gboolean is_long;    /* the line's beginning was too long and is kept already */
  gsize run;           /* base64 characters since the run began */
  guint64 left_out;    /* of this run */
  GArray *gaps;        /* of guint64: characters left out of each run that was too long */
  guint64 length;
};

LoftMimeExcerpt *
loft_mime_excerpt_new (void)
{
  LoftMimeExcerpt *self = g_new0 (LoftMimeExcerpt, 1);

  self->kept = g_string_new (NULL);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

void
loft_mime_excerpt_free (LoftMimeExcerpt *self)
{
  if (self == NULL)
    return;
  g_string_free (self->kept, TRUE);
  g_array_unref (self->gaps);
  g_free (self);
}

static void
keep (LoftMimeExcerpt *self, const char *bytes, gsize length)
{
  if (self->kept->len < MAX_EXCERPT)
    g_string_append_len (self->kept, bytes, length);
}

static void
end_run (LoftMimeExcerpt *self)
{
  if (self->left_out > 0)
    g_array_append_val (self->gaps, self->left_out);
  self->run = 0;
  self->left_out = 0;
}

/* The number of base64 characters of a full line; 0: it is none. The last line of a part, which may
 * be short or padded, counts as none and is kept. */
static gsize
count_base64 (const char *line, gsize length)
{
  gsize n = 0;

  while (n < length && (g_ascii_isalnum (line[n]) || line[n] == '+' || line[n] == '/'))
    n++;
  return n >= MIN_LINE && n % 4 == 0 && n < length && (line[n] == '\r' || line[n] == '\n') ? n : 0;
}

static void
take_line (LoftMimeExcerpt *self, const char *line, gsize length)
{
  gsize n = self->is_long ? 0 : count_base64 (line, length);

  if (n == 0)
    end_run (self);
  self->run += n;
  self->is_long = FALSE;
  if (n > 0 && self->run > KEPT_OF_RUN)
    self->left_out += n;
  else
    keep (self, line, length);
}

/* A piece of a line that goes on. */
static void
take_part (LoftMimeExcerpt *self, const char *bytes, gsize length)
{
  if (!self->is_long && self->line_length + length < MAX_LINE)
    {
      memcpy (self->line + self->line_length, bytes, length);
      self->line_length += length;
      return;
    }
  self->is_long = TRUE;
  end_run (self);
  keep (self, self->line, self->line_length);
  keep (self, bytes, length);
  self->line_length = 0;
}

/* The end of a line whose beginning came before. */
static void
take_end (LoftMimeExcerpt *self, const char *bytes, gsize length)
{
  take_part (self, bytes, length);
  take_line (self, self->line, self->line_length);
  self->line_length = 0;
}

void
loft_mime_excerpt_add (LoftMimeExcerpt *self, const char *bytes, gsize length)
{
  const char *end = bytes + length;

  self->length += length;
  while (bytes < end)
    {
      const char *lf = memchr (bytes, '\n', end - bytes);
      gsize n = lf != NULL ? (gsize) (lf + 1 - bytes) : (gsize) (end - bytes);

      if (lf == NULL)
        take_part (self, bytes, n);
      else if (self->line_length > 0 || self->is_long)
        take_end (self, bytes, n);
      else
        take_line (self, bytes, n);
      bytes += n;
    }
}

guint64
loft_mime_excerpt_get_length (const LoftMimeExcerpt *self)
{
  return self->length;
}

/* Only a part that kept a whole run can have lost more of it, and they stand in the same order. */
static void
mend_sizes (LoftMimeExcerpt *self, LoftMimeMessage *message)
{
  guint gap = 0;

  for (guint i = 0; i < message->parts->len && gap < self->gaps->len; i++)
    {
      LoftMimePart *part = g_ptr_array_index (message->parts, i);

      if (part->size >= (KEPT_OF_RUN - MAX_LINE) / 4 * 3)
        part->size += g_array_index (self->gaps, guint64, gap++) / 4 * 3;
    }
}

LoftMimeMessage *
loft_mime_excerpt_read (LoftMimeExcerpt *self)
{
  g_autoptr (GBytes) raw = NULL;
  LoftMimeMessage *message;

  keep (self, self->line, self->line_length);
  self->line_length = 0;
  end_run (self);
  raw = g_string_free_to_bytes (g_steal_pointer (&self->kept));
  self->kept = g_string_new (NULL);
  message = loft_mime_message_read_words (raw);
  mend_sizes (self, message);
  return message;
}
