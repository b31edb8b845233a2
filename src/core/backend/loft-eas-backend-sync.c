/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-eas-estimate.h"
#include "loft-error.h"

static gboolean
sync_once (LoftEasBackend *self, const LoftWbxmlElement *request, LoftWbxmlElementFunc func,
           gpointer user_data, LoftEasSyncReply *reply, GCancellable *cancellable, GError **error)
{
  LoftEasCall call = {
    .command = LOFT_EAS_COMMAND_SYNC,
    .request = request,
    .tags = func != NULL ? loft_eas_sync_tags : NULL,
    .func = func,
    .user_data = user_data,
  };
  g_autoptr (LoftWbxmlElement) root = NULL;

  *reply = (LoftEasSyncReply){ NULL, FALSE };
  return loft_eas_client_call (self->client, &call, &root, cancellable, error) &&
         loft_eas_sync_reply (root, reply, error);
}

/* Whether a folder is gone its listing says, and nothing else: a server that has forgotten us, or that saw
 * another folder come, sends away in the same words. *failure: what the server said; taken, and replaced. */
static gboolean
is_still_there (LoftEasBackend *self, const char *folder_id, GError **failure,
                GCancellable *cancellable)
{
  GError *trouble = NULL;

  if (!loft_eas_backend_list (self, cancellable, &trouble))
    {
      g_clear_error (failure);
      *failure = trouble;
      return FALSE;
    }
  return g_hash_table_contains (self->folders, folder_id);
}

gboolean
loft_eas_backend_sync (LoftEasBackend *self, const char *folder_id, const LoftWbxmlElement *request,
                       LoftWbxmlElementFunc func, gpointer user_data, LoftEasSyncReply *reply,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (sync_once (self, request, func, user_data, reply, cancellable, &failure))
    return TRUE;
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE) &&
      is_still_there (self, folder_id, &failure, cancellable))
    {
      g_clear_error (&failure);
      if (sync_once (self, request, func, user_data, reply, cancellable, &failure))
        return TRUE;
      if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
        failure->code = LOFT_ERROR_TEMPORARY;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* ---- listing ------------------------------------------------------------------------------ */

#define MOST_ROUNDS 100000

typedef struct {
  LoftEasBackend *self;
  const char *folder_id;
  gboolean has_known;
  const LoftEasListing *listing;
  gpointer user_data;
  GCancellable *cancellable;
  LoftRemoteIds *present; /* (owned) (nullable) when all is listed: what was told so far */
  LoftRemoteIds *told; /* (borrowed) by all answers */
  gboolean any_fresh; /* the last answer told of one that those before it did not */
  guint64 total; /* when all is listed, and it takes more than one answer: how many there are */
} Rounds;

/* (transfer full) (nullable) A first key. Servers know a folder only once the folders were asked for. */
static char *
dup_first_key (LoftEasBackend *self, const char *folder_id, GCancellable *cancellable,
               GError **error)
{
  LoftEasSyncWish wish = { .collection_id = folder_id, .key = LOFT_EAS_FIRST_KEY };
  g_autoptr (LoftWbxmlElement) request = loft_eas_sync_request (&wish, NULL);
  g_auto (LoftEasSyncReply) reply = { NULL };

  if (loft_eas_backend_find (self, folder_id, cancellable, error) == NULL ||
      !loft_eas_backend_sync (self, folder_id, request, NULL, NULL, &reply, cancellable, error))
    return NULL;
  if (reply.key == NULL || strcmp (reply.key, LOFT_EAS_FIRST_KEY) == 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "The server gives no key to begin with");
      return NULL;
    }
  return g_steal_pointer (&reply.key);
}

