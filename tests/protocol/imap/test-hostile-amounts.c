/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that announce or send without measure: memory stays within 64 MB of what it was, in a
 * process of its own where nothing else is measured, and time is linear in what came. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "loft-error.h"
#include "loft-imap-backend.h"
#include "loft-imap-session.h"
#include "loft-lying-server.h"

#define MAX_GROWTH_KB (64 * 1024)
#define SELECT        "SELECT INBOX"
#define HEADERS       "INBOX UID FETCH *BODY.PEEK[HEADER]"
#define BODIES        "INBOX UID FETCH *BODY.PEEK[]"

/* ---- what is sent ------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *command;
  LoftLieKind kind;
  const char *before;
  const char *unit; /* sent count times; "%u" counts from 1, "%d" down from 4,000,000,000 */
  guint count;
  const char *after;
} Amount;

#define LETTERS                                                                                      \
  "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk" \
  "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
#define LONG           LETTERS LETTERS LETTERS LETTERS
#define HEADER_LITERAL "* 1 FETCH (UID 1 FLAGS () BODY[HEADER] "
#define BODY_LITERAL   "* 1 FETCH (UID 1 BODY[] "

static const Amount amounts[] = {
  { "announce-list", "LIST", LOFT_LIE_FIRST, "* LIST () \"/\" {3221225472}\r\n", "", 0, "" },
  { "announce-list-largest", "LIST", LOFT_LIE_FIRST, "* LIST () \"/\" {9223372036854775807}\r\n",
    "", 0, "" },
  { "announce-status", "LIST", LOFT_LIE_FIRST, "* STATUS {1048577}\r\n", "", 0, "" },
  { "announce-select", SELECT, LOFT_LIE_FIRST, "* FLAGS ({2147483648}\r\n", "", 0, "" },
  { "announce-header", HEADERS, LOFT_LIE_INSTEAD, HEADER_LITERAL "{3221225472}\r\n", "", 0,
    "x<close>" },
  { "announce-header-allowed", HEADERS, LOFT_LIE_INSTEAD, HEADER_LITERAL "{4194304}\r\n", "", 0,
    "x<close>" },
  { "announce-body", BODIES, LOFT_LIE_INSTEAD, BODY_LITERAL "{4294967295}\r\n", "", 0, "x<close>" },
  { "announce-body-allowed", BODIES, LOFT_LIE_INSTEAD, BODY_LITERAL "{16777216}\r\n", "", 0,
    "x<close>" },
  { "announce-unknown", SELECT, LOFT_LIE_FIRST, "* XUNKNOWN {1000000000}\r\n", "", 0, "" },
  { "header-of-4-mb", HEADERS, LOFT_LIE_ONLY, HEADER_LITERAL "{4194304}\r\n", "0123456789abcde\n",
    262144, ")\r\n" },
  { "body-of-16-mb", BODIES, LOFT_LIE_ONLY, BODY_LITERAL "{16777216}\r\n",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n", 262144, ")\r\n" },
  { "bodies-unasked", HEADERS, LOFT_LIE_FIRST, "",
    "* 9 FETCH (UID %d BODY[] {30}\r\n012345678901234567890123456789)\r\n", 300000, "" },
  { "literals-in-one-response", SELECT, LOFT_LIE_FIRST, "* X", " {10}\r\n0123456789", 400000,
    "\r\n" },
  { "line-of-20-mb", SELECT, LOFT_LIE_FIRST, "* X ",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 262144,
    "\r\n" },
  { "names", "LIST", LOFT_LIE_FIRST, "", "* LIST () \"/\" \"%u-" LONG "\"\r\n", 60000, "" },
  { "capabilities", "LIST", LOFT_LIE_FIRST, "* CAPABILITY", " X%u", 100000, "\r\n" },
  { "namespaces", "LIST", LOFT_LIE_FIRST, "* NAMESPACE NIL NIL (", "(\"%u\" \"/\")", 60000,
    ")\r\n" },
  { "flags", SELECT, LOFT_LIE_FIRST, "* FLAGS (", "k%u ", 100000, "x)\r\n" },
  { "vanished-in-one-line", SELECT, LOFT_LIE_LAST, "* VANISHED (EARLIER) 1", ",%u0", 900000,
    "\r\n" },
  { "vanished-in-many-lines", SELECT, LOFT_LIE_LAST, "", "* VANISHED (EARLIER) %u0,%d,%u5\r\n",
    900000, "" },
  { "fetched-in-select", SELECT, LOFT_LIE_LAST, "", "* 1 FETCH (UID %u FLAGS (" LONG " k%u))\r\n",
    90000, "" },
  { "found-in-one-line", "INBOX UID SEARCH", LOFT_LIE_ONLY, "* SEARCH", " %u0", 1500000, "\r\n" },
  { "found-in-many-lines", "INBOX UID SEARCH", LOFT_LIE_ONLY, "", "* SEARCH %d %u0 %u5\r\n", 999000,
    "" },
  { "found-everything", "INBOX UID SEARCH", LOFT_LIE_ONLY, "* ESEARCH (TAG \"<tag>\") UID ALL ", "",
    0, "1:4294967295\r\n" },
};

