/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of people while somebody types, over the cards of an address book.
 *
 *   loft-people-speed N       so many people
 *
 * Prints one line of JSON, in seconds of processor time: to make the index, and the median and the worst
 * key; of what is typed letter by letter, common and rare, one word and several, and what nobody has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "loft-people-books.h"
#include "loft-people-index.h"

#define MOST_SHOWN 8 /* as below a field */
#define SEED       11

static const char *const given[] = {
  "Anna", "Ben", "Carla", "Dora", "Eva", "Felix", "Greta", "Hugo"
};
static const char *const family[] = { "Adler", "Berg",   "Conti",  "Drexler",
                                      "Eng",   "Farkas", "Gruber", "Holm" };
static const char *const typed[] = { "anna adler",     "e berg 4", "example", "hugo.holm@corp",
                                     "anna.berg12345", "a b",      "zzyzx",   "an be co dr" };

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
contact_unref (gpointer contact)
{
  loft_contact_unref (contact);
}

static LoftContact *
make_contact (GRand *chance, guint number)
{
  const char *first = given[g_rand_int_range (chance, 0, G_N_ELEMENTS (given))];
  const char *last = family[g_rand_int_range (chance, 0, G_N_ELEMENTS (family))];
  LoftContact *contact = loft_contact_new ();
  g_autofree char *email =
    g_strdup_printf ("%s.%s%u@corp%u.example", first, last, number, number % 50);

  g_free (contact->uid);
  g_free (contact->name);
  contact->uid = g_strdup_printf ("%u", number);
  contact->name = g_strdup_printf ("%s %s %u", first, last, number);
  g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", email));
  return contact;
}

static LoftPeopleIndex *
make_index (guint n)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func (contact_unref);
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (GPtrArray) people = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (contacts, make_contact (chance, i));
  people = loft_people_books_add (nobody, contacts);
  return loft_people_index_new (people);
}

static void
type (LoftPeopleIndex *index, const char *text, GArray *keys)
{
  for (gsize length = 1; length <= strlen (text); length++)
    {
      g_autofree char *so_far = g_strndup (text, length);
      double begin = now ();
      g_autoptr (GPtrArray) found = loft_people_index_match (index, so_far, MOST_SHOWN);
      double taken = now () - begin;

      g_array_append_val (keys, taken);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = argc == 2 ? (guint) strtoul (argv[1], NULL, 10) : 0;
  LoftPeopleIndex *index = NULL;
  double begin = now ();
  double made = 0;

  if (n == 0)
    {
      fprintf (stderr, "usage: loft-people-speed N\n");
      return 2;
    }
  index = make_index (n);
  made = now () - begin;
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    type (index, typed[i], keys);
  g_array_sort (keys, compare);
  printf ("{\"people\": %u, \"making\": %.4f, \"key\": %.6f, \"worst\": %.6f}\n", n, made,
          g_array_index (keys, double, keys->len / 2), g_array_index (keys, double, keys->len - 1));
  loft_people_index_unref (index);
  return 0;
}
