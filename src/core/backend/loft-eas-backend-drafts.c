/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-eas-draft.h"
#include "loft-eas-mail-item.h"
#include "loft-error.h"

/* The folder of drafts from 16.0 on: what is in it may be written on, and takes what is written here. Tried
 * against no server but that of the tests. */

#define WINDOW 100
#define SINCE  160
#define HTML   2 /* what a draft says is asked for as this */

gboolean
loft_eas_backend_takes_drafts (LoftEasBackend *self)
{
  return self->client != NULL && loft_eas_client_get_server (self->client)->version >= SINCE &&
         !loft_eas_backend_is_limited (self);
}

gboolean
loft_eas_backend_find_drafts (LoftEasBackend *self, const char *folder_id, gboolean *has_drafts,
                              GCancellable *cancellable, GError **error)
{
  const LoftEasFolder *folder = loft_eas_backend_find (self, folder_id, cancellable, error);

  *has_drafts = folder != NULL && folder->type == LOFT_EAS_FOLDER_DRAFTS &&
                loft_eas_backend_takes_drafts (self);
  return folder != NULL;
}

GPtrArray *
loft_eas_backend_dup_server_ids (const char *const *remote_ids, guint n)
{
  GPtrArray *server_ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (server_ids, loft_eas_draft_dup_server_id (remote_ids[i]));
  return server_ids;
}

/* ---- what they say now -------------------------------------------------------------------- */

typedef struct {
  char *digest;
  LoftWbxmlElement *data; /* without the body */
} Facts;

static void
facts_free (gpointer data)
{
  Facts *self = data;

  g_free (self->digest);
  loft_wbxml_element_free (self->data);
  g_free (self);
}

static GHashTable *
new_facts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, facts_free);
}

static void
copy_children (LoftWbxmlElement *to, const LoftWbxmlElement *from, gboolean bodies)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (from); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (from, i);

      if ((child->tag == LOFT_EAS_AIRSYNCBASE_BODY) == bodies)
        loft_wbxml_element_take (to, loft_wbxml_element_copy (child));
    }
}

static gboolean
take_facts (const char *id, const LoftWbxmlElement *properties, gpointer facts, GError **error)
{
  Facts *one = g_new0 (Facts, 1);

  one->digest = loft_eas_draft_dup_digest (properties);
  one->data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  copy_children (one->data, properties, FALSE);
  g_hash_table_replace (facts, g_strdup (id), one);
  return TRUE;
}

/* Of those that are there: server id -> Facts. */
static gboolean
look_up_facts (LoftEasBackend *self, const char *folder_id, GPtrArray *server_ids,
               GHashTable *facts, GCancellable *cancellable, GError **error)
{
  return loft_eas_backend_fetch_items (self, folder_id, (const char *const *) server_ids->pdata,
                                       server_ids->len, HTML, 0, take_facts, facts, cancellable,
                                       error);
}

/* ---- listing ------------------------------------------------------------------------------ */

/* One that the server told of, in the answer that comes in. */
typedef struct {
  char *server_id;
  LoftWbxmlElement *data; /* (nullable) it is gone */
  gboolean is_add;
} Told;

static void
told_free (gpointer data)
{
  Told *self = data;

  g_free (self->server_id);
  loft_wbxml_element_free (self->data);
  g_free (self);
}

typedef struct {
  LoftEasBackend *self;
  const char *folder_id;
  GCancellable *cancellable;
  LoftEasMapping how;
  GHashTable *known; /* (owned) server id -> id that the store has, or was told */
  LoftRemoteIds *present; /* (owned) all that was told */
  LoftChangeFunc func;
  gpointer user_data;
  GPtrArray *told; /* (owned) of Told */
  LoftChangeBatch *batch; /* (owned) (nullable) of the answer that comes in */
  guint64 done;
} Drafts;

static void
begin (gpointer user_data)
{
  Drafts *drafts = user_data;

  g_ptr_array_set_size (drafts->told, 0);
  g_clear_pointer (&drafts->batch, loft_change_batch_free);
  drafts->batch = loft_change_batch_new ();
}

static void
take (const char *id, const LoftWbxmlElement *data, gboolean is_add, gpointer user_data)
{
  Drafts *drafts = user_data;
  Told *told = g_new0 (Told, 1);

  told->server_id = g_strdup (id);
  told->data = data != NULL ? loft_wbxml_element_copy (data) : NULL;
  told->is_add = is_add;
  g_ptr_array_add (drafts->told, told);
}

