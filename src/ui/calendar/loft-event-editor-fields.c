/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-editor-private.h"

#include "loft-address.h"
#include "loft-alarm-rows.h"
#include "loft-event-files.h"
#include "loft-recipient-entry.h"
#include "loft-repeat-rows.h"

#define MOST_CATEGORIES 100

static void
set_string (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* Guests keep their answers. */
static void
take_guests (LoftEventEditor *self, LoftEvent *event)
{
  g_autoptr (GPtrArray) addresses =
    loft_recipient_entry_get_addresses (LOFT_RECIPIENT_ENTRY (self->guests));
  GPtrArray *guests = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attendee_free);

  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);
      LoftAttendee *known = loft_event_find_attendee (self->event, address->email);
      LoftAttendee *guest = known != NULL ? loft_attendee_copy (known)
                                          : loft_attendee_new (address->email, address->name);

      guest->rsvp = known != NULL ? guest->rsvp : TRUE;
      g_ptr_array_add (guests, guest);
    }
  g_ptr_array_unref (event->attendees);
  event->attendees = guests;
}

/* "Work, Travel": no empty one, each once. */
static GStrv
read_categories (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, ",", MOST_CATEGORIES);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean is_new = *g_strstrip (names[i]) != '\0';

      for (guint j = 0; is_new && j < i; j++)
        is_new = !g_str_equal (names[i], names[j]);
      if (is_new)
        g_strv_builder_add (kept, names[i]);
    }
  return g_strv_builder_end (kept);
}

static void
take_description (LoftEventEditor *self, LoftEvent *event)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  GtkTextIter from, to;

  gtk_text_buffer_get_bounds (buffer, &from, &to);
  g_free (event->description);
  event->description = gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
}

static void
take_lists (LoftEventEditor *self, LoftEvent *event)
{
  g_ptr_array_unref (event->alarms);
  event->alarms = loft_alarm_rows_get (LOFT_ALARM_ROWS (self->alarms));
  g_ptr_array_unref (event->attachments);
  event->attachments = loft_event_files_get (LOFT_EVENT_FILES (self->files));
  g_strfreev (event->categories);
  event->categories = read_categories (text_of (self->categories));
  take_guests (self, event);
}

LoftEvent *
loft_event_editor_make_event (LoftEventEditor *self)
{
  LoftEvent *event = loft_event_copy (self->event);

  set_string (&event->summary, text_of (self->title));
  set_string (&event->location, text_of (self->location));
  set_string (&event->conference, text_of (self->conference));
  g_strstrip (event->conference);
  event->is_transparent = adw_combo_row_get_selected (ADW_COMBO_ROW (self->busy)) == 1;
  event->class = adw_combo_row_get_selected (ADW_COMBO_ROW (self->class));
  if (self->with_repeat)
    {
      g_free (event->rule);
      event->rule = loft_repeat_rows_get_rule (LOFT_REPEAT_ROWS (self->repeat));
    }
  take_description (self, event);
  take_lists (self, event);
  loft_event_editor_take_times (self, event);
  return event;
}

static void
show_guests (LoftEventEditor *self)
{
  g_autoptr (GPtrArray) addresses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < self->event->attendees->len; i++)
    {
      const LoftAttendee *attendee = g_ptr_array_index (self->event->attendees, i);

      g_ptr_array_add (addresses, loft_address_new (attendee->name, attendee->address));
    }
  loft_recipient_entry_set_addresses (LOFT_RECIPIENT_ENTRY (self->guests), addresses);
}

void
loft_event_editor_show_fields (LoftEventEditor *self)
{
  const LoftEvent *event = self->event;
  g_autofree char *categories = g_strjoinv (", ", event->categories);

  gtk_editable_set_text (GTK_EDITABLE (self->title), event->summary);
  gtk_editable_set_text (GTK_EDITABLE (self->location), event->location);
  gtk_editable_set_text (GTK_EDITABLE (self->conference), event->conference);
  gtk_editable_set_text (GTK_EDITABLE (self->categories), categories);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->busy), event->is_transparent ? 1 : 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->class), event->class);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)),
                            event->description, -1);
  loft_repeat_rows_set_rule (LOFT_REPEAT_ROWS (self->repeat), event->rule);
  gtk_widget_set_visible (self->repeat, self->with_repeat);
  loft_alarm_rows_set (LOFT_ALARM_ROWS (self->alarms), event->alarms);
  loft_event_files_set (LOFT_EVENT_FILES (self->files), event->attachments);
  show_guests (self);
}
