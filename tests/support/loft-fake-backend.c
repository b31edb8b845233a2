/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-backend-private.h"

#include <stdio.h>
#include <string.h>

#define BATCH_SIZE 3

static void loft_fake_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftFakeBackend, loft_fake_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_fake_backend_interface_init))

/* ---- steps -------------------------------------------------------------------------------- */

/* As the contract has it: these leave no connection behind. */
static gboolean
ends_connection (const GError *error)
{
  return loft_error_is_cancelled (error) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_OFFLINE) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

static gboolean
fail (LoftFakeBackend *self, GError *failure, GError **error)
{
  if (ends_connection (failure))
    self->connected = FALSE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
is_told_to_fail (LoftFakeBackend *self, const char *step)
{
  if (self->fail_in == 0 || (self->fail_step != NULL && !g_str_equal (self->fail_step, step)))
    return FALSE;
  return --self->fail_in == 0;
}

gboolean
loft_fake_backend_enter_step (LoftFakeBackend *self, const char *step, GCancellable *cancellable,
                              GError **error)
{
  GError *failure = NULL;

  self->n_steps++;
  if (g_cancellable_set_error_if_cancelled (cancellable, &failure))
    return fail (self, failure, error);
  if (!self->connected && !g_str_equal (step, "connect"))
    return fail (self, g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "%s without connect", step),
                 error);
  if (is_told_to_fail (self, step))
    return fail (self, g_error_new (LOFT_ERROR, self->fail_class, "%s fails", step), error);
  if (self->step_func != NULL && !self->step_func (step, self->step_data, &failure))
    return fail (self, failure, error);
  return TRUE;
}

void
loft_fake_backend_record (LoftFakeBackend *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->calls, g_strdup_vprintf (format, args));
  va_end (args);
}

const char *
loft_fake_backend_folder_id (LoftFakeBackend *self, LoftFakeFolder *folder)
{
  return self->style == LOFT_FAKE_DELTAS ? folder->path : folder->identity;
}

LoftFakeFolder *
loft_fake_backend_find_folder (LoftFakeBackend *self, const char *folder_id, GError **error)
{
  for (guint i = 0; i < self->server->folders->len; i++)
    {
      LoftFakeFolder *folder = g_ptr_array_index (self->server->folders, i);

      if (g_str_equal (loft_fake_backend_folder_id (self, folder), folder_id))
        return folder;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no folder %s", folder_id);
  return NULL;
}

/* ---- tokens ------------------------------------------------------------------------------- */

#define LARGE_MESSAGE (1024 * 1024)

typedef struct {
  guint generation;
  guint64 position;
  guint unfinished; /* a first listing is under way */
} Token;

static Token
parse_token (GBytes *bytes)
{
  Token token = { 0 };
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return token;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpint (sscanf (text, "%u %" G_GUINT64_FORMAT " %u", &token.generation, &token.position,
                           &token.unfinished),
                   ==, 3);
  return token;
}

static GBytes *
format_token (guint generation, guint64 position, guint unfinished)
{
  char *text = g_strdup_printf ("%u %" G_GUINT64_FORMAT " %u", generation, position, unfinished);

  return g_bytes_new_take (text, strlen (text));
}

/* Ids of another generation would name other messages. */
gboolean
loft_fake_backend_check_generation (LoftFakeFolder *folder, GBytes *token, GError **error)
{
  if (token == NULL || parse_token (token).generation == folder->generation)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT, "The ids of %s are new", folder->path);
  return FALSE;
}

/* ---- connection and folders --------------------------------------------------------------- */

static gboolean
fake_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);

  if (self->connected)
    return TRUE;
  if (!loft_fake_backend_enter_step (self, "connect", cancellable, error))
    return FALSE;
  loft_fake_backend_record (self, "connect");
  self->connected = TRUE;
  return TRUE;
}

static void
fake_disconnect (LoftBackend *backend)
{
  LOFT_FAKE_BACKEND (backend)->connected = FALSE;
}

static LoftBackendCapabilities
fake_get_capabilities (LoftBackend *backend)
{
  LoftBackendCapabilities all =
    LOFT_BACKEND_CAN_KEYWORDS | LOFT_BACKEND_CAN_CHANGE | LOFT_BACKEND_CAN_FOLDERS;

  if (LOFT_FAKE_BACKEND (backend)->style == LOFT_FAKE_LISTING)
    return all;
  return all | LOFT_BACKEND_CAN_MOVE_AT_ONCE | LOFT_BACKEND_HAS_FOLDER_STATUS |
         LOFT_BACKEND_CAN_WATCH | LOFT_BACKEND_CAN_FETCH_PIECES;
}

