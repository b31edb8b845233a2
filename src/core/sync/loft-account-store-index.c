/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-private.h"

#include "loft-error.h"
#include "loft-ingest.h"
#include "loft-resource-copies.h"
#include "loft-text.h"

/* What can be made again from what is here: index entries from rows and content. */

#define REINDEX_STEP 200
#define CHECK_STEP   200

static gboolean
index_header (LoftAccountStore *self, const LoftMessage *message, GError **error)
{
  g_autofree char *subject = loft_text_fold (message->subject, -1);
  g_autofree char *sender = loft_ingest_fold_people (message->from, NULL);
  g_autofree char *recipients = loft_ingest_fold_people (message->to, message->cc);

  return loft_search_index_put (self->search, message->id, message->date, subject, sender,
                                recipients, "", NULL, error);
}

static gboolean
index_body (LoftAccountStore *self, const LoftMessage *message, GBytes *raw, GError **error)
{
  g_autoptr (LoftIngestedBody) body = loft_ingest_body (message->id, raw, FALSE);

  return loft_search_index_put (self->search, message->id, message->date, body->index_subject,
                                body->index_sender, body->index_recipients, body->index_names,
                                body->index_text, error);
}

/* Content that cannot be read is the matter of whoever fetches it again. */
gboolean
loft_account_store_index_message (LoftAccountStore *self, gint64 message_id, guint *indexed,
                                  GError **error)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (self->mail, message_id, error);
  g_autoptr (GBytes) raw = NULL;

  if (message == NULL)
    return FALSE;
  if (message->cached)
    raw = loft_account_store_get_content (self, message_id, NULL);
  *indexed = raw != NULL ? 2 : 1;
  return raw != NULL ? index_body (self, message, raw, error) : index_header (self, message, error);
}

/* *extent: what the index holds of it in the end. Content that cannot be read is the matter of
 * whoever fetches it again. */
static gboolean
reindex_one (LoftAccountStore *self, gint64 id, guint *extent, GError **error)
{
  g_autoptr (LoftMessage) message = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (!loft_search_index_get_extent (self->search, id, extent, error))
    return FALSE;
  if (*extent == 2)
    return TRUE;
  message = loft_mail_store_get (self->mail, id, NULL);
  if (message != NULL && message->cached)
    raw = loft_account_store_get_content (self, id, NULL);
  if (raw != NULL)
    {
      *extent = 2;
      return index_body (self, message, raw, error);
    }
  if (message == NULL || *extent == 1)
    return TRUE;
  *extent = 1;
  return index_header (self, message, error);
}

static gboolean
reindex_all (LoftAccountStore *self, GArray *ids, GArray *extents, GCancellable *cancellable,
             GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      guint extent = 0;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !reindex_one (self, g_array_index (ids, gint64, i), &extent, error))
        return FALSE;
      g_array_append_val (extents, extent);
    }
  return TRUE;
}

/* Texts of what the window left behind cannot be had again: only headers find it from now on. */
static gboolean
note_extents (LoftAccountStore *self, GArray *ids, GArray *extents, GError **error)
{
  gint64 reached = ids->len > 0 ? g_array_index (ids, gint64, ids->len - 1) + 1 : 0;

  for (guint i = 0; i < ids->len; i++)
    if (!loft_mail_store_set_indexed (self->mail, g_array_index (ids, gint64, i),
                                      g_array_index (extents, guint, i), error))
      return FALSE;
  return loft_mail_store_set_number (self->mail, LOFT_STORE_REINDEX, reached, error);
}

static gboolean
reindex_some (LoftAccountStore *self, GArray *ids, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!loft_search_index_begin (self->search, error))
    return FALSE;
  if (!reindex_all (self, ids, extents, cancellable, error))
    {
      loft_search_index_rollback (self->search);
      return FALSE;
    }
  if (!loft_search_index_commit (self->search, error) || !loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (note_extents (self, ids, extents, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

gboolean
loft_account_store_reindex (LoftAccountStore *self, GCancellable *cancellable, GError **error)
{
  gint64 reached = 0;

  for (;;)
    {
      g_autoptr (GArray) ids = NULL;

      if (!loft_mail_store_get_number (self->mail, LOFT_STORE_REINDEX, &reached, error))
        return FALSE;
      if (reached == 0)
        return TRUE;
      ids = loft_mail_store_list_behind (self->mail, reached - 1, REINDEX_STEP, error);
      if (ids == NULL || !reindex_some (self, ids, cancellable, error))
        return FALSE;
    }
}

/* ---- every content ------------------------------------------------------------------------ */

static gboolean
forget_bad (LoftAccountStore *self, GArray *bad, GError **error)
{
  if (bad->len == 0)
    return TRUE;
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  for (guint i = 0; i < bad->len; i++)
    if (!loft_mail_store_set_content (self->mail, g_array_index (bad, gint64, i), LOFT_CONTENT_NONE,
                                      NULL, error))
      {
        loft_mail_store_rollback (self->mail);
        return FALSE;
      }
  return loft_mail_store_commit (self->mail, error);
}

static void
tell_bad (LoftAccountStore *self, guint64 n_bad)
{
  g_autofree char *sentence =
    g_strdup_printf ("the content of %" G_GUINT64_FORMAT " messages was damaged or missing; it is"
                     " fetched again by the next sync",
                     n_bad);

  g_message ("%s: %s", self->directory, sentence);
  loft_account_store_log (self->directory, sentence);
}

/* A structure that is broken, or a disk that does not answer, is not the message's fault. */
static gboolean
is_message_fault (LoftAccountStore *self, const GError *failure)
{
  return !loft_account_store_is_damaged (self) &&
         (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_STORE) ||
          g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE));
}

/* Before the contents that are read with them. */
static gboolean
mend_dictionaries (LoftAccountStore *self, GError **error)
{
  guint n_mended = 0;

  if (!loft_content_store_mend_dictionaries (self->content, &n_mended, error))
    return FALSE;
  if (n_mended > 0)
    loft_account_store_log (self->directory,
                            "a damaged copy of a dictionary was made again from the other copy");
  return TRUE;
}

gboolean
loft_account_store_check_contents (LoftAccountStore *self, guint64 *n_bad,
                                   GCancellable *cancellable, GError **error)
{
  gint64 after = 0;
  gboolean more = TRUE;

  if (!mend_dictionaries (self, error))
    return FALSE;
  for (*n_bad = 0; more;)
    {
      g_autoptr (GArray) ids = loft_mail_store_list_cached (self->mail, after, CHECK_STEP, error);
      g_autoptr (GArray) bad = g_array_new (FALSE, FALSE, sizeof (gint64));

      if (ids == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        {
          g_autoptr (GError) failure = NULL;
          g_autoptr (GBytes) raw = NULL;

          after = g_array_index (ids, gint64, i);
          raw = loft_account_store_get_content (self, after, &failure);
          if (raw != NULL)
            continue;
          if (!is_message_fault (self, failure))
            {
              g_propagate_error (error, g_steal_pointer (&failure));
              return FALSE;
            }
          g_array_append_val (bad, after);
        }
      if (!forget_bad (self, bad, error))
        return FALSE;
      *n_bad += bad->len;
      more = ids->len == CHECK_STEP;
    }
  if (*n_bad > 0)
    tell_bad (self, *n_bad);
  return loft_resource_copies_check (self, error);
}
