/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-http-redirect-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "loft-error.h"

#define MAX_URL 8192

static gboolean
refuse (GError **error, const char *what, const char *place)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s: %s", what, place);
  return FALSE;
}

static gboolean
check (GUri *uri, const char *location, GError **error)
{
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return refuse (error, "This is no address of a web server", location);
  if (strcmp (g_uri_get_scheme (uri), "https") != 0)
    return refuse (error, "Only https is spoken", location);
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "The address has user information in it", g_uri_get_host (uri));
  return TRUE;
}

GUri *
loft_http_redirect_resolve (GUri *base, const char *location, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (location == NULL || strlen (location) > MAX_URL)
    {
      refuse (error, "This is no address of a web server", "nothing, or too much");
      return NULL;
    }
  uri = base != NULL ? g_uri_parse_relative (base, location, SOUP_HTTP_URI_FLAGS, NULL)
                     : g_uri_parse (location, SOUP_HTTP_URI_FLAGS, NULL);
  return check (uri, location, error) ? g_steal_pointer (&uri) : NULL;
}

gboolean
loft_http_redirect_is_followed (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

int
loft_http_redirect_port_of (GUri *uri)
{
  return g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 443;
}

gboolean
loft_http_redirect_is_same_origin (GUri *a, GUri *b)
{
  return loft_http_redirect_port_of (a) == loft_http_redirect_port_of (b) &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0;
}
