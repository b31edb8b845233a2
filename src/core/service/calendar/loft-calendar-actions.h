/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-availability.h"
#include "loft-event.h"
#include "loft-occurrence-item.h"
#include "loft-untaken.h"

G_BEGIN_DECLS

/* The door of the calendar pane: the calendars, what takes place in a time, and every change. What is
 * changed is shown at once and durable when finish says so; servers follow later. Main thread only;
 * nothing blocks. */
#define LOFT_TYPE_CALENDAR_ACTIONS (loft_calendar_actions_get_type ())
G_DECLARE_INTERFACE (LoftCalendarActions, loft_calendar_actions, LOFT, CALENDAR_ACTIONS, GObject)

/* Which times of a series a change is for; of a single event all are the same. */
typedef enum {
  LOFT_SCOPE_THIS,
  LOFT_SCOPE_FOLLOWING, /* this and those after it */
  LOFT_SCOPE_ALL,
} LoftCalendarScope;

typedef enum {
  LOFT_CHANGE_ADD, /* event, into calendar */
  LOFT_CHANGE_EDIT, /* item becomes event (in calendar, when it is another) */
  LOFT_CHANGE_MOVE, /* item to all_day, start, end */
  LOFT_CHANGE_COPY, /* the same, and item stays: a single event with a UID of its own */
  LOFT_CHANGE_REMOVE, /* item */
  LOFT_CHANGE_ANSWER, /* the person's answer to item becomes partstat; comment goes with it */
} LoftChangeKind;

/* What is asked for. Everything is only read during the call. */
typedef struct {
  LoftChangeKind kind;
  LoftOccurrenceItem *item; /* (nullable) ADD has none */
  LoftCalendarScope scope;
  LoftEvent *event; /* (nullable) ADD, EDIT; uid "" is given one; a time's at may be missing (0) */
  LoftCalendarItem *calendar; /* (nullable) ADD, EDIT, COPY */
  gboolean all_day; /* MOVE, COPY */
  gint64 start; /* seconds since 1970, an instant; of all-day ones on the wall */
  gint64 end; /* exclusive */
  LoftPartstat partstat; /* ANSWER */
  const char *comment; /* (nullable) ANSWER */
  gboolean tell; /* ADD to REMOVE: guests of what the person organizes get a mail, unless the server
                  * tells them; of an answer the organizer always does */
  gint64 not_before; /* mails leave no earlier (seconds since 1970); 0: at once */
} LoftCalendarChange;

typedef enum {
  LOFT_ARRANGE_CREATE, /* a calendar in the account of calendar: name, color */
  LOFT_ARRANGE_RENAME, /* name */
  LOFT_ARRANGE_RECOLOR, /* color */
  LOFT_ARRANGE_DELETE, /* with all that is in it, for ever */
} LoftArrangeKind;

/* What is asked for the calendars themselves. Everything is only read during the call. */
typedef struct {
  LoftArrangeKind kind;
  LoftCalendarItem *calendar;
  const char *name; /* (nullable) */
  const char *color; /* (nullable) "#rrggbb" */
} LoftCalendarArrangement;

/* What became of a file's events: into the calendar, there already by their UID, and what is no event or
 * cannot be read. */
typedef struct {
  guint added;
  guint twins;
  LoftUntakenList left_out;
} LoftCalendarImported;

typedef void (*LoftCalendarProgress) (guint done, guint total, gpointer data);

struct _LoftCalendarActionsInterface {
  GTypeInterface parent;