/* Whether what it says may be another thing than what the store has of it. */
static gboolean
says_something (const Drafts *drafts, const Told *told)
{
  return told->data != NULL && (told->is_add || loft_eas_draft_is_content (told->data) ||
                                !g_hash_table_contains (drafts->known, told->server_id));
}

/* One that the server does not give does not keep back the others. */
static gboolean
look_up_told (Drafts *drafts, GHashTable *facts, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < drafts->told->len; i++)
    {
      const Told *told = g_ptr_array_index (drafts->told, i);

      if (says_something (drafts, told))
        g_ptr_array_add (ids, told->server_id);
    }
  if (ids->len == 0 ||
      look_up_facts (drafts->self, drafts->folder_id, ids, facts, drafts->cancellable, &failure) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_REFUSED) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
add_item (Drafts *drafts, LoftRemoteItem *item)
{
  if (item == NULL)
    return;
  g_ptr_array_add (drafts->batch->items, item);
  drafts->done += item->is_new;
}

/* A Change may tell but a part; the content is fetched when it is wanted, so that it is never older than its
 * id. */
static void
add_new (Drafts *drafts, const Told *told, const Facts *facts, const char *id)
{
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);

  copy_children (data, facts != NULL ? facts->data : told->data, FALSE);
  copy_children (data, told->data, TRUE);
  add_item (drafts, loft_eas_mail_item_new (id, data, NULL, &drafts->how));
  g_hash_table_replace (drafts->known, g_strdup (told->server_id), g_strdup (id));
}

/* One without a digest was moved here, or comes from times when there was none: it stays what it is until
 * somebody writes on it. */
static gboolean
is_the_same (const Told *told, const char *before, const char *id)
{
  return before != NULL &&
         (strcmp (before, id) == 0 || (told->is_add && strcmp (before, told->server_id) == 0));
}

static void
settle_draft (Drafts *drafts, const Told *told, GHashTable *facts)
{
  const char *before = g_hash_table_lookup (drafts->known, told->server_id);
  const Facts *one = g_hash_table_lookup (facts, told->server_id);
  gboolean stays = before != NULL && (one == NULL || !says_something (drafts, told));
  g_autofree char *id =
    stays ? g_strdup (before)
          : loft_eas_draft_make_id (told->server_id, one != NULL ? one->digest : NULL);

  if (stays || is_the_same (told, before, id))
    {
      loft_remote_ids_add (drafts->present, before);
      add_item (drafts,
                loft_eas_mail_item_changed (before, told->data, told->is_add, &drafts->how));
      return;
    }
  if (before != NULL)
    loft_change_batch_remove (drafts->batch, before);
  loft_remote_ids_add (drafts->present, id);
  add_new (drafts, told, one, id);
}

static void
settle_removal (Drafts *drafts, const Told *told)
{
  const char *before = g_hash_table_lookup (drafts->known, told->server_id);

  loft_change_batch_remove (drafts->batch, before != NULL ? before : told->server_id);
  g_hash_table_remove (drafts->known, told->server_id);
}

static gboolean
tell (GBytes *token, LoftRemoteIds *present, guint64 total, gpointer user_data, GError **error)
{
  Drafts *drafts = user_data;
  LoftChangeBatch *batch = drafts->batch;
  g_autoptr (GHashTable) facts = new_facts ();
  gboolean all = present != NULL;

  g_clear_pointer (&present, loft_remote_ids_free);
  if (!look_up_told (drafts, facts, error))
    return FALSE;
  for (guint i = 0; i < drafts->told->len; i++)
    {
      const Told *told = g_ptr_array_index (drafts->told, i);

      if (told->data != NULL)
        settle_draft (drafts, told, facts);
      else
        settle_removal (drafts, told);
    }
  batch->done = drafts->done;
  batch->total = MAX (total, drafts->done);
  batch->token_after = token != NULL ? g_bytes_ref (token) : NULL;
  batch->present = all ? loft_remote_ids_copy (drafts->present) : NULL;
  return drafts->func (batch, drafts->user_data, error);
}

static void
add_known (const char *remote_id, gpointer known)
{
  g_hash_table_replace (known, loft_eas_draft_dup_server_id (remote_id), g_strdup (remote_id));
}

