/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-flags.h"

G_BEGIN_DECLS

/* Puts messages into folders of one account, each once: what a folder has already, told by the hash of its
 * content without the fields that programs note their flags in, is not put into it again. Durable in
 * steps; where a server has the folder, each message is an operation that waits for it. One thread. */
typedef struct _LoftImportWriter LoftImportWriter;

/* path: of the folder that everything goes to or below. */
LoftImportWriter *loft_import_writer_new (const char *directory, LoftAccount *account,
                                          const char *path, GError **error);
void loft_import_writer_free (LoftImportWriter *self); /* what was not flushed is lost */

/* folder: below that one, "" for it; made if there is none. */
gboolean loft_import_writer_enter (LoftImportWriter *self, const char *folder, GError **error);

/* raw: lines end with CRLF; keywords: canonical. folder was entered. *known: it is there already. */
typedef struct {
  GBytes *raw;
  LoftFlags flags;
  const char *keywords;
  gint64 received;
} LoftImportMessage;
gboolean loft_import_writer_add (LoftImportWriter *self, const char *folder,
                                 const LoftImportMessage *message, gboolean *known, GError **error);

/* Makes durable what was added since. */
gboolean loft_import_writer_flush (LoftImportWriter *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImportWriter, loft_import_writer_free)

G_END_DECLS
