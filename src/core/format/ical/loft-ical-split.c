/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-split.h"

#include "loft-content-component.h"
#include "loft-error.h"

#define MAX_OBJECTS 200000

/* Each object has a copy of its zones. */
#define MAX_SIZE ((gsize) 512 * 1024 * 1024)

typedef struct {
  GPtrArray *components; /* of LoftContentComponent, borrowed or owned by made */
  LoftContentComponent *calendar; /* (borrowed) */
  GHashTable *zones; /* (borrowed) of the calendar: TZID → VTIMEZONE */
} Part;

typedef struct {
  GPtrArray *parts; /* of Part */
  GHashTable *by_uid; /* UID → Part, borrowed */
  GPtrArray *made; /* of LoftContentComponent: copies with a UID */
  GPtrArray *zones; /* of GHashTable */
} Splitter;

static void
free_part (gpointer data)
{
  Part *part = data;

  g_ptr_array_unref (part->components);
  g_free (part);
}

static gboolean
is_shown_kind (LoftContentComponent *component)
{
  return loft_content_component_is (component, "VEVENT") ||
         loft_content_component_is (component, "VTODO") ||
         loft_content_component_is (component, "VJOURNAL");
}

static char *
make_uid (LoftContentComponent *component)
{
  g_autoptr (GBytes) bytes = loft_content_component_write (component);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("loft-%.32s", hash);
}

/* (transfer full) component is one with a UID. */
static char *
get_uid (Splitter *self, LoftContentComponent **component)
{
  LoftContentProperty *property = loft_content_component_get_property (*component, "UID");
  char *uid = property != NULL ? loft_content_property_dup_text (property) : g_strdup ("");

  if (*uid != '\0')
    return uid;
  g_free (uid);
  uid = make_uid (*component);
  *component = loft_content_component_copy (*component);
  loft_content_component_set_value (*component, "UID", uid);
  g_ptr_array_add (self->made, *component);
  return uid;
}

static gboolean
add_component (Splitter *self, LoftContentComponent *calendar, GHashTable *zones,
               LoftContentComponent *component, GError **error)
{
  g_autofree char *uid = get_uid (self, &component);
  Part *part = g_hash_table_lookup (self->by_uid, uid);

  if (part == NULL)
    {
      part = g_new0 (Part, 1);
      part->components = g_ptr_array_new ();
      part->calendar = calendar;
      part->zones = zones;
      g_ptr_array_add (self->parts, part);
      g_hash_table_insert (self->by_uid, g_steal_pointer (&uid), part);
    }
  g_ptr_array_add (part->components, component);
  if (self->parts->len <= MAX_OBJECTS)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "there are too many events");
  return FALSE;
}

static GHashTable *
find_zones (LoftContentComponent *calendar)
{
  GHashTable *zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LoftContentComponent *zone;
  guint position = 0;

  while ((zone = loft_content_component_next_component (calendar, &position, "VTIMEZONE")) != NULL)
    {
      LoftContentProperty *tzid = loft_content_component_get_property (zone, "TZID");

      if (tzid != NULL)
        g_hash_table_insert (zones, loft_content_property_dup_text (tzid), zone);
    }
  return zones;
}

static gboolean
add_calendar (Splitter *self, LoftContentComponent *calendar, GError **error)
{
  GHashTable *zones = find_zones (calendar);
  LoftContentComponent *component;
  guint position = 0;

  g_ptr_array_add (self->zones, zones);
  while ((component = loft_content_component_next_component (calendar, &position, NULL)) != NULL)
    if (is_shown_kind (component) && !add_component (self, calendar, zones, component, error))
      return FALSE;
  return TRUE;
}

/* As deep as the reader lets components be. */
static void
find_named_zones (LoftContentComponent *component, GHashTable *zones, GHashTable *named)
{
  LoftContentProperty *property;
  LoftContentComponent *inner;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, NULL)) != NULL)
    {
      g_autofree char *tzid = loft_content_property_dup_parameter (property, "TZID");
      gpointer zone = tzid != NULL ? g_hash_table_lookup (zones, tzid) : NULL;

      if (zone != NULL)
        g_hash_table_add (named, zone);
    }
  position = 0;
  while ((inner = loft_content_component_next_component (component, &position, NULL)) != NULL)
    find_named_zones (inner, zones, named);
}

