/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-list-columns.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#define MIN_WIDTH     48
#define MAX_WIDTH     600
#define SUBJECT_MIN   160

typedef struct {
  const char *name;
  const char *title;
  int width;
  gboolean shown;
  int sort; /* LoftMessageSort, or -1 */
} Known;

static const Known known[LOFT_N_LIST_COLUMNS] = {
  [LOFT_LIST_COLUMN_FROM] = { "from", NC_ ("column", "From"), 190, TRUE, LOFT_SORT_SENDER },
  [LOFT_LIST_COLUMN_SUBJECT] = { "subject", NC_ ("column", "Subject"), 0, TRUE,
                                 LOFT_SORT_SUBJECT },
  [LOFT_LIST_COLUMN_DATE] = { "date", NC_ ("column", "Date"), 150, TRUE, LOFT_SORT_DATE },
  [LOFT_LIST_COLUMN_SIZE] = { "size", NC_ ("column", "Size"), 84, TRUE, LOFT_SORT_SIZE },
  [LOFT_LIST_COLUMN_ACCOUNT] = { "account", NC_ ("column", "Account"), 110, FALSE, -1 },
  [LOFT_LIST_COLUMN_FOLDER] = { "folder", NC_ ("column", "Folder"), 120, FALSE, -1 },
  [LOFT_LIST_COLUMN_CATEGORIES] = { "categories", NC_ ("column", "Categories"), 120, FALSE, -1 },
};

struct _LoftListColumns {
  GObject parent_instance;

  LoftListColumn order[LOFT_N_LIST_COLUMNS]; /* all, also those that are not shown */
  gboolean shown[LOFT_N_LIST_COLUMNS];
  int width[LOFT_N_LIST_COLUMNS];
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftListColumns, loft_list_columns, G_TYPE_OBJECT)

const char *
loft_list_column_get_name (LoftListColumn column)
{
  return known[column].name;
}

const char *
loft_list_column_get_title (LoftListColumn column)
{
  return g_dpgettext2 (NULL, "column", known[column].title);
}

gboolean
loft_list_column_get_sort (LoftListColumn column, LoftMessageSort *sort)
{
  if (known[column].sort < 0)
    return FALSE;
  *sort = known[column].sort;
  return TRUE;
}

static void
emit_changed (LoftListColumns *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
reset (LoftListColumns *self)
{
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      self->order[i] = i;
      self->shown[i] = known[i].shown;
      self->width[i] = known[i].width;
    }
}

/* Settings */

static gboolean
parse (const char *text, LoftListColumn *column, int *width)
{
  const char *colon = strchr (text, ':');
  gint64 number = 0;

  if (colon == NULL || !g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXINT32, &number, NULL))
    return FALSE;
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (strlen (known[i].name) != (gsize) (colon - text) ||
          strncmp (known[i].name, text, colon - text) != 0)
        continue;
      *column = i;
      *width = CLAMP ((int) number, MIN_WIDTH, MAX_WIDTH);
      return TRUE;
    }
  return FALSE;
}

static void
append_rest (LoftListColumns *self, guint n, const gboolean *placed)
{
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (!placed[i])
        self->order[n++] = i;
    }
}

void
loft_list_columns_load (LoftListColumns *self, const char *const *saved)
{
  gboolean placed[LOFT_N_LIST_COLUMNS] = { FALSE };
  guint n = 0;

  reset (self);
  for (guint i = 0; saved[i] != NULL && n < LOFT_N_LIST_COLUMNS; i++)
    {
      LoftListColumn column = 0;
      int width = 0;

      if (!parse (saved[i], &column, &width) || placed[column])
        continue;
      placed[column] = TRUE;
      self->order[n++] = column;
      if (column != LOFT_LIST_COLUMN_SUBJECT)
        self->width[column] = width;
    }
  if (n > 0)
    {
      append_rest (self, n, placed);
      memcpy (self->shown, placed, sizeof placed);
      self->shown[LOFT_LIST_COLUMN_SUBJECT] = TRUE;
    }
  emit_changed (self);
}

char **
loft_list_columns_save (LoftListColumns *self)
{
  g_autoptr (GStrvBuilder) saved = g_strv_builder_new ();

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      LoftListColumn column = self->order[i];
      g_autofree char *text = g_strdup_printf ("%s:%d", known[column].name, self->width[column]);

      if (self->shown[column])
        g_strv_builder_add (saved, text);
    }
  return g_strv_builder_end (saved);
}

/* Changes */

gboolean
loft_list_columns_get_shown (LoftListColumns *self, LoftListColumn column)
{
  return self->shown[column];
}

void
loft_list_columns_set_shown (LoftListColumns *self, LoftListColumn column, gboolean shown)
{
  if (column == LOFT_LIST_COLUMN_SUBJECT || self->shown[column] == shown)
    return;
  self->shown[column] = shown;
  emit_changed (self);
}

int
loft_list_columns_get_width (LoftListColumns *self, LoftListColumn column)
{
  return self->width[column];
}

void
loft_list_columns_set_width (LoftListColumns *self, LoftListColumn column, int width)
{
  width = CLAMP (width, MIN_WIDTH, MAX_WIDTH);
  if (column == LOFT_LIST_COLUMN_SUBJECT || self->width[column] == width)
    return;
  self->width[column] = width;
  emit_changed (self);
}

gboolean
loft_list_columns_get_nth (LoftListColumns *self, guint n, LoftListColumn *column)
{
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (!self->shown[self->order[i]] || n-- > 0)
        continue;
      *column = self->order[i];
      return TRUE;
    }
  return FALSE;
}

static int
index_of (LoftListColumns *self, LoftListColumn column)
{
  int i = 0;

  while (self->order[i] != column)
    i++;
  return i;
}

gboolean
loft_list_columns_move (LoftListColumns *self, LoftListColumn column, int step)
{
  int from = index_of (self, column);
  int to = from + step;

  while (to >= 0 && to < LOFT_N_LIST_COLUMNS && !self->shown[self->order[to]])
    to += step;
  if (to < 0 || to >= LOFT_N_LIST_COLUMNS)
    return FALSE;
  self->order[from] = self->order[to];
  self->order[to] = column;
  emit_changed (self);
  return TRUE;
}

/* Layout */

static int
sum_of_widths (LoftListColumns *self)
{
  int sum = 0;

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (self->shown[i] && i != LOFT_LIST_COLUMN_SUBJECT)
        sum += self->width[i];
    }
  return sum;
}

/* In a window that is too narrow for them, all give way alike before the subject does. */
void
loft_list_columns_place (LoftListColumns *self, int width,
                         LoftListColumnPlace places[LOFT_N_LIST_COLUMNS])
{
  int sum = sum_of_widths (self);
  int room = MIN (sum, MAX (0, width - SUBJECT_MIN));
  int used = 0, x = 0;

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      places[i] = (LoftListColumnPlace) { 0, 0 };
      if (!self->shown[i] || i == LOFT_LIST_COLUMN_SUBJECT)
        continue;
      places[i].width = sum == 0 ? 0 : (int) ((gint64) self->width[i] * room / sum);
      used += places[i].width;
    }
  places[LOFT_LIST_COLUMN_SUBJECT].width = MAX (0, width - used);
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      places[self->order[i]].x = x;
      x += places[self->order[i]].width;
    }
}

static void
loft_list_columns_class_init (LoftListColumnsClass *klass)
{
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_list_columns_init (LoftListColumns *self)
{
  reset (self);
}

LoftListColumns *
loft_list_columns_new (void)
{
  return g_object_new (LOFT_TYPE_LIST_COLUMNS, NULL);
}
