/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-repeat-rows.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-repeat-text.h"
#include "loft-time-row.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MOST_TIMES    999
#define MOST_INTERVAL 366
#define A_MONDAY      4 /* 1970-01-05 */
#define AFTER_WEEKS   12 /* proposed as the last day */

/* Positions of the two lists: the first is that of LoftRepeatKind. */
enum { ENDS_NEVER, ENDS_AFTER, ENDS_ON };

struct _LoftRepeatRows {
  AdwPreferencesGroup parent_instance;

  GtkWidget *kind;
  GtkStringList *kinds;
  GtkWidget *interval_row;
  GtkWidget *interval;
  GtkWidget *days_row;
  GtkWidget *days[7]; /* from Monday */
  GtkWidget *ends;
  GtkWidget *count_row;
  GtkWidget *count;
  GtkWidget *until;
  GtkWidget *words;
  char *own_rule; /* as it was written */
  char *shown_rule; /* what the rows said of it */
  gint64 start;
  GTimeZone *zone; /* (nullable) whole days */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (LoftRepeatRows, loft_repeat_rows, ADW_TYPE_PREFERENCES_GROUP)

static guint
get_kind (LoftRepeatRows *self)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (self->kind));
}

static guint
get_weekdays (LoftRepeatRows *self)
{
  guint weekdays = 0;

  for (guint i = 0; i < 7; i++)
    {
      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->days[i])))
        weekdays |= 1u << i;
    }
  return weekdays;
}

/* A month has a fifth weekday only at times: then the last is meant. */
static int
find_nth (gint64 day)
{
  int year, month, day_of_month;

  loft_wall_day_split (day, &year, &month, &day_of_month);
  return day_of_month > 28 ? -1 : (day_of_month - 1) / 7 + 1;
}

static void
collect (LoftRepeatRows *self, LoftRepeat *repeat)
{
  gint64 day = loft_wall_get_day (self->start);
  guint ends = adw_combo_row_get_selected (ADW_COMBO_ROW (self->ends));

  *repeat = (LoftRepeat){ get_kind (self), 1 };
  repeat->interval = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->interval));
  repeat->weekdays = repeat->kind == LOFT_REPEAT_WEEKLY ? get_weekdays (self) : 0;
  /* The day that it begins on need not be said. */
  if (repeat->weekdays == 1u << (loft_wall_day_get_weekday (day) - 1))
    repeat->weekdays = 0;
  repeat->nth = find_nth (day);
  repeat->weekday = (guint) loft_wall_day_get_weekday (day);
  if (ends == ENDS_AFTER)
    repeat->count = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->count));
  repeat->has_until = ends == ENDS_ON;
  repeat->until = loft_wall_get_day (loft_time_row_get (LOFT_TIME_ROW (self->until)));
}

/* (transfer full) */
static char *
write_rule (LoftRepeatRows *self)
{
  LoftRepeat repeat;
  gint64 end_of_until;

  collect (self, &repeat);
  end_of_until = (repeat.until + 1) * LOFT_WALL_DAY - 1;
  if (self->zone != NULL)
    end_of_until = loft_wall_to_instant (end_of_until, self->zone);
  return loft_repeat_write (&repeat, self->zone == NULL, end_of_until);
}

/* The same can be written in several ways: what was not changed stays as it was written. */
char *
loft_repeat_rows_get_rule (LoftRepeatRows *self)
{
  g_autofree char *rule = NULL;

  if (get_kind (self) == LOFT_REPEAT_OTHER)
    return g_strdup (self->own_rule);
  rule = write_rule (self);
  return g_strdup (g_strcmp0 (rule, self->shown_rule) == 0 ? self->own_rule : rule);
}

