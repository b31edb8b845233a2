/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says during a sign-in. The first byte chooses the mechanism, each line after it
 * is a challenge. */
#include <string.h>

#include "loft-sasl-private.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* More than four digits of iterations are slow, and that is all that is to be found there. */
static gboolean
is_slow (const char *bytes, gsize length)
{
  for (gsize i = 0; i + 6 < length; i++)
    if (bytes[i] == 'i' && bytes[i + 1] == '=' && g_ascii_isdigit (bytes[i + 2]) &&
        g_ascii_isdigit (bytes[i + 3]) && g_ascii_isdigit (bytes[i + 4]) &&
        g_ascii_isdigit (bytes[i + 5]) && g_ascii_isdigit (bytes[i + 6]))
      return TRUE;
  return FALSE;
}

static LoftSasl *
choose (guint8 byte)
{
  static const char *const mechanisms[] = {
    "SCRAM-SHA-1", "SCRAM-SHA-256", "LOGIN", "PLAIN", "XOAUTH2", "OAUTHBEARER", "CRAM-MD5",
    "EXTERNAL",
  };
  static const LoftSaslConnection connection = { TRUE, FALSE, TRUE };
  guint i = byte % G_N_ELEMENTS (mechanisms);
  const char *offered[] = { mechanisms[i], NULL };
  gboolean by_token = i == 4 || i == 5;
  g_autoptr (LoftCredentials) credentials =
    loft_credentials_new ("user", by_token ? NULL : "pencil", by_token ? "token" : NULL);

  return loft_sasl_choose (offered, NULL, credentials, &connection, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (LoftSasl) sasl = NULL;
  g_autoptr (GBytes) initial = NULL;
  const guint8 *p = bytes + 1;
  const guint8 *end = bytes + length;

  if (length == 0 || is_slow ((const char *) bytes, length))
    return 0;
  sasl = choose (bytes[0]);
  loft_sasl_set_nonce_for_test (sasl, "n");
  if ((bytes[0] & 0x80) == 0)
    initial = loft_sasl_initial (sasl);
  while (p < end)
    {
      const guint8 *line_end = memchr (p, '\n', end - p);
      gsize n = (line_end != NULL ? line_end : end) - p;
      g_autoptr (GBytes) challenge = g_bytes_new (p, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) answer = loft_sasl_step (sasl, challenge, &error);

      g_assert ((answer == NULL) == (error != NULL));
      g_assert (answer != NULL || !loft_sasl_is_done (sasl));
      p += n + 1;
    }
  return 0;
}
