/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-backend-multiget.h"

#include <string.h>

#include "loft-dav-failure.h"
#include "loft-dav-href.h"
#include "loft-dav-request.h"
#include "loft-error.h"

#define MAX_RESOURCE (32 * 1024 * 1024)
#define MAX_STUMBLES 200 /* requests that fail, of one batch */

typedef struct {
  LoftHttpClient *client;
  const LoftDavCollection *collection;
  GPtrArray *paths;
  GCancellable *cancellable;
  LoftResourceBatch *batch;
  GHashTable *awaited; /* paths that were asked for and not answered yet */
  guint n_stumbles;
} Multiget;

static gboolean
is_contacts (const Multiget *self)
{
  return (self->collection->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0;
}

/* XML makes LF of CRLF, which both formats have at the end of a line (RFC 5545, 3.1). A text that has a
 * CR somewhere came as it was written. */
static GBytes *
restore_lines (const char *text, gsize length)
{
  GString *lines;

  if (memchr (text, '\r', length) != NULL)
    return g_bytes_new (text, length);
  lines = g_string_sized_new (length + length / 32);
  for (const char *p = text, *end = text + length; p < end;)
    {
      const char *feed = memchr (p, '\n', (gsize) (end - p));

      g_string_append_len (lines, p, feed != NULL ? feed - p : end - p);
      if (feed == NULL)
        break;
      g_string_append (lines, "\r\n");
      p = feed + 1;
    }
  return g_string_free_to_bytes (lines);
}

static void
add_failure (Multiget *self, const char *path, guint status, const char *condition)
{
  g_autoptr (GError) reason = NULL;

  loft_dav_failure_set (&reason, "The server does not give it", status, condition, 0);
  g_ptr_array_add (self->batch->failures, loft_resource_failure_new (path, reason->message));
}

static gboolean
on_resource (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  Multiget *self = user_data;
  const LoftDavElement *data =
    loft_dav_element_find (response->found,
                           is_contacts (self) ? LOFT_DAV_NS_CARDDAV : LOFT_DAV_NS_CALDAV,
                           is_contacts (self) ? "address-data" : "calendar-data");
  guint status = response->failure != 0 ? response->failure : response->status;
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (response->path == NULL || !g_hash_table_remove (self->awaited, response->path))
    return TRUE;
  if (status == 404 || status == 410)
    g_ptr_array_add (self->batch->removed, g_strdup (response->path));
  else if (status >= 300)
    add_failure (self, response->path, status, response->condition);
  else if (data == NULL || data->text->len == 0)
    g_hash_table_add (self->awaited, g_strdup (response->path));
  else
    {
      etag = loft_dav_collection_dup_etag (response->found);
      raw = restore_lines (data->text->str, data->text->len);
      g_ptr_array_add (self->batch->resources,
                       loft_remote_resource_new (response->path, etag, raw));
    }
  return TRUE;
}

/* ---- one by GET --------------------------------------------------------------------------- */

/* Whether the server may be asked on after this answer. */
static gboolean
goes_on (Multiget *self, guint status)
{
  if (status == 0 || status == 401 || status == 429 || status == 502 || status == 503 ||
      status == 504)
    return FALSE;
  return ++self->n_stumbles <= MAX_STUMBLES;
}

static gboolean
get_one (Multiget *self, const char *path, GError **error)
{
  g_autofree char *url = loft_dav_href_to_url (self->collection->url, path);
  LoftHttpCall call = { .method = "GET", .url = url };
  g_autoptr (LoftHttpReply) reply =
    loft_http_client_send (self->client, &call, self->cancellable, error);
  g_autofree char *etag = NULL;

  if (reply == NULL)
    return FALSE;
  if (reply->status == 404 || reply->status == 410)
    g_ptr_array_add (self->batch->removed, g_strdup (path));
  else if (reply->status != 200 || g_bytes_get_size (reply->body) > MAX_RESOURCE)
    {
      g_autofree char *condition = loft_dav_failure_dup_condition (reply);

      if (reply->status != 200 && !goes_on (self, reply->status))
        return loft_dav_failure_check (reply, path, error);
      add_failure (self, path, reply->status == 200 ? 413 : reply->status, condition);
    }
  else
    {
      etag = loft_dav_collection_clean_etag (loft_http_reply_get_header (reply, "etag"));
      g_ptr_array_add (self->batch->resources, loft_remote_resource_new (path, etag, reply->body));
    }
  return TRUE;
}

/* ---- many --------------------------------------------------------------------------------- */

static gboolean
ask (Multiget *self, guint first, guint n, guint *status, GError **error)
{
  g_autoptr (GBytes) body = loft_dav_request_multiget (is_contacts (self), self->paths, first, n,
                                                       self->collection->vcard_version);
  LoftHttpCall call = { .method = "REPORT", .url = self->collection->url, .body = body };
  g_auto (LoftDavAnswer) answer = { 0 };
  gboolean done;

  g_hash_table_remove_all (self->awaited);
  for (guint i = first; i < first + n; i++)
    g_hash_table_add (self->awaited, g_strdup (g_ptr_array_index (self->paths, i)));
  done = loft_dav_query (self->client, &call, 1, self->collection->name, on_resource, self, &answer,
                         self->cancellable, error);
  *status = answer.status;
  return done;
}

/* What the answer left out. */
static gboolean
get_awaited (Multiget *self, GError **error)
{
  guint n;
  g_autofree char **left = (char **) g_hash_table_get_keys_as_array (self->awaited, &n);

  for (guint i = 0; i < n; i++)
    if (!get_one (self, left[i], error))
      return FALSE;
  return TRUE;
}

/* What was told before an answer broke off is asked for again, and is not told twice. */
static void
forget_since (Multiget *self, guint n_resources, guint n_removed, guint n_failures)
{
  g_ptr_array_set_size (self->batch->resources, (int) n_resources);
  g_ptr_array_set_size (self->batch->removed, (int) n_removed);
  g_ptr_array_set_size (self->batch->failures, (int) n_failures);
}

/* At most as deep as a batch can be halved. */
static gboolean
get_range (Multiget *self, guint first, guint n, GError **error)
{
  LoftResourceBatch *batch = self->batch;
  guint n_resources = batch->resources->len;
  guint n_removed = batch->removed->len;
  guint n_failures = batch->failures->len;
  g_autoptr (GError) failure = NULL;
  guint status = 0;

  if (ask (self, first, n, &status, &failure))
    return get_awaited (self, error);
  forget_since (self, n_resources, n_removed, n_failures);
  if (loft_error_is_cancelled (failure) || !goes_on (self, status) ||
      loft_error_class (failure) == LOFT_ERROR_GONE)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (n == 1)
    return get_one (self, g_ptr_array_index (self->paths, first), error);
  return get_range (self, first, n / 2, error) && get_range (self, first + n / 2, n - n / 2, error);
}

LoftResourceBatch *
loft_dav_backend_multiget (LoftHttpClient *client, const LoftDavCollection *collection,
                           GPtrArray *paths, guint first, guint n, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (LoftResourceBatch) batch = loft_resource_batch_new ();
  g_autoptr (GHashTable) awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Multiget self = { client, collection, paths, cancellable, batch, awaited, 0 };

  return get_range (&self, first, n, error) ? g_steal_pointer (&batch) : NULL;
}
