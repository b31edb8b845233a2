/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-people-books.h"

#include <string.h>

#include "loft-text.h"

static void
person_free (gpointer data)
{
  LoftPerson *person = data;

  g_free (person->name);
  g_free (person->email);
  g_free (person->folded);
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
  return all;
}
