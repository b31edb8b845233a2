/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-dialog.h"

#include "config.h"
#include "loft-color-row.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

#define WIDTH     400
#define NEW_COLOR "#2190a4"

struct _LoftCalendarDialog {
  AdwWindow parent_instance;

  LoftCalendarActions *actions;
  LoftCalendarItem *calendar;
  gboolean is_new;
  GtkWidget *name;
  GtkWidget *color;
  GtkWidget *note;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (LoftCalendarDialog, loft_calendar_dialog, ADW_TYPE_WINDOW)

static char *
get_name (LoftCalendarDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
update (LoftCalendarDialog *self)
{
  g_autofree char *name = get_name (self);

  gtk_widget_set_sensitive (self->save, *name != '\0');
}

static void
tell (LoftCalendarDialog *self, const GError *error)
{
  g_autofree char *text = loft_error_text_for_account (error, NULL);

  gtk_label_set_label (GTK_LABEL (self->note), text);
  gtk_widget_set_visible (self->note, TRUE);
  update (self);
}

static void save_color (LoftCalendarDialog *self);

static void
on_named (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftCalendarDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (!loft_calendar_actions_arrange_finish (LOFT_CALENDAR_ACTIONS (source), result, &error))
    tell (self, error);
  else if (self->is_new)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    save_color (self);
}

static void
on_colored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftCalendarDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (loft_calendar_actions_arrange_finish (LOFT_CALENDAR_ACTIONS (source), result, &error))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    tell (self, error);
}

static void
save_color (LoftCalendarDialog *self)
{
  const char *color = loft_color_row_get_color (LOFT_COLOR_ROW (self->color));
  LoftCalendarArrangement arrangement = { LOFT_ARRANGE_RECOLOR, self->calendar, NULL, color };

  if (g_str_equal (color, loft_calendar_item_get_color (self->calendar)))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  loft_calendar_actions_arrange_async (self->actions, &arrangement, on_colored,
                                       g_object_ref (self));
}

static void
on_save (LoftCalendarDialog *self)
{
  g_autofree char *name = get_name (self);
  LoftCalendarArrangement arrangement = { LOFT_ARRANGE_RENAME, self->calendar, name, NULL };

  if (!gtk_widget_get_sensitive (self->save))
    return;
  gtk_widget_set_sensitive (self->save, FALSE);
  if (self->is_new)
    {
      arrangement.kind = LOFT_ARRANGE_CREATE;
      arrangement.color = loft_color_row_get_color (LOFT_COLOR_ROW (self->color));
    }
  else if (g_str_equal (name, loft_calendar_item_get_name (self->calendar)))
    {
      save_color (self);
      return;
    }
  loft_calendar_actions_arrange_async (self->actions, &arrangement, on_named, g_object_ref (self));
}

/* What it is made of */

static GtkWidget *
new_header (LoftCalendarDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->save = gtk_button_new_with_mnemonic (self->is_new ? _ ("C_reate") : _ ("_Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

static GtkWidget *
new_fields (LoftCalendarDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  const char *account = loft_calendar_item_get_account_name (self->calendar);
  /* Translators: the name of an account. */
  g_autofree char *where = g_strdup_printf (_ ("In “%s”"), account);

  self->name = adw_entry_row_new ();
  self->color = g_object_new (LOFT_TYPE_COLOR_ROW, NULL);
  self->note = gtk_label_new (self->is_new ? where : NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name"));
  if (!self->is_new)
    gtk_editable_set_text (GTK_EDITABLE (self->name), loft_calendar_item_get_name (self->calendar));
  loft_color_row_set_color (LOFT_COLOR_ROW (self->color),
                            self->is_new ? NEW_COLOR
                                         : loft_calendar_item_get_color (self->calendar));
  g_object_set (self->note, "xalign", 0.0, "wrap", TRUE, "margin-top", 9, "visible", self->is_new,
                NULL);
  gtk_widget_add_css_class (self->note, "dim-label");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->color);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->note);
  g_object_set (group, "margin-top", 12, "margin-bottom", 18, "margin-start", 18, "margin-end", 18,
                NULL);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->name, "entry-activated", G_CALLBACK (on_save), self);
  return group;
}

static void
loft_calendar_dialog_finalize (GObject *object)
{
  LoftCalendarDialog *self = LOFT_CALENDAR_DIALOG (object);

  g_object_unref (self->actions);
  g_object_unref (self->calendar);
  G_OBJECT_CLASS (loft_calendar_dialog_parent_class)->finalize (object);
}

static void
loft_calendar_dialog_class_init (LoftCalendarDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_calendar_dialog_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_calendar_dialog_init (LoftCalendarDialog *self)
{
}

GtkWindow *
loft_calendar_dialog_new (LoftCalendarActions *actions, LoftCalendarItem *calendar, gboolean is_new)
{
  LoftCalendarDialog *self =
    g_object_new (LOFT_TYPE_CALENDAR_DIALOG, "modal", TRUE, "default-width", WIDTH, "title",
                  is_new ? _ ("New Calendar") : _ ("Name and Colour"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->actions = g_object_ref (actions);
  self->calendar = g_object_ref (calendar);
  self->is_new = is_new;
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), new_fields (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  update (self);
  return GTK_WINDOW (self);
}

/* Deleting */

typedef struct {
  LoftCalendarActions *actions;
  LoftCalendarItem *calendar;
  GtkWidget *parent;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_object_unref (deletion->actions);
  g_object_unref (deletion->calendar);
  g_object_unref (deletion->parent);
  g_free (deletion);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) parent = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog = NULL;

  if (loft_calendar_actions_arrange_finish (LOFT_CALENDAR_ACTIONS (source), result, &error) ||
      gtk_widget_get_root (parent) == NULL)
    return;
  text = loft_error_text_for_account (error, NULL);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)),
                                   _ ("The Calendar Was Not Deleted"), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Deletion *deletion)
{
  LoftCalendarArrangement arrangement = { LOFT_ARRANGE_DELETE, deletion->calendar };

  if (g_str_equal (response, "delete"))
    loft_calendar_actions_arrange_async (deletion->actions, &arrangement, on_deleted,
                                         g_object_ref (deletion->parent));
}

void
loft_calendar_dialog_ask_delete (GtkWidget *parent, LoftCalendarActions *actions,
                                 LoftCalendarItem *calendar)
{
  Deletion *deletion = g_new0 (Deletion, 1);
  /* Translators: the name of a calendar. */
  g_autofree char *title =
    g_strdup_printf (_ ("Delete “%s”?"), loft_calendar_item_get_name (calendar));
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), title,
                            _ ("All of its events are deleted for ever, on the server too, and for "
                               "everybody who shares it."));

  deletion->actions = g_object_ref (actions);
  deletion->calendar = g_object_ref (calendar);
  deletion->parent = g_object_ref (parent);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                    _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "deletion", deletion, deletion_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), deletion);
  gtk_window_present (GTK_WINDOW (dialog));
}
