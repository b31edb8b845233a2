/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wide-result.h"

#include "config.h"
#include "loft-directory-text.h"
#include "loft-event-text.h"
#include "loft-message-row-text.h"
#include "loft-task-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

/* More than the widest row shows; what somebody wrote may be of any length. */
#define MOST_SHOWN 200

static const struct {
  const char *pane;
  const char *heading;
  const char *more;
} places[LOFT_WIDE_N_PLACES] = {
  [LOFT_WIDE_MAIL] = { "mail", NC_ ("search", "Messages"), N_ ("More in Mail") },
  [LOFT_WIDE_CALENDAR] = { "calendar", NC_ ("search", "Events"), N_ ("More in Calendar") },
  [LOFT_WIDE_CONTACTS] = { "contacts", NC_ ("search", "People"), N_ ("More in Contacts") },
  [LOFT_WIDE_TASKS] = { "tasks", NC_ ("search", "Tasks"), N_ ("More in Tasks") },
  [LOFT_WIDE_DIRECTORY] = { "contacts", NC_ ("search", "People in Directories"), "" },
  [LOFT_WIDE_COMMANDS] = { NULL, NC_ ("search", "Commands"), "" },
};

const char *
loft_wide_place_get_pane (LoftWidePlace place)
{
  return places[place].pane;
}

const char *
loft_wide_place_get_heading (LoftWidePlace place)
{
  return g_dpgettext2 (NULL, "search", places[place].heading);
}

/* (transfer full) In one line, and no longer than can be seen. */
static char *
cut (const char *text)
{
  char *shown = g_utf8_strlen (text, -1) > MOST_SHOWN ? g_utf8_substring (text, 0, MOST_SHOWN)
                                                      : g_strdup (text);

  return g_strdelimit (shown, "\r\n\t", ' ');
}

/* item: (nullable). */
static LoftWideResult *
result_new (LoftWidePlace place, gpointer item, const char *title, const char *detail)
{
  LoftWideResult *self = g_rc_box_new0 (LoftWideResult);

  self->place = place;
  g_set_object (&self->item, item);
  self->title = cut (title);
  self->detail = cut (detail);
  self->when = g_strdup ("");
  self->color = g_strdup ("");
  return self;
}

static void
take (char **field, char *text)
{
  g_free (*field);
  *field = text;
}

LoftWideResult *
loft_wide_result_new_message (LoftMessageRow *row, gint64 now)
{
  g_autoptr (LoftMessageRowText) text = loft_message_row_text_new (row, FALSE, now);
  LoftWideResult *self = NULL;

  if (text == NULL)
    return NULL;
  self = result_new (LOFT_WIDE_MAIL, row, text->subject, text->people);
  take (&self->when, g_strdup (text->date));
  self->is_new = text->unread;
  return self;
}

LoftWideResult *
loft_wide_result_new_event (LoftOccurrenceItem *item, GTimeZone *zone, gint64 now)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  gint64 today = loft_wall_get_day (loft_wall_from_instant (now, zone));
  g_autofree char *when =
    loft_event_text_when (loft_wall_get_start (occurrence, zone),
                          loft_wall_get_end (occurrence, zone), occurrence->all_day, today);
  /* Translators: when and where an event is. */
  g_autofree char *where =
    g_strdup_printf (C_ ("event", "%1$s · %2$s"), when, occurrence->location);
  LoftWideResult *self = result_new (LOFT_WIDE_CALENDAR, item, loft_event_text_title (occurrence),
                                     *occurrence->location != '\0' ? where : when);

  take (&self->color, g_strdup (loft_occurrence_item_get_color (item)));
  self->is_done = occurrence->status == LOFT_EVENT_CANCELLED;
  return self;
}

LoftWideResult *
loft_wide_result_new_contact (LoftContactItem *item)
{
  const LoftContact *contact = loft_contact_item_get (item);

  return result_new (LOFT_WIDE_CONTACTS, item,
                     *contact->name != '\0' ? contact->name : _ ("No Name"),
                     loft_contact_item_get_line (item));
}

LoftWideResult *
loft_wide_result_new_task (LoftTaskItem *item, const LoftTaskClock *clock)
{
  const LoftTask *task = loft_task_item_get (item);
  LoftCalendarItem *list = loft_task_item_get_list (item);
  LoftWideResult *self = result_new (LOFT_WIDE_TASKS, item, loft_task_text_title (task),
                                     loft_calendar_item_get_name (list));

  take (&self->when, loft_task_text_due (task, clock));
  take (&self->color, g_strdup (loft_calendar_item_get_color (list)));
  self->is_done = task->status == LOFT_TASK_COMPLETED || task->status == LOFT_TASK_CANCELLED;
  return self;
}

/* Who they are, and which server says so. */
LoftWideResult *
loft_wide_result_new_person (LoftContactItem *item, LoftDirectory *directory, LoftDirectories *all)
{
  LoftWideResult *self = loft_wide_result_new_contact (item);

  self->place = LOFT_WIDE_DIRECTORY;
  g_set_object (&self->directory, directory);
  take (&self->when, loft_directory_text_mark (directory, all));
  return self;
}

LoftWideResult *
loft_wide_result_new_command (const LoftWideCommand *command)
{
  LoftWideResult *self = result_new (LOFT_WIDE_COMMANDS, NULL, command->title, command->group);

  self->action = command->action;
  take (&self->when, g_strdup (command->key));
  return self;
}

LoftWideResult *
loft_wide_result_new_more (LoftWidePlace place)
{
  return result_new (place, NULL, _ (places[place].more), "");
}

LoftWideResult *
loft_wide_result_ref (LoftWideResult *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  LoftWideResult *self = data;

  g_clear_object (&self->item);
  g_clear_object (&self->directory);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->when);
  g_free (self->color);
}

void
loft_wide_result_unref (LoftWideResult *self)
{
  g_rc_box_release_full (self, clear);
}

gboolean
loft_wide_result_equal (const LoftWideResult *a, const LoftWideResult *b)
{
  return a->place == b->place && a->item == b->item && a->is_new == b->is_new &&
         a->is_done == b->is_done && g_strcmp0 (a->action, b->action) == 0 &&
         g_str_equal (a->title, b->title) && g_str_equal (a->detail, b->detail) &&
         g_str_equal (a->when, b->when) && g_str_equal (a->color, b->color);
}
