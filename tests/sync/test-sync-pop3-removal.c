/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting on the server: only what was wished for, only what is safe here, never without a word of
 * the person's. */
#include <glib/gstdio.h>

#include "loft-clock.h"
#include "loft-download-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "pop3-world.h"
#include "sync-world.h"

#define N_MESSAGES 6
#define DAY        (24 * 60 * 60)

static void
set_removal (Pop3World *world, LoftRemovalKind kind, gint limit)
{
  pop3_world_close (world);
  world->terms.removal = (LoftRemoval){ kind, limit };
  pop3_world_open (world);
}

static gboolean
server_has (Pop3World *world, guint n)
{
  g_autofree char *text = pop3_world_text (n);

  return loft_pop3_mailbox_has (world->mailbox, text);
}

static void
assert_safe (Pop3World *world)
{
  for (guint n = 0; n < N_MESSAGES; n++)
    if (!server_has (world, n))
      g_assert_cmpuint (pop3_world_count_n (world, n), ==, 1);
}

/* ---- each wish ---------------------------------------------------------------------------- */

/* What is done here to message 0, 1, … and whether the server has it afterwards. */
typedef struct {
  const char *name;
  LoftRemoval removal;
  gint days; /* that go by */
  const char *done; /* a letter each: "." nothing, "a" archived, "t" to the trash, "d" deleted */
  const char *there; /* "+" it is there, "-" it is not */
} Wish;

static const Wish wishes[] = {
  { "never", { LOFT_REMOVAL_NEVER, 1 }, 1000, ".atd..", "++++++" },
  { "after-days-before", { LOFT_REMOVAL_AFTER_DAYS, 7 }, 6, "......", "++++++" },
  { "after-days", { LOFT_REMOVAL_AFTER_DAYS, 7 }, 7, ".atd..", "------" },
  { "clock-set-back", { LOFT_REMOVAL_AFTER_DAYS, 7 }, -300, "......", "++++++" },
  { "when-deleted", { LOFT_REMOVAL_WHEN_DELETED, 1 }, 1000, ".atd..", "++--++" },
  { "when-moved", { LOFT_REMOVAL_WHEN_MOVED, 1 }, 1000, ".atd..", "+---++" },
  { "keep-messages", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 0, "......", "----++" },
  { "keep-more-messages", { LOFT_REMOVAL_KEEP_MESSAGES, 100 }, 0, "......", "++++++" },
  { "keep-megabytes", { LOFT_REMOVAL_KEEP_MEGABYTES, 1 }, 0, "......", "++++++" },
  { "keep-no-megabytes", { LOFT_REMOVAL_KEEP_MEGABYTES, 0 }, 0, "......", "------" },
  { "at-once", { LOFT_REMOVAL_AT_ONCE, 1 }, 0, ".atd..", "------" },
};

static void
do_here (Pop3World *world, guint n, char what)
{
  if (what == 'a')
    pop3_world_move (world, n, LOFT_FOLDER_ROLE_ARCHIVE);
  else if (what == 't')
    pop3_world_move (world, n, LOFT_FOLDER_ROLE_TRASH);
  else if (what == 'd')
    pop3_world_delete (world, n);
}

static void
test_wish (gconstpointer data)
{
  const Wish *wish = data;
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);
  guint n_here = N_MESSAGES;

  pop3_world_sync_well (world);
  for (guint n = 0; n < N_MESSAGES; n++)
    {
      do_here (world, n, wish->done[n]);
      n_here -= wish->done[n] == 'd';
    }
  set_removal (world, wish->removal.kind, wish->removal.limit);
  loft_clock_set_for_test (POP3_WORLD_NOW + (gint64) wish->days * DAY);
  for (guint i = 0; i < 2; i++)
    {
      pop3_world_sync_well (world);
      for (guint n = 0; n < N_MESSAGES; n++)
        g_assert_cmpint (server_has (world, n), ==, wish->there[n] == '+');
      g_assert_cmpuint (pop3_world_count (world), ==, n_here);
    }
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, N_MESSAGES);
}

/* Back in the inbox it was never moved. */
static void
test_moved_back (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  pop3_world_move (world, 1, LOFT_FOLDER_ROLE_TRASH);
  pop3_world_move (world, 1, LOFT_FOLDER_ROLE_INBOX);
  set_removal (world, LOFT_REMOVAL_WHEN_MOVED, 1);
  pop3_world_sync_well (world);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
}

/* ---- what is not safe --------------------------------------------------------------------- */

