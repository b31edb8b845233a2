/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-mailing-list.h"

G_BEGIN_DECLS

/* Asks the server of a list or newsletter to take the person off it (RFC 8058): one POST by https,
 * without cookies, to no other place than the message names. Only after the person asked for it:
 * whoever sent the message learns that its address is read.
 *
 * Errors: LOFT_ERROR_REFUSED (the list offers no such thing, the server says no or sends elsewhere:
 * its page in the browser may help), and those of loft-http.h. Main thread only. */
void     loft_unsubscribe_async  (const LoftMailingList *list,
                                  GCancellable          *cancellable,
                                  GAsyncReadyCallback    callback,
                                  gpointer               user_data);
gboolean loft_unsubscribe_finish (GAsyncResult *result, GError **error);

/* The request alone, wherever it goes. Blocks. */
gboolean loft_unsubscribe_send (const char *url, GCancellable *cancellable, GError **error);

/* Whether an address is of the public net by its name: no numbers, no "localhost", no names of one
 * label, none of the kinds that only a house knows. */
gboolean loft_unsubscribe_is_public (const char *url);

G_END_DECLS