static gboolean
take_told (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  Rounds *rounds = user_data;
  const char *id = loft_eas_backend_get_id (element);
  const LoftWbxmlElement *data =
    loft_wbxml_element_find (element, LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  gboolean is_gone =
    element->tag == LOFT_EAS_AIRSYNC_DELETE || element->tag == LOFT_EAS_AIRSYNC_SOFT_DELETE;

  if (id == NULL || loft_eas_sync_is_response (ancestors) || (!is_gone && data == NULL))
    return TRUE;
  if (!loft_remote_ids_contains (rounds->told, id))
    {
      loft_remote_ids_add (rounds->told, id);
      rounds->any_fresh = TRUE;
    }
  if (!is_gone && rounds->present != NULL)
    loft_remote_ids_add (rounds->present, id);
  rounds->listing->take (id, is_gone ? NULL : data, element->tag == LOFT_EAS_AIRSYNC_ADD,
                         rounds->user_data);
  return TRUE;
}

static gboolean
ask (Rounds *rounds, const char *key, LoftEasSyncReply *reply, GError **error)
{
  const LoftEasListing *listing = rounds->listing;
  LoftEasSyncWish wish = {
    .collection_id = rounds->folder_id,
    .key = key,
    .get_changes = TRUE,
    .window = listing->window,
    .body_type = listing->body_type,
    .body_size = listing->body_size,
    .filter = loft_eas_backend_find_filter (rounds->self, rounds->folder_id),
    .keep_deleted = TRUE,
  };
  g_autoptr (LoftWbxmlElement) request = loft_eas_sync_request (&wish, NULL);

  rounds->any_fresh = FALSE;
  listing->begin (rounds->user_data);
  if (loft_eas_backend_take_ahead (rounds->self, rounds->folder_id, key, take_told, rounds, reply))
    return TRUE;
  return loft_eas_backend_sync (rounds->self, rounds->folder_id, request, take_told, rounds, reply,
                                rounds->cancellable, error);
}

static gboolean
tell (Rounds *rounds, const char *key, gboolean last, GError **error)
{
  gboolean waits = rounds->present != NULL && rounds->has_known && !last;
  g_autoptr (GBytes) token = waits ? NULL : loft_eas_backend_new_token (key);

  return rounds->listing->tell (token, last ? g_steal_pointer (&rounds->present) : NULL,
                                rounds->total, rounds->user_data, error);
}

/* For those who wait and look on: a guess of what is left, which SOGo (5.8) makes for the whole folder, by
 * an answer too high. Nothing depends on it. */
static void
guess_total (Rounds *rounds, const char *key)
{
  LoftEasClient *client = rounds->self->client;
  g_autoptr (LoftWbxmlElement) request = loft_eas_estimate_request (rounds->folder_id, key, 0);
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_GET_ITEM_ESTIMATE, .request = request };
  guint n = 0;

  if (rounds->present != NULL && loft_eas_client_has_command (client, call.command) &&
      loft_eas_client_call (client, &call, &root, rounds->cancellable, NULL) &&
      loft_eas_estimate_reply (root, rounds->folder_id, &n, NULL))
    rounds->total = loft_remote_ids_count (rounds->present) + (guint64) n;
}

/* An answer without a key says that nothing happened. A server that has more without moving on would say so
 * for ever; but the keys of SOGo (5.8) are the second in which an item was changed, and stay the same as long
 * as it tells of those that were brought together. */
static gboolean
list_from (Rounds *rounds, const char *from, GError **error)
{
  g_autofree char *key = g_strdup (from);

  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      g_auto (LoftEasSyncReply) reply = { NULL };
      gboolean more;

      if (!ask (rounds, key, &reply, error))
        return FALSE;
      more =
        reply.more && reply.key != NULL && (strcmp (reply.key, key) != 0 || rounds->any_fresh);
      if (reply.key != NULL)
        {
          g_free (key);
          key = g_steal_pointer (&reply.key);
        }
      if (round == 0 && more)
        guess_total (rounds, key);
      if (!tell (rounds, key, !more, error))
        return FALSE;
      if (!more)
        return TRUE;
    }
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server's list of changes does not end");
  return FALSE;
}

