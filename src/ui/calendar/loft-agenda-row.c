/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-agenda-row.h"

struct _LoftAgendaRow {
  GObject parent_instance;

  LoftAgendaKind kind;
  gint64 day;
  LoftCalendarEntry entry;
  LoftOccurrenceItem *item; /* (nullable) that of the entry */
};

G_DEFINE_FINAL_TYPE (LoftAgendaRow, loft_agenda_row, G_TYPE_OBJECT)

LoftAgendaKind
loft_agenda_row_get_kind (LoftAgendaRow *self)
{
  return self->kind;
}

gint64
loft_agenda_row_get_day (LoftAgendaRow *self)
{
  return self->day;
}

const LoftCalendarEntry *
loft_agenda_row_get_entry (LoftAgendaRow *self)
{
  return &self->entry;
}

gboolean
loft_agenda_row_equal (LoftAgendaRow *self, LoftAgendaRow *other)
{
  return self->kind == other->kind && self->day == other->day && self->item == other->item;
}

static void
loft_agenda_row_finalize (GObject *object)
{
  g_clear_object (&LOFT_AGENDA_ROW (object)->item);
  G_OBJECT_CLASS (loft_agenda_row_parent_class)->finalize (object);
}

static void
loft_agenda_row_class_init (LoftAgendaRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_agenda_row_finalize;
}

static void
loft_agenda_row_init (LoftAgendaRow *self)
{
}

LoftAgendaRow *
loft_agenda_row_new (LoftAgendaKind kind, gint64 day, const LoftCalendarEntry *entry)
{
  LoftAgendaRow *self = g_object_new (LOFT_TYPE_AGENDA_ROW, NULL);

  self->kind = kind;
  self->day = day;
  if (entry != NULL)
    {
      self->entry = *entry;
      self->item = g_object_ref (entry->item);
    }
  return self;
}
