/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-stream.h"

G_BEGIN_DECLS

/* What a sign-in may be content with, from what is known of the server. */
typedef struct {
  char *leaf;      /* as trusted_leaf of LoftEndpoint */
  char *faults;    /* (nullable) as trusted_faults */
  char *mechanism; /* the strongest used before; "" for none yet */
} LoftSignInTerms;

LoftSignInTerms *loft_sign_in_terms_new  (const char *leaf, const char *faults,
                                          const char *mechanism);
void             loft_sign_in_terms_free (LoftSignInTerms *self);

/* Who remembers servers from one connection to the next; implemented by account/ and by tests.
 * Called in the network worker's thread, before a connection is made and after a sign-in was
 * accepted. */
typedef struct {
  /* (transfer full) */
  LoftSignInTerms *(*recall) (gpointer user_data);
  /* faults: of the certificate, as in loft-trust.h; NULL without TLS. */
  void (*signed_in) (const char *mechanism, const char *faults, gpointer user_data);
  /* For servers that want time between sign-ins (RFC 2449, 6.5); both (nullable). Seconds until this
   * one lets anybody in again; 0: now. */
  guint (*get_wait) (gpointer user_data);
  /* Somebody signed in now, or came too soon; seconds: what the server wants between; 0: nothing. */
  void (*note_delay) (guint seconds, gpointer user_data);
  /* What else a protocol keeps of its server, by name ("device"); both (nullable). (transfer full)
   * (nullable) NULL: nothing was noted. value: (nullable) NULL forgets it. */
  char *(*get_note) (const char *name, gpointer user_data);
  void (*set_note) (const char *name, const char *value, gpointer user_data);
} LoftSignInMemory;

/* What a session of any protocol signs in with, and what came of it: a part of the session, in its
 * thread. */
typedef struct {
  LoftEndpoint *endpoint;  /* (owned) */
  char *wanted_mechanism;  /* (owned) "": any */
  char *least_mechanism;   /* (owned) "": none */
  char *certificate_file;  /* (owned) (nullable) */
  LoftCredentialsFunc credentials_func; /* (nullable) nobody signs in */
  gpointer credentials_data;
  LoftCertificateProblem *problem; /* (owned) (nullable) of the last connection */
  char *used_mechanism;    /* (owned) (nullable) by the last connection */
} LoftSignIn;

/* mechanism: (nullable) the one that the person wants. */
void loft_sign_in_init  (LoftSignIn *self, const LoftEndpoint *endpoint, const char *mechanism,
                         LoftCredentialsFunc func, gpointer user_data);
void loft_sign_in_clear (LoftSignIn *self);

void loft_sign_in_set_terms            (LoftSignIn *self, const LoftSignInTerms *terms);
/* path: (nullable) "" for none, too. */
void loft_sign_in_set_certificate_file (LoftSignIn *self, const char *path);

/* Read anew before each connection: certificates run out, and their files are replaced. TRUE
 * without a file. As loft_client_certificate_load_asking(). */
gboolean loft_sign_in_load_certificate (LoftSignIn *self, GCancellable *cancellable,
                                        GError **error);

/* (transfer full) As loft_stream_connect(); problem and used_mechanism are those of this one. */
LoftStream *loft_sign_in_open_stream (LoftSignIn *self, const char *protocol,
                                      GCancellable *cancellable, GError **error);

/* (transfer full) A certificate needs no secret beside it, so nobody is asked for one where the
 * server offers EXTERNAL. */
LoftCredentials *loft_sign_in_get_credentials (LoftSignIn *self, gboolean offers_external,
                                               GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSignInTerms, loft_sign_in_terms_free)

G_END_DECLS