  GListModel *(*get_calendars) (LoftCalendarActions *self);
  GListModel *(*list_events) (LoftCalendarActions *self, gint64 from, gint64 to);
  void (*set_shown) (LoftCalendarActions *self, LoftCalendarItem *calendar, gboolean shown);
  void (*read_async) (LoftCalendarActions *self, LoftOccurrenceItem *item, LoftCalendarScope scope,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  LoftEvent *(*read_finish) (LoftCalendarActions *self, GAsyncResult *result, GError **error);
  void (*change_async) (LoftCalendarActions *self, const LoftCalendarChange *change,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*change_finish) (LoftCalendarActions *self, GAsyncResult *result, guint64 *undo,
                             GError **error);
  void (*undo_async) (LoftCalendarActions *self, guint64 undo, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*undo_finish) (LoftCalendarActions *self, GAsyncResult *result, GError **error);
  void (*arrange_async) (LoftCalendarActions *self, const LoftCalendarArrangement *arrangement,
                         GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*arrange_finish) (LoftCalendarActions *self, GAsyncResult *result, GError **error);
  void (*import_async) (LoftCalendarActions *self, LoftCalendarItem *calendar, GBytes *text,
                        LoftCalendarProgress progress, gpointer progress_data,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*import_finish) (LoftCalendarActions *self, GAsyncResult *result,
                             LoftCalendarImported *imported, GError **error);
  void (*export_async) (LoftCalendarActions *self, LoftCalendarItem *calendar,
                        LoftOccurrenceItem *item, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  GBytes *(*export_finish) (LoftCalendarActions *self, GAsyncResult *result, GError **error);
  void (*read_availability_async) (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                   GPtrArray *addresses, gint64 since, gint64 until,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
  GPtrArray *(*read_availability_finish) (LoftCalendarActions *self, GAsyncResult *result,
                                          GError **error);
};

/* (transfer none) of LoftCalendarItem, in the order of the sidebar: those of an account together. */
GListModel *loft_calendar_actions_get_calendars (LoftCalendarActions *self);

/* (transfer full) of LoftOccurrenceItem: what overlaps [from, to), instants in seconds since 1970,
 * in the order of loft_occurrence_compare(); of calendars that are shown. Empty at first, filled when it
 * was read, and changed by differences while somebody holds it. */
GListModel *loft_calendar_actions_list_events (LoftCalendarActions *self, gint64 from, gint64 to);

/* Remembered. */
void loft_calendar_actions_set_shown (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                      gboolean shown);

/* The event behind an item: with THIS as it is at that time (rule "" then says nothing: see
 * item's is_recurring), with ALL the series with its rule and first time, with FOLLOWING the series as
 * if it began with the item. */
void loft_calendar_actions_read_async (LoftCalendarActions *self, LoftOccurrenceItem *item,
                                       LoftCalendarScope scope, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
LoftEvent *loft_calendar_actions_read_finish (LoftCalendarActions *self, GAsyncResult *result,
                                              GError **error);

/* Errors: LOFT_ERROR_REFUSED where the calendar may not be written, LOFT_ERROR_GONE where the event has
 * gone meanwhile. */
void loft_calendar_actions_change_async (LoftCalendarActions *self,
                                         const LoftCalendarChange *change,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
/* undo (nullable): takes the change back, see below; 0 where that cannot be. */
gboolean loft_calendar_actions_change_finish (LoftCalendarActions *self, GAsyncResult *result,
                                              guint64 *undo, GError **error);

/* Once for each; the changes after it stay. */
void loft_calendar_actions_undo_async (LoftCalendarActions *self, guint64 undo,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean loft_calendar_actions_undo_finish (LoftCalendarActions *self, GAsyncResult *result,
                                            GError **error);

/* Errors: LOFT_ERROR_REFUSED for a name that is taken or none, and where the account keeps no calendars of
 * its own; LOFT_ERROR_GONE. */
void loft_calendar_actions_arrange_async (LoftCalendarActions *self,
                                          const LoftCalendarArrangement *arrangement,
                                          GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_calendar_actions_arrange_finish (LoftCalendarActions *self, GAsyncResult *result,
                                               GError **error);

/* The events of an iCalendar file into a calendar, as they are written. Those that it has already, by their
 * UID, stay as they are. progress: (nullable) while it goes on. Cancelled, it finishes with what was done
 * until then. imported: also with error. Errors: LOFT_ERROR_PROTOCOL: it is no such file; as of changes. */
void loft_calendar_actions_import_async (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                         GBytes *text, LoftCalendarProgress progress,
                                         gpointer progress_data, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_calendar_actions_import_finish (LoftCalendarActions *self, GAsyncResult *result,
                                              LoftCalendarImported *imported, GError **error);

/* The whole calendar, or (item not NULL) one event with its series, as an iCalendar file. (transfer full) */
void loft_calendar_actions_export_async (LoftCalendarActions *self, LoftCalendarItem *calendar,
                                         LoftOccurrenceItem *item, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
GBytes *loft_calendar_actions_export_finish (LoftCalendarActions *self, GAsyncResult *result,
                                             GError **error);

/* Asks the server of a calendar when people have time, in [since, until). addresses: of char*. */
void loft_calendar_actions_read_availability_async (
  LoftCalendarActions *self, LoftCalendarItem *calendar, GPtrArray *addresses, gint64 since,
  gint64 until, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) of LoftAvailability, one for each address in their order. Errors: LOFT_ERROR_REFUSED where
 * the server tells nobody's time; LOFT_ERROR_OFFLINE and others of its account. */
GPtrArray *loft_calendar_actions_read_availability_finish (LoftCalendarActions *self,
                                                           GAsyncResult *result, GError **error);

G_END_DECLS
