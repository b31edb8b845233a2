/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-eas-backend-private.h"
#include "loft-eas-draft.h"
#include "loft-eas-follow-up.h"
#include "loft-eas-items.h"
#include "loft-eas-limited.h"
#include "loft-eas-mail-item.h"
#include "loft-eas-message.h"
#include "loft-error.h"
#include "loft-follow-up.h"

/* Items in one request. */
#define FETCH_STEP  10
#define LOOK_STEP   50
#define CHANGE_STEP 100
#define MOVE_STEP   100

static const char *const *
ids_from (GPtrArray *remote_ids, guint first)
{
  return (const char *const *) remote_ids->pdata + first;
}

/* ---- fetching ----------------------------------------------------------------------------- */

typedef struct {
  LoftEasItemFunc func;
  gpointer user_data;
  const char *const *ids; /* that are asked for at once */
  GPtrArray *server_ids; /* the same as the server knows them */
  guint n_answered;
  GError *refusal; /* (owned) (nullable) the first */
} Fetching;

/* (transfer none) By which it was asked for. */
static const char *
asked_for (const char *const *ids, GPtrArray *server_ids, const char *server_id)
{
  for (guint i = 0; i < server_ids->len; i++)
    if (strcmp (g_ptr_array_index (server_ids, i), server_id) == 0)
      return ids[i];
  return server_id;
}

/* What is gone is left out; what the server does not give does not keep back the others. */
static gboolean
on_fetched (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  Fetching *fetching = user_data;
  const LoftWbxmlElement *properties;
  const char *id;
  g_autoptr (GError) failure = NULL;

  fetching->n_answered++;
  if (loft_eas_fetch_item (element, &id, &properties, &failure))
    return id == NULL || fetching->func (asked_for (fetching->ids, fetching->server_ids, id),
                                         properties, fetching->user_data, error);
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE) && fetching->refusal == NULL)
    fetching->refusal = g_steal_pointer (&failure);
  return TRUE;
}

/* Silence about an item is no word that it is gone. */
static gboolean
check_answered (const Fetching *fetching, guint n, GError **error)
{
  if (fetching->n_answered >= n)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
               "The server answers for %u of %u items that it was asked for", fetching->n_answered,
               n);
  return FALSE;
}

static gboolean
fetch_some (LoftEasBackend *self, const char *folder_id, const char *const *ids, guint n,
            guint body_type, guint body_size, Fetching *fetching, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) server_ids = loft_eas_backend_dup_server_ids (ids, n);
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_fetch_request (folder_id, (const char *const *) server_ids->pdata, n, body_type,
                            body_size);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_ITEM_OPERATIONS,
                       .request = request,
                       .tags = loft_eas_fetch_tags,
                       .func = on_fetched,
                       .user_data = fetching };

  fetching->n_answered = 0;
  fetching->ids = ids;
  fetching->server_ids = server_ids;
  return loft_eas_client_call (self->client, &call, &root, cancellable, error) &&
         (root == NULL || loft_eas_item_operations_reply (root, error)) &&
         check_answered (fetching, n, error);
}

gboolean
loft_eas_backend_fetch_items (LoftEasBackend *self, const char *folder_id, const char *const *ids,
                              guint n, guint body_type, guint body_size, LoftEasItemFunc func,
                              gpointer user_data, GCancellable *cancellable, GError **error)
{
  Fetching fetching = { .func = func, .user_data = user_data };
  guint step = body_size == 0 ? FETCH_STEP : LOOK_STEP;
  gboolean done = TRUE;

  for (guint i = 0; done && i < n; i += step)
    done = fetch_some (self, folder_id, ids + i, MIN (step, n - i), body_type, body_size, &fetching,
                       cancellable, error);
  if (done && fetching.refusal != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fetching.refusal));
      return FALSE;
    }
  g_clear_error (&fetching.refusal);
  return done;
}

typedef struct {
  LoftEasMapping how;
  LoftFetchedFunc func;
  gpointer user_data;
} Content;

static gboolean
hand_over (const char *id, const LoftWbxmlElement *properties, gpointer user_data, GError **error)
{
  Content *content = user_data;
  gboolean whole;
  g_autoptr (GBytes) mime = loft_eas_mail_item_get_mime (properties, &content->how, &whole);

  if (mime == NULL)
    return TRUE;
  if (whole)
    return content->func (id, mime, content->user_data, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                       "The server gives but a part of the message");
  return FALSE;
}

gboolean
loft_eas_backend_fetch_whole (LoftEasBackend *self, const char *folder_id, GPtrArray *remote_ids,
                              LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable,
                              GError **error)
{
  Content content = { loft_eas_backend_get_mapping (self), func, user_data };

  return loft_eas_backend_fetch_items (self, folder_id, ids_from (remote_ids, 0), remote_ids->len,
                                       4, 0, hand_over, &content, cancellable, error);
}

