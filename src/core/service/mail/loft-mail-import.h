/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Takes mail from files into an account: loft-import-source.h says which. Flags and dates stay; folders
 * become folders. What is there already is not doubled, so an import that was cut off is begun again.
 * Main thread. */

typedef struct {
  guint64 bytes; /* read, of all that there are */
  guint64 total;
  guint n_imported;
  guint n_known; /* were there already */
  guint n_unreadable;
  const char *file; /* that is read */
} LoftImportProgress;

typedef void (*LoftImportProgressFunc) (const LoftImportProgress *progress, gpointer user_data);

/* So many of what could not be read are named. */
#define LOFT_IMPORT_MAX_TROUBLES 1000

typedef struct {
  guint n_imported;
  guint n_known;
  guint n_deleted; /* Thunderbird keeps them until it compacts a folder */
  guint n_unreadable;
  GPtrArray *troubles; /* of char*: "FILE, byte 1234: why", in English */
  gboolean cancelled; /* what is counted was done all the same */
} LoftImportReport;

void loft_import_report_free (LoftImportReport *self);

/* source: file or folder; path: of the account's folder, made if there is none. func: (nullable) some times
 * a second, not after the end; user_data of both is func's and callback's own. Errors: _REFUSED (no
 * mail, or a folder that can hold none), _GONE, _STORE. */
void loft_mail_import_async (LoftMailAccount *account, const char *source, const char *path,
                             LoftImportProgressFunc func, gpointer func_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
LoftImportReport *loft_mail_import_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImportReport, loft_import_report_free)

G_END_DECLS
