/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went to another account is taken back, however far it has come: before it was carried, when the
 * other server has it, and when the first one has deleted it. In the end both servers hold what they held
 * before, each message once, with its flags; an independent client tells. */
#include <string.h>

#include "loft-mail-actions.h"
#include "loft-service.h"
#include "loft-witness.h"

#define ROUNDS 4 /* in which everything settles */

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  LoftService *service;
  LoftMailAccount *alice;
  LoftMailAccount *bob;
} World;

/* How far it has come. */
typedef enum {
  ASKED,
  CARRIED, /* it is in the other account, here */
  THERE, /* the other server has it */
  LET_GO, /* that is known, and the deletion waits */
  DELETED, /* the first server has it no more */
} Stage;

typedef struct {
  const char *name;
  Stage stage;
  gboolean copy;
} Row;

static const Row rows[] = {
  { "move/asked", ASKED, FALSE },     { "move/carried", CARRIED, FALSE },
  { "move/there", THERE, FALSE },     { "move/let-go", LET_GO, FALSE },
  { "move/deleted", DELETED, FALSE }, { "copy/asked", ASKED, TRUE },
  { "copy/there", THERE, TRUE },      { "copy/finished", DELETED, TRUE },
};

/* ---- the world ---------------------------------------------------------------------------- */

static void
add_account (World *world, const char *name, const char *user)
{
  g_autofree char *input = g_strdup_printf ("%s-secret\n", user);

  g_assert_cmpint (
    loft_test_profile_run_with_input (
      world->profile, input,
      "account add imap --name %s --address %s@example.org --user %s --host 127.0.0.1 --port %u"
      " --trust %s --window all --password-stdin --secrets-file",
      name, user, user, loft_private_dovecot_get_imaps_port (world->server),
      loft_private_dovecot_get_fingerprint (world->server)),
    ==, 0);
}

static void
world_open (World *world)
{
  g_autoptr (GError) error = NULL;

  world->service = loft_service_open (loft_test_profile_get_directory (world->profile), &error);
  g_assert_no_error (error);
  world->alice = loft_service_find_account (world->service, "Alice");
  world->bob = loft_service_find_account (world->service, "Bob");
}

static void
world_close (World *world)
{
  loft_service_stop (world->service);
  g_clear_object (&world->service);
}

static void
set_up (World *world)
{
  world->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  world->profile = loft_test_profile_new ();
  loft_witness_deliver (world->server, "alice", "", "First", "one");
  loft_witness_deliver (world->server, "alice", "", "Second", "two");
  loft_witness_deliver (world->server, "alice", "", "Stays", "three");
  loft_witness_do (world->server, "alice", "store INBOX 1 +FLAGS '(\\Seen \\Flagged $Work)'");
  loft_witness_deliver (world->server, "bob", "", "His", "own");
  add_account (world, "Alice", "alice");
  add_account (world, "Bob", "bob");
  loft_test_profile_expect (world->profile, 0, "sync");
  world_open (world);
}

static void
tear_down (World *world)
{
  loft_test_profile_expect (world->profile, 0, "doctor");
  loft_test_profile_free (world->profile);
  loft_private_dovecot_free (world->server);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What a server holds, without the ids it gave. */
static char *
held_by (World *world, const char *user)
{
  g_autofree char *state = loft_witness_state (world->server, user);
  g_autoptr (GRegex) ids = g_regex_new ("^([^\t]*)\t\\d+\t", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *text = g_regex_replace (ids, state, -1, 0, "\\1\t", 0, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (sorted, lines[i]);
  g_ptr_array_sort (sorted, compare_texts);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv ("\n", (char **) sorted->pdata);
}

/* ---- steps -------------------------------------------------------------------------------- */

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
carry (World *world)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_service_carry_async (world->service, TRUE, NULL, on_result, &result);
  loft_service_carry_finish (world->service, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
send_changes (LoftMailAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_mail_account_send_changes_async (account, NULL, on_result, &result);
  loft_mail_account_send_changes_finish (account, wait_for (&result), &error);
  g_assert_no_error (error);
}

static gint64
inbox_of (LoftMailAccount *account)
{
  g_autoptr (LoftFolder) inbox =
    loft_mail_reader_find_folder (loft_mail_account_get_reader (account, NULL), "INBOX", NULL);

  return inbox->id;
}

/* The two that are older. */
static LoftMailUndo *
send_over (World *world, gboolean copy)
{
  g_autoptr (GArray) ids =
    loft_mail_reader_list_ids (loft_mail_account_get_reader (world->alice, NULL),
                               inbox_of (world->alice), 10, 0, NULL, NULL);
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftMailUndo *undo;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftMessage) message =
        loft_mail_reader_get_message (loft_mail_account_get_reader (world->alice, NULL), id, NULL);

      if (strcmp (message->subject, "Stays") != 0)
        g_array_append_val (chosen, id);
    }
  g_assert_cmpuint (chosen->len, ==, 2);
  (copy ? loft_mail_account_copy_async
        : loft_mail_account_move_async) (world->alice, (const gint64 *) (gpointer) chosen->data,
                                         chosen->len, world->bob, inbox_of (world->bob), on_result,
                                         &result);
  undo = loft_mail_account_act_finish (world->alice, wait_for (&result), &error);
  g_assert_no_error (error);
  return undo;
}

static void
go_to (World *world, Stage stage)
{
  if (stage >= CARRIED)
    carry (world);
  if (stage >= THERE)
    send_changes (world->bob);
  if (stage >= LET_GO)
    carry (world);
  if (stage >= DELETED)
    send_changes (world->alice);
}

static void
take_back (LoftMailUndo *undo)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_mail_undo_run_async (undo, on_result, &result);
  loft_mail_undo_run_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
settle (World *world)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      carry (world);
      send_changes (world->bob);
      carry (world);
      send_changes (world->alice);
    }
  world_close (world);
  loft_test_profile_expect (world->profile, 0, "sync");
  loft_test_profile_expect (world->profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
  loft_test_profile_expect (world->profile, 0, "problems");
  g_assert_cmpstr (loft_test_profile_get_output (world->profile), ==, "");
}

/* That the stage was reached is told by the servers too, so that each row is what it says. */
static void
check_stage (World *world, const Row *row, const char *alice, const char *bob)
{
  g_autofree char *alice_now = held_by (world, "alice");
  g_autofree char *bob_now = held_by (world, "bob");

  g_assert_cmpint (strcmp (bob, bob_now) != 0, ==, row->stage >= THERE);
  g_assert_cmpint (strcmp (alice, alice_now) != 0, ==, row->stage == DELETED && !row->copy);
}

static void
test_taken_back (gconstpointer data)
{
  const Row *row = data;
  World world = { NULL };
  g_autofree char *alice_before = NULL;
  g_autofree char *bob_before = NULL;
  g_autofree char *alice_after = NULL;
  g_autofree char *bob_after = NULL;
  LoftMailUndo *undo;

  set_up (&world);
  alice_before = held_by (&world, "alice");
  bob_before = held_by (&world, "bob");
  undo = send_over (&world, row->copy);
  go_to (&world, row->stage);
  check_stage (&world, row, alice_before, bob_before);
  take_back (undo);
  settle (&world);
  alice_after = held_by (&world, "alice");
  bob_after = held_by (&world, "bob");
  g_assert_cmpstr (alice_before, ==, alice_after);
  g_assert_cmpstr (bob_before, ==, bob_after);
  tear_down (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/server/undo-across/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_taken_back);
    }
  return g_test_run ();
}
