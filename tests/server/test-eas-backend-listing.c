/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-eas-command.h"
#include "loft-error.h"

#define WINDOWS 3
#define MANY    230 /* messages in so many windows */

static const LoftEasWorldMail *
mail_of (LoftEasWorld *world, const char *id)
{
  const LoftEasWorldMail *mail = g_hash_table_lookup (world->mail, id);

  g_assert_nonnull (mail);
  return mail;
}

static guint
n_syncs (LoftEasWorld *world)
{
  return loft_eas_backend_get_n_requests (LOFT_EAS_BACKEND (world->backend), LOFT_EAS_COMMAND_SYNC);
}

/* All that the server has, and nothing else. */
static void
assert_same (LoftEasWorld *world)
{
  g_autofree char *state = loft_fake_activesync_ask (world->fake, "state", NULL);
  GHashTableIter iter;
  gpointer id;

  g_assert_cmpuint (g_hash_table_size (world->mail), ==,
                    loft_eas_world_count (world, LOFT_EAS_WORLD_INBOX));
  g_hash_table_iter_init (&iter, world->mail);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", (char *) id);

      g_assert_nonnull (strstr (state, quoted));
    }
}

static void
put_many (LoftEasWorld *world)
{
  loft_eas_world_tell (
    world, "put",
    "{'folder': 'Inbox', 'many': %d, 'mime': 'Subject: many-{n}\\r\\n\\r\\nText\\r\\n'}", MANY);
}

static void
test_windows (LoftEasWorld *world, gconstpointer data)
{
  guint before;

  put_many (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_batches, ==, WINDOWS);
  g_assert_cmpuint (world->n_tokens, ==, WINDOWS);
  g_assert_cmpuint (world->n_new, ==, MANY);
  g_assert_cmpuint (world->n_present, ==, 1);
  assert_same (world);
  before = n_syncs (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (n_syncs (world), ==, before + 1);
  g_assert_cmpuint (world->n_new + world->n_present, ==, 0);
  assert_same (world);
}

/* What broke off goes on where it stopped, by the next start of the program. */
static void
test_broken_off (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_many (world);
  loft_eas_world_fail (world, "'command': 'Sync', 'skip': 2, 'cut': 5000");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_cmpuint (world->n_batches, ==, 1);
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, MANY - 100);
  g_assert_cmpuint (world->n_present, ==, 0);
  assert_same (world);
}

static void
test_changes (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autofree char *two = loft_eas_world_put_mail (world, "two");
  g_autofree char *three = NULL;

  loft_eas_world_sync_mail (world);
  g_assert_nonnull (strstr (mail_of (world, one)->header, "Subject: one"));
  g_assert_null (strstr (mail_of (world, one)->header, "Text of"));
  loft_eas_world_tell (world, "change", "{'id': '%s', 'read': 1}", one);
  loft_eas_world_tell (world, "delete", "{'id': '%s'}", two);
  three = loft_eas_world_put_mail (world, "three");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, 1);
  g_assert_cmpuint (world->n_present, ==, 0);
  g_assert_true ((mail_of (world, one)->flags & LOFT_FLAG_SEEN) != 0);
  assert_same (world);
}

/* What it names no more is gone, also where all is listed again; what it knows nothing of stays. */
static void
test_categories (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = loft_eas_world_put_mail (world, "one");
  LoftEasWorldMail *mail;

  loft_eas_world_tell (world, "change", "{'id': '%s', 'categories': ['Fair', 'Work']}", id);
  loft_eas_world_sync_mail (world);
  mail = g_hash_table_lookup (world->mail, id);
  g_assert_cmpstr (mail->keywords, ==, "$label2 Fair");
  g_free (mail->keywords);
  mail->keywords = g_strdup ("$MDNSent $label2 Fair");
  loft_eas_world_tell (world, "change", "{'id': '%s', 'categories': ['Work']}", id);
  loft_eas_world_sync_mail (world);
  g_assert_cmpstr (mail->keywords, ==, "$MDNSent $label2");
  loft_eas_world_tell (world, "change", "{'id': '%s', 'drop': ['Email:Categories']}", id);
  loft_eas_world_tell (world, "forget", "{'what': 'sync'}");
  loft_eas_world_sync_mail (world);
  g_assert_cmpstr (mail->keywords, ==, "$MDNSent");
}