gboolean
loft_eas_backend_fetch (LoftBackend *backend, const char *folder_id, GBytes *token,
                        GPtrArray *remote_ids, LoftFetchedFunc func, gpointer user_data,
                        GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autoptr (LoftPolicy) policy = loft_eas_backend_read_limits (self);

  if (loft_eas_limited_concerns (policy))
    return loft_eas_backend_fetch_limited (self, folder_id, remote_ids, policy, func, user_data,
                                           cancellable, error);
  return loft_eas_backend_fetch_whole (self, folder_id, remote_ids, func, user_data, cancellable,
                                       error);
}

static gboolean
note_present (const char *id, const LoftWbxmlElement *properties, gpointer present, GError **error)
{
  loft_remote_ids_add (present, id);
  return TRUE;
}

gboolean
loft_eas_backend_find_present (LoftBackend *backend, const char *folder_id, GBytes *token,
                               GPtrArray *remote_ids, LoftRemoteIds *present,
                               GCancellable *cancellable, GError **error)
{
  return loft_eas_backend_fetch_items (LOFT_EAS_BACKEND (backend), folder_id,
                                       ids_from (remote_ids, 0), remote_ids->len, 1, 1,
                                       note_present, present, cancellable, error);
}

/* ---- changing in place -------------------------------------------------------------------- */

/* What the server says of our commands; what is gone there is as wanted. */
static gboolean
on_answered (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  GError **first = user_data;
  gint64 status = loft_wbxml_element_get_int (element, LOFT_EAS_AIRSYNC_STATUS, 1);
  g_autoptr (GError) failure = NULL;

  if (!loft_eas_sync_is_response (ancestors) || loft_eas_sync_check_item (status, &failure) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return TRUE;
  if (*first == NULL)
    *first = g_steal_pointer (&failure);
  return TRUE;
}

static gboolean
send (LoftEasBackend *self, const char *folder_id, GBytes *token, const LoftWbxmlElement *request,
      GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (!loft_eas_backend_send_commands (self, folder_id, token, request, on_answered, &refusal,
                                       cancellable, error))
    return FALSE;
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* ---- flags and categories ----------------------------------------------------------------- */

/* Of a message, on the server. */
typedef struct {
  char *keywords;
  LoftWbxmlElement *flag; /* (nullable) */
} Known;

static void
known_free (Known *known)
{
  g_free (known->keywords);
  g_clear_pointer (&known->flag, loft_wbxml_element_free);
  g_free (known);
}

static gboolean
note_known (const char *id, const LoftWbxmlElement *properties, gpointer messages, GError **error)
{
  const LoftWbxmlElement *flag = loft_wbxml_element_find (properties, LOFT_EAS_EMAIL_FLAG);
  Known *known = g_new0 (Known, 1);
  LoftFlags flags = 0;
  gint64 received = 0;

  loft_eas_message_read (properties, &flags, &known->keywords, &received, NULL);
  if (known->keywords == NULL)
    known->keywords = g_strdup ("");
  if (flag != NULL)
    known->flag = loft_wbxml_element_copy (flag);
  g_hash_table_replace (messages, g_strdup (id), known);
  return TRUE;
}

static LoftEasFollowUpChange
follow_up_of (const LoftRemoteFlagChange *change)
{
  return (LoftEasFollowUpChange){ .add = change->add,
                                  .remove = change->remove,
                                  .add_keywords = change->add_keywords,
                                  .remove_keywords = change->remove_keywords };
}

static gboolean
changes_categories (const LoftRemoteFlagChange *change)
{
  g_autofree char *add = loft_follow_up_pick (change->add_keywords, FALSE);
  g_autofree char *remove = loft_follow_up_pick (change->remove_keywords, FALSE);

  return add[0] != '\0' || remove[0] != '\0';
}

/* Categories are told as a whole, and so is a flag with its days: what the server has is asked for first.
 * id -> Known. */
static GHashTable *
look_up (LoftEasBackend *self, const LoftRemoteFlagChange *change, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GHashTable) messages =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) known_free);
  LoftEasFollowUpChange follow_up = follow_up_of (change);
  GPtrArray *ids = change->remote_ids;

  if (!changes_categories (change) && !loft_eas_follow_up_needs_flag (&follow_up))
    return g_steal_pointer (&messages);
  if (!loft_eas_backend_fetch_items (self, change->folder_id, ids_from (ids, 0), ids->len, 1, 1,
                                     note_known, messages, cancellable, error))
    return NULL;
  return g_steal_pointer (&messages);
}

/* known: (nullable) was not asked for, or is gone. */
static LoftWbxmlElement *
make_change (LoftEasBackend *self, const LoftRemoteFlagChange *change, guint i, const Known *known)
{
  LoftEasMapping how = loft_eas_backend_get_mail_mapping (self);
  LoftEasFollowUpChange follow_up = follow_up_of (change);
  g_autofree char *after =
    known != NULL && changes_categories (change)
      ? loft_keywords_change (known->keywords, change->add_keywords, change->remove_keywords)
      : NULL;

  follow_up.before = known != NULL ? known->flag : NULL;
  follow_up.shown = change->shown != NULL ? g_ptr_array_index (change->shown, i) : NULL;
  return loft_eas_message_change (change->add, change->remove, after,
                                  loft_eas_follow_up_change (&follow_up, &how, loft_clock_now ()),
                                  &how);
}

