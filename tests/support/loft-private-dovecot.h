/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A Dovecot of the test's own on loopback (private-dovecot.sh): users alice, bob and carol,
 * password NAME-secret, TLS with a CA of its own. It ends with loft_private_dovecot_free(), and
 * within a second when the test process dies in any other way. Every failure to start or stop it
 * ends the test program with the reason. One thread at a time. */
typedef struct _LoftPrivateDovecot LoftPrivateDovecot;

typedef enum {
  LOFT_PRIVATE_DOVECOT_FULL,      /* all that Dovecot 2.3 offers */
  LOFT_PRIVATE_DOVECOT_CONDSTORE, /* no QRESYNC */
  LOFT_PRIVATE_DOVECOT_PLAIN,     /* bare RFC 3501: no extension at all */
  LOFT_PRIVATE_DOVECOT_EXTENDED,  /* FULL and COMPRESS, ACL, QUOTA, client certificates */
} LoftPrivateDovecotProfile;

/* (transfer full) Started and ready. */
LoftPrivateDovecot *loft_private_dovecot_new (LoftPrivateDovecotProfile profile);

/* Stops it and removes its files. */
void loft_private_dovecot_free (LoftPrivateDovecot *self);

/* The server goes away, connections break, and comes again on the same ports with the same mail. */
void loft_private_dovecot_stop  (LoftPrivateDovecot *self);
void loft_private_dovecot_start (LoftPrivateDovecot *self, LoftPrivateDovecotProfile profile);

guint16 loft_private_dovecot_get_imap_port  (LoftPrivateDovecot *self); /* plain and STARTTLS */
guint16 loft_private_dovecot_get_imaps_port (LoftPrivateDovecot *self);
guint16 loft_private_dovecot_get_pop3_port  (LoftPrivateDovecot *self); /* plain and STLS */
guint16 loft_private_dovecot_get_pop3s_port (LoftPrivateDovecot *self);

/* (transfer none) PEM file of the CA; SHA-256 of the server's certificate in lower-case hex. */
const char *loft_private_dovecot_get_ca_file     (LoftPrivateDovecot *self);
const char *loft_private_dovecot_get_fingerprint (LoftPrivateDovecot *self);

/* (transfer none) Where it keeps all. */
const char *loft_private_dovecot_get_directory (LoftPrivateDovecot *self);

/* (transfer full) The user's Maildir. After writing into it: loft_private_dovecot_adopt(). */
char *loft_private_dovecot_dup_maildir (LoftPrivateDovecot *self, const char *user);
void  loft_private_dovecot_adopt       (LoftPrivateDovecot *self);

/* Writes one message into a folder of the Maildir, as a delivery would. The folder
 * is the name on disk: "" for the inbox, ".Work.Plans" (modified UTF-7) for others, made when
 * missing. flags: Maildir letters, e.g. "FS"; date: seconds, becomes INTERNALDATE. */
void loft_private_dovecot_deliver (LoftPrivateDovecot *self,
                                   const char         *user,
                                   const char         *folder,
                                   const char         *message,
                                   gssize              length,
                                   const char         *flags,
                                   gint64              date);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPrivateDovecot, loft_private_dovecot_free)

G_END_DECLS
