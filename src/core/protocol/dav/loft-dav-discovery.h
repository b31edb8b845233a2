/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-query.h"

G_BEGIN_DECLS

/* Finds a person's calendars and address books: RFC 6764 (SRV, TXT, well-known), RFC 5397 (principal),
 * RFC 4791 6.2.1 and RFC 6352 7.1.1 (home sets). Credentials follow redirects and home sets to hosts
 * below the same registered domain, and to no others. */

typedef enum {
  LOFT_DAV_CALENDARS = 1 << 0,
  LOFT_DAV_CONTACTS = 1 << 1,
} LoftDavServices;

/* What a server knows a person by. */
typedef struct {
  char *url; /* from which all of this was read: the principal where there is one */
  GPtrArray *calendars; /* of char*: addresses of homes */
  GPtrArray *contacts; /* the same */
  GPtrArray *addresses; /* of char*: mail addresses by which they are invited */
  char *inbox; /* (nullable) of RFC 6638 */
  char *outbox; /* (nullable) */
  char *features; /* header DAV, "" for none */
  char *product; /* header Server, "" for none */
  gboolean single; /* the address is that of one collection: the only home */
} LoftDavPerson;

/* Each step and what came of it, English, in one line; (nullable) nobody listens. */
typedef void (*LoftDavStepFunc) (const char *text, gpointer user_data);

/* (transfer full) Begins at an address that the person gave or that was found before. Its origin must be
 * allowed. services: which must be there, any of them. LOFT_ERROR_GONE when none is. */
LoftDavPerson *loft_dav_discovery_open (LoftHttpClient *client, const char *url,
                                        LoftDavServices services, LoftDavStepFunc func,
                                        gpointer user_data, GCancellable *cancellable,
                                        GError **error);

/* (transfer full) Begins at the domain of a mail address, one service at a time. LOFT_ERROR_GONE when nothing
 * is published, LOFT_ERROR_REFUSED when it is on somebody else's server, which the error names. foreign (out,
 * optional): (transfer full) (nullable) the https address in other hands to which the domain leads, and to
 * which nothing was sent; also with other errors. */
LoftDavPerson *loft_dav_discovery_find (LoftHttpClient *client, const char *domain,
                                        LoftDavServices service, LoftDavStepFunc func,
                                        gpointer user_data, char **foreign,
                                        GCancellable *cancellable, GError **error);

void loft_dav_person_free (LoftDavPerson *self);

/* Whether the server really does the work of RFC 6638: several say so in the header DAV and have neither
 * inbox nor outbox. */
gboolean loft_dav_person_schedules (const LoftDavPerson *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDavPerson, loft_dav_person_free)

G_END_DECLS
