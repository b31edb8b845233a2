/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sasl-line.h"

#include <string.h>

#include "loft-error.h"

char *
loft_sasl_line_encode (GBytes *bytes)
{
  gsize length = 0;
  const guchar *data = g_bytes_get_data (bytes, &length);

  return length > 0 ? g_base64_encode (data, length) : g_strdup ("");
}

/* NULL when it is not base64. */
static GBytes *
decode (const char *text)
{
  gsize text_length = strlen (text);
  gsize length = 0;
  guchar *data;

  if (text_length % 4 != 0 ||
      strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") !=
        text_length)
    return NULL;
  data = g_base64_decode (text, &length);
  return g_bytes_new_take (data, length);
}

static GBytes *
next_answer (LoftSasl *sasl, GBytes **initial, const char *challenge, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (*initial != NULL)
    return g_steal_pointer (initial);
  bytes = decode (challenge);
  if (bytes != NULL)
    return loft_sasl_step (sasl, bytes, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server's sign-in challenge is not base64");
  return NULL;
}

char *
loft_sasl_line_answer (LoftSasl *sasl, GBytes **initial, const char *challenge, GError **error)
{
  g_autoptr (GBytes) answer = next_answer (sasl, initial, challenge, error);

  return answer != NULL ? loft_sasl_line_encode (answer) : NULL;
}

gboolean
loft_sasl_line_check_downgrade (const char            *mechanism,
                                const char            *wanted,
                                const char            *least,
                                const LoftCredentials *credentials,
                                GError               **error)
{
  if (wanted[0] != '\0' || credentials->password == NULL ||
      loft_sasl_strength (mechanism) >= loft_sasl_strength (least))
    return TRUE;
  g_set_error (
    error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE,
    "The server does not offer %s any more, by which this account signed in before; no password "
    "was sent. If that is meant to be so, set the account's sign-in method (auth) to %s",
    least, mechanism);
  return FALSE;
}
