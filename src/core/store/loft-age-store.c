/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-age-store.h"

#include "loft-mail-store-private.h"

/* flags: the first number's bits are as in the second. */
#define AGED                                                                                       \
  " FROM message INDEXED BY message_by_date"                                                       \
  " WHERE folder_id = ? AND date < ? AND flags & ? = ? AND id NOT IN (SELECT i.message_id FROM"    \
  " operation o JOIN operation_item i ON i.operation_id = o.id WHERE o.kind = 'move-across')"

static gint64
flags_of (const LoftAge *age, LoftFlags *wanted)
{
  *wanted = age->unread ? 0 : LOFT_FLAG_SEEN;
  return *wanted | (age->flagged ? 0 : LOFT_FLAG_FLAGGED);
}

gboolean
loft_age_store_sum (LoftMailStore *store, const LoftAge *age, LoftAgeSum *sum, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  LoftFlags wanted = 0;
  gint64 mask = flags_of (age, &wanted);
  sqlite3_stmt *row =
    loft_database_query (database, "SELECT count (*), total (size), min (date), max (date)" AGED,
                         "iiii", age->folder_id, age->before, mask, (gint64) wanted);
  gboolean has_row = FALSE;

  *sum = (LoftAgeSum){ 0 };
  if (!loft_database_step (database, row, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  sum->n_messages = (guint) sqlite3_column_int64 (row, 0);
  sum->bytes = (guint64) sqlite3_column_double (row, 1);
  sum->oldest = sqlite3_column_int64 (row, 2);
  sum->newest = sqlite3_column_int64 (row, 3);
  return loft_database_step (database, row, &has_row, error);
}

GArray *
loft_age_store_list (LoftMailStore *store, const LoftAge *age, const LoftAgedMessage *behind,
                     guint limit, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (LoftAgedMessage));
  LoftFlags wanted = 0;
  gint64 mask = flags_of (age, &wanted);
  sqlite3_stmt *statement = loft_database_query (
    database, "SELECT id, date" AGED " AND (date, id) > (?, ?) ORDER BY date, id LIMIT ?",
    "iiiiiii", age->folder_id, age->before, mask, (gint64) wanted,
    behind != NULL ? behind->date : G_MININT64, behind != NULL ? behind->id : 0, (gint64) limit);

  while (TRUE)
    {
      LoftAgedMessage message;
      gboolean row = FALSE;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&messages);
      message.id = sqlite3_column_int64 (statement, 0);
      message.date = sqlite3_column_int64 (statement, 1);
      g_array_append_val (messages, message);
    }
}
