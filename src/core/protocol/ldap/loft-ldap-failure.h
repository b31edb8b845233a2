/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <ldap.h>

G_BEGIN_DECLS

/* What results of LDAP (RFC 4511 A) and of its library mean. One thread. */

/* said: (nullable) the server's words. */
void loft_ldap_failure_set (int result, const char *said, GError **error);

/* What a handle met last. FALSE. */
gboolean loft_ldap_failure_of_connection (LDAP *handle, GError **error);

G_END_DECLS
