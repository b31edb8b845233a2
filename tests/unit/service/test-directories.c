/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching directories while somebody types: who is asked how often, what is shown meanwhile, what
 * failed. */
#include "loft-directory-search.h"
#include "loft-error.h"

/* ---- a directory that answers when it is told to ------------------------------------------- */

#define TEST_TYPE_DIRECTORY (test_directory_get_type ())
G_DECLARE_FINAL_TYPE (TestDirectory, test_directory, TEST, DIRECTORY, GObject)

struct _TestDirectory {
  GObject parent_instance;

  char *id;
  GPtrArray *waiting; /* of GTask */
  GPtrArray *asked; /* of char* */
};

static void
find_async (LoftDirectory *directory, const char *words, guint limit, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  TestDirectory *self = TEST_DIRECTORY (directory);

  g_ptr_array_add (self->asked, g_strdup (words));
  g_ptr_array_add (self->waiting, g_task_new (self, cancellable, callback, user_data));
}

static GPtrArray *
find_finish (LoftDirectory *directory, GAsyncResult *result, gboolean *more, GError **error)
{
  GPtrArray *contacts = g_task_propagate_pointer (G_TASK (result), error);

  *more = contacts != NULL && contacts->len == 2;
  return contacts;
}

static LoftDirectoryKind
get_kind (LoftDirectory *directory)
{
  return LOFT_DIRECTORY_COMPANY;
}

static const char *
get_id (LoftDirectory *directory)
{
  return TEST_DIRECTORY (directory)->id;
}

static void
directory_init (LoftDirectoryInterface *iface)
{
  iface->get_kind = get_kind;
  iface->get_id = get_id;
  iface->get_account_name = get_id;
  iface->find_async = find_async;
  iface->find_finish = find_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestDirectory, test_directory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_DIRECTORY, directory_init))

static void
test_directory_finalize (GObject *object)
{
  TestDirectory *self = TEST_DIRECTORY (object);

  g_free (self->id);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->asked);
  G_OBJECT_CLASS (test_directory_parent_class)->finalize (object);
}

static void
test_directory_class_init (TestDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_directory_finalize;
}

static void
test_directory_init (TestDirectory *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->asked = g_ptr_array_new_with_free_func (g_free);
}

/* people: "Name <address>, …" in short: "eva adler, bob". */
static GPtrArray *
make_people (const char *people)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_auto (GStrv) names = g_strsplit (people, ", ", -1);

  for (guint i = 0; names[i] != NULL && *names[i] != '\0'; i++)
    {
      LoftContact *contact = loft_contact_new ();
      g_autofree char *email = g_strdup_printf ("%s@example.test", names[i]);

      g_free (contact->name);
      contact->name = g_strdup (names[i]);
      g_free (contact->uid);
      contact->uid = g_strdup (email);
      g_ptr_array_add (contact->values,
                       loft_contact_value_new ("EMAIL", g_strdelimit (email, " ", '.')));
      g_ptr_array_add (contacts, contact);
    }
  return contacts;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The question that came first. */
static void
answer (TestDirectory *self, const char *people)
{
  g_autoptr (GTask) task = g_ptr_array_steal_index (self->waiting, 0);

  g_task_return_pointer (task, make_people (people), (GDestroyNotify) g_ptr_array_unref);
  settle ();
}

static void
fail (TestDirectory *self, gint code, const char *sentence)
{
  g_autoptr (GTask) task = g_ptr_array_steal_index (self->waiting, 0);

  g_task_return_new_error (task, LOFT_ERROR, code, "%s", sentence);
  settle ();
}

/* ---- fixture ------------------------------------------------------------------------------ */

typedef struct {
  TestDirectory *first;
  TestDirectory *second;
  GListStore *list;
  LoftDirectories *directories;
  LoftDirectorySearch *search;
  guint n_changes;
} Fixture;

