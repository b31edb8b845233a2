/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom typing finds, and what a key costs with many thousand addresses. */

#include "loft-people-index.h"
#include "loft-recipient-text.h"
#include "loft-text.h"

#include <string.h>
#include <time.h>

#define MANY     50000
#define MAX_KEYS 2000

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
add (GPtrArray *people, const char *name, const char *email)
{
  LoftPerson *person = g_new0 (LoftPerson, 1);
  g_autofree char *both = g_strconcat (name, " ", email, NULL);

  person->name = g_strdup (name);
  person->email = g_strdup (email);
  person->folded = loft_text_fold (both, -1);
  g_ptr_array_add (people, person);
}

static GPtrArray *
some_people (void)
{
  GPtrArray *people = g_ptr_array_new_with_free_func (person_free);

  add (people, "Eva Adler", "eva@example.org");
  add (people, "Adam Evans", "adam.evans@example.com");
  add (people, "", "eva-lotte@example.net");
  add (people, "Jürgen Groß", "jg@example.de");
  add (people, "Evan O'Brien", "evan@adler.example");
  add (people, "東京 太郎", "taro@example.jp");
  return people;
}

static void
test_match (void)
{
  static const struct {
    const char *typed;
    const char *found; /* addresses joined by "|" */
  } rows[] = {
    { "eva", "eva@example.org|adam.evans@example.com|eva-lotte@example.net|evan@adler.example" },
    { "EVA", "eva@example.org|adam.evans@example.com|eva-lotte@example.net|evan@adler.example" },
    { "evan", "adam.evans@example.com|evan@adler.example" },
    { "eva adl", "eva@example.org|evan@adler.example" },
    { "adl eva", "eva@example.org|evan@adler.example" },
    { "adler, eva", "eva@example.org|evan@adler.example" },
    { "eva@", "eva@example.org" },
    { "eva@ex", "eva@example.org" },
    { "lotte", "eva-lotte@example.net" },
    { "jurgen", "jg@example.de" },
    { "JÜRGEN gro", "jg@example.de" },
    { "gross", "jg@example.de" },
    { "brien", "evan@adler.example" },
    { "太", "taro@example.jp" },
    { "va", "" },
    { "", "" },
    { "   ", "" },
    { "@", "" },
    { "\"eva", "eva@example.org|adam.evans@example.com|eva-lotte@example.net|evan@adler.example" },
    { "eva zzz", "" },
  };
  g_autoptr (GPtrArray) people = some_people ();
  g_autoptr (LoftPeopleIndex) index = loft_people_index_new (people);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) found = loft_people_index_match (index, rows[i].typed, 6);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < found->len; k++)
        g_string_append_printf (text, "%s%s", k > 0 ? "|" : "",
                                ((LoftPerson *) g_ptr_array_index (found, k))->email);
      g_test_message ("%s", rows[i].typed);
      g_assert_cmpstr (text->str, ==, rows[i].found);
    }
}

/* The best are found first, however many there are. */
static void
test_best (void)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (LoftPeopleIndex) index = NULL;
  g_autoptr (GPtrArray) found = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *email = g_strdup_printf ("eva%u@example.org", 999 - i);

      add (people, "Eva", email);
    }
  index = loft_people_index_new (people);
  found = loft_people_index_match (index, "e", 3);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (g_ptr_array_index (found, i) == g_ptr_array_index (people, i));
}

static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
test_many (void)
{
  static const char *const typed[] = { "a", "ab", "abe x", "x", "x y", "example", "e", "person 1" };
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (LoftPeopleIndex) index = NULL;
  gint64 start;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u Abe", i * 7919 % MANY);
      g_autofree char *email = g_strdup_printf ("x%u.y@example%u.org", i, i % 97);

      add (people, name, email);
    }
  index = loft_people_index_new (people);
  start = cpu_time ();
  for (guint i = 0; i < MAX_KEYS; i++)
    {
      g_autoptr (GPtrArray) found =
        loft_people_index_match (index, typed[i % G_N_ELEMENTS (typed)], 6);
    }
  start = cpu_time () - start;
  g_test_message ("%.3f ms a key", start / 1000.0 / MAX_KEYS);
  /* A frame has 16 ms, of which looking up is the least; sanitizers take their time. */
  g_assert_cmpint (start / MAX_KEYS, <, 8000);
}

/* ---- what is typed and pasted ------------------------------------------------------------- */

static void
test_recipient_text (void)
{
  static const struct {
    const char *text;
    const char *addresses; /* "name/email" joined by "|" */
  } rows[] = {
    { "a@x.org", "/a@x.org" },
    { "a@x.org, b@x.org", "/a@x.org|/b@x.org" },
    { "a@x.org; b@x.org", "/a@x.org|/b@x.org" },
    { "a@x.org\nb@x.org\r\nc@x.org", "/a@x.org|/b@x.org|/c@x.org" },
    { "a@x.org\tb@x.org", "/a@x.org|/b@x.org" },
    { "Eva Adler <eva@x.org>", "Eva Adler/eva@x.org" },
    { "\"Adler, Eva\" <eva@x.org>, b@x.org", "Adler, Eva/eva@x.org|/b@x.org" },
    { "Eva <eva@x.org>\nBob <bob@x.org>", "Eva/eva@x.org|Bob/bob@x.org" },
    { "\"open quote <eva@x.org>\nbob@x.org", NULL },
    { "a@x.org\r\nBcc: b@x.org", NULL },
    { "eva", "/eva" },
    { "", "" },
    { " , ;\n", "" },
    { "eva@münchen.example", "/eva@münchen.example" },
    { "a\x01@x.org", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) found = loft_recipient_text_read (rows[i].text);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < found->len; k++)
        {
          const LoftAddress *each = g_ptr_array_index (found, k);

          g_string_append_printf (text, "%s%s/%s", k > 0 ? "|" : "", each->name, each->email);
        }
      g_test_message ("%s -> %s", rows[i].text, text->str);
      g_assert_null (strpbrk (text->str, "\r\n\x01"));
      if (rows[i].addresses != NULL)
        g_assert_cmpstr (text->str, ==, rows[i].addresses);
    }
}

static void
test_round_trip (void)
{
  static const char *const names[] = { "",    "Eva",     "Adler, Eva",  "E. \"Evi\" Adler",
                                       "a@b", "O'Brien", "back\\slash", "Jürgen (privat)" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (LoftAddress) address = loft_address_new (names[i], "eva@x.org");
      g_autofree char *text = loft_recipient_text_write (address);
      g_autoptr (GPtrArray) read = loft_recipient_text_read (text);

      g_test_message ("%s", text);
      g_assert_cmpuint (read->len, ==, 1);
      g_assert_cmpstr (((LoftAddress *) g_ptr_array_index (read, 0))->name, ==, names[i]);
      g_assert_cmpstr (((LoftAddress *) g_ptr_array_index (read, 0))->email, ==, "eva@x.org");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/match", test_match);
  g_test_add_func ("/people/best", test_best);
  g_test_add_func ("/people/many", test_many);
  g_test_add_func ("/recipient-text/read", test_recipient_text);
  g_test_add_func ("/recipient-text/round-trip", test_round_trip);
  return g_test_run ();
}
