/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-merge.h"

#include <string.h>

#include "loft-text.h"

#define MIN_DIGITS  7 /* of a number: shorter ones are extensions, of many companies */
#define TOLD_DIGITS 9 /* from the end: "+43 660 1234567" and "0660 1234567" are one */
#define MANY        4 /* who share a number: a company's */

static const char *const single_values[] = { "BDAY", "ANNIVERSARY", "GENDER" };

char *
loft_contact_merge_dup_number (const char *number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *extension = strstr (number, " ext. ");

  for (const char *c = number; *c != '\0' && c != extension; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  if (digits->len < MIN_DIGITS)
    return g_strdup ("");
  return g_strdup (digits->str + (digits->len > TOLD_DIGITS ? digits->len - TOLD_DIGITS : 0));
}

/* ---- who is the same ---------------------------------------------------------------------- */

typedef struct {
  GPtrArray *contacts;
  guint *heads; /* of each contact: another one of the same person, or itself */
  GHashTable *owners; /* key -> place of the first who has it, plus 1 */
  GHashTable *counts; /* number -> of how many */
} Finder;

static guint
find_head (Finder *self, guint place)
{
  while (self->heads[place] != place)
    {
      self->heads[place] = self->heads[self->heads[place]];
      place = self->heads[place];
    }
  return place;
}

static void
join (Finder *self, guint place, const char *kind, const char *text)
{
  g_autofree char *key = NULL;
  guint owner;

  if (*text == '\0')
    return;
  key = g_strconcat (kind, text, NULL);
  owner = GPOINTER_TO_UINT (g_hash_table_lookup (self->owners, key));
  if (owner == 0)
    g_hash_table_insert (self->owners, g_steal_pointer (&key), GUINT_TO_POINTER (place + 1));
  else
    self->heads[find_head (self, place)] = find_head (self, owner - 1);
}

static char *
make_key (const LoftContactValue *value)
{
  if (g_str_equal (value->property, "TEL"))
    return loft_contact_merge_dup_number (value->value);
  return g_str_equal (value->property, "EMAIL") ? g_utf8_casefold (value->value, -1)
                                                : g_strdup ("");
}

static void
count_numbers (Finder *self, const LoftContact *contact)
{
  for (guint i = 0; i < contact->values->len; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (contact->values, i);
      g_autofree char *key = make_key (value);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));

      if (*key != '\0')
        g_hash_table_replace (self->counts, g_steal_pointer (&key), GUINT_TO_POINTER (count + 1));
    }
}

/* One word is no full name. */
static char *
make_name_key (const LoftContact *contact)
{
  g_autofree char *folded = loft_text_fold (contact->name, -1);
  g_autofree char *line = loft_text_one_line (folded, 200);

  return g_strdup (strchr (line, ' ') != NULL ? line : "");
}

static void
join_contact (Finder *self, guint place)
{
  const LoftContact *contact = g_ptr_array_index (self->contacts, place);
  g_autofree char *name = make_name_key (contact);

  if (contact->is_group)
    return;
  join (self, place, "name ", name);
  for (guint i = 0; i < contact->values->len; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (contact->values, i);
      g_autofree char *key = make_key (value);

      if (GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key)) < MANY)
        join (self, place, "value ", key);
    }
}

static guint
measure (const LoftContact *contact)
{
  return contact->values->len + (contact->photo != NULL ? 3 : 0) + (*contact->family != '\0') +
         (*contact->organization != '\0') + (*contact->title != '\0');
}

static int
compare_fullness (gconstpointer a, gconstpointer b)
{
  guint first = measure (*(LoftContact *const *) a);
  guint second = measure (*(LoftContact *const *) b);

  return (first < second) - (first > second);
}

static GPtrArray *
list_groups (Finder *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) groups =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < self->contacts->len; i++)
    {
      gpointer head = GUINT_TO_POINTER (find_head (self, i) + 1);
      GPtrArray *group = g_hash_table_lookup (groups, head);

      if (group == NULL)
        {
          group = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
          g_hash_table_insert (groups, head, group);
        }
      g_ptr_array_add (group, loft_contact_ref (g_ptr_array_index (self->contacts, i)));
      if (group->len == 2)
        g_ptr_array_add (all, g_ptr_array_ref (group));
    }
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_sort (g_ptr_array_index (all, i), compare_fullness);
  return all;
}

GPtrArray *
loft_contact_merge_find (GPtrArray *contacts)
{
  g_autofree guint *heads = g_new (guint, contacts->len + 1);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Finder finder = { contacts, heads, owners, counts };

  for (guint i = 0; i < contacts->len; i++)
    {
      heads[i] = i;
      count_numbers (&finder, g_ptr_array_index (contacts, i));
    }
  for (guint i = 0; i < contacts->len; i++)
    join_contact (&finder, i);
  return list_groups (&finder);
}

/* ---- what is kept ------------------------------------------------------------------------- */

