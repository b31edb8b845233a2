/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mailing-list.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) NULL when none of the fields is there. signed_domains (nullable):
 * those whose signature passed (LoftAuthentication). Linear; pure; any thread. */
LoftMailingList *loft_mime_mailing_list_read (const char        *block,
                                              gsize              length,
                                              const char *const *signed_domains);

G_END_DECLS
