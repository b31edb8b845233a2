/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The DAV backend against a real Radicale; what the server has is told by an independent client. */
#include <string.h>

#include "loft-dav-backend.h"
#include "loft-error.h"
#include "loft-private-radicale.h"
#include "loft-test-tls.h"

static LoftPrivateRadicale *server;

typedef struct {
  LoftBackend *backend;
  GHashTable *known; /* path -> etag: what a store would have */
  GHashTable *raw; /* path -> text */
  GBytes *token; /* (nullable) */
  guint n_batches;
  guint n_present; /* batches with present */
  guint n_failures;
} World;

/* ---- a store in memory -------------------------------------------------------------------- */

static LoftCredentials *
sign_in (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", user_data, NULL);
}

static LoftBackend *
new_backend (const char *url, const char *password)
{
  g_autoptr (LoftAccount) account = loft_account_new ("dav");

  g_free (account->calendars);
  g_free (account->contacts);
  account->calendars = g_strdup (url);
  account->contacts = g_strdup (url);
  return loft_dav_backend_new (account, sign_in, NULL, (gpointer) password);
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->backend = new_backend (loft_private_radicale_get_url (server), "alice-secret");
  world->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->raw = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_assert_true (loft_backend_connect (world->backend, NULL, &error));
  g_assert_no_error (error);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->backend);
  g_hash_table_unref (world->known);
  g_hash_table_unref (world->raw);
  g_clear_pointer (&world->token, g_bytes_unref);
}

static gboolean
is_gone (gpointer path, gpointer etag, gpointer present)
{
  return !loft_remote_ids_contains (present, path);
}

static gboolean
store (LoftResourceBatch *batch, gpointer user_data, GError **error)
{
  World *world = user_data;

  world->n_batches++;
  for (guint i = 0; i < batch->resources->len; i++)
    {
      const LoftRemoteResource *resource = g_ptr_array_index (batch->resources, i);

      g_hash_table_replace (world->known, g_strdup (resource->remote_id),
                            g_strdup (resource->etag));
      g_hash_table_replace (world->raw, g_strdup (resource->remote_id),
                            g_strndup (g_bytes_get_data (resource->raw, NULL),
                                       g_bytes_get_size (resource->raw)));
    }
  for (guint i = 0; i < batch->removed->len; i++)
    g_hash_table_remove (world->known, g_ptr_array_index (batch->removed, i));
  if (batch->present != NULL)
    {
      world->n_present++;
      g_hash_table_foreach_remove (world->known, is_gone, batch->present);
    }
  world->n_failures += batch->failures->len;
  if (batch->token_after != NULL)
    {
      g_clear_pointer (&world->token, g_bytes_unref);
      world->token = g_bytes_ref (batch->token_after);
    }
  return TRUE;
}

static void
sync_folder (World *world, const char *folder)
{
  g_autoptr (GError) error = NULL;

  world->n_batches = world->n_present = world->n_failures = 0;
  g_assert_true (loft_backend_resource_changes (world->backend, folder, world->token, world->known,
                                                store, world, NULL, &error));
  g_assert_no_error (error);
}

/* ---- what is written ---------------------------------------------------------------------- */

static char *
event_text (const char *uid, const char *summary)
{
  return g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VEVENT\r\n"
                          "UID:%s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\n"
                          "DTEND:20260102T110000Z\r\nSUMMARY:%s\r\nX-UNKNOWN;A=\"b\":c\r\n"
                          "END:VEVENT\r\nEND:VCALENDAR\r\n",
                          uid, summary);
}

static char *
create (World *world, LoftFolderKinds kinds, const char *name, const char *color)
{
  g_autoptr (GError) error = NULL;
  char *folder = NULL;

  g_assert_true (
    loft_backend_create_collection (world->backend, kinds, name, color, &folder, NULL, &error));
  g_assert_no_error (error);
  return folder;
}

static gboolean
put (World *world, const char *folder, const char *remote_id, const char *uid, const char *etag,
     const char *text, char **path, char **new_etag, GError **error)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  LoftResourcePut wanted = { .remote_id = remote_id, .uid = uid, .etag = etag, .raw = raw };

  return loft_backend_put_resource (world->backend, folder, &wanted, path, new_etag, NULL, error);
}

static LoftRemoteFolder *
find_folder (GPtrArray *folders, const char *remote_id)
{
  for (guint i = 0; i < folders->len; i++)
    {
      LoftRemoteFolder *folder = g_ptr_array_index (folders, i);

      if (strcmp (folder->remote_id, remote_id) == 0)
        return folder;
    }
  return NULL;
}

