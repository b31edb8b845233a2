/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* Files of events, which 16.0 and later have (MS-ASAIRS, Attachments, Add, Delete; MS-ASCAL). Each is an
 * ATTACH line that names the server's FileReference; its content is fetched by that and put in its place.
 * Pure. */

/* Bytes of the files of one event that are fetched: as many as may be attached here. */
#define LOFT_EAS_EVENT_FILES_MOST ((guint64) 5 * 1024 * 1024)

/* (transfer full) of char*: references of what ical names without its content and which is to be fetched, the
 * first as far as all together are not too large. Quick where there are none. */
GPtrArray *loft_eas_event_files_list (const char *ical);

/* (transfer full) ical with contents (reference → GBytes) in their places. What is not there stays a
 * name. */
char *loft_eas_event_files_fill (const char *ical, GHashTable *contents);

/* Adds to data, of an Add or a Change, which files after has and before (nullable: nothing) has not, and
 * which are gone. Up to 14.1 nothing. LOFT_ERROR_REFUSED: one of them is not here and cannot be given, unless
 * how takes such sentences. */
gboolean loft_eas_event_files_add_changes (LoftWbxmlElement *data, const char *before,
                                           const char *after, const LoftEasMapping *how,
                                           GError **error);

G_END_DECLS
