/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-scheduling-actions.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The LoftSchedulingActions of a service over all of its accounts. Main thread. */
#define LOFT_TYPE_SCHEDULING (loft_scheduling_get_type ())
G_DECLARE_FINAL_TYPE (LoftScheduling, loft_scheduling, LOFT, SCHEDULING, GObject)

/* (transfer none) Made when somebody looks; lives as long as service. */
LoftScheduling *loft_scheduling_of (LoftService *service);

/* Brings what waits from before to the outboxes, also of accounts that come later. */
void loft_scheduling_start (LoftScheduling *self);

/* (transfer none) The account that sends what address says of an event in holder's calendars: the one
 * that writes as address, else the one that holder belongs to, else fallback (nullable). */
LoftMailAccount *loft_scheduling_choose_sender (LoftService *service, LoftMailAccount *holder,
                                                LoftMailAccount *fallback, const char *address);

/* (transfer none) (nullable) The first that sends mail at all. */
LoftMailAccount *loft_scheduling_choose_any (LoftService *service);

G_END_DECLS
