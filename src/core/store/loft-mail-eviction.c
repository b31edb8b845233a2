/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-eviction.h"

#include "loft-mail-store-private.h"

/* Dates are what senders wrote: of the newest by them a few may lie in the future. */
#define NEWEST 100

gboolean
loft_mail_store_note_opened (LoftMailStore *self, gint64 id, gint64 at, GError **error)
{
  return loft_database_run (loft_mail_store_database (self), error,
                            "INSERT OR REPLACE INTO opened (message_id, at) VALUES (?, ?)", "ii",
                            id, at);
}

gboolean
loft_mail_store_forget_opened (LoftMailStore *self, gint64 before, GError **error)
{
  return loft_database_run (loft_mail_store_database (self), error,
                            "DELETE FROM opened WHERE at < ?", "i", before);
}

GArray *
loft_mail_store_list_evictable (LoftMailStore *self, gint64 folder_id, gint64 before,
                                gint64 opened_before, guint limit, GError **error)
{
  return loft_mail_store_collect_ids (
    self,
    loft_database_query (loft_mail_store_database (self),
                         "SELECT id FROM message WHERE folder_id = ? AND date < ? AND content = 1"
                         " AND server_folder_id >= 0 AND remote_id IS NOT NULL"
                         " AND id NOT IN (SELECT message_id FROM opened WHERE at >= ?) LIMIT ?",
                         "iiii", folder_id, before, opened_before, (gint64) limit),
    error);
}

gboolean
loft_mail_store_get_newest (LoftMailStore *self, gint64 folder_id, gint64 *received, GError **error)
{
  return loft_database_get_int (loft_mail_store_database (self), received, 0, error,
                                "SELECT max (received) FROM (SELECT received FROM message"
                                " WHERE folder_id = ? ORDER BY date DESC LIMIT ?)",
                                "ii", folder_id, (gint64) NEWEST);
}
