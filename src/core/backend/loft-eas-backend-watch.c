/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-eas-ping.h"
#include "loft-error.h"

/* MS-ASCMD 2.2.1.13: as long as the server and what lies between allow; most cut what is silent for long. */
#define FIRST_HEARTBEAT 480
#define LEAST_HEARTBEAT 60
#define PATIENCE        60 /* seconds beyond what the server was asked to wait */
#define MOST_FOLDERS    200
#define MOST_ROUNDS     3 /* corrections of what was asked */

static const char *
class_of (LoftFolderKinds kinds)
{
  return (kinds & LOFT_FOLDER_KIND_EVENTS) != 0     ? "Calendar"
         : (kinds & LOFT_FOLDER_KIND_TASKS) != 0    ? "Tasks"
         : (kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? "Contacts"
                                                    : "Email";
}

/* The folder that is asked for, then the server's own ones, then the others: the first are the most wanted
 * where a server takes but a few. */
static int
compare_wanted (gconstpointer a, gconstpointer b)
{
  const LoftEasFolder *first = *(LoftEasFolder *const *) a;
  const LoftEasFolder *second = *(LoftEasFolder *const *) b;

  return first->type < second->type ? -1 : first->type > second->type;
}

static GArray *
choose (LoftEasBackend *self, const char *folder_id, guint most)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (LoftEasPingFolder));
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  const LoftEasFolder *wanted = g_hash_table_lookup (self->folders, folder_id);
  LoftEasPingFolder one = { folder_id, wanted != NULL
                                         ? class_of (loft_eas_backend_kinds_of (wanted))
                                         : "Email" };
  GHashTableIter iter;
  gpointer folder;

  g_array_append_val (chosen, one);
  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, NULL, &folder))
    if (folder != wanted && loft_eas_backend_kinds_of (folder) != 0)
      g_ptr_array_add (others, folder);
  g_ptr_array_sort (others, compare_wanted);
  for (guint i = 0; i < others->len && chosen->len < most; i++)
    {
      const LoftEasFolder *other = g_ptr_array_index (others, i);

      one = (LoftEasPingFolder){ other->id, class_of (loft_eas_backend_kinds_of (other)) };
      g_array_append_val (chosen, one);
    }
  return chosen;
}

static GCancellable *
begin_waiting (LoftEasBackend *self)
{
  GCancellable *waiting = g_cancellable_new ();

  g_mutex_lock (&self->lock);
  g_set_object (&self->waiting, waiting);
  if (self->woken)
    g_cancellable_cancel (waiting);
  g_mutex_unlock (&self->lock);
  return waiting;
}

static void
end_waiting (LoftEasBackend *self)
{
  g_mutex_lock (&self->lock);
  g_clear_object (&self->waiting);
  self->woken = FALSE;
  g_mutex_unlock (&self->lock);
}

static void
pass_on (GCancellable *cancellable, gpointer waiting)
{
  g_cancellable_cancel (waiting);
}

/* *woken: nobody waits for it any more. */
static gboolean
ping (LoftEasBackend *self, GArray *folders, guint seconds, LoftEasPingReply *reply,
      gboolean *woken, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_ping_request (seconds, (const LoftEasPingFolder *) (void *) folders->data,
                           folders->len);
  g_autoptr (GCancellable) waiting = begin_waiting (self);
  g_autoptr (LoftWbxmlElement) root = NULL;
  g_autoptr (GError) failure = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_PING,
                       .request = request,
                       .seconds = seconds + PATIENCE };
  gulong handler = cancellable != NULL
                     ? g_cancellable_connect (cancellable, G_CALLBACK (pass_on), waiting, NULL)
                     : 0;
  gboolean done = loft_eas_client_call (self->client, &call, &root, waiting, &failure);

  g_cancellable_disconnect (cancellable, handler);
  end_waiting (self);
  *woken =
    !done && g_cancellable_is_cancelled (waiting) && !g_cancellable_is_cancelled (cancellable);
  if (*woken)
    return TRUE;
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return loft_eas_ping_reply (root, reply, error);
}

static void
take_changed (LoftEasBackend *self, const char *folder_id, const LoftEasPingReply *reply,
              gboolean *changed)
{
  for (guint i = 0; i < reply->changed->len; i++)
    {
      gboolean here = strcmp (g_ptr_array_index (reply->changed, i), folder_id) == 0;

      *changed |= here;
      self->elsewhere |= !here;
    }
}

/* The line was cut while it was silent: what lies between does not wait for so long. */
static void
shorten (LoftEasBackend *self, guint seconds, const GError *failure)
{
  LoftError failed = loft_error_class (failure);

  if (!loft_error_is_cancelled (failure) && seconds > LEAST_HEARTBEAT &&
      (failed == LOFT_ERROR_TEMPORARY || failed == LOFT_ERROR_PROTOCOL))
    self->heartbeat = MAX (seconds / 2, LEAST_HEARTBEAT);
}

gboolean
loft_eas_backend_watch (LoftBackend *backend, const char *folder_id, guint seconds,
                        gboolean *changed, GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  guint most = MOST_FOLDERS;

  *changed = self->elsewhere = FALSE;
  loft_eas_backend_forget_ahead (self);
  loft_eas_backend_know_folders (self);
  if (self->folder_key == NULL && !loft_eas_backend_list (self, cancellable, error))
    return FALSE;
  if (self->heartbeat == 0)
    self->heartbeat = FIRST_HEARTBEAT;
  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      g_autoptr (GArray) folders = choose (self, folder_id, most);
      guint wait = MIN (seconds, self->heartbeat);
      g_auto (LoftEasPingReply) reply = { 0 };
      g_autoptr (GError) failure = NULL;
      gboolean woken = FALSE;

      if (!ping (self, folders, wait, &reply, &woken, cancellable, &failure))
        {
          shorten (self, wait, failure);
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (woken || reply.outcome == LOFT_EAS_PING_NOTHING)
        return TRUE;
      if (reply.outcome == LOFT_EAS_PING_CHANGED)
        {
          take_changed (self, folder_id, &reply, changed);
          return TRUE;
        }
      if (reply.outcome == LOFT_EAS_PING_INTERVAL)
        self->heartbeat = reply.seconds;
      if (reply.outcome == LOFT_EAS_PING_TOO_MANY)
        most = reply.most;
      if (reply.outcome == LOFT_EAS_PING_HIERARCHY)
        {
          self->elsewhere = TRUE;
          return loft_eas_backend_list (self, cancellable, error);
        }
    }
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "The server does not wait for changes");
  return FALSE;
}

gboolean
loft_eas_backend_changed_elsewhere (LoftBackend *backend)
{
  return LOFT_EAS_BACKEND (backend)->elsewhere;
}

/* One that comes before the server is asked to wait counts all the same. */
void
loft_eas_backend_wake (LoftBackend *backend)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);

  g_mutex_lock (&self->lock);
  self->woken = TRUE;
  if (self->waiting != NULL)
    g_cancellable_cancel (self->waiting);
  g_mutex_unlock (&self->lock);
}
