/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-directories.h"

#include "loft-clock.h"
#include "loft-text.h"

#define MAX_ANSWERS     60
#define ANSWER_SECONDS  600
#define FAILURE_SECONDS 60
#define MIN_LETTERS     3 /* Exchange matches the beginnings of names: of less, half a company */
#define MAX_LETTERS     50

typedef struct {
  char *key;
  LoftDirectoryAnswer said;
  gint64 since; /* monotonic */
} Answer;

typedef struct {
  GError *error;
  gint64 since;
} Failure;

struct _LoftDirectories {
  GObject parent_instance;

  GListModel *list;
  GQueue answers; /* of Answer, the newest first */
  GHashTable *failures; /* id -> Failure */
};

G_DEFINE_FINAL_TYPE (LoftDirectories, loft_directories, G_TYPE_OBJECT)

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->key);
  g_ptr_array_unref (answer->said.contacts);
  g_free (answer);
}

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_error_free (failure->error);
  g_free (failure);
}

static void
loft_directories_finalize (GObject *object)
{
  LoftDirectories *self = LOFT_DIRECTORIES (object);

  g_queue_clear_full (&self->answers, answer_free);
  g_hash_table_unref (self->failures);
  g_object_unref (self->list);
  G_OBJECT_CLASS (loft_directories_parent_class)->finalize (object);
}

static void
loft_directories_class_init (LoftDirectoriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_directories_finalize;
}

static void
loft_directories_init (LoftDirectories *self)
{
  g_queue_init (&self->answers);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, failure_free);
}

LoftDirectories *
loft_directories_new (GListModel *directories)
{
  LoftDirectories *self = g_object_new (LOFT_TYPE_DIRECTORIES, NULL);

  self->list = g_object_ref (directories);
  return self;
}

GListModel *
loft_directories_get_list (LoftDirectories *self)
{
  return self->list;
}

/* ---- words -------------------------------------------------------------------------------- */

/* A character of Chinese, Japanese or Korean names says as much as two letters. */
static guint
weigh (const char *text)
{
  guint weight = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      weight += g_unichar_iswide (g_utf8_get_char (c)) ? 2 : 1;
  return weight;
}

char *
loft_directories_normalize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *line = loft_text_one_line (valid, MAX_LETTERS);

  return weigh (line) >= MIN_LETTERS ? g_utf8_strdown (line, -1) : g_strdup ("");
}

/* ---- answers ------------------------------------------------------------------------------ */

static char *
make_key (LoftDirectory *directory, const char *words, guint limit)
{
  return g_strdup_printf ("%s\n%u\n%s", loft_directory_get_id (directory), limit, words);
}

/* (nullable) */
static GList *
find_answer (LoftDirectories *self, const char *key)
{
  for (GList *each = self->answers.head; each != NULL; each = each->next)
    if (g_str_equal (((Answer *) each->data)->key, key))
      return each;
  return NULL;
}

static gboolean
is_over (gint64 since, guint seconds)
{
  return loft_clock_monotonic () - since > (gint64) seconds * G_USEC_PER_SEC;
}

static void
drop (LoftDirectories *self, GList *link)
{
  if (link == NULL)
    return;
  answer_free (link->data);
  g_queue_delete_link (&self->answers, link);
}

const LoftDirectoryAnswer *
loft_directories_recall (LoftDirectories *self, LoftDirectory *directory, const char *words,
                         guint limit)
{
  g_autofree char *key = make_key (directory, words, limit);
  GList *link = find_answer (self, key);

  if (link == NULL)
    return NULL;
  if (!is_over (((Answer *) link->data)->since, ANSWER_SECONDS))
    return &((Answer *) link->data)->said;
  drop (self, link);
  return NULL;
}

void
loft_directories_remember (LoftDirectories *self, LoftDirectory *directory, const char *words,
                           guint limit, GPtrArray *contacts, gboolean more)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->key = make_key (directory, words, limit);
  answer->said.contacts = g_ptr_array_ref (contacts);
  answer->said.more = more;
  answer->since = loft_clock_monotonic ();
  drop (self, find_answer (self, answer->key));
  g_queue_push_head (&self->answers, answer);
  if (g_queue_get_length (&self->answers) > MAX_ANSWERS)
    answer_free (g_queue_pop_tail (&self->answers));
}

/* ---- failures ----------------------------------------------------------------------------- */

const GError *
loft_directories_get_failure (LoftDirectories *self, LoftDirectory *directory)
{
  const char *id = loft_directory_get_id (directory);
  const Failure *failure = g_hash_table_lookup (self->failures, id);

  if (failure == NULL)
    return NULL;
  if (!is_over (failure->since, FAILURE_SECONDS))
    return failure->error;
  g_hash_table_remove (self->failures, id);
  return NULL;
}

void
loft_directories_set_failure (LoftDirectories *self, LoftDirectory *directory, const GError *error)
{
  const char *id = loft_directory_get_id (directory);
  Failure *failure;

  if (error == NULL)
    {
      g_hash_table_remove (self->failures, id);
      return;
    }
  failure = g_new0 (Failure, 1);
  failure->error = g_error_copy (error);
  failure->since = loft_clock_monotonic ();
  g_hash_table_insert (self->failures, g_strdup (id), failure);
}

void
loft_directories_forget_failures (LoftDirectories *self)
{
  g_hash_table_remove_all (self->failures);
}
