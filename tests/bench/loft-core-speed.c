/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core without a network: a folder of N messages comes as fast as sync takes it, and is searched.
 *
 *   loft-core-speed sync DIRECTORY N headers|bodies    into a new account's folder
 *   loft-core-speed search DIRECTORY QUERY             50 newest hits, warm
 *   loft-core-speed typing DIRECTORY                   the same after every key of some searches
 *
 * Prints one line of JSON: seconds, peak memory in kB, results; of typing the median key and the
 * worst. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "loft-account-store.h"
#include "loft-account-sync.h"
#include "loft-mail-reader.h"

#define BATCH     2000 /* headers told at once, as the IMAP backend does */
#define WORDS     400 /* of a body */
#define N_WORDS   4000
#define TRIES     21
#define KEY_TRIES 5
#define MOST_HITS 50

static void
stop_on (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "loft-core-speed: %s\n", error->message);
  exit (1);
}

/* ---- messages ----------------------------------------------------------------------------- */

static guint32
next_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* A few words make most of any text. */
static void
append_word (GString *text, guint32 *state)
{
  double u = next_random (state) / (double) (1 << 24);

  g_string_append_printf (text, "word%u%c", (guint) (u * u * N_WORDS),
                          next_random (state) % 12 == 0 ? '\n' : ' ');
}

static GBytes *
make_header (guint n)
{
  guint32 state = n * 2654435761u;
  char *header = g_strdup_printf (
    "From: Person %u <person%u@bench.example>\r\nTo: Alice <alice@bench.example>\r\n"
    "Subject: word%u word%u of message %u\r\nMessage-ID: <%u@bench.example>\r\n"
    "%s%u%s\r\n",
    n % 500, n % 500, next_random (&state) % N_WORDS, next_random (&state) % N_WORDS, n, n,
    n % 3 == 0 ? "In-Reply-To: <" : "X-Number: ", n - n % 3 + 1,
    n % 3 == 0 ? "@bench.example>\r\n" : "\r\n");

  return g_bytes_new_take (header, strlen (header));
}

static GBytes *
make_message (guint n)
{
  g_autoptr (GBytes) header = make_header (n);
  GString *text = g_string_new (g_bytes_get_data (header, NULL));
  guint32 state = n * 2246822519u;

  for (guint i = 0; i < WORDS; i++)
    append_word (text, &state);
  return g_string_free_to_bytes (text);
}

/* ---- the backend -------------------------------------------------------------------------- */

#define BENCH_TYPE_BACKEND (bench_backend_get_type ())
G_DECLARE_FINAL_TYPE (BenchBackend, bench_backend, BENCH, BACKEND, GObject)

struct _BenchBackend {
  GObject parent;
  guint n;
};

static gboolean
bench_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
bench_disconnect (LoftBackend *backend)
{
}

static LoftBackendCapabilities
bench_get_capabilities (LoftBackend *backend)
{
  return 0;
}

static GPtrArray *
bench_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
  LoftRemoteFolder *inbox = loft_remote_folder_new ("INBOX", "INBOX");

  inbox->selectable = inbox->subscribed = TRUE;
  inbox->role = LOFT_FOLDER_ROLE_INBOX;
  g_ptr_array_add (folders, inbox);
  return folders;
}

static LoftRemoteItem *
make_item (guint n)
{
  g_autofree char *remote_id = g_strdup_printf ("%u", n);
  LoftRemoteItem *item = loft_remote_item_new (remote_id, n % 7 != 0 ? LOFT_FLAG_SEEN : 0, "");

  item->is_new = TRUE;
  item->size = 4000;
  item->received = 1400000000 + (gint64) n * 60;
  item->header = make_header (n);
  return item;
}

static gboolean
bench_changes (LoftBackend *backend, const char *folder_id, GBytes *token, LoftRemoteIds *known,
               const LoftContentWish *wish, LoftChangeFunc func, gpointer user_data,
               GCancellable *cancellable, GError **error)
{
  guint n = BENCH_BACKEND (backend)->n;

  while (n > 0)
    {
      g_autoptr (LoftChangeBatch) batch = loft_change_batch_new ();

      for (; n > 0 && batch->items->len < BATCH; n--)
        g_ptr_array_add (batch->items, make_item (n));
      if (n == 0)
        batch->token_after = g_bytes_new_static ("1", 1);
      if (!func (batch, user_data, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
bench_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
             LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < remote_ids->len; i++)
    {
      const char *remote_id = g_ptr_array_index (remote_ids, i);
      g_autoptr (GBytes) raw = make_message ((guint) strtoul (remote_id, NULL, 10));

      if (!func (remote_id, raw, user_data, error))
        return FALSE;
    }
  return TRUE;
}

static void
bench_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = bench_connect;
  iface->disconnect = bench_disconnect;
  iface->get_capabilities = bench_get_capabilities;
  iface->list_folders = bench_list_folders;
  iface->changes = bench_changes;
  iface->fetch = bench_fetch;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchBackend, bench_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      bench_backend_interface_init))

static void
bench_backend_class_init (BenchBackendClass *klass)
{
}