char *
loft_repeat_rows_find_mistake (LoftRepeatRows *self)
{
  LoftRepeat repeat;

  if (get_kind (self) == LOFT_REPEAT_NEVER || get_kind (self) == LOFT_REPEAT_OTHER)
    return NULL;
  collect (self, &repeat);
  if (repeat.kind == LOFT_REPEAT_WEEKLY && get_weekdays (self) == 0)
    return g_strdup (_ ("Choose at least one day of the week."));
  if (repeat.has_until && repeat.until < loft_wall_get_day (self->start))
    return g_strdup (_ ("The last day is before the event begins."));
  return NULL;
}

/* What is seen of it */

static void
show_words (LoftRepeatRows *self)
{
  g_autofree char *rule = loft_repeat_rows_get_rule (self);
  g_autofree char *mistake = loft_repeat_rows_find_mistake (self);
  g_autofree char *words = loft_repeat_text (rule, self->start);
  g_autofree char *next = loft_repeat_text_next (rule, self->start);
  g_autofree char *both = g_strjoin (*next != '\0' ? ".\n" : "", words, next, NULL);

  gtk_label_set_label (GTK_LABEL (self->words), mistake != NULL ? mistake : both);
  gtk_widget_set_visible (self->words, *rule != '\0' || mistake != NULL);
  if (mistake != NULL)
    gtk_widget_add_css_class (self->words, "error");
  else
    gtk_widget_remove_css_class (self->words, "error");
}

static void
set_kind_title (LoftRepeatRows *self, guint position, const char *title)
{
  const char *titles[] = { title, NULL };
  guint selected = get_kind (self);

  if (g_strcmp0 (gtk_string_list_get_string (self->kinds, position), title) == 0)
    return;
  self->setting = TRUE;
  gtk_string_list_splice (self->kinds, position, 1, titles);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->kind), selected);
  self->setting = FALSE;
}

/* Those of a month say of which day they are. */
static void
name_kinds (LoftRepeatRows *self)
{
  static const char *const numbers[] = { NC_ ("nth", "last"),  NULL,
                                         NC_ ("nth", "first"), NC_ ("nth", "second"),
                                         NC_ ("nth", "third"), NC_ ("nth", "fourth") };
  gint64 day = loft_wall_get_day (self->start);
  g_autofree char *number = loft_wall_format (self->start, "%-d");
  g_autofree char *weekday = loft_wall_format (self->start, "%A");
  /* Translators: as in "Monthly on Day 24". */
  g_autofree char *on_day = g_strdup_printf (_ ("Monthly on Day %s"), number);
  /* Translators: as in "Monthly on the last Friday". */
  g_autofree char *on_nth =
    g_strdup_printf (_ ("Monthly on the %1$s %2$s"),
                     g_dpgettext2 (NULL, "nth", numbers[find_nth (day) + 1]), weekday);

  set_kind_title (self, LOFT_REPEAT_MONTHLY, on_day);
  set_kind_title (self, LOFT_REPEAT_MONTHLY_NTH, on_nth);
}

static const char *
get_unit (guint kind, guint n)
{
  switch (kind)
    {
    case LOFT_REPEAT_DAILY:
      return ngettext ("day", "days", n);
    case LOFT_REPEAT_WEEKLY:
      return ngettext ("week", "weeks", n);
    case LOFT_REPEAT_YEARLY:
      return ngettext ("year", "years", n);
    default:
      return ngettext ("month", "months", n);
    }
}

static void
update (LoftRepeatRows *self)
{
  guint kind = get_kind (self);
  guint ends = adw_combo_row_get_selected (ADW_COMBO_ROW (self->ends));
  guint n = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->interval));
  gboolean repeats = kind != LOFT_REPEAT_NEVER && kind != LOFT_REPEAT_OTHER;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->interval_row), get_unit (kind, n));
  gtk_widget_set_visible (self->interval_row, repeats);
  gtk_widget_set_visible (self->days_row, kind == LOFT_REPEAT_WEEKLY);
  gtk_widget_set_visible (self->ends, repeats);
  gtk_widget_set_visible (self->count_row, repeats && ends == ENDS_AFTER);
  gtk_widget_set_visible (self->until, repeats && ends == ENDS_ON);
  show_words (self);
}

