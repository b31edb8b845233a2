/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-element.h"

#include <string.h>

LoftDavElement *
loft_dav_element_new (const char *space, const char *name)
{
  LoftDavElement *self = g_new0 (LoftDavElement, 1);

  self->space = g_strdup (space != NULL ? space : "");
  self->name = g_strdup (name);
  self->text = g_string_new (NULL);
  return self;
}

void
loft_dav_element_free (LoftDavElement *self)
{
  if (self == NULL)
    return;
  g_free (self->space);
  g_free (self->name);
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

void
loft_dav_element_take_child (LoftDavElement *self, LoftDavElement *child)
{
  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_dav_element_free);
  g_ptr_array_add (self->children, child);
}

gboolean
loft_dav_element_is (const LoftDavElement *self, const char *space, const char *name)
{
  return strcmp (self->name, name) == 0 && strcmp (self->space, space) == 0;
}

guint
loft_dav_element_get_n_children (const LoftDavElement *self)
{
  return self != NULL && self->children != NULL ? self->children->len : 0;
}

const LoftDavElement *
loft_dav_element_get_child (const LoftDavElement *self, guint i)
{
  return g_ptr_array_index (self->children, i);
}

const LoftDavElement *
loft_dav_element_find (const LoftDavElement *self, const char *space, const char *name)
{
  for (guint i = 0; i < loft_dav_element_get_n_children (self); i++)
    if (loft_dav_element_is (loft_dav_element_get_child (self, i), space, name))
      return loft_dav_element_get_child (self, i);
  return NULL;
}

char *
loft_dav_element_dup_text (const LoftDavElement *self, const char *space, const char *name)
{
  const LoftDavElement *child = loft_dav_element_find (self, space, name);
  g_autofree char *text = child != NULL ? g_strstrip (g_strdup (child->text->str)) : NULL;

  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

const char *
loft_dav_element_get_attribute (const LoftDavElement *self, const char *name)
{
  return self->attributes != NULL ? g_hash_table_lookup (self->attributes, name) : NULL;
}
