/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-eas-command.h"
#include "loft-error.h"

static gboolean
change_flags (LoftEasWorld *world, const char *id, LoftFlags add, LoftFlags removed,
              const char *words, GError **error)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  const LoftRemoteFlagChange change = {
    LOFT_EAS_WORLD_INBOX, world->token, ids, add, removed, words, "",
  };

  return loft_backend_change_flags (world->backend, &change, NULL, error);
}

static gboolean
expunge (LoftEasWorld *world, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  g_auto (LoftTransferred) transferred;

  loft_transferred_init (&transferred);
  return loft_backend_expunge (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids,
                               &transferred, NULL, error);
}

static LoftEasWorldMail *
mail_of (LoftEasWorld *world, const char *id)
{
  return g_hash_table_lookup (world->mail, id);
}

/* What is written moves the key; the one before is taken too, where a crash lost what was told. */
static void
test_flags (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autofree char *two = loft_eas_world_put_mail (world, "two");
  g_autoptr (GError) error = NULL;

  loft_eas_world_sync_mail (world);
  g_assert_true (change_flags (world, one, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED, 0, "Work", &error));
  g_assert_no_error (error);
  g_assert_true (
    loft_eas_world_has (world, "state", "{'full': 1}", "\"Email:Category\", \"Work\""));
  g_assert_true (loft_eas_world_has (world, "state", NULL, "\"read\": true"));
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new + world->n_present, ==, 0);
  g_assert_cmpint (mail_of (world, one)->flags, ==, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED);
  g_assert_true (change_flags (world, one, 0, LOFT_FLAG_SEEN, "", &error));
  g_assert_cmpuint (loft_eas_world_take_tokens (world), ==, 1);
  g_assert_cmpuint (loft_eas_world_take_tokens (world), ==, 0);
  g_assert_true (expunge (world, two, &error));
  g_assert_true (expunge (world, two, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_eas_world_take_tokens (world), ==, 1);
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new + world->n_present, ==, 0);
  g_assert_cmpuint (loft_eas_world_count (world, LOFT_EAS_WORLD_INBOX), ==, 1);
  g_assert_cmpuint (loft_eas_world_count (world, LOFT_EAS_WORLD_DELETED), ==, 0);
}

