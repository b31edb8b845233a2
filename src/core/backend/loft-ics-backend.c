/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ics-backend.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-content-component.h"
#include "loft-dav-query.h"
#include "loft-error.h"
#include "loft-http-account.h"
#include "loft-ical-object.h"
#include "loft-ical-split.h"
#include "loft-ical-time.h"

#define FOLDER           "calendar" /* the only one: its remote id */
#define DEFAULT_INTERVAL ((gint64) 60 * 60)
#define LEAST_INTERVAL   ((gint64) 15 * 60)
#define MOST_INTERVAL    ((gint64) 24 * 60 * 60)

struct _LoftIcsBackend {
  GObject parent;

  LoftAccount *account; /* (owned) */
  LoftCredentialsFunc func;
  gpointer user_data;
  LoftHttpClient *client; /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
};

static void backend_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftIcsBackend, loft_ics_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND, backend_init))

/* ---- tokens ------------------------------------------------------------------------------- */

/* When the file was read, when it is read again, and by what the server knows what we have. */
typedef struct {
  gint64 next;
  char *etag;
  char *modified;
} Position;

static void
position_clear (Position *self)
{
  g_free (self->etag);
  g_free (self->modified);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Position, position_clear)

static void
read_position (Position *self, GBytes *token)
{
  gsize size = 0;
  const char *text = token != NULL ? g_bytes_get_data (token, &size) : "";
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", 3);
  gboolean is_whole = g_strv_length (lines) == 3;

  self->next = is_whole ? g_ascii_strtoll (lines[0], NULL, 10) : 0;
  self->etag = g_strdup (is_whole ? lines[1] : "");
  self->modified = g_strdup (is_whole ? lines[2] : "");
}

static GBytes *
write_position (gint64 next, const char *etag, const char *modified)
{
  char *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s", next, etag, modified);

  return g_bytes_new_take (text, strlen (text));
}

/* ---- asking ------------------------------------------------------------------------------- */

static void
refuse (GError **error, LoftError class, const char *sentence)
{
  g_set_error_literal (error, LOFT_ERROR, class, sentence);
}

static gboolean
ics_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftIcsBackend *self = LOFT_ICS_BACKEND (backend);
  const LoftAccount *account = self->account;

  if (account->calendars[0] == '\0')
    {
      refuse (error, LOFT_ERROR_REFUSED, "The subscription has no address");
      return FALSE;
    }
  if (self->client != NULL)
    return TRUE;
  self->client =
    loft_http_client_new_for_account (account, account->calendars, NULL,
                                      account->incoming.user[0] != '\0' ? self->func : NULL,
                                      self->user_data, error);
  return self->client != NULL;
}

/* Not GONE, which would take the calendar away: what was read of it stays. */
static gboolean
check_status (guint status, GError **error)
{
  if (status == 200 || status == 304)
    return TRUE;
  if (status == 410)
    refuse (error, LOFT_ERROR_REFUSED, "Whoever published the calendar has withdrawn it");
  else if (status == 404)
    refuse (error, LOFT_ERROR_REFUSED, "There is no calendar at this address");
  else if (status == 401 || status == 403)
    refuse (error, LOFT_ERROR_AUTH, "The calendar is not for everybody: one has to sign in");
  else if (status == 429 || status >= 500)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                 "The server cannot give the calendar now (%u)", status);
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                 "The server does not give the calendar (%u)", status);
  return FALSE;
}

/* A page that asks to sign in, or says that something went wrong, comes with status 200 too. */
static gboolean
check_body (GBytes *body, GError **error)
{
  g_autoptr (GBytes) utf8 = loft_content_to_utf8 (body);
  gsize size = 0;
  const char *text = g_bytes_get_data (utf8, &size);
  gsize start = 0;

  while (start < size && g_ascii_isspace (text[start]))
    start++;
  if (size - start >= 15 && g_ascii_strncasecmp (text + start, "BEGIN:VCALENDAR", 15) == 0)
    return TRUE;
  refuse (error, LOFT_ERROR_PROTOCOL,
          start == size        ? "The address gives an empty file"
          : text[start] == '<' ? "The address leads to a web page, not to a calendar"
                               : "What the address gives is no calendar");
  return FALSE;
}

