/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"

G_BEGIN_DECLS

/* A directory and nothing else (kind "ldap"): account's url says where its people are ("ldap://host/base",
 * RFC 4516; without a base the server is asked for it), incoming how it is reached and by which name it is
 * signed in to ("": nobody signs in). It has no folders; people are found by words. */
#define LOFT_TYPE_LDAP_BACKEND (loft_ldap_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftLdapBackend, loft_ldap_backend, LOFT, LDAP_BACKEND, GObject)

/* Whether this build has OpenLDAP's library; without it there is nothing else here. */
gboolean loft_ldap_backend_is_built (void);

/* func: called in the backend's thread. */
LoftBackend *loft_ldap_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                                    gpointer user_data);

/* (transfer full) The base that an address has, decoded; "" for none. Pure. */
char *loft_ldap_backend_dup_base (const char *url);

G_END_DECLS