static void
test_content_lost (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);
  g_autoptr (GError) error = NULL;

  pop3_world_sync_well (world);
  loft_content_store_begin (world->store->content, &error);
  loft_content_store_remove (world->store->content, pop3_world_find (world, 3), &error);
  loft_content_store_commit (world->store->content, &error);
  g_assert_no_error (error);
  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  pop3_world_sync_well (world);
  for (guint n = 0; n < N_MESSAGES; n++)
    g_assert_cmpint (server_has (world, n), ==, n == 3);
}

/* What a damaged store has lost was deleted by nobody: it comes again. */
static void
test_row_lost (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);
  g_autofree char *sql = NULL;

  pop3_world_sync_well (world);
  sql = g_strdup_printf ("DROP TRIGGER downloaded_deleted;"
                         "DELETE FROM message WHERE id = %" G_GINT64_FORMAT,
                         pop3_world_find (world, 2));
  pop3_world_run_sql (world, sql);
  set_removal (world, LOFT_REMOVAL_WHEN_DELETED, 1);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count_n (world, 2), ==, 1);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
}

static void
test_only_header (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  world->terms.largest = 10;
  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  pop3_world_sync_well (world);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, 0);
}

/* The server calls another message so since it was listed. */
static void
test_id_reused (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (1);

  pop3_world_sync_well (world);
  pop3_world_run_sql (world, "UPDATE folder SET token = NULL");
  loft_pop3_mailbox_remove (world->mailbox, 0);
  pop3_world_add (world, 1);
  loft_pop3_mailbox_set_uid (world->mailbox, 0, "uid-1");
  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  pop3_world_sync_well (world);
  g_assert_true (server_has (world, 1));
  g_assert_cmpint (pop3_world_get_hold (world), ==, LOFT_REMOVAL_HOLD_RENAMED);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count_n (world, 0), ==, 1);
  g_assert_cmpuint (pop3_world_count_n (world, 1), ==, 1);
  g_assert_true (server_has (world, 1));
}

/* Held for a week, then deleted. */
static void
test_hold_ends (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *uid = g_strdup_printf ("new-%u", i);

      loft_pop3_mailbox_set_uid (world->mailbox, i, uid);
    }
  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  pop3_world_sync_well (world);
  loft_clock_set_for_test (POP3_WORLD_NOW + 6 * DAY);
  pop3_world_sync_well (world);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
  loft_clock_set_for_test (POP3_WORLD_NOW + 8 * DAY);
  pop3_world_sync_well (world);
  g_assert_cmpint (pop3_world_get_hold (world), ==, LOFT_REMOVAL_HOLD_NONE);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, 0);
  assert_safe (world);
}

/* A server that says yes and keeps is asked again, and believed when it shows. */
static void
test_server_keeps (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);
  g_autoptr (GPtrArray) downloads = NULL;

  loft_pop3_mailbox_set_options (world->mailbox, LOFT_POP3_MAILBOX_KEEPS);
  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  pop3_world_sync_well (world);
  pop3_world_sync_well (world);
  downloads = loft_download_store_list (world->store->mail, NULL);
  for (guint i = 0; i < downloads->len; i++)
    g_assert_cmpint (((LoftDownload *) g_ptr_array_index (downloads, i))->gone_at, ==, 0);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, N_MESSAGES);
  loft_pop3_mailbox_set_options (world->mailbox, 0);
  pop3_world_sync_well (world);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, 0);
  assert_safe (world);
}

/* ---- damage ------------------------------------------------------------------------------- */

static void
lose_store (Pop3World *world)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  pop3_world_close (world);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat ("store.db", endings[i], NULL);
      g_autofree char *path = g_build_filename (world->directory, name, NULL);

      g_unlink (path);
    }
  loft_account_store_repair (world->directory, LOFT_DATABASE_LOOK_WHOLE, NULL, NULL, NULL);
  pop3_world_open (world);
}

/* All rows are gone, and half of the messages from the server: their contents bring them back, in
 * their folders and with their flags, and nothing twice. */