static void
on_changed (LoftRepeatRows *self)
{
  if (self->setting)
    return;
  update (self);
  g_signal_emit_by_name (self, "changed");
}

static void
choose_weekdays (LoftRepeatRows *self, guint weekdays)
{
  for (guint i = 0; i < 7; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->days[i]), (weekdays >> i & 1) != 0);
}

void
loft_repeat_rows_set_start (LoftRepeatRows *self, gint64 start, GTimeZone *zone)
{
  guint before = 1u << (loft_wall_day_get_weekday (loft_wall_get_day (self->start)) - 1);
  guint after = 1u << (loft_wall_day_get_weekday (loft_wall_get_day (start)) - 1);

  self->start = start;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  self->setting = TRUE;
  /* The one day goes along, several were chosen. */
  if (get_weekdays (self) == before)
    choose_weekdays (self, after);
  self->setting = FALSE;
  name_kinds (self);
  update (self);
}

/* The last day, where UNTIL is an instant (RFC 5545 3.3.10), is that of the event's wall. */
static gint64
find_until (LoftRepeatRows *self, const LoftRepeat *repeat)
{
  if (repeat->has_until && repeat->until_is_instant && self->zone != NULL)
    return loft_wall_get_day (loft_wall_from_instant (repeat->until_at, self->zone));
  return repeat->until;
}

static gboolean
is_sayable (LoftRepeatRows *self, const LoftRepeat *repeat)
{
  gint64 day = loft_wall_get_day (self->start);

  if (repeat->interval > MOST_INTERVAL || repeat->count > MOST_TIMES)
    return FALSE;
  return repeat->kind != LOFT_REPEAT_MONTHLY_NTH ||
         (repeat->nth == find_nth (day) &&
          (int) repeat->weekday == loft_wall_day_get_weekday (day));
}

void
loft_repeat_rows_set_rule (LoftRepeatRows *self, const char *rule)
{
  gint64 day = loft_wall_get_day (self->start);
  LoftRepeat repeat;

  loft_repeat_read (&repeat, rule);
  if (!is_sayable (self, &repeat))
    repeat = (LoftRepeat){ LOFT_REPEAT_OTHER, 1 };
  self->setting = TRUE;
  g_free (self->own_rule);
  self->own_rule = g_strdup (rule);
  if (repeat.kind == LOFT_REPEAT_OTHER &&
      g_list_model_get_n_items (G_LIST_MODEL (self->kinds)) == LOFT_REPEAT_OTHER)
    gtk_string_list_append (self->kinds, _ ("By Its Own Rule"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->kind), repeat.kind);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->interval), repeat.interval);
  choose_weekdays (self, repeat.weekdays != 0 ? repeat.weekdays
                                              : 1u << (loft_wall_day_get_weekday (day) - 1));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->ends), repeat.has_until    ? ENDS_ON
                                                          : repeat.count != 0 ? ENDS_AFTER
                                                                              : ENDS_NEVER);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->count), repeat.count != 0 ? repeat.count : 10);
  loft_time_row_set (LOFT_TIME_ROW (self->until),
                     (repeat.has_until ? find_until (self, &repeat) : day + 7 * AFTER_WEEKS) *
                       LOFT_WALL_DAY);
  g_free (self->shown_rule);
  self->shown_rule = write_rule (self);
  self->setting = FALSE;
  update (self);
}

/* What it is made of */

static GtkWidget *
add_choice (LoftRepeatRows *self, const char *title, GtkStringList *choices)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), self);
  return row;
}

static GtkWidget *
add_number (LoftRepeatRows *self, const char *title, int most, GtkWidget **spin)
{
  GtkWidget *row = adw_action_row_new ();

  *spin = gtk_spin_button_new_with_range (1, most, 1);
  gtk_widget_set_valign (*spin, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), *spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *spin);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_signal_connect_swapped (*spin, "value-changed", G_CALLBACK (on_changed), self);
  return row;
}

