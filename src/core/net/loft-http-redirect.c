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
is_spoken (GUri *base, GUri *uri, gboolean plain)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (strcmp (scheme, "https") == 0)
    return TRUE;
  return plain && strcmp (scheme, "http") == 0 &&
         (base == NULL || strcmp (g_uri_get_scheme (base), "http") == 0);
}

static gboolean
check (GUri *base, GUri *uri, const char *location, gboolean plain, GError **error)
{
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return refuse (error, "This is no address of a web server", location);
  if (!is_spoken (base, uri, plain))
    return refuse (error, "Only https is spoken", location);
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "The address has user information in it", g_uri_get_host (uri));
  return TRUE;
}

GUri *
loft_http_redirect_resolve (GUri *base, const char *location, gboolean plain, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (location == NULL || strlen (location) > MAX_URL)
    {
      refuse (error, "This is no address of a web server", "nothing, or too much");
      return NULL;
    }
  uri = base != NULL ? g_uri_parse_relative (base, location, SOUP_HTTP_URI_FLAGS, NULL)
                     : g_uri_parse (location, SOUP_HTTP_URI_FLAGS, NULL);
  return check (base, uri, location, plain, error) ? g_steal_pointer (&uri) : NULL;
}

gboolean
loft_http_redirect_is_followed (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

int
loft_http_redirect_port_of (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return strcmp (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443;
}

gboolean
loft_http_redirect_is_same_origin (GUri *a, GUri *b)
{
  return strcmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         loft_http_redirect_port_of (a) == loft_http_redirect_port_of (b) &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0;
}
