/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-found.h"

G_BEGIN_DECLS

/* Search (MS-ASCMD 2.2.1.16): the organisation's address book and the mailbox. Pure; any thread. */

#define LOFT_EAS_SEARCH_MAX 100 /* results in an answer that servers give at least */

typedef struct {
  const char *text; /* words */
  const char *collection_id; /* (nullable) NULL: all folders; SOGo (5.8) finds nothing then */
  gboolean deep; /* folders below it too */
  gint64 after, before; /* received, seconds since 1970; 0: any time */
  guint first; /* of the results */
  guint n;
} LoftEasMailSearch;

/* picture_size: bytes that a picture may have, 0: none (14.1). version: × 10. */
LoftWbxmlElement *loft_eas_search_people_request (guint version, const char *text, guint first,
                                                  guint n, guint picture_size);
LoftWbxmlElement *loft_eas_search_mail_request (const LoftEasMailSearch *search);

/* Of either. found: (out) empty with an error. That nothing was found is no error. FALSE with errors of
 * loft-eas-status.h or LOFT_ERROR_PROTOCOL. */
gboolean loft_eas_search_reply (const LoftWbxmlElement *root, LoftEasFound *found, GError **error);

G_END_DECLS