/* Done, but the answer was lost; and a key that means nothing any more. */
static void
test_flags_lost (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autoptr (GError) error = NULL;

  loft_eas_world_sync_mail (world);
  loft_eas_world_fail (world, "'command': 'Sync', 'lose': true");
  g_assert_false (change_flags (world, one, LOFT_FLAG_SEEN, 0, "", &error));
  g_clear_error (&error);
  g_assert_true (change_flags (world, one, LOFT_FLAG_SEEN, 0, "", &error));
  g_assert_no_error (error);
  loft_eas_world_take_tokens (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_present, ==, 0);
  loft_eas_world_tell (world, "forget", "{'what': 'sync'}");
  g_assert_false (change_flags (world, one, 0, LOFT_FLAG_SEEN, "", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  loft_eas_world_sync_mail (world);
  g_assert_true (change_flags (world, one, 0, LOFT_FLAG_SEEN, "", &error));
  g_assert_no_error (error);
  g_assert_true (loft_eas_world_has (world, "state", NULL, "\"read\": false"));
}

/* ---- follow-ups --------------------------------------------------------------------------- */

static void
follow_up (LoftEasWorld *world, const char *id, LoftFlags add, LoftFlags removed, const char *words,
           const char *without)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  const char *shown = mail_of (world, id)->keywords;
  g_autoptr (GPtrArray) keywords = loft_eas_world_list_ids (shown != NULL ? shown : "", NULL);
  const LoftRemoteFlagChange change = {
    LOFT_EAS_WORLD_INBOX, world->token, ids, add, removed, words, without, keywords,
  };
  g_autoptr (GError) error = NULL;

  loft_backend_change_flags (world->backend, &change, NULL, &error);
  g_assert_no_error (error);
  loft_eas_world_take_tokens (world);
}

static gboolean
server_has (LoftEasWorld *world, const char *name, const char *text)
{
  g_autofree char *wanted = g_strdup_printf ("\"%s\", \"%s\"", name, text);

  return loft_eas_world_has (world, "state", "{'full': 1}", wanted);
}

/* Days that were set elsewhere stay when it is flagged here; those that are chosen here arrive. */
static void
test_follow_up (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  const char *days = "$due:2026-11-27 $remind:20261127T080000Z $start:2026-11-23";

  loft_eas_world_tell (
    world, "change",
    "{'id': '%s', 'data': [['Email:Flag', ['Email:Status', 2], ['Email:FlagType', 'Call'],"
    " ['Tasks:StartDate', '2026-11-23T00:00:00.000Z'],"
    " ['Tasks:UtcStartDate', '2026-11-22T23:00:00.000Z'],"
    " ['Tasks:DueDate', '2026-11-27T00:00:00.000Z'],"
    " ['Tasks:UtcDueDate', '2026-11-26T23:00:00.000Z'], ['Tasks:ReminderSet', 1],"
    " ['Tasks:ReminderTime', '2026-11-27T08:00:00.000Z']]]}",
    one);
  loft_eas_world_sync_mail (world);
  g_assert_cmpint (mail_of (world, one)->flags, ==, LOFT_FLAG_FLAGGED);
  g_assert_cmpstr (mail_of (world, one)->keywords, ==, days);

  follow_up (world, one, LOFT_FLAG_FLAGGED, 0, "", "");
  g_assert_true (server_has (world, "Tasks:UtcDueDate", "2026-11-26T23:00:00.000Z"));
  g_assert_true (server_has (world, "Email:FlagType", "Call"));

  /* Taken away and put back: what is shown here still knows. */
  follow_up (world, one, 0, LOFT_FLAG_FLAGGED, "", "");
  g_assert_false (server_has (world, "Tasks:DueDate", "2026-11-27T00:00:00.000Z"));
  follow_up (world, one, LOFT_FLAG_FLAGGED, 0, "", "");
  g_assert_true (server_has (world, "Tasks:DueDate", "2026-11-27T00:00:00.000Z"));
  g_assert_true (server_has (world, "Tasks:ReminderTime", "2026-11-27T08:00:00.000Z"));

  follow_up (world, one, LOFT_FLAG_FLAGGED, 0, "$due:2026-12-04 $start:2026-11-30",
             "$due: $start:");
  g_assert_true (server_has (world, "Tasks:DueDate", "2026-12-04T00:00:00.000Z"));
  g_assert_true (server_has (world, "Tasks:StartDate", "2026-11-30T00:00:00.000Z"));
  g_assert_true (server_has (world, "Tasks:ReminderTime", "2026-11-27T08:00:00.000Z"));

  follow_up (world, one, 0, LOFT_FLAG_FLAGGED, "$done:20261125T101500Z", "");
  g_assert_true (server_has (world, "Email:CompleteTime", "2026-11-25T10:15:00.000Z"));
  g_assert_true (server_has (world, "Tasks:DateCompleted", "2026-11-25T10:15:00.000Z"));
  g_assert_true (server_has (world, "Tasks:DueDate", "2026-12-04T00:00:00.000Z"));
}

/* Flag and categories are told apart: each leaves the other as it is. */
static void
test_follow_up_elsewhere (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");

  loft_eas_world_sync_mail (world);
  mail_of (world, one)->keywords = g_strdup ("$MDNSent Work");
  loft_eas_world_tell (world, "change",
                       "{'id': '%s', 'data': [['Email:Flag', ['Email:Status', 1],"
                       " ['Email:CompleteTime', '2026-11-25T10:15:00.000Z'],"
                       " ['Tasks:DateCompleted', '2026-11-25T10:15:00.000Z']]]}",
                       one);
  loft_eas_world_sync_mail (world);
  g_assert_cmpint (mail_of (world, one)->flags, ==, 0);
  g_assert_true (loft_keywords_contain (mail_of (world, one)->keywords, "$done:20261125T101500Z"));
  g_assert_true (loft_keywords_contain (mail_of (world, one)->keywords, "$MDNSent"));
}

static gboolean
note_fetched (const char *id, GBytes *raw, gpointer user_data, GError **error)
{
  g_hash_table_replace (user_data, g_strdup (id),
                        g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw)));
  return TRUE;
}

