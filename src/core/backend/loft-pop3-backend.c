/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-backend-private.h"

#include "loft-error.h"

#define INBOX "INBOX"

static void loft_pop3_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftPop3Backend, loft_pop3_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_pop3_backend_interface_init))

/* ---- connection --------------------------------------------------------------------------- */

static gboolean
showed_token (LoftPop3Backend *self)
{
  const char *mechanism = loft_pop3_session_get_mechanism (self->session);

  return g_strcmp0 (mechanism, "XOAUTH2") == 0 || g_strcmp0 (mechanism, "OAUTHBEARER") == 0;
}

/* As in IMAP: an access token may be revoked before its time. */
static gboolean
connect_session (LoftPop3Backend *self, GCancellable *cancellable, GError **error)
{
  GError *refusal = NULL;

  if (loft_pop3_session_connect (self->session, cancellable, &refusal))
    return TRUE;
  if (loft_error_class (refusal) != LOFT_ERROR_AUTH || !showed_token (self))
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_error_free (refusal);
  return loft_pop3_session_connect (self->session, cancellable, error);
}

/* What waiting mends is said in words of its own: servers word it in a hundred ways. */
static void
explain_refusal (LoftPop3Backend *self, GError **error)
{
  switch (loft_pop3_session_get_refusal (self->session))
    {
    case LOFT_POP3_CODE_IN_USE:
      g_prefix_error (error, "Another program has the mailbox open; Loft tries again: ");
      break;
    case LOFT_POP3_CODE_LOGIN_DELAY:
      g_prefix_error (error, "The server wants more time between sign-ins; Loft tries again: ");
      break;
    case LOFT_POP3_CODE_SYS_TEMP:
      g_prefix_error (error, "The server has a passing trouble; Loft tries again: ");
      break;
    case LOFT_POP3_CODE_NONE:
    case LOFT_POP3_CODE_AUTH:
    case LOFT_POP3_CODE_SYS_PERM:
    case LOFT_POP3_CODE_UTF8:
    case LOFT_POP3_CODE_OTHER:
      break;
    }
}

/* Numbers hold as long as a session does. */
static gboolean
open_session (LoftPop3Backend *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_clear_pointer (&self->entries, loft_pop3_entries_free);
  if (!loft_pop3_backend_may_sign_in (self, error))
    return FALSE;
  if (connect_session (self, cancellable, &failure))
    {
      loft_pop3_backend_note_delay (self);
      return TRUE;
    }
  explain_refusal (self, &failure);
  if (loft_pop3_session_get_refusal (self->session) == LOFT_POP3_CODE_LOGIN_DELAY)
    loft_pop3_backend_note_too_soon (self, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
loft_pop3_backend_connect (LoftPop3Backend *self, GCancellable *cancellable, GError **error)
{
  const LoftSignInMemory *memory = self->memory;
  g_autoptr (LoftSignInTerms) terms = NULL;

  if (loft_pop3_session_is_connected (self->session))
    return TRUE;
  if (memory == NULL)
    return open_session (self, cancellable, error);
  terms = memory->recall (self->user_data);
  loft_pop3_session_set_terms (self->session, terms);
  if (!open_session (self, cancellable, error))
    return FALSE;
  if (loft_pop3_session_get_mechanism (self->session) != NULL)
    memory->signed_in (loft_pop3_session_get_mechanism (self->session),
                       loft_pop3_session_get_certificate_faults (self->session), self->user_data);
  return TRUE;
}

static gboolean
pop3_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return loft_pop3_backend_connect (LOFT_POP3_BACKEND (backend), cancellable, error);
}

static void
pop3_disconnect (LoftBackend *backend)
{
  loft_pop3_session_close (LOFT_POP3_BACKEND (backend)->session);
}

/* Servers hold the mailbox for minutes for whoever goes without a word. */
static void
pop3_leave (LoftBackend *backend, GCancellable *cancellable)
{
  LoftPop3Backend *self = LOFT_POP3_BACKEND (backend);
  LoftPop3Deletions deletions;

  if (loft_pop3_session_is_connected (self->session))
    loft_pop3_session_quit (self->session, &deletions, cancellable, NULL);
}

static LoftBackendCapabilities
pop3_get_capabilities (LoftBackend *backend)
{
  return LOFT_BACKEND_DOWNLOADS;
}

/* RFC 2449, 6.7: "EXPIRE 30", "EXPIRE 30 USER" where it differs by user, "EXPIRE NEVER". */
static gint
pop3_get_expiry (LoftBackend *backend)
{
  return loft_pop3_backend_get_number (LOFT_POP3_BACKEND (backend), "EXPIRE");
}

static LoftCertificateProblem *
pop3_get_certificate_problem (LoftBackend *backend)
{
  LoftPop3Backend *self = LOFT_POP3_BACKEND (backend);

  return loft_certificate_problem_copy (loft_pop3_session_get_certificate_problem (self->session));
}

static GPtrArray *
pop3_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  LoftRemoteFolder *inbox = loft_remote_folder_new (INBOX, INBOX);

  inbox->role = LOFT_FOLDER_ROLE_INBOX;
  g_ptr_array_add (folders, inbox);
  return folders;
}

