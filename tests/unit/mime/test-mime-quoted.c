/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-mime-quoted.h"

static void
test_table (void)
{
  static const struct {
    const char *body;
    const char *bytes;
  } table[] = {
    { "", "" },
    { "plain text\r\n", "plain text\r\n" },
    { "caf=C3=A9", "caf\303\251" },
    { "caf=c3=a9", "caf\303\251" },
    { "soft =\r\nbreak", "soft break" },
    { "soft =\nbreak", "soft break" },
    { "a = b", "a = b" },
    { "a =ZZ b", "a =ZZ b" },
    { "==3D", "==" },
    { "=4", "=4" },
    { "=\r", "=\r" },
    { "=\rX", "=\rX" },
    { "end=", "end" },
    { "=3D=3D", "==" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gsize length = strlen (table[i].body);
      g_autofree char *out = g_malloc0 (length + 1);
      gsize n = loft_mime_quoted_decode (table[i].body, length, out);

      g_test_message ("%s", table[i].body);
      g_assert_cmpstr (out, ==, table[i].bytes);
      g_assert_cmpuint (n, ==, strlen (table[i].bytes));
      g_assert_cmpuint (loft_mime_quoted_decode (table[i].body, length, NULL), ==, n);
    }
}

/* One byte after the other, as the RFC says it. */
static gsize
decode_slowly (const char *body, gsize length, char *out)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      gsize left = length - i;

      if (body[i] != '=')
        out[n++] = body[i];
      else if (left == 1)
        break;
      else if (body[i + 1] == '\n')
        i++;
      else if (left > 2 && body[i + 1] == '\r' && body[i + 2] == '\n')
        i += 2;
      else if (left > 2 && g_ascii_isxdigit (body[i + 1]) && g_ascii_isxdigit (body[i + 2]))
        {
          out[n++] = (char) (g_ascii_xdigit_value (body[i + 1]) * 16 +
                             g_ascii_xdigit_value (body[i + 2]));
          i += 2;
        }
      else
        out[n++] = body[i];
    }
  return n;
}

/* Exactly as much memory as is announced, so that the sanitizers see a byte too many. */
static void
test_random (void)
{
  static const char alphabet[] = "==3DdfG\r\n \377";

  for (guint round = 0; round < 20000; round++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, 24);
      g_autofree char *body = g_malloc (MAX (length, 1));
      g_autofree char *slow = g_malloc (MAX (length, 1));
      g_autofree char *fast = g_malloc (MAX (length, 1));
      gsize n;

      for (gsize i = 0; i < length; i++)
        body[i] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      n = decode_slowly (body, length, slow);
      g_assert_cmpmem (slow, n, fast, loft_mime_quoted_decode (body, length, fast));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/quoted/table", test_table);
  g_test_add_func ("/mime/quoted/random", test_random);
  return g_test_run ();
}
