/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-rounds.h"

#include <string.h>

#include "loft-eas-command.h"

/* Several folders asked for in one Sync: what a store would have of each. */

#define N_MADE    8
#define N_FOLDERS (N_MADE + 2)

typedef struct {
  char *id;
  GBytes *token; /* (nullable) */
  GHashTable *ids; /* of what the store has -> etag */
} Folder;

typedef struct {
  LoftEasWorld *world;
  Folder folders[N_FOLDERS]; /* the inbox first, the calendar last */
} Account;

static gboolean
is_gone (gpointer id, gpointer value, gpointer present)
{
  return !loft_remote_ids_contains (present, id);
}

static gboolean
is_removed (gpointer id, gpointer value, gpointer removed)
{
  return loft_remote_ids_contains (removed, id);
}

static void
store_token (Folder *folder, GBytes *token)
{
  if (token == NULL)
    return;
  g_bytes_ref (token);
  g_clear_pointer (&folder->token, g_bytes_unref);
  folder->token = token;
}

static gboolean
take_mail (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  Folder *folder = user_data;

  for (guint i = 0; i < batch->items->len; i++)
    {
      const LoftRemoteItem *item = g_ptr_array_index (batch->items, i);

      g_hash_table_replace (folder->ids, g_strdup (item->remote_id), g_strdup (""));
    }
  if (batch->removed != NULL)
    g_hash_table_foreach_remove (folder->ids, is_removed, batch->removed);
  if (batch->present != NULL)
    g_hash_table_foreach_remove (folder->ids, is_gone, batch->present);
  store_token (folder, batch->token_after);
  return TRUE;
}

static gboolean
take_resources (LoftResourceBatch *batch, gpointer user_data, GError **error)
{
  Folder *folder = user_data;

  for (guint i = 0; i < batch->resources->len; i++)
    {
      const LoftRemoteResource *resource = g_ptr_array_index (batch->resources, i);

      g_hash_table_replace (folder->ids, g_strdup (resource->remote_id), g_strdup (resource->etag));
    }
  for (guint i = 0; i < batch->removed->len; i++)
    g_hash_table_remove (folder->ids, g_ptr_array_index (batch->removed, i));
  if (batch->present != NULL)
    g_hash_table_foreach_remove (folder->ids, is_gone, batch->present);
  store_token (folder, batch->token_after);
  return TRUE;
}

static void
list (Account *account, Folder *folder)
{
  LoftBackend *backend = account->world->backend;
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, folder->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    loft_remote_ids_add (known, id);
  if (strcmp (folder->id, LOFT_EAS_WORLD_CALENDAR) == 0)
    loft_backend_resource_changes (backend, folder->id, folder->token, folder->ids, take_resources,
                                   folder, NULL, &error);
  else
    loft_backend_changes (backend, folder->id, folder->token, known, NULL, take_mail, folder, NULL,
                          &error);
  g_assert_no_error (error);
}

static void
look_ahead (Account *account)
{
  LoftFolderQuestion questions[N_FOLDERS];

  for (guint i = 0; i < N_FOLDERS; i++)
    questions[i] = (LoftFolderQuestion){ account->folders[i].id, account->folders[i].token, TRUE };
  loft_backend_look_ahead (account->world->backend, questions, N_FOLDERS, NULL);
}

static void
list_all (Account *account)
{
  for (guint i = 0; i < N_FOLDERS; i++)
    list (account, &account->folders[i]);
  loft_backend_look_ahead (account->world->backend, NULL, 0, NULL);
}

static guint
n_syncs (Account *account)
{
  return loft_fake_activesync_get_count (account->world->fake, "Sync");
}

/* Requests of a whole round. */
static guint
round_of (Account *account)
{
  guint before = n_syncs (account);

  look_ahead (account);
  list_all (account);
  return n_syncs (account) - before;
}

