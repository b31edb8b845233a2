/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-store.h"

#include "loft-clock.h"
#include "loft-mail-store-private.h"

#define REMEMBERED (366 * G_GINT64_CONSTANT (86400))

LoftSchedulingMessage *
loft_scheduling_message_new (const char *about, const char *account, const char *sender,
                             gint64 not_before, GBytes *raw)
{
  LoftSchedulingMessage *self = g_new0 (LoftSchedulingMessage, 1);

  self->uuid = g_uuid_string_random ();
  self->about = g_strdup (about);
  self->account = g_strdup (account);
  self->sender = g_strdup (sender);
  self->not_before = not_before;
  self->raw = g_bytes_ref (raw);
  return self;
}

void
loft_scheduling_message_free (LoftSchedulingMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->uuid);
  g_free (self->about);
  g_free (self->account);
  g_free (self->sender);
  g_bytes_unref (self->raw);
  g_free (self);
}

gboolean
loft_scheduling_store_add (LoftMailStore *store, LoftSchedulingMessage *message, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "INSERT OR REPLACE INTO scheduling (uuid, about, account, sender,"
                          " not_before, raw) VALUES (?, ?, ?, ?, ?, ?)",
                          "ssssib", message->uuid, message->about, message->account,
                          message->sender, message->not_before, message->raw))
    return FALSE;
  message->id = loft_database_last_id (database);
  return TRUE;
}

static LoftSchedulingMessage *
message_from_row (sqlite3_stmt *row)
{
  LoftSchedulingMessage *self = g_new0 (LoftSchedulingMessage, 1);

  self->id = sqlite3_column_int64 (row, 0);
  self->uuid = loft_database_column_text (row, 1);
  self->about = loft_database_column_text (row, 2);
  self->account = loft_database_column_text (row, 3);
  self->sender = loft_database_column_text (row, 4);
  self->not_before = sqlite3_column_int64 (row, 5);
  self->raw = loft_database_column_bytes (row, 6);
  return self;
}

GPtrArray *
loft_scheduling_store_list (LoftMailStore *store, guint limit, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_message_free);
  sqlite3_stmt *statement =
    loft_database_query (database,
                         "SELECT id, uuid, about, account, sender, not_before, raw"
                         " FROM scheduling ORDER BY id LIMIT ?",
                         "i", (gint64) limit);
  gboolean row = FALSE;

  for (;;)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      g_ptr_array_add (list, message_from_row (statement));
    }
}

gboolean
loft_scheduling_store_remove (LoftMailStore *store, const char *uuid, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM scheduling WHERE uuid = ?", "s", uuid);
}

gboolean
loft_scheduling_store_find_given (LoftMailStore *store, const char *uuid, gint64 *outgoing_id,
                                  gboolean *given, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement =
    loft_database_query (database, "SELECT outgoing_id, given FROM scheduled WHERE uuid = ?", "s",
                         uuid);
  gboolean row = FALSE;

  *outgoing_id = 0;
  *given = FALSE;
  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *outgoing_id = sqlite3_column_int64 (statement, 0);
  *given = sqlite3_column_int (statement, 1) != 0;
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
loft_scheduling_store_note_given (LoftMailStore *store, const char *uuid, gint64 outgoing_id,
                                  gboolean given, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  gint64 now = loft_clock_now ();

  return loft_database_run (database, error, "DELETE FROM scheduled WHERE at < ?", "i",
                            now - REMEMBERED) &&
         loft_database_run (database, error,
                            "INSERT INTO scheduled (outgoing_id, uuid, given, at)"
                            " VALUES (?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET given ="
                            " max (given, excluded.given)",
                            "isdi", outgoing_id, uuid, (int) given, now);
}
