/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact.h"

#include <string.h>

LoftContact *
loft_contact_new (void)
{
  LoftContact *self = g_new0 (LoftContact, 1);
  char **const texts[] = {
    &self->uid,    &self->name,   &self->family,    &self->given,        &self->additional,
    &self->prefix, &self->suffix, &self->nickname,  &self->organization, &self->department,
    &self->title,  &self->role,   &self->photo_uri,
  };

  g_atomic_ref_count_init (&self->ref_count);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup ("");
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_value_free);
  self->categories = g_new0 (char *, 1);
  self->members = g_new0 (char *, 1);
  return self;
}

LoftContact *
loft_contact_copy (const LoftContact *self)
{
  LoftContact *copy = g_memdup2 (self, sizeof *self);
  char **const texts[] = {
    &copy->uid,    &copy->name,   &copy->family,    &copy->given,        &copy->additional,
    &copy->prefix, &copy->suffix, &copy->nickname,  &copy->organization, &copy->department,
    &copy->title,  &copy->role,   &copy->photo_uri,
  };

  g_atomic_ref_count_init (&copy->ref_count);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup (*texts[i]);
  copy->values = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_value_free);
  for (guint i = 0; i < self->values->len; i++)
    g_ptr_array_add (copy->values, loft_contact_value_copy (g_ptr_array_index (self->values, i)));
  copy->categories = g_strdupv (self->categories);
  copy->members = g_strdupv (self->members);
  if (copy->photo != NULL)
    g_bytes_ref (copy->photo);
  return copy;
}

LoftContact *
loft_contact_ref (LoftContact *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_contact_unref (LoftContact *self)
{
  char *const texts[] = {
    self->uid,    self->name,   self->family,    self->given,        self->additional,
    self->prefix, self->suffix, self->nickname,  self->organization, self->department,
    self->title,  self->role,   self->photo_uri,
  };

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_ptr_array_unref (self->values);
  g_strfreev (self->categories);
  g_strfreev (self->members);
  g_clear_pointer (&self->photo, g_bytes_unref);
  g_free (self);
}

LoftContactValue *
loft_contact_value_new (const char *property, const char *value)
{
  LoftContactValue *self = g_new0 (LoftContactValue, 1);

  self->property = g_strdup (property);
  self->value = g_strdup (value);
  self->types = g_new0 (char *, 1);
  self->label = g_strdup ("");
  return self;
}

LoftContactValue *
loft_contact_value_copy (const LoftContactValue *self)
{
  LoftContactValue *copy = g_memdup2 (self, sizeof *self);

  copy->property = g_strdup (self->property);
  copy->value = g_strdup (self->value);
  copy->types = g_strdupv (self->types);
  copy->label = g_strdup (self->label);
  return copy;
}

void
loft_contact_value_free (LoftContactValue *self)
{
  g_free (self->property);
  g_free (self->value);
  g_strfreev (self->types);
  g_free (self->label);
  g_free (self);
}

gboolean
loft_contact_value_equal (const LoftContactValue *a, const LoftContactValue *b)
{
  return g_str_equal (a->property, b->property) && g_str_equal (a->value, b->value) &&
         g_strv_equal ((const char *const *) a->types, (const char *const *) b->types) &&
         g_str_equal (a->label, b->label) && a->preference == b->preference;
}

static int
compare_by_preference (gconstpointer a, gconstpointer b)
{
  const LoftContactValue *first = *(LoftContactValue *const *) a;
  const LoftContactValue *second = *(LoftContactValue *const *) b;
  guint of_first = first->preference == 0 ? G_MAXUINT : first->preference;
  guint of_second = second->preference == 0 ? G_MAXUINT : second->preference;

  return (of_first > of_second) - (of_first < of_second);
}

GPtrArray *
loft_contact_list_values (const LoftContact *self, const char *property)
{
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < self->values->len; i++)
    {
      LoftContactValue *value = g_ptr_array_index (self->values, i);

      if (g_str_equal (value->property, property))
        g_ptr_array_add (values, value);
    }
  g_ptr_array_sort (values, compare_by_preference);
  return values;
}

char *
loft_contact_dup_sort_text (const LoftContact *self, gboolean family_first)
{
  if (family_first && *self->family != '\0')
    return g_strjoin (" ", self->family, self->given, NULL);
  return g_strdup (*self->name != '\0' ? self->name : self->organization);
}
