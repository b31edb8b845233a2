/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-dictionaries.h"

#include "loft-text.h"

struct _LoftContentDictionaries {
  LoftDatabase *database;
  GHashTable *sound; /* id -> LoftContentDictionary (owned) */
};

enum { FIRST, SECOND, N_COPIES };

LoftContentDictionaries *
loft_content_dictionaries_new (LoftDatabase *database)
{
  LoftContentDictionaries *self = g_new0 (LoftContentDictionaries, 1);

  self->database = database;
  self->sound =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) loft_content_dictionary_unref);
  return self;
}

void
loft_content_dictionaries_free (LoftContentDictionaries *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->sound);
  g_free (self);
}

void
loft_content_dictionaries_forget (LoftContentDictionaries *self)
{
  g_hash_table_remove_all (self->sound);
}

/* ---- one copy ----------------------------------------------------------------------------- */

/* (transfer full) (nullable) of the row: id, checksum, data. */
static LoftContentDictionary *
take_row (sqlite3_stmt *row)
{
  g_autoptr (GBytes) bytes = loft_database_column_bytes (row, 2);
  g_autoptr (LoftContentDictionary) dictionary = NULL;
  gsize length;
  gconstpointer data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (sqlite3_column_int64 (row, 1) != (gint64) loft_text_checksum (0, data, length))
    return NULL;
  dictionary = loft_content_dictionary_new (bytes);
  if (dictionary == NULL ||
      sqlite3_column_int64 (row, 0) != (gint64) loft_content_dictionary_get_id (dictionary))
    return NULL;
  return g_steal_pointer (&dictionary);
}

static LoftContentDictionary *
read_copy (LoftContentDictionaries *self, guint copy, gint64 id)
{
  static const char *const sql[N_COPIES] = {
    "SELECT id, checksum, data FROM dictionary WHERE id = ?",
    "SELECT id, checksum, data FROM dictionary_copy WHERE id = ?",
  };
  sqlite3_stmt *statement = loft_database_query (self->database, sql[copy], "i", id);
  LoftContentDictionary *dictionary = NULL;
  gboolean row = FALSE;

  if (!loft_database_step (self->database, statement, &row, NULL) || !row)
    return NULL;
  dictionary = take_row (statement);
  sqlite3_reset (statement);
  return dictionary;
}

static gboolean
write_copy (LoftContentDictionaries *self, guint copy, gint64 number,
            const LoftContentDictionary *dictionary, GError **error)
{
  static const char *const sql[N_COPIES] = {
    "INSERT OR REPLACE INTO dictionary (id, number, checksum, data) VALUES (?, ?, ?, ?)",
    "INSERT OR REPLACE INTO dictionary_copy (id, number, checksum, data) VALUES (?, ?, ?, ?)",
  };
  GBytes *bytes = loft_content_dictionary_get_bytes (dictionary);
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return loft_database_run (self->database, error, sql[copy], "iiib",
                            (gint64) loft_content_dictionary_get_id (dictionary), number,
                            (gint64) loft_text_checksum (0, data, length), bytes);
}

/* ---- all copies --------------------------------------------------------------------------- */

LoftContentDictionary *
loft_content_dictionaries_get (LoftContentDictionaries *self, guint32 id)
{
  gpointer key = GUINT_TO_POINTER (id);
  LoftContentDictionary *dictionary = g_hash_table_lookup (self->sound, key);

  for (guint copy = 0; dictionary == NULL && copy < N_COPIES; copy++)
    {
      dictionary = read_copy (self, copy, id);
      if (dictionary != NULL)
        g_hash_table_insert (self->sound, key, dictionary);
    }
  return dictionary;
}

/* (transfer full) ids and numbers that either table names, newest first. */
typedef struct {
  gint64 id;
  gint64 number;
} Entry;

static GArray *
list_entries (LoftContentDictionaries *self, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  sqlite3_stmt *statement = loft_database_query (
    self->database,
    "SELECT id, max (number) FROM"
    " (SELECT id, number FROM dictionary UNION ALL SELECT id, number FROM dictionary_copy)"
    " GROUP BY id ORDER BY 2 DESC",
    "");
  gboolean row = FALSE;

  for (;;)
    {
      Entry entry;

      if (!loft_database_step (self->database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&entries);
      entry.id = sqlite3_column_int64 (statement, 0);
      entry.number = sqlite3_column_int64 (statement, 1);
      g_array_append_val (entries, entry);
    }
}

static gboolean
is_id (gint64 id)
{
  return id > 0 && id <= G_MAXUINT32;
}

LoftContentDictionary *
loft_content_dictionaries_get_newest (LoftContentDictionaries *self)
{
  g_autoptr (GArray) entries = list_entries (self, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      gint64 id = g_array_index (entries, Entry, i).id;
      LoftContentDictionary *dictionary =
        is_id (id) ? loft_content_dictionaries_get (self, (guint32) id) : NULL;

      if (dictionary != NULL)
        return loft_content_dictionary_ref (dictionary);
    }
  return NULL;
}

gboolean
loft_content_dictionaries_put (LoftContentDictionaries *self, LoftContentDictionary *dictionary,
                               GError **error)
{
  gint64 number = 0;

  if (loft_content_dictionaries_get (self, loft_content_dictionary_get_id (dictionary)) != NULL)
    return TRUE;
  return loft_database_get_int (self->database, &number, 0, error,
                                "SELECT max (number) FROM dictionary", "") &&
         write_copy (self, FIRST, number + 1, dictionary, error) &&
         write_copy (self, SECOND, number + 1, dictionary, error);
}

/* ---- damage ------------------------------------------------------------------------------- */

char *
loft_content_dictionaries_check (LoftContentDictionaries *self, GError **error)
{
  g_autoptr (GArray) entries = list_entries (self, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    for (guint copy = 0; copy < N_COPIES; copy++)
      {
        gint64 id = g_array_index (entries, Entry, i).id;
        g_autoptr (LoftContentDictionary) dictionary = read_copy (self, copy, id);

        if (dictionary == NULL)
          return g_strdup_printf ("copy %u of dictionary %" G_GINT64_FORMAT " is damaged", copy + 1,
                                  id);
      }
  return NULL;
}

static gboolean
remove_entry (LoftContentDictionaries *self, gint64 id, GError **error)
{
  return loft_database_run (self->database, error, "DELETE FROM dictionary WHERE id = ?", "i",
                            id) &&
         loft_database_run (self->database, error, "DELETE FROM dictionary_copy WHERE id = ?", "i",
                            id);
}

static gboolean
mend_entry (LoftContentDictionaries *self, const Entry *entry, guint *n_mended, GError **error)
{
  g_autoptr (LoftContentDictionary) first = read_copy (self, FIRST, entry->id);
  g_autoptr (LoftContentDictionary) second = read_copy (self, SECOND, entry->id);

  if (first != NULL && second != NULL)
    return TRUE;
  *n_mended += first != NULL || second != NULL;
  if (first != NULL)
    return write_copy (self, SECOND, entry->number, first, error);
  if (second != NULL)
    return write_copy (self, FIRST, entry->number, second, error);
  return remove_entry (self, entry->id, error);
}

gboolean
loft_content_dictionaries_mend (LoftContentDictionaries *self, guint *n_mended, GError **error)
{
  g_autoptr (GArray) entries = list_entries (self, error);

  *n_mended = 0;
  loft_content_dictionaries_forget (self);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!mend_entry (self, &g_array_index (entries, Entry, i), n_mended, error))
      return FALSE;
  return entries != NULL;
}
