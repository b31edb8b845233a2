/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-bench.h"

#include <math.h>

#include "loft-sample-composer.h"

#define FIRST_DATE      G_GINT64_CONSTANT (1700000000)
#define SECONDS_BETWEEN 600
#define DEFAULT_SIZE    12000
#define RECENT          200 /* a reply answers one of the last so many */
#define TEXT_SIZE       1500.0 /* medians in bytes, before scaling */
#define PLAIN_SIZE      1100.0
#define HTML_SIZE       11500.0
#define SPREAD          0.7 /* sigma of the log-normal distribution of sizes */

typedef struct {
  LoftSampleMaildir *maildir;
  GRand *random;
  GPtrArray *words;
  char *recent[RECENT]; /* message ids */
  double scale;
} Bench;

/* ---- words ---------------------------------------------------------------------------------- */

static void
take_words (GPtrArray *words, GHashTable *seen, const LoftSampleVoice *voice)
{
  for (guint i = 0; voice->sentences[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit_set (voice->sentences[i], " ,.;:?()", -1);

      for (guint j = 0; parts[j] != NULL; j++)
        {
          if (parts[j][0] != '\0' && g_hash_table_add (seen, g_strdup (parts[j])))
            g_ptr_array_add (words, g_strdup (parts[j]));
        }
    }
}

/* Some 1,100 words of six languages, English first and so most frequent. */
static GPtrArray *
collect_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  take_words (words, seen, &loft_sample_voice_work);
  take_words (words, seen, &loft_sample_voice_family);
  take_words (words, seen, &loft_sample_voice_maps);
  take_words (words, seen, &loft_sample_voice_garden);
  take_words (words, seen, &loft_sample_voice_german);
  take_words (words, seen, &loft_sample_voice_french);
  take_words (words, seen, &loft_sample_voice_czech);
  take_words (words, seen, &loft_sample_voice_russian);
  return words;
}

/* A few words make most of any text; one in forty is a number or code seen once or twice. */
static void
append_word (Bench *bench, GString *out)
{
  double u = g_rand_double (bench->random);

  if (u < 0.025)
    {
      g_string_append_printf (out, "%c%u", 'A' + g_rand_int_range (bench->random, 0, 26),
                              g_rand_int_range (bench->random, 1000, 900000));
      return;
    }
  u = g_rand_double (bench->random);
  g_string_append (out, g_ptr_array_index (bench->words, (guint) (u * u * bench->words->len)));
}

static void
append_line (Bench *bench, GString *out)
{
  guint count = g_rand_int_range (bench->random, 5, 13);

  for (guint i = 0; i < count; i++)
    {
      if (i > 0)
        g_string_append_c (out, ' ');
      append_word (bench, out);
    }
}

static gsize
random_size (Bench *bench, double median)
{
  double u = g_rand_double_range (bench->random, 1e-9, 1);
  double v = g_rand_double (bench->random);
  double normal = sqrt (-2 * log (u)) * cos (2 * G_PI * v);

  return (gsize) (median * bench->scale * exp (SPREAD * normal));
}

static char *
make_text (Bench *bench, gsize size)
{
  GString *out = g_string_new (NULL);

  do
    {
      append_line (bench, out);
      g_string_append (out, out->len % 5 == 0 ? ".\n\n" : "\n");
    }
  while (out->len < size);
  return g_string_free (out, FALSE);
}

static char *
make_html (Bench *bench, gsize size)
{
  GString *out = g_string_new ("<html><body>\n");

  do
    {
      g_string_append (out, "<p style=\"margin:0;font:14px/1.4 sans-serif;color:#303030\">");
      append_line (bench, out);
      g_string_append (out, "</p>\n");
    }
  while (out->len < size);
  g_string_append (out, "</body></html>\n");
  return g_string_free (out, FALSE);
}

/* ---- messages ------------------------------------------------------------------------------- */

static const LoftSampleVoice *const circles[] = {
  &loft_sample_voice_work,   &loft_sample_voice_maps,   &loft_sample_voice_garden,
  &loft_sample_voice_family, &loft_sample_voice_german, &loft_sample_voice_czech,
};