static void
test_store_lost (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);
  g_autoptr (LoftMessage) message = NULL;
  g_autoptr (LoftFolder) folder = NULL;

  pop3_world_sync_well (world);
  pop3_world_move (world, 1, LOFT_FOLDER_ROLE_ARCHIVE);
  pop3_world_run_sql (world, "UPDATE message SET flags = 5");
  pop3_world_sync_well (world);
  for (guint i = 0; i < N_MESSAGES / 2; i++)
    loft_pop3_mailbox_remove (world->mailbox, 0);
  lose_store (world);
  for (guint i = 0; i < 2; i++)
    {
      pop3_world_sync_well (world);
      for (guint n = 0; n < N_MESSAGES; n++)
        g_assert_cmpuint (pop3_world_count_n (world, n), ==, 1);
      g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES);
    }
  message = loft_mail_store_get (world->store->mail, pop3_world_find (world, 1), NULL);
  folder = loft_folder_store_get (world->store->mail, message->folder_id, NULL);
  g_assert_cmpint (folder->role, ==, LOFT_FOLDER_ROLE_ARCHIVE);
  g_assert_cmpint (message->flags, ==, 5);
}

/* ---- death at every command --------------------------------------------------------------- */

static guint
count_commands (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  loft_pop3_mailbox_die_at (world->mailbox, 0, LOFT_POP3_MAILBOX_DROPS);
  pop3_world_sync_well (world);
  return loft_pop3_mailbox_count_commands (world->mailbox);
}

static void
resume (Pop3World *world)
{
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, 0);
  assert_safe (world);
  g_assert_cmpint (pop3_world_get_hold (world), ==, LOFT_REMOVAL_HOLD_NONE);
}

static void
test_dying (gconstpointer data)
{
  guint n_commands = count_commands ();

  g_assert_cmpuint (n_commands, >, 2 * N_MESSAGES);
  for (guint nth = 1; nth <= n_commands; nth++)
    {
      g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

      set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
      loft_pop3_mailbox_die_at (world->mailbox, nth,
                                (LoftPop3MailboxDeath) GPOINTER_TO_UINT (data));
      pop3_world_sync (world);
      assert_safe (world);
      resume (world);
    }
}

/* ---- death at every commit ---------------------------------------------------------------- */

static guint
count_commits (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
  sync_fuse_set (0);
  pop3_world_sync_well (world);
  return sync_fuse_count ();
}

static void
test_killed (void)
{
  guint n_commits;

  sync_fuse_set (0);
  n_commits = count_commits ();
  g_assert_cmpuint (n_commits, >, 8);
  for (guint nth = 1; nth <= n_commits; nth++)
    {
      g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

      set_removal (world, LOFT_REMOVAL_AT_ONCE, 1);
      sync_fuse_set (nth);
      pop3_world_sync (world);
      sync_fuse_set (0);
      pop3_world_close (world);
      pop3_world_open (world);
      assert_safe (world);
      resume (world);
    }
}

/* What a person deleted does not come back from content that was not yet collected. */
static void
test_deleted_stays_deleted (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  pop3_world_delete (world, 1);
  loft_mail_store_set_number (world->store->mail, "incomplete", 1, NULL);
  for (guint i = 0; i < 2; i++)
    {
      pop3_world_sync_well (world);
      g_assert_cmpuint (pop3_world_count_n (world, 1), ==, 0);
      g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES - 1);
    }
}

#define ADD_DATA(path, data, func)                                                                 \
  g_test_add_data_func ("/sync-pop3-removal/" path, GUINT_TO_POINTER (data), func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      g_autofree char *path = g_strconcat ("/sync-pop3-removal/wishes/", wishes[i].name, NULL);

      g_test_add_data_func (path, &wishes[i], test_wish);
    }
  g_test_add_func ("/sync-pop3-removal/moved-back", test_moved_back);
  g_test_add_func ("/sync-pop3-removal/content-lost", test_content_lost);
  g_test_add_func ("/sync-pop3-removal/row-lost", test_row_lost);
  g_test_add_func ("/sync-pop3-removal/only-header", test_only_header);
  g_test_add_func ("/sync-pop3-removal/id-reused", test_id_reused);
  g_test_add_func ("/sync-pop3-removal/hold-ends", test_hold_ends);
  g_test_add_func ("/sync-pop3-removal/server-keeps", test_server_keeps);
  g_test_add_func ("/sync-pop3-removal/store-lost", test_store_lost);
  g_test_add_func ("/sync-pop3-removal/deleted-stays-deleted", test_deleted_stays_deleted);
  ADD_DATA ("dying/drops", LOFT_POP3_MAILBOX_DROPS, test_dying);
  ADD_DATA ("dying/loses", LOFT_POP3_MAILBOX_LOSES, test_dying);
  ADD_DATA ("dying/cuts", LOFT_POP3_MAILBOX_CUTS, test_dying);
  g_test_add_func ("/sync-pop3-removal/killed", test_killed);
  return g_test_run ();
}
