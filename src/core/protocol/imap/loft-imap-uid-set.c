/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-uid-set.h"

#include <string.h>

#define MAX_PARSED_RANGES 1000000

/* Ranges are added at the end and put in order only when somebody looks, so that a server's
 * unsorted million costs n log n. */
struct _LoftImapUidSet {
  GArray *ranges; /* of LoftImapUidRange */
  gboolean ordered;
};

LoftImapUidSet *
loft_imap_uid_set_new (void)
{
  LoftImapUidSet *self = g_new0 (LoftImapUidSet, 1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (LoftImapUidRange));
  self->ordered = TRUE;
  return self;
}

LoftImapUidSet *
loft_imap_uid_set_copy (const LoftImapUidSet *self)
{
  LoftImapUidSet *copy = loft_imap_uid_set_new ();

  g_array_append_vals (copy->ranges, self->ranges->data, self->ranges->len);
  copy->ordered = self->ordered;
  return copy;
}

void
loft_imap_uid_set_free (LoftImapUidSet *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ranges);
  g_free (self);
}

static LoftImapUidRange *
range_at (const LoftImapUidSet *self, guint index)
{
  return &g_array_index (self->ranges, LoftImapUidRange, index);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const LoftImapUidRange *left = a;
  const LoftImapUidRange *right = b;

  return left->first < right->first ? -1 : left->first > right->first;
}

static gboolean
touches (const LoftImapUidRange *left, guint32 first)
{
  return left->last == G_MAXUINT32 || first <= left->last + 1;
}

/* Order is a matter of representation: a set handed out as const may still be put in order. */
static void
put_in_order (const LoftImapUidSet *self)
{
  guint n = 0;

  if (self->ordered)
    return;
  g_array_sort (self->ranges, compare_ranges);
  for (guint i = 1; i < self->ranges->len; i++)
    {
      LoftImapUidRange *merged = range_at (self, n);
      LoftImapUidRange next = *range_at (self, i);

      if (touches (merged, next.first))
        merged->last = MAX (merged->last, next.last);
      else
        *range_at (self, ++n) = next;
    }
  g_array_set_size (self->ranges, n + 1);
  ((LoftImapUidSet *) self)->ordered = TRUE;
}

void
loft_imap_uid_set_add_range (LoftImapUidSet *self, guint32 first, guint32 last)
{
  LoftImapUidRange range = { MIN (first, last), MAX (first, last) };
  LoftImapUidRange *tail;

  g_return_if_fail (first != 0 && last != 0);

  if (self->ranges->len > 0)
    {
      tail = range_at (self, self->ranges->len - 1);
      if (range.first >= tail->first && touches (tail, range.first))
        {
          tail->last = MAX (tail->last, range.last);
          return;
        }
      if (range.first < tail->first)
        self->ordered = FALSE;
    }
  g_array_append_val (self->ranges, range);
}

void
loft_imap_uid_set_add (LoftImapUidSet *self, guint32 uid)
{
  loft_imap_uid_set_add_range (self, uid, uid);
}

/* Appends what is left of range after the ranges of other from *index on. */
static void
append_rest (GArray *rest, LoftImapUidRange range, const LoftImapUidSet *other, guint *index)
{
  while (*index < other->ranges->len && range_at (other, *index)->last < range.first)
    (*index)++;
  while (*index < other->ranges->len && range_at (other, *index)->first <= range.last)
    {
      const LoftImapUidRange *hole = range_at (other, *index);
      LoftImapUidRange before = { range.first, hole->first - 1 };

      if (hole->first > range.first)
        g_array_append_val (rest, before);
      if (hole->last >= range.last)
        return;
      range.first = hole->last + 1;
      (*index)++;
    }
  g_array_append_val (rest, range);
}

void
loft_imap_uid_set_remove (LoftImapUidSet *self, const LoftImapUidSet *other)
{
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (LoftImapUidRange));
  guint index = 0;

  put_in_order (self);
  put_in_order (other);
  for (guint i = 0; i < self->ranges->len && self != other; i++)
    append_rest (rest, *range_at (self, i), other, &index);
  g_array_unref (self->ranges);
  self->ranges = rest;
}

