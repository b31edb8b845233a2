/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mails as they come, in tests/data/mime: each name.eml must read as name.expected says. With
 * LOFT_WRITE_EXPECTED=1 the readings are written instead, to be looked at by a person. */

#include <string.h>

#include "loft-error.h"
#include "loft-mime-gate.h"
#include "loft-mime-reader.h"

static GBytes *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

static void
append_addresses (GString *dump, const char *field, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);

      g_string_append_printf (dump, "%s: [%s] <%s>\n", field, address->name, address->email);
    }
}

static void
append_text (GString *dump, const char *title, const char *text)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  if (lines == NULL)
    return;
  g_string_append_printf (dump, "%s:\n", title);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' || lines[i + 1] != NULL)
      g_string_append_printf (dump, "| %s\n", g_strchomp (lines[i]));
}

static char *
describe (GBytes *raw)
{
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);
  g_autofree char *preview = loft_mime_message_preview (message);
  const LoftMimeHeaders *headers = message->headers;
  GString *dump = g_string_new (NULL);

  append_addresses (dump, "from", headers->from);
  append_addresses (dump, "to", headers->to);
  append_addresses (dump, "cc", headers->cc);
  append_addresses (dump, "reply-to", headers->reply_to);
  g_string_append_printf (dump, "subject: %s\ndate: %" G_GINT64_FORMAT "\nmessage-id: %s\n",
                          headers->subject, headers->date, headers->message_id);
  for (guint i = 0; i < headers->references->len; i++)
    g_string_append_printf (dump, "reference: %s\n",
                            (char *) g_ptr_array_index (headers->references, i));
  g_string_append_printf (dump, "preview: %s\n", preview);
  append_text (dump, "text", message->text);
  append_text (dump, "html", message->html);
  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);

      g_string_append_printf (dump, "attachment %u: %s [%s] %" G_GUINT64_FORMAT "%s\n",
                              attachment->n, attachment->type, attachment->name,
                              attachment->size, attachment->is_inline ? " inline" : "");
    }
  return g_string_free (dump, FALSE);
}

static void
test_message (gconstpointer data)
{
  g_autofree char *stem = g_strndup (data, strlen (data) - strlen (".eml"));
  g_autofree char *expected_path = g_strconcat (stem, ".expected", NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GBytes) raw = load (data);
  g_autofree char *described = describe (raw);
  g_autoptr (GError) error = NULL;

  if (g_getenv ("LOFT_WRITE_EXPECTED") != NULL)
    g_assert_true (g_file_set_contents (expected_path, described, -1, NULL));
  g_file_get_contents (expected_path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (described, ==, expected);
  g_assert_cmpint (loft_mime_gate_check (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw),
                                         NULL), ==, LOFT_MIME_GATE_OPEN);
}

/* Left out is only what nobody who indexes would look at. */
static void
assert_same_words (GBytes *raw, const LoftMimeMessage *message, const char *preview)
{
  g_autoptr (LoftMimeMessage) words = loft_mime_message_read_words (raw);
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);
  g_autoptr (GPtrArray) same = loft_mime_message_list_attachments (words);
  g_autofree char *packed = loft_attachments_pack (attachments);
  g_autofree char *packed_same = loft_attachments_pack (same);
  g_autofree char *text = loft_mime_message_index_text (message, 4096);
  g_autofree char *same_text = loft_mime_message_index_text (words, 4096);
  g_autofree char *same_preview = loft_mime_message_preview (words);

  g_assert_cmpstr (text, ==, same_text);
  g_assert_cmpstr (preview, ==, same_preview);
  g_assert_cmpstr (packed, ==, packed_same);
}

/* Servers hang up anywhere; what came so far must read, and parts must decode as announced. */
static void
test_cut (gconstpointer data)
{
  g_autoptr (GBytes) raw = load (data);

  for (gsize length = 0; length <= g_bytes_get_size (raw); length++)
    {
      /* A block of its own, so that a sanitizer sees a read beyond the end. */
      g_autofree char *copy = g_memdup2 (g_bytes_get_data (raw, NULL), length);
      g_autoptr (GBytes) cut = g_bytes_new_static (copy, length);
      g_autoptr (LoftMimeMessage) message = loft_mime_message_read (cut);
      g_autofree char *preview = loft_mime_message_preview (message);

      g_assert_null (message->refused);
      g_assert_true (g_utf8_validate (preview, -1, NULL));
      assert_same_words (cut, message, preview);
      loft_mime_gate_check ((const guint8 *) copy, length, NULL);
      for (guint i = 0; i < message->parts->len; i++)
        {
          const LoftMimePart *part = g_ptr_array_index (message->parts, i);
          g_autoptr (GBytes) decoded = part->n > 0 ? loft_mime_part_decode (cut, part->n, NULL)
                                                   : NULL;

          if (part->n > 0)
            g_assert_cmpuint (g_bytes_get_size (decoded), ==, part->size);
        }
    }
}

static char *
data_path (const char *name)
{
  return g_build_filename (g_getenv ("LOFT_TEST_SOURCE_ROOT"), "tests", "data", "mime", name, NULL);
}

static void
test_decode (void)
{
  g_autofree char *path = data_path ("related.eml");
  g_autoptr (GBytes) raw = load (path);
  g_autoptr (GBytes) by_number = loft_mime_part_decode (raw, 1, NULL);
  g_autofree char *type = NULL;
  g_autoptr (GBytes) by_id =
    loft_mime_part_decode_id (raw, "pic+1@example.org", &type, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (type, ==, "image/png");
  g_assert_true (g_bytes_equal (by_number, by_id));
  g_assert_cmpmem (g_bytes_get_data (by_id, NULL), 4, "\x89PNG", 4);

  g_assert_null (loft_mime_part_decode (raw, 4, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_clear_error (&error);
  g_assert_null (loft_mime_part_decode (raw, 0, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_clear_error (&error);
  g_assert_null (loft_mime_part_decode_id (raw, "", NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static void
test_index_text (void)
{
  g_autoptr (GBytes) raw =
    g_bytes_new_static ("Content-Type: text/html; charset=utf-8\n\n<p>Gr\xc3\xbc\xc3\x9f" "e", 47);
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);

  for (gsize limit = 0; limit < 10; limit++)
    {
      g_autofree char *text = loft_mime_message_index_text (message, limit);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (strlen (text), <=, limit);
      g_assert_true (g_str_has_prefix ("Grüße", text));
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  folder = data_path ("");
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *read = g_strdup_printf ("/mime/messages/%s", name);
      g_autofree char *cut = g_strdup_printf ("/mime/cut/%s", name);

      if (!g_str_has_suffix (name, ".eml"))
        continue;
      g_test_add_data_func_full (read, data_path (name), test_message, g_free);
      g_test_add_data_func_full (cut, data_path (name), test_cut, g_free);
      n++;
    }
  g_assert_cmpuint (n, >=, 35);
  g_test_add_func ("/mime/decode", test_decode);
  g_test_add_func ("/mime/index-text", test_index_text);
  return g_test_run ();
}
