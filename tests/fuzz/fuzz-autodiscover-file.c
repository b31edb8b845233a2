/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a domain publishes for Outlook. */
#include "loft-autodiscover-file.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (LoftFoundAccount) found = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (LoftAutodiscoverRedirect) redirect = { 0 };
  gboolean led;

  found = loft_autodiscover_file_read ((const char *) bytes, length, "origin", &redirect, &error);
  led = redirect.url != NULL || redirect.address != NULL;
  g_assert ((found == NULL && !led) == (error != NULL));
  g_assert (found == NULL || !led);
  g_assert (redirect.url == NULL || g_str_has_prefix (redirect.url, "https://"));
  g_assert (redirect.url == NULL || redirect.address == NULL);
  for (guint i = 0; found != NULL && i < found->servers->len; i++)
    {
      const LoftFoundServer *server = g_ptr_array_index (found->servers, i);
      g_autofree char *clean = loft_mail_domain_clean_host (server->host);

      g_assert_cmpstr (clean, ==, server->host);
      g_assert (server->port != 0);
    }
  return 0;
}