gboolean
loft_eas_backend_list_drafts (LoftEasBackend *self, const char *folder_id, GBytes *token,
                              LoftRemoteIds *known, LoftChangeFunc func, gpointer user_data,
                              GCancellable *cancellable, GError **error)
{
  static const LoftEasListing how = { WINDOW, 4, LOFT_EAS_HEADER_SIZE, begin, take, tell };
  Drafts drafts = { self, folder_id, cancellable, loft_eas_backend_get_mapping (self) };
  gboolean done;

  drafts.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  drafts.present = loft_remote_ids_new ();
  drafts.func = func;
  drafts.user_data = user_data;
  drafts.told = g_ptr_array_new_with_free_func (told_free);
  loft_remote_ids_foreach_word (known, add_known, drafts.known);
  done = loft_eas_backend_list_changes (self, folder_id, token, loft_remote_ids_count (known) > 0,
                                        &how, &drafts, cancellable, error);
  g_hash_table_unref (drafts.known);
  loft_remote_ids_free (drafts.present);
  g_ptr_array_unref (drafts.told);
  g_clear_pointer (&drafts.batch, loft_change_batch_free);
  return done;
}

/* ---- deleting ----------------------------------------------------------------------------- */

static gboolean
is_unchanged (const char *remote_id, const char *server_id, GHashTable *facts)
{
  const char *digest = loft_eas_draft_get_digest (remote_id);
  const Facts *now = g_hash_table_lookup (facts, server_id);

  return digest == NULL || (now != NULL && strcmp (now->digest, digest) == 0);
}

static gboolean
any_digest (GPtrArray *remote_ids)
{
  for (guint i = 0; i < remote_ids->len; i++)
    if (loft_eas_draft_get_digest (g_ptr_array_index (remote_ids, i)) != NULL)
      return TRUE;
  return FALSE;
}

GPtrArray *
loft_eas_backend_find_unchanged (LoftEasBackend *self, const char *folder_id, GPtrArray *remote_ids,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) facts = new_facts ();
  g_autoptr (GPtrArray) ids =
    loft_eas_backend_dup_server_ids ((const char *const *) remote_ids->pdata, remote_ids->len);

  if (any_digest (remote_ids) && !look_up_facts (self, folder_id, ids, facts, cancellable, error))
    return NULL;
  for (guint i = ids->len; i > 0; i--)
    if (!is_unchanged (g_ptr_array_index (remote_ids, i - 1), g_ptr_array_index (ids, i - 1),
                       facts))
      g_ptr_array_remove_index (ids, i - 1);
  return g_steal_pointer (&ids);
}

/* ---- adding ------------------------------------------------------------------------------- */

static gboolean
add_draft (LoftEasBackend *self, const LoftRemoteContent *content, LoftEasOutcome *answer,
           GCancellable *cancellable, GError **error)
{
  gsize length = 0;
  gconstpointer bytes = g_bytes_get_data (content->raw, &length);
  g_autofree char *client_id = loft_eas_backend_dup_client_id (bytes, length);
  LoftWbxmlElement *collection = NULL;
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_backend_begin_commands (self, content->to_id, content->token, &collection, error);

  if (request == NULL)
    return FALSE;
  loft_eas_sync_add (collection, client_id, loft_eas_draft_write (content->raw));
  if (!loft_eas_backend_send_commands (self, content->to_id, content->token, request, loft_eas_outcome_take,
                                       answer, cancellable, error) ||
      (answer->status != 0 && !loft_eas_sync_check_item (answer->status, error)))
    return FALSE;
  if (answer->server_id != NULL)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                       "The server does not say whether it took the draft");
  return FALSE;
}

/* (transfer full) Where the server does not say now what it made of it, the id goes without a digest: the
 * draft is there, and must not be sent again. */
static char *
dup_id (LoftEasBackend *self, const char *folder_id, char *server_id, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) facts = new_facts ();
  const Facts *one;

  g_ptr_array_add (ids, server_id);
  if (!look_up_facts (self, folder_id, ids, facts, cancellable, NULL))
    g_message ("What the server made of a draft is not known yet");
  one = g_hash_table_lookup (facts, server_id);
  return loft_eas_draft_make_id (server_id, one != NULL ? one->digest : NULL);
}

gboolean
loft_eas_backend_append (LoftBackend *backend, const LoftRemoteContent *content, char **remote_id,
                         GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  LoftEasOutcome answer = { 0 };
  gboolean has_drafts;
  gboolean done;

  if (!loft_eas_backend_find_drafts (self, content->to_id, &has_drafts, cancellable, error))
    return FALSE;
  if (!has_drafts)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "Exchange accounts take no messages from elsewhere by ActiveSync; they "
                           "can be kept on this computer");
      return FALSE;
    }
  done = add_draft (self, content, &answer, cancellable, error);
  if (done)
    *remote_id = dup_id (self, content->to_id, answer.server_id, cancellable);
  g_free (answer.server_id);
  return done;
}
