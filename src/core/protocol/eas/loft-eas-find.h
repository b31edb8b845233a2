/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-search.h"

G_BEGIN_DECLS

/* Find (MS-ASCMD 2.2.1.2), from 16.1 on: as Search, but results have the ids of Sync. Pure; any thread. */

/* id: of this search, a UUID that its later ranges repeat. search: without after and before, which Find does
 * not know. */
LoftWbxmlElement *loft_eas_find_mail_request (const char *id, const LoftEasMailSearch *search);
LoftWbxmlElement *loft_eas_find_people_request (const char *id, const char *text, guint first,
                                                guint n, guint picture_size);

/* Of either. found: (out) empty with an error. FALSE with errors of loft-eas-status.h or
 * LOFT_ERROR_PROTOCOL. */
gboolean loft_eas_find_reply (const LoftWbxmlElement *root, LoftEasFound *found, GError **error);

G_END_DECLS