static void
test_fetch (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autofree char *two = loft_eas_world_put_mail (world, "two");
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (one, "1:9999", two, NULL);
  g_autoptr (LoftRemoteIds) present = loft_remote_ids_new ();
  g_autoptr (GHashTable) got = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;

  loft_eas_world_sync_mail (world);
  g_assert_true (loft_backend_fetch (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids,
                                     note_fetched, got, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (got), ==, 2);
  g_assert_true (g_str_has_suffix (g_hash_table_lookup (got, two), "\r\n\r\nText of two\r\n"));
  g_assert_true (loft_backend_find_present (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids,
                                            present, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_remote_ids_count (present), ==, 2);
  g_assert_false (loft_remote_ids_contains (present, "1:9999"));
}

static void
add_fetched (LoftWbxmlElement *response, const char *id, guint status, const char *mime)
{
  LoftWbxmlElement *fetch = loft_wbxml_element_add (response, LOFT_EAS_ITEM_OPERATIONS_FETCH);
  LoftWbxmlElement *body;

  loft_wbxml_element_add_int (fetch, LOFT_EAS_ITEM_OPERATIONS_STATUS, status);
  loft_wbxml_element_add_text (fetch, LOFT_EAS_AIRSYNC_SERVER_ID, id);
  if (mime == NULL)
    return;
  body =
    loft_wbxml_element_add (loft_wbxml_element_add (fetch, LOFT_EAS_ITEM_OPERATIONS_PROPERTIES),
                            LOFT_EAS_AIRSYNCBASE_BODY);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, 4);
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, mime);
}

/* One that the server does not give does not keep back the others. */
static void
test_fetch_refused (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids ("1:1", "1:2", NULL);
  g_autoptr (GHashTable) got = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  LoftWbxmlElement *answer = loft_wbxml_element_new (LOFT_EAS_ITEM_OPERATIONS_ITEM_OPERATIONS);
  LoftWbxmlElement *response;
  g_autoptr (GError) error = NULL;

  loft_wbxml_element_add_int (answer, LOFT_EAS_ITEM_OPERATIONS_STATUS, 1);
  response = loft_wbxml_element_add (answer, LOFT_EAS_ITEM_OPERATIONS_RESPONSE);
  add_fetched (response, "1:1", 11, NULL);
  add_fetched (response, "1:2", 1, "Subject: x\r\n\r\nx\r\n");
  loft_eas_world_answer (world, "ItemOperations", answer);
  g_assert_false (loft_backend_fetch (world->backend, LOFT_EAS_WORLD_INBOX, NULL, ids, note_fetched,
                                      got, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_assert_nonnull (g_hash_table_lookup (got, "1:2"));
}

static gboolean
move (LoftEasWorld *world, const char *id, const char *to, LoftTransferred *transferred,
      GError **error)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  const LoftRemoteTransfer transfer = { LOFT_EAS_WORLD_INBOX, world->token, ids, to };

  return loft_backend_move (world->backend, &transfer, transferred, NULL, error);
}

static void
test_move (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autofree char *two = loft_eas_world_put_mail (world, "two");
  g_auto (LoftTransferred) transferred;
  g_autoptr (GError) error = NULL;
  const char *new_id;

  loft_transferred_init (&transferred);
  loft_eas_world_sync_mail (world);
  g_assert_true (move (world, one, LOFT_EAS_WORLD_DELETED, &transferred, &error));
  new_id = loft_transferred_find (&transferred, one);
  g_assert_true (g_str_has_prefix (new_id, LOFT_EAS_WORLD_DELETED ":"));
  g_assert_false (move (world, two, "99", &transferred, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_clear_error (&error);
  loft_eas_world_fail (world, "'command': 'MoveItems', 'lose': true");
  g_assert_false (move (world, two, LOFT_EAS_WORLD_DELETED, &transferred, &error));
  g_clear_error (&error);
  g_assert_true (move (world, two, LOFT_EAS_WORLD_DELETED, &transferred, &error));
  g_assert_no_error (error);
  g_assert_null (loft_transferred_find (&transferred, two));
  g_assert_cmpuint (loft_eas_world_count (world, LOFT_EAS_WORLD_DELETED), ==, 2);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 0);
}

void
loft_test_eas_add_items (const char *version)
{
  LOFT_TEST_EAS_ADD ("flags", version, test_flags);
  LOFT_TEST_EAS_ADD ("flags-lost", version, test_flags_lost);
  LOFT_TEST_EAS_ADD ("follow-up", version, test_follow_up);
  LOFT_TEST_EAS_ADD ("follow-up-elsewhere", version, test_follow_up_elsewhere);
  LOFT_TEST_EAS_ADD ("fetch", version, test_fetch);
  LOFT_TEST_EAS_ADD ("fetch-refused", version, test_fetch_refused);
  LOFT_TEST_EAS_ADD ("move", version, test_move);
}
