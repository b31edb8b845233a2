/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a web server asks a sign-in for: WWW-Authenticate (RFC 7235, 4.1). Pure; any thread. */
typedef struct {
  char *scheme;           /* lower case: "basic", "digest", "bearer", … */
  GHashTable *parameters; /* name in lower case -> value, the first of each */
} LoftHttpChallenge;

/* (transfer full) of LoftHttpChallenge, in the server's order; several headers joined by ", ". What
 * makes no sense is left out. */
GPtrArray *loft_http_challenge_read_all (const char *text);

void loft_http_challenge_free (LoftHttpChallenge *self);

/* (transfer none) (nullable) */
const char *loft_http_challenge_get (const LoftHttpChallenge *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftHttpChallenge, loft_http_challenge_free)

G_END_DECLS
