/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "loft-account-settings.h"
#include "loft-account-store.h"
#include "loft-folder-store.h"
#include "loft-mail-folder.h"
#include "loft-message-list.h"
#include "loft-service.h"

/* A folder of N messages as the window's list sees it: seconds until the ids are there, until the
 * first screen's rows are read, until one new message is shown; peak memory.
 *
 *   loft-list-rows make PROFILE N    writes the profile (account "Rows")
 *   loft-list-rows measure PROFILE   one line of JSON
 *   loft-list-rows switch PROFILE    the same of one switch to that folder and to other arrangements
 *   loft-list-rows switch PROFILE ARRANGEMENT   one of them, several times
 *
 * Seconds of the clock, and "cpu" ones of all threads: what a busy machine does not change. */

#define STEP        10000
#define SCREEN_ROWS 256
#define TRIES       9

static void
stop_on (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "loft-list-rows: %s\n", error->message);
  exit (1);
}

static gboolean
insert (LoftMailStore *store, gint64 folder_id, guint n, GError **error)
{
  g_autofree char *remote_id = g_strdup_printf ("%u", n + 1);
  g_autofree char *message_id = g_strdup_printf ("%u@bench.example", n);
  g_autofree char *subject = g_strdup_printf ("Subject of message %u in a large folder", n);
  LoftNewMessage message = {
    .folder_id = folder_id,
    .remote_id = remote_id,
    .date = 1500000000 + (gint64) n * 60,
    .received = 1500000000 + (gint64) n * 60,
    .size = 12000,
    .flags = n % 7 != 0 ? LOFT_FLAG_SEEN : 0,
    .keywords = "",
    .server_keywords = "",
    .conversation_id = n / 3 + 1,
    .message_id = message_id,
    .subject = subject,
    .sender = "Eva Adler\x1f"
              "eva@bench.example",
    .recipients = "Alice\x1f"
                  "alice@bench.example",
    .copies = "",
  };
  gint64 id;

  message.server_flags = message.flags;
  return loft_mail_store_insert (store, &message, &id, error);
}

static void
make (const char *profile, guint n_messages)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autofree char *directory = g_build_filename (profile, "accounts", "rows0000", NULL);
  LoftFolderFacts facts = { "INBOX", NULL, "INBOX", LOFT_FOLDER_ROLE_INBOX, TRUE, TRUE };
  g_autoptr (LoftAccountStore) store = NULL;
  GError *error = NULL;
  gint64 folder_id = 0;

  g_free (account->id);
  account->id = g_strdup ("rows0000");
  g_free (account->name);
  account->name = g_strdup ("Rows");
  g_free (account->address);
  account->address = g_strdup ("rows@bench.example");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("localhost");
  account->incoming.port = 1;
  account->secret = LOFT_SECRET_FILE;
  loft_account_store_prepare (directory, &error);
  stop_on (error);
  loft_account_settings_save (profile, account, &error);
  stop_on (error);
  store = loft_account_store_open (directory, LOFT_DATABASE_WRITE, &error);
  stop_on (error);
  loft_folder_store_put (store->mail, &facts, &folder_id, NULL, &error);
  stop_on (error);
  for (guint first = 0; first < n_messages; first += STEP)
    {
      loft_mail_store_begin (store->mail, &error);
      for (guint n = first; error == NULL && n < MIN (first + STEP, n_messages); n++)
        insert (store->mail, folder_id, n, &error);
      stop_on (error);
      loft_mail_store_commit (store->mail, &error);
      stop_on (error);
      loft_account_store_checkpoint (store, LOFT_CHECKPOINT_BUSY, &error);
      stop_on (error);
    }
}

static long
peak_memory_kb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmHWM:");
  return line != NULL ? strtol (line + 6, NULL, 10) : 0;
}

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer came)
{
  *(gboolean *) came |= added > 0;
}

/* As the window does: the rows of a screen, with their conversations. */
static void
read_screen (LoftMessageList *list)
{
  for (guint i = 0; i < SCREEN_ROWS; i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (row != NULL)
        loft_message_row_get_summary (row);
    }
}

typedef struct {
  const char *name;
  LoftMessageArrangement arrangement;
} Case;

