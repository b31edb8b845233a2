/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-collection.h"

#include <string.h>

#include "loft-dav-href.h"
#include "loft-text.h"

#define MAX_NAME 200
#define MAX_ETAG 1024

static const LoftDavName names[] = {
  { LOFT_DAV_NS_DAV, "resourcetype" },
  { LOFT_DAV_NS_DAV, "displayname" },
  { LOFT_DAV_NS_DAV, "current-user-privilege-set" },
  { LOFT_DAV_NS_DAV, "supported-report-set" },
  { LOFT_DAV_NS_DAV, "sync-token" },
  { LOFT_DAV_NS_SERVER, "getctag" },
  { LOFT_DAV_NS_APPLE, "calendar-color" },
  { LOFT_DAV_NS_INFIT, "addressbook-color" },
  { LOFT_DAV_NS_CALDAV, "supported-calendar-component-set" },
  { LOFT_DAV_NS_CARDDAV, "supported-address-data" },
  { NULL, NULL },
};

const LoftDavName *
loft_dav_collection_get_names (void)
{
  return names;
}

void
loft_dav_collection_free (LoftDavCollection *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->url);
  g_free (self->name);
  g_free (self->color);
  g_free (self->ctag);
  g_free (self->sync_token);
  g_free (self->vcard_version);
  g_free (self);
}

/* ---- what it is --------------------------------------------------------------------------- */

/* RFC 4791, 5.2.3: without the property any component is taken. */
static LoftFolderKinds
read_components (const LoftDavElement *found)
{
  const LoftDavElement *set =
    loft_dav_element_find (found, LOFT_DAV_NS_CALDAV, "supported-calendar-component-set");
  LoftFolderKinds kinds = 0;

  if (loft_dav_element_get_n_children (set) == 0)
    return LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS;
  for (guint i = 0; i < set->children->len; i++)
    {
      const char *name =
        loft_dav_element_get_attribute (loft_dav_element_get_child (set, i), "name");

      if (name != NULL && g_ascii_strcasecmp (name, "VEVENT") == 0)
        kinds |= LOFT_FOLDER_KIND_EVENTS;
      if (name != NULL && g_ascii_strcasecmp (name, "VTODO") == 0)
        kinds |= LOFT_FOLDER_KIND_TASKS;
    }
  return kinds;
}

/* Inboxes, bins and what is shared by link have types of their own and are no calendars of a person,
 * though some servers give them that type too. An outbox that is a calendar is one: SOGo 5.8 takes
 * everybody's own calendar for both. */
static LoftFolderKinds
read_kinds (const LoftDavElement *found)
{
  static const char *const others[] = { "schedule-inbox", "deleted-calendar", "trash-bin",
                                        "dropbox-home",   "notification",     NULL };
  const LoftDavElement *type = loft_dav_element_find (found, LOFT_DAV_NS_DAV, "resourcetype");

  for (guint i = 0; i < loft_dav_element_get_n_children (type); i++)
    if (g_strv_contains (others, loft_dav_element_get_child (type, i)->name))
      return 0;
  if (loft_dav_element_find (type, LOFT_DAV_NS_CALDAV, "calendar") != NULL)
    return read_components (found);
  if (loft_dav_element_find (type, LOFT_DAV_NS_CARDDAV, "addressbook") != NULL)
    return LOFT_FOLDER_KIND_CONTACTS;
  return 0;
}

/* ---- what may be done --------------------------------------------------------------------- */

static gboolean
has_privilege (const LoftDavElement *set, const char *const *wanted)
{
  for (guint i = 0; i < loft_dav_element_get_n_children (set); i++)
    {
      const LoftDavElement *privilege = loft_dav_element_get_child (set, i);

      for (guint j = 0; j < loft_dav_element_get_n_children (privilege); j++)
        if (g_strv_contains (wanted, loft_dav_element_get_child (privilege, j)->name))
          return TRUE;
    }
  return FALSE;
}

/* RFC 3744, 5.4: who is told nothing tries. Some list "write" alone, some only what is in it. */
static void
read_privileges (LoftDavCollection *self, const LoftDavElement *found)
{
  static const char *const write[] = { "all", "write", "write-content", "bind", NULL };
  static const char *const own[] = { "all", "write", "write-properties", NULL };
  const LoftDavElement *set =
    loft_dav_element_find (found, LOFT_DAV_NS_DAV, "current-user-privilege-set");

  self->writable = loft_dav_element_get_n_children (set) == 0 || has_privilege (set, write);
  self->owned = loft_dav_element_get_n_children (set) == 0 || has_privilege (set, own);
}