/* (transfer full) */
static LoftHttpReply *
ask (LoftIcsBackend *self, const Position *position, GCancellable *cancellable, GError **error)
{
  const char *headers[7] = { "Accept", "text/calendar, */*;q=0.1" };
  const LoftHttpCall call = { "GET", self->account->calendars, headers };
  guint n = 2;
  LoftHttpReply *reply;

  if (position->etag[0] != '\0')
    {
      headers[n++] = "If-None-Match";
      headers[n++] = position->etag;
    }
  else if (position->modified[0] != '\0')
    {
      headers[n++] = "If-Modified-Since";
      headers[n++] = position->modified;
    }
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  reply = loft_http_client_send (self->client, &call, cancellable, error);
  if (reply == NULL)
    self->problem =
      loft_certificate_problem_copy (loft_http_client_get_certificate_problem (self->client));
  return reply;
}

/* ---- reading ------------------------------------------------------------------------------ */

static gboolean
read_interval (LoftContentComponent *calendar, const char *name, gint64 *seconds)
{
  LoftContentProperty *property = loft_content_component_get_property (calendar, name);
  LoftIcalDuration duration;

  if (property == NULL ||
      !loft_ical_duration_read (loft_content_property_get_value (property), &duration))
    return FALSE;
  *seconds = CLAMP (duration.days, 0, 1000) * 24 * 60 * 60 + duration.seconds;
  return TRUE;
}

/* RFC 7986 5.7, and what Outlook and Google write. */
static gint64
find_interval (GBytes *body)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (body, NULL);
  LoftContentComponent *calendar =
    root != NULL ? loft_content_component_get_component (root, "VCALENDAR") : NULL;
  gint64 seconds = DEFAULT_INTERVAL;

  if (calendar != NULL && !read_interval (calendar, "REFRESH-INTERVAL", &seconds))
    read_interval (calendar, "X-PUBLISHED-TTL", &seconds);
  return CLAMP (seconds, LEAST_INTERVAL, MOST_INTERVAL);
}

/* Many write the time of the download into DTSTAMP: that is no change. */
static char *
make_etag (GBytes *part)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 0;
  const char *text = g_bytes_get_data (part, &size);
  gsize start = 0;

  while (start < size)
    {
      const char *end = memchr (text + start, '\n', size - start);
      gsize length = end != NULL ? (gsize) (end - text) + 1 - start : size - start;

      if (length < 8 || g_ascii_strncasecmp (text + start, "DTSTAMP", 7) != 0)
        g_checksum_update (checksum, (const guchar *) text + start, (gssize) length);
      start += length;
    }
  return g_strndup (g_checksum_get_string (checksum), 32);
}

static char *
make_remote_id (const char *uid)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uid, -1);

  return g_strndup (digest, 32);
}

static void
take_part (LoftResourceBatch *batch, GBytes *part, GHashTable *known)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (part, &error);
  g_autofree char *remote_id = NULL;
  g_autofree char *etag = NULL;

  if (object == NULL)
    {
      g_ptr_array_add (batch->failures, loft_resource_failure_new ("", error->message));
      return;
    }
  if (loft_ical_object_get_kind (object) == 0)
    return;
  remote_id = make_remote_id (loft_ical_object_get_uid (object));
  etag = make_etag (part);
  loft_remote_ids_add (batch->present, remote_id);
  if (g_strcmp0 (g_hash_table_lookup (known, remote_id), etag) != 0)
    g_ptr_array_add (batch->resources, loft_remote_resource_new (remote_id, etag, part));
}