static LoftRemoteFolder *
tell_folder (LoftFakeBackend *self, LoftFakeFolder *folder)
{
  LoftRemoteFolder *remote =
    loft_remote_folder_new (loft_fake_backend_folder_id (self, folder), folder->path);
  char *status;

  if (self->style == LOFT_FAKE_LISTING)
    return remote;
  remote->identity = g_strdup (folder->identity);
  status = g_strdup_printf ("%u %" G_GUINT64_FORMAT " %u %" G_GUINT64_FORMAT, folder->generation,
                            folder->next_number, folder->messages->len, folder->position);
  remote->status = g_bytes_new_take (status, strlen (status));
  return remote;
}

static GPtrArray *
fake_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  GPtrArray *folders;

  if (!loft_fake_backend_enter_step (self, "list-folders", cancellable, error))
    return NULL;
  loft_fake_backend_record (self, "list-folders");
  folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  for (guint i = 0; !self->lists_nothing && i < self->server->folders->len; i++)
    g_ptr_array_add (folders, tell_folder (self, g_ptr_array_index (self->server->folders, i)));
  return folders;
}

/* ---- changes ------------------------------------------------------------------------------ */

typedef struct {
  LoftFakeBackend *self;
  LoftFakeFolder *folder;
  Token token;
  LoftRemoteIds *known;
  gboolean brings_contents; /* of every second new message */
  gboolean is_first; /* nothing was listed before */
  LoftChangeBatch *batch; /* (owned) (nullable) being filled */
  LoftChangeFunc func;
  gpointer user_data;
  GCancellable *cancellable;
} Changes;

static LoftChangeBatch *
current_batch (Changes *changes)
{
  if (changes->batch == NULL)
    changes->batch = loft_change_batch_new ();
  return changes->batch;
}

static gboolean
tell (Changes *changes, GError **error)
{
  g_autoptr (LoftChangeBatch) batch = g_steal_pointer (&changes->batch);

  if (batch == NULL)
    return TRUE;
  batch->total = changes->folder->messages->len;
  batch->done = batch->items->len;
  return loft_fake_backend_enter_step (changes->self, "batch", changes->cancellable, error) &&
         changes->func (batch, changes->user_data, error);
}

static gboolean
add_item (Changes *changes, LoftRemoteItem *item, GError **error)
{
  g_ptr_array_add (current_batch (changes)->items, item);
  return changes->batch->items->len < changes->self->batch_size || tell (changes, error);
}

/* Of every second one, as far as it can be had and is not for pieces. */
static gboolean
brings_content (Changes *changes, const LoftFakeMessage *message)
{
  return changes->brings_contents && message->number % 2 == 0 && message->poison < 0 &&
         !message->vanishes && g_bytes_get_size (message->raw) < LARGE_MESSAGE;
}

static LoftRemoteItem *
new_item (Changes *changes, LoftFakeMessage *message)
{
  LoftRemoteItem *item =
    loft_remote_item_new (message->remote_id, message->flags, message->keywords);
  const char *raw = g_bytes_get_data (message->raw, NULL);
  const char *end = g_strstr_len (raw, g_bytes_get_size (message->raw), "\r\n\r\n");

  item->is_new = TRUE;
  item->size = g_bytes_get_size (message->raw);
  item->received = message->received;
  item->header =
    g_bytes_new_from_bytes (message->raw, 0, end != NULL ? (gsize) (end - raw + 4) : item->size);
  if (brings_content (changes, message))
    item->content = g_bytes_ref (message->raw);
  return item;
}

static gboolean
tell_message (Changes *changes, LoftFakeMessage *message, gboolean is_new, GError **error)
{
  if (is_new && brings_content (changes, message))
    {
      message->n_fetched++;
      changes->self->n_fetched++;
    }
  for (guint i = 0; i < (changes->self->twice ? 2 : 1); i++)
    if (!add_item (changes,
                   is_new
                     ? new_item (changes, message)
                     : loft_remote_item_new (message->remote_id, message->flags, message->keywords),
                   error))
      return FALSE;
  return TRUE;
}