/* Servers without the property may have the report all the same; those with a token have it. */
static gboolean
read_syncs (const LoftDavCollection *self, const LoftDavElement *found)
{
  const LoftDavElement *set =
    loft_dav_element_find (found, LOFT_DAV_NS_DAV, "supported-report-set");

  for (guint i = 0; i < loft_dav_element_get_n_children (set); i++)
    {
      const LoftDavElement *report =
        loft_dav_element_find (loft_dav_element_get_child (set, i), LOFT_DAV_NS_DAV, "report");

      if (loft_dav_element_find (report, LOFT_DAV_NS_DAV, "sync-collection") != NULL)
        return TRUE;
    }
  return self->sync_token != NULL;
}

/* ---- how it looks ------------------------------------------------------------------------- */

/* "#RRGGBB", "#RRGGBBAA", in quotes of some. */
static char *
read_color (const LoftDavElement *found)
{
  g_autofree char *text = loft_dav_element_dup_text (found, LOFT_DAV_NS_APPLE, "calendar-color");
  const char *hash;

  if (text == NULL)
    text = loft_dav_element_dup_text (found, LOFT_DAV_NS_INFIT, "addressbook-color");
  hash = text != NULL ? strchr (text, '#') : NULL;
  if (hash == NULL)
    return NULL;
  for (guint i = 1; i <= 6; i++)
    if (!g_ascii_isxdigit (hash[i]))
      return NULL;
  g_autofree char *color = g_strndup (hash, 7);
  return g_ascii_strdown (color, -1);
}

static char *
read_name (const LoftDavElement *found, const char *path)
{
  g_autofree char *told = loft_dav_element_dup_text (found, LOFT_DAV_NS_DAV, "displayname");
  g_autofree char *level = loft_dav_href_dup_name (path);
  char *name = loft_text_one_line (told != NULL ? told : level, MAX_NAME);

  if (name[0] != '\0')
    return name;
  g_free (name);
  return g_strdup ("?");
}

/* 4.0 where it is spoken: it says more than 3.0 does, and comes back as it is. */
static char *
read_version (const LoftDavElement *found)
{
  const LoftDavElement *set =
    loft_dav_element_find (found, LOFT_DAV_NS_CARDDAV, "supported-address-data");

  for (guint i = 0; i < loft_dav_element_get_n_children (set); i++)
    {
      const LoftDavElement *type = loft_dav_element_get_child (set, i);

      if (g_strcmp0 (loft_dav_element_get_attribute (type, "version"), "4.0") == 0 &&
          g_strcmp0 (loft_dav_element_get_attribute (type, "content-type"), "text/vcard") == 0)
        return g_strdup ("4.0");
    }
  return NULL;
}

LoftDavCollection *
loft_dav_collection_read (const char *base, const LoftDavResponse *response)
{
  LoftFolderKinds kinds = read_kinds (response->found);
  LoftDavCollection *self;

  if (kinds == 0 || response->path == NULL)
    return NULL;
  self = g_new0 (LoftDavCollection, 1);
  self->kinds = kinds;
  self->path = g_strdup (response->path);
  self->url = loft_dav_href_to_url (base, response->path);
  self->name = read_name (response->found, response->path);
  self->color = read_color (response->found);
  self->ctag = loft_dav_element_dup_text (response->found, LOFT_DAV_NS_SERVER, "getctag");
  self->sync_token = loft_dav_element_dup_text (response->found, LOFT_DAV_NS_DAV, "sync-token");
  self->syncs = read_syncs (self, response->found);
  self->vcard_version = read_version (response->found);
  read_privileges (self, response->found);
  return self;
}

/* ---- etags -------------------------------------------------------------------------------- */

char *
loft_dav_collection_clean_etag (const char *etag)
{
  g_autofree char *text = g_strstrip (g_strdup (etag != NULL ? etag : ""));
  const char *strong = g_str_has_prefix (text, "W/") ? text + 2 : text;

  if (strong[0] == '\0' || strlen (strong) > MAX_ETAG)
    return g_strdup ("");
  for (const char *p = strong; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return g_strdup ("");
  return strong[0] == '"' ? g_strdup (strong) : g_strdup_printf ("\"%s\"", strong);
}

char *
loft_dav_collection_dup_etag (const LoftDavElement *found)
{
  g_autofree char *text = loft_dav_element_dup_text (found, LOFT_DAV_NS_DAV, "getetag");

  return loft_dav_collection_clean_etag (text);
}
