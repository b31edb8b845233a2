/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-merge.h"

#include <string.h>

#include "loft-content-component.h"

/* Written by whoever writes at all, whatever was changed. */
static const char *const stamps[] = {
  "DTSTAMP", "LAST-MODIFIED", "REV", "PRODID", "CREATED", "X-MOZ-GENERATION", NULL,
};

/* ---- lines -------------------------------------------------------------------------------- */

/* (transfer full) without its folds, to be compared. */
static char *
to_line (LoftContentProperty *property)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  GString *line = g_string_new (NULL);

  loft_content_property_append_to (property, bytes);
  for (gsize i = 0; i < bytes->len; i++)
    {
      const char *at = bytes->str + i;

      if (*at == '\r')
        continue;
      if (*at != '\n')
        g_string_append_c (line, *at);
      else if (at[1] == ' ' || at[1] == '\t')
        i++;
    }
  return g_string_free (line, FALSE);
}

static char *
upper_name (LoftContentProperty *property)
{
  g_autofree char *name = loft_content_property_dup_name (property);

  return g_ascii_strup (name, -1);
}

/* One side's properties of a component. */
typedef struct {
  GHashTable *by_key; /* (owned) char* -> LoftContentProperty (borrowed) */
  GPtrArray *keys; /* of char*, borrowed, in order */
} Side;

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->by_key, g_hash_table_unref);
  g_clear_pointer (&side->keys, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static void
count_names (LoftContentComponent *component, GHashTable *repeated)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LoftContentProperty *property;
  guint position = 0;

  while (component != NULL &&
         (property = loft_content_component_next_property (component, &position, NULL)) != NULL)
    {
      g_autofree char *name = upper_name (property);

      if (g_hash_table_contains (seen, name))
        g_hash_table_add (repeated, g_steal_pointer (&name));
      else
        g_hash_table_add (seen, g_steal_pointer (&name));
    }
}

/* (transfer full) */
static char *
key_of (LoftContentProperty *property, GHashTable *repeated)
{
  char *name = upper_name (property);
  g_autofree char *distinction = NULL;
  char *key;

  if (strcmp (name, "ATTENDEE") == 0)
    distinction = g_ascii_strdown (loft_content_property_get_value (property), -1);
  else if (g_hash_table_contains (repeated, name))
    distinction = to_line (property);
  if (distinction == NULL)
    return name;
  key = g_strconcat (name, "\n", distinction, NULL);
  g_free (name);
  return key;
}

static Side
read_side (LoftContentComponent *component, GHashTable *repeated)
{
  Side side = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), g_ptr_array_new () };
  LoftContentProperty *property;
  guint position = 0;

  while (component != NULL &&
         (property = loft_content_component_next_property (component, &position, NULL)) != NULL)
    {
      char *key = key_of (property, repeated);

      if (g_hash_table_contains (side.by_key, key))
        {
          g_free (key);
          continue;
        }
      g_hash_table_insert (side.by_key, key, property);
      g_ptr_array_add (side.keys, key);
    }
  return side;
}

static gboolean
is_same (LoftContentProperty *a, LoftContentProperty *b)
{
  g_autofree char *line = a != NULL ? to_line (a) : NULL;
  g_autofree char *other = b != NULL ? to_line (b) : NULL;

  return g_strcmp0 (line, other) == 0;
}

/* ---- properties --------------------------------------------------------------------------- */

static void
put (LoftContentComponent *into, LoftContentProperty *theirs, LoftContentProperty *ours)
{
  if (theirs != NULL)
    loft_content_component_remove_property (into, theirs);
  if (ours != NULL)
    loft_content_component_add_property (into, loft_content_property_copy (ours));
}

static gint64
number_of (LoftContentProperty *property)
{
  return property != NULL ? g_ascii_strtoll (loft_content_property_get_value (property), NULL, 10)
                          : 0;
}

static gboolean
merge_property (LoftContentComponent *into, const char *key, LoftContentProperty *base,
                LoftContentProperty *ours, LoftContentProperty *theirs)
{
  if (is_same (ours, base) || is_same (ours, theirs))
    return TRUE;
  if (strcmp (key, "SEQUENCE") == 0)
    {
      if (number_of (ours) > number_of (theirs))
        put (into, theirs, ours);
      return TRUE;
    }
  if (is_same (theirs, base))
    {
      put (into, theirs, ours);
      return TRUE;
    }
  return g_strv_contains (stamps, key);
}

static gboolean
merge_keys (LoftContentComponent *into, const Side *walked, const Side *base, const Side *ours,
            const Side *theirs, gboolean only_unknown)
{
  for (guint i = 0; i < walked->keys->len; i++)
    {
      const char *key = g_ptr_array_index (walked->keys, i);

      if (only_unknown && g_hash_table_contains (ours->by_key, key))
        continue;
      if (!merge_property (into, key, g_hash_table_lookup (base->by_key, key),
                           g_hash_table_lookup (ours->by_key, key),
                           g_hash_table_lookup (theirs->by_key, key)))
        return FALSE;
    }
  return TRUE;
}

