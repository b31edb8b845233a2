/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-private.h"

#include <string.h>

#include "loft-error.h"

#define FETCH_CHUNK 50
/* Larger messages are fetched in pieces; a server whose RFC822.SIZE lies is cut off here. */
#define MAX_BODY    (16 * 1024 * 1024)
/* Of what comes with SELECT; a mailbox of which more has changed is scanned as a whole, in steps. */
#define MAX_NEWS    (12 * 1024 * 1024)
#define ITEM_BYTES  160

static void loft_imap_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftImapBackend, loft_imap_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_imap_backend_interface_init))

/* ---- news --------------------------------------------------------------------------------- */

LoftRemoteItem *
loft_imap_backend_flags_item (const LoftImapFetch *fetch)
{
  g_autofree char *remote_id = g_strdup_printf ("%u", fetch->uid);

  return loft_remote_item_new (remote_id, fetch->flags, fetch->keywords);
}

/* FALSE when nobody listens, or what is said has become too much. */
static gboolean
take_room (LoftImapNews *news, gsize bytes)
{
  if (news == NULL || news->overflowed)
    return FALSE;
  news->bytes += bytes;
  news->overflowed = news->bytes > MAX_NEWS;
  return !news->overflowed;
}

static void
on_fetched (const LoftImapFetch *fetch, gpointer user_data)
{
  LoftImapBackend *self = user_data;

  if ((fetch->valid & LOFT_IMAP_FETCH_FLAGS) != 0 &&
      take_room (self->news, ITEM_BYTES + strlen (fetch->keywords)))
    g_ptr_array_add (self->news->items, loft_imap_backend_flags_item (fetch));
}

static void
on_vanished (const LoftImapUidSet *uids, gboolean earlier, gpointer user_data)
{
  LoftImapBackend *self = user_data;
  const LoftImapUidRange *ranges;
  guint n_ranges;

  ranges = loft_imap_uid_set_ranges (uids, &n_ranges);
  if (!take_room (self->news, n_ranges * sizeof *ranges))
    return;
  for (guint i = 0; i < n_ranges; i++)
    loft_imap_uid_set_add_range (self->news->vanished, ranges[i].first, ranges[i].last);
}

static const LoftImapUpdates updates = {
  .fetched = on_fetched,
  .vanished = on_vanished,
};

/* ---- connection --------------------------------------------------------------------------- */

static gboolean
showed_token (LoftImapBackend *self)
{
  const char *mechanism = loft_imap_session_get_mechanism (self->session);

  return g_strcmp0 (mechanism, "XOAUTH2") == 0 || g_strcmp0 (mechanism, "OAUTHBEARER") == 0;
}

/* An access token may be revoked before its time: whoever brought it is asked for another, once. */
static gboolean
connect_session (LoftImapBackend *self, GCancellable *cancellable, GError **error)
{
  GError *refusal = NULL;

  if (loft_imap_session_connect (self->session, cancellable, &refusal))
    return TRUE;
  if (loft_error_class (refusal) != LOFT_ERROR_AUTH || !showed_token (self))
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_error_free (refusal);
  return loft_imap_session_connect (self->session, cancellable, error);
}

gboolean
loft_imap_backend_connect (LoftImapBackend *self, GCancellable *cancellable, GError **error)
{
  const LoftSignInMemory *memory = self->memory;
  g_autoptr (LoftSignInTerms) terms = NULL;

  if (memory == NULL || loft_imap_session_is_connected (self->session))
    return connect_session (self, cancellable, error);
  terms = memory->recall (self->user_data);
  loft_imap_session_set_terms (self->session, terms);
  if (!connect_session (self, cancellable, error))
    return FALSE;
  if (loft_imap_session_get_mechanism (self->session) != NULL)
    memory->signed_in (loft_imap_session_get_mechanism (self->session),
                       loft_imap_session_get_certificate_faults (self->session),
                       self->user_data);
  return TRUE;
}

