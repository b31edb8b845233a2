/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "loft-folder-store.h"
#include "loft-list-store-private.h"
#include "loft-list-store.h"
#include "loft-page-checksum.h"
#include "loft-test-folder.h"

/* What lists ask of a store: by which index, and what comes. */

typedef struct {
  LoftTestFolder *folder;
  char *path;
  LoftMailStore *store;
  gint64 inbox;
  gint64 trash;
} Fixture;

static gint64
put_folder (LoftMailStore *store, const char *path, LoftFolderRole role)
{
  LoftFolderFacts facts = { .remote_id = path, .path = path, .role = role, .selectable = TRUE };
  gint64 id = 0;

  g_assert_true (loft_folder_store_put (store, &facts, &id, NULL, NULL));
  return id;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "store.db");
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fixture->inbox = put_folder (fixture->store, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->trash = put_folder (fixture->store, "Trash", LOFT_FOLDER_ROLE_TRASH);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  loft_mail_store_close (fixture->store);
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static gint64
insert (Fixture *fixture, gint64 folder_id, gint64 conversation_id, gint64 date, LoftFlags flags)
{
  LoftNewMessage message = {
    .folder_id = folder_id,
    .date = date,
    .size = 100,
    .flags = flags,
    .server_keywords = "",
    .keywords = "",
    .conversation_id = conversation_id,
    .message_id = "",
    .subject = "About it",
    .sender = "Eva\x1f"
              "eva@example.org",
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  g_assert_true (loft_mail_store_insert (fixture->store, &message, &id, NULL));
  return id;
}

/* ---- plans -------------------------------------------------------------------------------- */

/* Every step that reads "message" must be the wanted one, and nothing may be sorted. */
static void
check_plan (sqlite3 *database, const LoftListQuery *query)
{
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", query->sql, NULL);
  g_autofree char *scan = g_strdup_printf ("SCAN message USING %s", query->plan);
  g_autofree char *search = g_strdup_printf ("SEARCH message USING %s", query->plan);
  sqlite3_stmt *statement = NULL;
  guint n_steps = 0;

  g_test_message ("%s", query->sql);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *step = (const char *) sqlite3_column_text (statement, 3);

      g_assert_null (strstr (step, "TEMP B-TREE"));
      if (strstr (step, " message ") == NULL)
        continue;
      g_assert_cmpstr (step, ==, g_str_has_prefix (step, "SCAN") ? scan : search);
      n_steps++;
    }
  g_assert_cmpuint (n_steps, ==, 1);
  sqlite3_finalize (statement);
}

static void
test_plans (Fixture *fixture, gconstpointer data)
{
  guint n_queries = 0;
  const LoftListQuery *queries = loft_list_store_get_queries (&n_queries);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &database, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  for (guint i = 0; i < n_queries; i++)
    check_plan (database, &queries[i]);
  sqlite3_close (database);
}

/* ---- facts -------------------------------------------------------------------------------- */

static void
collect (const LoftListFacts *facts, gpointer user_data)
{
  g_string_append_printf (user_data, "%" G_GINT64_FORMAT "%s%s%s ", facts->id,
                          (facts->flags & LOFT_FLAG_FLAGGED) != 0 ? "!" : "",
                          facts->attached ? "@" : "", facts->text != NULL ? facts->text : "");
}

static void
attach (Fixture *fixture, gint64 id, gboolean is_inline)
{
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  g_autofree char *packed = NULL;
  LoftCachedBody body = { .size = 100, .preview = "" };

  g_ptr_array_add (attachments, loft_attachment_new (1,
                                                     "a\x1f"
                                                     "0",
                                                     "image/png", 10, is_inline));
  packed = loft_attachments_pack (attachments);
  body.attachments = packed;
  g_assert_true (loft_mail_store_set_cached (fixture->store, id, &body, NULL));
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) found = g_string_new (NULL);
  gint64 first = insert (fixture, fixture->inbox, 1, 100, 0);
  gint64 second = insert (fixture, fixture->inbox, 1, 100, LOFT_FLAG_FLAGGED);
  gint64 third = insert (fixture, fixture->inbox, 2, 50, LOFT_FLAG_SEEN);
  gint64 thrown = insert (fixture, fixture->trash, 2, 70, LOFT_FLAG_FLAGGED);
  g_autofree char *in_folder = g_strdup_printf ("%" G_GINT64_FORMAT "!About it %" G_GINT64_FORMAT
                                                "@About it %" G_GINT64_FORMAT "About it ",
                                                second, first, third);
  g_autofree char *flagged =
    g_strdup_printf ("%" G_GINT64_FORMAT "! %" G_GINT64_FORMAT "! ", second, thrown);

  attach (fixture, first, FALSE);
  attach (fixture, third, TRUE);
  g_assert_true (loft_list_store_foreach_in_folder (fixture->store, fixture->inbox,
                                                    LOFT_LIST_TEXT_SUBJECT, collect, found, NULL,
                                                    NULL));
  g_assert_cmpstr (found->str, ==, in_folder);
  g_string_truncate (found, 0);
  g_assert_true (loft_list_store_foreach_flagged (fixture->store, LOFT_LIST_TEXT_NONE, collect,
                                                  found, NULL, NULL));
  g_assert_cmpstr (found->str, ==, flagged);
  g_string_truncate (found, 0);
  g_assert_true (
    loft_list_store_look_up (fixture->store, 12345, LOFT_LIST_TEXT_NONE, collect, found, NULL));
  g_assert_cmpstr (found->str, ==, "");
}

/* A conversation of any length is read in bounds. */
static void
test_long_conversation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) parts = NULL;

  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  for (guint i = 0; i < 500; i++)
    insert (fixture, i % 2 == 0 ? fixture->inbox : fixture->trash, 1, i, 0);
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
  parts = loft_list_store_read_conversation (fixture->store, 1, 10, NULL);
  g_assert_cmpuint (parts->len, ==, 20);
  for (guint i = 0; i < 20; i++)
    {
      const LoftConversationPart *part = &g_array_index (parts, LoftConversationPart, i);

      g_assert_cmpint (part->date, ==, i < 10 ? 498 - 2 * i : 499 - 2 * (i - 10));
      g_assert_cmpint (part->role, ==, i < 10 ? LOFT_FOLDER_ROLE_INBOX : LOFT_FOLDER_ROLE_TRASH);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/lists/plans", test_plans);
  ADD ("/lists/facts", test_facts);
  ADD ("/lists/long-conversation", test_long_conversation);
  return g_test_run ();
}
