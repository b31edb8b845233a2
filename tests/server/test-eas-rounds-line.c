/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-rounds.h"

#include <string.h>

#include "loft-error.h"

/* ---- connections -------------------------------------------------------------------------- */

static void
assert_connections (LoftEasWorld *world, guint n)
{
  g_autofree char *wanted = g_strdup_printf ("{\"count\": %u}", n);
  g_autofree char *told = loft_fake_activesync_ask (world->fake, "connections", NULL);

  g_assert_cmpstr (told, ==, wanted);
}

static void
change_one (LoftEasWorld *world, const char *id)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  const LoftRemoteFlagChange change = {
    LOFT_EAS_WORLD_INBOX, world->token, ids, LOFT_FLAG_SEEN, 0, "", "",
  };
  g_autoptr (GError) error = NULL;

  loft_backend_change_flags (world->backend, &change, NULL, &error);
  g_assert_no_error (error);
  loft_eas_world_take_tokens (world);
}

/* What asks goes over one connection; what changes has a new one, which is kept for the questions behind
 * it. */
static void
test_kept (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (one, NULL);
  g_autoptr (LoftRemoteIds) present = loft_remote_ids_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_free (loft_eas_world_put_mail (world, "more"));
      loft_eas_world_sync_mail (world);
      g_ptr_array_unref (loft_backend_list_folders (world->backend, NULL, NULL));
      loft_backend_find_present (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids, present,
                                 NULL, &error);
      g_assert_no_error (error);
    }
  assert_connections (world, 1);
  change_one (world, one);
  assert_connections (world, 2);
  loft_eas_world_sync_mail (world);
  assert_connections (world, 2);
}

/* The server closed it meanwhile: what asks is asked again; what changes is never sent twice unseen. */
static void
test_dropped (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (one, NULL);
  LoftRemoteFlagChange change = {
    LOFT_EAS_WORLD_INBOX, NULL, ids, LOFT_FLAG_SEEN, 0, "", "",
  };
  g_autoptr (GError) error = NULL;

  loft_eas_world_sync_mail (world);
  g_free (loft_eas_world_put_mail (world, "two"));
  loft_eas_world_fail (world, "'command': 'Sync', 'refuse': true");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, 1);
  g_free (loft_eas_world_put_mail (world, "three"));
  loft_eas_world_fail (world, "'command': 'Sync', 'lose': true");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, 1);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 3);
  loft_eas_world_fail (world, "'command': 'Sync', 'lose': true");
  change.token = world->token;
  g_assert_false (loft_backend_change_flags (world->backend, &change, NULL, &error));
  g_assert_nonnull (error);
}

/* ---- answers cut off ---------------------------------------------------------------------- */

static gboolean
ask_folders (LoftEasWorld *world, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_backend_list_folders (world->backend, NULL, error);

  g_assert_true (folders == NULL || folders->len == 7);
  return folders != NULL;
}

static gboolean
note_content (const char *id, GBytes *raw, gpointer n, GError **error)
{
  g_assert_nonnull (
    g_strstr_len (g_bytes_get_data (raw, NULL), (gssize) g_bytes_get_size (raw), "Text of"));
  ++*(guint *) n;
  return TRUE;
}

static gboolean
ask_contents (LoftEasWorld *world, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;
  guint n = 0;
  gboolean done;

  g_hash_table_iter_init (&iter, world->mail);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  done = loft_backend_fetch (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids, note_content,
                             &n, NULL, error);
  g_assert_true (!done || n == ids->len);
  return done;
}

/* Nothing of it counts: no batch, no key. */
static gboolean
ask_changes (LoftEasWorld *world, GError **error)
{
  g_autoptr (GBytes) token = g_bytes_ref (world->token);
  gboolean done = loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, error);

  if (done)
    return TRUE;
  g_assert_cmpuint (world->n_batches, ==, 0);
  g_assert_true (g_bytes_equal (world->token, token));
  return FALSE;
}

typedef gboolean (*Question) (LoftEasWorld *world, GError **error);

/* Behind each element of an answer, until it comes whole. */
static void
assert_cuts (LoftEasWorld *world, const char *command, Question question, guint least)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *fault = g_strdup_printf ("'command': '%s', 'elements': %u", command, i);
      g_autoptr (GError) error = NULL;

      loft_eas_world_fail (world, fault);
      if (question (world, &error))
        {
          g_assert_no_error (error);
          g_assert_cmpuint (i, >=, least);
          return;
        }
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
    }
}