static gboolean
imap_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return loft_imap_backend_connect (LOFT_IMAP_BACKEND (backend), cancellable, error);
}

static void
imap_disconnect (LoftBackend *backend)
{
  loft_imap_session_close (LOFT_IMAP_BACKEND (backend)->session);
}

static LoftBackendCapabilities
imap_get_capabilities (LoftBackend *backend)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  LoftBackendCapabilities capabilities = LOFT_BACKEND_CAN_KEYWORDS | LOFT_BACKEND_CAN_FETCH_PIECES |
                                         LOFT_BACKEND_CAN_CHANGE | LOFT_BACKEND_CAN_FOLDERS;

  if (loft_imap_session_has_capability (self->session, "MOVE"))
    capabilities |= LOFT_BACKEND_CAN_MOVE_AT_ONCE;

  if (loft_imap_session_has_capability (self->session, "IDLE"))
    capabilities |= LOFT_BACKEND_CAN_WATCH;
  if (loft_imap_session_has_capability (self->session, "LIST-STATUS") &&
      loft_imap_session_has_capability (self->session, "CONDSTORE"))
    capabilities |= LOFT_BACKEND_HAS_FOLDER_STATUS;
  return capabilities;
}

static LoftCertificateProblem *
imap_get_certificate_problem (LoftBackend *backend)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);

  return loft_certificate_problem_copy (
      loft_imap_session_get_certificate_problem (self->session));
}

/* ---- the selected mailbox ------------------------------------------------------------------ */

void
loft_imap_backend_note_selected (LoftImapBackend *self, const LoftImapSelected *selected)
{
  self->selected_validity = selected->uid_validity;
  self->selected_uid_next = selected->uid_next;
  self->verified = FALSE;
}

static gboolean
take_date (const LoftImapFetch *fetch, gpointer user_data)
{
  gint64 *date = user_data;

  if (fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE)
    *date = fetch->internal_date;
  return TRUE;
}

gboolean
loft_imap_backend_fetch_date (LoftImapBackend *self, guint32 uid, gint64 *date,
                              GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) single = loft_imap_uid_set_new ();

  *date = LOFT_IMAP_BACKEND_NO_DATE;
  loft_imap_uid_set_add (single, uid);
  return loft_imap_session_fetch (self->session, single, LOFT_IMAP_FETCH_INTERNAL_DATE, 0, 1, 0,
                                  take_date, date, cancellable, error);
}

/* UIDs ascend with time, so a message that is high in the mailbox and still the same speaks for all
 * below it. Where none is left to ask, UIDNEXT must not have gone back. */
gboolean
loft_imap_backend_check_reused (LoftImapBackend *self, const LoftImapPosition *position,
                                gboolean *reused, gboolean *anchored, GCancellable *cancellable,
                                GError **error)
{
  gint64 date = LOFT_IMAP_BACKEND_NO_DATE;

  *reused = *anchored = FALSE;
  if (position->anchor_uid != 0 &&
      !loft_imap_backend_fetch_date (self, position->anchor_uid, &date, cancellable, error))
    return FALSE;
  *anchored = date != LOFT_IMAP_BACKEND_NO_DATE && date == position->anchor_date;
  if (date != LOFT_IMAP_BACKEND_NO_DATE)
    *reused = !*anchored;
  else
    *reused = self->selected_uid_next != 0 && self->selected_uid_next < position->uid_next;
  return TRUE;
}

static gboolean
verify (LoftImapBackend *self, const char *mailbox, const LoftImapPosition *position,
        GCancellable *cancellable, GError **error)
{
  gboolean reused = FALSE;
  gboolean anchored = FALSE;

  if (position->uid_validity != self->selected_validity)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                   "UIDVALIDITY of %s is %u now, not %u: its messages have new UIDs", mailbox,
                   self->selected_validity, position->uid_validity);
      return FALSE;
    }
  if (self->verified)
    return TRUE;
  if (!loft_imap_backend_check_reused (self, position, &reused, &anchored, cancellable, error))
    return FALSE;
  self->verified = !reused;
  if (reused)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                 "The server has given UIDs of %s to other messages", mailbox);
  return !reused;
}

