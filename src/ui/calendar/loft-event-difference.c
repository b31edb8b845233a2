/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-difference.h"

typedef gboolean (*Equal) (gconstpointer a, gconstpointer b);

static gboolean
are_same (GPtrArray *a, GPtrArray *b, Equal equal)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    {
      if (!equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
        return FALSE;
    }
  return a->len == b->len;
}

static gboolean
is_same_attendee (gconstpointer a, gconstpointer b)
{
  return loft_attendee_equal (a, b);
}

static gboolean
is_same_alarm (gconstpointer a, gconstpointer b)
{
  return loft_alarm_equal (a, b);
}

static gboolean
is_same_attachment (gconstpointer a, gconstpointer b)
{
  const LoftEventAttachment *first = a, *second = b;

  return g_str_equal (first->uri, second->uri) && g_str_equal (first->name, second->name) &&
         first->bytes == second->bytes;
}

static gboolean
has_same_words (const LoftEvent *a, const LoftEvent *b)
{
  return g_str_equal (a->summary, b->summary) && g_str_equal (a->location, b->location) &&
         g_str_equal (a->description, b->description) &&
         g_str_equal (a->conference, b->conference) && g_str_equal (a->rule, b->rule) &&
         g_strv_equal ((const char *const *) a->categories, (const char *const *) b->categories);
}

gboolean
loft_event_difference_is_none (const LoftEvent *a, const LoftEvent *b)
{
  return has_same_words (a, b) && loft_event_time_equal (&a->start, &b->start) &&
         loft_event_time_equal (&a->end, &b->end) && a->is_transparent == b->is_transparent &&
         a->class == b->class && are_same (a->attendees, b->attendees, is_same_attendee) &&
         are_same (a->alarms, b->alarms, is_same_alarm) &&
         are_same (a->attachments, b->attachments, is_same_attachment);
}
