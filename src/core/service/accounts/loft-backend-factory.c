/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-backend-factory.h"

#include <string.h>

#include "loft-dav-backend.h"
#include "loft-eas-backend.h"
#include "loft-eas-submission.h"
#include "loft-error.h"
#include "loft-ics-backend.h"
#include "loft-imap-backend.h"
#include "loft-ldap-backend.h"
#include "loft-local-backend.h"
#include "loft-pop3-backend.h"
#include "loft-smtp-submission.h"

LoftBackend *
loft_backend_factory_new (LoftAccount *account, LoftCredentialsFunc func,
                          const LoftSignInMemory *memory, gpointer user_data, GError **error)
{
  if (strcmp (account->kind, "imap") == 0)
    return loft_imap_backend_new (account, func, memory, user_data);
  if (strcmp (account->kind, "pop3") == 0)
    return loft_pop3_backend_new (account, func, memory, user_data);
  if (strcmp (account->kind, "eas") == 0)
    return loft_eas_backend_new (account, func, memory, user_data);
  if (strcmp (account->kind, "dav") == 0)
    return loft_dav_backend_new (account, func, memory, user_data);
  if (strcmp (account->kind, "ics") == 0)
    return loft_ics_backend_new (account, func, user_data);
  if (strcmp (account->kind, "ldap") == 0 && loft_ldap_backend_is_built ())
    return loft_ldap_backend_new (account, func, user_data);
  if (strcmp (account->kind, "local") == 0)
    return loft_local_backend_new ();
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "This version of Loft knows no accounts of the kind \"%s\"", account->kind);
  return NULL;
}

LoftSubmission *
loft_backend_factory_new_submission (LoftAccount *account, LoftCredentialsFunc func,
                                     const LoftSignInMemory *memory, gpointer user_data)
{
  if (strcmp (account->kind, "eas") == 0)
    return loft_eas_submission_new (account, func, memory, user_data);
  return loft_smtp_submission_new (account, func, memory, user_data);
}
