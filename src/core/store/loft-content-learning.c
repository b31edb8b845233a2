/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-store-private.h"

#include "loft-content-chunk.h"

/* Half as many know nearly as much; with less, the words of a few conversations would be taken for
 * those of all. */
#define ENOUGH_MESSAGES 1000
#define SAMPLES         256
/* The beginning tells the headers and how the text goes. */
#define SAMPLE_BYTES (8 * 1024)
/* zstd makes a dictionary of next to nothing too, which helps nobody. */
#define MIN_BYTES (4 * LOFT_CONTENT_DICTIONARY_BYTES)

typedef struct {
  GByteArray *samples;
  GArray *sizes; /* of gsize */
} Lesson;

static void
lesson_clear (Lesson *self)
{
  g_clear_pointer (&self->samples, g_byte_array_unref);
  g_clear_pointer (&self->sizes, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lesson, lesson_clear)

/* (transfer full) of gint64: the last of the small messages. */
static GArray *
list_small (LoftContentStore *self, GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = loft_database_query (
    database,
    "SELECT message_id FROM content WHERE complete = 1 AND raw_size BETWEEN 1 AND ?"
    " ORDER BY message_id DESC LIMIT ?",
    "ii", (gint64) LOFT_CONTENT_SMALL_BYTES, (gint64) ENOUGH_MESSAGES);
  gboolean row = FALSE;

  for (;;)
    {
      gint64 id;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
}

/* What cannot be read teaches nothing. */
static void
add_sample (LoftContentStore *self, gint64 message_id, Lesson *lesson)
{
  g_autoptr (GBytes) raw = loft_content_store_get (self, message_id, NULL);
  gsize length;
  const guint8 *data;

  if (raw == NULL)
    return;
  data = g_bytes_get_data (raw, &length);
  length = MIN (length, SAMPLE_BYTES);
  g_byte_array_append (lesson->samples, data, (guint) length);
  g_array_append_val (lesson->sizes, length);
}

/* (transfer full) (nullable) */
static LoftContentDictionary *
learn_from (LoftContentStore *self, GArray *ids)
{
  g_auto (Lesson) lesson = { g_byte_array_new (), g_array_new (FALSE, FALSE, sizeof (gsize)) };
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < SAMPLES; i++)
    add_sample (self, g_array_index (ids, gint64, i * ids->len / SAMPLES), &lesson);
  if (lesson.samples->len < MIN_BYTES)
    return NULL;
  bytes = loft_content_dictionary_train (lesson.samples, lesson.sizes);
  return bytes != NULL ? loft_content_dictionary_new (bytes) : NULL;
}

static gboolean
keep (LoftContentStore *self, LoftContentDictionary *dictionary, GError **error)
{
  if (!loft_content_store_begin (self, error))
    return FALSE;
  if (loft_content_dictionaries_put (loft_content_store_dictionaries (self), dictionary, error))
    return loft_content_store_commit (self, error);
  loft_content_store_rollback (self);
  return FALSE;
}

static gboolean
learn (LoftContentStore *self, LoftContentDictionary **dictionary, GError **error)
{
  g_autoptr (GArray) ids = list_small (self, error);
  g_autoptr (LoftContentDictionary) learnt = NULL;

  if (ids == NULL)
    return FALSE;
  if (ids->len < ENOUGH_MESSAGES || !loft_content_store_may_learn (self))
    return TRUE;
  learnt = learn_from (self, ids);
  if (learnt == NULL)
    return TRUE;
  if (!keep (self, learnt, error))
    return FALSE;
  *dictionary = g_steal_pointer (&learnt);
  return TRUE;
}

LoftContentDictionary *
loft_content_store_get_dictionary (LoftContentStore *self)
{
  return loft_content_dictionaries_get_newest (loft_content_store_dictionaries (self));
}

gboolean
loft_content_store_learn_dictionary (LoftContentStore *self, LoftContentDictionary **dictionary,
                                     GError **error)
{
  g_return_val_if_fail (!loft_database_in_transaction (loft_content_store_database (self)), FALSE);

  *dictionary = loft_content_store_get_dictionary (self);
  return *dictionary != NULL || learn (self, dictionary, error);
}

gboolean
loft_content_store_mend_dictionaries (LoftContentStore *self, guint *n_mended, GError **error)
{
  if (!loft_content_store_begin (self, error))
    return FALSE;
  if (loft_content_dictionaries_mend (loft_content_store_dictionaries (self), n_mended, error))
    return loft_content_store_commit (self, error);
  loft_content_store_rollback (self);
  return FALSE;
}
