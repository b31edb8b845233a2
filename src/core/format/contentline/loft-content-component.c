/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-component.h"
#include "loft-content-private.h"

#include <string.h>

/* One of both. */
typedef struct {
  LoftContentProperty *property; /* (owned) */
  LoftContentComponent *component; /* (owned) */
} Item;

struct _LoftContentComponent {
  char *name; /* (nullable) */
  LoftContentProperty *begin; /* (owned) (nullable) */
  LoftContentProperty *end; /* (owned) (nullable) */
  GArray *items; /* of Item */
};

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->property, loft_content_property_free);
  g_clear_pointer (&item->component, loft_content_component_free);
}

static LoftContentComponent *
new_empty (char *name, LoftContentProperty *begin, LoftContentProperty *end)
{
  LoftContentComponent *self = g_new0 (LoftContentComponent, 1);

  self->name = name;
  self->begin = begin;
  self->end = end;
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (self->items, clear_item);
  return self;
}

LoftContentComponent *
loft_content_component_new_read (LoftContentProperty *begin)
{
  return new_empty (begin != NULL ? g_strstrip (g_strdup (loft_content_property_get_value (begin)))
                                  : NULL,
                    begin, NULL);
}

void
loft_content_component_close (LoftContentComponent *self, LoftContentProperty *end)
{
  self->end = end;
}

void
loft_content_component_append (LoftContentComponent *self, LoftContentProperty *property)
{
  Item item = { .property = property };

  g_array_append_val (self->items, item);
}

LoftContentComponent *
loft_content_component_new (const char *name)
{
  return new_empty (g_strdup (name), loft_content_property_new ("BEGIN", name),
                    loft_content_property_new ("END", name));
}

/* As deep as the limits let the reader go. */
LoftContentComponent *
loft_content_component_copy (LoftContentComponent *self)
{
  LoftContentComponent *copy =
    new_empty (g_strdup (self->name),
               self->begin != NULL ? loft_content_property_copy (self->begin) : NULL,
               self->end != NULL ? loft_content_property_copy (self->end) : NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      Item copied = { item->property != NULL ? loft_content_property_copy (item->property) : NULL,
                      item->component != NULL ? loft_content_component_copy (item->component)
                                              : NULL };

      g_array_append_val (copy->items, copied);
    }
  return copy;
}

void
loft_content_component_free (LoftContentComponent *self)
{
  g_free (self->name);
  g_clear_pointer (&self->begin, loft_content_property_free);
  g_clear_pointer (&self->end, loft_content_property_free);
  g_array_unref (self->items);
  g_free (self);
}

static void
append_to (LoftContentComponent *self, GString *bytes)
{
  if (self->begin != NULL)
    loft_content_property_append_to (self->begin, bytes);
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (item->property != NULL)
        loft_content_property_append_to (item->property, bytes);
      else
        append_to (item->component, bytes);
    }
  if (self->end != NULL)
    loft_content_property_append_to (self->end, bytes);
}

GBytes *
loft_content_component_write (LoftContentComponent *self)
{
  GString *bytes = g_string_new (NULL);

  append_to (self, bytes);
  return g_string_free_to_bytes (bytes);
}

gboolean
loft_content_component_is (LoftContentComponent *self, const char *name)
{
  return self->name != NULL && g_ascii_strcasecmp (self->name, name) == 0;
}

const char *
loft_content_component_get_name (LoftContentComponent *self)
{
  return self->name;
}

LoftContentProperty *
loft_content_component_next_property (LoftContentComponent *self, guint *position, const char *name)
{
  while (*position < self->items->len)
    {
      LoftContentProperty *property = g_array_index (self->items, Item, *position).property;

      ++*position;
      if (property != NULL && (name == NULL || loft_content_property_is (property, name)))
        return property;
    }
  return NULL;
}

LoftContentComponent *
loft_content_component_next_component (LoftContentComponent *self, guint *position,
                                       const char *name)
{
  while (*position < self->items->len)
    {
      LoftContentComponent *component = g_array_index (self->items, Item, *position).component;

      ++*position;
      if (component != NULL && (name == NULL || loft_content_component_is (component, name)))
        return component;
    }
  return NULL;
}

LoftContentProperty *
loft_content_component_get_property (LoftContentComponent *self, const char *name)
{
  guint position = 0;

  return loft_content_component_next_property (self, &position, name);
}

LoftContentComponent *
loft_content_component_get_component (LoftContentComponent *self, const char *name)
{
  guint position = 0;

  return loft_content_component_next_component (self, &position, name);
}

/* From the end: many of one name come one after the other. */
static guint
find_place (LoftContentComponent *self, LoftContentProperty *property)
{
  g_autofree char *name = loft_content_property_dup_name (property);
  guint behind_any = 0;

  for (guint i = self->items->len; i > 0; i--)
    {
      LoftContentProperty *other = g_array_index (self->items, Item, i - 1).property;

      if (other != NULL && behind_any == 0)
        behind_any = i;
      if (other != NULL && loft_content_property_is (other, name))
        return i;
    }
  return behind_any;
}

LoftContentProperty *
loft_content_component_add_property (LoftContentComponent *self, LoftContentProperty *property)
{
  Item item = { .property = property };

  g_array_insert_val (self->items, find_place (self, property), item);
  return property;
}

LoftContentProperty *
loft_content_component_set_value (LoftContentComponent *self, const char *name, const char *value)
{
  LoftContentProperty *property = loft_content_component_get_property (self, name);

  if (property == NULL)
    return loft_content_component_add_property (self, loft_content_property_new (name, value));
  if (strcmp (loft_content_property_get_value (property), value) != 0)
    loft_content_property_set_value (property, value);
  return property;
}

LoftContentProperty *
loft_content_component_set_text (LoftContentComponent *self, const char *name, const char *text)
{
  LoftContentProperty *property = loft_content_component_get_property (self, name);
  g_autofree char *present = property != NULL ? loft_content_property_dup_text (property) : NULL;
  g_autofree char *value = loft_content_text_escape (text);

  return g_strcmp0 (present, text) == 0 ? property
                                        : loft_content_component_set_value (self, name, value);
}

void
loft_content_component_remove_property (LoftContentComponent *self, LoftContentProperty *property)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_array_index (self->items, Item, i).property == property)
      {
        g_array_remove_index (self->items, i);
        return;
      }
}

void
loft_content_component_remove_properties (LoftContentComponent *self, const char *name)
{
  for (guint i = self->items->len; i > 0; i--)
    {
      LoftContentProperty *property = g_array_index (self->items, Item, i - 1).property;

      if (property != NULL && loft_content_property_is (property, name))
        g_array_remove_index (self->items, i - 1);
    }
}

LoftContentComponent *
loft_content_component_add_component (LoftContentComponent *self, LoftContentComponent *component)
{
  Item item = { .component = component };

  g_array_append_val (self->items, item);
  return component;
}

LoftContentComponent *
loft_content_component_insert_component (LoftContentComponent *self,
                                         LoftContentComponent *component, const char *before)
{
  Item item = { .component = component };
  guint place = 0;

  while (place < self->items->len)
    {
      LoftContentComponent *other = g_array_index (self->items, Item, place).component;

      if (other != NULL && loft_content_component_is (other, before))
        break;
      place++;
    }
  g_array_insert_val (self->items, place, item);
  return component;
}

void
loft_content_component_remove_component (LoftContentComponent *self,
                                         LoftContentComponent *component)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_array_index (self->items, Item, i).component == component)
      {
        g_array_remove_index (self->items, i);
        return;
      }
}
