/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-item.h"

#include <string.h>

#include "loft-text.h"

#define MAX_WORDS     10 /* of what somebody types */
#define MAX_SORT_TEXT 200 /* bytes: what follows orders nobody */

struct _LoftContactItem {
  GObject parent_instance;

  LoftContact *contact; /* (owned) */
  char *sort_text; /* folded */
  char *letter;
  char *found; /* folded: all that is searched, each word behind a blank */
};

G_DEFINE_FINAL_TYPE (LoftContactItem, loft_contact_item, G_TYPE_OBJECT)

static void
loft_contact_item_finalize (GObject *object)
{
  LoftContactItem *self = LOFT_CONTACT_ITEM (object);

  g_clear_pointer (&self->contact, loft_contact_unref);
  g_free (self->sort_text);
  g_free (self->letter);
  g_free (self->found);
  G_OBJECT_CLASS (loft_contact_item_parent_class)->finalize (object);
}

static void
loft_contact_item_class_init (LoftContactItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = loft_contact_item_finalize;
}

static void
loft_contact_item_init (LoftContactItem *self)
{
}

static char *
make_letter (const char *folded)
{
  gunichar first = g_utf8_get_char (folded);
  char letter[7] = "";

  if (!g_unichar_isalpha (first))
    return g_strdup ("#");
  g_unichar_to_utf8 (g_unichar_toupper (first), letter);
  return g_strdup (letter);
}

static gboolean
is_found (const LoftContactValue *value)
{
  static const char *const properties[] = { "EMAIL", "TEL", "ADR", "NOTE", "IMPP", NULL };

  return g_strv_contains (properties, value->property);
}

/* Punctuation parts words: "eva@example.org" is found by "example". */
static char *
part_words (const char *folded)
{
  GString *words = g_string_new (" ");

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      g_string_append_len (words, c, g_utf8_next_char (c) - c);
    else if (words->str[words->len - 1] != ' ')
      g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

/* "+43 660 12" is found by 4366012 and by 12. */
static void
append_digits (GString *text, const char *number)
{
  g_string_append_c (text, ' ');
  for (; *number != '\0'; number++)
    if (g_ascii_isdigit (*number))
      g_string_append_c (text, *number);
}

static char *
make_found (const LoftContact *contact)
{
  g_autoptr (GString) text = g_string_new (contact->name);
  g_autofree char *folded = NULL;
  const char *const fields[] = { contact->family,       contact->given,      contact->nickname,
                                 contact->organization, contact->department, contact->title };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (text, " %s", fields[i]);
  for (guint i = 0; i < contact->values->len; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (contact->values, i);

      if (is_found (value))
        g_string_append_printf (text, " %.1000s", value->value);
      if (g_str_equal (value->property, "TEL"))
        append_digits (text, value->value);
    }
  for (guint i = 0; contact->categories[i] != NULL; i++)
    g_string_append_printf (text, " %s", contact->categories[i]);
  {
    g_autofree char *valid = loft_text_to_utf8 (text->str, text->len);

    folded = loft_text_fold (valid, -1);
  }
  return part_words (folded);
}

LoftContactItem *
loft_contact_item_new (LoftContact *contact, gboolean family_first)
{
  LoftContactItem *self = g_object_new (LOFT_TYPE_CONTACT_ITEM, NULL);
  g_autofree char *text = loft_contact_dup_sort_text (contact, family_first);

  self->contact = loft_contact_ref (contact);
  self->sort_text = loft_text_fold (text, strnlen (text, MAX_SORT_TEXT));
  self->letter = make_letter (self->sort_text);
  self->found = make_found (contact);
  return self;
}

LoftContact *
loft_contact_item_get (LoftContactItem *self)
{
  return self->contact;
}

const char *
loft_contact_item_get_letter (LoftContactItem *self)
{
  return self->letter;
}

const char *
loft_contact_item_get_line (LoftContactItem *self)
{
  const LoftContact *contact = self->contact;
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  g_autoptr (GPtrArray) numbers = loft_contact_list_values (contact, "TEL");
  GPtrArray *values = emails->len > 0 ? emails : numbers;

  if (*contact->organization != '\0' && !g_str_equal (contact->organization, contact->name))
    return contact->organization;
  return values->len > 0 ? ((LoftContactValue *) g_ptr_array_index (values, 0))->value : "";
}

gboolean
loft_contact_item_fits (LoftContactItem *self, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->found, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

GStrv
loft_contact_item_fold_words (const char *text)
{
  g_autofree char *folded = loft_text_fold (text, strnlen (text, MAX_SORT_TEXT));
  g_autofree char *parted = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  parted = part_words (folded);
  parts = g_strsplit (parted, " ", -1);
  for (guint i = 0, n = 0; parts[i] != NULL && n < MAX_WORDS; i++)
    if (*parts[i] != '\0')
      {
        g_autofree char *word = g_strconcat (" ", parts[i], NULL);

        g_strv_builder_add (words, word);
        n++;
      }
  return g_strv_builder_end (words);
}

int
loft_contact_item_compare (LoftContactItem *a, LoftContactItem *b)
{
  gboolean a_is_other = *a->letter == '#';
  gboolean b_is_other = *b->letter == '#';
  int order = a_is_other - b_is_other;

  if (order == 0)
    order = strcmp (a->letter, b->letter);
  if (order == 0)
    order = strcmp (a->sort_text, b->sort_text);
  if (order == 0)
    order = strcmp (a->contact->uid, b->contact->uid);
  return order;
}
