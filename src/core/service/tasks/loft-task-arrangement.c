/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-arrangement.h"

#define MOST_DEEP 16

typedef struct {
  const LoftTaskArrangement *how;
  GHashTable *by_uid; /* "list/uid" -> LoftTaskItem */
  GHashTable *parts; /* LoftTaskItem -> GPtrArray of LoftTaskItem */
  GHashTable *placed; /* LoftTaskItem */
  GArray *lines;
} Making;

/* ---- words -------------------------------------------------------------------------------- */

GStrv
loft_task_arrangement_fold_words (const char *text)
{
  return g_str_tokenize_and_fold (text, NULL, NULL);
}

static gboolean
begins_one_of (const char *word, GStrv tokens)
{
  for (guint i = 0; tokens[i] != NULL; i++)
    if (g_str_has_prefix (tokens[i], word))
      return TRUE;
  return FALSE;
}

static gboolean
has_words (const LoftTaskArrangement *self, const LoftTask *task)
{
  g_autofree char *categories = NULL;
  g_autofree char *all = NULL;
  g_auto (GStrv) tokens = NULL;
  g_auto (GStrv) alternates = NULL;

  if (self->words == NULL || self->words[0] == NULL)
    return TRUE;
  categories = g_strjoinv (" ", task->categories);
  all = g_strjoin (" ", task->summary, task->description, categories, NULL);
  tokens = g_str_tokenize_and_fold (all, NULL, &alternates);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (!begins_one_of (self->words[i], tokens) && !begins_one_of (self->words[i], alternates))
      return FALSE;
  return TRUE;
}

/* ---- order -------------------------------------------------------------------------------- */

static int
compare_numbers (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

/* Those without a time are of the whole day, and after the others. */
static gint64
time_of (const LoftTaskClock *clock, const LoftTask *task)
{
  const LoftEventTime *time = task->due.is_set ? &task->due : &task->start;

  if (!time->is_set)
    return G_MAXINT64;
  return loft_task_clock_get_wall (clock, time) + (time->is_date ? 86400 - 1 : 0);
}

static int
compare_orders (const LoftTask *a, const LoftTask *b)
{
  return compare_numbers (a->order != G_MININT64 ? a->order : G_MAXINT64,
                          b->order != G_MININT64 ? b->order : G_MAXINT64);
}

/* 1 is the highest, 0 says nothing (RFC 5545 3.8.1.9). */
static int
compare_priorities (const LoftTask *a, const LoftTask *b)
{
  return compare_numbers (a->priority != 0 ? a->priority : 10, b->priority != 0 ? b->priority : 10);
}

int
loft_task_arrangement_compare (const LoftTaskArrangement *self, const LoftTask *a,
                               const LoftTask *b)
{
  int by_date = compare_numbers (time_of (self->clock, a), time_of (self->clock, b));
  int by_order = compare_orders (a, b);
  int by_priority = compare_priorities (a, b);
  int first = self->sort == LOFT_TASK_SORT_DATE    ? by_date
              : self->sort == LOFT_TASK_SORT_ORDER ? by_order
                                                   : by_priority;

  if (first != 0)
    return first;
  if (by_order != 0)
    return by_order;
  if (by_priority != 0 || by_date != 0)
    return by_priority != 0 ? by_priority : by_date;
  return g_utf8_collate (a->summary, b->summary);
}

/* Of what is done the last comes first. */
static int
compare_roots (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const LoftTaskArrangement *self = user_data;
  LoftTaskItem *first = *(LoftTaskItem *const *) a;
  LoftTaskItem *second = *(LoftTaskItem *const *) b;
  LoftTaskGroup group = loft_task_clock_get_group (self->clock, loft_task_item_get (first));
  LoftTaskGroup other = loft_task_clock_get_group (self->clock, loft_task_item_get (second));

  if (group != other)
    return (int) group - (int) other;
  if (group == LOFT_TASK_GROUP_DONE)
    return compare_numbers (loft_task_item_get (second)->completed,
                            loft_task_item_get (first)->completed);
  return loft_task_arrangement_compare (self, loft_task_item_get (first),
                                        loft_task_item_get (second));
}

static int
compare_parts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const LoftTask *first = loft_task_item_get (*(LoftTaskItem *const *) a);
  const LoftTask *second = loft_task_item_get (*(LoftTaskItem *const *) b);

  if (loft_task_is_open (first) != loft_task_is_open (second))
    return loft_task_is_open (first) ? -1 : 1;
  return loft_task_arrangement_compare (user_data, first, second);
}

/* ---- places ------------------------------------------------------------------------------- */

static char *
key_of (LoftTaskItem *item, const char *uid)
{
  return g_strdup_printf ("%p/%s", (gpointer) loft_task_item_get_list (item), uid);
}

/* (nullable) What is open does not stand below what is done. */
static LoftTaskItem *
find_parent (const Making *making, LoftTaskItem *item)
{
  const LoftTask *task = loft_task_item_get (item);
  g_autofree char *key = key_of (item, task->parent);
  LoftTaskItem *parent = *task->parent != '\0' ? g_hash_table_lookup (making->by_uid, key) : NULL;

  if (parent == NULL || parent == item)
    return NULL;
  return loft_task_is_open (task) && !loft_task_is_open (loft_task_item_get (parent)) ? NULL
                                                                                      : parent;
}

static gboolean
is_today (const Making *making, LoftTaskItem *item)
{
  return loft_task_clock_get_group (making->how->clock, loft_task_item_get (item)) <=
         LOFT_TASK_GROUP_TODAY;
}

