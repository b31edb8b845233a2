/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-id-diff.h"

typedef struct {
  const gint64 *ids;
  guint first;
  guint end;
} Span;

/* What both have in common at the ends needs no look-up. */
static void
trim (Span *before, Span *after)
{
  while (before->first < before->end && after->first < after->end &&
         before->ids[before->first] == after->ids[after->first])
    {
      before->first++;
      after->first++;
    }
  while (before->first < before->end && after->first < after->end &&
         before->ids[before->end - 1] == after->ids[after->end - 1])
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
    g_hash_table_add (set, (gpointer) &span->ids[i]);
  return set;
}

/* Joins with the last edit when they touch. */
static void
add_edit (GArray *edits, guint position, guint removed, guint added)
{
  LoftIdEdit *last =
      edits->len > 0 ? &g_array_index (edits, LoftIdEdit, edits->len - 1) : NULL;
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
  Span before = { (const gint64 *) (gpointer) before_ids->data, 0, before_ids->len };
  Span after = { (const gint64 *) (gpointer) after_ids->data, 0, after_ids->len };
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
      if (i < before.end && j < after.end && before.ids[i] == after.ids[j])
        {
          i++;
          j++;
          continue;
        }
      if (i < before.end &&
          (j == after.end || !g_hash_table_contains (new_ids, &before.ids[i]) ||
           g_hash_table_contains (old_ids, &after.ids[j])))
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
