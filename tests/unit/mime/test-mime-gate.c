/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the gate refuses and what the reader makes of it: bombs of the kinds that have stopped mail
 * programs, at their limits. */

#include <pthread.h>
#include <string.h>

#include "loft-mime-gate.h"
#include "loft-mime-reader.h"

static char *
repeat (const char *text, gsize n)
{
  GString *all = g_string_sized_new (strlen (text) * n + 1);

  for (gsize i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

static LoftMimeGate
check (const char *message, const char **reason)
{
  return loft_mime_gate_check ((const guint8 *) message, strlen (message), reason);
}

static LoftMimeMessage *
read_message (const char *message)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (message, strlen (message));

  return loft_mime_message_read (raw);
}

static void *
read_and_free (void *message)
{
  loft_mime_message_free (read_message (message));
  return NULL;
}

/* With the stack of a thread that has little. */
static void
read_in_small_thread (char *message)
{
  pthread_attr_t attributes;
  pthread_t thread;

  pthread_attr_init (&attributes);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, 1024 * 1024), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, read_and_free, message), ==, 0);
  pthread_join (thread, NULL);
  pthread_attr_destroy (&attributes);
}

static void
test_open (void)
{
  static const char *const messages[] = {
    "",
    "\n",
    "text only",
    "From: a@b\n\nbody",
    "From: a@b\r\n\r\nbody",
    "To: undisclosed-recipients:;\n\n",
    "To: a: b@c; d: e@f;\n\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n",
    "\nTo: g:g:g in a body is text\n",
  };
  const char *reason = "none";

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_assert_cmpint (check (messages[i], &reason), ==, LOFT_MIME_GATE_OPEN);
      g_assert_null (reason);
    }
  g_assert_cmpint (loft_mime_gate_check (NULL, 0, NULL), ==, LOFT_MIME_GATE_OPEN);
}

/* GMime 3.2.13 goes one call deeper with each group. Wherever such a field stands, and however it
 * is folded or hidden, the gate must see it. */
static void
test_groups (void)
{
  static const char *const places[] = {
    "To: %s\n\n",
    "to:%s\n\n",
    "TO \t: %s\n\n",
    "From: %s\n\n",
    "Sender: %s\n\n",
    "Reply-To: %s\n\n",
    "Cc: %s\n\n",
    "Bcc: %s\n\n",
    "Resent-From: %s\n\n",
    "Resent-To: %s\n\n",
    "Subject: x\nTo: a@b\nCc: %s\n\n",
    "From x Mon Mar 2 10:15:00 2026\nTo: %s\n\n",
    "Content-Type: message/rfc822\n\nTo: %s\n\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nTo: %s\n\n",
    "Content-Type: multipart/digest; boundary=b\n\n--b\n\nTo: %s\n\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nTo: %s\n\n--b--\n",
    "junk\nmore junk\nTo: %s\n\n",
    "Content-Type: text/plain\n\nTo: %s\n",
  };
  static const char *const units[] = {
    "g:", "g:\n ", "g:\r\n\t", ":", "\"g\":", "(;)g:", "\";\":", "g:\";\"", "=?utf-8?q?g?=:",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *deep = repeat (units[i], loft_mime_limits.group_marks + 1);

      for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
        {
          g_auto (GStrv) parts = g_strsplit (places[k], "%s", 2);
          g_autofree char *message = g_strconcat (parts[0], deep, parts[1], NULL);
          g_autoptr (LoftMimeMessage) read = read_message (message);
          const char *reason = NULL;

          g_assert_cmpint (check (message, &reason), ==, LOFT_MIME_GATE_HEADERS_ONLY);
          g_assert_nonnull (reason);
          g_assert_null (read->refused); /* our own reader has no such weakness */
        }
    }
}

