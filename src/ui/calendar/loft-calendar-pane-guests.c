/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-pane-private.h"

#include "config.h"
#include "loft-clock.h"

#include <glib/gi18n.h>

/* A change that waits for the person's word. */
typedef struct {
  LoftCalendarPane *pane;
  LoftCalendarChange change;
  char *done;
  LoftCalendarPaneTold told; /* (nullable) */
  GObject *editor; /* (nullable) */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->pane);
  g_clear_object (&asked->change.item);
  g_clear_object (&asked->change.calendar);
  g_clear_pointer (&asked->change.event, loft_event_unref);
  g_clear_object (&asked->editor);
  g_free (asked->done);
  g_free (asked);
}

static Asked *
asked_new (LoftCalendarPane *self, const LoftCalendarChange *change, const char *done)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->pane = g_object_ref (self);
  asked->change = *change;
  asked->done = g_strdup (done);
  asked->change.comment = NULL;
  if (change->item != NULL)
    g_object_ref (change->item);
  if (change->calendar != NULL)
    g_object_ref (change->calendar);
  if (change->event != NULL)
    loft_event_ref (change->event);
  return asked;
}

/* Of what somebody else organizes only that person tells the others. */
static gboolean
concerns_guests (const LoftCalendarChange *change)
{
  const LoftOccurrence *occurrence =
    change->item != NULL ? loft_occurrence_item_get (change->item) : NULL;
  gboolean invites = change->event != NULL && change->event->attendees->len > 0;

  if (change->kind == LOFT_CHANGE_ANSWER || change->kind == LOFT_CHANGE_COPY)
    return FALSE;
  if (occurrence != NULL && occurrence->has_attendees)
    return occurrence->is_organizer;
  return invites;
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Asked *asked)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "cancel"))
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Given up");
      if (asked->told != NULL)
        asked->told (error, asked->editor);
      return;
    }
  asked->change.tell = g_str_equal (response, "send");
  asked->change.not_before = loft_clock_now () + LOFT_CALENDAR_UNDO_SECONDS;
  loft_calendar_pane_change_now (asked->pane, &asked->change, asked->done, asked->told,
                                 asked->editor);
}

gboolean
loft_calendar_pane_ask_guests (LoftCalendarPane *self, const LoftCalendarChange *change,
                               const char *done, LoftCalendarPaneTold told, gpointer editor)
{
  gboolean removing = change->kind == LOFT_CHANGE_REMOVE;
  GtkWidget *dialog = NULL;
  Asked *asked = NULL;

  if (!concerns_guests (change))
    return FALSE;
  asked = asked_new (self, change, done);
  asked->told = told;
  g_set_object (&asked->editor, editor);
  dialog = adw_message_dialog_new (
    editor != NULL ? GTK_WINDOW (editor) : GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
    removing ? _ ("Tell the Guests?") : _ ("Send Invitations?"),
    removing
      ? _ ("The guests can be told by mail that the event is cancelled.")
      : _ ("The guests can be told by mail. Where the server of the calendar does so itself, "
           "no mail is sent."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "no",
                                    _ ("_Do Not Send"), "send", _ ("_Send"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "send",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "send");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "asked", asked, asked_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), asked);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}
