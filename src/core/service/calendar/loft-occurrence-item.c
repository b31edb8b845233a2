/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-occurrence-item.h"

struct _LoftOccurrenceItem {
  GObject parent_instance;

  LoftOccurrence *occurrence;
  LoftCalendarItem *calendar;
};

G_DEFINE_FINAL_TYPE (LoftOccurrenceItem, loft_occurrence_item, G_TYPE_OBJECT)

const LoftOccurrence *
loft_occurrence_item_get (LoftOccurrenceItem *self)
{
  return self->occurrence;
}

LoftCalendarItem *
loft_occurrence_item_get_calendar (LoftOccurrenceItem *self)
{
  return self->calendar;
}

const char *
loft_occurrence_item_get_color (LoftOccurrenceItem *self)
{
  if (*self->occurrence->color != '\0')
    return self->occurrence->color;
  return loft_calendar_item_get_color (self->calendar);
}

gboolean
loft_occurrence_item_is_same (LoftOccurrenceItem *self, LoftOccurrenceItem *other)
{
  return self->calendar == other->calendar &&
         g_str_equal (self->occurrence->uid, other->occurrence->uid) &&
         g_str_equal (self->occurrence->recurrence_id, other->occurrence->recurrence_id);
}

static void
loft_occurrence_item_finalize (GObject *object)
{
  LoftOccurrenceItem *self = LOFT_OCCURRENCE_ITEM (object);

  loft_occurrence_unref (self->occurrence);
  g_object_unref (self->calendar);
  G_OBJECT_CLASS (loft_occurrence_item_parent_class)->finalize (object);
}

static void
loft_occurrence_item_class_init (LoftOccurrenceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_occurrence_item_finalize;
}

static void
loft_occurrence_item_init (LoftOccurrenceItem *self)
{
}

LoftOccurrenceItem *
loft_occurrence_item_new (LoftOccurrence *occurrence, LoftCalendarItem *calendar)
{
  LoftOccurrenceItem *self = g_object_new (LOFT_TYPE_OCCURRENCE_ITEM, NULL);

  self->occurrence = loft_occurrence_ref (occurrence);
  self->calendar = g_object_ref (calendar);
  return self;
}
