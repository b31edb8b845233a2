/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-card.h"

#include <string.h>

#include "loft-error.h"
#include "loft-vcard-object.h"

/* Apple marks the labels that it translates. */
#define OWN_WORD_BEGIN "_$!<"
#define OWN_WORD_END   ">!$_"

static const char *const own_words[] = {
  "Home",   "Work",    "Other",     "Mobile",  "HomePage", "Anniversary", "School",
  "Father", "Mother",  "Parent",    "Brother", "Sister",   "Child",       "Friend",
  "Spouse", "Partner", "Assistant", "Manager", "Main",
};

static LoftVcardCard *
new_empty (LoftContentComponent *root)
{
  LoftVcardCard *self = g_new0 (LoftVcardCard, 1);

  self->root = root;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_vcard_line_free);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->version = 3;
  return self;
}

static char *
read_label (const LoftVcardLine *line)
{
  g_autofree char *text = loft_vcard_line_dup_text (line);
  gsize length = strlen (text);
  gsize marks = strlen (OWN_WORD_BEGIN);

  if (g_str_has_prefix (text, OWN_WORD_BEGIN) && g_str_has_suffix (text, OWN_WORD_END) &&
      length >= 2 * marks)
    {
      text[length - marks] = '\0';
      return loft_vcard_trim_text (text + marks);
    }
  return loft_vcard_trim_text (text);
}

static void
take_line (LoftVcardCard *self, LoftVcardLine *line)
{
  g_ptr_array_add (self->lines, line);
  if (g_str_equal (line->name, "VERSION"))
    {
      const char *version = loft_content_property_get_value (line->property);

      version += strspn (version, " \t");
      self->version = *version == '4' ? 4 : *version == '2' ? 2 : 3;
    }
  else if (*line->group != '\0' && g_str_equal (line->name, "X-ABLABEL"))
    g_hash_table_replace (self->labels, g_strdup (line->group), read_label (line));
}

LoftVcardCard *
loft_vcard_card_read (GBytes *raw, GError **error)
{
  g_autoptr (LoftVcardCard) self = NULL;
  LoftContentComponent *root = loft_content_component_read (raw, error);
  LoftContentProperty *property;
  guint position = 0;

  if (root == NULL)
    return NULL;
  self = new_empty (root);
  self->component = loft_content_component_get_component (root, "VCARD");
  if (self->component == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "there is no vCard in the text");
      return NULL;
    }
  while ((property = loft_content_component_next_property (self->component, &position, NULL)))
    take_line (self, loft_vcard_line_read (property));
  return g_steal_pointer (&self);
}

LoftVcardCard *
loft_vcard_card_new (guint version)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  LoftVcardCard *self = new_empty (loft_content_component_read (nothing, NULL));

  self->component =
    loft_content_component_add_component (self->root, loft_content_component_new ("VCARD"));
  loft_vcard_card_add (self, loft_content_property_new ("VERSION", version == 4 ? "4.0" : "3.0"));
  return self;
}

void
loft_vcard_card_free (LoftVcardCard *self)
{
  g_clear_pointer (&self->root, loft_content_component_free);
  g_ptr_array_unref (self->lines);
  g_hash_table_unref (self->labels);
  g_free (self);
}

const char *
loft_vcard_card_get_label (LoftVcardCard *self, const LoftVcardLine *line)
{
  const char *label = *line->group != '\0' ? g_hash_table_lookup (self->labels, line->group) : NULL;

  return label != NULL ? label : "";
}

LoftVcardLine *
loft_vcard_card_find (LoftVcardCard *self, const char *name)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->lines, i);

      if (line->property != NULL && g_str_equal (line->name, name))
        return line;
    }
  return NULL;
}

LoftVcardLine *
loft_vcard_card_add (LoftVcardCard *self, LoftContentProperty *property)
{
  LoftVcardLine *line = loft_vcard_line_read (property);

  loft_content_component_add_property (self->component, property);
  take_line (self, line);
  return line;
}

static gboolean
is_group_used (LoftVcardCard *self, const char *group)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const LoftVcardLine *line = g_ptr_array_index (self->lines, i);

      if (line->property != NULL && g_str_equal (line->group, group))
        return TRUE;
    }
  return FALSE;
}

static char *
make_group (LoftVcardCard *self)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *group = g_strdup_printf ("item%u", i);

      if (!is_group_used (self, group))
        return g_steal_pointer (&group);
    }
}

static char *
mark_own_word (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_words); i++)
    if (g_str_equal (label, own_words[i]))
      return g_strconcat (OWN_WORD_BEGIN, label, OWN_WORD_END, NULL);
  return loft_content_text_escape (label);
}

static void
add_label (LoftVcardCard *self, const char *group, const char *label)
{
  g_autofree char *name = g_strconcat (group, ".X-ABLabel", NULL);
  g_autofree char *value = mark_own_word (label);

  loft_vcard_card_add (self, loft_content_property_new (name, value));
}

LoftVcardLine *
loft_vcard_card_add_labelled (LoftVcardCard *self, const char *name, const char *value,
                              const char *label)
{
  g_autofree char *group = make_group (self);
  g_autofree char *grouped = g_strconcat (group, ".", name, NULL);
  LoftVcardLine *line = loft_vcard_card_add (self, loft_content_property_new (grouped, value));

  add_label (self, group, label);
  return line;
}

static void
drop (LoftVcardCard *self, LoftVcardLine *line)
{
  loft_content_component_remove_property (self->component, line->property);
  line->property = NULL;
}

static gboolean
says_of_others (const LoftVcardLine *line)
{
  return g_str_has_prefix (line->name, "X-AB") && !g_str_equal (line->name, "X-ABDATE") &&
         !g_str_equal (line->name, "X-ABRELATEDNAMES");
}

static void
drop_orphans (LoftVcardCard *self, const char *group)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const LoftVcardLine *line = g_ptr_array_index (self->lines, i);

      if (line->property != NULL && g_str_equal (line->group, group) && !says_of_others (line))
        return;
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->lines, i);

      if (line->property != NULL && g_str_equal (line->group, group))
        drop (self, line);
    }
}

void
loft_vcard_card_remove (LoftVcardCard *self, LoftVcardLine *line)
{
  drop (self, line);
  if (*line->group != '\0')
    drop_orphans (self, line->group);
}

void
loft_vcard_card_remove_all (LoftVcardCard *self, const char *name)
{
  LoftVcardLine *line;

  while ((line = loft_vcard_card_find (self, name)) != NULL)
    loft_vcard_card_remove (self, line);
}

static LoftVcardLine *
find_label (LoftVcardCard *self, const char *group)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      LoftVcardLine *line = g_ptr_array_index (self->lines, i);

      if (line->property != NULL && g_str_equal (line->name, "X-ABLABEL") &&
          g_str_equal (line->group, group))
        return line;
    }
  return NULL;
}

void
loft_vcard_card_set_label (LoftVcardCard *self, LoftVcardLine *line, const char *label)
{
  g_autofree char *value = mark_own_word (label);
  LoftVcardLine *present = *line->group != '\0' ? find_label (self, line->group) : NULL;

  if (*line->group == '\0' && *label != '\0')
    {
      char *group = make_group (self);

      g_free (line->group);
      line->group = group;
      loft_content_property_set_group (line->property, line->group);
    }
  if (present != NULL && *label != '\0')
    loft_vcard_line_set_value (present, value);
  else if (present != NULL)
    drop (self, present);
  else if (*label != '\0')
    add_label (self, line->group, label);
}