gboolean
loft_imap_backend_ensure_selected (LoftImapBackend *self, const char *mailbox, GBytes *token,
                                   GCancellable *cancellable, GError **error)
{
  LoftImapPosition position = loft_imap_position_parse (token);

  if (g_strcmp0 (loft_imap_session_get_selected (self->session), mailbox) != 0)
    {
      LoftImapSelected selected;

      if (!loft_imap_session_select (self->session, mailbox, 0, 0, &selected, cancellable, error))
        return FALSE;
      loft_imap_backend_note_selected (self, &selected);
    }
  return token == NULL || verify (self, mailbox, &position, cancellable, error);
}

/* ---- folders ------------------------------------------------------------------------------ */

static LoftRemoteFolder *
folder_from_mailbox (const LoftImapMailbox *mailbox)
{
  LoftRemoteFolder *folder = loft_remote_folder_new (mailbox->name, mailbox->path);

  folder->role = mailbox->role;
  folder->selectable = mailbox->selectable;
  folder->subscribed = mailbox->subscribed;
  /* MAILBOXID (RFC 8474) is made for it; UIDVALIDITY is the next best, which few servers give to two
   * folders. */
  if (mailbox->mailbox_id != NULL)
    folder->identity = g_strdup (mailbox->mailbox_id);
  else if (mailbox->has_status)
    folder->identity = g_strdup_printf ("%u", mailbox->uid_validity);
  /* Without mod-sequences a change of flags would not show in the status. */
  if (mailbox->has_status && mailbox->highest_modseq != 0)
    {
      char *status = g_strdup_printf ("%u %u %u %" G_GUINT64_FORMAT, mailbox->uid_validity,
                                      mailbox->uid_next, mailbox->messages,
                                      mailbox->highest_modseq);

      folder->status = g_bytes_new_take (status, strlen (status));
    }
  return folder;
}

static GPtrArray *
imap_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  /* Also where it takes a STATUS for each: without UIDVALIDITY a folder that was renamed is a new
   * one, and all of it would be fetched again. */
  g_autoptr (GPtrArray) mailboxes =
      loft_imap_session_list (self->session, TRUE, cancellable, error);
  GPtrArray *folders;

  if (mailboxes == NULL)
    return NULL;
  folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  for (guint i = 0; i < mailboxes->len; i++)
    g_ptr_array_add (folders, folder_from_mailbox (g_ptr_array_index (mailboxes, i)));
  return folders;
}

/* ---- content ------------------------------------------------------------------------------ */

LoftImapUidSet *
loft_imap_backend_uids_of (GPtrArray *remote_ids)
{
  LoftImapUidSet *uids = loft_imap_uid_set_new ();

  for (guint i = 0; i < remote_ids->len; i++)
    {
      guint64 uid = g_ascii_strtoull (g_ptr_array_index (remote_ids, i), NULL, 10);

      if (uid > 0 && uid <= G_MAXUINT32)
        loft_imap_uid_set_add (uids, (guint32) uid);
    }
  return uids;
}

typedef struct {
  LoftFetchedFunc func;
  gpointer user_data;
  GError *error; /* (nullable) what func failed with */
} FetchContext;

static gboolean
on_body (const LoftImapFetch *fetch, gpointer user_data)
{
  FetchContext *context = user_data;
  g_autofree char *remote_id = g_strdup_printf ("%u", fetch->uid);

  if ((fetch->valid & LOFT_IMAP_FETCH_BODY) == 0)
    return TRUE;
  return context->func (remote_id, fetch->data, context->user_data, &context->error);
}

