/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-failure.h"

#include "loft-error.h"

static int
code_of (guint of, const LoftEasMeaning *meaning)
{
  switch (meaning->recovery)
    {
    case LOFT_EAS_RECOVERY_REKEY:
    case LOFT_EAS_RECOVERY_REKEY_FOLDERS:
      return LOFT_ERROR_CONFLICT;
    case LOFT_EAS_RECOVERY_FOLDERS:
      return of == LOFT_EAS_COMMAND_SYNC ? LOFT_ERROR_GONE : meaning->code;
    case LOFT_EAS_RECOVERY_STOP:
      return meaning->code == LOFT_ERROR_REFUSED ? LOFT_ERROR_NOT_ALLOWED : meaning->code;
    default:
      return meaning->code;
    }
}

gboolean
loft_eas_failure_check (guint of, gint64 status, const char *what, GError **error)
{
  const LoftEasMeaning *meaning = loft_eas_status_find (of, status);

  if (meaning->recovery == LOFT_EAS_RECOVERY_NONE)
    return TRUE;
  g_set_error (error, LOFT_ERROR, code_of (of, meaning), "%s: %s (%d)", what, meaning->sentence,
               (int) status);
  return FALSE;
}

/* 501 of a command that the server has means, of SOGo, that the key makes no sense to it. */
gboolean
loft_eas_failure_set_http (guint command, const LoftHttpReply *answer, GError **error)
{
  const LoftEasMeaning *meaning = loft_eas_status_find_http (command, answer->status);
  int code = answer->status == 501 && command == LOFT_EAS_COMMAND_SYNC ? LOFT_ERROR_CONFLICT
             : answer->retry_after > 0                                 ? LOFT_ERROR_TEMPORARY
                                                                       : code_of (command, meaning);

  if (answer->retry_after > 0)
    g_set_error (error, LOFT_ERROR, code,
                 "ActiveSync: %s (%u); it wants to be left alone for %u seconds", meaning->sentence,
                 answer->status, answer->retry_after);
  else
    g_set_error (error, LOFT_ERROR, code, "ActiveSync: %s (%u)", meaning->sentence, answer->status);
  return FALSE;
}

gboolean
loft_eas_failure_set_no_server (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The answer is no ActiveSync but something else, perhaps the page of a "
                       "network that wants a sign-in first");
  return FALSE;
}

gboolean
loft_eas_failure_set_elsewhere (const char *location, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (location, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH,
               "The server sends to %s, which gets no password unless you give it as the account's "
               "address",
               host != NULL ? host : "an address that makes no sense");
  return FALSE;
}