static void
bench_backend_init (BenchBackend *self)
{
}

/* ---- what is measured --------------------------------------------------------------------- */

static void
report (double seconds, guint results)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  printf ("{\"seconds\": %.6f, \"peak_kb\": %ld, \"results\": %u}\n", seconds, usage.ru_maxrss,
          results);
}

static double
seconds_since (gint64 begin)
{
  return (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC;
}

static void
measure_sync (const char *directory, guint n, gint window_days)
{
  g_autoptr (BenchBackend) backend = g_object_new (BENCH_TYPE_BACKEND, NULL);
  g_autofree char *journal_path = g_build_filename (directory, "operations.journal", NULL);
  g_autoptr (LoftAccountStore) store = NULL;
  g_autoptr (LoftAccountSync) sync = NULL;
  LoftJournal *journal;
  LoftMailCounts counts = { 0 };
  GError *error = NULL;
  gint64 begin;

  backend->n = n;
  loft_account_store_prepare (directory, &error);
  stop_on (error);
  store = loft_account_store_open (directory, LOFT_DATABASE_WRITE, &error);
  stop_on (error);
  journal = loft_journal_open (journal_path, &error);
  stop_on (error);
  sync = loft_account_sync_new (store, journal, LOFT_BACKEND (backend), window_days, NULL, NULL);
  begin = g_get_monotonic_time ();
  loft_account_sync_run (sync, 0, NULL, &error);
  stop_on (error);
  report (seconds_since (begin),
          loft_mail_store_count (store->mail, &counts, NULL) ? (guint) counts.messages : 0);
  loft_journal_close (journal);
}

static int
compare_seconds (const void *a, const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* A store that was made by an older version is looked at too. */
static LoftMailReader *
open_reader (const char *directory)
{
  GError *error = NULL;
  LoftMailReader *reader;

  loft_account_store_prepare (directory, &error);
  stop_on (error);
  reader = loft_mail_reader_open (directory, &error);
  stop_on (error);
  return reader;
}

/* The median of some tries. */
static double
time_search (LoftMailReader *reader, const char *query, guint tries, guint *n_found)
{
  double seconds[TRIES];
  GError *error = NULL;

  for (guint i = 0; i < tries; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (GArray) ids = loft_mail_reader_search (reader, query, MOST_HITS, NULL, &error);

      stop_on (error);
      seconds[i] = seconds_since (begin);
      *n_found = ids->len;
    }
  qsort (seconds, tries, sizeof seconds[0], compare_seconds);
  return seconds[tries / 2];
}

static void
measure_search (const char *directory, const char *query)
{
  g_autoptr (LoftMailReader) reader = NULL;
  guint n_found = 0;
  double seconds;

  reader = open_reader (directory);
  seconds = time_search (reader, query, TRIES, &n_found);
  report (seconds, n_found);
}

/* Each key makes a search for the words so far, the last of which goes on. */
static void
measure_text (LoftMailReader *reader, const char *text, GArray *keys)
{
  for (gsize length = 1; length <= strlen (text); length++)
    {
      char last = text[length - 1];
      g_autofree char *query =
        g_strdup_printf ("%.*s%s", (int) length, text, g_ascii_isalnum (last) ? "*" : "");
      guint n_found = 0;
      clock_t begin = clock ();
      double seconds = time_search (reader, query, KEY_TRIES, &n_found);
      double worked = (clock () - begin) / (double) CLOCKS_PER_SEC / KEY_TRIES;

      fprintf (stderr, "%8.2f ms, %8.2f ms of work  %2u  %s\n", seconds * 1000, worked * 1000,
               n_found, query);
      g_array_append_val (keys, seconds);
    }
}

/* With words that are in every message, in many, in few and in none; two and three of them; an
 * address; a field. */
static void
measure_typing (const char *directory)
{
  static const char *const texts[] = {
    "word123 word3",   "word1 word2 word39", "person77@bench.example", "message 49",
    "subject:word123", "from:person123",     "\"word0 word1\"",        "bench nothing",
  };
  g_autoptr (LoftMailReader) reader = NULL;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (double));

  reader = open_reader (directory);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    measure_text (reader, texts[i], keys);
  g_array_sort (keys, compare_seconds);
  printf ("{\"median\": %.6f, \"worst\": %.6f, \"keys\": %u}\n",
          g_array_index (keys, double, keys->len / 2), g_array_index (keys, double, keys->len - 1),
          keys->len);
}

int
main (int argc, char *argv[])
{
  if (argc == 5 && strcmp (argv[1], "sync") == 0)
    measure_sync (argv[2], (guint) strtoul (argv[3], NULL, 10),
                  strcmp (argv[4], "bodies") == 0 ? LOFT_FOLDER_WINDOW_ALL : 0);
  else if (argc == 4 && strcmp (argv[1], "search") == 0)
    measure_search (argv[2], argv[3]);
  else if (argc == 3 && strcmp (argv[1], "typing") == 0)
    measure_typing (argv[2]);
  else
    {
      fprintf (stderr, "loft-core-speed: see the head of its source\n");
      return 2;
    }
  return 0;
}
