/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-request.h"

#include <string.h>

#define DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

/* Some servers read their own prefixes only, so the usual ones are used throughout. */
static const struct {
  const char *space;
  const char *prefix;
} prefixes[] = {
  { LOFT_DAV_NS_DAV, "D" },     { LOFT_DAV_NS_CALDAV, "C" }, { LOFT_DAV_NS_CARDDAV, "CR" },
  { LOFT_DAV_NS_SERVER, "CS" }, { LOFT_DAV_NS_APPLE, "A" },  { LOFT_DAV_NS_INFIT, "INF" },
};

static const char *
prefix_of (const char *space)
{
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (strcmp (prefixes[i].space, space) == 0)
      return prefixes[i].prefix;
  g_return_val_if_reached ("D");
}

static GString *
begin (const char *root)
{
  GString *text = g_string_new (DECLARATION "<");

  g_string_append (text, root);
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    g_string_append_printf (text, " xmlns:%s=\"%s\"", prefixes[i].prefix, prefixes[i].space);
  g_string_append (text, ">");
  return text;
}

static GBytes *
finish (GString *text, const char *root)
{
  g_string_append_printf (text, "</%s>\n", root);
  return g_string_free_to_bytes (text);
}

static void
add_text (GString *text, const char *element, const char *value)
{
  g_autofree char *escaped = g_markup_escape_text (value, -1);

  g_string_append_printf (text, "<%s>%s</%s>", element, escaped, element);
}

GBytes *
loft_dav_request_propfind (const LoftDavName *names)
{
  GString *text = begin ("D:propfind");

  g_string_append (text, "<D:prop>");
  for (; names->name != NULL; names++)
    g_string_append_printf (text, "<%s:%s/>", prefix_of (names->space), names->name);
  g_string_append (text, "</D:prop>");
  return finish (text, "D:propfind");
}

GBytes *
loft_dav_request_sync_collection (const char *token)
{
  GString *text = begin ("D:sync-collection");

  add_text (text, "D:sync-token", token);
  g_string_append (text, "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>");
  return finish (text, "D:sync-collection");
}

GBytes *
loft_dav_request_multiget (gboolean contacts, GPtrArray *paths, guint first, guint n,
                           const char *version)
{
  const char *root = contacts ? "CR:addressbook-multiget" : "C:calendar-multiget";
  GString *text = begin (root);

  g_string_append (text, "<D:prop><D:getetag/>");
  if (!contacts)
    g_string_append (text, "<C:calendar-data/>");
  else if (version == NULL)
    g_string_append (text, "<CR:address-data/>");
  else
    g_string_append_printf (text, "<CR:address-data content-type=\"text/vcard\" version=\"%s\"/>",
                            version);
  g_string_append (text, "</D:prop>");
  for (guint i = first; i < first + n && i < paths->len; i++)
    add_text (text, "D:href", g_ptr_array_index (paths, i));
  return finish (text, root);
}

char *
loft_dav_request_dup_color (const char *color)
{
  g_autofree char *upper = g_ascii_strup (color, -1);

  return g_strconcat (upper, "FF", NULL);
}

static void
add_components (GString *text, LoftFolderKinds kinds)
{
  g_string_append (text, "<C:supported-calendar-component-set>");
  if ((kinds & LOFT_FOLDER_KIND_EVENTS) != 0)
    g_string_append (text, "<C:comp name=\"VEVENT\"/>");
  if ((kinds & LOFT_FOLDER_KIND_TASKS) != 0)
    g_string_append (text, "<C:comp name=\"VTODO\"/>");
  g_string_append (text, "</C:supported-calendar-component-set>");
}

GBytes *
loft_dav_request_make_collection (LoftFolderKinds kinds, const char *name, const char *color)
{
  gboolean contacts = (kinds & LOFT_FOLDER_KIND_CONTACTS) != 0;
  const char *root = contacts ? "D:mkcol" : "C:mkcalendar";
  GString *text = begin (root);
  g_autofree char *with_alpha = loft_dav_request_dup_color (color);

  g_string_append (text, "<D:set><D:prop>");
  if (contacts)
    g_string_append (text, "<D:resourcetype><D:collection/><CR:addressbook/></D:resourcetype>");
  else
    add_components (text, kinds);
  add_text (text, "D:displayname", name);
  if (color[0] != '\0')
    add_text (text, contacts ? "INF:addressbook-color" : "A:calendar-color", with_alpha);
  g_string_append (text, "</D:prop></D:set>");
  return finish (text, root);
}

GBytes *
loft_dav_request_set_property (const char *space, const char *name, const char *value)
{
  GString *text = begin ("D:propertyupdate");
  g_autofree char *element = g_strconcat (prefix_of (space), ":", name, NULL);

  g_string_append (text, "<D:set><D:prop>");
  add_text (text, element, value);
  g_string_append (text, "</D:prop></D:set>");
  return finish (text, "D:propertyupdate");
}
