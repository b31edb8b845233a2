/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-dav-backend-fetch.h"
#include "loft-dav-backend-private.h"
#include "loft-dav-failure.h"
#include "loft-dav-href.h"
#include "loft-dav-request.h"
#include "loft-error.h"
#include "loft-log.h"

#define MAX_PAGES 10000

/* What tokens begin with: where sync-collection goes on, or the ctag that a listing by etags had. */
#define TOKEN_SYNC 'S'
#define TOKEN_CTAG 'C'

typedef struct {
  LoftDavBackend *self;
  const LoftDavCollection *collection; /* (owned by self) */
  GHashTable *known;
  LoftResourceFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  GPtrArray *wanted; /* of char*: paths whose content is to be read */
  GPtrArray *removed; /* of char* */
  LoftRemoteIds *present; /* (nullable) when everything is told */
  gboolean more; /* the server stopped before the end (RFC 6578, 3.6) */
  guint64 done;
  guint64 total;
} Changes;

/* ---- what the server lists ---------------------------------------------------------------- */

static gboolean
is_resource (const Changes *changes, const char *path)
{
  return path != NULL && !g_str_has_suffix (path, "/") &&
         loft_dav_href_is_member (changes->collection->path, path);
}

static void
note_present (Changes *changes, const LoftDavResponse *response)
{
  g_autofree char *etag = loft_dav_collection_dup_etag (response->found);
  const char *known = g_hash_table_lookup (changes->known, response->path);

  if (changes->present != NULL)
    loft_remote_ids_add (changes->present, response->path);
  if (known == NULL || etag[0] == '\0' || strcmp (known, etag) != 0)
    g_ptr_array_add (changes->wanted, g_strdup (response->path));
}

static gboolean
on_listed (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  Changes *changes = user_data;

  if (response->path != NULL && response->status == 507 &&
      (strcmp (response->path, changes->collection->path) == 0 ||
       !is_resource (changes, response->path)))
    changes->more = TRUE;
  if (!is_resource (changes, response->path))
    return TRUE;
  if (response->status == 404 || response->status == 410)
    g_ptr_array_add (changes->removed, g_strdup (response->path));
  else if (response->status < 300)
    note_present (changes, response);
  return TRUE;
}

static void
forget_listed (Changes *changes)
{
  g_ptr_array_set_size (changes->wanted, 0);
  g_ptr_array_set_size (changes->removed, 0);
  changes->more = FALSE;
}

/* ---- telling ------------------------------------------------------------------------------ */

static gboolean
tell (Changes *changes, LoftResourceBatch *batch, GError **error)
{
  batch->done = changes->done;
  batch->total = changes->total;
  return changes->func (batch, changes->user_data, error);
}

static gboolean
on_fetched (LoftResourceBatch *batch, guint n_asked, gpointer user_data, GError **error)
{
  Changes *changes = user_data;

  changes->done += n_asked;
  return tell (changes, batch, error);
}

static GBytes *
new_token (char kind, const char *text)
{
  g_autofree char *token = g_strdup_printf ("%c%s", kind, text);

  return g_bytes_new (token, strlen (token));
}

/* All that was listed; the last batch has the token, which stands for all before it. */
static gboolean
tell_listed (Changes *changes, GBytes *token, gboolean last, GError **error)
{
  g_autoptr (LoftResourceBatch) batch = loft_resource_batch_new ();

  changes->total += changes->wanted->len;
  if (!loft_dav_backend_fetch (changes->self->client, changes->collection, changes->wanted,
                               on_fetched, changes, changes->cancellable, error))
    return FALSE;
  for (guint i = 0; i < changes->removed->len; i++)
    g_ptr_array_add (batch->removed, g_strdup (g_ptr_array_index (changes->removed, i)));
  if (last)
    batch->present = g_steal_pointer (&changes->present);
  if (token != NULL && (last || changes->present == NULL))
    batch->token_after = g_bytes_ref (token);
  forget_listed (changes);
  return tell (changes, batch, error);
}

/* ---- sync-collection (RFC 6578) ----------------------------------------------------------- */

/* Seconds that are not over yet are asked for again the next time. */
static char *
choose_next (Changes *changes, const LoftDavAnswer *answer)
{
  const LoftDavQuirks *quirks = loft_dav_backend_get_quirks (changes->self, changes->collection);
  gint64 time;

  if (!quirks->counts_seconds || answer->sync_token == NULL)
    return g_strdup (answer->sync_token);
  time = g_ascii_strtoll (answer->sync_token, NULL, 10);
  return time > 1 ? g_strdup_printf ("%" G_GINT64_FORMAT, time - 1) : g_strdup (answer->sync_token);
}

static gboolean
list_page (Changes *changes, const char *token, LoftDavAnswer *answer, GError **error)
{
  g_autoptr (GBytes) body = loft_dav_request_sync_collection (token);
  LoftHttpCall call = { .method = "REPORT", .url = changes->collection->url, .body = body };

  forget_listed (changes);
  /* The level is in the body; Depth 0 is what RFC 6578, 3.2 demands. */
  return loft_dav_query (changes->self->client, &call, 0, changes->collection->name, on_listed,
                         changes, answer, changes->cancellable, error);
}