static GtkWidget *
new_day (LoftRepeatRows *self, guint index)
{
  g_autofree char *name = loft_wall_format ((A_MONDAY + (gint64) index) * LOFT_WALL_DAY, "%A");
  g_autofree char *letters = g_utf8_substring (name, 0, MIN (2, g_utf8_strlen (name, -1)));
  GtkWidget *day = gtk_toggle_button_new_with_label (letters);

  gtk_widget_add_css_class (day, "repeat-day");
  gtk_widget_add_css_class (day, "circular");
  gtk_widget_set_tooltip_text (day, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (day), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (day, "toggled", G_CALLBACK (on_changed), self);
  return day;
}

/* In the order of the reader's week. */
static void
add_days (LoftRepeatRows *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  guint first = (guint) loft_date_first_weekday () - 1;

  self->days_row = adw_preferences_row_new ();
  gtk_widget_add_css_class (box, "repeat-days");
  g_object_set (box, "homogeneous", TRUE, "halign", GTK_ALIGN_CENTER, NULL);
  for (guint i = 0; i < 7; i++)
    self->days[i] = new_day (self, i);
  for (guint i = 0; i < 7; i++)
    gtk_box_append (GTK_BOX (box), self->days[(first + i) % 7]);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->days_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->days_row), _ ("On"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->days_row), box);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->days_row);
}

static void
add_words (LoftRepeatRows *self)
{
  self->words = gtk_label_new (NULL);
  g_object_set (self->words, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                "margin-top", 9, "margin-start", 3, "margin-end", 3, NULL);
  gtk_widget_add_css_class (self->words, "dim-label");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->words);
}

static void
loft_repeat_rows_dispose (GObject *object)
{
  g_clear_object (&LOFT_REPEAT_ROWS (object)->kinds);
  G_OBJECT_CLASS (loft_repeat_rows_parent_class)->dispose (object);
}

static void
loft_repeat_rows_finalize (GObject *object)
{
  LoftRepeatRows *self = LOFT_REPEAT_ROWS (object);

  g_free (self->own_rule);
  g_free (self->shown_rule);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (loft_repeat_rows_parent_class)->finalize (object);
}

static void
loft_repeat_rows_class_init (LoftRepeatRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_repeat_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_repeat_rows_finalize;
  g_signal_new ("changed", LOFT_TYPE_REPEAT_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
loft_repeat_rows_init (LoftRepeatRows *self)
{
  const char *kinds[] = { _ ("Never"), _ ("Daily"), _ ("Weekly"), "", " ", _ ("Yearly"), NULL };
  const char *ends[] = { _ ("Never"), _ ("After a Number of Times"), _ ("On a Day"), NULL };
  g_autoptr (GtkStringList) end_list = gtk_string_list_new (ends);

  self->own_rule = g_strdup ("");
  self->setting = TRUE;
  self->kinds = gtk_string_list_new (kinds);
  self->kind = add_choice (self, _ ("Repeats"), self->kinds);
  self->interval_row = add_number (self, _ ("Every"), MOST_INTERVAL, &self->interval);
  add_days (self);
  self->ends = add_choice (self, C_ ("repeat", "Ends"), end_list);
  self->count_row = add_number (self, _ ("Times"), MOST_TIMES, &self->count);
  self->until = loft_time_row_new (_ ("Last Day"));
  loft_time_row_set_day_only (LOFT_TIME_ROW (self->until), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->until);
  g_signal_connect_swapped (self->until, "changed", G_CALLBACK (on_changed), self);
  add_words (self);
  self->setting = FALSE;
}

GtkWidget *
loft_repeat_rows_new (void)
{
  return g_object_new (LOFT_TYPE_REPEAT_ROWS, NULL);
}
