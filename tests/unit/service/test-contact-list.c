/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "loft-contact-list.h"

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static LoftContact *
make (const char *uid, const char *given, const char *family, const char *email, gint64 book)
{
  LoftContact *contact = loft_contact_new ();

  set (&contact->uid, uid);
  set (&contact->given, given);
  set (&contact->family, family);
  g_free (contact->name);
  contact->name = g_strstrip (g_strjoin (" ", given, family, NULL));
  if (*email != '\0')
    g_ptr_array_add (contact->values, loft_contact_value_new ("EMAIL", email));
  contact->folder_id = book;
  return contact;
}

static GPtrArray *
list_people (gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  LoftContact *singer;

  if (data != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, data);
      g_ptr_array_unref (contacts);
      return NULL;
    }
  g_ptr_array_add (contacts, make ("1", "Jan", "Novák", "jan@example.org", 1));
  g_ptr_array_add (contacts, make ("2", "Eva", "Adler", "eva@fair.example", 1));
  singer = make ("3", "Ärne", "Åsen", "", 2);
  g_ptr_array_add (singer->values, loft_contact_value_new ("TEL", "+43 660 12"));
  g_strfreev (singer->categories);
  singer->categories = g_strsplit ("Choir,Opera", ",", -1);
  g_ptr_array_add (contacts, singer);
  g_ptr_array_add (contacts, make ("4", "4th", "", "x@example.org", 2));
  return contacts;
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static gboolean
load (LoftContactList *list, const char *failure, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_contact_list_load_async (list, list_people, (gpointer) failure, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_contact_list_load_finish (list, result, error);
}

static char *
list_names (LoftContactList *list)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (LoftContactItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (names, "%s%s %s", i > 0 ? "," : "",
                              loft_contact_item_get_letter (item),
                              loft_contact_item_get (item)->name);
    }
  return g_string_free (names, FALSE);
}

static void
check (LoftContactList *list, const char *expected)
{
  g_autofree char *names = list_names (list);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_order (void)
{
  g_autoptr (LoftContactList) list = loft_contact_list_new ();

  g_assert_true (load (list, NULL, NULL));
  check (list, "A Eva Adler,A Ärne Åsen,N Jan Novák,# 4th");
  loft_contact_list_set_family_first (list, FALSE);
  g_assert_true (load (list, NULL, NULL));
  check (list, "A Ärne Åsen,E Eva Adler,J Jan Novák,# 4th");
}

static void
test_narrowed (void)
{
  static const struct {
    const char *words;
    const char *names;
  } rows[] = {
    { "nov", "N Jan Novák" },
    { "NOVA jan", "N Jan Novák" },
    { "ova", "" },
    { "fair", "A Eva Adler" },
    { "43660", "A Ärne Åsen" },
    { "660 12", "A Ärne Åsen" },
    { "opera", "A Ärne Åsen" },
    { " , ", "A Eva Adler,A Ärne Åsen,N Jan Novák,# 4th" },
    { "example.org", "N Jan Novák,# 4th" },
  };
  g_autoptr (LoftContactList) list = loft_contact_list_new ();

  g_assert_true (load (list, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].words);
      loft_contact_list_set_words (list, rows[i].words);
      check (list, rows[i].names);
    }
  loft_contact_list_set_words (list, "");
  loft_contact_list_set_book (list, 2);
  check (list, "A Ärne Åsen,# 4th");
  loft_contact_list_set_book (list, 0);
  loft_contact_list_set_category (list, "Choir");
  check (list, "A Ärne Åsen");
  g_assert_cmpint (loft_contact_list_find (list, "3"), ==, 0);
  g_assert_cmpint (loft_contact_list_find (list, "1"), ==, -1);
}

/* Whatever is shown; and what is shown stays. */
static void
test_match (void)
{
  g_autoptr (LoftContactList) list = loft_contact_list_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_assert_true (load (list, NULL, NULL));
  loft_contact_list_set_book (list, 2);
  found = loft_contact_list_match (list, "example.org", 9);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (loft_contact_item_get (g_ptr_array_index (found, 0))->uid, ==, "1");
  first = loft_contact_list_match (list, "example.org", 1);
  g_assert_cmpuint (first->len, ==, 1);
  none = loft_contact_list_match (list, " , ", 9);
  g_assert_cmpuint (none->len, ==, 0);
  check (list, "A Ärne Åsen,# 4th");
}

static void
test_failure (void)
{
  g_autoptr (LoftContactList) list = loft_contact_list_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (load (list, NULL, NULL));
  g_assert_false (load (list, "the disk is gone", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 4);
}

static void
test_categories (void)
{
  g_autoptr (LoftContactList) list = loft_contact_list_new ();
  g_auto (GStrv) categories = NULL;
  g_autofree char *text = NULL;

  g_assert_true (load (list, NULL, NULL));
  categories = loft_contact_list_dup_categories (list);
  text = g_strjoinv (",", categories);
  g_assert_cmpstr (text, ==, "Choir,Opera");
}

static GPtrArray *
list_many (gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < 50000; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%u", i);
      g_autofree char *family = g_strdup_printf ("Family%u", i * 7919 % 50000);
      g_autofree char *email = g_strdup_printf ("person%u@example.org", i);

      g_ptr_array_add (contacts, make (uid, "Given", family, email, 1));
    }
  return contacts;
}

/* A key pressed with 50,000 people: within a frame or two. */
static void
test_many (void)
{
  g_autoptr (LoftContactList) list = loft_contact_list_new ();
  g_autoptr (GAsyncResult) result = NULL;
  gint64 begin;

  loft_contact_list_load_async (list, list_many, NULL, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (loft_contact_list_load_finish (list, result, NULL));
  begin = clock ();
  loft_contact_list_set_words (list, "family4");
  loft_contact_list_set_words (list, "family49999");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_test_message ("two keys: %.1f ms", (double) (clock () - begin) * 1000 / CLOCKS_PER_SEC);
  g_assert_cmpint (clock () - begin, <, CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact-list/order", test_order);
  g_test_add_func ("/contact-list/narrowed", test_narrowed);
  g_test_add_func ("/contact-list/match", test_match);
  g_test_add_func ("/contact-list/failure", test_failure);
  g_test_add_func ("/contact-list/categories", test_categories);
  g_test_add_func ("/contact-list/many", test_many);
  return g_test_run ();
}
