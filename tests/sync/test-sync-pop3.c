/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail that is picked up: everything once, whatever the server says and whenever it dies. */
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "pop3-world.h"

#define N_MESSAGES 5
#define WELL       (-1)

static void
assert_all_once (Pop3World *world, guint n_messages)
{
  for (guint n = 0; n < n_messages; n++)
    g_assert_cmpuint (pop3_world_count_n (world, n), ==, 1);
  g_assert_cmpuint (pop3_world_count (world), ==, n_messages);
}

/* ---- the usual ---------------------------------------------------------------------------- */

static void
test_all (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, N_MESSAGES);
  /* Newest first. */
  g_assert_cmpuint (loft_pop3_mailbox_get_first_retrieved (world->mailbox), ==, N_MESSAGES);

  pop3_world_add (world, N_MESSAGES);
  pop3_world_sync_well (world);
  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES + 1);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, N_MESSAGES + 1);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES + 1);
  g_assert_cmpint (pop3_world_get_hold (world), ==, LOFT_REMOVAL_HOLD_NONE);
}

static void
test_empty (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (0);

  pop3_world_sync_well (world);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, 0);
}

static void
test_folders (void)
{
  static const LoftFolderRole roles[] = { LOFT_FOLDER_ROLE_INBOX, LOFT_FOLDER_ROLE_DRAFTS,
                                          LOFT_FOLDER_ROLE_SENT,  LOFT_FOLDER_ROLE_ARCHIVE,
                                          LOFT_FOLDER_ROLE_JUNK,  LOFT_FOLDER_ROLE_TRASH };
  g_autoptr (Pop3World) world = pop3_world_new (1);
  g_autoptr (GPtrArray) folders = NULL;
  guint found = 0;

  pop3_world_sync_well (world);
  pop3_world_sync_well (world);
  folders = loft_folder_store_list (world->store->mail, NULL);
  for (guint i = 0; i < folders->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (roles); j++)
      {
        const LoftFolder *folder = g_ptr_array_index (folders, i);

        found += folder->role == roles[j] && folder->remote_id == NULL;
      }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (roles));
}

/* Servers without this and that. */
static void
test_servers (gconstpointer data)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  loft_pop3_mailbox_set_options (world->mailbox, (LoftPop3MailboxOptions) GPOINTER_TO_UINT (data));
  pop3_world_sync_well (world);
  pop3_world_add (world, N_MESSAGES);
  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES + 1);
}

/* That a server deletes by itself is known behind each sync, and that it does so no more. */
static void
test_expiry (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (1);
  static const struct {
    LoftPop3MailboxOptions options;
    gint64 number;
  } rows[] = { { 0, 0 }, { LOFT_POP3_MAILBOX_EXPIRES, 31 }, { LOFT_POP3_MAILBOX_NO_CAPA, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 number = -1;

      loft_pop3_mailbox_set_options (world->mailbox, rows[i].options);
      pop3_world_sync_well (world);
      g_assert_true (
        loft_mail_store_get_number (world->store->mail, LOFT_SERVER_EXPIRY_NUMBER, &number, NULL));
      g_assert_cmpint (number, ==, rows[i].number);
    }
}

/* ---- only the header ---------------------------------------------------------------------- */

static char *
large_text (void)
{
  g_autofree char *small = pop3_world_text (N_MESSAGES);
  g_autofree char *filler = g_strnfill (5000, 'x');

  return g_strconcat (small, filler, "\n", NULL);
}

static gint64
find_without_content (Pop3World *world)
{
  g_autoptr (GArray) ids = loft_mail_store_list_all_ids (world->store->mail, NULL, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (world->store->mail, id, NULL);

      if (state->content == LOFT_CONTENT_NONE)
        return id;
    }
  return 0;
}

static Pop3World *
world_with_large (void)
{
  Pop3World *world = pop3_world_new (N_MESSAGES);
  g_autofree char *text = large_text ();

  pop3_world_add_text (world, "large", text);
  pop3_world_close (world);
  world->terms.largest = 3000;
  pop3_world_open (world);
  pop3_world_sync_well (world);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES + 1);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, N_MESSAGES);
  return world;
}

