/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-snooze.h"

#include "config.h"

#include <glib/gi18n.h>

#define MORNING 8 /* of tomorrow */

typedef struct {
  LoftReminders *reminders; /* (owned) */
  LoftReminderItem *item; /* (owned) (nullable) NULL: all */
} Asker;

static void
asker_free (gpointer data, GClosure *closure)
{
  Asker *asker = data;

  g_object_unref (asker->reminders);
  g_clear_object (&asker->item);
  g_free (asker);
}

static gint64
get_tomorrow (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) morning =
    g_date_time_new_local (g_date_time_get_year (tomorrow), g_date_time_get_month (tomorrow),
                           g_date_time_get_day_of_month (tomorrow), MORNING, 0, 0);

  return g_date_time_to_unix (morning);
}

/* minutes: 0 until it starts, -1 until tomorrow. */
static gint64
get_until (int minutes)
{
  if (minutes == 0)
    return LOFT_REMINDERS_AT_START;
  return minutes < 0 ? get_tomorrow () : g_get_real_time () / G_USEC_PER_SEC + minutes * 60;
}

static void
snooze (Asker *asker, int minutes)
{
  gint64 until = get_until (minutes);
  GListModel *list = G_LIST_MODEL (asker->reminders);

  if (asker->item != NULL)
    {
      loft_reminders_snooze (asker->reminders, asker->item, until);
      return;
    }
  for (guint i = g_list_model_get_n_items (list); i > 0; i--)
    {
      g_autoptr (LoftReminderItem) item = g_list_model_get_item (list, i - 1);

      loft_reminders_snooze (asker->reminders, item, until);
    }
}

static void
on_chosen (GtkButton *button, Asker *asker)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  int minutes = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "minutes"));
  /* The row goes with its reminder, and this with the row. */
  Asker held = { g_object_ref (asker->reminders),
                 asker->item != NULL ? g_object_ref (asker->item) : NULL };

  gtk_popover_popdown (GTK_POPOVER (popover));
  snooze (&held, minutes);
  g_object_unref (held.reminders);
  g_clear_object (&held.item);
}

static void
add_choice (GtkWidget *box, const Asker *asker, int minutes, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  Asker *copy = g_new0 (Asker, 1);

  copy->reminders = g_object_ref (asker->reminders);
  copy->item = asker->item != NULL ? g_object_ref (asker->item) : NULL;
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), "minutes", GINT_TO_POINTER (minutes));
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_chosen), copy, asker_free, 0);
  gtk_box_append (GTK_BOX (box), button);
}

static gboolean
starts_later (LoftReminderItem *item)
{
  const LoftReminder *reminder = loft_reminder_item_get (item);

  return reminder->has_time && reminder->start > g_get_real_time () / G_USEC_PER_SEC + 60;
}

GtkWidget *
loft_reminder_snooze_new (LoftReminders *reminders, LoftReminderItem *item, const char *label)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const Asker asker = { reminders, item };

  add_choice (box, &asker, 5, _ ("5 Minutes"));
  add_choice (box, &asker, 15, _ ("15 Minutes"));
  add_choice (box, &asker, 60, _ ("1 Hour"));
  add_choice (box, &asker, 240, _ ("4 Hours"));
  add_choice (box, &asker, -1, _ ("Tomorrow Morning"));
  if (item != NULL && starts_later (item))
    add_choice (box, &asker, 0, _ ("Until It Starts"));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_add_css_class (popover, "menu");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  return button;
}
