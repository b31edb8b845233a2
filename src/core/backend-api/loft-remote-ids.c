/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-remote-ids.h"

#include <string.h>

/* Ranges are appended as they come and put in order when somebody asks. */
struct _LoftRemoteIds {
  GArray *ranges; /* of LoftRemoteIdRange */
  gboolean sorted;
  GHashTable *strings; /* (owned) of char* (owned) */
};

LoftRemoteIds *
loft_remote_ids_new (void)
{
  LoftRemoteIds *self = g_new0 (LoftRemoteIds, 1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (LoftRemoteIdRange));
  self->sorted = TRUE;
  self->strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

LoftRemoteIds *
loft_remote_ids_copy (const LoftRemoteIds *self)
{
  LoftRemoteIds *copy = loft_remote_ids_new ();
  GHashTableIter iter;
  gpointer key;

  g_array_append_vals (copy->ranges, self->ranges->data, self->ranges->len);
  copy->sorted = self->sorted;
  g_hash_table_iter_init (&iter, self->strings);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy->strings, g_strdup (key));
  return copy;
}

void
loft_remote_ids_free (LoftRemoteIds *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ranges);
  g_hash_table_unref (self->strings);
  g_free (self);
}

/* Canonical decimal only: "01" and "+1" are strings, so that every id has one form. */
static gboolean
parse_number (const char *remote_id, guint64 *number)
{
  gsize length = strlen (remote_id);

  if (length == 0 || length > 18 || (remote_id[0] == '0' && length > 1))
    return FALSE;
  *number = 0;
  for (const char *p = remote_id; *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      *number = *number * 10 + (*p - '0');
    }
  return TRUE;
}

void
loft_remote_ids_add (LoftRemoteIds *self, const char *remote_id)
{
  guint64 number;

  if (parse_number (remote_id, &number))
    loft_remote_ids_add_range (self, number, number);
  else
    g_hash_table_add (self->strings, g_strdup (remote_id));
}

void
loft_remote_ids_add_range (LoftRemoteIds *self, guint64 first, guint64 last)
{
  LoftRemoteIdRange range = { MIN (first, last), MAX (first, last) };

  if (self->sorted && self->ranges->len > 0)
    {
      LoftRemoteIdRange *newest =
          &g_array_index (self->ranges, LoftRemoteIdRange, self->ranges->len - 1);

      if (range.first >= newest->first && range.first <= newest->last + 1)
        {
          newest->last = MAX (newest->last, range.last);
          return;
        }
      self->sorted = range.first > newest->last;
    }
  g_array_append_val (self->ranges, range);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const LoftRemoteIdRange *range_a = a;
  const LoftRemoteIdRange *range_b = b;

  return range_a->first < range_b->first ? -1 : range_a->first > range_b->first;
}

static void
ensure_sorted (LoftRemoteIds *self)
{
  LoftRemoteIdRange *ranges = (LoftRemoteIdRange *) (gpointer) self->ranges->data;
  guint kept = 0;

  if (self->sorted)
    return;
  g_array_sort (self->ranges, compare_ranges);
  for (guint i = 1; i < self->ranges->len; i++)
    if (ranges[i].first <= ranges[kept].last + 1)
      ranges[kept].last = MAX (ranges[kept].last, ranges[i].last);
    else
      ranges[++kept] = ranges[i];
  g_array_set_size (self->ranges, kept + 1);
  self->sorted = TRUE;
}

static gboolean
contains_number (LoftRemoteIds *self, guint64 number)
{
  guint low = 0;
  guint high = self->ranges->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const LoftRemoteIdRange *range = &g_array_index (self->ranges, LoftRemoteIdRange, middle);

      if (number < range->first)
        high = middle;
      else if (number > range->last)
        low = middle + 1;
      else
        return TRUE;
    }
  return FALSE;
}

gboolean
loft_remote_ids_contains (LoftRemoteIds *self, const char *remote_id)
{
  guint64 number;

  if (!parse_number (remote_id, &number))
    return g_hash_table_contains (self->strings, remote_id);
  ensure_sorted (self);
  return contains_number (self, number);
}

guint64
loft_remote_ids_count (LoftRemoteIds *self)
{
  guint64 count = g_hash_table_size (self->strings);

  ensure_sorted (self);
  for (guint i = 0; i < self->ranges->len; i++)
    {
      const LoftRemoteIdRange *range = &g_array_index (self->ranges, LoftRemoteIdRange, i);

      count += range->last - range->first + 1;
    }
  return count;
}

const LoftRemoteIdRange *
loft_remote_ids_ranges (LoftRemoteIds *self, guint *n_ranges)
{
  ensure_sorted (self);
  *n_ranges = self->ranges->len;
  return (const LoftRemoteIdRange *) (gpointer) self->ranges->data;
}

void
loft_remote_ids_foreach_word (const LoftRemoteIds *self, LoftRemoteIdsFunc func, gpointer user_data)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->strings);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    func (key, user_data);
}