static void
test_cut (LoftEasWorld *world, gconstpointer data)
{
  assert_cuts (world, "FolderSync", ask_folders, 40);
  g_free (loft_eas_world_put_mail (world, "one"));
  loft_eas_world_sync_mail (world);
  g_free (loft_eas_world_put_mail (world, "two"));
  g_free (loft_eas_world_put_mail (world, "three"));
  assert_cuts (world, "Sync", ask_changes, 30);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 3);
  assert_cuts (world, "ItemOperations", ask_contents, 30);
}

/* ---- keys that stay the same -------------------------------------------------------------- */

static void
answer_by_same_key (LoftEasWorld *world, const char *id, gboolean more)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  LoftWbxmlElement *all = loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  LoftWbxmlElement *one = loft_wbxml_element_add (all, LOFT_EAS_AIRSYNC_COLLECTION);
  g_autofree char *key =
    g_strndup (g_bytes_get_data (world->token, NULL), g_bytes_get_size (world->token));
  LoftWbxmlElement *add;

  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_SYNC_KEY, key);
  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_COLLECTION_ID, LOFT_EAS_WORLD_INBOX);
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_STATUS, 1);
  if (more)
    loft_wbxml_element_add (one, LOFT_EAS_AIRSYNC_MORE_AVAILABLE);
  add = loft_wbxml_element_add (loft_wbxml_element_add (one, LOFT_EAS_AIRSYNC_COMMANDS),
                                LOFT_EAS_AIRSYNC_ADD);
  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNC_SERVER_ID, id);
  loft_wbxml_element_add_text (loft_wbxml_element_add (add, LOFT_EAS_AIRSYNC_APPLICATION_DATA),
                               LOFT_EAS_EMAIL_SUBJECT, id);
  loft_eas_world_answer (world, "Sync", root);
}

/* SOGo's, while it tells of what was brought within a second: there is more as long as it tells of others. */
static void
test_same_key (LoftEasWorld *world, gconstpointer data)
{
  guint before;

  loft_eas_world_sync_mail (world);
  before = loft_fake_activesync_get_count (world->fake, "Sync");
  answer_by_same_key (world, "1:9001", TRUE);
  answer_by_same_key (world, "1:9002", TRUE);
  answer_by_same_key (world, "1:9003", TRUE);
  answer_by_same_key (world, "1:9003", TRUE);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 3);
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "Sync"), ==, before + 4);
}

/* ---- progress ----------------------------------------------------------------------------- */

static gboolean
note_total (LoftChangeBatch *batch, gpointer totals, GError **error)
{
  g_array_append_val (totals, batch->total);
  return TRUE;
}

/* What takes more than one answer tells at once how much there is, where the server does. */
static void
test_total (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) error = NULL;

  loft_eas_world_tell (world, "put",
                       "{'folder': 'Inbox', 'many': 350, 'mime': 'Subject: {n}\\r\\n\\r\\nText'}");
  for (guint i = 0; i < 2; i++)
    {
      g_array_set_size (totals, 0);
      if (i > 0)
        loft_eas_world_fail (world, "'command': 'GetItemEstimate', 'http': 500");
      loft_backend_changes (world->backend, LOFT_EAS_WORLD_INBOX, NULL, known, NULL, note_total,
                            totals, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (totals->len, ==, 4);
      g_assert_cmpuint (g_array_index (totals, guint64, 0), ==, i > 0 ? 100 : 350);
      g_assert_cmpuint (g_array_index (totals, guint64, 3), ==, 350);
    }
}

void
loft_test_eas_add_line (const char *version)
{
  LOFT_TEST_EAS_ADD ("kept", version, test_kept);
  LOFT_TEST_EAS_ADD ("dropped", version, test_dropped);
  LOFT_TEST_EAS_ADD ("same-key", version, test_same_key);
  LOFT_TEST_EAS_ADD ("total", version, test_total);
  /* The same of any version. */
  if (strcmp (version, "14.1") == 0)
    LOFT_TEST_EAS_ADD ("cut", version, test_cut);
}
