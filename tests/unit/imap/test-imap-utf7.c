/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-utf7.h"

#include <string.h>

static const struct {
  const char *wire;
  const char *utf8;
} both_ways[] = {
  { "", "" },
  { "INBOX", "INBOX" },
  { "a&-b", "a&b" },
  { "&-&-", "&&" },
  { "&-", "&" },
  { "Entw&APw-rfe", "Entwürfe" },
  { "&AOQ-", "ä" },
  { "&AOQA9gD8-", "äöü" },
  { "&ZeVnLIqe-", "日本語" },
  { "~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語" },
  { "&2D3eAA-", "😀" },
  { "&2D3eANg93gE-", "😀😁" },
  { "a&2D3eAA-b&-", "a😀b&" },
  { "&IKw-", "€" },
  { "&,,8-", "\xef\xbf\xbf" },
  { "&AAkACgB,-", "\t\n\x7f" },
};

static const struct {
  const char *wire;
  const char *utf8; /* NULL: invalid */
} decode_only[] = {
  { "&AC4-", "." },            /* Courier's own dot */
  { "&AOQ-&APY-", "äö" },      /* needlessly shifted twice */
  { "&", NULL },               /* not closed */
  { "&AOQ", NULL },
  { "&AOQ-&", NULL },
  { "&A-", NULL },             /* six bits */
  { "&AA-", NULL },            /* twelve */
  { "&AAA-", NULL },           /* NUL */
  { "&AOQ=-", NULL },          /* padded */
  { "&AO/-", NULL },           /* "/" of ordinary base64 */
  { "&AOR-", NULL },           /* bits behind the last character */
  { "&AOQA-", NULL },          /* a digit too many */
  { "&2D0-", NULL },           /* half a pair */
  { "&3gA-", NULL },           /* the wrong half */
  { "&2D3YPQ-", NULL },
  { "&2D0AZA-", NULL },
  { "a\tb", NULL },
  { "\x7f", NULL },
  { "\xc3\xa4", NULL },        /* UTF-8 as it is */
  { "\xff", NULL },
};

static void
test_both_ways (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (both_ways); i++)
    {
      g_autofree char *utf8 = loft_imap_utf7_decode (both_ways[i].wire);
      g_autofree char *wire = loft_imap_utf7_encode (both_ways[i].utf8);

      g_assert_cmpstr (utf8, ==, both_ways[i].utf8);
      g_assert_cmpstr (wire, ==, both_ways[i].wire);
    }
}

static void
test_decode (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decode_only); i++)
    {
      g_autofree char *utf8 = loft_imap_utf7_decode (decode_only[i].wire);

      g_assert_cmpstr (utf8, ==, decode_only[i].utf8);
    }
}

/* Every prefix of a name decodes to valid text or to nothing. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (both_ways); i++)
    for (gsize length = 0; length < strlen (both_ways[i].wire); length++)
      {
        g_autofree char *cut = g_strndup (both_ways[i].wire, length);
        g_autofree char *utf8 = loft_imap_utf7_decode (cut);

        g_assert_true (utf8 == NULL || g_utf8_validate (utf8, -1, NULL));
      }
}

/* Every character there is survives the way out and back. */
static void
test_all_characters (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char utf8[8] = { 0 };
      g_autofree char *wire = NULL;
      g_autofree char *back = NULL;

      if (c >= 0xd800 && c <= 0xdfff)
        continue;
      g_unichar_to_utf8 (c, utf8);
      wire = loft_imap_utf7_encode (utf8);
      back = loft_imap_utf7_decode (wire);
      if (g_strcmp0 (back, utf8) != 0)
        g_error ("U+%04X became “%s”", c, wire);
    }
}

static void
test_encode_invalid (void)
{
  g_autofree char *wire = loft_imap_utf7_encode ("a\xff" "b");

  g_assert_cmpstr (wire, ==, "a&,,0-b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/utf7/both-ways", test_both_ways);
  g_test_add_func ("/imap/utf7/decode", test_decode);
  g_test_add_func ("/imap/utf7/cut", test_cut);
  g_test_add_func ("/imap/utf7/all-characters", test_all_characters);
  g_test_add_func ("/imap/utf7/encode-invalid", test_encode_invalid);
  return g_test_run ();
}
