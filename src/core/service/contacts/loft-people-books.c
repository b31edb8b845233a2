/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-people-books.h"

#include <string.h>

#include "loft-contact-groups.h"
#include "loft-text.h"

#define MAX_GROUPS 100 /* each looks at all contacts */

static void
person_free (gpointer data)
{
  LoftPerson *person = data;

  g_free (person->name);
  g_free (person->email);
  g_free (person->folded);
  g_clear_pointer (&person->members, g_ptr_array_unref);
  g_free (person);
}

static LoftPerson *
person_new (const char *name, const char *email, guint count)
{
  LoftPerson *self = g_new0 (LoftPerson, 1);

  self->name = g_strdup (name);
  self->email = g_strdup (email);
  self->count = count;
  return self;
}

/* By nickname, too, and by where they work. */
static void
fold (LoftPerson *self, const LoftContact *contact)
{
  g_autofree char *text =
    g_strjoin (" ", self->name, self->email, contact != NULL ? contact->nickname : "",
               contact != NULL ? contact->organization : "", NULL);

  g_free (self->folded);
  self->folded = loft_text_fold (text, -1);
}

static const char *
get_name (const LoftContact *contact, const char *email)
{
  return g_str_equal (contact->name, email) ? "" : contact->name;
}

static void
add_address (GPtrArray *all, GHashTable *known, const LoftContact *contact, const char *email)
{
  g_autofree char *key = g_utf8_strdown (email, -1);
  LoftPerson *person = g_hash_table_lookup (known, key);

  if (person == NULL)
    {
      person = person_new (get_name (contact, email), email, 0);
      g_ptr_array_add (all, person);
      g_hash_table_insert (known, g_steal_pointer (&key), person);
    }
  else if (*get_name (contact, email) != '\0')
    {
      g_free (person->name);
      person->name = g_strdup (contact->name);
    }
  fold (person, contact);
}

static void
add_contact (GPtrArray *all, GHashTable *known, const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");

  for (guint i = 0; i < emails->len; i++)
    add_address (all, known, contact, ((LoftContactValue *) g_ptr_array_index (emails, i))->value);
}

/* (transfer full) of LoftPerson, each by the first address. */
static GPtrArray *
list_members (const LoftContact *group, GPtrArray *contacts)
{
  g_autoptr (GPtrArray) found = loft_contact_groups_list_members (group, contacts);
  GPtrArray *members = g_ptr_array_new_with_free_func (person_free);

  for (guint i = 0; i < found->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (found, i);
      g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
      const LoftContactValue *email = emails->len > 0 ? g_ptr_array_index (emails, 0) : NULL;
      LoftPerson *person =
        email != NULL ? person_new (get_name (contact, email->value), email->value, 0) : NULL;

      if (person == NULL)
        continue;
      fold (person, contact);
      g_ptr_array_add (members, person);
    }
  return members;
}

static void
add_groups (GPtrArray *all, GPtrArray *contacts)
{
  guint n = 0;

  for (guint i = 0; i < contacts->len && n < MAX_GROUPS; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);
      g_autoptr (GPtrArray) members = NULL;
      LoftPerson *group;

      if (!contact->is_group || *contact->name == '\0')
        continue;
      n++;
      members = list_members (contact, contacts);
      if (members->len == 0)
        continue;
      group = person_new (contact->name, "", 0);
      fold (group, contact);
      group->members = g_steal_pointer (&members);
      g_ptr_array_add (all, group);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const LoftPerson *left = *(LoftPerson *const *) a;
  const LoftPerson *right = *(LoftPerson *const *) b;
  int order = strcmp (left->folded, right->folded);

  return order != 0 ? order : strcmp (left->email, right->email);
}

GPtrArray *
loft_people_books_add (GPtrArray *people, GPtrArray *contacts)
{
  GPtrArray *all = g_ptr_array_new_full (people->len + contacts->len, person_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < people->len; i++)
    {
      const LoftPerson *written = g_ptr_array_index (people, i);
      LoftPerson *person = person_new (written->name, written->email, written->count);

      person->folded = g_strdup (written->folded);
      g_ptr_array_add (all, person);
      g_hash_table_insert (known, g_utf8_strdown (person->email, -1), person);
    }
  for (guint i = 0; i < contacts->len; i++)
    add_contact (all, known, g_ptr_array_index (contacts, i));
  if (all->len > people->len)
    qsort (all->pdata + people->len, all->len - people->len, sizeof *all->pdata, compare_names);
  add_groups (all, contacts);
  return all;
}
