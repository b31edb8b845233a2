/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-room-row.h"

#include "config.h"
#include "loft-address.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-folder-look.h"

#include <glib/gi18n.h>

#define BAR_WIDTH 72

static GtkWidget *
row_new (const char *title, const char *subtitle, guint64 size)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *size_text = g_format_size (size);
  GtkWidget *label = gtk_label_new (size_text);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

GtkWidget *
loft_room_row_new_folder (const LoftRoomFolder *folder, guint64 most)
{
  const LoftFolder *of = folder->folder;
  g_autofree char *here = g_format_size (of->bytes);
  /* Translators: number of messages, and how much of them is on this computer. */
  g_autofree char *subtitle =
    g_strdup_printf (ngettext ("%1$'u message, %2$s downloaded", "%1$'u messages, %2$s downloaded",
                               folder->n_messages),
                     folder->n_messages, here);
  const char *name = of->role != LOFT_FOLDER_ROLE_NONE ? loft_folder_look_name (of) : of->path;
  GtkWidget *row = row_new (name, subtitle, folder->bytes);
  GtkWidget *bar = gtk_level_bar_new ();

  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar),
                           most > 0 ? (double) folder->bytes / (double) most : 0);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
  gtk_widget_add_css_class (bar, "quota");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  return row;
}

static const char *
sender_of (const LoftMessage *message)
{
  const LoftAddress *from = message->from->len > 0 ? g_ptr_array_index (message->from, 0) : NULL;

  if (from == NULL)
    return _ ("Unknown");
  return from->name != NULL && from->name[0] != '\0' ? from->name : from->email;
}

static const char *
subject_of (const LoftMessage *message)
{
  return message->subject[0] != '\0' ? message->subject : _ ("No Subject");
}

GtkWidget *
loft_room_row_new_message (const LoftMessage *message, const char *folder, GtkCheckButton **check)
{
  g_autofree char *date = loft_date_text_short (message->date, loft_clock_now ());
  /* Translators: sender, date, folder of a message. */
  g_autofree char *subtitle =
    g_strdup_printf (_ ("%1$s · %2$s · %3$s"), sender_of (message), date, folder);
  GtkWidget *row = row_new (subject_of (message), subtitle, message->size);
  GtkWidget *button = gtk_check_button_new ();

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  subject_of (message), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  *check = GTK_CHECK_BUTTON (button);
  return row;
}

GtkWidget *
loft_room_row_new_attachment (const LoftRoomAttachment *attachment)
{
  const char *name = attachment->attachment->name;
  g_autofree char *subtitle =
    g_strdup_printf ("%s · %s", sender_of (attachment->message), subject_of (attachment->message));

  return row_new (name != NULL && name[0] != '\0' ? name : _ ("Unnamed"), subtitle,
                  attachment->attachment->size);
}
