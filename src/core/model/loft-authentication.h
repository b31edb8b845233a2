/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the receiving server found out about where a message comes from: Authentication-Results
 * (RFC 8601), the topmost one by a server that is trusted. Anybody can write such fields, so
 * without trust the answer is NOT_KNOWN. Immutable. */

typedef enum {
  LOFT_AUTHENTICATION_NOT_SAID, /* the server says nothing of this method */
  LOFT_AUTHENTICATION_NONE,     /* the sender does not use it */
  LOFT_AUTHENTICATION_PASSED,
  LOFT_AUTHENTICATION_FAILED,
  LOFT_AUTHENTICATION_UNSURE,   /* neutral, softfail, policy, temperror, permerror, … */
} LoftAuthenticationResult;

typedef enum {
  LOFT_AUTHENTICATION_NOT_KNOWN,   /* no trusted server says anything */
  LOFT_AUTHENTICATION_CONFIRMED,   /* the domain in From stands behind it */
  LOFT_AUTHENTICATION_UNCONFIRMED, /* nothing ties it to the domain in From */
  LOFT_AUTHENTICATION_REJECTED,    /* the domain in From says that it is not its own */
} LoftAuthenticationVerdict;

typedef struct {
  LoftAuthenticationVerdict verdict;
  LoftAuthenticationResult dkim;
  LoftAuthenticationResult spf;
  LoftAuthenticationResult dmarc;
  char *server;         /* the authserv-id; "" */
  GStrv signed_domains; /* those whose DKIM signature passed; ASCII, lower case; never NULL */
} LoftAuthentication;

/* Whom to believe, and how deep: how many Received fields the receiver's own servers put above. */
typedef struct {
  char *server; /* it and its subdomains; "" for those that leave it out (Exchange Online) */
  guint depth;
} LoftAuthenticationTrust;

void loft_authentication_trust_free (LoftAuthenticationTrust *self);
void loft_authentication_free (LoftAuthentication *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAuthentication, loft_authentication_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAuthenticationTrust, loft_authentication_trust_free)

G_END_DECLS
