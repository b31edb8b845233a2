/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* The button that saves all attachments of a message into a folder that is asked for; while it does,
 * how far it is and a way to stop it. How it went is said by a toast, what failed by a dialog, also
 * when another message is shown by then. Main thread only. */
#define LOFT_TYPE_SAVE_ALL (loft_save_all_get_type ())
G_DECLARE_FINAL_TYPE (LoftSaveAll, loft_save_all, LOFT, SAVE_ALL, GtkWidget)

/* body: (nullable); attachments: (nullable) of LoftAttachment, those of body that are meant. */
void loft_save_all_set (LoftSaveAll *self, LoftMessageBody *body, GPtrArray *attachments);

/* What follows once a folder was chosen; the tests choose one. */
void loft_save_all_into (LoftSaveAll *self, const char *folder);

G_END_DECLS