static gboolean
tell_reset (Changes *changes, GError **error)
{
  LoftChangeBatch *batch = current_batch (changes);

  batch->reset = TRUE;
  /* After a change of generations most of it is found again by its header. */
  changes->brings_contents = changes->brings_contents && changes->is_first;
  batch->token_after = format_token (changes->folder->generation, 0, 1);
  changes->token = parse_token (batch->token_after);
  loft_remote_ids_free (changes->known);
  changes->known = loft_remote_ids_new ();
  return tell (changes, error);
}

/* As VANISHED (EARLIER) does, this also names what the client never had. */
static gboolean
tell_removed (Changes *changes, GError **error)
{
  LoftRemoteIds *removed = loft_remote_ids_new ();

  for (guint i = 0; i < changes->folder->removed->len; i++)
    {
      LoftFakeRemoval *removal = &g_array_index (changes->folder->removed, LoftFakeRemoval, i);

      if (removal->position > changes->token.position)
        loft_remote_ids_add_range (removed, removal->number, removal->number);
    }
  if (loft_remote_ids_count (removed) == 0)
    {
      loft_remote_ids_free (removed);
      return TRUE;
    }
  current_batch (changes)->removed = removed;
  return TRUE;
}

static gboolean
tell_present (Changes *changes, GError **error)
{
  LoftRemoteIds *present = loft_remote_ids_new ();

  for (guint i = 0; i < changes->folder->messages->len; i++)
    loft_remote_ids_add (present,
                         ((LoftFakeMessage *) changes->folder->messages->pdata[i])->remote_id);
  current_batch (changes)->present = present;
  return TRUE;
}