static TestDirectory *
add (Fixture *fixture, const char *id)
{
  TestDirectory *directory = g_object_new (TEST_TYPE_DIRECTORY, NULL);

  directory->id = g_strdup (id);
  g_list_store_append (fixture->list, directory);
  return directory;
}

static void
count (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->list = g_list_store_new (LOFT_TYPE_DIRECTORY);
  fixture->first = add (fixture, "first");
  fixture->directories = loft_directories_new (G_LIST_MODEL (fixture->list));
  fixture->search = loft_directory_search_new (fixture->directories, NULL, 2);
  loft_directory_search_set_pause (fixture->search, 0);
  g_signal_connect_swapped (fixture->search, "changed", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->search);
  g_object_unref (fixture->directories);
  g_object_unref (fixture->list);
  g_object_unref (fixture->first);
  g_clear_object (&fixture->second);
}

static void
type (Fixture *fixture, const char *text)
{
  loft_directory_search_set_words (fixture->search, text);
  settle ();
}

static char *
shown (Fixture *fixture)
{
  GPtrArray *people = loft_directory_search_get_people (fixture->search);
  GString *text = g_string_new ("");

  for (guint i = 0; i < people->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((LoftDirectoryPerson *) people->pdata[i])->contact->name);
  return g_string_free (text, FALSE);
}

static void
assert_shown (Fixture *fixture, LoftDirectorySearchState state, const char *people)
{
  g_autofree char *text = shown (fixture);

  g_assert_cmpstr (text, ==, people);
  g_assert_cmpint (loft_directory_search_get_state (fixture->search), ==, state);
}

static void
assert_asked (TestDirectory *directory, guint n, const char *last)
{
  g_assert_cmpuint (directory->asked->len, ==, n);
  if (n > 0)
    g_assert_cmpstr (g_ptr_array_index (directory->asked, n - 1), ==, last);
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_words (void)
{
  static const struct {
    const char *text;
    const char *words;
  } cases[] = {
    { "", "" },
    { "ev", "" },
    { "  e v ", "" },
    { "eva", "eva" },
    { "  Eva   ADLER ", "eva adler" },
    { "...", "" },
    { "王", "" },
    { "王力", "王力" },
    { "Ärn", "ärn" },
    { "a@b", "" },
    { "\xff"
      "eva",
      "\xef\xbf\xbd"
      "eva" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = loft_directories_normalize (cases[i].text);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_answered (Fixture *fixture, gconstpointer data)
{
  type (fixture, "ev");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_IDLE, "");
  type (fixture, "eva");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "");
  type (fixture, "Eva ");
  assert_asked (fixture->first, 1, "eva");
  answer (fixture->first, "eva adler, eva berg");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "eva adler, eva berg");
  g_assert_true (loft_directory_search_is_cut (fixture->search));
  type (fixture, "");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_IDLE, "");
  g_assert_false (loft_directory_search_is_cut (fixture->search));
}

/* Going back over what was typed asks nobody again, and another field remembers too. */
static void
test_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDirectorySearch) other =
    loft_directory_search_new (fixture->directories, LOFT_DIRECTORY (fixture->first), 2);

  type (fixture, "eva");
  answer (fixture->first, "eva adler");
  type (fixture, "evan");
  answer (fixture->first, "");
  type (fixture, "eva");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "eva adler");
  assert_asked (fixture->first, 2, "evan");
  loft_directory_search_set_words (other, "EVA");
  g_assert_cmpint (loft_directory_search_get_state (other), ==, LOFT_DIRECTORY_SEARCH_DONE);
  g_assert_cmpuint (loft_directory_search_get_people (other)->len, ==, 1);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *words = g_strdup_printf ("many%u", i);

      type (fixture, words);
      answer (fixture->first, "");
    }
  type (fixture, "eva");
  assert_asked (fixture->first, 73, "eva");
}

