/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-failure.h"

#include "loft-error.h"

static const struct {
  int result;
  LoftError code;
  const char *sentence;
} table[] = {
  { LDAP_SERVER_DOWN, LOFT_ERROR_OFFLINE, "The directory cannot be reached" },
  { LDAP_CONNECT_ERROR, LOFT_ERROR_OFFLINE, "The directory cannot be reached" },
  { LDAP_TIMEOUT, LOFT_ERROR_TEMPORARY, "The directory did not answer in time" },
  { LDAP_PARAM_ERROR, LOFT_ERROR_REFUSED, "The directory's address cannot be used" },
  { LDAP_BUSY, LOFT_ERROR_TEMPORARY, "The directory is busy" },
  { LDAP_UNAVAILABLE, LOFT_ERROR_TEMPORARY, "The directory is not available now" },
  { LDAP_TIMELIMIT_EXCEEDED, LOFT_ERROR_TEMPORARY, "The search took the directory too long" },
  { LDAP_OPERATIONS_ERROR, LOFT_ERROR_AUTH, "The directory wants a sign-in first" },
  { LDAP_INVALID_CREDENTIALS, LOFT_ERROR_AUTH, "The directory does not take name and password" },
  { LDAP_INAPPROPRIATE_AUTH, LOFT_ERROR_AUTH, "The directory does not let this name sign in" },
  { LDAP_INVALID_DN_SYNTAX, LOFT_ERROR_AUTH,
    "The directory does not understand the name to sign in with, or where to search" },
  { LDAP_INSUFFICIENT_ACCESS, LOFT_ERROR_REFUSED,
    "The directory may not be searched by this name" },
  { LDAP_STRONG_AUTH_REQUIRED, LOFT_ERROR_REFUSED,
    "The directory wants TLS; choose it in the account's settings" },
  { LDAP_CONFIDENTIALITY_REQUIRED, LOFT_ERROR_REFUSED,
    "The directory wants TLS; choose it in the account's settings" },
  { LDAP_AUTH_METHOD_NOT_SUPPORTED, LOFT_ERROR_REFUSED,
    "The directory has no sign-in by name and password" },
  { LDAP_UNWILLING_TO_PERFORM, LOFT_ERROR_REFUSED, "The directory does not do this" },
  { LDAP_NO_SUCH_OBJECT, LOFT_ERROR_REFUSED,
    "There is nothing in the directory where it is searched; look at the base in the account's "
    "settings" },
  { LDAP_ADMINLIMIT_EXCEEDED, LOFT_ERROR_LIMIT, "The search is too large for the directory" },
  { LDAP_DECODING_ERROR, LOFT_ERROR_PROTOCOL, "The directory's answer cannot be read" },
};

void
loft_ldap_failure_set (int result, const char *said, GError **error)
{
  LoftError code = LOFT_ERROR_PROTOCOL;
  const char *sentence = ldap_err2string (result);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].result == result)
      {
        code = table[i].code;
        sentence = table[i].sentence;
      }
  g_set_error (error, LOFT_ERROR, code, "%s%s%s%s (%d)", sentence,
               said != NULL && said[0] != '\0' ? ": “" : "",
               said != NULL && said[0] != '\0' ? said : "",
               said != NULL && said[0] != '\0' ? "”" : "", result);
}

gboolean
loft_ldap_failure_of_connection (LDAP *handle, GError **error)
{
  int result = LDAP_OTHER;

  ldap_get_option (handle, LDAP_OPT_RESULT_CODE, &result);
  loft_ldap_failure_set (result, NULL, error);
  return FALSE;
}
