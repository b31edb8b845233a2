/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database of picked-up mail is damaged. Of store.db nothing is needed: the contents say what there
 * was, in which folder, with which flags. Of content.db what the server still has comes again; of what
 * is only here all that can be read is kept, and the damaged file beside it. */
#include <stdlib.h>
#include <string.h>

#include "loft-damage.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "pop3-world.h"

#define SEED        20261123
#define N_MESSAGES  24
#define N_ONLY_HERE 12 /* the first ones */
#define ARCHIVED    3
#define FLAGS       5
#define N_EACH      LOFT_N_DAMAGES
#define N_EACH_SOAK 100
#define MOST_TRIES  4

static guint
count_damages (void)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? N_EACH_SOAK : N_EACH;
}

/* only_here: how many of them the server has no more. */
static Pop3World *
new_world (guint only_here)
{
  Pop3World *world = pop3_world_new (N_MESSAGES);

  pop3_world_sync_well (world);
  pop3_world_move (world, ARCHIVED, LOFT_FOLDER_ROLE_ARCHIVE);
  pop3_world_run_sql (world, "UPDATE message SET flags = 5");
  pop3_world_sync_well (world);
  for (guint i = 0; i < only_here; i++)
    loft_pop3_mailbox_remove (world->mailbox, 0);
  return world;
}

/* As the service does: what fails by damage is repaired and tried again. */
static void
come_back (Pop3World *world)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (GError) error = NULL;

      loft_account_store_repair (world->directory, LOFT_DATABASE_LOOK_WHOLE, NULL, NULL, &error);
      g_assert_no_error (error);
      pop3_world_open (world);
      if (loft_account_sync_run (world->sync, 0, NULL, &error))
        return;
      g_test_message ("  %s", error->message);
      g_assert_cmpuint (i, <, MOST_TRIES);
      pop3_world_close (world);
    }
}

static Pop3World *
damage (guint only_here, const char *name, LoftDamage kind, GRand *random)
{
  Pop3World *world = new_world (only_here);
  g_autofree char *path = g_build_filename (world->directory, name, NULL);
  g_autofree char *words = NULL;

  pop3_world_close (world);
  words = loft_damage_do (kind, path, random);
  g_test_message ("%s: %s", name, words);
  come_back (world);
  return world;
}

static gboolean
has_aside (Pop3World *world, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr (GDir) dir = g_dir_open (world->directory, 0, NULL);
  const char *entry;

  while ((entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, prefix))
      return TRUE;
  return FALSE;
}

static gboolean
leaves_a_file (guint kind)
{
  return kind != LOFT_DAMAGE_NO_FILE && kind != LOFT_DAMAGE_EMPTY &&
         kind != LOFT_DAMAGE_DIRECTORY && kind != LOFT_DAMAGE_NO_LOG &&
         kind != LOFT_DAMAGE_CUT_LOG && kind != LOFT_DAMAGE_FLIP_LOG;
}

static void
assert_in_place (Pop3World *world, guint n)
{
  g_autoptr (LoftMessage) message =
    loft_mail_store_get (world->store->mail, pop3_world_find (world, n), NULL);
  g_autoptr (LoftFolder) folder =
    loft_folder_store_get (world->store->mail, message->folder_id, NULL);

  g_assert_cmpint (folder->role, ==,
                   n == ARCHIVED ? LOFT_FOLDER_ROLE_ARCHIVE : LOFT_FOLDER_ROLE_INBOX);
  g_assert_cmpint (message->flags, ==, FLAGS);
}

/* only_here N_MESSAGES: as the folders of an account without a server. */
static void
test_store (gconstpointer data)
{
  guint only_here = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED + only_here);

  for (guint i = 0; i < count_damages (); i++)
    {
      g_autoptr (Pop3World) world =
        damage (only_here, "store.db", (LoftDamage) (i % LOFT_N_DAMAGES), random);

      g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES);
      for (guint n = 0; n < N_MESSAGES; n++)
        assert_in_place (world, n);
      pop3_world_sync_well (world);
      g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES);
      g_assert_cmpuint (loft_pop3_mailbox_count (world->mailbox), ==, N_MESSAGES - only_here);
    }
}

/* Even with the wish to delete at once nothing goes from the server before it is here again. */
static void
test_content (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_lost = 0;

  for (guint i = 0; i < count_damages (); i++)
    {
      g_autoptr (Pop3World) world =
        damage (N_ONLY_HERE, "content.db", (LoftDamage) (i % LOFT_N_DAMAGES), random);

      pop3_world_close (world);
      world->terms.removal = (LoftRemoval){ LOFT_REMOVAL_AT_ONCE, 1 };
      pop3_world_open (world);
      pop3_world_sync_well (world);
      pop3_world_sync_well (world);
      for (guint n = N_ONLY_HERE; n < N_MESSAGES; n++)
        g_assert_cmpuint (pop3_world_count_n (world, n), ==, 1);
      for (guint n = 0; n < N_ONLY_HERE; n++)
        {
          guint count = pop3_world_count_n (world, n);

          g_assert_cmpuint (count, <=, 1);
          n_lost += count == 0;
          /* Nobody throws away the file that may hold it. */
          if (count == 0 && leaves_a_file (i % LOFT_N_DAMAGES))
            g_assert_true (has_aside (world, "content.db"));
        }
      /* Their rows stay, and say so. */
      g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES);
    }
  g_test_message ("seed %d: %u contents could not be read any more", SEED, n_lost);
}

/* All that is lost is which of the server's messages these are: none of them is here twice then, none is
 * moved, and what is new comes. */
static void
test_names (void)
{
  g_autoptr (Pop3World) world = new_world (N_ONLY_HERE);

  pop3_world_run_sql (world,
                      "DELETE FROM downloaded WHERE id % 3 <> 0;"
                      "INSERT OR REPLACE INTO property (name, value) VALUES ('incomplete', 1)");
  pop3_world_add (world, N_MESSAGES);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES + 1);
  for (guint n = 0; n < N_MESSAGES; n++)
    assert_in_place (world, n);
  pop3_world_sync_well (world);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MESSAGES + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sync-pop3-salvage/store", GUINT_TO_POINTER (N_ONLY_HERE), test_store);
  g_test_add_data_func ("/sync-pop3-salvage/store-local", GUINT_TO_POINTER (N_MESSAGES),
                        test_store);
  g_test_add_func ("/sync-pop3-salvage/names", test_names);
  g_test_add_func ("/sync-pop3-salvage/content", test_content);
  return g_test_run ();
}
