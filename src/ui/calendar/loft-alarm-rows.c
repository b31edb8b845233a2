/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-alarm-rows.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-alarm-text.h"

#include <glib/gi18n.h>

#define MOST_ALARMS 20
#define HOUR        3600
#define DAY         86400

/* Minutes to a week before. */
static const gint64 offsets[] = { 0,     -5 * 60,   -10 * 60, -15 * 60, -30 * 60,
                                  -HOUR, -2 * HOUR, -DAY,     -2 * DAY, -7 * DAY };
/* From midnight: in the morning, the evening before, mornings before. */
static const gint64 day_offsets[] = { 9 * HOUR, -7 * HOUR, -15 * HOUR, -DAY - 15 * HOUR,
                                      -6 * DAY - 15 * HOUR };

struct _LoftAlarmRows {
  AdwPreferencesGroup parent_instance;

  GPtrArray *alarms; /* of LoftAlarm */
  GPtrArray *rows;
  GtkWidget *add_row;
  GtkWidget *add_button;
  gboolean all_day;
};

G_DEFINE_FINAL_TYPE (LoftAlarmRows, loft_alarm_rows, ADW_TYPE_PREFERENCES_GROUP)

static void fill (LoftAlarmRows *self);

static gboolean
has_offset (LoftAlarmRows *self, gint64 offset)
{
  for (guint i = 0; i < self->alarms->len; i++)
    {
      const LoftAlarm *alarm = g_ptr_array_index (self->alarms, i);

      if (!alarm->is_absolute && !alarm->from_end && alarm->offset == offset)
        return TRUE;
    }
  return FALSE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const LoftAlarm *first = *(LoftAlarm *const *) a, *second = *(LoftAlarm *const *) b;

  if (first->is_absolute != second->is_absolute)
    return first->is_absolute ? 1 : -1;
  return (first->offset < second->offset) - (first->offset > second->offset);
}

static void
on_remove (GtkWidget *button, LoftAlarmRows *self)
{
  g_ptr_array_remove (self->alarms, g_object_get_data (G_OBJECT (button), "alarm"));
  fill (self);
  gtk_widget_grab_focus (self->add_button);
  g_signal_emit_by_name (self, "changed");
}

static void
on_add (GSimpleAction *action, GVariant *offset, gpointer data)
{
  LoftAlarmRows *self = data;

  if (has_offset (self, g_variant_get_int64 (offset)))
    return;
  g_ptr_array_add (self->alarms, loft_alarm_new (g_variant_get_int64 (offset)));
  g_ptr_array_sort (self->alarms, compare);
  fill (self);
  g_signal_emit_by_name (self, "changed");
}

static void
add_row (LoftAlarmRows *self, LoftAlarm *alarm)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *text = loft_alarm_text (alarm, self->all_day);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  loft_accessibility_set_button_name (remove, _ ("Remove the Reminder"));
  g_object_set_data (G_OBJECT (remove), "alarm", alarm);
  g_signal_connect (remove, "clicked", G_CALLBACK (on_remove), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill_menu (LoftAlarmRows *self)
{
  const gint64 *choices = self->all_day ? day_offsets : offsets;
  guint n = self->all_day ? G_N_ELEMENTS (day_offsets) : G_N_ELEMENTS (offsets);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftAlarm) alarm = loft_alarm_new (choices[i]);
      g_autofree char *text = loft_alarm_text (alarm, self->all_day);
      g_autoptr (GMenuItem) item = g_menu_item_new (text, NULL);

      g_menu_item_set_action_and_target_value (item, "alarms.add",
                                               g_variant_new_int64 (choices[i]));
      if (!has_offset (self, choices[i]))
        g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->add_button), G_MENU_MODEL (menu));
}

/* The row to add one comes last. */
static void
fill (LoftAlarmRows *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_object_ref (self->add_row);
  if (gtk_widget_get_parent (self->add_row) != NULL)
    adw_preferences_group_remove (group, self->add_row);
  for (guint i = 0; i < self->alarms->len; i++)
    add_row (self, g_ptr_array_index (self->alarms, i));
  adw_preferences_group_add (group, self->add_row);
  g_object_unref (self->add_row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row),
                                 self->alarms->len == 0 ? _ ("No Reminder") : "");
  gtk_widget_set_sensitive (self->add_button, self->alarms->len < MOST_ALARMS);
  fill_menu (self);
}

static gpointer
copy (gconstpointer alarm, gpointer unused)
{
  return loft_alarm_copy (alarm);
}

void
loft_alarm_rows_set (LoftAlarmRows *self, GPtrArray *alarms)
{
  g_ptr_array_unref (self->alarms);
  self->alarms = g_ptr_array_copy (alarms, copy, NULL);
  g_ptr_array_set_free_func (self->alarms, (GDestroyNotify) loft_alarm_free);
  fill (self);
}

GPtrArray *
loft_alarm_rows_get (LoftAlarmRows *self)
{
  GPtrArray *alarms = g_ptr_array_copy (self->alarms, copy, NULL);

  g_ptr_array_set_free_func (alarms, (GDestroyNotify) loft_alarm_free);
  return alarms;
}

void
loft_alarm_rows_set_all_day (LoftAlarmRows *self, gboolean all_day)
{
  if (self->all_day == all_day)
    return;
  self->all_day = all_day;
  fill (self);
}

static void
loft_alarm_rows_finalize (GObject *object)
{
  LoftAlarmRows *self = LOFT_ALARM_ROWS (object);

  g_ptr_array_unref (self->alarms);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (loft_alarm_rows_parent_class)->finalize (object);
}

static void
loft_alarm_rows_class_init (LoftAlarmRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_alarm_rows_finalize;
  g_signal_new ("changed", LOFT_TYPE_ALARM_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
loft_alarm_rows_init (LoftAlarmRows *self)
{
  static const GActionEntry entries[] = { { "add", on_add, "x" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  self->alarms = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_alarm_free);
  self->rows = g_ptr_array_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "alarms", G_ACTION_GROUP (actions));
  self->add_row = adw_action_row_new ();
  self->add_button = gtk_menu_button_new ();
  g_object_set (self->add_button, "label", _ ("Add Reminder"), "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->add_button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->add_row), self->add_button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->add_row), self->add_button);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Reminders"));
  fill (self);
}

GtkWidget *
loft_alarm_rows_new (void)
{
  return g_object_new (LOFT_TYPE_ALARM_ROWS, NULL);
}
