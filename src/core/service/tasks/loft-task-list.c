/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-list.h"

#include "loft-clock.h"
#include "loft-id-diff.h"
#include "loft-task-arrangement.h"

#define MOST_EDITS 200

struct _LoftTaskList {
  GObject parent;

  GListModel *tasks; /* (owned) of LoftTaskItem */
  GPtrArray *lines; /* of LoftTaskLine */
  LoftTaskLine *headings[LOFT_TASK_N_GROUPS]; /* (owned) (nullable) */
  GTimeZone *zone; /* (owned) */
  LoftTaskClock clock;
  LoftCalendarItem *list; /* (owned) (nullable) */
  GStrv words;
  LoftTaskSort sort;
  gboolean today;
  gboolean folded[LOFT_TASK_N_GROUPS];
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftTaskList, loft_task_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_TASK_LINE;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_TASK_LIST (model)->lines->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftTaskList *self = LOFT_TASK_LIST (model);

  return position < self->lines->len ? g_object_ref (g_ptr_array_index (self->lines, position))
                                     : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- lines -------------------------------------------------------------------------------- */

static char *
key_of (LoftTaskItem *item)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s", loft_task_item_get_resource_id (item),
                          loft_calendar_item_get_account_id (loft_task_item_get_list (item)));
}

/* key -> LoftTaskLine (borrowed) */
static GHashTable *
index_lines (LoftTaskList *self)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      LoftTaskLine *line = g_ptr_array_index (self->lines, i);
      LoftTaskItem *item = loft_task_line_get (line)->item;

      if (item != NULL)
        g_hash_table_insert (index, key_of (item), line);
    }
  return index;
}

/* (transfer full) */
static LoftTaskLine *
find_heading (LoftTaskList *self, const LoftTaskLineFacts *facts)
{
  LoftTaskLine **heading = &self->headings[facts->group];

  if (*heading == NULL)
    *heading = loft_task_line_new (facts);
  loft_task_line_set (*heading, facts);
  return g_object_ref (*heading);
}

/* (transfer full) The line that a task has, or a new one. */
static LoftTaskLine *
find_line (LoftTaskList *self, GHashTable *known, const LoftTaskLineFacts *facts)
{
  g_autofree char *key = facts->item != NULL ? key_of (facts->item) : NULL;
  LoftTaskLine *line = key != NULL ? g_hash_table_lookup (known, key) : NULL;

  if (key == NULL)
    return find_heading (self, facts);
  if (line == NULL)
    return loft_task_line_new (facts);
  loft_task_line_set (line, facts);
  return g_object_ref (line);
}

static GArray *
ids_of (GPtrArray *lines)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), lines->len);

  for (guint i = 0; i < lines->len; i++)
    {
      gint64 id = (gint64) (gintptr) g_ptr_array_index (lines, i);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* At position what is removed goes; what is added stands in lines from the same position on. */
static void
apply_edit (LoftTaskList *self, GPtrArray *lines, const LoftIdEdit *edit)
{
  if (edit->removed > 0)
    g_ptr_array_remove_range (self->lines, edit->position, edit->removed);
  for (guint i = 0; i < edit->added; i++)
    g_ptr_array_insert (self->lines, (gint) (edit->position + i),
                        g_object_ref (g_ptr_array_index (lines, edit->position + i)));
  g_list_model_items_changed (G_LIST_MODEL (self), edit->position, edit->removed, edit->added);
}

static void
show (LoftTaskList *self, GPtrArray *lines)
{
  g_autoptr (GArray) before = ids_of (self->lines);
  g_autoptr (GArray) after = ids_of (lines);
  g_autoptr (GArray) edits = loft_id_diff (before, after, MOST_EDITS);
  LoftIdEdit all = { 0, before->len, after->len };

  if (edits == NULL)
    apply_edit (self, lines, &all);
  for (guint i = 0; edits != NULL && i < edits->len; i++)
    apply_edit (self, lines, &g_array_index (edits, LoftIdEdit, i));
}

/* (transfer full) of LoftTaskItem */
static GPtrArray *
gather (LoftTaskList *self)
{
  guint n = g_list_model_get_n_items (self->tasks);
  GPtrArray *items = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (self->tasks, i));
  return items;
}

static void
arrange (LoftTaskList *self)
{
  LoftTaskArrangement how = { &self->clock, self->list,
                              self->today,  (const char *const *) self->words,
                              self->sort,   self->folded };
  g_autoptr (GPtrArray) items = gather (self);
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (LoftTaskLineFacts));
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = index_lines (self);

  loft_task_arrangement_make (&how, items, facts);
  for (guint i = 0; i < facts->len; i++)
    g_ptr_array_add (lines, find_line (self, known, &g_array_index (facts, LoftTaskLineFacts, i)));
  show (self, lines);
}

/* ---- choosing ----------------------------------------------------------------------------- */

