/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* The rows that say which messages of an account are old, and where they go. Signal "changed" (by the
 * person). Main thread only. */
#define LOFT_TYPE_ARCHIVE_FIELDS (loft_archive_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftArchiveFields, loft_archive_fields, LOFT, ARCHIVE_FIELDS,
                      AdwPreferencesGroup)

/* account: whose folders can be chosen. rule: read now. */
void loft_archive_fields_show (LoftArchiveFields *self, LoftMailAccount *account,
                               const LoftArchiveRule *rule);

/* Of one folder alone: it is not chosen, and nothing happens by itself. path: as in the rule. */
void loft_archive_fields_show_folder (LoftArchiveFields *self, LoftMailAccount *account,
                                      const LoftArchiveRule *rule, const char *path);

/* Puts what the rows say into rule. */
void loft_archive_fields_read (LoftArchiveFields *self, LoftArchiveRule *rule);

G_END_DECLS