/* (transfer full) of char* */
static GPtrArray *
make_folders (LoftEasWorld *world)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_MADE; i++)
    loft_eas_world_tell (world, "folder", "{'name': 'Made %u'}", i);
  folders = loft_backend_list_folders (world->backend, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < folders->len; i++)
    {
      const LoftRemoteFolder *folder = g_ptr_array_index (folders, i);

      if (g_str_has_prefix (folder->path, "Made"))
        g_ptr_array_add (ids, g_strdup (folder->remote_id));
    }
  g_assert_cmpuint (ids->len, ==, N_MADE);
  return ids;
}

static void
account_init (Account *self, LoftEasWorld *world)
{
  g_autoptr (GPtrArray) made = make_folders (world);

  self->world = world;
  for (guint i = 0; i < N_FOLDERS; i++)
    {
      const char *id = i == 0            ? LOFT_EAS_WORLD_INBOX
                       : i == N_MADE + 1 ? LOFT_EAS_WORLD_CALENDAR
                                         : g_ptr_array_index (made, i - 1);

      self->folders[i] =
        (Folder){ g_strdup (id), NULL,
                  g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
    }
  list_all (self);
}

static void
account_clear (Account *self)
{
  for (guint i = 0; i < N_FOLDERS; i++)
    {
      g_free (self->folders[i].id);
      g_clear_pointer (&self->folders[i].token, g_bytes_unref);
      g_hash_table_unref (self->folders[i].ids);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, account_clear)

static void
put (Account *account, guint folder, guint many)
{
  const char *id = account->folders[folder].id;

  if (strcmp (id, LOFT_EAS_WORLD_CALENDAR) == 0)
    loft_eas_world_tell (
      account->world, "put",
      "{'folder': '%s', 'many': %u, 'data': [['Calendar:Subject', 'Fair'], ['Calendar:StartTime', "
      "'20261124T090000Z'], ['Calendar:EndTime', '20261124T100000Z'], ['Calendar:UID', 'fair']]}",
      id, many);
  else
    loft_eas_world_tell (
      account->world, "put",
      "{'folder': '%s', 'many': %u, 'mime': 'Subject: {n}\\r\\n\\r\\nText\\r\\n'}", id, many);
}

static void
assert_same (Account *account)
{
  for (guint i = 0; i < N_FOLDERS; i++)
    g_assert_cmpuint (g_hash_table_size (account->folders[i].ids), ==,
                      loft_eas_world_count (account->world, account->folders[i].id));
}

/* ---- cases -------------------------------------------------------------------------------- */

static void
test_nothing (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Account) account = { 0 };

  account_init (&account, world);
  put (&account, 0, 3);
  put (&account, N_MADE + 1, 2);
  round_of (&account);
  assert_same (&account);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (round_of (&account), ==, 1);
  loft_eas_world_restart (world);
  g_assert_cmpuint (round_of (&account), ==, 1);
}

/* News of some is told in the same answer; more than a few of one folder are asked for in its turn. */
static void
test_news (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Account) account = { 0 };

  account_init (&account, world);
  put (&account, 0, 2);
  put (&account, 3, 1);
  put (&account, N_MADE + 1, 1);
  g_assert_cmpuint (round_of (&account), ==, 1);
  assert_same (&account);
  g_assert_cmpuint (round_of (&account), ==, 1);
  put (&account, 5, 25);
  g_assert_cmpuint (round_of (&account), ==, 3);
  assert_same (&account);
  g_assert_cmpuint (round_of (&account), ==, 1);
}

/* What was told before something was written, or before the round ended, counts no more. */
static void
test_old (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Account) account = { 0 };
  g_autofree char *one = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  LoftRemoteFlagChange change = { LOFT_EAS_WORLD_INBOX, NULL, NULL, LOFT_FLAG_SEEN, 0, "", "" };
  g_autoptr (GError) error = NULL;

  account_init (&account, world);
  one = loft_eas_world_put_mail (world, "one");
  ids = loft_eas_world_list_ids (one, NULL);
  round_of (&account);
  look_ahead (&account);
  change.token = account.folders[0].token;
  change.remote_ids = ids;
  loft_backend_change_flags (world->backend, &change, NULL, &error);
  g_assert_no_error (error);
  put (&account, 0, 1);
  put (&account, 2, 1);
  list_all (&account);
  assert_same (&account);
  look_ahead (&account);
  loft_backend_look_ahead (world->backend, NULL, 0, NULL);
  put (&account, 1, 1);
  list_all (&account);
  assert_same (&account);
}