static void
test_large_opened (void)
{
  g_autoptr (Pop3World) world = world_with_large ();
  g_autoptr (GError) error = NULL;
  gint64 id = find_without_content (world);
  g_autoptr (GBytes) raw = loft_account_sync_fetch_message (world->sync, id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (raw), >, 5000);
  g_assert_cmpint (find_without_content (world), ==, 0);
}

static void
test_large_limit_raised (void)
{
  g_autoptr (Pop3World) world = world_with_large ();

  pop3_world_close (world);
  world->terms.largest = 0;
  pop3_world_open (world);
  pop3_world_sync_well (world);
  g_assert_cmpint (find_without_content (world), ==, 0);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES + 1);
}

static void
test_large_gone (void)
{
  g_autoptr (Pop3World) world = world_with_large ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;

  loft_pop3_mailbox_remove (world->mailbox, N_MESSAGES);
  raw = loft_account_sync_fetch_message (world->sync, find_without_content (world), NULL, &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES + 1);
}

/* ---- a person waits meanwhile ------------------------------------------------------------- */

#define N_MANY 40

typedef struct {
  Pop3World *world;
  gboolean waits;
  guint n_breaths;
  guint n_here; /* when the person was served */
  gint64 wanted; /* a message of which only the header is here */
  GBytes *raw;
} Person;

/* From the third message on. */
static gboolean
on_is_awaited (gpointer user_data)
{
  Person *person = user_data;

  return person->waits && loft_pop3_mailbox_count_retrieved (person->world->mailbox) >= 3;
}

static void
on_breathe (gpointer user_data)
{
  Person *person = user_data;
  g_autoptr (GError) error = NULL;

  person->n_breaths++;
  if (!person->waits)
    return;
  person->waits = FALSE;
  person->n_here = pop3_world_count (person->world);
  person->raw = loft_account_sync_fetch_message (person->world->sync, person->wanted, NULL, &error);
  g_assert_no_error (error);
}

/* What is opened while much comes is there before the rest, by the same connection. */
static void
test_opened_meanwhile (gconstpointer data)
{
  static const LoftSyncObserver observer = { .breathe = on_breathe, .is_awaited = on_is_awaited };
  g_autoptr (Pop3World) world = pop3_world_new (1);
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autofree char *small = pop3_world_text (N_MANY);
  g_autofree char *large = g_strconcat (small, filler, "\n", NULL);
  Person person = { .world = world, .waits = TRUE };
  guint n_connections;

  loft_pop3_mailbox_set_options (world->mailbox, (LoftPop3MailboxOptions) GPOINTER_TO_UINT (data));
  world->terms.largest = 2000;
  pop3_world_add_text (world, NULL, large);
  pop3_world_close (world);
  pop3_world_open (world);
  pop3_world_sync_well (world);
  person.wanted = find_without_content (world);
  g_assert_cmpint (person.wanted, >, 0);
  for (guint n = 1; n < N_MANY; n++)
    pop3_world_add (world, n);

  g_clear_object (&world->sync);
  world->sync =
    loft_account_sync_new (world->store, world->journal, world->backend, 0, &observer, &person);
  loft_account_sync_set_download_terms (world->sync, &world->terms);
  n_connections = loft_pop3_mailbox_count_connections (world->mailbox);
  pop3_world_sync_well (world);

  g_assert_nonnull (person.raw);
  g_assert_cmpuint (g_bytes_get_size (person.raw), >, 5000);
  g_assert_cmpuint (person.n_here, >=, 3);
  g_assert_cmpuint (person.n_here, <, N_MANY);
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (world->mailbox), ==, n_connections + 1);
  for (guint n = 0; n < N_MANY; n++)
    g_assert_cmpuint (pop3_world_count_n (world, n), ==, 1);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MANY + 1);
  g_bytes_unref (person.raw);
}

