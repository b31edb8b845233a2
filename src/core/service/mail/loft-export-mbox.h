/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-export-file.h"
#include "loft-message.h"

G_BEGIN_DECLS

/* An mbox that is written message by message and then read back: what comes out must be what went in. Any
 * thread. */
typedef struct _LoftExportMbox LoftExportMbox;

LoftExportMbox *loft_export_mbox_new (const char *path, GError **error);
void loft_export_mbox_free (LoftExportMbox *self); /* without commit nothing is left */

gboolean loft_export_mbox_write (LoftExportMbox *self, const LoftMessage *message, GBytes *raw,
                                 GError **error);
/* Read back, then under its name. LOFT_ERROR_STORE */
gboolean loft_export_mbox_commit (LoftExportMbox *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftExportMbox, loft_export_mbox_free)

G_END_DECLS
