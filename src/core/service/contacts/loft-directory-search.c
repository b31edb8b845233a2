/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-directory-search.h"

#include "loft-contact-item.h"
#include "loft-error.h"

#define PAUSE 300 /* ms: between two keys of a word there is less */

struct _LoftDirectorySearch {
  GObject parent_instance;

  LoftDirectories *directories; /* (owned) */
  LoftDirectory *only; /* (owned) (nullable) */
  guint limit;
  guint pause;
  char *words; /* normalized; "": none */
  GPtrArray *people; /* of LoftDirectoryPerson */
  gboolean is_cut;
  GError *error; /* (nullable) */
  guint source; /* of the pause */
  GCancellable *asking; /* (nullable) */
  guint n_asked; /* that have not answered */
};

G_DEFINE_FINAL_TYPE (LoftDirectorySearch, loft_directory_search, G_TYPE_OBJECT)

static guint changed_signal;

static void
person_free (gpointer data)
{
  LoftDirectoryPerson *person = data;

  loft_contact_unref (person->contact);
  g_object_unref (person->directory);
  g_free (person);
}

static GPtrArray *
new_people (void)
{
  return g_ptr_array_new_with_free_func (person_free);
}

static void
stop (LoftDirectorySearch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->n_asked = 0;
}

static void
loft_directory_search_dispose (GObject *object)
{
  stop (LOFT_DIRECTORY_SEARCH (object));
  G_OBJECT_CLASS (loft_directory_search_parent_class)->dispose (object);
}

static void
loft_directory_search_finalize (GObject *object)
{
  LoftDirectorySearch *self = LOFT_DIRECTORY_SEARCH (object);

  g_object_unref (self->directories);
  g_clear_object (&self->only);
  g_free (self->words);
  g_ptr_array_unref (self->people);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (loft_directory_search_parent_class)->finalize (object);
}

static void
loft_directory_search_class_init (LoftDirectorySearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_directory_search_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_directory_search_finalize;
  changed_signal = g_signal_new ("changed", LOFT_TYPE_DIRECTORY_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_directory_search_init (LoftDirectorySearch *self)
{
  self->pause = PAUSE;
  self->words = g_strdup ("");
  self->people = new_people ();
}

LoftDirectorySearch *
loft_directory_search_new (LoftDirectories *directories, LoftDirectory *only, guint limit)
{
  LoftDirectorySearch *self = g_object_new (LOFT_TYPE_DIRECTORY_SEARCH, NULL);

  self->directories = g_object_ref (directories);
  self->only = only != NULL ? g_object_ref (only) : NULL;
  self->limit = limit;
  return self;
}

void
loft_directory_search_set_pause (LoftDirectorySearch *self, guint milliseconds)
{
  self->pause = milliseconds;
}

LoftDirectorySearchState
loft_directory_search_get_state (LoftDirectorySearch *self)
{
  if (self->words[0] == '\0')
    return LOFT_DIRECTORY_SEARCH_IDLE;
  return self->source != 0 || self->n_asked > 0 ? LOFT_DIRECTORY_SEARCH_WAITING
                                                : LOFT_DIRECTORY_SEARCH_DONE;
}

GPtrArray *
loft_directory_search_get_people (LoftDirectorySearch *self)
{
  return self->people;
}

gboolean
loft_directory_search_is_cut (LoftDirectorySearch *self)
{
  return self->is_cut;
}

const GError *
loft_directory_search_get_error (LoftDirectorySearch *self)
{
  return loft_directory_search_get_state (self) == LOFT_DIRECTORY_SEARCH_DONE ? self->error : NULL;
}

/* ---- people ------------------------------------------------------------------------------- */

/* (transfer full) Whom two directories tell of is one, by the address; without one, each is their own. */
static char *
make_key (const LoftDirectoryPerson *person)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (person->contact, "EMAIL");

  if (emails->len > 0)
    return g_utf8_casefold (((LoftContactValue *) g_ptr_array_index (emails, 0))->value, -1);
  return g_strdup_printf ("%s\n%s", loft_directory_get_id (person->directory),
                          person->contact->uid);
}

static void
add_person (GPtrArray *people, GHashTable *known, LoftContact *contact, LoftDirectory *directory)
{
  LoftDirectoryPerson *person = g_new0 (LoftDirectoryPerson, 1);

  person->contact = loft_contact_ref (contact);
  person->directory = g_object_ref (directory);
  if (g_hash_table_add (known, make_key (person)))
    g_ptr_array_add (people, person);
  else
    person_free (person);
}

static void
add_answer (LoftDirectorySearch *self, GPtrArray *people, GHashTable *known,
            LoftDirectory *directory)
{
  const LoftDirectoryAnswer *answer =
    loft_directories_recall (self->directories, directory, self->words, self->limit);

  for (guint i = 0; answer != NULL && i < answer->contacts->len; i++)
    add_person (people, known, g_ptr_array_index (answer->contacts, i), directory);
  self->is_cut = self->is_cut || (answer != NULL && answer->more);
}

/* (transfer full) of those shown before: whom somebody has told of again, or whom words (nullable) fit. */
static GPtrArray *
keep (GPtrArray *before, GHashTable *told, const char *const *words, GHashTable *known)
{
  GPtrArray *kept = new_people ();

  for (guint i = 0; i < before->len; i++)
    {
      const LoftDirectoryPerson *person = g_ptr_array_index (before, i);
      g_autofree char *key = make_key (person);
      g_autoptr (LoftContactItem) item =
        words != NULL ? loft_contact_item_new (person->contact, FALSE) : NULL;

      if (g_hash_table_contains (told, key) ||
          (item != NULL && loft_contact_item_fits (item, words)))
        add_person (kept, known, person->contact, person->directory);
    }
  return kept;
}

/* (transfer full) of LoftDirectory */
static GPtrArray *
list_directories (LoftDirectorySearch *self)
{
  GListModel *list = loft_directories_get_list (self->directories);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->only != NULL)
    g_ptr_array_add (all, g_object_ref (self->only));
  for (guint i = 0; self->only == NULL && i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (all, g_list_model_get_item (list, i));
  return all;
}

/* Who was shown stays where they were; whom the answers have beside them follows. */
static void
gather (LoftDirectorySearch *self)
{
  gboolean is_waiting = loft_directory_search_get_state (self) == LOFT_DIRECTORY_SEARCH_WAITING;
  g_autoptr (GPtrArray) directories = list_directories (self);
  g_autoptr (GPtrArray) told = new_people ();
  g_autoptr (GHashTable) told_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) words = is_waiting ? loft_contact_item_fold_words (self->words) : NULL;
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->people);

  self->is_cut = FALSE;
  if (self->words[0] != '\0')
    for (guint i = 0; i < directories->len; i++)
      add_answer (self, told, told_keys, g_ptr_array_index (directories, i));
  if (self->words[0] != '\0')
    self->people = keep (before, told_keys, (const char *const *) words, known);
  else
    self->people = new_people ();
  for (guint i = 0; i < told->len; i++)
    {
      const LoftDirectoryPerson *person = g_ptr_array_index (told, i);

      add_person (self->people, known, person->contact, person->directory);
    }
}

