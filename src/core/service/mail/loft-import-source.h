/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-flags.h"

G_BEGIN_DECLS

/* What of a file or folder is mail: mbox files, messages as files (.eml, .emlx), Maildirs (Maildir++ and
 * nested), folders of them as programs keep them (NAME and NAME.sbd of Thunderbird, NAME.mbox/mbox of
 * macOS). Found by content, not by name. Links are not followed, but for the one a person named. Any
 * thread. */

typedef enum {
  LOFT_IMPORT_MBOX,
  LOFT_IMPORT_MESSAGE, /* one message */
  LOFT_IMPORT_EMLX, /* one message, behind a line with its length */
  LOFT_IMPORT_MAILDIR, /* one message, whose flags are known */
} LoftImportKind;

typedef struct {
  LoftImportKind kind;
  const char *path;
  const char *folder; /* below the one it goes to, levels joined with "/"; "" is that one */
  LoftFlags flags; /* of MAILDIR */
  gint64 received; /* when the file was written; of MAILDIR when it was delivered */
  guint64 size;
} LoftImportFile;

/* FALSE stops. folder: told even if nothing is in it; file: of a folder that was told. ignored: of what
 * is no mail but looks as if it should be. */
typedef struct {
  gboolean (*folder) (const char *folder, gpointer user_data, GError **error);
  gboolean (*file) (const LoftImportFile *file, gpointer user_data, GError **error);
  void (*ignored) (const char *path, const char *why, gpointer user_data);
} LoftImportVisitor;

/* LOFT_ERROR_REFUSED when path is neither, _GONE when there is nothing. */
gboolean loft_import_source_walk (const char *path, const LoftImportVisitor *visitor,
                                  gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
