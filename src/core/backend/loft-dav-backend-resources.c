/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-dav-backend-fetch.h"
#include "loft-dav-backend-private.h"
#include "loft-dav-failure.h"
#include "loft-dav-href.h"
#include "loft-error.h"

#define MAX_UID 100 /* of one that becomes a name */

LoftRemoteResource *
loft_dav_backend_read_resource (LoftBackend *backend, const char *folder_id, const char *remote_id,
                                GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  const LoftDavCollection *collection = loft_dav_backend_find (self, folder_id, cancellable, error);

  return collection != NULL
           ? loft_dav_backend_fetch_one (self->client, collection, remote_id, cancellable, error)
           : NULL;
}

/* ---- names -------------------------------------------------------------------------------- */

/* Some servers refuse names with anything but these in them, or keep them as files. */
static gboolean
is_fit (const char *uid)
{
  gsize length = strlen (uid);

  return length > 0 && length <= MAX_UID && uid[0] != '.' &&
         strspn (uid, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.@") == length;
}

/* (transfer full) The same for the same UID, so that nothing is made twice when an answer was lost. */
static char *
choose_path (const LoftDavCollection *collection, const char *uid)
{
  g_autofree char *digest =
    is_fit (uid) ? g_strdup (uid) : g_compute_checksum_for_string (G_CHECKSUM_SHA256, uid, -1);
  g_autofree char *name =
    g_strconcat (digest, (collection->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? ".vcf" : ".ics",
                 NULL);

  return loft_dav_href_append (collection->path, name);
}

/* ---- writing ------------------------------------------------------------------------------ */

/* Whether the resource is there byte by byte: written before, and the answer was lost. */
static gboolean
is_there (LoftDavBackend *self, const LoftDavCollection *collection, const char *path, GBytes *raw,
          char **etag, GCancellable *cancellable)
{
  g_autoptr (LoftRemoteResource) resource =
    loft_dav_backend_fetch_one (self->client, collection, path, cancellable, NULL);

  if (resource == NULL || !g_bytes_equal (resource->raw, raw))
    return FALSE;
  *etag = g_strdup (resource->etag);
  return TRUE;
}

/* Servers that do not heed If-None-Match are asked before. */
static gboolean
is_taken (LoftDavBackend *self, const char *url, gboolean *taken, GCancellable *cancellable,
          GError **error)
{
  LoftHttpCall call = { .method = "HEAD", .url = url };
  g_autoptr (LoftHttpReply) reply = loft_http_client_send (self->client, &call, cancellable, error);

  if (reply == NULL)
    return FALSE;
  *taken = reply->status == 200;
  return TRUE;
}

static LoftHttpReply *
send_put (LoftDavBackend *self, const LoftDavCollection *collection, const char *url,
          const LoftResourcePut *put, GCancellable *cancellable, GError **error)
{
  gboolean contacts = (collection->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0;
  const char *headers[] = { put->etag != NULL ? "If-Match" : "If-None-Match",
                            put->etag != NULL ? put->etag : "*", NULL };
  LoftHttpCall call = {
    .method = "PUT",
    .url = url,
    .headers = headers,
    .content_type = contacts ? "text/vcard; charset=utf-8" : "text/calendar; charset=utf-8",
    .body = put->raw,
  };

  return loft_http_client_send (self->client, &call, cancellable, error);
}

/* A strong etag says that what was written is what is kept (RFC 4791, 5.3.4), but for servers that say
 * so and change it all the same. */
static char *
read_etag (const LoftHttpReply *reply, const LoftDavQuirks *quirks)
{
  const char *told = loft_http_reply_get_header (reply, "etag");

  if (told == NULL || g_str_has_prefix (told, "W/") || quirks->rewrites)
    return g_strdup ("");
  return loft_dav_collection_clean_etag (told);
}

/* A folder that is not there is told by 404, 409 or 403 alike. */
static gboolean
fail_put (LoftDavBackend *self, const LoftDavCollection *collection, const LoftHttpReply *reply,
          GError **error)
{
  g_autofree char *condition = loft_dav_failure_dup_condition (reply);
  g_autofree char *what = g_strdup_printf ("“%s”", collection->name);
  LoftHttpCall call = { .method = "PROPFIND", .url = collection->url };

  if (reply->status == 409 && condition == NULL)
    {
      const char *const headers[] = { "Depth", "0", NULL };
      g_autoptr (LoftHttpReply) folder = NULL;

      call.headers = headers;
      folder = loft_http_client_send (self->client, &call, NULL, NULL);
      if (folder != NULL && folder->status == 207)
        {
          loft_dav_failure_set (error, what, 403, NULL, 0);
          return FALSE;
        }
    }
  loft_dav_failure_set (error, what, reply->status, condition, reply->retry_after);
  return FALSE;
}

static gboolean
conflict (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                       "There is another version on the server");
  return FALSE;
}

static gboolean
put_at (LoftDavBackend *self, const LoftDavCollection *collection, const char *path,
        const LoftResourcePut *put, char **etag, GCancellable *cancellable, GError **error)
{
  const LoftDavQuirks *quirks = loft_dav_backend_get_quirks (self, collection);
  g_autofree char *url = loft_dav_href_to_url (collection->url, path);
  g_autoptr (LoftHttpReply) reply = NULL;
  gboolean taken = FALSE;

  if (put->etag == NULL && quirks->overwrites && !is_taken (self, url, &taken, cancellable, error))
    return FALSE;
  if (taken)
    return is_there (self, collection, path, put->raw, etag, cancellable) || conflict (error);
  reply = send_put (self, collection, url, put, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->status >= 200 && reply->status < 300)
    {
      *etag = read_etag (reply, quirks);
      return TRUE;
    }
  if (reply->status == 412 && is_there (self, collection, path, put->raw, etag, cancellable))
    return TRUE;
  return fail_put (self, collection, reply, error);
}

gboolean
loft_dav_backend_put_resource (LoftBackend *backend, const char *folder_id,
                               const LoftResourcePut *put, char **remote_id, char **etag,
                               GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  const LoftDavCollection *collection = loft_dav_backend_find (self, folder_id, cancellable, error);
  g_autofree char *path = NULL;

  if (collection == NULL)
    return FALSE;
  /* Nothing is written over a version that nobody has read. */
  if (put->etag != NULL && put->etag[0] == '\0')
    return conflict (error);
  path = put->remote_id != NULL ? g_strdup (put->remote_id) : choose_path (collection, put->uid);
  if (!put_at (self, collection, path, put, etag, cancellable, error))
    return FALSE;
  *remote_id = g_steal_pointer (&path);
  return TRUE;
}

/* ---- removing ----------------------------------------------------------------------------- */

/* Without a version whichever is there goes (If-Match: *), but only if something is. */
gboolean
loft_dav_backend_remove_resource (LoftBackend *backend, const char *folder_id, GBytes *token,
                                  const char *remote_id, const char *etag,
                                  GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  g_autoptr (GError) failure = NULL;
  const LoftDavCollection *collection =
    loft_dav_backend_find (self, folder_id, cancellable, &failure);
  gboolean any = etag == NULL || etag[0] == '\0';
  const char *headers[] = { "If-Match", any ? "*" : etag, NULL };
  LoftHttpCall call = { .method = "DELETE", .headers = headers };
  g_autofree char *url = NULL;
  g_autoptr (LoftHttpReply) reply = NULL;

  if (collection == NULL)
    {
      if (loft_error_class (failure) == LOFT_ERROR_GONE)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  call.url = url = loft_dav_href_to_url (collection->url, remote_id);
  reply = loft_http_client_send (self->client, &call, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->status == 404 || reply->status == 410 || (any && reply->status == 412))
    return TRUE;
  return loft_dav_failure_check (reply, remote_id, error);
}