/* Whatever comes instead of an answer, or how far it comes: each folder is asked for alone then. */
static void
test_failures (LoftEasWorld *world, gconstpointer data)
{
  static const char *const faults[] = {
    "'http': 501",
    "'http': 500",
    "'status': 13",
    "'status': 12",
    "'status': 15",
    "'html': true",
    "'lose': true",
    "'refuse': true",
    "'status': 3, 'collection': '*'",
    "'status': 8, 'collection': '1'",
    "'garbage': '03016a00'",
  };
  g_auto (Account) account = { 0 };

  account_init (&account, world);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *fault = g_strdup_printf ("'command': 'Sync', %s", faults[i]);

      put (&account, 0, 1);
      put (&account, i % N_MADE, 1);
      loft_eas_world_fail (world, fault);
      round_of (&account);
      assert_same (&account);
    }
  g_assert_cmpuint (round_of (&account), ==, 1);
}

static void
test_cut (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Account) account = { 0 };
  guint asked = 0;

  account_init (&account, world);
  for (guint i = 1; asked != 1; i += 5)
    {
      put (&account, 0, 1);
      put (&account, 4, 1);
      loft_eas_world_tell (world, "fault", "{'command': 'Sync', 'elements': %u}", i);
      loft_eas_world_restart (world); /* one that did not find the server wanting yet */
      asked = round_of (&account);
      assert_same (&account);
      g_assert_cmpuint (i, <, 400);
    }
}

static LoftWbxmlElement *
add_answer (LoftWbxmlElement *all, const Folder *folder, gboolean more)
{
  LoftWbxmlElement *one = loft_wbxml_element_add (all, LOFT_EAS_AIRSYNC_COLLECTION);
  g_autofree char *key =
    g_strndup (g_bytes_get_data (folder->token, NULL), g_bytes_get_size (folder->token));

  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_SYNC_KEY, key);
  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_COLLECTION_ID, folder->id);
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_STATUS, 1);
  if (more)
    loft_wbxml_element_add (one, LOFT_EAS_AIRSYNC_MORE_AVAILABLE);
  return one;
}

/* A folder twice, and one that nobody asked for: the rest stands. Where one has more, what is left out may
 * just not have fitted, and is asked for again. */
static void
test_odd (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Account) account = { 0 };

  account_init (&account, world);
  for (guint more = 0; more < 2; more++)
    {
      LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
      LoftWbxmlElement *all = loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
      Folder stranger = { (char *) "4711", account.folders[1].token, NULL };

      put (&account, 0, 1);
      round_of (&account);
      add_answer (all, &account.folders[1], FALSE);
      add_answer (all, &account.folders[1], FALSE);
      add_answer (all, &stranger, more != 0);
      loft_eas_world_answer (world, "Sync", root);
      g_assert_cmpuint (round_of (&account), ==, 2);
      assert_same (&account);
    }
}

void
loft_test_eas_add_ahead (const char *version)
{
  LOFT_TEST_EAS_ADD ("ahead-nothing", version, test_nothing);
  LOFT_TEST_EAS_ADD ("ahead-news", version, test_news);
  LOFT_TEST_EAS_ADD ("ahead-old", version, test_old);
  LOFT_TEST_EAS_ADD ("ahead-failures", version, test_failures);
  LOFT_TEST_EAS_ADD ("ahead-cut", version, test_cut);
  LOFT_TEST_EAS_ADD ("ahead-odd", version, test_odd);
}