static void
append_unit (GString *text, const char *unit, guint i)
{
  for (const char *p = unit; *p != '\0'; p++)
    {
      if (p[0] == '%' && (p[1] == 'u' || p[1] == 'd'))
        {
          g_string_append_printf (text, "%u", p[1] == 'u' ? i : 4000000000u - i);
          p++;
        }
      else
        g_string_append_c (text, *p);
    }
}

static char *
make_text (const Amount *amount, guint count)
{
  GString *text = g_string_new (amount->before);

  for (guint i = 1; i <= count; i++)
    append_unit (text, amount->unit, i);
  g_string_append (text, amount->after);
  return g_string_free (text, FALSE);
}

/* ---- the client --------------------------------------------------------------------------- */

static LoftCredentials *
no_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("jane", "open sesame", NULL);
}

static LoftBackend *
new_client (guint16 port)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("localhost");
  account->incoming.port = port;
  account->incoming.security = LOFT_SECURITY_NONE;
  return loft_imap_backend_new (account, no_credentials, NULL, NULL);
}

static gboolean
take_batch (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  return TRUE;
}

static gboolean
take_body (const char *remote_id, GBytes *raw, gpointer user_data, GError **error)
{
  return TRUE;
}

/* What one run of sync asks for. Whatever fails, the next is asked. */
static void
ask_for_all (LoftBackend *backend)
{
  static const char position[] = "1 1001 2 1 0 0";
  g_autoptr (GBytes) token = g_bytes_new_static (position, strlen (position));
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  g_autoptr (LoftRemoteIds) none = loft_remote_ids_new ();
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (GPtrArray) folders = NULL;

  loft_remote_ids_add (known, "2");
  g_ptr_array_add (wanted, (char *) "1");
  if (loft_backend_connect (backend, NULL, NULL))
    folders = loft_backend_list_folders (backend, NULL, NULL);
  if (loft_backend_connect (backend, NULL, NULL))
    loft_backend_changes (backend, "INBOX", token, known, NULL, take_batch, NULL, NULL, NULL);
  if (loft_backend_connect (backend, NULL, NULL))
    loft_backend_changes (backend, "INBOX", NULL, none, NULL, take_batch, NULL, NULL, NULL);
  if (loft_backend_connect (backend, NULL, NULL))
    loft_backend_fetch (backend, "INBOX", NULL, wanted, take_body, NULL, NULL, NULL);
}

/* ---- memory ------------------------------------------------------------------------------- */

/* Not by getrusage (), which counts from before exec () on. */
static long
peak_kb (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  return strtol (peak + strlen ("VmHWM:"), NULL, 10);
}

/* In the child: a first round with an honest server shows what is needed anyway. */
static int
measure (guint16 honest, guint16 port)
{
  g_autoptr (LoftBackend) first = new_client (honest);
  g_autoptr (LoftBackend) second = new_client (port);
  long before;

  ask_for_all (first);
  before = peak_kb ();
  ask_for_all (second);
  printf ("%ld\n", peak_kb () - before);
  return 0;
}

static LoftLyingServer *
new_server (void)
{
  LoftLyingServer *server = loft_lying_server_new (LOFT_LYING_QRESYNC);

  loft_lying_server_add_mailbox (server, "INBOX");
  loft_lying_server_deliver (server, "INBOX", 0, "a", "", 0);
  return server;
}

static char *program;