static gboolean
imap_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
            LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) uids = loft_imap_backend_uids_of (remote_ids);
  FetchContext context = { func, user_data, NULL };
  g_autoptr (GError) failure = NULL;
  gboolean fetched;

  if (!loft_imap_backend_ensure_selected (self, folder_id, token, cancellable, error))
    return FALSE;
  fetched = loft_imap_session_fetch (self->session, uids, LOFT_IMAP_FETCH_BODY, 0, FETCH_CHUNK,
                                     MAX_BODY, on_body, &context, cancellable, &failure);
  if (context.error != NULL)
    {
      g_propagate_error (error, context.error);
      return FALSE;
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return fetched;
}

typedef struct {
  LoftPieceFunc func;
  gpointer user_data;
  GError *error; /* (nullable) what func failed with */
} PieceContext;

static gboolean
on_range (GBytes *data, gpointer user_data)
{
  PieceContext *context = user_data;

  return context->func (data, context->user_data, &context->error);
}

static gboolean
imap_fetch_pieces (LoftBackend *backend, const char *folder_id, GBytes *token,
                   const char *remote_id, guint64 offset, guint length, guint n,
                   LoftPieceFunc func, gpointer user_data, GCancellable *cancellable,
                   GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  guint64 uid = g_ascii_strtoull (remote_id, NULL, 10);
  PieceContext context = { func, user_data, NULL };
  g_autoptr (GError) failure = NULL;
  gboolean fetched;

  if (!loft_imap_backend_ensure_selected (self, folder_id, token, cancellable, error))
    return FALSE;
  fetched = loft_imap_session_fetch_ranges (self->session, (guint32) uid, offset, length, n,
                                            on_range, &context, cancellable, &failure);
  if (context.error != NULL)
    {
      g_propagate_error (error, context.error);
      return FALSE;
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return fetched;
}

/* ---- operations and watching -------------------------------------------------------------- */

static gboolean
imap_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                   GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) uids = loft_imap_backend_uids_of (change->remote_ids);

  return loft_imap_backend_ensure_selected (self, change->folder_id, change->token, cancellable,
                                            error) &&
         loft_imap_session_store (self->session, uids, change->add, change->remove,
                                  change->add_keywords, change->remove_keywords, cancellable,
                                  error);
}

/* What is not offered, or not for this mailbox, is only not told. */
static gboolean
is_only_untold (GError **failure, GError **error)
{
  if (g_error_matches (*failure, LOFT_ERROR, LOFT_ERROR_REFUSED))
    {
      g_clear_error (failure);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (failure));
  return FALSE;
}

/* Of several limits the one that is nearest to being reached counts. */
static void
take_quota (LoftFolderUsage *usage, const LoftImapQuota *quota)
{
  double filled = quota->storage_limit > 0
                    ? (double) quota->storage_used / (double) quota->storage_limit
                    : 0;
  double before = usage->quota_limit > 0
                    ? (double) usage->quota_used / (double) usage->quota_limit
                    : -1;

  if (quota->storage_limit == 0 || filled <= before)
    return;
  usage->has_quota = TRUE;
  usage->quota_used = quota->storage_used;
  usage->quota_limit = quota->storage_limit;
}

static gboolean
imap_read_usage (LoftBackend *backend, const char *folder_id, LoftFolderUsage *usage,
                 GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (GPtrArray) quotas = NULL;
  g_autoptr (GError) failure = NULL;

  usage->has_size = loft_imap_session_get_size (self->session, folder_id, &usage->n_messages,
                                                &usage->bytes, cancellable, &failure);
  if (failure != NULL && !is_only_untold (&failure, error))
    return FALSE;
  quotas = loft_imap_session_get_quotas (self->session, folder_id, cancellable, &failure);
  if (failure != NULL && !is_only_untold (&failure, error))
    return FALSE;
  for (guint i = 0; quotas != NULL && i < quotas->len; i++)
    take_quota (usage, g_ptr_array_index (quotas, i));
  return TRUE;
}

