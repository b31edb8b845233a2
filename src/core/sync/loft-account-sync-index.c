/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

/* What the index does not hold: headers of messages whose body is not here, so that they are found
 * too, and bodies that came without (a person opened them). */

#define INDEX_STEP    4000 /* at most, in one transaction */
#define INDEX_SECONDS 1 /* after which it is committed, though there are more */

/* Cuts ids off behind what was indexed; *indexed tells for each how. */
static gboolean
put_some (LoftAccountSync *self, GArray *ids, GByteArray *indexed, GError **error)
{
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < ids->len; i++)
    {
      guint how = 0;
      guint8 byte;

      if (g_get_monotonic_time () - begin > (gint64) INDEX_SECONDS * G_USEC_PER_SEC)
        {
          g_array_set_size (ids, i);
          return TRUE;
        }
      if (!loft_account_store_index_message (self->store, g_array_index (ids, gint64, i), &how,
                                             error))
        return FALSE;
      byte = (guint8) how;
      g_byte_array_append (indexed, &byte, 1);
    }
  return TRUE;
}

static gboolean
read_and_put (LoftAccountSync *self, GArray *ids, GByteArray *indexed, GError **error)
{
  gboolean done;

  if (!loft_mail_store_begin_reading (self->store->mail, error))
    return FALSE;
  done = put_some (self, ids, indexed, error);
  loft_mail_store_rollback (self->store->mail);
  return done;
}

static gboolean
mark_some (LoftAccountSync *self, GArray *ids, GByteArray *indexed, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!loft_mail_store_set_indexed (self->store->mail, g_array_index (ids, gint64, i),
                                      indexed->data[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
index_some (LoftAccountSync *self, GArray *ids, GError **error)
{
  g_autoptr (GByteArray) indexed = g_byte_array_new ();

  if (!loft_search_index_begin (self->store->search, error))
    return FALSE;
  if (!read_and_put (self, ids, indexed, error))
    {
      loft_search_index_rollback (self->store->search);
      return FALSE;
    }
  if (!loft_search_index_commit (self->store->search, error) ||
      !loft_mail_store_begin (self->store->mail, error))
    return FALSE;
  if (!mark_some (self, ids, indexed, error))
    {
      loft_mail_store_rollback (self->store->mail);
      return FALSE;
    }
  return loft_mail_store_commit (self->store->mail, error);
}

static gboolean
index_all (LoftAccountSync *self, gboolean with_content, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      g_autoptr (GArray) ids =
          loft_mail_store_list_not_indexed (self->store->mail, with_content, INDEX_STEP, error);

      if (ids == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (ids->len == 0)
        return TRUE;
      if (!index_some (self, ids, error))
        return FALSE;
      loft_account_sync_breathe (self);
    }
}

gboolean
loft_account_sync_index_opened (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  return index_all (self, TRUE, cancellable, error);
}

gboolean
loft_account_sync_index_headers (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  return index_all (self, FALSE, cancellable, error);
}