static void
tell (LoftDirectorySearch *self)
{
  gather (self);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- asking ------------------------------------------------------------------------------- */

typedef struct {
  LoftDirectorySearch *search; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *words;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->search);
  g_object_unref (question->cancellable);
  g_free (question->words);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
take_failure (LoftDirectorySearch *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
}

/* An answer that was overtaken is remembered all the same. */
static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  LoftDirectory *directory = LOFT_DIRECTORY (source);
  g_autoptr (Question) question = data;
  LoftDirectorySearch *self = question->search;
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;
  g_autoptr (GPtrArray) contacts = loft_directory_find_finish (directory, result, &more, &error);

  if (contacts != NULL)
    loft_directories_remember (self->directories, directory, question->words, self->limit, contacts,
                               more);
  if (contacts != NULL || !loft_error_is_cancelled (error))
    loft_directories_set_failure (self->directories, directory, error);
  if (question->cancellable != self->asking)
    return;
  if (error != NULL)
    take_failure (self, error);
  self->n_asked--;
  tell (self);
}

static void
ask (LoftDirectorySearch *self, LoftDirectory *directory)
{
  Question *question = g_new0 (Question, 1);

  question->search = g_object_ref (self);
  question->cancellable = g_object_ref (self->asking);
  question->words = g_strdup (self->words);
  self->n_asked++;
  loft_directory_find_async (directory, self->words, self->limit, self->asking, on_found, question);
}

/* Those that have not answered, and have not failed lately. */
static void
ask_all (LoftDirectorySearch *self)
{
  g_autoptr (GPtrArray) directories = list_directories (self);

  self->asking = g_cancellable_new ();
  for (guint i = 0; i < directories->len; i++)
    {
      LoftDirectory *directory = g_ptr_array_index (directories, i);
      const GError *failure = loft_directories_get_failure (self->directories, directory);

      if (loft_directories_recall (self->directories, directory, self->words, self->limit) != NULL)
        continue;
      if (failure != NULL)
        take_failure (self, failure);
      else
        ask (self, directory);
    }
}

static gboolean
on_pause (gpointer data)
{
  LoftDirectorySearch *self = data;

  self->source = 0;
  ask_all (self);
  tell (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_answered (LoftDirectorySearch *self)
{
  g_autoptr (GPtrArray) directories = list_directories (self);

  for (guint i = 0; i < directories->len; i++)
    if (loft_directories_recall (self->directories, g_ptr_array_index (directories, i), self->words,
                                 self->limit) == NULL)
      return FALSE;
  return TRUE;
}

static void
begin (LoftDirectorySearch *self)
{
  stop (self);
  g_clear_error (&self->error);
  if (self->words[0] == '\0' || is_answered (self))
    return;
  if (self->pause > 0)
    self->source = g_timeout_add (self->pause, on_pause, self);
  else
    ask_all (self);
}

void
loft_directory_search_set_words (LoftDirectorySearch *self, const char *text)
{
  g_autofree char *words = loft_directories_normalize (text);

  if (g_str_equal (words, self->words))
    return;
  g_free (self->words);
  self->words = g_steal_pointer (&words);
  begin (self);
  tell (self);
}

void
loft_directory_search_retry (LoftDirectorySearch *self)
{
  g_autoptr (GPtrArray) directories = list_directories (self);

  for (guint i = 0; i < directories->len; i++)
    loft_directories_set_failure (self->directories, g_ptr_array_index (directories, i), NULL);
  stop (self);
  g_clear_error (&self->error);
  if (self->words[0] != '\0')
    ask_all (self);
  tell (self);
}