gboolean
loft_imap_uid_set_contains (const LoftImapUidSet *self, guint32 uid)
{
  guint low = 0;
  guint high;

  put_in_order (self);
  high = self->ranges->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const LoftImapUidRange *range = range_at (self, middle);

      if (uid < range->first)
        high = middle;
      else if (uid > range->last)
        low = middle + 1;
      else
        return TRUE;
    }
  return FALSE;
}

guint64
loft_imap_uid_set_count (const LoftImapUidSet *self)
{
  guint64 count = 0;

  put_in_order (self);
  for (guint i = 0; i < self->ranges->len; i++)
    count += (guint64) range_at (self, i)->last - range_at (self, i)->first + 1;
  return count;
}

gboolean
loft_imap_uid_set_is_empty (const LoftImapUidSet *self)
{
  return self->ranges->len == 0;
}

const LoftImapUidRange *
loft_imap_uid_set_ranges (const LoftImapUidSet *self, guint *n_ranges)
{
  put_in_order (self);
  *n_ranges = self->ranges->len;
  return (const LoftImapUidRange *) (gpointer) self->ranges->data;
}

static void
append_number (GString *text, guint32 number)
{
  char digits[10];
  guint n = 0;

  do
    digits[n++] = (char) ('0' + number % 10);
  while ((number /= 10) != 0);
  while (n > 0)
    g_string_append_c (text, digits[--n]);
}

char *
loft_imap_uid_set_to_text (const LoftImapUidSet *self)
{
  GString *text = g_string_new (NULL);

  put_in_order (self);
  for (guint i = 0; i < self->ranges->len; i++)
    {
      const LoftImapUidRange *range = range_at (self, i);

      if (i > 0)
        g_string_append_c (text, ',');
      append_number (text, range->first);
      if (range->last == range->first)
        continue;
      g_string_append_c (text, ':');
      append_number (text, range->last);
    }
  return g_string_free (text, FALSE);
}

LoftImapUidSet *
loft_imap_uid_set_take_highest (LoftImapUidSet *self, guint count)
{
  LoftImapUidSet *taken = loft_imap_uid_set_new ();
  guint n;

  put_in_order (self);
  n = self->ranges->len;
  while (n > 0 && count > 0)
    {
      LoftImapUidRange *range = range_at (self, n - 1);
      guint32 size_less_one = range->last - range->first;

      if (size_less_one >= count)
        {
          loft_imap_uid_set_add_range (taken, range->last - (count - 1), range->last);
          range->last -= count;
          break;
        }
      loft_imap_uid_set_add_range (taken, range->first, range->last);
      count -= size_less_one + 1;
      n--;
    }
  g_array_set_size (self->ranges, n);
  return taken;
}

/* --- Parsing ------------------------------------------------------------------------------ */

typedef struct {
  const char *p;
  const char *end;
  guint32 star;
} SetReader;

static gboolean
read_number (SetReader *reader, guint32 *number)
{
  guint64 value = 0;
  const char *start = reader->p;

  if (reader->p < reader->end && *reader->p == '*')
    {
      reader->p++;
      *number = reader->star;
      return reader->star != 0;
    }
  for (; reader->p < reader->end && g_ascii_isdigit (*reader->p); reader->p++)
    {
      value = value * 10 + (guint64) (*reader->p - '0');
      if (value > G_MAXUINT32)
        return FALSE;
    }
  *number = (guint32) value;
  return reader->p > start && value != 0;
}

static gboolean
read_range (SetReader *reader, LoftImapUidRange *range)
{
  if (!read_number (reader, &range->first))
    return FALSE;
  range->last = range->first;
  if (reader->p == reader->end || *reader->p != ':')
    return TRUE;
  reader->p++;
  return read_number (reader, &range->last);
}

LoftImapUidSet *
loft_imap_uid_set_parse (const char *text, gssize length, guint32 star)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  SetReader reader = { text, text + size, star };
  g_autoptr (LoftImapUidSet) set = loft_imap_uid_set_new ();

  for (guint n = 0; n < MAX_PARSED_RANGES; n++)
    {
      LoftImapUidRange range;

      if (!read_range (&reader, &range))
        return NULL;
      loft_imap_uid_set_add_range (set, range.first, range.last);
      if (reader.p == reader.end)
        return g_steal_pointer (&set);
      if (*reader.p++ != ',')
        return NULL;
    }
  return NULL;
}
