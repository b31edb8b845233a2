/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings file of a domain. */
#include "loft-autoconfig-file.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  static LoftMailDomain *domain = NULL;
  g_autoptr (LoftFoundAccount) found = NULL;
  g_autoptr (GError) error = NULL;

  if (domain == NULL)
    domain = loft_mail_domain_new ("anna@example.org", NULL);
  found = loft_autoconfig_file_read ((const char *) bytes, length, domain, "origin", &error);
  g_assert ((found == NULL) == (error != NULL));
  for (guint i = 0; found != NULL && i < found->servers->len; i++)
    {
      const LoftFoundServer *server = g_ptr_array_index (found->servers, i);
      g_autofree char *clean = loft_mail_domain_clean_host (server->host);

      g_assert_cmpstr (clean, ==, server->host);
      g_assert (server->port != 0);
    }
  return 0;
}
