/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-text.h"

static void
add (GString *text, const char *name, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  g_autofree char *line = g_strjoinv ("|", lines);

  if (*value != '\0')
    g_string_append_printf (text, "%s %s\n", name, line);
}

/* "EMAIL[home/label!2] value" */
static void
add_value (GString *text, const LoftContactValue *value)
{
  g_autofree char *types = g_strjoinv (",", value->types);
  g_autoptr (GString) head = g_string_new (value->property);

  g_string_append_printf (head, "[%s", types);
  if (*value->label != '\0')
    g_string_append_printf (head, "/%s", value->label);
  if (value->preference != 0)
    g_string_append_printf (head, "!%u", value->preference);
  g_string_append_c (head, ']');
  add (text, head->str, value->value);
}

char *
loft_contact_text (const LoftContact *contact)
{
  GString *text = g_string_new (NULL);
  g_autofree char *name = g_strjoin (";", contact->family, contact->given, contact->additional,
                                     contact->prefix, contact->suffix, NULL);
  g_autofree char *categories = g_strjoinv (",", contact->categories);
  g_autofree char *members = g_strjoinv (",", contact->members);
  g_autofree char *work = g_strjoin (";", contact->organization, contact->department, NULL);

  add (text, "uid", contact->uid);
  if (contact->is_group)
    add (text, "kind", "group");
  add (text, "fn", contact->name);
  add (text, "n", g_str_equal (name, ";;;;") ? "" : name);
  add (text, "nickname", contact->nickname);
  add (text, "org", g_str_equal (work, ";") ? "" : work);
  add (text, "title", contact->title);
  add (text, "role", contact->role);
  for (guint i = 0; i < contact->values->len; i++)
    add_value (text, g_ptr_array_index (contact->values, i));
  add (text, "categories", categories);
  add (text, "members", members);
  if (contact->photo != NULL)
    g_string_append_printf (text, "photo %" G_GSIZE_FORMAT "\n", g_bytes_get_size (contact->photo));
  add (text, "photo-uri", contact->photo_uri);
  if (contact->modified != 0)
    g_string_append_printf (text, "rev %" G_GINT64_FORMAT "\n", contact->modified);
  return g_string_free (text, FALSE);
}
