/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Prints a message with its header on top, HTML behind the same walls as on screen, text as it is;
 * nothing remote is loaded for it that is not on screen already. The dialog can print to a PDF. */

/* html: FALSE for the plain text. pdf_uri: (nullable) prints there without a dialog. window:
 * (nullable). Main thread only. */
void loft_print_job_run (GtkWindow *window, LoftMessageBody *body, gboolean html,
                         gboolean remote_images, const char *pdf_uri, GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean loft_print_job_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