static void
measure_switch (LoftMailAccount *account, gint64 folder_id, const Case *one, gboolean last)
{
  gboolean came = FALSE;
  gint64 begun = g_get_monotonic_time ();
  double cpu = cpu_seconds ();
  g_autoptr (LoftMessageList) list = loft_message_list_new (account, folder_id);
  gint64 loaded;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &came);
  loft_message_list_set_arrangement (list, &one->arrangement);
  while (!came)
    g_main_context_iteration (NULL, TRUE);
  loaded = g_get_monotonic_time ();
  read_screen (list);
  printf ("\"%s\": {\"ids_seconds\": %.4f, \"screen_seconds\": %.4f, \"cpu_seconds\": %.4f}%s",
          one->name, (loaded - begun) / 1e6, (g_get_monotonic_time () - loaded) / 1e6,
          cpu_seconds () - cpu, last ? "}\n" : ", ");
}

static const Case cases[] = {
  { "warm", { TRUE, LOFT_SORT_DATE, FALSE, LOFT_FILTER_NONE } },
  { "conversations", { TRUE, LOFT_SORT_DATE, FALSE, LOFT_FILTER_NONE } },
  { "messages", { FALSE, LOFT_SORT_DATE, FALSE, LOFT_FILTER_NONE } },
  { "unread", { TRUE, LOFT_SORT_DATE, FALSE, LOFT_FILTER_UNREAD } },
  { "size", { FALSE, LOFT_SORT_SIZE, FALSE, LOFT_FILTER_NONE } },
  { "sender", { FALSE, LOFT_SORT_SENDER, TRUE, LOFT_FILTER_NONE } },
  { "subject", { FALSE, LOFT_SORT_SUBJECT, TRUE, LOFT_FILTER_NONE } },
};

/* The account is open and its reader warm, as in a window that shows another folder. */
static void
measure_switches (const char *profile, const char *only)
{
  GError *error = NULL;
  g_autoptr (LoftService) service = loft_service_open (profile, &error);
  LoftMailAccount *account = service != NULL ? loft_service_find_account (service, "Rows") : NULL;
  g_autoptr (LoftMailFolder) folder = NULL;

  stop_on (error);
  g_assert_nonnull (account);
  folder = g_list_model_get_item (loft_mail_account_get_folders (account), 0);
  printf ("{\"messages\": %u, ", loft_mail_folder_get (folder)->total);
  for (gsize i = 0; only == NULL && i < G_N_ELEMENTS (cases); i++)
    measure_switch (account, loft_mail_folder_get (folder)->id, &cases[i],
                    i + 1 == G_N_ELEMENTS (cases));
  for (gsize i = 0; only != NULL && i < G_N_ELEMENTS (cases); i++)
    for (guint n = 0; g_str_equal (cases[i].name, only) && n < TRIES; n++)
      measure_switch (account, loft_mail_folder_get (folder)->id, &cases[i], n + 1 == TRIES);
}

static void
measure (const char *profile)
{
  GError *error = NULL;
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (LoftService) service = loft_service_open (profile, &error);
  LoftMailAccount *account = service != NULL ? loft_service_find_account (service, "Rows") : NULL;
  g_autoptr (LoftMessageList) list = NULL;
  g_autoptr (LoftMailFolder) folder = NULL;
  gint64 loaded;
  gint64 read;

  stop_on (error);
  g_assert_nonnull (account);
  folder = g_list_model_get_item (loft_mail_account_get_folders (account), 0);
  list = loft_message_list_new (account, loft_mail_folder_get (folder)->id);
  while (loft_message_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  loaded = g_get_monotonic_time ();
  for (guint i = 0; i < SCREEN_ROWS; i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (row != NULL)
        loft_message_row_get_message (row);
    }
  read = g_get_monotonic_time ();
  printf ("{\"rows\": %u, \"ids_seconds\": %.4f, \"screen_seconds\": %.4f, \"peak_kb\": %ld}\n",
          g_list_model_get_n_items (G_LIST_MODEL (list)), (loaded - begun) / 1e6,
          (read - loaded) / 1e6, peak_memory_kb ());
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "make"))
    make (argv[2], (guint) strtoul (argv[3], NULL, 10));
  else if (argc == 3 && g_str_equal (argv[1], "measure"))
    measure (argv[2]);
  else if (argc == 3 && g_str_equal (argv[1], "switch"))
    measure_switches (argv[2], NULL);
  else if (argc == 4 && g_str_equal (argv[1], "switch"))
    measure_switches (argv[2], argv[3]);
  else
    {
      fprintf (
        stderr,
        "usage: loft-list-rows make PROFILE N | measure PROFILE | switch PROFILE [ARRANGEMENT]\n");
      return 2;
    }
  return 0;
}