static gboolean
imap_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
            GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);

  /* What happened before the SELECT is never told. */
  *changed = g_strcmp0 (loft_imap_session_get_selected (self->session), folder_id) != 0;
  if (*changed)
    return loft_imap_backend_ensure_selected (self, folder_id, 0, cancellable, error);
  return loft_imap_session_notify (self->session, cancellable, error) &&
         loft_imap_session_idle (self->session, seconds, changed, cancellable, error);
}

static gboolean
imap_changed_elsewhere (LoftBackend *backend)
{
  return loft_imap_session_changed_elsewhere (LOFT_IMAP_BACKEND (backend)->session);
}

/* RFC 9051 7.1: ALERT must be shown. Many servers repeat theirs at each sign-in. */
static char *
imap_take_alert (LoftBackend *backend)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  const char *alert = loft_imap_session_get_alert (self->session);

  if (alert == NULL || g_strcmp0 (alert, self->told_alert) == 0)
    return NULL;
  g_free (self->told_alert);
  self->told_alert = g_strdup (alert);
  return g_strdup (alert);
}

static void
imap_wake (LoftBackend *backend)
{
  loft_imap_session_wake (LOFT_IMAP_BACKEND (backend)->session);
}

static void
loft_imap_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = imap_connect;
  iface->disconnect = imap_disconnect;
  iface->get_capabilities = imap_get_capabilities;
  iface->list_folders = imap_list_folders;
  iface->changes = loft_imap_backend_changes;
  iface->fetch = imap_fetch;
  iface->fetch_pieces = imap_fetch_pieces;
  iface->change_flags = imap_change_flags;
  iface->get_position = loft_imap_backend_get_position;
  iface->list_since = loft_imap_backend_list_since;
  iface->find_present = loft_imap_backend_find_present;
  iface->move = loft_imap_backend_move;
  iface->copy = loft_imap_backend_copy;
  iface->expunge = loft_imap_backend_expunge;
  iface->append = loft_imap_backend_append;
  iface->create_folder = loft_imap_backend_create_folder;
  iface->rename_folder = loft_imap_backend_rename_folder;
  iface->delete_folder = loft_imap_backend_delete_folder;
  iface->subscribe_folder = loft_imap_backend_subscribe_folder;
  iface->read_usage = imap_read_usage;
  iface->search = loft_imap_backend_search;
  iface->watch = imap_watch;
  iface->changed_elsewhere = imap_changed_elsewhere;
  iface->wake = imap_wake;
  iface->take_alert = imap_take_alert;
  iface->get_certificate_problem = imap_get_certificate_problem;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_imap_backend_finalize (GObject *object)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (object);

  g_clear_object (&self->session);
  g_free (self->told_alert);
  G_OBJECT_CLASS (loft_imap_backend_parent_class)->finalize (object);
}

static void
loft_imap_backend_class_init (LoftImapBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_imap_backend_finalize;
}

static void
loft_imap_backend_init (LoftImapBackend *self)
{
}

static LoftEndpointCompression
endpoint_compression (LoftCompression compression)
{
  static const LoftEndpointCompression compressions[] = {
    [LOFT_COMPRESSION_AUTOMATIC] = LOFT_ENDPOINT_COMPRESSION_AUTOMATIC,
    [LOFT_COMPRESSION_NEVER] = LOFT_ENDPOINT_COMPRESSION_NEVER,
    [LOFT_COMPRESSION_ALWAYS] = LOFT_ENDPOINT_COMPRESSION_ALWAYS,
  };

  return compressions[compression];
}

LoftBackend *
loft_imap_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                       const LoftSignInMemory *memory, gpointer user_data)
{
  LoftImapBackend *self = g_object_new (LOFT_TYPE_IMAP_BACKEND, NULL);
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);

  endpoint->compression = endpoint_compression (account->compression);
  self->session = loft_imap_session_new (endpoint, account->auth, func, user_data);
  loft_imap_session_set_certificate_file (self->session, account->certificate);
  loft_imap_session_set_updates (self->session, &updates, self);
  self->memory = memory;
  self->user_data = user_data;
  return LOFT_BACKEND (self);
}
