/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-public-suffix.h"

#include <libsoup/soup.h>
#include <string.h>

/* The list's last rule: an unknown top-level domain is a public suffix of one label. libsoup leaves
 * it out, but companies have their own (".internal"). */
static const char *
below_unknown_top (const char *host)
{
  const char *dot = strrchr (host, '.');

  if (dot == NULL || dot[1] == '\0' || soup_tld_domain_is_public_suffix (host))
    return NULL;
  while (dot > host && dot[-1] != '.')
    dot--;
  return dot;
}

char *
loft_public_suffix_registrable (const char *host)
{
  const char *registrable = NULL;

  if (host[0] != '\0' && host[0] != '.' && !g_hostname_is_ip_address (host))
    {
      registrable = soup_tld_get_base_domain (host, NULL);
      if (registrable == NULL)
        registrable = below_unknown_top (host);
    }
  return g_strdup (registrable != NULL ? registrable : "");
}
