/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-download-store.h"

#include "loft-mail-store-private.h"

void
loft_download_free (LoftDownload *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->digest);
  g_free (self);
}

gboolean
loft_download_store_add (LoftMailStore *store, const LoftDownload *download, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "INSERT INTO downloaded (remote_id, message_id, digest, size, at)"
                            " VALUES (?,?,?,?,?)",
                            "sisii", download->remote_id, download->message_id, download->digest,
                            (gint64) download->size, download->at);
}

static LoftDownload *
download_from_row (sqlite3_stmt *row)
{
  LoftDownload *download = g_new0 (LoftDownload, 1);

  download->message_id = sqlite3_column_int64 (row, 0);
  download->remote_id = loft_database_column_text (row, 1);
  download->digest = loft_database_column_text (row, 2);
  download->size = (guint64) sqlite3_column_int64 (row, 3);
  download->at = sqlite3_column_int64 (row, 4);
  download->gone_at = sqlite3_column_int64 (row, 5);
  download->asked_at = sqlite3_column_int64 (row, 6);
  download->place = (LoftDownloadPlace) sqlite3_column_int (row, 7);
  download->date = sqlite3_column_int64 (row, 8);
  download->has_content = sqlite3_column_int (row, 9);
  return download;
}

GPtrArray *
loft_download_store_list (LoftMailStore *store, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) downloads =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_download_free);
  sqlite3_stmt *statement = loft_database_query (
    database,
    "SELECT d.message_id, d.remote_id, digest, d.size, at, gone_at, asked_at, place,"
    " coalesce (m.date, at), coalesce (m.content = 1, 0)"
    " FROM downloaded d LEFT JOIN message m ON m.id = d.message_id",
    "");
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (downloads, download_from_row (statement));
    }
  return g_steal_pointer (&downloads);
}

gboolean
loft_download_store_set_gone (LoftMailStore *store, const char *remote_id, gint64 gone_at,
                              GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE downloaded SET gone_at = ? WHERE remote_id = ?", "is", gone_at,
                            remote_id);
}

gboolean
loft_download_store_set_asked (LoftMailStore *store, const char *remote_id, gint64 asked_at,
                               GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE downloaded SET asked_at = ? WHERE remote_id = ?", "is",
                            asked_at, remote_id);
}

gboolean
loft_download_store_rename (LoftMailStore *store, const char *remote_id, const char *new_id,
                            GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE downloaded SET remote_id = ?, gone_at = 0, asked_at = 0"
                            " WHERE remote_id = ?",
                            "ss", new_id, remote_id);
}

gboolean
loft_download_store_lose_ids (LoftMailStore *store, gint64 now, GError **error)
{
  /* No unique-id has a blank in it. */
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE downloaded SET remote_id = ' lost ' || id,"
                            " gone_at = CASE gone_at WHEN 0 THEN ? ELSE gone_at END",
                            "i", now);
}

char *
loft_download_store_get_remote_id (LoftMailStore *store, gint64 message_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement =
    loft_database_query (database, "SELECT remote_id FROM downloaded WHERE message_id = ?", "i",
                         message_id);
  gboolean row = FALSE;
  char *remote_id;

  if (!loft_database_step (database, statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                           "This message is on this computer alone, and its content is lost");
      return NULL;
    }
  remote_id = loft_database_column_text (statement, 0);
  sqlite3_reset (statement);
  return remote_id;
}

gboolean
loft_download_store_forget_lost (LoftMailStore *store, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM downloaded WHERE place <> 3"
                            " AND message_id NOT IN (SELECT id FROM message)",
                            "");
}

gboolean
loft_download_store_forget_gone (LoftMailStore *store, gint64 before, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM downloaded WHERE place = 3 AND gone_at BETWEEN 1 AND ?",
                            "i", before);
}