/* What is said of the whole calendar, and how it came, is not of the object. */
static gboolean
is_of_object (LoftContentProperty *property)
{
  static const char *const names[] = { "VERSION", "PRODID", "CALSCALE" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (loft_content_property_is (property, names[i]))
      return TRUE;
  return FALSE;
}

static void
add_head (LoftContentComponent *target, LoftContentComponent *calendar)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (calendar, &position, NULL)) != NULL)
    if (is_of_object (property))
      loft_content_component_add_property (target, loft_content_property_copy (property));
  if (loft_content_component_get_property (target, "VERSION") == NULL)
    loft_content_component_set_value (target, "VERSION", "2.0");
}

static void
add_zones (LoftContentComponent *target, const Part *part)
{
  g_autoptr (GHashTable) named = g_hash_table_new (NULL, NULL);
  LoftContentComponent *zone;
  guint position = 0;

  for (guint i = 0; i < part->components->len; i++)
    find_named_zones (g_ptr_array_index (part->components, i), part->zones, named);
  if (g_hash_table_size (named) == 0)
    return;
  while ((zone = loft_content_component_next_component (part->calendar, &position, "VTIMEZONE")) !=
         NULL)
    if (g_hash_table_contains (named, zone))
      loft_content_component_add_component (target, loft_content_component_copy (zone));
}

static GBytes *
write_part (const Part *part)
{
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");

  add_head (calendar, part->calendar);
  add_zones (calendar, part);
  for (guint i = 0; i < part->components->len; i++)
    loft_content_component_add_component (calendar, loft_content_component_copy (
                                                      g_ptr_array_index (part->components, i)));
  return loft_content_component_write (calendar);
}

static GPtrArray *
write_parts (GPtrArray *parts, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize size = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      GBytes *object = write_part (g_ptr_array_index (parts, i));

      g_ptr_array_add (objects, object);
      size += g_bytes_get_size (object);
      if (size <= MAX_SIZE)
        continue;
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the calendar is too large");
      return NULL;
    }
  return g_steal_pointer (&objects);
}

static gboolean
add_calendars (Splitter *self, LoftContentComponent *root, GError **error)
{
  LoftContentComponent *calendar;
  guint position = 0;

  while ((calendar = loft_content_component_next_component (root, &position, "VCALENDAR")) != NULL)
    if (!add_calendar (self, calendar, error))
      return FALSE;
  if (self->zones->len > 0)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "this is no calendar");
  return FALSE;
}

static GPtrArray *
split_tree (LoftContentComponent *root, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  g_autoptr (GPtrArray) made =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_content_component_free);
  g_autoptr (GPtrArray) zones =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  g_autoptr (GHashTable) by_uid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Splitter splitter = { parts, by_uid, made, zones };

  return add_calendars (&splitter, root, error) ? write_parts (parts, error) : NULL;
}

GPtrArray *
loft_ical_split (GBytes *raw, GError **error)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (raw, error);

  return root != NULL ? split_tree (root, error) : NULL;
}

GPtrArray *
loft_ical_split_file (GBytes *file, GPtrArray *damages, gboolean *is_cut, GError **error)
{
  g_autoptr (GBytes) text = loft_content_to_utf8 (file);
  g_autoptr (LoftContentComponent) root = loft_content_component_read (text, NULL);
  g_autoptr (GBytes) whole = NULL;

  if (is_cut != NULL)
    *is_cut = FALSE;
  if (root == NULL && g_bytes_get_size (text) <= loft_content_limits.size)
    {
      whole = loft_content_salvage (text, damages, is_cut);
      root = loft_content_component_read (whole, error);
    }
  else if (root == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the calendar is too large");
  return root != NULL ? split_tree (root, error) : NULL;
}
