/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

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
} LoftSignInMemory;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSignInTerms, loft_sign_in_terms_free)

G_END_DECLS
