/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-store.h"

#include "loft-conversation-store.h"
#include "loft-folder.h"
#include "loft-mail-store-private.h"
#include "loft-text.h"

#define COLUMNS                                                                                    \
  "id, uuid, state, message_id, subject, people, sender, recipients, not_before, tries,"           \
  " first_try, reason, error, copy, created, changed, size"

gboolean
loft_outgoing_store_insert (LoftMailStore *store, LoftOutgoing *outgoing, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autofree char *recipients = loft_outgoing_pack_recipients (outgoing->recipients);

  if (!loft_database_run (database, error,
                          "INSERT INTO outgoing (" COLUMNS ")"
                          " VALUES (nullif (?,0),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                          "isdsssssidissdiii", outgoing->id, outgoing->uuid, (int) outgoing->state,
                          outgoing->message_id, outgoing->subject, outgoing->people,
                          outgoing->sender, recipients, outgoing->not_before, (int) outgoing->tries,
                          outgoing->first_try, outgoing->reason, outgoing->error,
                          (int) outgoing->copy, outgoing->created, outgoing->changed,
                          (gint64) outgoing->size))
    return FALSE;
  if (outgoing->id == 0)
    outgoing->id = loft_database_last_id (database);
  return TRUE;
}

gboolean
loft_outgoing_store_update (LoftMailStore *store, const LoftOutgoing *outgoing, GError **error)
{
  g_autofree char *recipients = loft_outgoing_pack_recipients (outgoing->recipients);

  return loft_database_run (
    loft_mail_store_database (store), error,
    "UPDATE outgoing SET state = ?2, message_id = ?3, subject = ?4, people = ?5, sender = ?6,"
    " recipients = ?7, not_before = ?8, tries = ?9, first_try = ?10, reason = ?11, error = ?12,"
    " copy = ?13, changed = ?14, size = ?15 WHERE id = ?1",
    "idsssssidissdii", outgoing->id, (int) outgoing->state, outgoing->message_id, outgoing->subject,
    outgoing->people, outgoing->sender, recipients, outgoing->not_before, (int) outgoing->tries,
    outgoing->first_try, outgoing->reason, outgoing->error, (int) outgoing->copy, outgoing->changed,
    (gint64) outgoing->size);
}

gboolean
loft_outgoing_store_remove (LoftMailStore *store, gint64 id, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM outgoing WHERE id = ?", "i", id);
}

gboolean
loft_outgoing_store_take_id (LoftMailStore *store, gint64 *id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'outgoing'", "") ||
      (loft_database_changes (database) == 0 &&
       !loft_database_run (database, error,
                           "INSERT INTO sqlite_sequence (name, seq) VALUES ('outgoing', 1)", "")))
    return FALSE;
  return loft_database_get_int (database, id, 0, error,
                                "SELECT seq FROM sqlite_sequence WHERE name = 'outgoing'", "");
}

static LoftOutgoing *
outgoing_from_row (sqlite3_stmt *row)
{
  LoftOutgoing *self = g_new0 (LoftOutgoing, 1);
  g_autofree char *recipients = loft_database_column_text (row, 7);

  self->id = sqlite3_column_int64 (row, 0);
  self->uuid = loft_database_column_text (row, 1);
  self->state = (LoftOutgoingState) sqlite3_column_int (row, 2);
  self->message_id = loft_database_column_text (row, 3);
  self->subject = loft_database_column_text (row, 4);
  self->people = loft_database_column_text (row, 5);
  self->sender = loft_database_column_text (row, 6);
  self->recipients = loft_outgoing_unpack_recipients (recipients);
  self->not_before = sqlite3_column_int64 (row, 8);
  self->tries = (guint) sqlite3_column_int (row, 9);
  self->first_try = sqlite3_column_int64 (row, 10);
  self->reason = loft_database_column_text (row, 11);
  self->error = loft_database_column_text (row, 12);
  self->copy = (LoftSentCopy) sqlite3_column_int (row, 13);
  self->created = sqlite3_column_int64 (row, 14);
  self->changed = sqlite3_column_int64 (row, 15);
  self->size = (guint64) sqlite3_column_int64 (row, 16);
  return self;
}

static GPtrArray *
collect (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_outgoing_free);
  gboolean row = FALSE;

  for (;;)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      g_ptr_array_add (list, outgoing_from_row (statement));
    }
}

GPtrArray *
loft_outgoing_store_list (LoftMailStore *store, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return collect (database,
                  loft_database_query (database, "SELECT " COLUMNS " FROM outgoing ORDER BY id",
                                       ""),
                  error);
}

LoftOutgoing *
loft_outgoing_store_get (LoftMailStore *store, gint64 id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) list =
    collect (database,
             loft_database_query (database, "SELECT " COLUMNS " FROM outgoing WHERE id = ?", "i",
                                  id),
             error);

  if (list == NULL)
    return NULL;
  if (list->len > 0)
    return g_ptr_array_steal_index (list, 0);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
               "Outgoing message %" G_GINT64_FORMAT " does not exist any more", id);
  return NULL;
}

gboolean
loft_outgoing_store_is_leftover (LoftMailStore *store, gint64 id, gboolean *is_leftover,
                                 GError **error)
{
  gint64 count = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &count, 0, error,
                              "SELECT count (*) FROM leftover WHERE message_id = ?", "i",
                              LOFT_OUTGOING_CONTENT + id))
    return FALSE;
  *is_leftover = count > 0;
  return TRUE;
}

/* Found by its conversation, as everywhere. */
gboolean
loft_outgoing_store_is_in_sent (LoftMailStore *store, const char *message_id, gboolean *is_there,
                                GError **error)
{
  gint64 hash = message_id[0] != '\0' ? loft_text_stable_hash (message_id) : 0;
  gint64 conversation = 0;
  gint64 count = 0;

  *is_there = FALSE;
  if (hash == 0)
    return TRUE;
  if (!loft_conversation_store_find (store, hash, &conversation, error) ||
      !loft_database_get_int (
        loft_mail_store_database (store), &count, 0, error,
        "SELECT count (*) FROM message WHERE conversation_id = ? AND message_hash = ?"
        " AND message_id = ? AND folder_id IN"
        " (SELECT id FROM folder WHERE coalesce (role_override, server_role) = ?)",
        "iisd", conversation, hash, message_id, (int) LOFT_FOLDER_ROLE_SENT))
    return FALSE;
  *is_there = count > 0;
  return TRUE;
}
