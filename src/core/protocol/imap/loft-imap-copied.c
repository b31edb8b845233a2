/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-copied.h"

#include <string.h>

#define MAX_RUNS 100000

void
loft_imap_copied_clear (LoftImapCopied *self)
{
  g_clear_pointer (&self->runs, g_array_unref);
  self->uid_validity = 0;
}

/* One side while it is read: "304,319:320". */
typedef struct {
  const char *p;
  const char *end;
  guint64 next; /* UID */
  guint64 left; /* UIDs of the range from there on */
} Side;

static gboolean
read_uid (Side *side, guint64 *uid)
{
  const char *start = side->p;

  *uid = 0;
  while (side->p < side->end && g_ascii_isdigit (*side->p) && *uid <= G_MAXUINT32)
    *uid = *uid * 10 + (guint64) (*side->p++ - '0');
  return side->p > start && *uid > 0 && *uid <= G_MAXUINT32;
}

/* Either order of a range means the same (RFC 9051, 9 "seq-range"). */
static gboolean
read_range (Side *side)
{
  guint64 first;
  guint64 last;

  if (!read_uid (side, &first))
    return FALSE;
  last = first;
  if (side->p < side->end && *side->p == ':')
    {
      side->p++;
      if (!read_uid (side, &last))
        return FALSE;
    }
  side->next = MIN (first, last);
  side->left = MAX (first, last) - side->next + 1;
  if (side->p == side->end)
    return TRUE;
  return *side->p++ == ',' && side->p < side->end;
}

static gboolean
is_at_end (const Side *side)
{
  return side->left == 0 && side->p == side->end;
}

static void
add_run (LoftImapCopied *self, Side *source, Side *destination)
{
  guint64 count = MIN (source->left, destination->left);
  LoftImapCopiedRun run = {
    (guint32) source->next,
    (guint32) destination->next,
    (guint32) MIN (count, G_MAXUINT32),
  };

  g_array_append_val (self->runs, run);
  source->next += count;
  source->left -= count;
  destination->next += count;
  destination->left -= count;
}

gboolean
loft_imap_copied_parse (LoftImapCopied *self, const char *sources, gsize sources_length,
                        const char *destinations, gsize destinations_length)
{
  Side source = { sources, sources + sources_length, 0, 0 };
  Side destination = { destinations, destinations + destinations_length, 0, 0 };

  if (self->runs == NULL)
    self->runs = g_array_new (FALSE, FALSE, sizeof (LoftImapCopiedRun));
  do
    {
      if ((source.left == 0 && !read_range (&source)) ||
          (destination.left == 0 && !read_range (&destination)) || self->runs->len >= MAX_RUNS)
        return FALSE;
      add_run (self, &source, &destination);
    }
  while (!is_at_end (&source) || !is_at_end (&destination));
  return TRUE;
}

guint32
loft_imap_copied_find (const LoftImapCopied *self, guint32 source)
{
  for (guint i = 0; self->runs != NULL && i < self->runs->len; i++)
    {
      const LoftImapCopiedRun *run = &g_array_index (self->runs, LoftImapCopiedRun, i);

      if (source >= run->source && source - run->source < run->count)
        return run->destination + (source - run->source);
    }
  return 0;
}

void
loft_imap_copied_add (LoftImapCopied *self, const LoftImapCopied *other)
{
  if (other->runs == NULL)
    return;
  self->uid_validity = other->uid_validity;
  if (self->runs == NULL)
    self->runs = g_array_new (FALSE, FALSE, sizeof (LoftImapCopiedRun));
  g_array_append_vals (self->runs, other->runs->data, other->runs->len);
}
