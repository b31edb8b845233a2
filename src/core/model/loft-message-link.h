/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An address that leads to a message: "mid:" and its Message-ID (RFC 2392). Events and tasks that were
 * made of a message have it as their URL. Pure; any thread. */

/* (transfer full) message_id: without <>, not "". */
char *loft_message_link_new (const char *message_id);

/* (transfer full) (nullable) The Message-ID; NULL: uri is another kind of address. */
char *loft_message_link_read (const char *uri);

G_END_DECLS
