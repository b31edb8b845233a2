/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-editor-private.h"

#include "config.h"
#include "loft-calendar-chooser.h"
#include "loft-event-difference.h"
#include "loft-event-files.h"
#include "loft-recipient-entry.h"
#include "loft-repeat-rows.h"
#include "loft-time-row.h"

#include <glib/gi18n.h>

#define WIDTH  480
#define HEIGHT 700

G_DEFINE_FINAL_TYPE (LoftEventEditor, loft_event_editor, ADW_TYPE_WINDOW)

LoftCalendarItem *
loft_event_editor_get_calendar (LoftEventEditor *self)
{
  return loft_calendar_chooser_get (LOFT_CALENDAR_CHOOSER (self->calendar));
}

void
loft_event_editor_set_people (LoftEventEditor *self, LoftPeopleIndex *people)
{
  loft_recipient_entry_set_people (LOFT_RECIPIENT_ENTRY (self->guests), people);
}

void
loft_event_editor_set_directories (LoftEventEditor *self, LoftDirectories *directories)
{
  loft_recipient_entry_set_directories (LOFT_RECIPIENT_ENTRY (self->guests), directories, -1);
}

gboolean
loft_event_editor_is_changed (LoftEventEditor *self)
{
  g_autoptr (LoftEvent) event = loft_event_editor_make_event (self);

  return loft_event_editor_get_calendar (self) != self->shown_calendar ||
         !loft_event_difference_is_none (self->shown, event);
}

char *
loft_event_editor_find_mistake (LoftEventEditor *self)
{
  gboolean all_day = loft_event_editor_is_all_day (self);

  if (loft_event_editor_get_calendar (self) == NULL)
    return g_strdup (_ ("There is no calendar that can be written to."));
  if (!all_day && (!loft_time_row_is_valid (LOFT_TIME_ROW (self->start)) ||
                   !loft_time_row_is_valid (LOFT_TIME_ROW (self->end))))
    return g_strdup (_ ("That is no time of day."));
  if (loft_event_editor_measure (self) < 0)
    return g_strdup (_ ("It ends before it starts."));
  return self->with_repeat ? loft_repeat_rows_find_mistake (LOFT_REPEAT_ROWS (self->repeat)) : NULL;
}

void
loft_event_editor_update (LoftEventEditor *self)
{
  g_autofree char *mistake = NULL;

  LoftCalendarItem *calendar = loft_event_editor_get_calendar (self);

  if (self->showing)
    return;
  loft_event_files_set_possible (LOFT_EVENT_FILES (self->files),
                                 calendar == NULL || loft_calendar_item_get_takes_files (calendar));
  mistake = loft_event_editor_find_mistake (self);
  gtk_label_set_label (GTK_LABEL (self->mistake), mistake != NULL ? mistake : "");
  gtk_widget_set_visible (self->mistake, mistake != NULL);
  gtk_widget_set_sensitive (self->save,
                            mistake == NULL && !self->saving &&
                              !loft_event_files_is_busy (LOFT_EVENT_FILES (self->files)));
}

/* Saving */

static void
on_save (LoftEventEditor *self)
{
  if (!gtk_widget_get_sensitive (self->save))
    return;
  loft_recipient_entry_finish (LOFT_RECIPIENT_ENTRY (self->guests));
  if (loft_recipient_entry_focus_malformed (LOFT_RECIPIENT_ENTRY (self->guests)))
    return;
  if (*self->event->uid != '\0' && !loft_event_editor_is_changed (self))
    {
      loft_event_editor_end_saving (self, NULL);
      return;
    }
  self->saving = TRUE;
  loft_event_editor_update (self);
  g_signal_emit_by_name (self, "save");
}

void
loft_event_editor_end_saving (LoftEventEditor *self, const char *text)
{
  self->saving = FALSE;
  self->closing = text == NULL;
  loft_event_editor_leave_guests (self);
  gtk_label_set_label (GTK_LABEL (self->banner), text != NULL ? text : "");
  gtk_widget_set_visible (self->banner, text != NULL);
  if (self->closing)
    gtk_window_close (GTK_WINDOW (self));
  else
    loft_event_editor_update (self);
}

/* From the guests' time to the form, from there out. */
static gboolean
leave_by_key (GtkWidget *widget, GVariant *unused, gpointer data)
{
  LoftEventEditor *self = LOFT_EVENT_EDITOR (widget);

  if (loft_event_editor_shows_guests (self))
    loft_event_editor_leave_guests (self);
  else
    gtk_window_close (GTK_WINDOW (self));
  return TRUE;
}

static gboolean
save_by_key (GtkWidget *widget, GVariant *unused, gpointer data)
{
  on_save (LOFT_EVENT_EDITOR (widget));
  return TRUE;
}

/* Closing */

static void
on_asked (LoftEventEditor *self, const char *response)
{
  if (g_str_equal (response, "save"))
    on_save (self);
  if (!g_str_equal (response, "discard"))
    return;
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask (LoftEventEditor *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Save What Was Changed?"),
                                              _ ("The event has changes that are not saved."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Editing"),
                                    "discard", _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save",
                                           gtk_widget_get_sensitive (self->save));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_asked), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
loft_event_editor_close_request (GtkWindow *window)
{
  LoftEventEditor *self = LOFT_EVENT_EDITOR (window);

  if (self->saving)
    return TRUE;
  if (!self->closing && loft_event_editor_is_changed (self))
    {
      ask (self);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (loft_event_editor_parent_class)->close_request (window);
}

static void
loft_event_editor_finalize (GObject *object)
{
  LoftEventEditor *self = LOFT_EVENT_EDITOR (object);

  g_clear_pointer (&self->event, loft_event_unref);
  g_clear_pointer (&self->shown, loft_event_unref);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (loft_event_editor_parent_class)->finalize (object);
}

static void
loft_event_editor_class_init (LoftEventEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = loft_event_editor_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = loft_event_editor_close_request;
  g_signal_new ("save", LOFT_TYPE_EVENT_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave_by_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, save_by_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, save_by_key,
                                NULL);
}

static void
loft_event_editor_init (LoftEventEditor *self)
{
  self->start_zone = self->end_zone = "";
}

LoftEventEditor *
loft_event_editor_new (GListModel *calendars, LoftEvent *event, LoftCalendarItem *calendar,
                       gboolean with_repeat)
{
  LoftEventEditor *self = g_object_new (LOFT_TYPE_EVENT_EDITOR, "modal", TRUE, "default-width",
                                        WIDTH, "default-height", HEIGHT, NULL);

  self->event = loft_event_ref (event);
  self->with_repeat = with_repeat;
  gtk_window_set_title (GTK_WINDOW (self),
                        *event->uid == '\0' ? _ ("New Event") : _ ("Edit Event"));
  self->showing = TRUE;
  loft_event_editor_build (self, calendars);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  if (calendar != NULL)
    loft_calendar_chooser_set (LOFT_CALENDAR_CHOOSER (self->calendar), calendar);
  loft_event_editor_show_times (self);
  loft_event_editor_show_fields (self);
  self->showing = FALSE;
  self->shown = loft_event_editor_make_event (self);
  self->shown_calendar = loft_event_editor_get_calendar (self);
  loft_event_editor_update (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->title);
  return self;
}
