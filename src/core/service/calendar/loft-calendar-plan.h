/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* From what a person asked of an event to the texts that shall be kept. Pure; any thread. */

/* A copy of a LoftCalendarChange that a thread may have. */
typedef struct {
  LoftChangeKind kind;
  LoftOccurrence *occurrence; /* (nullable) */
  LoftCalendarScope scope;
  LoftEvent *event;           /* (nullable) */
  gint64 folder_id;           /* of the calendar that is asked for; 0: none is */
  gboolean is_elsewhere;      /* that is another one than the occurrence's */
  gboolean all_day;
  gint64 start;
  gint64 end;
  LoftPartstat partstat;
} LoftCalendarWish;

LoftCalendarWish *loft_calendar_wish_new  (const LoftCalendarChange *change);
void              loft_calendar_wish_free (LoftCalendarWish *self);

/* What is to be kept then: texts that come into the calendar asked for, and what becomes of the
 * resource of the occurrence. */
typedef struct {
  GPtrArray *added;  /* of GBytes */
  GBytes *changed;   /* (nullable) */
  gboolean removed;
} LoftCalendarPlan;

void loft_calendar_plan_free (LoftCalendarPlan *self);

/* (transfer full) raw: (nullable) of the occurrence's resource, as it is now. own_addresses: lines. */
LoftCalendarPlan *loft_calendar_plan_make (const LoftCalendarWish *wish, GBytes *raw,
                                           const char *own_addresses, GError **error);

/* (transfer full) The event behind an occurrence, as loft_calendar_actions_read_async () says. */
LoftEvent *loft_calendar_plan_read (GBytes *raw, const char *recurrence_id,
                                    LoftCalendarScope scope, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCalendarWish, loft_calendar_wish_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCalendarPlan, loft_calendar_plan_free)

G_END_DECLS