static LoftWbxmlElement *
new_answer (const char *key, LoftWbxmlElement **commands)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  LoftWbxmlElement *all = loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  LoftWbxmlElement *one = loft_wbxml_element_add (all, LOFT_EAS_AIRSYNC_COLLECTION);

  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_SYNC_KEY, key);
  loft_wbxml_element_add_text (one, LOFT_EAS_AIRSYNC_COLLECTION_ID, LOFT_EAS_WORLD_INBOX);
  loft_wbxml_element_add_int (one, LOFT_EAS_AIRSYNC_STATUS, 1);
  *commands = loft_wbxml_element_add (one, LOFT_EAS_AIRSYNC_COMMANDS);
  return root;
}

static LoftWbxmlElement *
add_command (LoftWbxmlElement *commands, guint tag, const char *id)
{
  LoftWbxmlElement *command = loft_wbxml_element_add (commands, tag);

  loft_wbxml_element_add_text (command, LOFT_EAS_AIRSYNC_SERVER_ID, id);
  return tag == LOFT_EAS_AIRSYNC_DELETE || tag == LOFT_EAS_AIRSYNC_SOFT_DELETE
           ? command
           : loft_wbxml_element_add (command, LOFT_EAS_AIRSYNC_APPLICATION_DATA);
}

static char *
dup_key (LoftEasWorld *world)
{
  return g_strndup (g_bytes_get_data (world->token, NULL), g_bytes_get_size (world->token));
}

/* Part of the flags; a message told twice; one that was never told, deleted; one that left the filter. */
static void
test_odd_answers (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");
  g_autofree char *two = loft_eas_world_put_mail (world, "two");
  g_autofree char *key = NULL;
  LoftWbxmlElement *commands;
  LoftWbxmlElement *answer;
  LoftWbxmlElement *flag;

  loft_eas_world_sync_mail (world);
  key = dup_key (world);
  ((LoftEasWorldMail *) mail_of (world, one))->flags = LOFT_FLAG_SEEN | LOFT_FLAG_ANSWERED;
  answer = new_answer (key, &commands);
  flag = loft_wbxml_element_add (add_command (commands, LOFT_EAS_AIRSYNC_CHANGE, one),
                                 LOFT_EAS_EMAIL_FLAG);
  loft_wbxml_element_add_int (flag, LOFT_EAS_EMAIL_STATUS, 2);
  for (guint i = 0; i < 2; i++)
    loft_wbxml_element_add_text (add_command (commands, LOFT_EAS_AIRSYNC_ADD, "1:9000"),
                                 LOFT_EAS_EMAIL_SUBJECT, "twice");
  add_command (commands, LOFT_EAS_AIRSYNC_DELETE, "1:9001");
  add_command (commands, LOFT_EAS_AIRSYNC_SOFT_DELETE, two);
  loft_eas_world_answer (world, "Sync", answer);
  loft_eas_world_sync_mail (world);
  g_assert_cmpint (mail_of (world, one)->flags, ==,
                   LOFT_FLAG_SEEN | LOFT_FLAG_ANSWERED | LOFT_FLAG_FLAGGED);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 2);
  g_assert_nonnull (strstr (mail_of (world, "1:9000")->header, "Subject: twice"));
}

