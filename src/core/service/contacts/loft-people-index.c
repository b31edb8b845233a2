/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-people-index.h"

#include <string.h>

#include "loft-people-books.h"
#include "loft-text.h"
#include "loft-thread-task.h"

#define MAX_WORDS     16 /* of a person that are found */
#define MAX_QUERY     200
#define MAX_LOOKED_AT 20000 /* people of the rarest word that are tried against the others */

/* A word of a person, pointing into its folded text. */
typedef struct {
  const char *text;
  guint person;
} Word;

struct _LoftPeopleIndex {
  gatomicrefcount ref_count;
  GPtrArray *people;
  GArray *words; /* of Word, by text, then by person */
};

static gboolean
is_letter (const char *p)
{
  return g_unichar_isalnum (g_utf8_get_char (p));
}

/* The next word at or behind text; NULL at the end. */
static const char *
next_word (const char *text)
{
  while (*text != '\0' && !is_letter (text))
    text = g_utf8_next_char (text);
  return *text != '\0' ? text : NULL;
}

static const char *
word_end (const char *word)
{
  while (*word != '\0' && is_letter (word))
    word = g_utf8_next_char (word);
  return word;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Word *left = a;
  const Word *right = b;
  int order = strcmp (left->text, right->text);

  return order != 0 ? order : (left->person > right->person) - (left->person < right->person);
}

