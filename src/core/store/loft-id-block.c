/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-id-block.h"

#include "loft-mail-store-private.h"

#define FIRST_NUMBER "id-block-first"
#define LAST_NUMBER  "id-block-last"

static gboolean
note_block (LoftMailStore *store, gint64 first, gint64 last, GError **error)
{
  return loft_mail_store_set_number (store, FIRST_NUMBER, first, error) &&
         loft_mail_store_set_number (store, LAST_NUMBER, last, error);
}

/* What is still noted of an earlier block stays in it. */
static gboolean
take (LoftMailStore *store, guint n, gint64 *first, GError **error)
{
  gint64 noted = 0;
  gint64 last = 0;

  if (!loft_mail_store_get_last_id (store, &last, error) ||
      !loft_mail_store_get_number (store, FIRST_NUMBER, &noted, error))
    return FALSE;
  *first = last + 1;
  return loft_mail_store_raise_ids (store, last + n, error) &&
         note_block (store, noted != 0 ? noted : *first, last + n, error);
}

gboolean
loft_id_block_take (LoftMailStore *store, guint n, gint64 *first, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (take (store, n, first, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

gboolean
loft_id_block_forget (LoftMailStore *store, GError **error)
{
  return note_block (store, 0, 0, error);
}

static gboolean
settle (LoftMailStore *store, gint64 first, gint64 last, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "WITH RECURSIVE taken (id) AS (SELECT ?1 UNION ALL"
                            " SELECT id + 1 FROM taken WHERE id < ?2)"
                            " INSERT OR IGNORE INTO leftover (message_id) SELECT id FROM taken"
                            " WHERE id NOT IN (SELECT id FROM message WHERE id BETWEEN ?1 AND ?2)",
                            "ii", first, last) &&
         loft_id_block_forget (store, error);
}

gboolean
loft_id_block_settle (LoftMailStore *store, GError **error)
{
  gint64 first = 0;
  gint64 last = 0;

  if (!loft_mail_store_get_number (store, FIRST_NUMBER, &first, error) ||
      !loft_mail_store_get_number (store, LAST_NUMBER, &last, error))
    return FALSE;
  if (first <= 0 || last < first)
    return TRUE;
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (settle (store, first, last, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}