/* More to come by the same key again and again would never end. */
static void
test_no_end (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *key = NULL;
  LoftWbxmlElement *commands;
  LoftWbxmlElement *answer;
  guint before;

  loft_eas_world_sync_mail (world);
  key = dup_key (world);
  answer = new_answer (key, &commands);
  loft_wbxml_element_add (loft_wbxml_element_find_path (answer, LOFT_EAS_AIRSYNC_COLLECTIONS,
                                                        LOFT_EAS_AIRSYNC_COLLECTION, 0),
                          LOFT_EAS_AIRSYNC_MORE_AVAILABLE);
  loft_eas_world_answer (world, "Sync", answer);
  before = n_syncs (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (n_syncs (world), ==, before + 1);
}

/* One whole listing, nothing new, nothing lost, what is gone is gone, what was not told is told. */
static void
assert_lists_anew (LoftEasWorld *world, const char *fault)
{
  g_autofree char *gone = loft_eas_world_put_mail (world, "gone");
  g_autofree char *stays = loft_eas_world_put_mail (world, "stays");
  g_autofree char *flagged = loft_eas_world_put_mail (world, "flagged");
  guint size;

  loft_eas_world_sync_mail (world);
  size = g_hash_table_size (world->mail);
  ((LoftEasWorldMail *) mail_of (world, flagged))->flags |= LOFT_FLAG_FLAGGED | LOFT_FLAG_FORWARDED;
  loft_eas_world_tell (world, "delete", "{'id': '%s'}", gone);
  loft_eas_world_fail (world, fault);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, 0);
  g_assert_cmpuint (world->n_present, ==, 1);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, size - 1);
  g_assert_cmpint (mail_of (world, flagged)->flags, ==, LOFT_FLAG_FORWARDED);
  assert_same (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_present, ==, 0);
}

static void
test_bad_key (LoftEasWorld *world, gconstpointer data)
{
  static const char *const faults[] = {
    "'command': 'Sync', 'status': 3, 'collection': '*'",
    "'command': 'Sync', 'status': 132",
    "'command': 'Sync', 'status': 134, 'collection': '*'",
    "'command': 'Sync', 'status': 135",
    "'command': 'Sync', 'status': 136",
    "'command': 'Sync', 'http': 501",
    "'command': 'Sync', 'http': 400",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    assert_lists_anew (world, faults[i]);
}

/* While all is listed again the token waits for the end; a key that is never taken ends with an error. */
static void
test_bad_key_twice (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GBytes) token = NULL;
  g_autoptr (GError) error = NULL;

  put_many (world);
  loft_eas_world_sync_mail (world);
  token = g_bytes_ref (world->token);
  loft_eas_world_tell (world, "forget", "{'what': 'sync'}");
  loft_eas_world_fail (world, "'command': 'Sync', 'skip': 3, 'http': 500");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&error);
  g_assert_cmpuint (world->n_batches, ==, 1);
  g_assert_cmpuint (world->n_tokens, ==, 0);
  g_assert_true (g_bytes_equal (world->token, token));
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, 0);
  g_assert_cmpuint (world->n_present, ==, 1);
  assert_same (world);
  loft_eas_world_fail (world, "'command': 'Sync', 'times': 9, 'status': 3, 'collection': '*'");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  assert_same (world);
}

/* The server forgot its client, or another folder came: what is said is that of a folder that is gone. */
static void
test_hierarchy (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_lists_anew (world, "'command': 'Sync', 'status': 3, 'collection': '*'");
  loft_eas_world_tell (world, "forget", "{'what': 'device'}");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_new, ==, 0);
  g_assert_cmpuint (world->n_present, ==, 1);
  assert_same (world);
  loft_eas_world_fail (world, "'command': 'Sync', 'status': 12");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_present, ==, 0);
  loft_eas_world_fail (world, "'command': 'Sync', 'times': 2, 'status': 12, 'collection': '*'");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  assert_same (world);
}

static LoftRemoteFolder *
find_path (GPtrArray *folders, const char *path)
{
  for (guint i = 0; i < folders->len; i++)
    {
      LoftRemoteFolder *folder = g_ptr_array_index (folders, i);

      if (strcmp (folder->path, path) == 0)
        return folder;
    }
  return NULL;
}

static GPtrArray *
list (LoftEasWorld *world)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *folders = loft_backend_list_folders (world->backend, NULL, &error);

  g_assert_no_error (error);
  return folders;
}

static void
assert_folder (LoftEasWorld *world, const char *path, const char *id)
{
  g_autoptr (GPtrArray) folders = list (world);
  const LoftRemoteFolder *folder = find_path (folders, path);

  g_assert_cmpstr (folder != NULL ? folder->remote_id : NULL, ==, id);
}

/* The server does not tell of what it was asked for; neither after a start, nor after an answer that was
 * lost. */
