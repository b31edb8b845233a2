/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a POP3 server says: every line as each of the lines it could be, then all as a message. */
#include <string.h>

#include "loft-pop3-body.h"
#include "loft-pop3-listing.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static void
read_line (LoftPop3Listing *listing, const char *line, gsize length)
{
  g_auto (LoftPop3Response) response = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *tag = NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *timestamp = NULL;
  gboolean ok = loft_pop3_response_parse (&response, line, length, &error);

  g_assert (ok == (error == NULL));
  if (ok)
    {
      g_assert (g_utf8_validate (response.text, -1, NULL));
      timestamp = loft_pop3_greeting_get_timestamp (response.text);
    }
  loft_pop3_capability_parse (line, length, &tag, &arguments);
  loft_pop3_listing_add_uid (listing, line, length, NULL);
  loft_pop3_listing_add_size (listing, line, length, NULL);
}

/* Content is never longer than what came, and never depends on how that was cut. */
static void
read_body (const char *bytes, gsize length, gsize step, GString *content)
{
  LoftPop3Body body = LOFT_POP3_BODY_INIT;

  for (gsize at = 0; at < length && !loft_pop3_body_has_ended (&body);)
    {
      const char *piece;
      gsize n;

      at += loft_pop3_body_take (&body, bytes + at, MIN (step, length - at), &piece, &n);
      g_string_append_len (content, piece, (gssize) n);
    }
  g_assert (content->len <= length);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (LoftPop3Listing) listing = loft_pop3_listing_new ();
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) cut = g_string_new (NULL);
  const char *p = (const char *) bytes;
  const char *end = p + length;

  while (p < end)
    {
      const char *line_end = memchr (p, '\n', (gsize) (end - p));
      gsize n = (gsize) ((line_end != NULL ? line_end : end) - p);

      read_line (listing, p, n);
      p += n + 1;
    }
  loft_pop3_listing_conclude (listing);
  read_body ((const char *) bytes, length, length, whole);
  read_body ((const char *) bytes, length, 1, cut);
  g_assert (whole->len == cut->len && memcmp (whole->str, cut->str, cut->len) == 0);
  return 0;
}