LoftPeopleIndex *
loft_people_index_new (GPtrArray *people)
{
  LoftPeopleIndex *self = g_new0 (LoftPeopleIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->people = g_ptr_array_ref (people);
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  for (guint i = 0; i < people->len; i++)
    {
      const char *p = next_word (((LoftPerson *) g_ptr_array_index (people, i))->folded);

      for (guint n = 0; p != NULL && n < MAX_WORDS; n++)
        {
          Word word = { p, i };

          g_array_append_val (self->words, word);
          p = next_word (word_end (p));
        }
    }
  g_array_sort (self->words, compare_words);
  return self;
}

LoftPeopleIndex *
loft_people_index_ref (LoftPeopleIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_people_index_unref (LoftPeopleIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->words);
  g_ptr_array_unref (self->people);
  g_free (self);
}

/* The first word that is not before wanted. */
static guint
find_first (LoftPeopleIndex *self, const char *wanted)
{
  guint low = 0;
  guint high = self->words->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (strcmp (g_array_index (self->words, Word, middle).text, wanted) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
has_word (const char *folded, const char *wanted, gsize length)
{
  for (const char *p = next_word (folded); p != NULL; p = next_word (word_end (p)))
    {
      if (strncmp (p, wanted, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether somebody has all the words that were typed. */
static gboolean
has_all (const LoftPerson *person, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *wanted = next_word (words[i]);

      if (wanted != NULL && !has_word (person->folded, wanted, strlen (wanted)))
        return FALSE;
    }
  return TRUE;
}

/* Words of people that begin with a typed one. */
typedef struct {
  guint first;
  guint end;
} Range;

static Range
find_range (LoftPeopleIndex *self, const char *wanted)
{
  /* Behind everything that begins with it: no UTF-8 has this byte. */
  g_autofree char *behind = g_strconcat (wanted, "\xff", NULL);
  Range range = { find_first (self, wanted), find_first (self, behind) };

  return range;
}

/* By the word that fewest have: the others are looked for in those only. */
static Range
find_shortest_range (LoftPeopleIndex *self, char **words)
{
  Range shortest = { 0, self->words->len };

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *wanted = next_word (words[i]);
      Range range;

      if (wanted == NULL)
        continue;
      range = find_range (self, wanted);
      if (range.end - range.first < shortest.end - shortest.first)
        shortest = range;
    }
  return shortest;
}

/* best: indexes of people, smallest first, at most max of them. */
static void
insert_best (GArray *best, guint person, guint max)
{
  guint at = best->len;

  while (at > 0 && g_array_index (best, guint, at - 1) > person)
    at--;
  if (at == max || (at > 0 && g_array_index (best, guint, at - 1) == person))
    return;
  g_array_insert_val (best, at, person);
  if (best->len > max)
    g_array_set_size (best, max);
}

static GArray *
find_best (LoftPeopleIndex *self, char **words, guint max)
{
  GArray *best = g_array_new (FALSE, FALSE, sizeof (guint));
  Range range = find_shortest_range (self, words);
  guint n_tried = 0;

  for (guint i = range.first; i < range.end && n_tried < MAX_LOOKED_AT; i++)
    {
      guint person = g_array_index (self->words, Word, i).person;

      if (best->len == max && person > g_array_index (best, guint, max - 1))
        continue;
      n_tried++;
      if (has_all (g_ptr_array_index (self->people, person), words))
        insert_best (best, person, max);
    }
  return best;
}

GPtrArray *
loft_people_index_match (LoftPeopleIndex *self, const char *text, guint max)
{
  g_autofree char *cut = loft_text_one_line (text, MAX_QUERY);
  g_autofree char *folded = loft_text_fold (cut, -1);
  const char *start = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GArray) best = NULL;
  GPtrArray *found = g_ptr_array_new ();

  /* What people put between names and around addresses. */
  start = next_word (g_strdelimit (folded, ",;\"<>()", ' '));
  if (start == NULL || max == 0)
    return found;
  words = g_strsplit (start, " ", -1);
  best = find_best (self, words, max);
  for (guint i = 0; i < best->len; i++)
    g_ptr_array_add (found, g_ptr_array_index (self->people, g_array_index (best, guint, i)));
  return found;
}

/* Loading */

typedef struct {
  GPtrArray *people;
  GPtrArray *contacts; /* (nullable) of LoftContact */
  LoftContactList *list; /* (owned) (nullable) the books, while they are waited for */
  gulong handler;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->people, g_ptr_array_unref);
  g_clear_pointer (&load->contacts, g_ptr_array_unref);
  g_clear_object (&load->list);
  g_free (load);
}

static void
index_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Load *load = data;
  g_autoptr (GPtrArray) all = load->contacts != NULL
                                ? loft_people_books_add (load->people, load->contacts)
                                : g_ptr_array_ref (load->people);

  g_task_return_pointer (task, loft_people_index_new (all),
                         (GDestroyNotify) loft_people_index_unref);
}

/* Takes task. */
static void
index_with_books (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Load *load = g_task_get_task_data (task);
  g_autoptr (GPtrArray) contacts =
    load->list != NULL ? loft_contact_list_get_contacts (load->list) : NULL;

  if (contacts != NULL)
    load->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    g_ptr_array_add (load->contacts, loft_contact_ref (g_ptr_array_index (contacts, i)));
  g_clear_object (&load->list);
  loft_thread_task_run (task, index_in_thread);
}

static void
on_books (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  g_signal_handler_disconnect (load->list, load->handler);
  index_with_books (task);
}

static void
on_people (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LoftContactActions *books = loft_service_get_contacts (LOFT_SERVICE (source));
  GError *error = NULL;
  Load *load = g_new0 (Load, 1);

  g_task_set_task_data (task, load, load_free);
  load->people = loft_people_load_finish (LOFT_SERVICE (source), result, &error);
  if (load->people == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (books != NULL)
    load->list = g_object_ref (loft_contact_actions_get_list (books));
  if (books == NULL || loft_contact_list_is_loaded (load->list))
    index_with_books (g_steal_pointer (&task));
  else
    load->handler = g_signal_connect_swapped (load->list, "loaded", G_CALLBACK (on_books),
                                              g_steal_pointer (&task));
}

void
loft_people_index_load_async (LoftService *service, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);

  loft_people_load_async (service, cancellable, on_people, task);
}

LoftPeopleIndex *
loft_people_index_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
