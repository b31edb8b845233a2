/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that fills up: told at two steps, each put away once and said again at the next; and what takes
 * room there, as Dovecot and its files have it. */
#include <string.h>

#include "loft-message-files.h"
#include "loft-room-look.h"
#include "loft-service.h"
#include "loft-witness.h"

#define MEGABYTE 1000000

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  LoftService *service;
  LoftMailAccount *account;
} Fixture;

static void
open_service (Fixture *fixture)
{
  fixture->service = loft_service_open (loft_test_profile_get_directory (fixture->profile), NULL);
  fixture->account = loft_service_find_account (fixture->service, "Test");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_EXTENDED);
  fixture->profile = loft_test_profile_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_service_stop (fixture->service);
  g_clear_object (&fixture->service);
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
}

static void
deliver (Fixture *fixture, const char *folder, const char *name, gsize size)
{
  g_autofree char *line = g_strnfill (70, 'x');
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "Message-ID: <%s@x>\r\nSubject: %s\r\n\r\n", name, name);
  while (text->len < size)
    g_string_append_printf (text, "%s\r\n", line);
  loft_private_dovecot_deliver (fixture->server, "alice", folder, text->str, (gssize) text->len, "",
                                g_get_real_time () / G_USEC_PER_SEC);
}

static void
add_account (Fixture *fixture)
{
  g_autofree char *options =
    g_strconcat ("--trust ", loft_private_dovecot_get_fingerprint (fixture->server), NULL);

  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture->server), options);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  open_service (fixture);
}

static void
on_changed (LoftQuotaWatch *watch, LoftMailAccount *account, gboolean *changed)
{
  *changed = TRUE;
}

static LoftQuotaStep
ask (Fixture *fixture)
{
  LoftQuotaWatch *watch = loft_service_get_quotas (fixture->service);
  gboolean changed = FALSE;
  gulong handler = g_signal_connect (watch, "changed", G_CALLBACK (on_changed), &changed);

  loft_quota_watch_refresh (watch, fixture->account);
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (watch, handler);
  return loft_quota_watch_get_step (watch, fixture->account);
}

/* What was written is written when nothing waits in the account's worker any more. */
static void
dismiss (Fixture *fixture)
{
  loft_quota_watch_dismiss (loft_service_get_quotas (fixture->service), fixture->account);
  g_assert_cmpint (loft_quota_watch_get_step (loft_service_get_quotas (fixture->service),
                                              fixture->account),
                   ==, LOFT_QUOTA_ROOM);
  loft_service_stop (fixture->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->service);
  open_service (fixture);
}

static void
test_steps (void)
{
  g_assert_cmpint (loft_quota_step (0, 0), ==, LOFT_QUOTA_ROOM);
  g_assert_cmpint (loft_quota_step (799, 1000), ==, LOFT_QUOTA_ROOM);
  g_assert_cmpint (loft_quota_step (800, 1000), ==, LOFT_QUOTA_NEARLY_FULL);
  g_assert_cmpint (loft_quota_step (949, 1000), ==, LOFT_QUOTA_NEARLY_FULL);
  g_assert_cmpint (loft_quota_step (950, 1000), ==, LOFT_QUOTA_FULL);
  g_assert_cmpint (loft_quota_step (G_MAXUINT64, 1), ==, LOFT_QUOTA_FULL);
}

/* 10.5 MB there are. */
static void
test_quota (Fixture *fixture, gconstpointer data)
{
  deliver (fixture, "", "large", 89 * MEGABYTE / 10);
  add_account (fixture);
  g_assert_cmpint (ask (fixture), ==, LOFT_QUOTA_NEARLY_FULL);
  dismiss (fixture);
  g_assert_cmpint (ask (fixture), ==, LOFT_QUOTA_ROOM);
  deliver (fixture, "", "more", 14 * MEGABYTE / 10);
  loft_private_dovecot_adopt (fixture->server);
  g_assert_cmpint (ask (fixture), ==, LOFT_QUOTA_FULL);
  dismiss (fixture);
  g_assert_cmpint (ask (fixture), ==, LOFT_QUOTA_ROOM);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static LoftRoomLook *
look (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_room_look_async (fixture->account, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_room_look_finish (fixture->account, result, NULL);
}

static void
test_look (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftRoomLook) found = NULL;
  const LoftRoomFolder *first;
  const LoftMessage *largest;

  deliver (fixture, "", "small", 1000);
  deliver (fixture, "", "medium", 300000);
  deliver (fixture, ".Work", "large", 2 * MEGABYTE);
  deliver (fixture, ".Trash", "thrown", 4 * MEGABYTE);
  add_account (fixture);
  found = look (fixture);
  first = g_ptr_array_index (found->folders, 0);
  g_assert_cmpstr (first->folder->path, ==, "Trash");
  g_assert_cmpuint (first->bytes, >=, 4 * MEGABYTE);
  g_assert_cmpuint (found->messages->len, ==, 2);
  largest = g_ptr_array_index (found->messages, 0);
  g_assert_cmpstr (largest->subject, ==, "large");
  g_assert_cmpuint (found->bytes, >=, 63 * MEGABYTE / 10);
}

/* ---- as files ----------------------------------------------------------------------------- */

/* Byte for byte, each under a name of its own; what is not downloaded is fetched. */
static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *place = g_dir_make_tmp ("loft-files-XXXXXX", NULL);
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (LoftFolder) inbox = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  LoftMessageGroup group;

  deliver (fixture, "", "a/../same", 1000);
  deliver (fixture, "", "a/../same", 2000);
  add_account (fixture);
  inbox = loft_mail_reader_find_folder (loft_mail_account_get_reader (fixture->account, NULL),
                                        "INBOX", NULL);
  ids = loft_mail_reader_list_ids (loft_mail_account_get_reader (fixture->account, NULL), inbox->id,
                                   10, 0, NULL, NULL);
  group = (LoftMessageGroup){ fixture->account, ids };
  g_ptr_array_add (groups, &group);
  loft_message_files_write_async (groups, place, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  paths = loft_message_files_write_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (paths->len, ==, 2);
  state = loft_witness_state (fixture->server, "alice");
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *bytes = NULL;
      g_autofree char *digest = NULL;
      gsize length = 0;

      g_assert_cmpstr (folder, ==, place);
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
      g_assert_nonnull (strstr (state, digest));
    }
}

#define ADD(path, test) g_test_add ("/server/room/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/room/steps", test_steps);
  ADD ("quota", test_quota);
  ADD ("look", test_look);
  ADD ("files", test_files);
  return g_test_run ();
}
