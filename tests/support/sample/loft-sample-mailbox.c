/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a mailbox as a Maildir++ tree, for the demo, the tests and the benchmark:
 *
 *   loft-sample-mailbox --demo MAILDIR          a believable mailbox (3,000 messages)
 *   loft-sample-mailbox --bench N MAILDIR       N messages of the benchmark's mix
 */
#include <stdlib.h>

#include "loft-sample-bench.h"
#include "loft-sample-demo.h"

#define DEMO_COUNT 3000

typedef struct {
  gboolean demo;
  int bench;
  int count;
  int seed;
  gint64 bytes;
  gint64 now;
} Options;

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options->demo, "A believable mailbox", NULL },
    { "bench", 0, 0, G_OPTION_ARG_INT, &options->bench, "The benchmark's mix", "N" },
    { "count", 0, 0, G_OPTION_ARG_INT, &options->count, "Messages of --demo", "N" },
    { "bytes", 0, 0, G_OPTION_ARG_INT64, &options->bytes, "Size of --bench altogether", "BYTES" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "Another mailbox of the same kind", "N" },
    { "now", 0, 0, G_OPTION_ARG_INT64, &options->now, "When --demo ends (default: now)",
      "SECONDS" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("MAILDIR");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc != 2 || options->demo == (options->bench > 0) || options->count <= 0 ||
      options->bytes < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "give --demo or --bench N, and one folder");
      return FALSE;
    }
  return TRUE;
}

int
main (int argc, char *argv[])
{
  Options options = { .count = DEMO_COUNT, .seed = 1, .now = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (LoftSampleMaildir) maildir = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&options, &argc, &argv, &error))
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error->message);
      return 2;
    }
  maildir = loft_sample_maildir_new (argv[1]);
  if (options.demo)
    loft_sample_demo_write (maildir, options.count, options.seed, options.now);
  else
    loft_sample_bench_write (maildir, options.bench, options.bytes, options.seed);
  g_print ("%u messages, %" G_GINT64_FORMAT " bytes\n", loft_sample_maildir_get_count (maildir),
           loft_sample_maildir_get_bytes (maildir));
  return EXIT_SUCCESS;
}