static gboolean
tell_flags (Changes *changes, guint64 since, GError **error)
{
  if (changes->self->unknown)
    {
      if (!add_item (changes, loft_remote_item_new ("4242", LOFT_FLAG_SEEN, ""), error) ||
          !add_item (changes, loft_remote_item_new ("nobody", LOFT_FLAG_SEEN, ""), error))
        return FALSE;
    }
  for (guint i = 0; i < changes->folder->messages->len; i++)
    {
      LoftFakeMessage *message = g_ptr_array_index (changes->folder->messages, i);

      if (message->position > since &&
          loft_remote_ids_contains (changes->known, message->remote_id) &&
          !tell_message (changes, message, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tell_new (Changes *changes, GError **error)
{
  for (guint i = changes->folder->messages->len; i > 0; i--)
    {
      LoftFakeMessage *message = g_ptr_array_index (changes->folder->messages, i - 1);

      if (!loft_remote_ids_contains (changes->known, message->remote_id) &&
          !tell_message (changes, message, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tell_end (Changes *changes, GError **error)
{
  LoftFakeFolder *folder = changes->folder;
  guint64 position = changes->self->style == LOFT_FAKE_DELTAS ? folder->position : 0;
  LoftChangeBatch *batch;

  /* The token goes with the last rows; "complete" goes alone. */
  if (!changes->token.unfinished && changes->token.position == position)
    return tell (changes, error);
  if (changes->token.unfinished && !tell (changes, error))
    return FALSE;
  batch = current_batch (changes);
  batch->complete = changes->token.unfinished;
  batch->token_after = format_token (folder->generation, position, 0);
  return tell (changes, error);
}

static gboolean
tell_all (Changes *changes, GError **error)
{
  /* A position ahead of the server's own is from before a restored backup. */
  gboolean lists = changes->self->style == LOFT_FAKE_LISTING ||
                   changes->token.position > changes->folder->position || changes->token.unfinished;

  if (changes->token.generation != changes->folder->generation && !tell_reset (changes, error))
    return FALSE;
  if (lists && !(tell_present (changes, error) && tell_flags (changes, 0, error)))
    return FALSE;
  if (!lists &&
      !(tell_removed (changes, error) && tell_flags (changes, changes->token.position, error)))
    return FALSE;
  return tell_new (changes, error) && tell_end (changes, error);
}

static gboolean
fake_changes (LoftBackend *backend, const char *folder_id, GBytes *token, LoftRemoteIds *known,
              const LoftContentWish *wish, LoftChangeFunc func, gpointer user_data,
              GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  Changes changes = { .self = self, .func = func, .user_data = user_data };
  gboolean told;

  if (!loft_fake_backend_enter_step (self, "changes", cancellable, error))
    return FALSE;
  loft_fake_backend_record (self, "changes %s", folder_id);
  changes.folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (changes.folder == NULL)
    return FALSE;
  changes.cancellable = cancellable;
  changes.token = parse_token (token);
  changes.known = loft_remote_ids_copy (known);
  changes.is_first = token == NULL;
  changes.brings_contents = wish != NULL && self->style == LOFT_FAKE_DELTAS;
  told = tell_all (&changes, error);
  g_clear_pointer (&changes.batch, loft_change_batch_free);
  loft_remote_ids_free (changes.known);
  return told;
}

/* ---- content ------------------------------------------------------------------------------ */

/* NULL without error: it is not there. */
static LoftFakeMessage *
find_to_fetch (LoftFakeFolder *folder, const char *remote_id, GError **error)
{
  LoftFakeMessage *message = loft_fake_folder_find_remote_id (folder, remote_id);

  if (message != NULL && message->vanishes)
    {
      loft_fake_folder_remove (folder, message);
      return NULL;
    }
  if (message != NULL && message->poison >= 0)
    {
      g_set_error (error, LOFT_ERROR, message->poison, "%s cannot be fetched", message->name);
      return NULL;
    }
  return message;
}

static gboolean
give (LoftFakeBackend *self, LoftFakeMessage *message, LoftFetchedFunc func, gpointer user_data,
      GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < (self->twice ? 2 : 1); i++)
    if (!loft_fake_backend_enter_step (self, "fetched", cancellable, error) ||
        !func (message->remote_id, message->raw, user_data, error))
      return FALSE;
  message->n_fetched++;
  self->n_fetched++;
  return TRUE;
}

static gboolean
fake_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
            LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  LoftFakeFolder *folder;

  if (!loft_fake_backend_enter_step (self, "fetch", cancellable, error))
    return FALSE;
  loft_fake_backend_record (self, "fetch %s %u", folder_id, remote_ids->len);
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL || !loft_fake_backend_check_generation (folder, token, error))
    return FALSE;
  for (guint i = 0; i < remote_ids->len; i++)
    {
      GError *failure = NULL;
      LoftFakeMessage *message =
        find_to_fetch (folder, g_ptr_array_index (remote_ids, i), &failure);

      if (failure != NULL)
        return fail (self, failure, error);
      if (message != NULL && !give (self, message, func, user_data, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
read_piece (LoftBackend *backend, const char *folder_id, GBytes *token, const char *remote_id,
            guint64 offset, guint length, GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  GError *failure = NULL;
  LoftFakeFolder *folder;
  LoftFakeMessage *message;
  gsize size;

  if (!loft_fake_backend_enter_step (self, "piece", cancellable, error))
    return NULL;
  loft_fake_backend_record (self, "piece %s %s %" G_GUINT64_FORMAT, folder_id, remote_id, offset);
  folder = loft_fake_backend_find_folder (self, folder_id, error);
  if (folder == NULL || !loft_fake_backend_check_generation (folder, token, error))
    return NULL;
  message = find_to_fetch (folder, remote_id, &failure);
  if (failure != NULL)
    {
      fail (self, failure, error);
      return NULL;
    }
  if (message == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "Expunged");
      return NULL;
    }
  size = g_bytes_get_size (message->raw);
  offset = MIN (offset, size);
  if (size - offset < length)
    {
      message->n_fetched++;
      self->n_fetched++;
    }
  return g_bytes_new_from_bytes (message->raw, offset, MIN (length, size - offset));
}

static gboolean
fake_fetch_pieces (LoftBackend *backend, const char *folder_id, GBytes *token,
                   const char *remote_id, guint64 offset, guint length, guint n, LoftPieceFunc func,
                   gpointer user_data, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  for (guint i = 0; i < n && more; i++, offset += length)
    {
      g_autoptr (GBytes) piece =
        read_piece (backend, folder_id, token, remote_id, offset, length, cancellable, error);

      if (piece == NULL || !func (piece, user_data, error))
        return FALSE;
      more = g_bytes_get_size (piece) == length;
    }
  return TRUE;
}

/* ---- operations and watching -------------------------------------------------------------- */

static void
record_change (LoftFakeBackend *self, const LoftRemoteFlagChange *change)
{
  g_autofree char *add = loft_fake_flags_to_text (change->add, change->add_keywords);
  g_autofree char *remove = loft_fake_flags_to_text (change->remove, change->remove_keywords);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < change->remote_ids->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? "," : "",
                            (char *) g_ptr_array_index (change->remote_ids, i));
  loft_fake_backend_record (self, "change-flags %s %s +%s -%s", change->folder_id, ids->str, add,
                            remove);
}

static gboolean
apply_change (LoftFakeFolder *folder, const LoftRemoteFlagChange *change, GError **error)
{
  for (guint i = 0; i < change->remote_ids->len; i++)
    {
      LoftFakeMessage *message =
        loft_fake_folder_find_remote_id (folder, g_ptr_array_index (change->remote_ids, i));

      if (message == NULL)
        continue;
      if (message->refuses)
        {
          g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "Not yours to change");
          return FALSE;
        }
      loft_fake_folder_change (folder, message, change->add, change->remove, change->add_keywords,
                               change->remove_keywords);
    }
  return TRUE;
}

static gboolean
fake_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                   GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);
  LoftFakeFolder *folder;

  if (!loft_fake_backend_enter_step (self, "change-flags", cancellable, error))
    return FALSE;
  record_change (self, change);
  folder = loft_fake_backend_find_folder (self, change->folder_id, error);
  if (folder == NULL || !loft_fake_backend_check_generation (folder, change->token, error))
    return FALSE;
  self->n_writes++;
  return apply_change (folder, change, error) &&
         loft_fake_backend_enter_step (self, "reply", cancellable, error);
}

static gboolean
fake_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
            GCancellable *cancellable, GError **error)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (backend);

  *changed = FALSE;
  return loft_fake_backend_enter_step (self, "watch", cancellable, error) &&
         loft_fake_backend_find_folder (self, folder_id, error) != NULL;
}

static void
fake_wake (LoftBackend *backend)
{
}

static LoftCertificateProblem *
fake_get_certificate_problem (LoftBackend *backend)
{
  return NULL;
}

static void
loft_fake_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = fake_connect;
  iface->disconnect = fake_disconnect;
  iface->get_capabilities = fake_get_capabilities;
  iface->list_folders = fake_list_folders;
  iface->changes = fake_changes;
  iface->fetch = fake_fetch;
  iface->fetch_pieces = fake_fetch_pieces;
  iface->change_flags = fake_change_flags;
  iface->watch = fake_watch;
  iface->wake = fake_wake;
  loft_fake_backend_add_operations (iface);
  iface->get_certificate_problem = fake_get_certificate_problem;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_fake_backend_finalize (GObject *object)
{
  LoftFakeBackend *self = LOFT_FAKE_BACKEND (object);

  g_free (self->fail_step);
  g_ptr_array_unref (self->calls);
  G_OBJECT_CLASS (loft_fake_backend_parent_class)->finalize (object);
}

static void
loft_fake_backend_class_init (LoftFakeBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_fake_backend_finalize;
}

static void
loft_fake_backend_init (LoftFakeBackend *self)
{
  self->batch_size = BATCH_SIZE;
  self->calls = g_ptr_array_new_with_free_func (g_free);
}

LoftFakeBackend *
loft_fake_backend_new (LoftFakeServer *server, LoftFakeStyle style)
{
  LoftFakeBackend *self = g_object_new (LOFT_TYPE_FAKE_BACKEND, NULL);

  self->server = server;
  self->style = style;
  return self;
}

void
loft_fake_backend_set_step_func (LoftFakeBackend *self, LoftFakeStepFunc func, gpointer user_data)
{
  self->step_func = func;
  self->step_data = user_data;
}

void
loft_fake_backend_fail (LoftFakeBackend *self, const char *step, guint nth, LoftError error_class)
{
  g_free (self->fail_step);
  self->fail_step = g_strdup (step);
  self->fail_in = nth;
  self->fail_class = error_class;
}

void
loft_fake_backend_list_no_folders (LoftFakeBackend *self, gboolean none)
{
  self->lists_nothing = none;
}

void
loft_fake_backend_deliver_twice (LoftFakeBackend *self, gboolean twice)
{
  self->twice = twice;
}

void
loft_fake_backend_tell_unknown (LoftFakeBackend *self, gboolean unknown)
{
  self->unknown = unknown;
}

void
loft_fake_backend_set_batch_size (LoftFakeBackend *self, guint messages)
{
  self->batch_size = messages;
}

guint
loft_fake_backend_get_n_steps (LoftFakeBackend *self)
{
  return self->n_steps;
}

guint
loft_fake_backend_get_n_writes (LoftFakeBackend *self)
{
  return self->n_writes;
}

guint
loft_fake_backend_get_n_fetched (LoftFakeBackend *self)
{
  return self->n_fetched;
}

GPtrArray *
loft_fake_backend_get_calls (LoftFakeBackend *self)
{
  return self->calls;
}