/* *begun: something was told, so that no other way can begin from the start. */
static gboolean
sync_pages (Changes *changes, const char *token, gboolean *begun, LoftDavAnswer *answer,
            GError **error)
{
  g_autofree char *at = g_strdup (token);

  for (guint page = 0; page < MAX_PAGES; page++)
    {
      g_autofree char *next = NULL;
      g_autoptr (GBytes) token_after = NULL;
      gboolean more;

      if (!list_page (changes, at, answer, error))
        return FALSE;
      next = choose_next (changes, answer);
      more = changes->more && next != NULL && strcmp (next, at) != 0;
      if (changes->more && !more)
        break;
      *begun = TRUE;
      token_after = next != NULL ? new_token (TOKEN_SYNC, next) : NULL;
      if (!tell_listed (changes, token_after, !more, error))
        return FALSE;
      if (!more)
        return TRUE;
      g_free (at);
      at = g_steal_pointer (&next);
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s: the list of changes does not end",
               changes->collection->name);
  return FALSE;
}

/* ---- by etags ----------------------------------------------------------------------------- */

static const LoftDavName etag_names[] = {
  { LOFT_DAV_NS_DAV, "getetag" },
  { LOFT_DAV_NS_DAV, "resourcetype" },
  { NULL, NULL },
};

static gboolean
list_etags (Changes *changes, GError **error)
{
  g_autoptr (GBytes) body = loft_dav_request_propfind (etag_names);
  LoftHttpCall call = { .method = "PROPFIND", .url = changes->collection->url, .body = body };
  const char *ctag = changes->collection->ctag;
  g_autoptr (GBytes) token = ctag != NULL ? new_token (TOKEN_CTAG, ctag) : NULL;

  forget_listed (changes);
  g_clear_pointer (&changes->present, loft_remote_ids_free);
  changes->present = loft_remote_ids_new ();
  return loft_dav_query (changes->self->client, &call, 1, changes->collection->name, on_listed,
                         changes, NULL, changes->cancellable, error) &&
         tell_listed (changes, token, TRUE, error);
}

/* ---- which way ---------------------------------------------------------------------------- */

/* (transfer full) (nullable) what stands behind kind. */
static char *
read_token (GBytes *token, char kind)
{
  gsize length = 0;
  const char *text = token != NULL ? g_bytes_get_data (token, &length) : NULL;

  return length > 1 && text[0] == kind ? g_strndup (text + 1, length - 1) : NULL;
}

/* A failure that another way may not have. */
static gboolean
may_try_else (const GError *error, const LoftDavAnswer *answer)
{
  return !loft_error_is_cancelled (error) && answer->status != 0 &&
         loft_dav_failure_is_token (answer->status, answer->condition);
}

static void
trace_failure (const Changes *changes, const char *what, const GError *failure)
{
  if (loft_log_traces ("dav"))
    loft_log_trace ("dav", "%s: %s: %s", changes->collection->path, what, failure->message);
}

/* Everything by the report that will go on from there; servers that do not do it without a token are
 * asked for their etags. */
static gboolean
sync_all (Changes *changes, GError **error)
{
  g_auto (LoftDavAnswer) answer = { 0 };
  g_autoptr (GError) failure = NULL;
  gboolean begun = FALSE;

  if (!changes->collection->syncs)
    return list_etags (changes, error);
  g_clear_pointer (&changes->present, loft_remote_ids_free);
  changes->present = loft_remote_ids_new ();
  if (sync_pages (changes, "", &begun, &answer, &failure))
    return TRUE;
  if (!begun && (may_try_else (failure, &answer) || answer.status == 501 || answer.status == 405 ||
                 answer.status == 507 || answer.status == 207))
    {
      trace_failure (changes, "no sync-collection", failure);
      return list_etags (changes, error);
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
sync_since (Changes *changes, GBytes *token, GError **error)
{
  g_autofree char *from = read_token (token, TOKEN_SYNC);
  g_autofree char *ctag = read_token (token, TOKEN_CTAG);
  g_auto (LoftDavAnswer) answer = { 0 };
  g_autoptr (GError) failure = NULL;
  gboolean begun = FALSE;

  if (ctag != NULL && g_strcmp0 (ctag, changes->collection->ctag) == 0)
    return TRUE;
  if (from == NULL)
    return sync_all (changes, error);
  if (sync_pages (changes, from, &begun, &answer, &failure))
    return TRUE;
  if (!begun && may_try_else (failure, &answer))
    {
      trace_failure (changes, "the token is void", failure);
      return sync_all (changes, error);
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
loft_dav_backend_resource_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                                   GHashTable *known, LoftResourceFunc func, gpointer user_data,
                                   GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_free);
  Changes changes = {
    .self = self,
    .collection = loft_dav_backend_find (self, folder_id, cancellable, error),
    .known = known,
    .func = func,
    .user_data = user_data,
    .cancellable = cancellable,
    .wanted = wanted,
    .removed = removed,
  };
  gboolean done;

  if (changes.collection == NULL)
    return FALSE;
  done = sync_since (&changes, token, error);
  g_clear_pointer (&changes.present, loft_remote_ids_free);
  return done;
}