static void
test_group_limit (void)
{
  g_autofree char *at = repeat ("g:", loft_mime_limits.group_depth);
  g_autofree char *flat = repeat ("g:;", loft_mime_limits.group_marks);
  g_autofree char *at_limit = g_strdup_printf ("To: %s\n\n", at);
  g_autofree char *beyond = g_strdup_printf ("To: g:%s\n\n", at);
  g_autofree char *flat_at_limit = g_strdup_printf ("To: %s\n\n", flat);
  g_autofree char *flat_beyond = g_strdup_printf ("To: g:;%s\n\n", flat);

  g_assert_cmpint (check (at_limit, NULL), ==, LOFT_MIME_GATE_OPEN);
  g_assert_cmpint (check (beyond, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
  g_assert_cmpint (check (flat_at_limit, NULL), ==, LOFT_MIME_GATE_OPEN);
  g_assert_cmpint (check (flat_beyond, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
}

static void
test_deep_groups_in_thread (void)
{
  g_autofree char *deep = repeat ("g:", 200000);
  g_autofree char *message = g_strdup_printf ("To: a@b\nCc: %s c@d\nSubject: alive\n\nx", deep);
  g_autoptr (LoftMimeMessage) read = read_message (message);

  read_in_small_thread (message);
  g_assert_cmpstr (read->headers->subject, ==, "alive");
  g_assert_cmpuint (read->headers->to->len, ==, 1);
  g_assert_cmpstr (read->text, ==, "x");
}

static char *
make_parts (guint n)
{
  g_autofree char *parts = repeat ("--b\n\n", n);

  return g_strconcat ("Subject: parts\nContent-Type: multipart/mixed; boundary=b\n\n", parts,
                      "--b--\n", NULL);
}

/* The container counts too. */
static void
test_parts (void)
{
  g_autofree char *at_limit = make_parts (loft_mime_limits.parts - 1);
  g_autofree char *beyond = make_parts (loft_mime_limits.parts);
  g_autofree char *million = make_parts (1000000);
  g_autoptr (LoftMimeMessage) read = read_message (million);

  g_assert_cmpint (check (at_limit, NULL), ==, LOFT_MIME_GATE_OPEN);
  g_assert_cmpint (check (beyond, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
  g_assert_nonnull (read->refused);
  g_assert_cmpstr (read->headers->subject, ==, "parts");
  g_assert_cmpuint (read->parts->len, ==, 0);
}

static char *
make_nested (guint depth)
{
  GString *message = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_printf (message, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i,
                            i);
  g_string_append (message, "\nx\n");
  return g_string_free (message, FALSE);
}

static char *
make_chain (guint depth)
{
  g_autofree char *chain = repeat ("Content-Type: message/rfc822\n\n", depth);

  return g_strconcat (chain, "Subject: x\n\nx\n", NULL);
}

static void
test_depth (void)
{
  char *(*const makers[]) (guint depth) = { make_nested, make_chain };

  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      char *(*make) (guint depth) = makers[i];
      g_autofree char *at_limit = make (loft_mime_limits.mime_depth);
      g_autofree char *beyond = make (loft_mime_limits.mime_depth + 1);
      g_autofree char *very_deep = make (100000);
      g_autoptr (LoftMimeMessage) shown = read_message (at_limit);
      g_autoptr (LoftMimeMessage) refused = read_message (very_deep);

      g_assert_cmpint (check (at_limit, NULL), ==, LOFT_MIME_GATE_OPEN);
      g_assert_null (shown->refused);
      g_assert_cmpint (check (beyond, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
      g_assert_cmpint (check (very_deep, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
      g_assert_nonnull (refused->refused);
      read_in_small_thread (very_deep);
    }
}

static void
test_header_block (void)
{
  g_autofree char *filler = g_strnfill (loft_mime_limits.header_block, 'x');
  g_autofree char *own = g_strdup_printf ("Subject: a\nX: %s\n\nbody", filler);
  g_autofree char *of_part =
    g_strdup_printf ("Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nX: %s\n\n",
                     filler);
  g_autoptr (LoftMimeMessage) shut = read_message (own);
  g_autoptr (LoftMimeMessage) headers_only = read_message (of_part);

  g_assert_cmpint (check (own, NULL), ==, LOFT_MIME_GATE_SHUT);
  g_assert_nonnull (shut->refused);
  g_assert_cmpstr (shut->headers->subject, ==, "");
  g_assert_cmpint (check (of_part, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
  g_assert_nonnull (headers_only->refused);
  g_assert_cmpstr (headers_only->headers->subject, ==, "a");
}

/* A long field is cut by our reader and kept from others. */
static void
test_long_field (void)
{
  g_autofree char *filler = g_strnfill (loft_mime_limits.header + 1, 'x');
  g_autofree char *subject = g_strdup_printf ("To: a@b\nSubject: %s\n\nbody", filler);
  g_autofree char *address = g_strdup_printf ("To: a@b,%.70000s\nSubject: s\n\nbody", filler);
  g_autoptr (LoftMimeMessage) read = read_message (subject);

  g_assert_cmpint (check (subject, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
  g_assert_null (read->refused);
  g_assert_cmpuint (strlen (read->headers->subject), <=, 2000);
  g_assert_cmpstr (read->text, ==, "body");
  g_assert_cmpint (check (address, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
}

static void
test_many_fields (void)
{
  g_autofree char *fields = repeat ("To: a@b\n", loft_mime_limits.fields + 1);
  g_autofree char *message = g_strconcat (fields, "Subject: s\n\nbody", NULL);
  g_autoptr (LoftMimeMessage) read = read_message (message);

  g_assert_cmpint (check (message, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
  g_assert_cmpuint (read->headers->to->len, ==, loft_mime_limits.addresses);
  g_assert_cmpstr (read->headers->subject, ==, "s");
}

static void
test_long_boundary (void)
{
  g_autofree char *boundary = g_strnfill (300, 'b');
  g_autofree char *message =
    g_strdup_printf ("Content-Type: multipart/mixed; boundary=%s\n\n--%s\n\nx\n", boundary,
                     boundary);

  g_assert_cmpint (check (message, NULL), ==, LOFT_MIME_GATE_HEADERS_ONLY);
}

static void
test_references (void)
{
  GString *message = g_string_new ("References:");
  g_autoptr (LoftMimeMessage) read = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (message, " <%u@x>", i);
  g_string_append (message, "\nIn-Reply-To: <last@x>\n\n");
  text = g_string_free (message, FALSE);
  read = read_message (text);
  g_assert_cmpuint (read->headers->references->len, ==, 64);
  g_assert_cmpstr (g_ptr_array_index (read->headers->references, 63), ==, "last@x");
  g_assert_cmpstr (g_ptr_array_index (read->headers->references, 62), ==, "99999@x");
}

static void
test_dates (void)
{
  static const struct {
    const char *date;
    gint64 expected;
  } rows[] = {
    { "Mon, 02 Mar 2026 10:15:00 +0100", 1772442900 },
    { "2 Mar 2026 09:15 GMT", 1772442900 },
    { "Mon, 2 Mar 26 09:15:00 +0000 (UTC)", 1772442900 },
    { "Mon,  2 Mar 2026 04:15:00 EST", 1772442900 },
    { "Mon Mar  2 09:15:00 2026", 1772442900 },
    { "Thu, 1 Jan 1970 00:00:00 +0000", 0 },
    { "Thu, 1 Jan 1960 00:00:00 +0000", 0 },
    { "Thu, 1 Jan 9999 00:00:00 +0000", 0 },
    { "Thu, 99 Foo 2026 99:99:99 +9999", 0 },
    { "yesterday", 0 },
    { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *message = g_strdup_printf ("Date: %s\n\n", rows[i].date);
      g_autoptr (LoftMimeMessage) read = read_message (message);

      g_assert_cmpint (read->headers->date, ==, rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/gate/open", test_open);
  g_test_add_func ("/mime/gate/groups", test_groups);
  g_test_add_func ("/mime/gate/group-limit", test_group_limit);
  g_test_add_func ("/mime/gate/deep-groups-in-thread", test_deep_groups_in_thread);
  g_test_add_func ("/mime/gate/parts", test_parts);
  g_test_add_func ("/mime/gate/depth", test_depth);
  g_test_add_func ("/mime/gate/header-block", test_header_block);
  g_test_add_func ("/mime/gate/long-field", test_long_field);
  g_test_add_func ("/mime/gate/many-fields", test_many_fields);
  g_test_add_func ("/mime/gate/long-boundary", test_long_boundary);
  g_test_add_func ("/mime/references", test_references);
  g_test_add_func ("/mime/dates", test_dates);
  return g_test_run ();
}
