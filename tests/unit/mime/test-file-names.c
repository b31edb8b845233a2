/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hostile names of attachments, on all the ways that a name takes into a message. */

#include <string.h>

#include "loft-hostile-names.h"
#include "loft-mime-file-name.h"
#include "loft-mime-reader.h"

/* U+2400 stands for NUL. */
static char *
percent_encode (const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);
  g_auto (GStrv) parts = g_strsplit (escaped, "%E2%90%80", -1);

  return g_strjoinv ("%00", parts);
}

static char *
write_field (const char *name, guint way)
{
  g_autofree char *encoded = NULL;
  g_autofree char *quoted = NULL;

  switch (way)
    {
    case 0: /* RFC 2231 */
      encoded = percent_encode (name);
      return g_strdup_printf ("attachment; filename*=utf-8''%s", encoded);
    case 1: /* in sections */
      encoded = percent_encode (name);
      return g_strdup_printf ("attachment; filename*0*=utf-8''x; filename*1*=%s", encoded);
    case 2: /* RFC 2047, as many write it */
      encoded = g_base64_encode ((const guchar *) name, strlen (name));
      return g_strdup_printf ("attachment; filename=\"=?utf-8?B?%s?=\"", encoded);
    default: /* raw */
      quoted = g_strdelimit (g_strdup (name), "\"\r\n", '_');
      return g_strdup_printf ("attachment; filename=\"%s\"", quoted);
    }
}

static char *
read_name (const char *field)
{
  g_autofree char *text =
    g_strdup_printf ("Content-Type: application/octet-stream\nContent-Disposition: %s\n\nx\n",
                     field);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);

  g_assert_cmpuint (attachments->len, ==, 1);
  return g_strdup (((const LoftAttachment *) g_ptr_array_index (attachments, 0))->name);
}

static void
check (const char *name, const char *safe)
{
  const char *fault = safe[0] != '\0' ? loft_hostile_names_find_fault (safe) : NULL;

  if (fault != NULL)
    g_error ("%s: \"%s\" of \"%s\"", fault, safe, name);
}

static void
test_table (void)
{
  g_autoptr (GPtrArray) names = loft_hostile_names_new ();

  g_test_message ("%u names", names->len);
  g_assert_cmpuint (names->len, >=, 2500);
  for (guint i = 0; i < names->len; i++)
    {
      const LoftHostileName *hostile = g_ptr_array_index (names, i);
      g_autofree char *safe = loft_mime_file_name_safe (hostile->name);

      check (hostile->name, safe);
      for (guint way = 0; way < 4; way++)
        {
          g_autofree char *field = write_field (hostile->name, way);
          g_autofree char *read = read_name (field);

          check (hostile->name, read);
        }
    }
}

static void
test_others (void)
{
  static const char *const rows[][2] = {
    { "CON", "_CON" },
    { "con.txt", "_con.txt" },
    { "Nul .pdf", "_Nul .pdf" },
    { "com1.tar.gz", "_com1.tar.gz" },
    { "com0", "com0" },
    { "com10", "com10" },
    { "console.txt", "console.txt" },
    { "a.txt:evil.exe", "a.txt_evil.exe" },
    { "..\xe2\x88\x95"
      "a",
      "_a" },
    { "a?b*c", "a_b_c" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *safe = loft_mime_file_name_safe (rows[i][0]);

      g_assert_cmpstr (safe, ==, rows[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-names/table", test_table);
  g_test_add_func ("/file-names/others", test_others);
  return g_test_run ();
}