void
loft_task_list_set_list (LoftTaskList *self, LoftCalendarItem *list)
{
  if (g_set_object (&self->list, list))
    arrange (self);
}

void
loft_task_list_set_today (LoftTaskList *self, gboolean today)
{
  if (self->today == today)
    return;
  self->today = today;
  arrange (self);
}

void
loft_task_list_set_words (LoftTaskList *self, const char *text)
{
  g_strfreev (self->words);
  self->words = loft_task_arrangement_fold_words (text);
  arrange (self);
}

void
loft_task_list_set_sort (LoftTaskList *self, LoftTaskSort sort)
{
  if (self->sort == sort)
    return;
  self->sort = sort;
  arrange (self);
}

void
loft_task_list_set_folded (LoftTaskList *self, LoftTaskGroup group, gboolean folded)
{
  if (self->folded[group] == folded)
    return;
  self->folded[group] = folded;
  arrange (self);
}

void
loft_task_list_look_at_clock (LoftTaskList *self)
{
  self->clock.now = loft_clock_now ();
  arrange (self);
}

const LoftTaskClock *
loft_task_list_get_clock (LoftTaskList *self)
{
  return &self->clock;
}

/* ---- counting, finding -------------------------------------------------------------------- */

guint
loft_task_list_count_open (LoftTaskList *self, LoftCalendarItem *list)
{
  guint n = g_list_model_get_n_items (self->tasks);
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (self->tasks, i);

      if ((list == NULL || loft_task_item_get_list (item) == list) &&
          loft_task_is_open (loft_task_item_get (item)))
        count++;
    }
  return count;
}

guint
loft_task_list_count_due (LoftTaskList *self)
{
  guint n = g_list_model_get_n_items (self->tasks);
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (self->tasks, i);

      if (loft_task_clock_get_group (&self->clock, loft_task_item_get (item)) <=
          LOFT_TASK_GROUP_TODAY)
        count++;
    }
  return count;
}

int
loft_task_list_find (LoftTaskList *self, LoftTaskItem *item)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      LoftTaskItem *other = loft_task_line_get (g_ptr_array_index (self->lines, i))->item;

      if (other != NULL && loft_task_item_is_same (item, other))
        return (int) i;
    }
  return -1;
}

GPtrArray *
loft_task_list_list_siblings (LoftTaskList *self, LoftTaskItem *item)
{
  GPtrArray *siblings = g_ptr_array_new_with_free_func (g_object_unref);
  int at = loft_task_list_find (self, item);
  const LoftTaskLineFacts *own =
    at >= 0 ? loft_task_line_get (g_ptr_array_index (self->lines, at)) : NULL;

  while (at > 0 && loft_task_line_get (g_ptr_array_index (self->lines, at - 1))->item != NULL &&
         loft_task_line_get (g_ptr_array_index (self->lines, at - 1))->depth >= own->depth)
    at--;
  for (guint i = (guint) MAX (at, 0); own != NULL && i < self->lines->len; i++)
    {
      const LoftTaskLineFacts *facts = loft_task_line_get (g_ptr_array_index (self->lines, i));

      if (facts->item == NULL || facts->depth < own->depth)
        break;
      if (facts->depth == own->depth)
        g_ptr_array_add (siblings, g_object_ref (facts->item));
    }
  return siblings;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_task_list_dispose (GObject *object)
{
  LoftTaskList *self = LOFT_TASK_LIST (object);

  for (guint i = 0; i < LOFT_TASK_N_GROUPS; i++)
    g_clear_object (&self->headings[i]);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (loft_task_list_parent_class)->dispose (object);
}

static void
loft_task_list_finalize (GObject *object)
{
  LoftTaskList *self = LOFT_TASK_LIST (object);

  g_object_unref (self->tasks);
  g_ptr_array_unref (self->lines);
  g_time_zone_unref (self->zone);
  g_strfreev (self->words);
  G_OBJECT_CLASS (loft_task_list_parent_class)->finalize (object);
}

static void
loft_task_list_class_init (LoftTaskListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_task_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_task_list_finalize;
}

static void
loft_task_list_init (LoftTaskList *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = g_new0 (char *, 1);
  self->folded[LOFT_TASK_GROUP_DONE] = TRUE;
}

LoftTaskList *
loft_task_list_new (GListModel *tasks, GTimeZone *zone, int first_weekday)
{
  LoftTaskList *self = g_object_new (LOFT_TYPE_TASK_LIST, NULL);

  self->tasks = g_object_ref (tasks);
  self->zone = g_time_zone_ref (zone);
  self->clock = (LoftTaskClock){ loft_clock_now (), self->zone, first_weekday };
  g_signal_connect_object (tasks, "items-changed", G_CALLBACK (arrange), self, G_CONNECT_SWAPPED);
  arrange (self);
  return self;
}
