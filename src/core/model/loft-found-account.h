/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"

G_BEGIN_DECLS

/* What is known of an account's servers from its address alone. Nothing here was tried with a
 * password. */

/* Who said so, the most trusted first. */
typedef enum {
  LOFT_FOUND_IN_TABLE,      /* Loft's own table of providers */
  LOFT_FOUND_BY_AUTOCONFIG, /* the domain's file, by https */
  LOFT_FOUND_BY_SRV,        /* DNS, RFC 6186, 8314, 6764 */
  LOFT_FOUND_BY_MX,         /* DNS says which provider of the table takes the domain's mail */
  LOFT_FOUND_BY_AUTODISCOVER, /* what the domain publishes for Outlook, by https */
  LOFT_FOUND_BY_GUESS,      /* a usual name, where a server with a proper certificate answered */
} LoftFoundBy;

/* Lower-case word for logs and JSON: "table", "autoconfig", "srv", "mx", "autodiscover",
 * "guess". */
const char *loft_found_by_name (LoftFoundBy by);

typedef enum {
  LOFT_SIGN_IN_PASSWORD = 1 << 0,
  LOFT_SIGN_IN_OAUTH    = 1 << 1,
} LoftSignInWays;

/* No server for mail: it tells of one to those who sign in. */
#define LOFT_FOUND_KIND_AUTODISCOVER "autodiscover"

typedef struct {
  char *kind;                 /* "imap", "pop3", "smtp", "caldav", "carddav", "eas",
                               * LOFT_FOUND_KIND_AUTODISCOVER */
  char *host;                 /* ASCII, lower case */
  guint16 port;
  LoftSecurity security;      /* NONE: insecure, to be shown as such and agreed to apart */
  char *user;                 /* "" when nothing was said: the address, then its local part */
  char *path;                 /* of caldav, carddav and eas; "" when nothing was said */
  LoftSignInWays ways;        /* 0 when nothing was said */
  gboolean needs_confirmation; /* no password goes there before the person has seen the host and
                                * said yes: it is neither of the mail's domain nor of the table, or
                                * it was guessed, or somebody else was asked for it */
} LoftFoundServer;

LoftFoundServer *loft_found_server_new  (const char *kind, const char *host, guint16 port,
                                         LoftSecurity security);
LoftFoundServer *loft_found_server_copy (const LoftFoundServer *self);
void             loft_found_server_free (LoftFoundServer *self);

/* What one source says. Immutable once handed out; reference counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  LoftFoundBy by;
  char *origin;           /* where exactly, for people: an entry of the table, a URL, a DNS name */
  char *provider;         /* its name for people; "" unknown */
  char *oauth;            /* who signs people in, as in loft_oauth_provider_new_known(); "" none */
  char *app_password_url; /* where an app password is made, which is needed then; else "" */
  char *help_url;         /* the provider's own page; "" none */
  GPtrArray *servers;     /* of LoftFoundServer, best first; empty for a provider that has none */
} LoftFoundAccount;

LoftFoundAccount *loft_found_account_new   (LoftFoundBy by, const char *origin);
LoftFoundAccount *loft_found_account_ref   (LoftFoundAccount *self);
void              loft_found_account_unref (LoftFoundAccount *self);

/* (transfer none) (nullable) the best server of a kind: the first that encrypts, else the first. */
const LoftFoundServer *loft_found_account_get_server (const LoftFoundAccount *self,
                                                      const char *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFoundServer, loft_found_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFoundAccount, loft_found_account_unref)

G_END_DECLS