/* What cannot be read now may have been before: that stays as it was. */
static void
take_damages (LoftResourceBatch *batch, GPtrArray *damages)
{
  for (guint i = 0; i < damages->len; i++)
    {
      const LoftContentDamage *damage = g_ptr_array_index (damages, i);
      g_autofree char *remote_id = make_remote_id (damage->uid);
      g_autofree char *reason =
        g_strdup_printf ("\"%s\" cannot be read: %s",
                         *damage->title != '\0' ? damage->title : damage->name,
                         loft_content_damage_explain (damage->kind));

      if (*damage->uid != '\0')
        loft_remote_ids_add (batch->present, remote_id);
      g_ptr_array_add (batch->failures, loft_resource_failure_new ("", reason));
    }
}

/* (transfer full) A half calendar would take away what stood in the other half. */
static GPtrArray *
split_body (GBytes *body, GPtrArray *damages, GError **error)
{
  gboolean is_cut = FALSE;
  g_autoptr (GPtrArray) parts =
    check_body (body, error) ? loft_ical_split_file (body, damages, &is_cut, error) : NULL;

  if (parts == NULL || !is_cut)
    return g_steal_pointer (&parts);
  refuse (error, LOFT_ERROR_PROTOCOL, "The calendar ends in its middle");
  return NULL;
}

static gboolean
tell_all (const LoftHttpReply *reply, GHashTable *known, LoftResourceFunc func, gpointer user_data,
          GCancellable *cancellable, GError **error)
{
  const char *etag = loft_http_reply_get_header (reply, "etag");
  const char *modified = loft_http_reply_get_header (reply, "last-modified");
  g_autoptr (LoftResourceBatch) batch = loft_resource_batch_new ();
  g_autoptr (GPtrArray) damages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_content_damage_free);
  g_autoptr (GPtrArray) parts = split_body (reply->body, damages, error);

  if (parts == NULL)
    return FALSE;
  batch->present = loft_remote_ids_new ();
  take_damages (batch, damages);
  for (guint i = 0; i < parts->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      take_part (batch, g_ptr_array_index (parts, i), known);
    }
  batch->done = batch->total = parts->len;
  batch->token_after = write_position (loft_clock_now () + find_interval (reply->body),
                                       etag != NULL ? etag : "", modified != NULL ? modified : "");
  return func (batch, user_data, error);
}

static gboolean
tell_nothing (const Position *position, gint64 next, LoftResourceFunc func, gpointer user_data,
              GError **error)
{
  g_autoptr (LoftResourceBatch) batch = loft_resource_batch_new ();

  batch->token_after = write_position (next, position->etag, position->modified);
  return func (batch, user_data, error);
}

/* A clock that was set back must not keep the calendar old for a year. */
static gboolean
is_fresh (const Position *position)
{
  gint64 now = loft_clock_now ();

  return position->next > now && position->next - now <= MOST_INTERVAL;
}

static gboolean
ics_resource_changes (LoftBackend *backend, const char *folder_id, GBytes *token, GHashTable *known,
                      LoftResourceFunc func, gpointer user_data, GCancellable *cancellable,
                      GError **error)
{
  LoftIcsBackend *self = LOFT_ICS_BACKEND (backend);
  g_auto (Position) position = { 0 };
  g_autoptr (LoftHttpReply) reply = NULL;

  read_position (&position, token);
  if (is_fresh (&position))
    return TRUE;
  reply = ask (self, &position, cancellable, error);
  if (reply == NULL || !check_status (reply->status, error))
    return FALSE;
  if (reply->status == 304)
    return tell_nothing (&position, loft_clock_now () + DEFAULT_INTERVAL, func, user_data, error);
  return tell_all (reply, known, func, user_data, cancellable, error);
}

/* ---- the rest of a backend ---------------------------------------------------------------- */

static void
ics_disconnect (LoftBackend *backend)
{
}

static LoftBackendCapabilities
ics_get_capabilities (LoftBackend *backend)
{
  return LOFT_BACKEND_HAS_RESOURCES;
}

