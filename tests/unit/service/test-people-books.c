/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <time.h>

#include "loft-people-books.h"
#include "loft-people-index.h"
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

static void
add_person (GPtrArray *people, const char *name, const char *email, guint count)
{
  LoftPerson *person = g_new0 (LoftPerson, 1);
  g_autofree char *text = g_strconcat (name, " ", email, NULL);

  person->name = g_strdup (name);
  person->email = g_strdup (email);
  person->count = count;
  person->folded = loft_text_fold (text, -1);
  g_ptr_array_add (people, person);
}

static void
add_contact (GPtrArray *contacts, const char *name, const char *nickname, const char *emails)
{
  LoftContact *contact = loft_contact_new ();
  g_auto (GStrv) parts = g_strsplit (emails, ",", -1);

  g_free (contact->name);
  contact->name = g_strdup (name);
  g_free (contact->nickname);
  contact->nickname = g_strdup (nickname);
  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", parts[i]));
  g_ptr_array_add (contacts, contact);
}

static char *
list_found (GPtrArray *people, const char *text)
{
  g_autoptr (LoftPeopleIndex) index = loft_people_index_new (people);
  g_autoptr (GPtrArray) found = loft_people_index_match (index, text, 10);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const LoftPerson *person = g_ptr_array_index (found, i);

      g_string_append_printf (names, "%s%s <%s>", i > 0 ? ", " : "", person->name, person->email);
    }
  return g_string_free (names, FALSE);
}

static const struct {
  const char *typed;
  const char *found;
} rows[] = {
  { "eva", "Eva Adler <Eva@Example.org>, Eva Zett <zett@example.net>, "
           "Eva Adler <adler@example.net>" },
  { "evi", "Eva Adler <Eva@Example.org>, Eva Adler <adler@example.net>" },
  { "jan", "Jan <jan@example.org>" },
  { "nobody", "nobody <nobody@example.org>" },
};

static void
test_rows (void)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (GPtrArray) contacts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_autoptr (GPtrArray) all = NULL;

  add_person (people, "", "Eva@Example.org", 9);
  add_person (people, "Eva Zett", "zett@example.net", 3);
  add_person (people, "Jan", "jan@example.org", 1);
  add_person (people, "nobody", "nobody@example.org", 1);
  add_contact (contacts, "Eva Adler", "Evi", "eva@example.org,adler@example.net");
  add_contact (contacts, "jan@example.org", "", "jan@example.org");
  all = loft_people_books_add (people, contacts);
  g_assert_cmpuint (all->len, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = list_found (all, rows[i].typed);

      g_assert_cmpstr (found, ==, rows[i].found);
    }
}

static void
add_group (GPtrArray *contacts, const char *name, const char *members)
{
  LoftContact *group;

  add_contact (contacts, name, "", "");
  group = g_ptr_array_index (contacts, contacts->len - 1);
  g_ptr_array_set_size (group->values, 0);
  group->is_group = TRUE;
  g_strfreev (group->members);
  group->members = g_strsplit (members, ",", -1);
}

/* By whom they have an address of; others are not offered. */
static void
test_groups (void)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (GPtrArray) contacts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_autoptr (GPtrArray) all = NULL;
  const LoftPerson *group;

  add_contact (contacts, "Eva Adler", "", "eva@example.org,adler@example.net");
  add_group (contacts, "Choir", "mailto:eva@example.org,mailto:new@example.org,urn:uuid:nobody");
  add_group (contacts, "Nobody", "urn:uuid:nobody");
  all = loft_people_books_add (people, contacts);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_null (((LoftPerson *) g_ptr_array_index (all, 0))->members);
  group = g_ptr_array_index (all, 2);
  g_assert_cmpstr (group->name, ==, "Choir");
  g_assert_cmpstr (group->email, ==, "");
  g_assert_cmpuint (group->members->len, ==, 2);
  g_assert_cmpstr (((LoftPerson *) g_ptr_array_index (group->members, 0))->name, ==, "Eva Adler");
  g_assert_cmpstr (((LoftPerson *) g_ptr_array_index (group->members, 1))->email, ==,
                   "new@example.org");
}

/* 50,000 people: a key costs less than 20 ms. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (GPtrArray) contacts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (LoftPeopleIndex) index = NULL;
  gint64 begin;

  for (guint i = 0; i < 50000; i++)
    {
      g_autofree char *name = g_strdup_printf ("Given%u Family%u", i % 977, i);
      g_autofree char *email = g_strdup_printf ("person%u@example.org", i);

      if (i % 3 == 0)
        add_person (people, name, email, 50000 - i);
      add_contact (contacts, name, "", email);
    }
  all = loft_people_books_add (people, contacts);
  g_assert_cmpuint (all->len, ==, 50000);
  index = loft_people_index_new (all);
  begin = clock ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *typed = g_strdup_printf ("given%u fam", i);
      g_autoptr (GPtrArray) found = loft_people_index_match (index, typed, 8);

      g_assert_cmpuint (found->len, ==, 8);
    }
  g_test_message ("a key: %.2f ms", (double) (clock () - begin) * 10 / CLOCKS_PER_SEC);
  g_assert_cmpint ((clock () - begin) / 100, <, 20 * CLOCKS_PER_SEC / 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people-books/rows", test_rows);
  g_test_add_func ("/people-books/groups", test_groups);
  g_test_add_func ("/people-books/many", test_many);
  return g_test_run ();
}