/* ---- content ------------------------------------------------------------------------------ */

typedef struct {
  LoftPop3Backend *self;
  GPtrArray *remote_ids; /* of those that are there, as they are asked for */
  guint n_answered;
  GByteArray *raw;
  LoftFetchedFunc func;
  gpointer user_data;
  GError *error;
} Fetch;

static gboolean
add_piece (guint32 number, const char *bytes, gsize length, gpointer user_data)
{
  Fetch *fetch = user_data;

  g_byte_array_append (fetch->raw, (const guint8 *) bytes, (guint) length);
  if (fetch->self->arriving != NULL)
    fetch->self->arriving (fetch->raw->len, fetch->self->arriving_data);
  return TRUE;
}

static gboolean
end_message (guint32 number, const GError *refusal, gpointer user_data)
{
  Fetch *fetch = user_data;
  const char *remote_id = g_ptr_array_index (fetch->remote_ids, fetch->n_answered++);
  g_autoptr (GBytes) raw = g_byte_array_free_to_bytes (g_steal_pointer (&fetch->raw));

  fetch->raw = g_byte_array_new ();
  return refusal != NULL || fetch->func (remote_id, raw, fetch->user_data, &fetch->error);
}

/* (transfer full) numbers of those that are there; found: of their ids. */
static GArray *
find_numbers (LoftPop3Backend *self, GPtrArray *remote_ids, GPtrArray *found)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < remote_ids->len; i++)
    {
      char *remote_id = g_ptr_array_index (remote_ids, i);
      LoftPop3Entry *entry = g_hash_table_lookup (self->entries->by_id, remote_id);

      if (entry == NULL)
        continue;
      g_array_append_val (numbers, entry->number);
      g_ptr_array_add (found, remote_id);
    }
  return numbers;
}

static gboolean
pop3_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
            LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  static const LoftPop3Sink sink = { add_piece, end_message };
  LoftPop3Backend *self = LOFT_POP3_BACKEND (backend);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) failure = NULL;
  Fetch fetch = { self, found, 0, NULL, func, user_data, NULL };
  gboolean done;

  if (!loft_pop3_backend_ensure_listed (self, cancellable, error))
    return FALSE;
  numbers = find_numbers (self, remote_ids, found);
  if (numbers->len == 0)
    return TRUE;
  fetch.raw = g_byte_array_new ();
  done = loft_pop3_session_retrieve (self->session, (const guint32 *) (gpointer) numbers->data,
                                     numbers->len, LOFT_POP3_BACKEND_MAX_MESSAGE, &sink, &fetch,
                                     cancellable, &failure);
  g_byte_array_unref (fetch.raw);
  if (fetch.error != NULL)
    {
      g_propagate_error (error, fetch.error);
      return FALSE;
    }
  if (!done)
    g_propagate_error (error, g_steal_pointer (&failure));
  return done;
}

static void
pop3_follow_fetch (LoftBackend *backend, LoftArrivingFunc func, gpointer user_data)
{
  LoftPop3Backend *self = LOFT_POP3_BACKEND (backend);

  self->arriving = func;
  self->arriving_data = user_data;
}

/* ---- deleting ----------------------------------------------------------------------------- */

static gboolean
note_refusal (guint32 number, const GError *refusal, gpointer user_data)
{
  if (refusal != NULL)
    g_message ("The server does not delete a message: %s", refusal->message);
  return TRUE;
}

typedef struct {
  GHashTable *digests; /* remote id -> digest (borrowed) */
  guint n_other;
  guint n_untold;
} Comparison;

static void
compare_digest (LoftPop3Entry *entry, const char *digest, gpointer user_data)
{
  Comparison *comparison = user_data;

  if (digest == NULL)
    comparison->n_untold++;
  else
    comparison->n_other +=
      g_strcmp0 (digest, g_hash_table_lookup (comparison->digests, entry->remote_id)) != 0;
}

