/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-html.h"

#include <string.h>

/* Where in a clean fragment one is. */
typedef struct {
  guint depth; /* of quotes and divisions */
  guint others; /* the depth at which what others wrote began; 0: not in it */
} Place;

static gboolean
is_element (const char *tag, const char *name)
{
  return g_str_has_prefix (tag, name) && !g_ascii_isalnum (tag[strlen (name)]);
}

static gboolean
has (const char *tag, gsize length, const char *words)
{
  return g_strstr_len (tag, (gssize) length, words) != NULL;
}

static gboolean
begins_others (const char *tag, gsize length)
{
  return is_element (tag, "blockquote") || has (tag, length, "class=\"signature\"") ||
         has (tag, length, "class=\"message-");
}

static void
enter (Place *place, const char *tag, gsize length)
{
  place->depth++;
  if (place->others == 0 && begins_others (tag, length))
    place->others = place->depth;
}

static void
leave (Place *place)
{
  if (place->others == place->depth)
    place->others = 0;
  if (place->depth > 0)
    place->depth--;
}

guint
loft_draft_html_count_own_pictures (const char *html)
{
  Place place = { 0 };
  guint n = 0;

  for (const char *tag = strchr (html, '<'); tag != NULL; tag = strchr (tag, '<'))
    {
      gsize length = strcspn (++tag, ">");
      gboolean closes = *tag == '/';
      const char *name = tag + (closes ? 1 : 0);
      gboolean nests = is_element (name, "div") || is_element (name, "blockquote");

      if (nests && closes)
        leave (&place);
      else if (nests)
        enter (&place, tag, length);
      else if (place.others == 0 && is_element (name, "img") && has (tag, length, "\"cid:"))
        n++;
    }
  return n;
}
