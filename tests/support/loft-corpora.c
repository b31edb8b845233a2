/* SPDX-License-Identifier: GPL-3.0-or-later */

/* loft-corpora FOLDER…: takes every file below the folders for a message and does with it what
 * the application does: gate, read, clean, text, preview, decode. For samples that are not part
 * of the project; prints counts and the slowest file, fails when a file breaks a promise of the
 * readers. */

#include <string.h>

#include "loft-html.h"
#include "loft-mime-gate.h"
#include "loft-mime-reader.h"

#define INDEX_BYTES (1024 * 1024)

typedef struct {
  guint n_files;
  guint64 n_bytes;
  guint n_gate[LOFT_MIME_GATE_SHUT + 1];
  guint n_without_from;
  guint n_without_date;
  guint n_without_body;
  guint n_html;
  guint n_remote;
  guint n_attachments;
  guint n_broken;
  gint64 microseconds;
  gint64 slowest;
  char *slowest_file;
} Counts;

static void
check (Counts *counts, const char *path, gboolean kept, const char *promise)
{
  if (kept)
    return;
  g_printerr ("%s: %s\n", path, promise);
  counts->n_broken++;
}

static void
try_html (Counts *counts, const char *path, const char *html)
{
  g_autoptr (LoftCleanHtml) clean = loft_html_clean (html, -1);
  g_autoptr (LoftCleanHtml) again = loft_html_clean (clean->html, -1);

  counts->n_html++;
  counts->n_remote += clean->has_remote_content;
  check (counts, path, g_utf8_validate (clean->html, -1, NULL), "clean HTML is not UTF-8");
  check (counts, path, strstr (clean->html, "<script") == NULL, "a script was left");
  check (counts, path, again->html != NULL, "clean HTML cannot be cleaned");
}

static void
try_attachments (Counts *counts, const char *path, GBytes *raw, const LoftMimeMessage *message)
{
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);

  counts->n_attachments += attachments->len;
  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autoptr (GBytes) bytes = loft_mime_part_decode (raw, attachment->n, NULL);

      check (counts, path, bytes != NULL, "an attachment cannot be decoded");
      check (counts, path, bytes == NULL || g_bytes_get_size (bytes) == attachment->size,
             "an attachment has another size than it says");
      check (counts, path, strpbrk (attachment->name, "/\\\r\n\t") == NULL, "unsafe file name");
    }
}

static void
try_message (Counts *counts, const char *path, GBytes *raw)
{
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autofree char *text = loft_mime_message_index_text (message, INDEX_BYTES);
  g_autofree char *preview = loft_mime_message_preview (message);

  counts->n_without_from += message->headers->from->len == 0;
  counts->n_without_date += message->headers->date == 0;
  counts->n_without_body += message->text == NULL && message->html == NULL;
  check (counts, path, g_utf8_validate (text, -1, NULL), "text is not UTF-8");
  check (counts, path, g_utf8_validate (preview, -1, NULL), "preview is not UTF-8");
  check (counts, path, g_utf8_validate (message->headers->subject, -1, NULL),
         "subject is not UTF-8");
  if (message->html != NULL)
    try_html (counts, path, message->html);
  try_attachments (counts, path, raw, message);
}

static void
try_file (Counts *counts, const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GBytes) raw = NULL;
  gint64 start;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return;
  raw = g_bytes_new_take (g_steal_pointer (&bytes), length);
  counts->n_files++;
  counts->n_bytes += length;
  start = g_get_monotonic_time ();
  counts->n_gate[loft_mime_gate_check (g_bytes_get_data (raw, NULL), length, NULL)]++;
  try_message (counts, path, raw);
  start = g_get_monotonic_time () - start;
  counts->microseconds += start;
  if (start <= counts->slowest)
    return;
  counts->slowest = start;
  g_free (counts->slowest_file);
  counts->slowest_file = g_strdup (path);
}

static void
try_folder (Counts *counts, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      try_file (counts, path);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        try_folder (counts, child);
    }
}

int
main (int argc, char **argv)
{
  Counts counts = { 0 };

  for (int i = 1; i < argc; i++)
    try_folder (&counts, argv[i]);
  g_print ("%u files, %" G_GUINT64_FORMAT " bytes, %.2f s\n", counts.n_files, counts.n_bytes,
           counts.microseconds / 1e6);
  g_print ("gate: %u open, %u headers only, %u shut\n", counts.n_gate[LOFT_MIME_GATE_OPEN],
           counts.n_gate[LOFT_MIME_GATE_HEADERS_ONLY], counts.n_gate[LOFT_MIME_GATE_SHUT]);
  g_print ("without author %u, date %u, body %u; HTML %u (remote content %u); attachments %u\n",
           counts.n_without_from, counts.n_without_date, counts.n_without_body, counts.n_html,
           counts.n_remote, counts.n_attachments);
  g_print ("slowest %.1f ms: %s\n", counts.slowest / 1e3,
           counts.slowest_file != NULL ? counts.slowest_file : "none");
  g_print ("broken promises: %u\n", counts.n_broken);
  g_free (counts.slowest_file);
  return counts.n_files == 0 || counts.n_broken > 0;
}
