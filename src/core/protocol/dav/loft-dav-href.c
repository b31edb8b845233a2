/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-href.h"

#include <string.h>

#include "loft-text.h"

#define MAX_HREF 8192
#define FLAGS    (G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE | G_URI_FLAGS_PARSE_RELAXED)

/* RFC 3986, 3.3: what stands in a segment as it is. */
static gboolean
is_plain (guchar c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~!$&'()*+,;=:@", c) != NULL);
}

/* Servers write bytes that they should escape; "%2F" is no "/". */
static char *
normalise_path (const char *path)
{
  GString *result = g_string_sized_new (strlen (path));

  for (const char *p = path; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c == '/')
        {
          g_string_append_c (result, '/');
          continue;
        }
      if (c == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          c = (guchar) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]));
          p += 2;
        }
      if (is_plain (c))
        g_string_append_c (result, (char) c);
      else
        g_string_append_printf (result, "%%%02X", c);
    }
  return g_string_free (result, FALSE);
}

static int
port_of (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return strcmp (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443;
}

static gboolean
is_web (GUri *uri)
{
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  return scheme != NULL && (strcmp (scheme, "https") == 0 || strcmp (scheme, "http") == 0) &&
         g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0';
}

/* (transfer full) (nullable) "//host/" at the beginning of a path is a path here: some servers write
 * it so when their root ends by "/". */
static GUri *
resolve (GUri *base, const char *href)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (href, MAX_HREF + 1));
  g_autofree char *path = NULL;
  const char *p = trimmed;

  if (trimmed[0] == '\0' || strlen (trimmed) > MAX_HREF)
    return NULL;
  if (trimmed[0] != '/')
    return g_uri_parse_relative (base, trimmed, FLAGS, NULL);
  while (p[1] == '/')
    p++;
  path = normalise_path (p);
  return g_uri_parse_relative (base, path, FLAGS, NULL);
}

char *
loft_dav_href_to_path (const char *base, const char *href)
{
  g_autoptr (GUri) from = g_uri_parse (base, FLAGS, NULL);
  g_autoptr (GUri) uri = is_web (from) ? resolve (from, href) : NULL;

  /* Behind a proxy that speaks TLS servers think they are spoken to by http. */
  if (!is_web (uri) || g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (from)) != 0 ||
      (port_of (uri) != port_of (from) &&
       strcmp (g_uri_get_scheme (uri), g_uri_get_scheme (from)) == 0))
    return NULL;
  return normalise_path (g_uri_get_path (uri)[0] != '\0' ? g_uri_get_path (uri) : "/");
}

char *
loft_dav_href_to_url (const char *base, const char *href)
{
  g_autofree char *path = loft_dav_href_to_path (base, href);
  g_autoptr (GUri) from = g_uri_parse (base, FLAGS, NULL);
  g_autoptr (GUri) uri = NULL;

  if (!is_web (from))
    return NULL;
  if (path != NULL)
    uri = g_uri_build (FLAGS, g_uri_get_scheme (from), NULL, g_uri_get_host (from),
                       g_uri_get_port (from), path, NULL, NULL);
  else
    uri = resolve (from, href);
  return is_web (uri) && g_uri_get_userinfo (uri) == NULL
           ? g_uri_to_string_partial (uri, G_URI_HIDE_FRAGMENT)
           : NULL;
}

gboolean
loft_dav_href_is_member (const char *collection, const char *path)
{
  gsize length = strlen (collection);
  const char *rest = path + length;
  const char *slash;

  if (strncmp (path, collection, length) != 0 || length == 0 || rest[0] == '\0')
    return FALSE;
  if (collection[length - 1] != '/')
    {
      if (rest[0] != '/')
        return FALSE;
      rest++;
    }
  slash = strchr (rest, '/');
  return rest[0] != '\0' && (slash == NULL || slash[1] == '\0');
}

char *
loft_dav_href_dup_name (const char *path)
{
  gsize end = strlen (path);
  gsize begin;
  g_autofree char *level = NULL;
  g_autoptr (GBytes) bytes = NULL;

  while (end > 0 && path[end - 1] == '/')
    end--;
  for (begin = end; begin > 0 && path[begin - 1] != '/'; begin--)
    ;
  level = g_strndup (path + begin, end - begin);
  bytes = g_uri_unescape_bytes (level, -1, NULL, NULL);
  return bytes != NULL
           ? loft_text_to_utf8 (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes))
           : loft_text_to_utf8 (level, -1);
}

char *
loft_dav_href_append (const char *collection, const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, "!$&'()*+,;=:@", FALSE);

  return g_strconcat (collection, g_str_has_suffix (collection, "/") ? "" : "/", escaped, NULL);
}