static long
growth_in_child (guint16 honest, guint16 port)
{
  g_autofree char *ports = g_strdup_printf ("%u %u", honest, port);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  /* What was freed would be kept for long. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS",
                                "detect_leaks=0:abort_on_error=1:quarantine_size_mb=1", TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, program, "--measure", ports, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (child, NULL, NULL, &output, NULL, &error));
  g_assert_true (g_subprocess_get_successful (child));
  return strtol (output, NULL, 10);
}

static void
test_memory (gconstpointer data)
{
  const Amount *amount = data;
  gboolean whole = amount->after[0] == ')' || g_getenv ("LOFT_TEST_SOAK") != NULL;
  g_autofree char *text = make_text (amount, whole ? amount->count : amount->count / 8);
  g_autoptr (LoftLyingServer) honest = new_server ();
  g_autoptr (LoftLyingServer) server = new_server ();
  long growth;

  loft_lying_server_lie (server, amount->command, amount->kind, text);
  growth =
    growth_in_child (loft_lying_server_get_port (honest), loft_lying_server_get_port (server));
  g_test_message ("%s: %" G_GSIZE_FORMAT " kB sent, %ld kB more", amount->name,
                  strlen (text) / 1024, growth);
  g_assert_cmpuint (loft_lying_server_get_n_lies (server), >, 0);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (growth, <=, MAX_GROWTH_KB);
#endif
}

/* ---- time --------------------------------------------------------------------------------- */

static const Amount storms[] = {
  { "expunge", "NOOP", LOFT_LIE_FIRST, "", "* 1 EXPUNGE\r\n", 100000, "" },
  { "expunge-out-of-range", "NOOP", LOFT_LIE_FIRST, "", "* %d EXPUNGE\r\n", 100000, "" },
  { "exists", "NOOP", LOFT_LIE_FIRST, "", "* %u EXISTS\r\n", 100000, "" },
  { "fetch-descending", "NOOP", LOFT_LIE_FIRST, "", "* 1 FETCH (UID %d FLAGS (\\Seen))\r\n", 100000,
    "" },
  { "fetch-keywords", "NOOP", LOFT_LIE_FIRST, "", "* 1 FETCH (UID 7 FLAGS (a b c d e k%u))\r\n",
    100000, "" },
  { "vanished-descending", "NOOP", LOFT_LIE_FIRST, "* VANISHED 4000000002", ",%d", 90000, "\r\n" },
  { "search-descending", "NOOP", LOFT_LIE_FIRST, "* SEARCH", " %d", 90000, "\r\n" },
  { "capabilities", "NOOP", LOFT_LIE_FIRST, "* CAPABILITY", " X%u", 100000, "\r\n" },
  { "flags", "NOOP", LOFT_LIE_FIRST, "* FLAGS (", " k%u", 100000, ")\r\n" },
  { "nested", "NOOP", LOFT_LIE_FIRST, "* X ", "(a) ", 200000, "\r\n" },
  { "empty-lines", "NOOP", LOFT_LIE_FIRST, "", "\r\n", 400000, "" },
  { "alerts", "NOOP", LOFT_LIE_FIRST, "", "* OK [ALERT] number %u\r\n", 100000, "" },
};

#define NOISE_SECONDS 0.02

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* This thread's time for a NOOP that is answered by count units. */
static double
time_for (const Amount *storm, guint count)
{
  g_autofree char *text = make_text (storm, count);
  g_autoptr (LoftLyingServer) server = new_server ();
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("localhost", loft_lying_server_get_port (server), LOFT_ENDPOINT_PLAIN, "");
  g_autoptr (LoftImapSession) session = loft_imap_session_new (endpoint, "", no_credentials, NULL);
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;
  double start;

  loft_lying_server_lie (server, storm->command, storm->kind, text);
  loft_imap_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  loft_imap_session_select (session, "INBOX", 0, 0, &selected, NULL, &error);
  g_assert_no_error (error);
  start = cpu_seconds ();
  loft_imap_session_noop (session, NULL, &error);
  g_assert_no_error (error);
  start = cpu_seconds () - start;
  loft_imap_session_close (session);
  return start;
}

static double
best_of (const Amount *storm, guint count)
{
  double best = time_for (storm, count);

  for (guint i = 0; i < 4; i++)
    best = MIN (best, time_for (storm, count));
  return best;
}

static void
test_storm (gconstpointer data)
{
  const Amount *storm = data;
  double quarter;
  double whole;

  if (g_getenv ("LOFT_TEST_SOAK") == NULL)
    {
      g_test_message ("%s: %.3f s", storm->name, time_for (storm, storm->count));
      return;
    }
  quarter = best_of (storm, storm->count / 4);
  whole = best_of (storm, storm->count);
  g_test_message ("%s: %.4f s, a quarter of it %.4f s: %.1f times", storm->name, whole, quarter,
                  whole / quarter);
  g_assert_cmpfloat (whole, <=, MAX (quarter * 6, NOISE_SECONDS));
  g_assert_cmpfloat (whole, <=, 5);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--measure") == 0)
    {
      char *end = NULL;
      guint16 honest = (guint16) strtoul (argv[2], &end, 10);

      return measure (honest, (guint16) strtoul (end, NULL, 10));
    }
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile-amounts/memory/%s", amounts[i].name);

      g_test_add_data_func (path, &amounts[i], test_memory);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (storms); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile-amounts/storm/%s", storms[i].name);

      g_test_add_data_func (path, &storms[i], test_storm);
    }
  return g_test_run ();
}
