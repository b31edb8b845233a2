/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-library-private.h"

static gpointer
start_gmime (gpointer unused)
{
  g_mime_init ();
  return NULL;
}

void
loft_mime_library_start (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, start_gmime, NULL);
}

GBytes *
loft_mime_library_write (GMimeMessage *message)
{
  GMimeFormatOptions *options = g_mime_format_options_new ();
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GObject) stream = G_OBJECT (g_mime_stream_mem_new ());

  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream), bytes);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, GMIME_STREAM (stream));
  g_mime_format_options_free (options);
  return g_byte_array_free_to_bytes (bytes);
}