/* What is deleted by a unique-id must be what was brought by it. */
static gboolean
are_the_same (LoftPop3Backend *self, GPtrArray *entries, Comparison *comparison,
              GCancellable *cancellable, GError **error)
{
  if (!loft_pop3_backend_read_digests (self, entries, compare_digest, comparison, cancellable,
                                       error))
    return FALSE;
  if (comparison->n_other > 0)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                         "The server has given unique-ids to other messages");
  else if (comparison->n_untold > 0)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "The server does not tell which messages would be deleted (TOP)");
  return comparison->n_other == 0 && comparison->n_untold == 0;
}

/* (transfer full) numbers of those that are there and the same. */
static GArray *
choose_numbers (LoftPop3Backend *self, GPtrArray *items, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GHashTable) digests = g_hash_table_new (g_str_hash, g_str_equal);
  Comparison comparison = { digests, 0, 0 };

  for (guint i = 0; i < items->len; i++)
    {
      LoftRemoteItem *item = g_ptr_array_index (items, i);
      LoftPop3Entry *entry = g_hash_table_lookup (self->entries->by_id, item->remote_id);

      if (entry == NULL)
        continue;
      g_hash_table_insert (digests, item->remote_id, item->digest);
      g_array_append_val (numbers, entry->number);
      g_ptr_array_add (entries, entry);
    }
  return are_the_same (self, entries, &comparison, cancellable, error) ? g_steal_pointer (&numbers)
                                                                       : NULL;
}

static gboolean
pop3_remove_downloaded (LoftBackend *backend, const char *folder_id, GPtrArray *items,
                        GCancellable *cancellable, GError **error)
{
  LoftPop3Backend *self = LOFT_POP3_BACKEND (backend);
  LoftPop3Deletions deletions = LOFT_POP3_DELETIONS_NONE;
  g_autoptr (GArray) numbers = NULL;

  if (!loft_pop3_backend_ensure_listed (self, cancellable, error))
    return FALSE;
  if (!self->entries->sound)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The server's messages cannot be told apart by their unique-ids");
      return FALSE;
    }
  numbers = choose_numbers (self, items, cancellable, error);
  if (numbers == NULL)
    return FALSE;
  return numbers->len == 0 ||
         (loft_pop3_session_delete (self->session, (const guint32 *) (gpointer) numbers->data,
                                    numbers->len, note_refusal, NULL, cancellable, error) &&
          loft_pop3_session_quit (self->session, &deletions, cancellable, error));
}

static gboolean
pop3_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                   GCancellable *cancellable, GError **error)
{
  return TRUE;
}

/* ---- object ------------------------------------------------------------------------------- */

static gboolean
pop3_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
            GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "This kind of server does not tell of changes");
  return FALSE;
}

static void
pop3_wake (LoftBackend *backend)
{
}

static void
loft_pop3_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = pop3_connect;
  iface->disconnect = pop3_disconnect;
  iface->get_capabilities = pop3_get_capabilities;
  iface->list_folders = pop3_list_folders;
  iface->changes = loft_pop3_backend_changes;
  iface->fetch = pop3_fetch;
  iface->follow_fetch = pop3_follow_fetch;
  iface->change_flags = pop3_change_flags;
  iface->remove_downloaded = pop3_remove_downloaded;
  iface->leave = pop3_leave;
  iface->get_expiry = pop3_get_expiry;
  iface->watch = pop3_watch;
  iface->wake = pop3_wake;
  iface->get_certificate_problem = pop3_get_certificate_problem;
}

static void
loft_pop3_backend_finalize (GObject *object)
{
  LoftPop3Backend *self = LOFT_POP3_BACKEND (object);

  g_clear_pointer (&self->entries, loft_pop3_entries_free);
  g_hash_table_unref (self->endless);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (loft_pop3_backend_parent_class)->finalize (object);
}

static void
loft_pop3_backend_class_init (LoftPop3BackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_pop3_backend_finalize;
}

static void
loft_pop3_backend_init (LoftPop3Backend *self)
{
  self->endless = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

LoftBackend *
loft_pop3_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                       const LoftSignInMemory *memory, gpointer user_data)
{
  LoftPop3Backend *self = g_object_new (LOFT_TYPE_POP3_BACKEND, NULL);
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);

  self->session = loft_pop3_session_new (endpoint, account->auth, func, user_data);
  loft_pop3_session_set_certificate_file (self->session, account->certificate);
  self->memory = memory;
  self->user_data = user_data;
  return LOFT_BACKEND (self);
}
