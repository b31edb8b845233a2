/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How a person's time is taken (RFC 5545 3.2.9 FBTYPE; MS-ASCMD 2.2.3.105 MergedFreeBusy). */
typedef enum {
  LOFT_BUSY_FREE,
  LOFT_BUSY_TENTATIVE,
  LOFT_BUSY_BUSY,
  LOFT_BUSY_AWAY, /* out of office, BUSY-UNAVAILABLE */
  LOFT_BUSY_UNKNOWN, /* the server does not tell of this time */
} LoftBusyKind;

typedef struct {
  gint64 start, end; /* seconds since 1970; end is not part of it */
  LoftBusyKind kind; /* never FREE: that is what is not told */
} LoftBusyPeriod;

/* What a server tells of one person's time. */
typedef struct {
  char *address; /* as it was asked for */
  char *name; /* as the server calls them, or "" */
  GArray *periods; /* of LoftBusyPeriod, in the order of their starts, without overlap */
  char *reason; /* (nullable) why nothing is known of them, a sentence for people */
} LoftAvailability;

LoftAvailability *loft_availability_new (const char *address);
void loft_availability_free (LoftAvailability *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAvailability, loft_availability_free)

G_END_DECLS