static gboolean
list_all (Rounds *rounds, GError **error)
{
  g_autofree char *key =
    dup_first_key (rounds->self, rounds->folder_id, rounds->cancellable, error);

  if (key == NULL)
    return FALSE;
  rounds->present = loft_remote_ids_new ();
  return list_from (rounds, key, error);
}

static gboolean
list_changes (Rounds *rounds, GBytes *token, GError **error)
{
  LoftEasBackend *self = rounds->self;
  g_autofree char *key = loft_eas_backend_dup_key (self, rounds->folder_id, token);
  g_autoptr (GError) failure = NULL;

  loft_eas_backend_forget_place (self, rounds->folder_id);
  if (strcmp (key, LOFT_EAS_FIRST_KEY) == 0)
    return list_all (rounds, error);
  if (loft_eas_backend_find (self, rounds->folder_id, rounds->cancellable, error) == NULL)
    return FALSE;
  if (list_from (rounds, key, &failure))
    return TRUE;
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    return list_all (rounds, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
loft_eas_backend_list_changes (LoftEasBackend *self, const char *folder_id, GBytes *token,
                               gboolean has_known, const LoftEasListing *listing,
                               gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftRemoteIds) told = loft_remote_ids_new ();
  Rounds rounds = { .self = self,
                    .folder_id = folder_id,
                    .has_known = has_known,
                    .listing = listing,
                    .user_data = user_data,
                    .cancellable = cancellable,
                    .told = told };
  gboolean done = list_changes (&rounds, token, error);

  g_clear_pointer (&rounds.present, loft_remote_ids_free);
  return done;
}

/* ---- commands ----------------------------------------------------------------------------- */

LoftWbxmlElement *
loft_eas_backend_begin_commands (LoftEasBackend *self, const char *folder_id, GBytes *token,
                                 LoftWbxmlElement **collection, GError **error)
{
  g_autofree char *key = loft_eas_backend_dup_key (self, folder_id, token);
  LoftEasSyncWish wish = { .collection_id = folder_id, .key = key };

  if (strcmp (key, LOFT_EAS_FIRST_KEY) != 0)
    return loft_eas_sync_request (&wish, collection);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                       "The folder is to be listed before it is changed");
  return NULL;
}

gboolean
loft_eas_backend_send_commands (LoftEasBackend *self, const char *folder_id, GBytes *token,
                                const LoftWbxmlElement *request, LoftWbxmlElementFunc func,
                                gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto (LoftEasSyncReply) reply = { NULL };

  loft_eas_backend_forget_ahead (self);
  if (!loft_eas_backend_sync (self, folder_id, request, func, user_data, &reply, cancellable,
                              error))
    return FALSE;
  if (reply.key == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "The server does not say whether it took the change; Loft tries again");
      return FALSE;
    }
  loft_eas_backend_move_on (self, folder_id, token, reply.key);
  return TRUE;
}

/* ---- elements ----------------------------------------------------------------------------- */

const char *
loft_eas_backend_get_id (const LoftWbxmlElement *element)
{
  const char *id = loft_wbxml_element_get_text (element, LOFT_EAS_AIRSYNC_SERVER_ID);

  return id != NULL && *id != '\0' ? id : NULL;
}

gboolean
loft_eas_outcome_take (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer answer,
                      GError **error)
{
  LoftEasOutcome *self = answer;
  const char *id = loft_eas_backend_get_id (element);

  if (!loft_eas_sync_is_response (ancestors) || element->tag == LOFT_EAS_AIRSYNC_FETCH)
    return TRUE;
  self->status = loft_wbxml_element_get_int (element, LOFT_EAS_AIRSYNC_STATUS, 0);
  if (id == NULL)
    return TRUE;
  g_free (self->server_id);
  self->server_id = g_strdup (id);
  return TRUE;
}

char *
loft_eas_backend_dup_client_id (gconstpointer bytes, gsize length)
{
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);

  return g_strndup (digest, 32);
}
