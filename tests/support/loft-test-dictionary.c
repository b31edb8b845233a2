/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-dictionary.h"

#define SAMPLES 400

static const char *const words[] = {
  "report",  "meeting", "tomorrow", "please",   "answer", "drawing", "invoice", "museum",
  "letter",  "holiday", "project",  "contract", "thanks", "regards", "weekend", "question",
  "kitchen", "station", "account",  "message",  "window", "garden",  "picture", "morning",
};

static void
append_text (GString *text, GRand *random)
{
  for (guint i = 0; i < 120; i++)
    g_string_append_printf (text, "%s%c", words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))],
                            i % 9 == 8 ? '\n' : ' ');
  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, "%08x", g_rand_int (random));
}

GBytes *
loft_test_dictionary_message (guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (n + 1);
  GString *text = g_string_new (NULL);

  g_string_printf (text,
                   "Received: from relay%u.example.org (relay%u.example.org [192.0.2.%u])\r\n"
                   "\tby mail.example.org (Postfix) with ESMTPS id %08X\r\n"
                   "\tfor <alice@example.org>; Mon, 16 Nov 2026 10:%02u:00 +0100 (CET)\r\n"
                   "From: Person %u <person%u@example.org>\r\nTo: Alice <alice@example.org>\r\n"
                   "Message-ID: <%u.%08x@example.org>\r\nMIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: 8bit\r\n\r\n",
                   n % 7, n % 7, n % 200, g_rand_int (random), n % 60, n % 50, n % 50, n,
                   g_rand_int (random));
  append_text (text, random);
  g_string_append (text, "\n-- \nPerson, Example Company, Long Street 12, Exampletown\n");
  return g_string_free_to_bytes (text);
}

static gpointer
train (gpointer data)
{
  g_autoptr (GByteArray) samples = g_byte_array_new ();
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (guint n = 0; n < SAMPLES; n++)
    {
      g_autoptr (GBytes) message = loft_test_dictionary_message (1000000 + n);
      gsize length;
      const guint8 *bytes = g_bytes_get_data (message, &length);

      g_byte_array_append (samples, bytes, (guint) length);
      g_array_append_val (sizes, length);
    }
  return loft_content_dictionary_train (samples, sizes);
}

LoftContentDictionary *
loft_test_dictionary_new (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, train, NULL);
  g_assert_nonnull (once.retval);
  return loft_content_dictionary_new (once.retval);
}
