/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-event.h"

G_BEGIN_DECLS

/* Events there and back, for tests that expect no errors. The owner is Me <me@example.test> in Berlin. */
LoftEasMapping loft_eas_trip_mapping (guint version);
char *loft_eas_trip_to_ical (const LoftWbxmlElement *data, const LoftEasMapping *how);
LoftWbxmlElement *loft_eas_trip_from_ical (const char *ical, const LoftEasMapping *how,
                                           GPtrArray **instances);

/* (transfer full) The lines of all VEVENTs whose names are among those given, unfolded, joined by " | ". */
char *loft_eas_trip_find_lines (const char *ical, const char *names);

/* (transfer full) "20261130T080000Z: deleted # …" */
char *loft_eas_trip_describe_instances (GPtrArray *instances);

G_END_DECLS
