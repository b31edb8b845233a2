/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-private-dovecot.h"

G_BEGIN_DECLS

/* A SOGo of the test's own beside a private Dovecot (private-sogo.sh): ActiveSync, CalDAV and CardDAV
 * with TLS on loopback, by the Dovecot's certificate (loft_private_dovecot_get_ca_file()), for its
 * users with their mail and passwords. What they send to NAME@example.test ends in the Maildirs. It
 * ends with loft_private_sogo_free(), before the Dovecot, and within a second when the test process
 * dies in any other way. Every failure ends the test program with the reason. One thread. */
typedef struct _LoftPrivateSogo LoftPrivateSogo;

/* (transfer full) Started; everybody has a calendar, a list of tasks and an address book. */
LoftPrivateSogo *loft_private_sogo_new (LoftPrivateDovecot *dovecot);
void loft_private_sogo_free (LoftPrivateSogo *self);

/* (transfer none) "https://localhost:PORT/SOGo/Microsoft-Server-ActiveSync"; the same without TLS, at
 * 127.0.0.1. */
const char *loft_private_sogo_get_url (LoftPrivateSogo *self);
const char *loft_private_sogo_get_plain_url (LoftPrivateSogo *self);

/* Where mail is handed to the server that SOGo itself sends by, without TLS and sign-in. */
guint16 loft_private_sogo_get_smtp_port (LoftPrivateSogo *self);

/* (transfer full) Where a user's collections are by DAV: "https://localhost:PORT/SOGo/dav/alice/"; below
 * it are "Calendar/personal/" (events and tasks) and "Contacts/personal/". */
char *loft_private_sogo_dup_dav_url (LoftPrivateSogo *self, const char *user);

/* The other side, by DAV: the user asks for path below her collections, "Calendar/personal/1.ics".
 * headers: (nullable) "Name: value" lines. Gives the status; answer (out, optional): (transfer full). */
guint loft_private_sogo_ask (LoftPrivateSogo *self, const char *user, const char *method,
                             const char *path, const char *headers, const char *body,
                             char **answer);

/* The other side, by ActiveSync: (transfer full) what activesync-witness.py prints for the user; its
 * command and arguments follow, ended by NULL. */
char *loft_private_sogo_witness (LoftPrivateSogo *self, const char *user,
                                 ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPrivateSogo, loft_private_sogo_free)

G_END_DECLS
