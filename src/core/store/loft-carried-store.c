/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-carried-store.h"

#include "loft-clock.h"
#include "loft-mail-store-private.h"

void
loft_carried_free (LoftCarried *self)
{
  if (self == NULL)
    return;
  g_free (self->uuid);
  g_free (self->account);
  g_free (self->reason);
  g_free (self);
}

gboolean
loft_carried_store_add (LoftMailStore *store, const char *uuid, const char *account,
                        gint64 message_id, LoftCarriedOutcome outcome, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "INSERT INTO carried (uuid, account, message_id, at, outcome)"
                            " VALUES (?, ?, ?, ?, ?)",
                            "ssiid", uuid, account, message_id, loft_clock_now (), (guint) outcome);
}

LoftCarried *
loft_carried_store_get (LoftMailStore *store, const char *uuid, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement = loft_database_query (
    database, "SELECT uuid, account, message_id, outcome, reason FROM carried WHERE uuid = ?", "s",
    uuid);
  gboolean row = FALSE;
  LoftCarried *self;

  if (!loft_database_step (database, statement, &row, error) || !row)
    return NULL;
  self = g_new0 (LoftCarried, 1);
  self->uuid = loft_database_column_text (statement, 0);
  self->account = loft_database_column_text (statement, 1);
  self->message_id = sqlite3_column_int64 (statement, 2);
  self->outcome = (LoftCarriedOutcome) sqlite3_column_int (statement, 3);
  self->reason = loft_database_column_text (statement, 4);
  sqlite3_reset (statement);
  return self;
}

gboolean
loft_carried_store_settle (LoftMailStore *store, const char *uuid, LoftCarriedOutcome outcome,
                           const char *reason, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (outcome == LOFT_CARRIED_CONFIRMED)
    return loft_database_run (database, error,
                              "UPDATE carried SET outcome = 1 WHERE uuid = ? AND outcome = 0"
                              " AND message_id IN (SELECT id FROM message"
                              " WHERE id = carried.message_id AND remote_id IS NOT NULL)",
                              "s", uuid);
  return loft_database_run (database, error,
                            "UPDATE carried SET outcome = ?, reason = ?"
                            " WHERE uuid = ? AND outcome = 0",
                            "dss", (guint) outcome, reason, uuid);
}

gboolean
loft_carried_store_remove (LoftMailStore *store, const char *uuid, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM carried WHERE uuid = ?", "s", uuid);
}

gboolean
loft_carried_store_clear_refused (LoftMailStore *store, const LoftCarried *carried, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_database_run (database, error,
                            "DELETE FROM message WHERE id = ? AND folder_id < 0"
                            " AND remote_id IS NULL"
                            " AND id NOT IN (SELECT message_id FROM operation_item)",
                            "i", carried->message_id) &&
         loft_database_run (database, error, "DELETE FROM problem WHERE message_id = ?", "i",
                            carried->message_id) &&
         loft_carried_store_remove (store, carried->uuid, error);
}

GPtrArray *
loft_carried_store_list_before (LoftMailStore *store, const char *account, gint64 before,
                                GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement =
    loft_database_query (database, "SELECT uuid FROM carried WHERE account = ? AND at < ?", "si",
                         account, before);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (uuids, loft_database_column_text (statement, 0));
    }
  return g_steal_pointer (&uuids);
}
