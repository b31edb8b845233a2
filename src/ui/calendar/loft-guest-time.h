/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-busy-periods.h"

G_BEGIN_DECLS

/* Somebody who is to come, and how their time is taken. Signal "changed". Main thread only. */
#define LOFT_TYPE_GUEST_TIME (loft_guest_time_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestTime, loft_guest_time, LOFT, GUEST_TIME, GObject)

typedef enum {
  LOFT_GUEST_ASKED, /* no answer yet */
  LOFT_GUEST_KNOWN,
  LOFT_GUEST_UNKNOWN, /* nobody tells */
} LoftGuestState;

/* address "": the person who writes the event. */
LoftGuestTime *loft_guest_time_new (const char *name, const char *address);

const char *loft_guest_time_get_name (LoftGuestTime *self);
const char *loft_guest_time_get_address (LoftGuestTime *self);
LoftGuestState loft_guest_time_get_state (LoftGuestTime *self);
/* (nullable) with UNKNOWN: why, where that is known. */
const char *loft_guest_time_get_reason (LoftGuestTime *self);
/* (transfer none) of LoftBusyPeriod, settled; empty unless KNOWN. */
GArray *loft_guest_time_get_periods (LoftGuestTime *self);

/* periods: (transfer none) settled. */
void loft_guest_time_set_known (LoftGuestTime *self, GArray *periods);
void loft_guest_time_set_unknown (LoftGuestTime *self, const char *reason);
void loft_guest_time_set_asked (LoftGuestTime *self);

G_END_DECLS