static void
test_folders (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *again = NULL;
  g_autofree char *renamed = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;

  assert_folder (world, "INBOX", LOFT_EAS_WORLD_INBOX);
  assert_folder (world, "Outbox", NULL);
  g_assert_true (loft_backend_create_folder (world->backend, NULL, "New", LOFT_FOLDER_ROLE_NONE,
                                             &id, NULL, &error));
  assert_folder (world, "New", id);
  loft_eas_world_restart (world);
  assert_folder (world, "New", id);
  g_assert_true (loft_backend_create_folder (world->backend, NULL, "New", LOFT_FOLDER_ROLE_NONE,
                                             &again, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, id);
  g_assert_true (loft_backend_rename_folder (world->backend, id, LOFT_EAS_WORLD_INBOX, "Named",
                                             &renamed, NULL, &error));
  g_assert_cmpstr (renamed, ==, id);
  assert_folder (world, "INBOX/Named", id);
  loft_eas_world_tell (world, "forget", "{'what': 'folders'}");
  g_assert_true (loft_backend_create_collection (world->backend, LOFT_FOLDER_KIND_EVENTS, "Team",
                                                 "#123456", &other, NULL, &error));
  g_assert_no_error (error);
  assert_folder (world, "Team", other);
  assert_folder (world, "INBOX/Named", id);
  g_assert_true (loft_backend_delete_folder (world->backend, id, NULL, &error));
  g_assert_true (loft_backend_delete_folder (world->backend, id, NULL, &error));
  g_assert_no_error (error);
  assert_folder (world, "INBOX/Named", NULL);
  g_assert_false (loft_eas_world_try_mail (world, id, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* Tasks that are named as the calendar, as on SOGo. */
static void
test_same_names (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  loft_eas_world_tell (world, "rename", "{'folder': 'Tasks', 'name': 'Personal'}");
  loft_eas_world_tell (world, "rename", "{'folder': 'Calendar', 'name': 'Personal'}");
  assert_folder (world, "Personal", LOFT_EAS_WORLD_CALENDAR);
  assert_folder (world, "Tasks", LOFT_EAS_WORLD_TASKS);
  /* A folder of that name, but of another kind, is not as good as made. */
  g_assert_false (loft_backend_create_collection (world->backend, LOFT_FOLDER_KIND_TASKS,
                                                  "Contacts", "", &id, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_null (id);
}

static void
test_folders_lost (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *ignored = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_unref (list (world));
  loft_eas_world_fail (world, "'command': 'FolderCreate', 'lose': true");
  g_assert_false (loft_backend_create_folder (world->backend, NULL, "Lost", LOFT_FOLDER_ROLE_NONE,
                                              &ignored, NULL, &error));
  g_clear_error (&error);
  g_assert_true (loft_backend_create_folder (world->backend, NULL, "Lost", LOFT_FOLDER_ROLE_NONE,
                                             &id, NULL, &error));
  g_assert_no_error (error);
  assert_folder (world, "Lost", id);
  assert_folder (world, "Lost (2)", NULL);
  loft_eas_world_fail (world, "'command': 'FolderDelete', 'lose': true");
  g_assert_false (loft_backend_delete_folder (world->backend, id, NULL, &error));
  g_clear_error (&error);
  g_assert_true (loft_backend_delete_folder (world->backend, id, NULL, &error));
  g_assert_no_error (error);
  assert_folder (world, "Lost", NULL);
}

void
loft_test_eas_add_listing (const char *version)
{
  LOFT_TEST_EAS_ADD ("windows", version, test_windows);
  LOFT_TEST_EAS_ADD ("broken-off", version, test_broken_off);
  LOFT_TEST_EAS_ADD ("changes", version, test_changes);
  LOFT_TEST_EAS_ADD ("categories", version, test_categories);
  LOFT_TEST_EAS_ADD ("odd-answers", version, test_odd_answers);
  LOFT_TEST_EAS_ADD ("no-end", version, test_no_end);
  LOFT_TEST_EAS_ADD ("bad-key", version, test_bad_key);
  LOFT_TEST_EAS_ADD ("bad-key-twice", version, test_bad_key_twice);
  LOFT_TEST_EAS_ADD ("hierarchy", version, test_hierarchy);
  LOFT_TEST_EAS_ADD ("folders", version, test_folders);
  LOFT_TEST_EAS_ADD ("same-names", version, test_same_names);
  LOFT_TEST_EAS_ADD ("folders-lost", version, test_folders_lost);
}
