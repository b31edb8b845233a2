/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Writes an account's mail, or that of one folder, into files that other programs read. Each file appears
 * under its name when it is complete and was read back. Main thread. */

typedef enum {
  LOFT_EXPORT_MBOX, /* mboxrd, a file for each folder */
  LOFT_EXPORT_MAILDIR, /* a Maildir for each folder */
  LOFT_EXPORT_EML, /* a file for each message, byte-exact */
} LoftExportFormat;

typedef struct {
  guint done; /* messages */
  guint total;
  const char *folder;
} LoftExportProgress;

typedef void (*LoftExportProgressFunc) (const LoftExportProgress *progress, gpointer user_data);

typedef struct {
  guint n_exported;
  guint n_missing; /* not downloaded, and not to be had now */
  GPtrArray *troubles; /* of char*: "FOLDER, SUBJECT: why", in English; the first 1,000 */
  gboolean cancelled; /* files that were complete are there */
} LoftExportReport;

void loft_export_report_free (LoftExportReport *self);

/* path: (nullable) of one folder, else all. output: with one folder and mbox a file, unless it is a folder;
 * else a folder, made if there is none; files in it are replaced. fetch: what is not here is fetched
 * first. func: as of an import. Errors: _GONE, _STORE. */
void loft_mail_export_async (LoftMailAccount *account, const char *path, const char *output,
                             LoftExportFormat format, gboolean fetch, LoftExportProgressFunc func,
                             gpointer func_data, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
LoftExportReport *loft_mail_export_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftExportReport, loft_export_report_free)

G_END_DECLS