static LoftRemoteFolder *
list_one (World *world, const char *remote_id, GPtrArray **folders)
{
  g_autoptr (GError) error = NULL;

  *folders = loft_backend_list_folders (world->backend, NULL, &error);
  g_assert_no_error (error);
  return find_folder (*folders, remote_id);
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_sign_in (void)
{
  g_autoptr (LoftBackend) wrong =
    new_backend (loft_private_radicale_get_url (server), "not the password");
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_backend_connect (wrong, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
}

static void
test_folders (World *world, gconstpointer data)
{
  g_autofree char *events = create (world, LOFT_FOLDER_KIND_EVENTS, "Same & name", "#12ab34");
  g_autofree char *tasks = create (world, LOFT_FOLDER_KIND_TASKS, "Same & name", "");
  g_autofree char *book = create (world, LOFT_FOLDER_KIND_CONTACTS, "People", "#aa0000");
  g_autofree char *again = create (world, LOFT_FOLDER_KIND_EVENTS, "Same & name", "#12ab34");
  g_autofree char *renamed = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  LoftRemoteFolder *folder = list_one (world, events, &folders);
  guint n = loft_dav_backend_get_n_requests (LOFT_DAV_BACKEND (world->backend));
  LoftRemoteFolder *other;

  g_assert_cmpstr (again, ==, events);
  g_assert_cmpuint (folder->kinds, ==, LOFT_FOLDER_KIND_EVENTS);
  g_assert_cmpstr (folder->color, ==, "#12ab34");
  g_assert_true (folder->writable);
  g_assert_nonnull (folder->status);
  other = find_folder (folders, tasks);
  g_assert_cmpuint (other->kinds, ==, LOFT_FOLDER_KIND_TASKS);
  g_assert_cmpstr (other->path, !=, folder->path);
  g_assert_true (g_str_has_prefix (other->path, "Same & name"));
  other = find_folder (folders, book);
  g_assert_cmpuint (other->kinds, ==, LOFT_FOLDER_KIND_CONTACTS);
  g_assert_cmpstr (other->color, ==, "#aa0000");
  g_assert_true (loft_backend_color_collection (world->backend, events, "#0000ff", NULL, &error));
  g_assert_true (
    loft_backend_rename_folder (world->backend, events, NULL, "New", &renamed, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (renamed, ==, events);
  folder = list_one (world, events, &after);
  g_assert_cmpstr (folder->path, ==, "New");
  g_assert_cmpstr (folder->color, ==, "#0000ff");
  g_assert_cmpuint (loft_dav_backend_get_n_requests (LOFT_DAV_BACKEND (world->backend)), <=, n + 4);
  g_assert_true (loft_backend_delete_folder (world->backend, tasks, NULL, &error));
  g_assert_true (loft_backend_delete_folder (world->backend, tasks, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_private_radicale_ask (server, "GET", tasks, NULL, NULL, NULL), ==, 404);
}

/* Edits from both sides, each judged by the other. */
static void
test_edits (World *world, gconstpointer data)
{
  g_autofree char *folder = create (world, LOFT_FOLDER_KIND_EVENTS, "Edits", "");
  g_autofree char *text = event_text ("one@loft", "First");
  g_autofree char *second = event_text ("one@loft", "Second");
  g_autofree char *third = event_text ("one@loft", "Third");
  g_autofree char *path = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *new_etag = NULL;
  g_autofree char *same = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *other = NULL;
  g_autofree char *ignored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (put (world, folder, NULL, "one@loft", NULL, text, &path, &etag, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_private_radicale_ask (server, "GET", path, NULL, NULL, &seen), ==, 200);
  g_assert_nonnull (strstr (seen, "SUMMARY:First"));
  g_assert_nonnull (strstr (seen, "X-UNKNOWN"));
  /* The answer was lost: the same again is done, something else is a conflict. */
  g_assert_false (put (world, folder, NULL, "one@loft", NULL, second, &same, &ignored, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  sync_folder (world, folder);
  g_assert_cmpstr (g_hash_table_lookup (world->known, path), ==, etag);
  g_assert_nonnull (strstr (g_hash_table_lookup (world->raw, path), "X-UNKNOWN"));
  /* The other side edits; ours is a conflict, and nothing is lost. */
  g_assert_cmpuint (loft_private_radicale_ask (server, "PUT", path, NULL, third, NULL), ==, 201);
  g_assert_false (put (world, folder, path, "one@loft", etag, second, &same, &ignored, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (loft_backend_remove_resource (world->backend, folder, NULL, path, etag, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  sync_folder (world, folder);
  g_assert_nonnull (strstr (g_hash_table_lookup (world->raw, path), "SUMMARY:Third"));
  g_assert_true (put (world, folder, path, "one@loft", g_hash_table_lookup (world->known, path),
                      second, &same, &new_etag, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (same, ==, path);
  g_clear_pointer (&seen, g_free);
  loft_private_radicale_ask (server, "GET", path, NULL, NULL, &seen);
  g_assert_nonnull (strstr (seen, "SUMMARY:Second"));
  /* Gone there, gone here. */
  other = g_strconcat (folder, "two.ics", NULL);
  g_clear_pointer (&seen, g_free);
  seen = event_text ("two", "Other");
  g_assert_cmpuint (loft_private_radicale_ask (server, "PUT", other, NULL, seen, NULL), ==, 201);
  sync_folder (world, folder);
  g_assert_cmpuint (g_hash_table_size (world->known), ==, 2);
  g_assert_cmpuint (loft_private_radicale_ask (server, "DELETE", other, NULL, NULL, NULL), ==, 200);
  sync_folder (world, folder);
  g_assert_cmpuint (g_hash_table_size (world->known), ==, 1);
  g_assert_cmpuint (world->n_present, ==, 0);
  g_assert_true (loft_backend_remove_resource (world->backend, folder, NULL, path,
                                               g_hash_table_lookup (world->known, path), NULL,
                                               &error));
  g_assert_true (loft_backend_remove_resource (world->backend, folder, NULL, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_private_radicale_ask (server, "GET", path, NULL, NULL, NULL), ==, 404);
  g_assert_null (loft_backend_read_resource (world->backend, folder, path, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static void
test_refused (World *world, gconstpointer data)
{
  g_autofree char *folder = create (world, LOFT_FOLDER_KIND_EVENTS, "Refused", "");
  g_autofree char *path = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (put (world, folder, NULL, "x", NULL, "no calendar", &path, &etag, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (put (world, folder, NULL, "x", "", "any", &path, &etag, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (loft_backend_resource_changes (world->backend, "/alice/nowhere/", NULL,
                                                 world->known, store, world, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* Many at once, by several connections; then a token that means nothing any more. */
static void
test_many (World *world, gconstpointer data)
{
  guint n = g_getenv ("LOFT_TEST_SOAK") != NULL ? 2000 : 450;
  g_autofree char *folder = create (world, LOFT_FOLDER_KIND_EVENTS, "Many", "");
  g_autoptr (GString) all = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n");
  g_autofree char *gone = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) later = NULL;
  LoftRemoteFolder *before;
  LoftRemoteFolder *after;
  GHashTableIter iter;
  gpointer path;
  gint64 begin;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (all,
                            "BEGIN:VEVENT\r\nUID:event-%u\r\nDTSTAMP:20260101T000000Z\r\n"
                            "DTSTART:20260102T100000Z\r\nSUMMARY:Number %u\r\nEND:VEVENT\r\n",
                            i, i);
  g_string_append (all, "END:VCALENDAR\r\n");
  g_assert_cmpuint (loft_private_radicale_ask (server, "DELETE", folder, NULL, NULL, NULL), ==,
                    200);
  g_assert_cmpuint (loft_private_radicale_ask (server, "PUT", folder, NULL, all->str, NULL), ==,
                    201);
  begin = g_get_monotonic_time ();
  sync_folder (world, folder);
  g_test_message ("%u items in %.2f s, %u batches", n,
                  (gdouble) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC, world->n_batches);
  g_assert_cmpuint (g_hash_table_size (world->known), ==, n);
  g_assert_cmpuint (world->n_failures, ==, 0);
  g_assert_cmpuint (world->n_present, ==, 1);
  before = list_one (world, folder, &folders);
  sync_folder (world, folder);
  g_assert_cmpuint (world->n_batches, ==, 1);
  after = list_one (world, folder, &later);
  g_assert_true (g_bytes_equal (before->status, after->status));
  /* One goes while the token dies: everything is told, nothing is fetched again, and the one goes. */
  g_hash_table_iter_init (&iter, world->known);
  g_assert_true (g_hash_table_iter_next (&iter, &path, NULL));
  gone = g_strdup (path);
  g_assert_cmpuint (loft_private_radicale_ask (server, "DELETE", gone, NULL, NULL, NULL), ==, 200);
  loft_private_radicale_forget_tokens (server);
  g_hash_table_remove_all (world->raw);
  sync_folder (world, folder);
  g_assert_cmpuint (world->n_present, ==, 1);
  g_assert_cmpuint (g_hash_table_size (world->known), ==, n - 1);
  g_assert_cmpuint (g_hash_table_size (world->raw), ==, 0);
}

static void
test_cards (World *world, gconstpointer data)
{
  g_autofree char *book = create (world, LOFT_FOLDER_KIND_CONTACTS, "Cards", "");
  const char *text =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a b/c\r\nFN:Zo\xc3\xab\r\nN:;Zo\xc3\xab;;;\r\n"
    "X-OTHER:1\r\nEND:VCARD\r\n";
  g_autofree char *path = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftRemoteResource) read = NULL;

  g_assert_true (put (world, book, NULL, "a b/c", NULL, text, &path, &etag, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (path, ".vcf"));
  read = loft_backend_read_resource (world->backend, book, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (read->raw, NULL),
                                  (gssize) g_bytes_get_size (read->raw), "FN:Zo\xc3\xab\r\n"));
  g_assert_cmpstr (read->etag, ==, etag);
}

static void
test_cancel (World *world, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (loft_backend_list_folders (world->backend, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
#define ADD(name, func) g_test_add ("/dav/" name, World, NULL, set_up, func, tear_down)
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  server = loft_private_radicale_new ();
  g_test_add_func ("/dav/sign-in", test_sign_in);
  ADD ("folders", test_folders);
  ADD ("edits", test_edits);
  ADD ("refused", test_refused);
  ADD ("many", test_many);
  ADD ("cards", test_cards);
  ADD ("cancel", test_cancel);
  status = g_test_run ();
  loft_private_radicale_free (server);
  return status;
}
