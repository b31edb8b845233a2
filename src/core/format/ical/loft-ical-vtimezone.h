/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-zone.h"

G_BEGIN_DECLS

/* (transfer full) A VTIMEZONE with what the database says of zone from then on. Pure; any thread. */
LoftContentComponent *loft_ical_vtimezone_new (LoftIcalZone *zone, const char *tzid, gint64 from);

G_END_DECLS