/* ---- the history -------------------------------------------------------------------------- */

static void
test_cleared_here (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  for (guint n = 0; n < N_MESSAGES; n++)
    pop3_world_delete (world, n);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, 0);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, N_MESSAGES);
}

static void
test_cleared_there (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  while (loft_pop3_mailbox_count (world->mailbox) > 0)
    loft_pop3_mailbox_remove (world->mailbox, 0);
  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES);
}

/* ---- what servers do with ids ------------------------------------------------------------- */

static void
change_all (Pop3World *world)
{
  for (guint i = 0; i < loft_pop3_mailbox_count (world->mailbox); i++)
    {
      g_autofree char *uid = g_strdup_printf ("other-%u", i);

      loft_pop3_mailbox_set_uid (world->mailbox, i, uid);
    }
}

static void
change_one (Pop3World *world)
{
  loft_pop3_mailbox_set_uid (world->mailbox, 2, "other");
}

static void
repeat_one (Pop3World *world)
{
  loft_pop3_mailbox_set_uid (world->mailbox, 1, "uid-1");
}

static void
repeat_all (Pop3World *world)
{
  for (guint i = 0; i < loft_pop3_mailbox_count (world->mailbox); i++)
    loft_pop3_mailbox_set_uid (world->mailbox, i, "same");
}

static void
forget_one (Pop3World *world)
{
  loft_pop3_mailbox_set_uid (world->mailbox, 1, NULL);
}

static void
lose_uidl (Pop3World *world)
{
  loft_pop3_mailbox_set_options (world->mailbox, LOFT_POP3_MAILBOX_NO_UIDL);
}

/* Each has the id that the one before it had. */
static void
shift_all (Pop3World *world)
{
  for (guint i = loft_pop3_mailbox_count (world->mailbox); i > 0; i--)
    {
      g_autofree char *uid = g_strdup_printf ("uid-%u", i - 1);

      loft_pop3_mailbox_set_uid (world->mailbox, i - 1, uid);
    }
}

static void
break_one (Pop3World *world)
{
  loft_pop3_mailbox_set_uid (world->mailbox, 1, "a\x01 b");
}

static const struct {
  const char *name;
  void (*play) (Pop3World *world);
  LoftRemovalHold hold;
} tricks[] = {
  { "all-renamed", change_all, LOFT_REMOVAL_HOLD_RENAMED },
  { "one-renamed", change_one, LOFT_REMOVAL_HOLD_RENAMED },
  { "shifted", shift_all, LOFT_REMOVAL_HOLD_RENAMED },
  { "one-repeated", repeat_one, LOFT_REMOVAL_HOLD_UNSOUND },
  { "all-repeated", repeat_all, LOFT_REMOVAL_HOLD_UNSOUND },
  { "one-missing", forget_one, LOFT_REMOVAL_HOLD_UNSOUND },
  { "one-broken", break_one, LOFT_REMOVAL_HOLD_UNSOUND },
  { "uidl-lost", lose_uidl, LOFT_REMOVAL_HOLD_UNSOUND },
};

/* Nothing doubled, nothing deleted although all of it was to be; what is new comes all the same. */
static void
test_trick (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  pop3_world_close (world);
  world->terms.removal.kind = LOFT_REMOVAL_AT_ONCE;
  pop3_world_open (world);
  tricks[row].play (world);
  pop3_world_add (world, N_MESSAGES);
  for (guint i = 0; i < 2; i++)
    {
      pop3_world_sync_well (world);
      assert_all_once (world, N_MESSAGES + 1);
      g_assert_cmpint (pop3_world_get_hold (world), ==, tricks[row].hold);
      g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES + 1);
    }
}