static void
add_part (Making *making, LoftTaskItem *parent, LoftTaskItem *item)
{
  GPtrArray *parts = g_hash_table_lookup (making->parts, parent);

  if (parts == NULL)
    {
      parts = g_ptr_array_new ();
      g_hash_table_insert (making->parts, parent, parts);
    }
  g_ptr_array_add (parts, item);
}

static void
place (Making *making, LoftTaskItem *item, LoftTaskGroup group, guint depth)
{
  GPtrArray *parts = g_hash_table_lookup (making->parts, item);
  LoftTaskLineFacts facts = { item, group, depth, parts != NULL ? parts->len : 0 };

  for (guint i = 0; i < facts.n; i++)
    if (loft_task_is_open (loft_task_item_get (g_ptr_array_index (parts, i))))
      facts.n_open++;
  g_hash_table_add (making->placed, item);
  g_array_append_val (making->lines, facts);
  if (facts.n > 0)
    g_ptr_array_sort_with_data (parts, compare_parts, (gpointer) making->how);
  for (guint i = 0; i < facts.n && depth < MOST_DEEP; i++)
    if (!g_hash_table_contains (making->placed, g_ptr_array_index (parts, i)))
      place (making, g_ptr_array_index (parts, i), group, depth + 1);
}

/* Under its heading, which counts it. */
static void
place_root (Making *making, LoftTaskItem *item, guint *heading)
{
  const LoftTaskArrangement *how = making->how;
  LoftTaskGroup group = loft_task_clock_get_group (how->clock, loft_task_item_get (item));
  gboolean is_first = *heading == G_MAXUINT ||
                      g_array_index (making->lines, LoftTaskLineFacts, *heading).group != group;
  guint n_before;

  if (is_first)
    {
      LoftTaskLineFacts facts = { NULL, group, 0, 0, 0, how->folded[group] };

      *heading = making->lines->len;
      g_array_append_val (making->lines, facts);
    }
  g_array_index (making->lines, LoftTaskLineFacts, *heading).n++;
  n_before = making->lines->len;
  place (making, item, group, 0);
  if (how->folded[group])
    g_array_set_size (making->lines, n_before);
}

static void
making_init (Making *making, const LoftTaskArrangement *how, GPtrArray *tasks, GArray *lines)
{
  making->how = how;
  making->lines = lines;
  making->by_uid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  making->parts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  making->placed = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < tasks->len; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (tasks, i);

      g_hash_table_insert (making->by_uid, key_of (item, loft_task_item_get (item)->uid), item);
    }
}

static void
making_clear (Making *making)
{
  g_hash_table_unref (making->by_uid);
  g_hash_table_unref (making->parts);
  g_hash_table_unref (making->placed);
}

/* (transfer full) of LoftTaskItem that fit. */
static GPtrArray *
choose (const LoftTaskArrangement *self, GPtrArray *tasks)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < tasks->len; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (tasks, i);

      if ((self->list == NULL || loft_task_item_get_list (item) == self->list) &&
          has_words (self, loft_task_item_get (item)))
        g_ptr_array_add (chosen, item);
    }
  return chosen;
}

/* Which stand at the margin; the others are put with their parents. */
static GPtrArray *
choose_roots (Making *making, GPtrArray *chosen)
{
  GPtrArray *roots = g_ptr_array_new ();

  for (guint i = 0; i < chosen->len; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (chosen, i);
      LoftTaskItem *parent = find_parent (making, item);

      if (parent != NULL)
        add_part (making, parent, item);
      else if (!making->how->today || is_today (making, item))
        g_ptr_array_add (roots, item);
    }
  return roots;
}

/* (transfer full) of LoftTaskItem: roots and what comes below them. */
static GHashTable *
reach (Making *making, GPtrArray *roots)
{
  GHashTable *reached = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_copy (roots, NULL, NULL);
  guint begin = 0;

  for (guint depth = 0; depth <= MOST_DEEP && begin < open->len; depth++)
    {
      guint end = open->len;

      for (; begin < end; begin++)
        {
          GPtrArray *parts = g_hash_table_lookup (making->parts, g_ptr_array_index (open, begin));

          g_hash_table_add (reached, g_ptr_array_index (open, begin));
          for (guint i = 0; parts != NULL && i < parts->len; i++)
            if (!g_hash_table_contains (reached, g_ptr_array_index (parts, i)))
              g_ptr_array_add (open, g_ptr_array_index (parts, i));
        }
    }
  return reached;
}

/* What did not come below its parent: a part of itself, too deep, or due before its parent is. */
static void
add_left_over (Making *making, GPtrArray *chosen, GPtrArray *roots)
{
  g_autoptr (GHashTable) reached = reach (making, roots);

  for (guint i = 0; i < chosen->len; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (chosen, i);

      if (!g_hash_table_contains (reached, item) &&
          (!making->how->today || is_today (making, item)))
        g_ptr_array_add (roots, item);
    }
}

void
loft_task_arrangement_make (const LoftTaskArrangement *self, GPtrArray *tasks, GArray *lines)
{
  Making making;
  g_autoptr (GPtrArray) chosen = choose (self, tasks);
  g_autoptr (GPtrArray) roots = NULL;
  guint heading = G_MAXUINT;

  making_init (&making, self, chosen, lines);
  roots = choose_roots (&making, chosen);
  add_left_over (&making, chosen, roots);
  g_ptr_array_sort_with_data (roots, compare_roots, (gpointer) self);
  for (guint i = 0; i < roots->len; i++)
    if (!g_hash_table_contains (making.placed, g_ptr_array_index (roots, i)))
      place_root (&making, g_ptr_array_index (roots, i), &heading);
  making_clear (&making);
}
