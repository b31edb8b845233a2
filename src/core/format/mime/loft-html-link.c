/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-link.h"

#include <string.h>

#include "loft-mime-domain.h"

#define TEXT_LIMIT 300
#define WORD_LIMIT 20

/* Behind "http://" and its like, which web engines also read with backslashes; NULL for others. */
static const char *
find_authority (const char *href)
{
  const char *p;

  if (g_ascii_strncasecmp (href, "http:", 5) == 0)
    p = href + 5;
  else if (g_ascii_strncasecmp (href, "https:", 6) == 0)
    p = href + 6;
  else
    return NULL;
  return p + strspn (p, "/\\");
}

/* (transfer full) The host of an authority, as it is looked up. */
static char *
read_host (const char *authority, gboolean *has_user)
{
  gsize length = strcspn (authority, "/\\?#");
  const char *at = memrchr (authority, '@', length);
  const char *start = at != NULL ? at + 1 : authority;
  g_autofree char *written = g_strndup (start, length - (start - authority));
  g_autofree char *host = NULL;
  gsize n;

  if (has_user != NULL)
    *has_user = at != NULL;
  if (written[0] != '[')
    written[strcspn (written, ":")] = '\0';
  host = g_uri_unescape_string (written, NULL);
  if (host == NULL || !g_utf8_validate (host, -1, NULL))
    return loft_mime_domain_to_ascii (written);
  n = strlen (host);
  if (n > 0 && host[n - 1] == '.')
    host[n - 1] = '\0';
  return loft_mime_domain_to_ascii (host);
}

/* "www.example.org" and "example.org/page", but not "report.pdf" or "3.14". */
static gboolean
looks_like_host (const char *word, gsize length)
{
  static const char *const files[] = {
    "pdf", "doc",  "docx", "xls", "xlsx", "ppt",   "pptx", "odt",  "ods", "txt", "csv",
    "jpg", "jpeg", "png",  "gif", "svg",  "html",  "htm",  "php",  "asp", "js",  "css",
    "py",  "c",    "h",    "zip", "gz",   "tar",   "xml",  "json", "mp3", "mp4", "ics",
    "vcf", "exe",  "sh",   "md",  "eml",  "patch", "diff", NULL,
  };
  const char *dot = memrchr (word, '.', length);
  g_autofree char *last = NULL;
  gsize n;

  if (dot == NULL || dot == word || word[0] == '.' || memmem (word, length, "..", 2) != NULL)
    return FALSE;
  n = word + length - dot - 1;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (word[i]) && (guchar) word[i] < 0x80 && strchr (".-_", word[i]) == NULL)
      return FALSE;
  if (n < 2 || g_ascii_isdigit (dot[1]))
    return FALSE;
  last = g_ascii_strdown (dot + 1, n);
  return !g_strv_contains (files, last);
}

/* (transfer full) (nullable) The host that a word of the text names. */
static char *
host_of_word (const char *word, gboolean is_alone)
{
  const char *start = word + strspn (word, "<([{\"'");
  const char *authority = find_authority (start);
  gsize length = strcspn (start, "/\\?#:>)]}\"',;");
  g_autofree char *bare = NULL;

  if (authority != NULL)
    {
      g_autofree char *clean = g_strndup (authority, strcspn (authority, ">)]}\"',;"));
      g_autofree char *host = read_host (clean, NULL);

      return strchr (host, '.') != NULL ? g_steal_pointer (&host) : NULL;
    }
  while (length > 0 && start[length - 1] == '.')
    length--;
  if (memchr (start, '@', length) != NULL || !looks_like_host (start, length) ||
      (!is_alone && g_ascii_strncasecmp (start, "www.", 4) != 0))
    return NULL;
  bare = g_strndup (start, length);
  return read_host (bare, NULL);
}

/* (transfer full) (nullable) */
static char *
find_shown_host (const char *text)
{
  g_autofree char *head = g_utf8_make_valid (text, strnlen (text, TEXT_LIMIT));
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (head), " \t\r\n", WORD_LIMIT);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *host = host_of_word (words[i], words[1] == NULL);

      if (host != NULL)
        return host;
    }
  return NULL;
}

static const char *
without_www (const char *host)
{
  return strncmp (host, "www.", 4) == 0 ? host + 4 : host;
}

/* The last two labels when they are not likely to be a public suffix like "co.uk". */
static const char *
find_owner (const char *host)
{
  const char *last = strrchr (host, '.');
  const char *before = last != NULL ? memrchr (host, '.', last - host) : NULL;

  before = before != NULL ? before + 1 : host;
  return last != NULL && last - before > 3 ? before : NULL;
}

static gboolean
is_same_house (const char *a, const char *b)
{
  const char *first = without_www (a), *second = without_www (b);
  const char *owner;

  if (loft_mime_domain_is_within (first, second) || loft_mime_domain_is_within (second, first))
    return TRUE;
  owner = find_owner (first);
  return owner != NULL && find_owner (second) != NULL && strcmp (owner, find_owner (second)) == 0;
}

LoftOddLink *
loft_html_link_judge (const char *href, const char *text)
{
  const char *authority = find_authority (href);
  g_autoptr (LoftOddLink) self = NULL;
  g_autofree char *host = NULL;
  g_autofree char *shown = NULL;
  LoftDomainLook look;
  gboolean has_user;

  if (authority == NULL)
    return NULL;
  self = g_new0 (LoftOddLink, 1);
  host = read_host (authority, &has_user);
  self->target_host = loft_mime_domain_show (host, &look);
  shown = find_shown_host (text);
  if (has_user)
    self->oddities |= LOFT_LINK_USER_INFORMATION;
  if (look != LOFT_DOMAIN_PLAIN)
    self->oddities |= LOFT_LINK_LOOK_ALIKE;
  if (shown != NULL && !is_same_house (host, shown))
    {
      self->oddities |= LOFT_LINK_OTHER_HOST;
      self->shown_host = loft_mime_domain_show (shown, NULL);
    }
  if (self->oddities == 0)
    return NULL;
  self->target = g_strdup (href);
  if (self->shown_host == NULL)
    self->shown_host = g_strdup ("");
  return g_steal_pointer (&self);
}

/* Without percent signs, dots and default port, and with the host in ASCII. */
char *
loft_html_link_key (const char *uri)
{
  g_autoptr (GUri) base = g_uri_parse ("http://x/", G_URI_FLAGS_NONE, NULL);
  g_autofree char *slashes = g_strdelimit (g_strdup (uri), "\\", '/');
  g_autoptr (GUri) parsed = g_uri_parse_relative (base, slashes,
                                                  G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED |
                                                    G_URI_FLAGS_SCHEME_NORMALIZE,
                                                  NULL);
  const char *authority = find_authority (slashes);
  g_autofree char *host = authority != NULL ? read_host (authority, NULL) : NULL;
  g_autofree char *key = NULL;
  g_autofree char *plain = NULL;

  if (parsed == NULL || host == NULL)
    return g_strdup (uri);
  key = g_strdup_printf ("%s://%s:%d%s?%s#%s", g_uri_get_scheme (parsed), host,
                         g_uri_get_port (parsed), g_uri_get_path (parsed),
                         g_uri_get_query (parsed) != NULL ? g_uri_get_query (parsed) : "",
                         g_uri_get_fragment (parsed) != NULL ? g_uri_get_fragment (parsed) : "");
  plain = g_uri_unescape_string (key, NULL);
  return plain != NULL && g_utf8_validate (plain, -1, NULL) ? g_steal_pointer (&plain)
                                                            : g_steal_pointer (&key);
}