static GPtrArray *
ics_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  LoftRemoteFolder *folder =
    loft_remote_folder_new (FOLDER, LOFT_ICS_BACKEND (backend)->account->name);

  folder->kinds = LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS;
  folder->writable = FALSE;
  g_ptr_array_add (folders, folder);
  return folders;
}

static gboolean
refuse_mail (GError **error)
{
  refuse (error, LOFT_ERROR_REFUSED, "A subscribed calendar has no mail");
  return FALSE;
}

static gboolean
ics_changes (LoftBackend *backend, const char *folder_id, GBytes *token, LoftRemoteIds *known,
             const LoftContentWish *wish, LoftChangeFunc func, gpointer user_data,
             GCancellable *cancellable, GError **error)
{
  return refuse_mail (error);
}

static gboolean
ics_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
           LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return refuse_mail (error);
}

static gboolean
ics_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                  GCancellable *cancellable, GError **error)
{
  return refuse_mail (error);
}

static LoftRemoteResource *
ics_read_resource (LoftBackend *backend, const char *folder_id, const char *remote_id,
                   GCancellable *cancellable, GError **error)
{
  refuse (error, LOFT_ERROR_REFUSED, "A subscribed calendar is read as a whole");
  return NULL;
}

static gboolean
ics_put_resource (LoftBackend *backend, const char *folder_id, const LoftResourcePut *put,
                  char **remote_id, char **etag, GCancellable *cancellable, GError **error)
{
  refuse (error, LOFT_ERROR_REFUSED, "A subscribed calendar can be read only");
  return FALSE;
}

static gboolean
ics_remove_resource (LoftBackend *backend, const char *folder_id, GBytes *token,
                     const char *remote_id, const char *etag, GCancellable *cancellable,
                     GError **error)
{
  refuse (error, LOFT_ERROR_REFUSED, "A subscribed calendar can be read only");
  return FALSE;
}

static gboolean
ics_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
           GCancellable *cancellable, GError **error)
{
  refuse (error, LOFT_ERROR_REFUSED, "A subscribed calendar does not tell of changes");
  return FALSE;
}

static void
ics_wake (LoftBackend *backend)
{
}

static LoftCertificateProblem *
ics_get_certificate_problem (LoftBackend *backend)
{
  return loft_certificate_problem_copy (LOFT_ICS_BACKEND (backend)->problem);
}

static void
backend_init (LoftBackendInterface *iface)
{
  iface->connect = ics_connect;
  iface->disconnect = ics_disconnect;
  iface->get_capabilities = ics_get_capabilities;
  iface->list_folders = ics_list_folders;
  iface->changes = ics_changes;
  iface->fetch = ics_fetch;
  iface->change_flags = ics_change_flags;
  iface->resource_changes = ics_resource_changes;
  iface->read_resource = ics_read_resource;
  iface->put_resource = ics_put_resource;
  iface->remove_resource = ics_remove_resource;
  iface->watch = ics_watch;
  iface->wake = ics_wake;
  iface->get_certificate_problem = ics_get_certificate_problem;
}

static void
loft_ics_backend_finalize (GObject *object)
{
  LoftIcsBackend *self = LOFT_ICS_BACKEND (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  loft_account_unref (self->account);
  G_OBJECT_CLASS (loft_ics_backend_parent_class)->finalize (object);
}

static void
loft_ics_backend_class_init (LoftIcsBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_ics_backend_finalize;
}

static void
loft_ics_backend_init (LoftIcsBackend *self)
{
}

LoftBackend *
loft_ics_backend_new (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data)
{
  LoftIcsBackend *self = g_object_new (LOFT_TYPE_ICS_BACKEND, NULL);

  self->account = loft_account_ref (account);
  self->func = func;
  self->user_data = user_data;
  return LOFT_BACKEND (self);
}

guint
loft_ics_backend_get_n_requests (LoftIcsBackend *self)
{
  return self->client != NULL ? loft_http_client_get_n_requests (self->client) : 0;
}
