/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-row.h"

#include "config.h"
#include "loft-link-opener.h"
#include "loft-reminder-snooze.h"
#include "loft-reminder-text.h"

#include <glib/gi18n.h>

struct _LoftReminderRow {
  GtkListBoxRow parent_instance;

  LoftReminders *reminders;
  LoftReminderItem *item;
  GtkLabel *distance;
};

G_DEFINE_FINAL_TYPE (LoftReminderRow, loft_reminder_row, GTK_TYPE_LIST_BOX_ROW)

static gint64
now_of (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
on_dismiss (LoftReminderRow *self)
{
  g_autoptr (LoftReminderItem) item = g_object_ref (self->item);

  loft_reminders_dismiss (self->reminders, item);
}

static void
on_join (LoftReminderRow *self)
{
  loft_link_opener_open (GTK_WIDGET (self),
                         loft_reminder_text_get_join (loft_reminder_item_get (self->item)), NULL);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", 3,
                "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_visible (label, *text != '\0');
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* Three rows have a button "Dismiss": the title tells them apart. name: (transfer full) */
static void
name_button (GtkWidget *button, char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_free (name);
}

static GtkWidget *
new_buttons (LoftReminderRow *self, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *snooze = loft_reminder_snooze_new (self->reminders, self->item, _ ("Snooze"));
  GtkWidget *dismiss = gtk_button_new_with_label (_ ("Dismiss"));
  const char *address = loft_reminder_text_get_join (loft_reminder_item_get (self->item));

  gtk_widget_set_halign (box, GTK_ALIGN_END);
  if (address != NULL)
    {
      GtkWidget *join = gtk_button_new_with_label (_ ("Join"));

      gtk_widget_add_css_class (join, "suggested-action");
      gtk_widget_set_tooltip_text (join, address);
      /* Translators: the name of a button "Join"; what a person joins. */
      name_button (join, g_strdup_printf (_ ("Join %s"), title));
      g_signal_connect_swapped (join, "clicked", G_CALLBACK (on_join), self);
      gtk_box_append (GTK_BOX (box), join);
    }
  /* Translators: the name of a button "Snooze"; what is put off. */
  name_button (snooze, g_strdup_printf (_ ("Snooze %s"), title));
  /* Translators: the name of a button "Dismiss"; what is dismissed. */
  name_button (dismiss, g_strdup_printf (_ ("Dismiss %s"), title));
  g_signal_connect_swapped (dismiss, "clicked", G_CALLBACK (on_dismiss), self);
  gtk_box_append (GTK_BOX (box), snooze);
  gtk_box_append (GTK_BOX (box), dismiss);
  return box;
}

void
loft_reminder_row_update (LoftReminderRow *self)
{
  g_autofree char *distance =
    loft_reminder_text_distance (loft_reminder_item_get (self->item), now_of ());

  gtk_label_set_label (self->distance, distance);
  gtk_widget_set_visible (GTK_WIDGET (self->distance), *distance != '\0');
}

static void
fill (LoftReminderRow *self)
{
  const LoftReminder *reminder = loft_reminder_item_get (self->item);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *title = loft_reminder_text_title (reminder);
  g_autofree char *when = loft_reminder_text_when (reminder, now_of ());
  GtkWidget *title_label = add_label (head, title, "heading");
  GtkWidget *buttons = new_buttons (self, title);

  gtk_widget_set_hexpand (title_label, TRUE);
  self->distance = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_valign (GTK_WIDGET (self->distance), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->distance), "accent");
  gtk_widget_add_css_class (GTK_WIDGET (self->distance), "numeric");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->distance));
  gtk_box_append (GTK_BOX (box), head);
  add_label (box, when, "dim-label");
  add_label (box, reminder->location, "dim-label");
  gtk_widget_set_margin_top (buttons, 6);
  gtk_box_append (GTK_BOX (box), buttons);
  g_object_set (box, "margin-top", 12, "margin-bottom", 12, "margin-start", 12, "margin-end", 12,
                NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  loft_reminder_row_update (self);
}

static void
loft_reminder_row_finalize (GObject *object)
{
  LoftReminderRow *self = LOFT_REMINDER_ROW (object);

  g_object_unref (self->reminders);
  g_object_unref (self->item);
  G_OBJECT_CLASS (loft_reminder_row_parent_class)->finalize (object);
}

static void
loft_reminder_row_class_init (LoftReminderRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_reminder_row_finalize;
}

static void
loft_reminder_row_init (LoftReminderRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

GtkWidget *
loft_reminder_row_new (LoftReminders *reminders, LoftReminderItem *item)
{
  LoftReminderRow *self = g_object_new (LOFT_TYPE_REMINDER_ROW, NULL);

  self->reminders = g_object_ref (reminders);
  self->item = g_object_ref (item);
  fill (self);
  return GTK_WIDGET (self);
}