/* Ids that are the numbers of the session: a new message is called as an old one was. */
static void
test_numbered (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  loft_pop3_mailbox_set_options (world->mailbox, LOFT_POP3_MAILBOX_NUMBERED);
  pop3_world_sync_well (world);
  pop3_world_close (world);
  world->terms.removal.kind = LOFT_REMOVAL_AT_ONCE;
  pop3_world_open (world);
  loft_pop3_mailbox_remove (world->mailbox, 1);
  pop3_world_add (world, N_MESSAGES);
  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES + 1);
  g_assert_cmpint (pop3_world_get_hold (world), ==, LOFT_REMOVAL_HOLD_RENAMED);
  g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
}

/* A server that writes into its messages changes nothing of what they are. */
static void
test_noted_status (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  loft_pop3_mailbox_set_options (world->mailbox, LOFT_POP3_MAILBOX_NOTES_STATUS);
  pop3_world_sync_well (world);
  change_all (world);
  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES);
}

static void
test_nameless (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  loft_pop3_mailbox_set_options (world->mailbox,
                                 LOFT_POP3_MAILBOX_NO_UIDL | LOFT_POP3_MAILBOX_NO_TOP);
  g_assert_cmpint (pop3_world_sync (world), ==, LOFT_ERROR_REFUSED);
  g_assert_cmpuint (pop3_world_count (world), ==, 0);
}

/* ---- refusals ----------------------------------------------------------------------------- */

static void
test_refused (gconstpointer data)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);
  g_autoptr (GError) error = NULL;

  loft_pop3_mailbox_set_options (world->mailbox, (LoftPop3MailboxOptions) GPOINTER_TO_UINT (data));
  g_assert_false (loft_account_sync_run (world->sync, 0, NULL, &error));
  g_assert_cmpint (loft_error_class (error), ==, LOFT_ERROR_TEMPORARY);
  g_assert_nonnull (strstr (error->message, "Loft tries again"));
  loft_pop3_mailbox_set_options (world->mailbox, 0);
  pop3_world_sync_well (world);
  assert_all_once (world, N_MESSAGES);
}

/* Lets others in when it is done. */
static void
test_leaves (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  pop3_world_sync_well (world);
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (world->mailbox), ==, 2);
}

/* ---- nothing new -------------------------------------------------------------------------- */

#define N_LISTED  20
#define N_ANCHORS 3

static guint
count_sync (Pop3World *world)
{
  loft_pop3_mailbox_die_at (world->mailbox, 0, LOFT_POP3_MAILBOX_DROPS);
  pop3_world_sync_well (world);
  return loft_pop3_mailbox_count_commands (world->mailbox);
}

/* Opening messages takes servers long: not one where the same is listed as before. */
static void
test_nothing_new (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_LISTED);
  guint n_short;

  pop3_world_sync_well (world);
  n_short = count_sync (world);
  g_assert_cmpuint (count_sync (world), ==, n_short);
  /* Once a day all the same. */
  loft_clock_set_for_test (POP3_WORLD_NOW + 25 * 60 * 60);
  g_assert_cmpuint (count_sync (world), ==, n_short + 2 * N_ANCHORS);
  g_assert_cmpuint (count_sync (world), ==, n_short);
  /* A clock that was set back. */
  loft_clock_set_for_test (POP3_WORLD_NOW);
  g_assert_cmpuint (count_sync (world), ==, n_short + 2 * N_ANCHORS);
  /* Something else is listed. */
  loft_pop3_mailbox_remove (world->mailbox, 0);
  g_assert_cmpuint (count_sync (world), ==, n_short + 2 * N_ANCHORS);
  g_assert_cmpuint (count_sync (world), ==, n_short);
  assert_all_once (world, N_LISTED);
}

/* Of a few messages others may have the same ids and sizes. */
static void
test_few (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (1);
  const char *texts[] = { "Subject: One\n\nText one\n", "Subject: Two\n\nText two\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      loft_pop3_mailbox_remove (world->mailbox, 0);
      pop3_world_add_text (world, "1", texts[i]);
      pop3_world_sync_well (world);
    }
  g_assert_cmpuint (pop3_world_count (world), ==, 2);
}

