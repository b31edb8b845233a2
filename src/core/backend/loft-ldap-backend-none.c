/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-backend.h"

/* In place of loft-ldap-backend.c in builds without OpenLDAP's library. */

gboolean
loft_ldap_backend_is_built (void)
{
  return FALSE;
}

LoftBackend *
loft_ldap_backend_new (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data)
{
  return NULL;
}
