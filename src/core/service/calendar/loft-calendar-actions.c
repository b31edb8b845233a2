/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-actions.h"

G_DEFINE_INTERFACE (LoftCalendarActions, loft_calendar_actions, G_TYPE_OBJECT)

#define INTERFACE(self) LOFT_CALENDAR_ACTIONS_GET_IFACE (self)

GListModel *
loft_calendar_actions_get_calendars (LoftCalendarActions *self)
{
  return INTERFACE (self)->get_calendars (self);
}

GListModel *
loft_calendar_actions_list_events (LoftCalendarActions *self, gint64 from, gint64 to)
{
  return INTERFACE (self)->list_events (self, from, to);
}

void
loft_calendar_actions_set_shown (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                 gboolean shown)
{
  INTERFACE (self)->set_shown (self, calendar, shown);
}

void
loft_calendar_actions_read_async (LoftCalendarActions *self, LoftOccurrenceItem *item,
                                  LoftCalendarScope scope, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  INTERFACE (self)->read_async (self, item, scope, cancellable, callback, user_data);
}

LoftEvent *
loft_calendar_actions_read_finish (LoftCalendarActions *self, GAsyncResult *result, GError **error)
{
  return INTERFACE (self)->read_finish (self, result, error);
}

void
loft_calendar_actions_change_async (LoftCalendarActions *self, const LoftCalendarChange *change,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  INTERFACE (self)->change_async (self, change, cancellable, callback, user_data);
}

gboolean
loft_calendar_actions_change_finish (LoftCalendarActions *self, GAsyncResult *result, guint64 *undo,
                                     GError **error)
{
  return INTERFACE (self)->change_finish (self, result, undo, error);
}

void
loft_calendar_actions_undo_async (LoftCalendarActions *self, guint64 undo,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  INTERFACE (self)->undo_async (self, undo, cancellable, callback, user_data);
}

gboolean
loft_calendar_actions_undo_finish (LoftCalendarActions *self, GAsyncResult *result, GError **error)
{
  return INTERFACE (self)->undo_finish (self, result, error);
}

static void
loft_calendar_actions_default_init (LoftCalendarActionsInterface *interface)
{
}

void
loft_calendar_actions_arrange_async (LoftCalendarActions *self,
                                     const LoftCalendarArrangement *arrangement,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->arrange_async (self, arrangement, callback, user_data);
}

gboolean
loft_calendar_actions_arrange_finish (LoftCalendarActions *self, GAsyncResult *result,
                                      GError **error)
{
  return LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->arrange_finish (self, result, error);
}

void
loft_calendar_actions_import_async (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                    GBytes *text, LoftCalendarProgress progress,
                                    gpointer progress_data, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->import_async (self, calendar, text, progress,
                                                        progress_data, cancellable, callback,
                                                        user_data);
}

gboolean
loft_calendar_actions_import_finish (LoftCalendarActions *self, GAsyncResult *result,
                                     LoftCalendarImported *imported, GError **error)
{
  return LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->import_finish (self, result, imported, error);
}

void
loft_calendar_actions_export_async (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                    LoftOccurrenceItem *item, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->export_async (self, calendar, item, cancellable, callback,
                                                        user_data);
}

GBytes *
loft_calendar_actions_export_finish (LoftCalendarActions *self, GAsyncResult *result,
                                     GError **error)
{
  return LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->export_finish (self, result, error);
}

void
loft_calendar_actions_read_availability_async (LoftCalendarActions *self,
                                               LoftCalendarItem *calendar, GPtrArray *addresses,
                                               gint64 since, gint64 until,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data)
{
  LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->read_availability_async (self, calendar, addresses, since,
                                                                   until, cancellable, callback,
                                                                   user_data);
}

GPtrArray *
loft_calendar_actions_read_availability_finish (LoftCalendarActions *self, GAsyncResult *result,
                                                GError **error)
{
  return LOFT_CALENDAR_ACTIONS_GET_IFACE (self)->read_availability_finish (self, result, error);
}
