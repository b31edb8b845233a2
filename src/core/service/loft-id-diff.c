/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-id-diff.h"

typedef struct {
  const char *elements;
  gsize size; /* of one */
  guint first;
  guint end;
} Span;

static Span
whole (GArray *elements)
{
  return (Span){ elements->data, g_array_get_element_size (elements), 0, elements->len };
}

static const gint64 *
id_at (const Span *span, guint position)
{
  return (const gint64 *) (gconstpointer) (span->elements + position * span->size);
}

/* What both have in common at the ends needs no look-up. */
static void
trim (Span *before, Span *after)
{
  while (before->first < before->end && after->first < after->end &&
         *id_at (before, before->first) == *id_at (after, after->first))
    {
      before->first++;
      after->first++;
    }
  while (before->first < before->end && after->first < after->end &&
         *id_at (before, before->end - 1) == *id_at (after, after->end - 1))
    {
      before->end--;
      after->end--;
    }
}

static GHashTable *
set_of (const Span *span)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = span->first; i < span->end; i++)
    g_hash_table_add (set, (gpointer) id_at (span, i));
  return set;
}

/* Joins with the last edit when they touch. */
static void
add_edit (GArray *edits, guint position, guint removed, guint added)
{
  LoftIdEdit *last = edits->len > 0 ? &g_array_index (edits, LoftIdEdit, edits->len - 1) : NULL;
  LoftIdEdit edit = { position, removed, added };

  if (last != NULL && last->position + last->added == position)
    {
      last->removed += removed;
      last->added += added;
    }
  else
    g_array_append_val (edits, edit);
}

GArray *
loft_id_diff (GArray *before_ids, GArray *after_ids, guint max_edits)
{
  Span before = whole (before_ids);
  Span after = whole (after_ids);
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (LoftIdEdit));
  g_autoptr (GHashTable) old_ids = NULL;
  g_autoptr (GHashTable) new_ids = NULL;
  guint i;
  guint j;

  trim (&before, &after);
  if (before.first == before.end || after.first == after.end)
    {
      if (before.end > before.first || after.end > after.first)
        add_edit (edits, before.first, before.end - before.first, after.end - after.first);
      return g_steal_pointer (&edits);
    }
  old_ids = set_of (&before);
  new_ids = set_of (&after);
  i = before.first;
  j = after.first;
  while (i < before.end || j < after.end)
    {
      if (i < before.end && j < after.end && *id_at (&before, i) == *id_at (&after, j))
        {
          i++;
          j++;
          continue;
        }
      if (i < before.end &&
          (j == after.end || !g_hash_table_contains (new_ids, id_at (&before, i)) ||
           g_hash_table_contains (old_ids, id_at (&after, j))))
        {
          add_edit (edits, j, 1, 0);
          i++;
        }
      else
        {
          add_edit (edits, j, 0, 1);
          j++;
        }
      if (edits->len > max_edits)
        return NULL;
    }
  return g_steal_pointer (&edits);
}