static gboolean
change_some (LoftEasBackend *self, const LoftRemoteFlagChange *change, GHashTable *known,
             guint first, guint n, GCancellable *cancellable, GError **error)
{
  LoftWbxmlElement *collection = NULL;
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_backend_begin_commands (self, change->folder_id, change->token, &collection, error);
  gboolean any = FALSE;

  if (request == NULL)
    return FALSE;
  for (guint i = first; i < first + n; i++)
    {
      const char *id = g_ptr_array_index (change->remote_ids, i);
      g_autofree char *server_id = loft_eas_draft_dup_server_id (id);
      LoftWbxmlElement *data = make_change (self, change, i, g_hash_table_lookup (known, id));

      if (data == NULL)
        continue;
      loft_eas_sync_change (collection, server_id, data);
      any = TRUE;
    }
  return !any || send (self, change->folder_id, change->token, request, cancellable, error);
}

gboolean
loft_eas_backend_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                               GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autoptr (GHashTable) known = look_up (self, change, cancellable, error);
  guint n = change->remote_ids->len;

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < n; i += CHANGE_STEP)
    if (!change_some (self, change, known, i, MIN (CHANGE_STEP, n - i), cancellable, error))
      return FALSE;
  return TRUE;
}

/* ---- deleting for ever -------------------------------------------------------------------- */

gboolean
loft_eas_backend_expunge (LoftBackend *backend, const char *folder_id, GBytes *token,
                          GPtrArray *remote_ids, LoftTransferred *transferred,
                          GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autoptr (GPtrArray) ids =
    loft_eas_backend_find_unchanged (self, folder_id, remote_ids, cancellable, error);

  for (guint first = 0; ids != NULL && first < ids->len; first += CHANGE_STEP)
    {
      LoftWbxmlElement *collection = NULL;
      g_autoptr (LoftWbxmlElement) request =
        loft_eas_backend_begin_commands (self, folder_id, token, &collection, error);
      guint last = MIN (first + CHANGE_STEP, ids->len);

      if (request == NULL)
        return FALSE;
      for (guint i = first; i < last; i++)
        loft_eas_sync_delete (collection, g_ptr_array_index (ids, i));
      if (!send (self, folder_id, token, request, cancellable, error))
        return FALSE;
    }
  return ids != NULL;
}

/* ---- moving ------------------------------------------------------------------------------- */

typedef struct {
  LoftTransferred *transferred;
  const char *const *ids; /* that are moved at once */
  GPtrArray *server_ids; /* the same as the server knows them */
  GError *refusal; /* (owned) (nullable) the first */
} Moving;

static void
take_moved (Moving *moving, const LoftWbxmlElement *element)
{
  const char *id;
  const char *new_id;
  g_autoptr (GError) failure = NULL;

  if (element->tag != LOFT_EAS_MOVE_RESPONSE)
    return;
  if (loft_eas_move_item (element, &id, &new_id, &failure))
    {
      if (id != NULL)
        loft_transferred_add (moving->transferred, asked_for (moving->ids, moving->server_ids, id),
                              new_id);
    }
  else if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE) && moving->refusal == NULL)
    moving->refusal = g_steal_pointer (&failure);
}

static gboolean
move_some (LoftEasBackend *self, const LoftRemoteTransfer *transfer, guint first, guint n,
           Moving *moving, GCancellable *cancellable, GError **error)
{
  const char *const *ids = ids_from (transfer->remote_ids, first);
  g_autoptr (GPtrArray) server_ids = loft_eas_backend_dup_server_ids (ids, n);
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_move_request (transfer->folder_id, transfer->to_id,
                           (const char *const *) server_ids->pdata, n);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_MOVE_ITEMS, .request = request };

  if (!loft_eas_client_call (self->client, &call, &root, cancellable, error))
    return FALSE;
  if (root == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "The server does not say what became of the messages; Loft looks again");
      return FALSE;
    }
  moving->ids = ids;
  moving->server_ids = server_ids;
  for (guint i = 0; i < loft_wbxml_element_get_n_children (root); i++)
    take_moved (moving, loft_wbxml_element_get_child (root, i));
  if (moving->refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&moving->refusal));
  return FALSE;
}

/* Both folders tell of it in their next listing, by the ids that are known then. */
gboolean
loft_eas_backend_move (LoftBackend *backend, const LoftRemoteTransfer *transfer,
                       LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  Moving moving = { .transferred = transferred };
  guint n = transfer->remote_ids->len;

  loft_eas_backend_forget_ahead (self);
  for (guint i = 0; i < n; i += MOVE_STEP)
    if (!move_some (self, transfer, i, MIN (MOVE_STEP, n - i), &moving, cancellable, error))
      return FALSE;
  return TRUE;
}
