/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UIDs that name other messages: whatever happens to a mailbox while a change waits, and at whatever
 * moment, the change reaches the message that the person meant, or nobody; and no message is shown
 * with the words of another. */
#include <string.h>

#include "loft-lying-world.h"

#define TARGET "c"

/* ---- what happens ------------------------------------------------------------------------- */

static void
deliver (LoftLyingServer *server, const char *subjects, gint64 first_received)
{
  for (guint i = 0; subjects[i] != '\0'; i++)
    {
      char subject[] = { subjects[i], '\0' };

      loft_lying_server_deliver (server, "INBOX", 0, subject, "", first_received + i);
    }
}

/* New UIDs, and the server says so. */
static void
renew (LoftLyingServer *server)
{
  loft_lying_server_empty (server, "INBOX");
  loft_lying_server_set_validity (server, "INBOX", 5000);
  deliver (server, "fedcba", 1770000000);
}

static void
replace_and_renew (LoftLyingServer *server)
{
  loft_lying_server_empty (server, "INBOX");
  loft_lying_server_set_validity (server, "INBOX", 5000);
  deliver (server, "uvwxyz", 1770000000);
}

/* Set back to a backup without a word: fewer messages, and UIDNEXT lower. */
static void
restore_less (LoftLyingServer *server)
{
  loft_lying_server_empty (server, "INBOX");
  deliver (server, "abx", 1770000000);
}

/* And since then as many came as were lost, so that the numbers are as before. */
static void
restore_as_many (LoftLyingServer *server)
{
  loft_lying_server_empty (server, "INBOX");
  deliver (server, "abwxyz", 1770000000);
}

static void
restore_more (LoftLyingServer *server)
{
  loft_lying_server_empty (server, "INBOX");
  deliver (server, "abtuvwxyz", 1770000000);
}

/* The same messages under other UIDs, also without a word. */
static void
shuffle (LoftLyingServer *server)
{
  loft_lying_server_empty (server, "INBOX");
  deliver (server, "fedcba", 1770000000);
}

/* Mod-sequences begin again, too. */
static void
shuffle_with_modseq (LoftLyingServer *server)
{
  shuffle (server);
  loft_lying_server_set_modseq (server, "INBOX", 5);
}

static void
expunge_target (LoftLyingServer *server)
{
  loft_lying_server_expunge (server, "INBOX", 3);
}

static const struct {
  const char *name;
  void (*happen) (LoftLyingServer *server);
  gboolean target_stays;
} events[] = {
  { "renewed", renew, TRUE },
  { "replaced-and-renewed", replace_and_renew, FALSE },
  { "restored-less", restore_less, FALSE },
  { "restored-as-many", restore_as_many, FALSE },
  { "restored-more", restore_more, FALSE },
  { "shuffled", shuffle, TRUE },
  { "shuffled-with-modseq", shuffle_with_modseq, TRUE },
  { "expunged", expunge_target, FALSE },
};

/* ---- the moments -------------------------------------------------------------------------- */

typedef struct {
  guint event;
  LoftLyingStyle style;
} Case;

typedef struct {
  guint event;
  guint moment;
  gboolean happened;
  gboolean was_done; /* the change had reached the server, which may lose it again */
} Fate;

static gboolean
target_is_flagged (LoftLyingServer *server)
{
  g_autofree char *described = loft_lying_server_describe (server, "INBOX");

  return strstr (described, "\tF\t" TARGET "\n") != NULL;
}

/* What changes UIDs under a client ends its connection. */
static void
on_command (LoftLyingServer *server, guint n, const char *command, gpointer user_data)
{
  Fate *fate = user_data;

  if (n != fate->moment)
    return;
  fate->was_done = target_is_flagged (server);
  events[fate->event].happen (server);
  fate->happened = TRUE;
  loft_lying_server_drop_client (server);
}

static LoftLyingWorld *
new_world (LoftLyingStyle style)
{
  LoftLyingWorld *world = loft_lying_world_new (style);
  g_autoptr (GError) error = NULL;

  loft_lying_server_add_mailbox (world->server, "Other");
  loft_lying_server_deliver (world->server, "Other", 0, "o", "", 0);
  deliver (world->server, "abcdef", 1760000100);
  loft_lying_world_sync (world, &error);
  g_assert_no_error (error);
  loft_lying_world_flag (world, "INBOX", TARGET, LOFT_FLAG_FLAGGED, 0);
  return world;
}

static void
check_flags (LoftLyingWorld *world, const Fate *fate)
{
  g_autofree char *described = loft_lying_server_describe (world->server, NULL);
  g_auto (GStrv) lines = g_strsplit (described, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      gboolean is_target = strcmp (fields[3], TARGET) == 0;

      if (!is_target && fields[2][0] != '\0')
        g_test_fail_printf ("moment %u: \"%s\" was flagged", fate->moment, fields[3]);
    }
  if (events[fate->event].target_stays && !fate->was_done && !target_is_flagged (world->server))
    g_test_fail_printf ("moment %u: the change was lost", fate->moment);
}

/* FALSE when the run ended before the moment came. */
static gboolean
live_through (const Case *data, guint moment)
{
  g_autoptr (LoftLyingWorld) world = new_world (data->style);
  Fate fate = { .event = data->event, .moment = moment };

  loft_lying_server_set_hook (world->server, on_command, &fate);
  loft_lying_world_sync (world, NULL);
  loft_lying_server_set_hook (world->server, NULL, NULL);
  loft_lying_world_assert_sound (world);
  if (!fate.happened)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      loft_lying_world_sync (world, &error);
      g_assert_no_error (error);
    }
  check_flags (world, &fate);
  loft_lying_world_assert_true (world, NULL);
  g_assert_cmpuint (loft_lying_world_count_operations (world), ==, 0);
  return TRUE;
}

static void
test_event (gconstpointer data)
{
  guint moment = 1;

  while (live_through (data, moment))
    moment++;
  g_test_message ("%u moments", moment - 1);
  g_assert_cmpuint (moment, >, 3);
}

/* It happened while nobody was connected. */
static void
test_offline (gconstpointer data)
{
  const Case *offline = data;
  g_autoptr (LoftLyingWorld) world = new_world (offline->style);
  Fate fate = { .event = offline->event, .happened = TRUE };

  events[offline->event].happen (world->server);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      loft_lying_world_sync (world, &error);
      g_assert_no_error (error);
    }
  check_flags (world, &fate);
  loft_lying_world_assert_true (world, NULL);
  loft_lying_world_assert_sound (world);
  g_assert_cmpuint (loft_lying_world_count_operations (world), ==, 0);
}

static void
add_case (const char *group, guint event, LoftLyingStyle style, GTestDataFunc func)
{
  Case *data = g_new (Case, 1);
  g_autofree char *path = g_strdup_printf ("/lying-uids/%s/%s/%s", group, events[event].name,
                                           loft_lying_style_get_name (style));

  *data = (Case){ event, style };
  g_test_add_data_func_full (path, data, func, g_free);
}

/* All moments with all styles of server in soak, else each event with one of them. */
int
main (int argc, char **argv)
{
  gboolean soak = g_getenv ("LOFT_TEST_SOAK") != NULL;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    for (LoftLyingStyle style = 0; style < LOFT_LYING_N_STYLES; style++)
      {
        add_case ("offline", i, style, test_offline);
        if (soak || style == i % LOFT_LYING_N_STYLES)
          add_case ("moments", i, style, test_event);
      }
  return g_test_run ();
}
