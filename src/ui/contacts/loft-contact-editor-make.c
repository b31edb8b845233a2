/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-editor-private.h"

#include <string.h>

#include "loft-calendar-chooser.h"

/* What comes out of an editor. */

LoftContact *
loft_contact_editor_get_before (LoftContactEditor *self)
{
  return self->before;
}

LoftCalendarItem *
loft_contact_editor_get_book (LoftContactEditor *self)
{
  return loft_calendar_chooser_get (LOFT_CALENDAR_CHOOSER (self->book));
}

gboolean
loft_contact_editor_is_changed (LoftContactEditor *self)
{
  return self->is_changed;
}

/* Where it was stays the place of a value; what was removed is no input any more. */
static LoftContactValue *
remake (LoftContactEditor *self, const LoftContactValue *value)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      LoftContactInput *input = g_ptr_array_index (self->inputs, i);
      const LoftContactValue *before = loft_contact_input_get_before (input);

      if (before != NULL && loft_contact_value_equal (before, value))
        return loft_contact_input_make (input);
    }
  return NULL;
}

static void
take_values (LoftContactEditor *self, LoftContact *contact)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_value_free);

  for (guint i = 0; i < self->before->values->len; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (self->before->values, i);
      LoftContactValue *kept =
        loft_contact_editor_is_shown (value->property) && i < LOFT_CONTACT_EDITOR_MAX_INPUTS
          ? remake (self, value)
          : loft_contact_value_copy (value);

      if (kept != NULL)
        g_ptr_array_add (values, kept);
    }
  for (guint i = 0; i < self->inputs->len; i++)
    {
      LoftContactInput *input = g_ptr_array_index (self->inputs, i);
      LoftContactValue *added =
        loft_contact_input_get_before (input) == NULL ? loft_contact_input_make (input) : NULL;

      if (added != NULL)
        g_ptr_array_add (values, added);
    }
  g_ptr_array_unref (contact->values);
  contact->values = values;
}

static void
take_categories (LoftContactEditor *self, LoftContact *contact)
{
  g_auto (GStrv) words =
    g_strsplit (gtk_editable_get_text (GTK_EDITABLE (self->categories)), ",", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      g_strv_builder_add (kept, words[i]);
  g_strfreev (contact->categories);
  contact->categories = g_strv_builder_end (kept);
}

/* One that is elsewhere goes with the one that is here. */
static void
take_photo (LoftContactEditor *self, LoftContact *contact)
{
  if (!self->is_photo_changed)
    return;
  g_clear_pointer (&contact->photo, g_bytes_unref);
  contact->photo = self->photo != NULL ? g_bytes_ref (self->photo) : NULL;
  g_free (contact->photo_uri);
  contact->photo_uri = g_strdup ("");
}

/* What a list shows of somebody without a name. */
static void
name_new (LoftContact *contact)
{
  static const char *const shown[] = { "EMAIL", "TEL" };
  const char *name = *contact->organization != '\0' ? contact->organization : contact->nickname;

  for (guint i = 0; *name == '\0' && i < G_N_ELEMENTS (shown); i++)
    {
      g_autoptr (GPtrArray) values = loft_contact_list_values (contact, shown[i]);

      if (values->len > 0)
        name = ((LoftContactValue *) g_ptr_array_index (values, 0))->value;
    }
  if (*contact->name != '\0')
    return;
  g_free (contact->name);
  contact->name = g_strdup (name);
}

LoftContact *
loft_contact_editor_make (LoftContactEditor *self)
{
  LoftContact *contact = loft_contact_copy (self->before);

  loft_contact_fields_take (self->fields, contact);
  take_values (self, contact);
  take_categories (self, contact);
  take_photo (self, contact);
  if (*self->before->uid == '\0')
    {
      g_free (contact->uid);
      contact->uid = g_uuid_string_random ();
    }
  name_new (contact);
  return contact;
}

gboolean
loft_contact_editor_can_save (LoftContactEditor *self)
{
  g_autoptr (LoftContact) made = loft_contact_editor_make (self);

  for (guint i = 0; i < self->inputs->len; i++)
    if (!loft_contact_input_is_valid (g_ptr_array_index (self->inputs, i)))
      return FALSE;
  return *made->name != '\0' && loft_contact_editor_get_book (self) != NULL;
}
