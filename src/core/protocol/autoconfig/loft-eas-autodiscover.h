/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* Where a mailbox speaks ActiveSync, as its organisation publishes it: Plain Old XML of mobilesync (MS-ASCMD
 * 2.2.1.1), which wants a sign-in, and the newer JSON, which wants none. Pure; any thread. */

/* Larger answers are not fetched. */
#define LOFT_EAS_AUTODISCOVER_LIMIT (64 * 1024)

/* One of the two. Both (owned) (nullable). */
typedef struct {
  char *url; /* https, of the server of ActiveSync */
  char *redirect_address; /* the mailbox by its other name; its domain is no public suffix */
} LoftEasAutodiscover;

void loft_eas_autodiscover_clear (LoftEasAutodiscover *self);

/* (transfer full) Places that are asked, the likeliest first; none below a public suffix, where they belong
 * to strangers. NULL-terminated. port: 443 outside tests. */
GStrv loft_eas_autodiscover_list_json_places (const LoftMailDomain *domain, guint16 port);
/* (transfer full) the same of one host that DNS names for the domain. */
char *loft_eas_autodiscover_dup_json_place (const LoftMailDomain *domain, const char *host,
                                            guint16 port);
GStrv loft_eas_autodiscover_list_xml_places (const LoftMailDomain *domain, guint16 port);

/* (transfer full) what is posted to a place of XML. */
char *loft_eas_autodiscover_ask (const LoftMailDomain *domain);

/* found: (out) empty with an error. FALSE with LOFT_ERROR_LIMIT for what is too large or too deep,
 * LOFT_ERROR_GONE for "nobody by this address" and the like, with the server's own words,
 * LOFT_ERROR_PROTOCOL for what is no such answer or names neither. */
gboolean loft_eas_autodiscover_read (const char *bytes, gsize length, LoftEasAutodiscover *found,
                                     GError **error);
gboolean loft_eas_autodiscover_read_json (const char *bytes, gsize length,
                                          LoftEasAutodiscover *found, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasAutodiscover, loft_eas_autodiscover_clear)

G_END_DECLS
