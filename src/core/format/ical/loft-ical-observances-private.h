/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-component.h"

G_BEGIN_DECLS

/* When the clock is put forward or back. */
typedef struct {
  gint64 at; /* seconds since 1970, UTC */
  int before; /* seconds east of UTC */
  int after;
} LoftIcalTransition;

/* (transfer full) (nullable) Of LoftIcalTransition, in order: what the observances of a VTIMEZONE
 * say up to 2100. NULL: it says nothing that has a meaning. */
GArray *loft_ical_observances_read (LoftContentComponent *vtimezone);

G_END_DECLS
