/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile-profile.h"
#include "loft-composer-private.h"
#include "loft-draft-reader.h"
#include "loft-outgoing-queue.h"
#include "ui-test.h"

/* Somebody types, and the program is killed: what is lost is at most five seconds of it. Many type at
 * once, each in a profile of their own. Words are numbered and come at a beat, so that what is lost is
 * counted by words: a busy machine types less, and loses no more. */

#define AT_ONCE    5
#define SOAK_KILLS 200
#define TYPE_MS    20
#define MOST_LOST  5000 /* ms of typing */
#define SPREAD_MS  8000 /* from when the first of it is kept to the kill */

/* ---- the one that types ------------------------------------------------------------------- */

typedef struct {
  LoftComposer *composer;
  guint64 n_typed;
  int typed; /* a file that says n_typed, also of a killed one */
} Typist;

static gboolean
on_key (gpointer data)
{
  Typist *typist = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (typist->composer->editor));
  g_autofree char *word = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", ++typist->n_typed);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, word, -1);
  g_assert_cmpint (pwrite (typist->typed, &typist->n_typed, sizeof typist->n_typed, 0), ==,
                   sizeof typist->n_typed);
  return G_SOURCE_CONTINUE;
}

static G_NORETURN void
type_until_killed (const char *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftService) service = loft_service_open (profile, &error);
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
  g_autofree char *ready = g_build_filename (profile, "ready", NULL);
  g_autofree char *typed = g_build_filename (profile, "typed", NULL);
  g_autofree char *words = NULL;
  Typist typist = { .typed = g_open (typed, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) };

  g_assert_no_error (error);
  g_assert_cmpint (typist.typed, >=, 0);
  typist.composer = LOFT_COMPOSER (loft_composer_new (service, NULL, draft, 0));
  ui_test_show (GTK_WIDGET (typist.composer), 600, 500);
  g_timeout_add (TYPE_MS, on_key, &typist);
  while (typist.composer->outgoing_id == 0)
    g_main_context_iteration (NULL, TRUE);
  words = g_strdup_printf ("%" G_GUINT64_FORMAT, typist.n_typed);
  g_assert_true (g_file_set_contents (ready, words, -1, NULL));
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- the one that kills ------------------------------------------------------------------- */

typedef struct {
  char *profile;
  GPid pid;
  gboolean killed;
  gint64 kill_at; /* 0: nothing of it is kept yet */
  guint64 first; /* words when the first were kept */
} Victim;

static gint64
milliseconds (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
start (Victim *victim, const char *program)
{
  const char *argv[] = { program, "--type", NULL, NULL };
  g_autoptr (GError) error = NULL;
  HostileProfile *made = NULL;

  victim->profile = g_dir_make_tmp ("loft-typing-XXXXXX", &error);
  g_assert_no_error (error);
  made = hostile_profile_new (victim->profile);
  hostile_profile_free (made);
  argv[2] = victim->profile;
  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &victim->pid,
                 &error);
  g_assert_no_error (error);
}

static void
look_at (Victim *victim)
{
  g_autofree char *ready = g_build_filename (victim->profile, "ready", NULL);
  g_autofree char *first = NULL;
  gint64 now = milliseconds ();

  if (victim->killed)
    return;
  if (victim->kill_at == 0 && g_file_get_contents (ready, &first, NULL, NULL))
    {
      victim->kill_at = now + g_test_rand_int_range (0, SPREAD_MS);
      victim->first = g_ascii_strtoull (first, NULL, 10);
    }
  if (victim->kill_at == 0 || now < victim->kill_at)
    return;
  victim->killed = TRUE;
  kill (victim->pid, SIGKILL);
  waitpid (victim->pid, NULL, 0);
}

static guint64
count_typed (Victim *victim)
{
  g_autofree char *path = g_build_filename (victim->profile, "typed", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  guint64 n_typed;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, ==, sizeof n_typed);
  memcpy (&n_typed, bytes, sizeof n_typed);
  return n_typed;
}

/* The last word that is kept; the store is opened as after any crash. */
static guint64
last_kept (Victim *victim)
{
  g_autofree char *directory = g_build_filename (victim->profile, "accounts", "hostile0", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOutgoingQueue) queue = loft_outgoing_queue_open (directory, &error);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftDraft) draft = NULL;
  const char *word = NULL;

  g_assert_no_error (error);
  list = loft_outgoing_queue_list (queue, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  outgoing = loft_outgoing_queue_get (queue, ((LoftOutgoing *) g_ptr_array_index (list, 0))->id,
                                      &raw, &error);
  g_assert_no_error (error);
  draft = loft_draft_read (raw);
  g_strchomp (draft->text);
  word = strrchr (draft->text, '\n');
  return g_ascii_strtoull (word != NULL ? word + 1 : draft->text, NULL, 10);
}

static void
remove_folder (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gint64
kill_some (const char *program, guint n)
{
  g_autofree Victim *victims = g_new0 (Victim, n);
  guint source = g_timeout_add (5, on_tick, NULL);
  guint n_killed = 0;
  gint64 most = 0;

  for (guint i = 0; i < n; i++)
    start (&victims[i], program);
  while (n_killed < n)
    {
      g_main_context_iteration (NULL, TRUE);
      n_killed = 0;
      for (guint i = 0; i < n; i++)
        {
          look_at (&victims[i]);
          n_killed += victims[i].killed;
        }
    }
  g_source_remove (source);
  for (guint i = 0; i < n; i++)
    {
      guint64 typed = count_typed (&victims[i]);
      guint64 kept = last_kept (&victims[i]);
      gint64 lost = 0;

      /* Killed behind a word's keeping and before it was counted. */
      g_assert_cmpuint (kept, <=, typed + 1);
      lost = kept < typed ? (gint64) (typed - kept) * TYPE_MS : 0;

      g_test_message ("%" G_GINT64_FORMAT " ms lost", lost);
      /* Killed before the first were kept it would have lost those. */
      most = MAX (most, MAX (lost, (gint64) victims[i].first * TYPE_MS));
      remove_folder (victims[i].profile);
      g_free (victims[i].profile);
    }
  return most;
}

static void
test_killed (gconstpointer program)
{
  guint n = g_strcmp0 (g_getenv ("LOFT_TEST_SOAK"), "1") == 0 ? SOAK_KILLS : AT_ONCE;
  gint64 most = 0;

  for (guint i = 0; i < n; i += AT_ONCE)
    most = MAX (most, kill_some (program, AT_ONCE));
  g_test_message ("%u kills, at most %" G_GINT64_FORMAT " ms of typing lost", n, most);
  g_assert_cmpint (most, <=, MOST_LOST);
}

int
main (int argc, char **argv)
{
  const char *profile = argc == 3 && g_str_equal (argv[1], "--type") ? argv[2] : NULL;
  int none = 1;

  if (profile != NULL)
    {
      ui_test_init (&none, &argv);
      type_until_killed (profile);
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/typing/killed", argv[0], test_killed);
  return g_test_run ();
}
