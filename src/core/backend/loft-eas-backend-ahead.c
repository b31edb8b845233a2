/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-error.h"

/* One Sync for many folders (MS-ASCMD 2.2.1.21): most have nothing new, and an answer without a word says
 * so of all of them. What it tells is kept until the folder is asked for: one that asks again by the key
 * before it is taken by some servers (Z-Push) for a client that stumbles over an item, which they leave out.
 *
 * The empty request that repeats the last one (2.2.1.21.1) is not used: the server keeps one for the
 * device, whose other connection asks for other folders meanwhile. */

#define MOST_FOLDERS 100 /* in one request */
#define WINDOW       10 /* items of each; what is more is asked for when it is its turn */
#define MOST_ROUNDS  2 /* the second for those of which the first did not speak */
#define MOST_FAILED  3 /* then the server cannot do it */

typedef struct {
  char *key; /* by which it was asked */
  LoftEasSyncReply reply;
  GPtrArray *told; /* of LoftWbxmlElement */
  gboolean answered; /* else it is being asked for */
} Ahead;

static void
ahead_free (Ahead *self)
{
  g_free (self->key);
  loft_eas_sync_reply_clear (&self->reply);
  g_ptr_array_unref (self->told);
  g_free (self);
}

GHashTable *
loft_eas_backend_new_ahead (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ahead_free);
}

void
loft_eas_backend_forget_ahead (LoftEasBackend *self)
{
  g_hash_table_remove_all (self->ahead);
}

gboolean
loft_eas_backend_take_ahead (LoftEasBackend *self, const char *folder_id, const char *key,
                             LoftWbxmlElementFunc func, gpointer user_data, LoftEasSyncReply *reply)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  Ahead *ahead = g_hash_table_lookup (self->ahead, folder_id);
  gboolean is_same = ahead != NULL && strcmp (ahead->key, key) == 0;

  for (guint i = 0; is_same && i < ahead->told->len; i++)
    func (g_ptr_array_index (ahead->told, i), nothing, user_data, NULL);
  if (is_same)
    {
      *reply = ahead->reply;
      ahead->reply = (LoftEasSyncReply){ NULL, FALSE };
    }
  g_hash_table_remove (self->ahead, folder_id);
  return is_same;
}

/* ---- asking ------------------------------------------------------------------------------- */

/* What the reader has stays its own; what is in it is taken. */
static gboolean
note (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  LoftEasBackend *self = user_data;
  const char *id = loft_eas_sync_get_collection_id (ancestors);
  Ahead *ahead = id != NULL ? g_hash_table_lookup (self->ahead, id) : NULL;
  LoftWbxmlElement *told;

  if (ahead == NULL || ahead->answered || loft_eas_sync_is_response (ancestors))
    return TRUE;
  told = loft_wbxml_element_new (element->tag);
  told->children = g_steal_pointer (&element->children);
  g_ptr_array_add (ahead->told, told);
  return TRUE;
}

/* FALSE: the folder is to be listed from the start, or is none. */
static gboolean
add_question (LoftEasBackend *self, const LoftFolderQuestion *question, LoftWbxmlElement *request)
{
  const LoftEasFolder *folder = g_hash_table_lookup (self->folders, question->folder_id);
  g_autofree char *key = loft_eas_backend_dup_key (self, question->folder_id, question->token);
  gboolean is_mail =
    folder != NULL && (loft_eas_backend_kinds_of (folder) & LOFT_FOLDER_KIND_MAIL) != 0;
  gboolean with_content = question->with_content && !loft_eas_backend_is_limited (self);
  const LoftEasSyncWish wish = {
    .collection_id = question->folder_id,
    .key = key,
    .get_changes = TRUE,
    .window = WINDOW,
    .body_type = is_mail ? 4 : 1,
    .body_size = !is_mail       ? 0
                 : with_content ? LOFT_EAS_CONTENT_SIZE
                                : LOFT_EAS_HEADER_SIZE,
    .filter = loft_eas_backend_find_filter (self, question->folder_id),
    .keep_deleted = TRUE,
  };
  Ahead *ahead;

  if (folder == NULL || strcmp (key, LOFT_EAS_FIRST_KEY) == 0)
    return FALSE;
  loft_eas_sync_add_collection (request, &wish);
  ahead = g_new0 (Ahead, 1);
  ahead->key = g_steal_pointer (&key);
  ahead->told = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_wbxml_element_free);
  g_hash_table_replace (self->ahead, g_strdup (question->folder_id), ahead);
  return TRUE;
}

static void
read_answers (LoftEasBackend *self, const LoftWbxmlElement *root)
{
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_hash_table_iter_init (&iter, self->ahead);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Ahead *ahead = value;

      if (!ahead->answered)
        ahead->answered = loft_eas_sync_reply_of (root, id, &ahead->reply, NULL);
    }
}

static gboolean
is_unanswered (gpointer id, gpointer ahead, gpointer user_data)
{
  return !((const Ahead *) ahead)->answered;
}

/* Anything but that the server could not be asked at all. */
static gboolean
is_refusal (const GError *error)
{
  LoftError failed = loft_error_class (error);

  return !loft_error_is_cancelled (error) && failed != LOFT_ERROR_OFFLINE &&
         failed != LOFT_ERROR_TEMPORARY && failed != LOFT_ERROR_AUTH &&
         failed != LOFT_ERROR_UNTRUSTED;
}

/* Those of which nothing was told yet. FALSE: nothing came of it, and more need not be asked. */
static gboolean
ask (LoftEasBackend *self, const LoftFolderQuestion *questions, guint n, GCancellable *cancellable)
{
  g_autoptr (LoftWbxmlElement) request = loft_eas_sync_request_new ();
  g_autoptr (LoftWbxmlElement) root = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_SYNC,
                       .request = request,
                       .tags = loft_eas_sync_tags,
                       .func = note,
                       .user_data = self };
  g_autoptr (GError) failure = NULL;
  guint n_asked = 0;

  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains (self->ahead, questions[i].folder_id))
      n_asked += add_question (self, &questions[i], request);
  if (n_asked > 1 && loft_eas_client_call (self->client, &call, &root, cancellable, &failure))
    {
      read_answers (self, root);
      self->n_ahead_failed = 0;
    }
  g_hash_table_foreach_remove (self->ahead, is_unanswered, NULL);
  if (failure == NULL)
    return TRUE;
  self->n_ahead_failed += is_refusal (failure);
  return FALSE;
}

void
loft_eas_backend_look_ahead (LoftBackend *backend, const LoftFolderQuestion *questions, guint n,
                             GCancellable *cancellable)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);

  loft_eas_backend_forget_ahead (self);
  if (self->client == NULL || self->n_ahead_failed >= MOST_FAILED)
    return;
  loft_eas_backend_know_folders (self);
  for (guint i = 0; i < n; i += MOST_FOLDERS)
    for (guint round = 0; round < MOST_ROUNDS; round++)
      if (!ask (self, questions + i, MIN (MOST_FOLDERS, n - i), cancellable))
        return;
}