/* What is overtaken is withdrawn, and shown by nobody; an answer that came all the same is remembered. */
static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  GTask *overtaken;

  type (fixture, "eva");
  overtaken = g_ptr_array_index (fixture->first->waiting, 0);
  g_assert_false (g_cancellable_is_cancelled (g_task_get_cancellable (overtaken)));
  type (fixture, "bob");
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (overtaken)));
  g_task_set_check_cancellable (overtaken, FALSE);
  answer (fixture->first, "eva adler");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "");
  answer (fixture->first, "bob brown");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "bob brown");
  type (fixture, "eva");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "eva adler");
}

/* Whom the longer word fits stays while its answer is on its way, in the same place afterwards. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  type (fixture, "eva");
  answer (fixture->first, "eva berg, eva adler");
  type (fixture, "eva a");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "eva adler");
  answer (fixture->first, "eva ahorn, eva adler");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "eva adler, eva ahorn");
  type (fixture, "eva ad");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "eva adler");
  answer (fixture->first, "");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "");
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  fixture->second = add (fixture, "second");
  type (fixture, "eva");
  assert_asked (fixture->first, 1, "eva");
  assert_asked (fixture->second, 1, "eva");
  answer (fixture->second, "eva adler, eva zett");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "eva adler, eva zett");
  answer (fixture->first, "eva adler");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "eva adler, eva zett");
}

/* Told once, and not asked again with every key; "Try Again" asks. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  type (fixture, "eva");
  fail (fixture->first, LOFT_ERROR_TEMPORARY, "Trouble");
  g_assert_error (loft_directory_search_get_error (fixture->search), LOFT_ERROR,
                  LOFT_ERROR_TEMPORARY);
  type (fixture, "evan");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "");
  g_assert_nonnull (loft_directory_search_get_error (fixture->search));
  assert_asked (fixture->first, 1, "eva");
  loft_directory_search_retry (fixture->search);
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "");
  g_assert_null (loft_directory_search_get_error (fixture->search));
  answer (fixture->first, "evan");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "evan");
  type (fixture, "eva");
  fail (fixture->first, LOFT_ERROR_OFFLINE, "Offline");
  type (fixture, "evan");
  g_assert_null (loft_directory_search_get_error (fixture->search));
  loft_directories_forget_failures (fixture->directories);
  type (fixture, "eva");
  assert_asked (fixture->first, 4, "eva");
}

static void
test_one_failed (Fixture *fixture, gconstpointer data)
{
  fixture->second = add (fixture, "second");
  type (fixture, "eva");
  fail (fixture->first, LOFT_ERROR_REFUSED, "No");
  g_assert_null (loft_directory_search_get_error (fixture->search));
  answer (fixture->second, "eva adler");
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_DONE, "eva adler");
  g_assert_error (loft_directory_search_get_error (fixture->search), LOFT_ERROR,
                  LOFT_ERROR_REFUSED);
}

/* Only the last of what is typed fast is asked for. */
static void
test_pause (Fixture *fixture, gconstpointer data)
{
  loft_directory_search_set_pause (fixture->search, 20);
  loft_directory_search_set_words (fixture->search, "eva");
  loft_directory_search_set_words (fixture->search, "evan");
  assert_asked (fixture->first, 0, NULL);
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_WAITING, "");
  while (fixture->first->asked->len == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_asked (fixture->first, 1, "evan");
  answer (fixture->first, "evan");
  loft_directory_search_set_words (fixture->search, "eva");
  loft_directory_search_set_words (fixture->search, "");
  settle ();
  assert_shown (fixture, LOFT_DIRECTORY_SEARCH_IDLE, "");
  assert_asked (fixture->first, 1, "evan");
}

#define ADD(name, func) g_test_add ("/directories/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directories/words", test_words);
  ADD ("answered", test_answered);
  ADD ("remembered", test_remembered);
  ADD ("overtaken", test_overtaken);
  ADD ("kept", test_kept);
  ADD ("several", test_several);
  ADD ("failed", test_failed);
  ADD ("one-failed", test_one_failed);
  ADD ("pause", test_pause);
  return g_test_run ();
}
