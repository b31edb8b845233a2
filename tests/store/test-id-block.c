/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-store.h"
#include "loft-id-block.h"
#include "loft-test-folder.h"

typedef struct {
  LoftTestFolder *folder;
  LoftMailStore *store;
  gint64 folder_id;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  LoftFolderFacts facts = { .remote_id = "INBOX", .path = "INBOX", .selectable = TRUE };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = loft_test_folder_new ();
  path = loft_test_folder_file (fixture->folder, "store.db");
  fixture->store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (
      loft_folder_store_put (fixture->store, &facts, &fixture->folder_id, NULL, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_mail_store_close (fixture->store);
  loft_test_folder_free (fixture->folder);
}

/* id 0: the next one. */
static gint64
insert (Fixture *fixture, gint64 id, const LoftCachedBody *body)
{
  LoftNewMessage message = {
    .id = id, .body = body, .folder_id = fixture->folder_id, .date = 1, .received = 1, .size = 5,
    .server_keywords = "", .keywords = "", .conversation_id = 1, .message_id = "", .subject = "",
    .sender = "", .recipients = "", .copies = "",
  };
  gint64 given = 0;

  g_assert_true (loft_mail_store_insert (fixture->store, &message, &given, NULL));
  g_assert_true (id == 0 || given == id);
  return given;
}

static gint64
take (Fixture *fixture, guint n)
{
  gint64 first = 0;

  g_assert_true (loft_id_block_take (fixture->store, n, &first, NULL));
  return first;
}

static void
assert_leftovers (Fixture *fixture, const char *expected)
{
  g_autoptr (GArray) ids = loft_mail_store_list_leftovers (fixture->store, 100, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_nobody_else_gets_them (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (insert (fixture, 0, NULL), ==, 1);
  g_assert_cmpint (take (fixture, 3), ==, 2);
  g_assert_cmpint (insert (fixture, 0, NULL), ==, 5);
  g_assert_cmpint (take (fixture, 2), ==, 6);
  g_assert_cmpint (insert (fixture, 3, NULL), ==, 3);
  g_assert_cmpint (insert (fixture, 0, NULL), ==, 8);
}

/* Two blocks, of which a crash left three ids without a row. */
static void
test_settled (Fixture *fixture, gconstpointer data)
{
  take (fixture, 2);
  insert (fixture, 1, NULL);
  take (fixture, 3);
  insert (fixture, 4, NULL);
  assert_leftovers (fixture, "");
  g_assert_true (loft_id_block_settle (fixture->store, NULL));
  assert_leftovers (fixture, "2 3 5 ");
  g_assert_cmpint (insert (fixture, 0, NULL), ==, 6);
  g_assert_true (loft_id_block_settle (fixture->store, NULL));
  assert_leftovers (fixture, "2 3 5 ");
}

static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  take (fixture, 10);
  insert (fixture, 1, NULL);
  g_assert_true (loft_id_block_forget (fixture->store, NULL));
  g_assert_true (loft_id_block_settle (fixture->store, NULL));
  assert_leftovers (fixture, "");
  g_assert_cmpint (insert (fixture, 0, NULL), ==, 11);
}

/* The row of a message whose content is here already counts as one that was filled later. */
static void
test_row_with_content (Fixture *fixture, gconstpointer data)
{
  const LoftCachedBody body = { .size = 7, .preview = "p", .attachments = "", .indexed = 2 };
  g_autoptr (LoftMessageState) state = NULL;
  g_autoptr (LoftFolder) folder = NULL;
  g_autoptr (GArray) not_indexed = NULL;

  insert (fixture, take (fixture, 1), &body);
  state = loft_mail_store_get_state (fixture->store, 1, NULL);
  g_assert_cmpint (state->content, ==, LOFT_CONTENT_CACHED);
  g_assert_cmpuint (state->size, ==, 7);
  folder = loft_folder_store_get (fixture->store, fixture->folder_id, NULL);
  g_assert_cmpuint (folder->cached, ==, 1);
  g_assert_cmpuint (folder->bytes, ==, 7);
  not_indexed = loft_mail_store_list_not_indexed (fixture->store, FALSE, 10, NULL);
  g_assert_cmpuint (not_indexed->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/id-block/nobody-else-gets-them", test_nobody_else_gets_them);
  ADD ("/id-block/settled", test_settled);
  ADD ("/id-block/forgotten", test_forgotten);
  ADD ("/id-block/row-with-content", test_row_with_content);
  return g_test_run ();
}