static void
add_body (Bench *bench, LoftSampleMessage *message)
{
  double kind = g_rand_double (bench->random);
  gsize size;

  if (kind < 0.55)
    {
      message->text = make_text (bench, random_size (bench, TEXT_SIZE));
      return;
    }
  message->text = make_text (bench, random_size (bench, PLAIN_SIZE));
  message->html = make_html (bench, random_size (bench, HTML_SIZE));
  if (kind < 0.995)
    return;
  size = kind < 0.9995 ? g_rand_int_range (bench->random, 20000, 400000)
                       : g_rand_int_range (bench->random, 1000000, 4000000);
  loft_sample_message_take_attachment (message,
                                       loft_sample_attachment_new_noise ("report.pdf",
                                                                         "application/pdf", size,
                                                                         bench->random));
}

static void
add_subject_and_parent (Bench *bench, LoftSampleMessage *message, guint number)
{
  g_autoptr (GString) subject = g_string_new (NULL);

  append_line (bench, subject);
  if (number > 0 && g_rand_double (bench->random) < 1.0 / 3)
    {
      guint back = g_rand_int_range (bench->random, 1, MIN (number, RECENT) + 1);
      const char *parent = bench->recent[(number - back) % RECENT];

      message->in_reply_to = g_strdup (parent);
      message->references = g_strdup_printf ("<%s>", parent);
      g_string_prepend (subject, "Re: ");
    }
  message->subject = g_strdup (subject->str);
}

static LoftSampleMessage *
compose (Bench *bench, guint number)
{
  LoftSampleMessage *message = loft_sample_message_new ();
  const LoftSampleVoice *circle =
    circles[g_rand_int_range (bench->random, 0, G_N_ELEMENTS (circles))];

  message->from = *loft_sample_pick_person (circle, bench->random);
  message->to = loft_sample_owner;
  message->date = FIRST_DATE + (gint64) number * SECONDS_BETWEEN +
                  g_rand_int_range (bench->random, 0, SECONDS_BETWEEN);
  message->message_id = g_strdup_printf ("%u.%08x@example.org", number, g_rand_int (bench->random));
  add_subject_and_parent (bench, message, number);
  add_body (bench, message);

  g_free (bench->recent[number % RECENT]);
  bench->recent[number % RECENT] = g_strdup (message->message_id);
  return message;
}

static void
write_one (Bench *bench, guint number)
{
  g_autoptr (LoftSampleMessage) message = compose (bench, number);
  g_autoptr (GString) bytes = loft_sample_message_to_bytes (message);
  const char *flags = g_rand_double (bench->random) < 0.9 ? "S" : "";

  loft_sample_maildir_add (bench->maildir, "INBOX", bytes->str, bytes->len, flags, message->date);
}

/* Attachments fall where they fall; the texts are made shorter or longer, a little at a time,
 * so that the sum comes out as asked for. */
static double
next_scale (Bench *bench, guint done, guint count, gint64 bytes)
{
  double left = (double) (bytes - loft_sample_maildir_get_bytes (bench->maildir));
  double mean = (double) bytes / count;

  return mean / DEFAULT_SIZE * CLAMP (left / (count - done) / mean, 0.2, 3.0);
}

void
loft_sample_bench_write (LoftSampleMaildir *maildir, guint count, gint64 bytes, guint32 seed)
{
  Bench bench = { .maildir = maildir };

  if (bytes == 0)
    bytes = (gint64) count * DEFAULT_SIZE;
  bench.random = g_rand_new_with_seed (seed);
  bench.words = collect_words ();
  bench.scale = (double) bytes / count / DEFAULT_SIZE;
  for (guint i = 0; i < count; i++)
    {
      write_one (&bench, i);
      if (i % 100 == 99 && i + 1 < count)
        bench.scale = next_scale (&bench, i + 1, count, bytes);
    }
  for (guint i = 0; i < RECENT; i++)
    g_free (bench.recent[i]);
  g_ptr_array_unref (bench.words);
  g_rand_free (bench.random);
}