/* into: a copy of theirs. What ours has, then what it removed. */
static gboolean
merge_properties (LoftContentComponent *into, LoftContentComponent *base,
                  LoftContentComponent *ours)
{
  g_autoptr (GHashTable) repeated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Side) of_base = { NULL };
  g_auto (Side) of_ours = { NULL };
  g_auto (Side) of_theirs = { NULL };

  count_names (base, repeated);
  count_names (ours, repeated);
  count_names (into, repeated);
  of_base = read_side (base, repeated);
  of_ours = read_side (ours, repeated);
  of_theirs = read_side (into, repeated);
  return merge_keys (into, &of_ours, &of_base, &of_ours, &of_theirs, FALSE) &&
         merge_keys (into, &of_base, &of_base, &of_ours, &of_theirs, TRUE);
}

/* ---- components --------------------------------------------------------------------------- */

static void
append_value (GString *key, LoftContentComponent *component, const char *name)
{
  LoftContentProperty *property = loft_content_component_get_property (component, name);

  g_string_append_printf (key, "\n%s",
                          property != NULL ? loft_content_property_get_value (property) : "");
}

/* (transfer container) key -> component, borrowed; those of the same key are numbered. */
static GHashTable *
list_components (LoftContentComponent *component, GPtrArray *keys)
{
  GHashTable *components = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LoftContentComponent *child;
  guint position = 0;

  while (component != NULL &&
         (child = loft_content_component_next_component (component, &position, NULL)) != NULL)
    {
      GString *key = g_string_new (loft_content_component_get_name (child));
      gsize length;

      g_string_ascii_up (key);
      append_value (key, child, "UID");
      append_value (key, child, "RECURRENCE-ID");
      append_value (key, child, "TZID");
      length = key->len;
      for (guint n = 2; g_hash_table_contains (components, key->str); n++)
        {
          g_string_truncate (key, length);
          g_string_append_printf (key, "\n#%u", n);
        }
      if (keys != NULL)
        g_ptr_array_add (keys, key->str);
      g_hash_table_insert (components, g_string_free (key, FALSE), child);
    }
  return components;
}

static gboolean
is_same_component (LoftContentComponent *a, LoftContentComponent *b)
{
  g_autoptr (GBytes) of_a = loft_content_component_write (a);
  g_autoptr (GBytes) of_b = loft_content_component_write (b);

  return g_bytes_equal (of_a, of_b);
}

static gboolean merge_component (LoftContentComponent *into, LoftContentComponent *base,
                                 LoftContentComponent *ours);

static gboolean
merge_child (LoftContentComponent *into, LoftContentComponent *base, LoftContentComponent *ours,
             LoftContentComponent *theirs)
{
  if (theirs != NULL)
    return merge_component (theirs, base, ours);
  if (base != NULL)
    return is_same_component (base, ours);
  loft_content_component_add_component (into, loft_content_component_copy (ours));
  return TRUE;
}

/* Removed by ours. */
static gboolean
drop_child (LoftContentComponent *into, LoftContentComponent *base, LoftContentComponent *theirs)
{
  if (theirs == NULL)
    return TRUE;
  if (!is_same_component (base, theirs))
    return FALSE;
  loft_content_component_remove_component (into, theirs);
  return TRUE;
}

/* into: a copy of theirs, or a part of one. */
static gboolean
merge_component (LoftContentComponent *into, LoftContentComponent *base, LoftContentComponent *ours)
{
  g_autoptr (GPtrArray) our_keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) base_keys = g_ptr_array_new ();
  g_autoptr (GHashTable) of_ours = list_components (ours, our_keys);
  g_autoptr (GHashTable) of_base = list_components (base, base_keys);
  g_autoptr (GHashTable) of_theirs = list_components (into, NULL);

  if (!merge_properties (into, base, ours))
    return FALSE;
  for (guint i = 0; i < our_keys->len; i++)
    {
      const char *key = g_ptr_array_index (our_keys, i);

      if (!merge_child (into, g_hash_table_lookup (of_base, key),
                        g_hash_table_lookup (of_ours, key), g_hash_table_lookup (of_theirs, key)))
        return FALSE;
    }
  for (guint i = 0; i < base_keys->len; i++)
    {
      const char *key = g_ptr_array_index (base_keys, i);

      if (!g_hash_table_contains (of_ours, key) &&
          !drop_child (into, g_hash_table_lookup (of_base, key),
                       g_hash_table_lookup (of_theirs, key)))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_content_merge (GBytes *base, GBytes *ours, GBytes *theirs, GBytes **merged)
{
  g_autoptr (LoftContentComponent) of_base =
    base != NULL ? loft_content_component_read (base, NULL) : NULL;
  g_autoptr (LoftContentComponent) of_ours = loft_content_component_read (ours, NULL);
  g_autoptr (LoftContentComponent) into = loft_content_component_read (theirs, NULL);

  if ((base != NULL && of_base == NULL) || of_ours == NULL || into == NULL ||
      !merge_component (into, of_base, of_ours))
    return FALSE;
  *merged = loft_content_component_write (into);
  return TRUE;
}