/* ---- death at every command --------------------------------------------------------------- */

static guint
count_commands (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

  loft_pop3_mailbox_die_at (world->mailbox, 0, LOFT_POP3_MAILBOX_DROPS);
  pop3_world_sync_well (world);
  return loft_pop3_mailbox_count_commands (world->mailbox);
}

static void
test_dying (gconstpointer data)
{
  guint n_commands = count_commands ();

  g_assert_cmpuint (n_commands, >, 8);
  for (guint nth = 1; nth <= n_commands; nth++)
    {
      g_autoptr (Pop3World) world = pop3_world_new (N_MESSAGES);

      loft_pop3_mailbox_die_at (world->mailbox, nth,
                                (LoftPop3MailboxDeath) GPOINTER_TO_UINT (data));
      pop3_world_sync (world);
      g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES);
      pop3_world_sync_well (world);
      assert_all_once (world, N_MESSAGES);
      g_assert_cmpint (pop3_world_get_hold (world), ==, LOFT_REMOVAL_HOLD_NONE);
    }
}

#define ADD_DATA(path, data, func)                                                                 \
  g_test_add_data_func ("/sync-pop3/" path, GUINT_TO_POINTER (data), func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-pop3/all", test_all);
  g_test_add_func ("/sync-pop3/empty", test_empty);
  g_test_add_func ("/sync-pop3/folders", test_folders);
  g_test_add_func ("/sync-pop3/expiry", test_expiry);
  ADD_DATA ("servers/no-pipelining", LOFT_POP3_MAILBOX_NO_PIPELINING, test_servers);
  ADD_DATA ("servers/no-capa", LOFT_POP3_MAILBOX_NO_CAPA, test_servers);
  ADD_DATA ("servers/no-top", LOFT_POP3_MAILBOX_NO_TOP, test_servers);
  ADD_DATA ("servers/no-uidl", LOFT_POP3_MAILBOX_NO_UIDL, test_servers);
  g_test_add_func ("/sync-pop3/large/opened", test_large_opened);
  g_test_add_func ("/sync-pop3/large/limit-raised", test_large_limit_raised);
  g_test_add_func ("/sync-pop3/large/gone", test_large_gone);
  ADD_DATA ("opened-meanwhile/pipelined", 0, test_opened_meanwhile);
  ADD_DATA ("opened-meanwhile/one-by-one", LOFT_POP3_MAILBOX_NO_PIPELINING, test_opened_meanwhile);
  g_test_add_func ("/sync-pop3/cleared/here", test_cleared_here);
  g_test_add_func ("/sync-pop3/cleared/there", test_cleared_there);
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++)
    {
      g_autofree char *path = g_strconcat ("/sync-pop3/tricks/", tricks[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_trick);
    }
  g_test_add_func ("/sync-pop3/tricks/numbered", test_numbered);
  g_test_add_func ("/sync-pop3/tricks/noted-status", test_noted_status);
  g_test_add_func ("/sync-pop3/tricks/nameless", test_nameless);
  ADD_DATA ("refused/in-use", LOFT_POP3_MAILBOX_IN_USE, test_refused);
  ADD_DATA ("refused/login-delay", LOFT_POP3_MAILBOX_LOGIN_DELAY, test_refused);
  ADD_DATA ("refused/sys-temp", LOFT_POP3_MAILBOX_SYS_TEMP, test_refused);
  g_test_add_func ("/sync-pop3/leaves", test_leaves);
  g_test_add_func ("/sync-pop3/nothing-new", test_nothing_new);
  g_test_add_func ("/sync-pop3/few", test_few);
  ADD_DATA ("dying/drops", LOFT_POP3_MAILBOX_DROPS, test_dying);
  ADD_DATA ("dying/loses", LOFT_POP3_MAILBOX_LOSES, test_dying);
  ADD_DATA ("dying/cuts", LOFT_POP3_MAILBOX_CUTS, test_dying);
  return g_test_run ();
}