static char **
find_field (LoftContact *contact, const char *field)
{
  const struct {
    const char *name;
    char **text;
  } fields[] = {
    { "name", &contact->name },
    { "nickname", &contact->nickname },
    { "organization", &contact->organization },
    { "department", &contact->department },
    { "title", &contact->title },
    { "role", &contact->role },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].name, field))
      return fields[i].text;
  return NULL;
}

static const char *const text_fields[] = { "name",       "nickname", "organization",
                                           "department", "title",    "role" };

static void
set (char **field, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}

static gboolean
is_single (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (single_values); i++)
    if (g_str_equal (single_values[i], property))
      return TRUE;
  return FALSE;
}

/* Types and label do not make another address of it. */
static gboolean
says_same (const LoftContactValue *a, const LoftContactValue *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (!g_str_equal (a->property, b->property))
    return FALSE;
  first = make_key (a);
  second = make_key (b);
  return is_single (a->property) || g_str_equal (a->value, b->value) ||
         (*first != '\0' && g_str_equal (first, second));
}

static void
add_value (LoftContact *into, const LoftContactValue *value)
{
  LoftContactValue *copy;

  for (guint i = 0; i < into->values->len; i++)
    if (says_same (g_ptr_array_index (into->values, i), value))
      return;
  copy = loft_contact_value_copy (value);
  copy->preference = 0; /* the first one's wishes stay */
  g_ptr_array_add (into->values, copy);
}

static void
add_names (LoftContact *into, const LoftContact *from)
{
  if (*into->family != '\0' || *into->given != '\0')
    return;
  set (&into->family, from->family);
  set (&into->given, from->given);
  set (&into->additional, from->additional);
  set (&into->prefix, from->prefix);
  set (&into->suffix, from->suffix);
}

static void
add_categories (LoftContact *into, const LoftContact *from)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  g_strv_builder_addv (all, (const char **) into->categories);
  for (guint i = 0; from->categories[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) into->categories, from->categories[i]))
      g_strv_builder_add (all, from->categories[i]);
  g_strfreev (into->categories);
  into->categories = g_strv_builder_end (all);
}

static void
add_contact (LoftContact *into, LoftContact *from)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    {
      char **field = find_field (into, text_fields[i]);

      if (**field == '\0')
        set (field, *find_field (from, text_fields[i]));
    }
  add_names (into, from);
  for (guint i = 0; i < from->values->len; i++)
    add_value (into, g_ptr_array_index (from->values, i));
  add_categories (into, from);
  if (into->photo == NULL && from->photo != NULL)
    into->photo = g_bytes_ref (from->photo);
}

LoftContact *
loft_contact_merge_preview (GPtrArray *contacts)
{
  LoftContact *merged = loft_contact_copy (g_ptr_array_index (contacts, 0));

  for (guint i = 1; i < contacts->len; i++)
    add_contact (merged, g_ptr_array_index (contacts, i));
  return merged;
}

/* ---- where somebody chooses --------------------------------------------------------------- */

static void
choice_free (gpointer data)
{
  LoftContactChoice *choice = data;

  g_strfreev (choice->texts);
  g_free (choice);
}

static const char *
get_text (LoftContact *contact, const char *field)
{
  char **text = find_field (contact, field);
  g_autoptr (GPtrArray) values = NULL;

  if (text != NULL)
    return *text;
  values = loft_contact_list_values (contact, field);
  return values->len > 0 ? ((LoftContactValue *) g_ptr_array_index (values, 0))->value : "";
}

static void
add_choice (GPtrArray *choices, GPtrArray *contacts, const char *field)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  LoftContactChoice *choice;

  for (guint i = 0; i < contacts->len; i++)
    {
      const char *text = get_text (g_ptr_array_index (contacts, i), field);

      if (*text != '\0' && !g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
        g_ptr_array_add (texts, (char *) text);
    }
  if (texts->len < 2)
    return;
  g_ptr_array_add (texts, NULL);
  choice = g_new0 (LoftContactChoice, 1);
  choice->field = field;
  choice->texts = g_strdupv ((char **) texts->pdata);
  g_ptr_array_add (choices, choice);
}

GPtrArray *
loft_contact_merge_list_choices (GPtrArray *contacts)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (choice_free);

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    add_choice (choices, contacts, text_fields[i]);
  for (guint i = 0; i < G_N_ELEMENTS (single_values); i++)
    add_choice (choices, contacts, single_values[i]);
  return choices;
}

void
loft_contact_merge_choose (LoftContact *preview, const char *field, const char *text)
{
  char **known = find_field (preview, field);
  g_autoptr (GPtrArray) values = NULL;

  if (known != NULL)
    {
      set (known, text);
      return;
    }
  values = loft_contact_list_values (preview, field);
  if (values->len > 0)
    set (&((LoftContactValue *) g_ptr_array_index (values, 0))->value, text);
}
