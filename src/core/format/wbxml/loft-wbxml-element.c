/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wbxml-element.h"

#include <stdarg.h>
#include <string.h>

LoftWbxmlElement *
loft_wbxml_element_new (guint tag)
{
  LoftWbxmlElement *self = g_new0 (LoftWbxmlElement, 1);

  self->tag = tag;
  return self;
}

void
loft_wbxml_element_free (LoftWbxmlElement *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

LoftWbxmlElement *
loft_wbxml_element_copy (const LoftWbxmlElement *self)
{
  LoftWbxmlElement *copy = loft_wbxml_element_new (self->tag);

  copy->text = g_strdup (self->text);
  copy->bytes = self->bytes != NULL ? g_bytes_ref (self->bytes) : NULL;
  for (guint i = 0; i < loft_wbxml_element_get_n_children (self); i++)
    loft_wbxml_element_take (copy,
                             loft_wbxml_element_copy (loft_wbxml_element_get_child (self, i)));
  return copy;
}

/* ---- building ----------------------------------------------------------------------------- */

LoftWbxmlElement *
loft_wbxml_element_take (LoftWbxmlElement *self, LoftWbxmlElement *child)
{
  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_wbxml_element_free);
  g_ptr_array_add (self->children, child);
  return child;
}

LoftWbxmlElement *
loft_wbxml_element_add (LoftWbxmlElement *self, guint tag)
{
  return loft_wbxml_element_take (self, loft_wbxml_element_new (tag));
}

LoftWbxmlElement *
loft_wbxml_element_add_text (LoftWbxmlElement *self, guint tag, const char *text)
{
  LoftWbxmlElement *child = loft_wbxml_element_add (self, tag);

  child->text = g_strdup (text);
  return child;
}

LoftWbxmlElement *
loft_wbxml_element_add_int (LoftWbxmlElement *self, guint tag, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return loft_wbxml_element_add_text (self, tag, text);
}

LoftWbxmlElement *
loft_wbxml_element_add_bytes (LoftWbxmlElement *self, guint tag, GBytes *bytes)
{
  LoftWbxmlElement *child = loft_wbxml_element_add (self, tag);

  child->bytes = g_bytes_ref (bytes);
  return child;
}

/* ---- finding ------------------------------------------------------------------------------ */

guint
loft_wbxml_element_get_n_children (const LoftWbxmlElement *self)
{
  return self != NULL && self->children != NULL ? self->children->len : 0;
}

LoftWbxmlElement *
loft_wbxml_element_get_child (const LoftWbxmlElement *self, guint i)
{
  return g_ptr_array_index (self->children, i);
}

LoftWbxmlElement *
loft_wbxml_element_find (const LoftWbxmlElement *self, guint tag)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (self); i++)
    if (loft_wbxml_element_get_child (self, i)->tag == tag)
      return loft_wbxml_element_get_child (self, i);
  return NULL;
}

LoftWbxmlElement *
loft_wbxml_element_find_path (const LoftWbxmlElement *self, ...)
{
  const LoftWbxmlElement *found = self;
  va_list tags;
  guint tag;

  va_start (tags, self);
  while ((tag = va_arg (tags, guint)) != 0)
    found = loft_wbxml_element_find (found, tag);
  va_end (tags);
  return (LoftWbxmlElement *) found;
}

const char *
loft_wbxml_element_get_text (const LoftWbxmlElement *self, guint tag)
{
  const LoftWbxmlElement *child = loft_wbxml_element_find (self, tag);

  if (child == NULL)
    return NULL;
  return child->text != NULL ? child->text : "";
}

gint64
loft_wbxml_element_get_int (const LoftWbxmlElement *self, guint tag, gint64 otherwise)
{
  const char *text = loft_wbxml_element_get_text (self, tag);
  gint64 value;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return otherwise;
  return value;
}

GBytes *
loft_wbxml_element_get_bytes (const LoftWbxmlElement *self, guint tag)
{
  const LoftWbxmlElement *child = loft_wbxml_element_find (self, tag);

  if (child == NULL)
    return NULL;
  if (child->bytes != NULL)
    return g_bytes_ref (child->bytes);
  return g_bytes_new (child->text, child->text != NULL ? strlen (child->text) : 0);
}

/* ---- comparing and showing ---------------------------------------------------------------- */

static gboolean
bytes_equal (GBytes *a, GBytes *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_bytes_equal (a, b);
}

gboolean
loft_wbxml_element_equal (const LoftWbxmlElement *a, const LoftWbxmlElement *b)
{
  guint n = loft_wbxml_element_get_n_children (a);

  if (a->tag != b->tag || g_strcmp0 (a->text, b->text) != 0 || !bytes_equal (a->bytes, b->bytes) ||
      n != loft_wbxml_element_get_n_children (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!loft_wbxml_element_equal (loft_wbxml_element_get_child (a, i),
                                   loft_wbxml_element_get_child (b, i)))
      return FALSE;
  return TRUE;
}

static void
append_name (GString *out, guint tag)
{
  const char *page = loft_eas_page_get_name (tag >> 8);
  const char *name = loft_eas_tag_get_name (tag);

  if (name != NULL)
    g_string_append_printf (out, "%s:%s", page, name);
  else
    g_string_append_printf (out, "%u:%02x", tag >> 8, tag & 0xff);
}

static void
append (GString *out, const LoftWbxmlElement *self, guint depth)
{
  g_string_append_printf (out, "%*s<", 2 * (int) depth, "");
  append_name (out, self->tag);
  if (self->bytes != NULL)
    g_string_append_printf (out, "> %" G_GSIZE_FORMAT " bytes\n", g_bytes_get_size (self->bytes));
  else if (self->text != NULL)
    g_string_append_printf (out, "> %s\n", self->text);
  else
    g_string_append (out, ">\n");
  for (guint i = 0; i < loft_wbxml_element_get_n_children (self); i++)
    append (out, loft_wbxml_element_get_child (self, i), depth + 1);
}

char *
loft_wbxml_element_to_string (const LoftWbxmlElement *self)
{
  GString *out = g_string_new (NULL);

  append (out, self, 0);
  return g_string_free (out, FALSE);
}
