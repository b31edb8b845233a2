/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smtp-fixture.h"

#include <string.h>

/* What arrives, byte by byte; and much of it. */

#define MAIL "C: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\n"
#define DATA "C: DATA\nS: 354 go on\n"

/* --- A message in pieces ------------------------------------------------------------------ */

typedef struct {
  GBytes *message;
  gsize position;
  gsize step; /* at most, by turns 1 and this */
  gsize fails; /* after that many bytes; 0: never */
} Source;

static gssize
read_source (gpointer user_data, char *buffer, gsize length, GCancellable *cancellable,
             GError **error)
{
  Source *self = user_data;
  gsize size = 0;
  const char *bytes = g_bytes_get_data (self->message, &size);
  gsize n = MIN (MIN (length, self->position % 2 == 0 ? self->step : 1), size - self->position);

  if (self->fails > 0 && self->position >= self->fails)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, "cannot be read");
      return -1;
    }
  memcpy (buffer, bytes + self->position, n);
  self->position += n;
  return (gssize) n;
}

static gboolean
count_dot (gpointer user_data, GError **error)
{
  ((SmtpFixture *) user_data)->n_dots++;
  return TRUE;
}

static gboolean
send_source (SmtpFixture *fixture, Source *source, guint64 size, GError **error)
{
  LoftSmtpBody body = { size, read_source, source, NULL };

  source->message = fixture->message;
  smtp_fixture_keep (fixture, 1);
  return loft_smtp_session_send (fixture->session, fixture->envelope, &body, &fixture->outcome,
                                 count_dot, fixture, NULL, error);
}

/* Lines with all that is odd, and no end: 200 bytes a round. */
static GBytes *
odd_message (gsize size)
{
  static const char odd[] = ".\r\n..\n.x\r\n\0NUL\xff\xfe caf\xe9\n\n.\n\r\n a\rb \r\r\n.\r.";
  GByteArray *bytes = g_byte_array_new ();

  while (bytes->len < size)
    {
      g_byte_array_append (bytes, (const guint8 *) odd, sizeof odd - 1);
      for (guint i = 0; i < 16; i++)
        g_byte_array_append (bytes, (const guint8 *) "0123456789", 10);
    }
  g_byte_array_append (bytes, (const guint8 *) "end", 3);
  return g_byte_array_free_to_bytes (bytes);
}

/* What must arrive, made in another way than the program does: whole, in three passes. */
static GString *
on_the_line (GBytes *message, gboolean stuffs)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (message, &size);
  GString *line_ends = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    if (bytes[i] == '\n')
      g_string_append (line_ends, "\r\n");
    else if (bytes[i] == '\r')
      g_string_append (line_ends, i + 1 < size && bytes[i + 1] == '\n' ? "" : " ");
    else
      g_string_append_c (line_ends, bytes[i]);
  if (line_ends->len > 0 && line_ends->str[line_ends->len - 1] != '\n')
    g_string_append (line_ends, "\r\n");
  for (gsize i = 0; i < line_ends->len; i++)
    {
      if (stuffs && line_ends->str[i] == '.' && (i == 0 || line_ends->str[i - 1] == '\n'))
        g_string_append_c (out, '.');
      g_string_append_c (out, line_ends->str[i]);
    }
  g_string_free (line_ends, TRUE);
  return out;
}

static void
assert_received (SmtpFixture *fixture, const char *after, const GString *expected)
{
  gsize length = 0;
  g_autofree char *received = loft_script_server_get_received_plain (fixture->server, &length);
  char *start = memmem (received, length, after, strlen (after));

  g_assert_nonnull (start);
  start += strlen (after);
  g_assert_cmpmem (start, length - (gsize) (start - received), expected->str, expected->len);
}

static void
assert_data (gsize size, gsize step)
{
  g_autoptr (GBytes) message = odd_message (size);
  GString *expected = on_the_line (message, TRUE);
  g_autofree char *script = NULL;
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  Source source = { .step = step };

  g_string_append (expected, ".\r\n");
  script =
    g_strdup_printf (SMTP_OPEN ("") MAIL DATA "receive %" G_GSIZE_FORMAT "\nS: 250 ok\neof\n",
                     expected->len);
  smtp_fixture_init_connected (&fixture, script);
  g_bytes_unref (fixture.message);
  fixture.message = g_bytes_ref (message);
  g_assert_true (send_source (&fixture, &source, g_bytes_get_size (message), &error));
  g_assert_no_error (error);
  assert_received (&fixture, "DATA\r\n", expected);
  g_string_free (expected, TRUE);
}

static void
test_data (void)
{
  assert_data (1, 1);
  assert_data (3000, 7);
  assert_data (300000, 100000);
}

static void
test_data_large (void)
{
  assert_data (10 * 1000 * 1000, 65536);
}

/* 1 MiB a chunk, and what is left over. */
static void
test_chunks (void)
{
  g_autoptr (GBytes) message = odd_message (2500 * 1000);
  GString *expected = on_the_line (message, FALSE);
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *received = NULL;
  gsize length = 0;
  char *p;
  Source source = { .step = 65536 };

  smtp_fixture_init_connected (&fixture, SMTP_OPEN ("S: 250-CHUNKING\n") MAIL
                               "repeat 2\n"
                               "C: BDAT *\nreceive chunk\nS: 250 ok\nend\n"
                               "C: BDAT * LAST\nreceive chunk\nS: 250 ok\neof\n");
  g_bytes_unref (fixture.message);
  fixture.message = g_bytes_ref (message);
  g_assert_true (send_source (&fixture, &source, g_bytes_get_size (message), &error));
  g_assert_no_error (error);
  received = loft_script_server_get_received_plain (fixture.server, &length);
  for (p = strstr (received, "BDAT "); p != NULL && p < received + length;)
    {
      gsize n = g_ascii_strtoull (p + 5, NULL, 10);

      p = strchr (p, '\n') + 1;
      g_string_append_len (joined, p, (gssize) n);
      p += n;
    }
  g_assert_cmpmem (joined->str, joined->len, expected->str, expected->len);
  g_string_free (expected, TRUE);
}

/* --- What cannot be read ------------------------------------------------------------------ */

static void
assert_source_fails (const char *extensions, guint64 size, gsize fails, int code)
{
  g_autofree char *script =
    g_strconcat ("S: 220 x\nC: EHLO *\nS: 250-x\n", extensions, MAIL "close\n", NULL);
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  Source source = { .step = 100, .fails = fails };

  smtp_fixture_init_connected (&fixture, script);
  g_assert_false (send_source (&fixture, &source, size, &error));
  g_assert_error (error, LOFT_ERROR, code);
  g_assert_cmpint (fixture.outcome.result, ==, LOFT_SMTP_TEMPORARY);
  g_assert_cmpuint (fixture.n_dots, ==, 0);
  g_assert_false (loft_smtp_session_is_connected (fixture.session));
}

/* A message that is not what it was is never sent in part. */
static void
test_unreadable (void)
{
  static const char *const extensions[] = { "S: 250 HELP\n" DATA, "S: 250 CHUNKING\n" };

  for (gsize i = 1; i < G_N_ELEMENTS (extensions); i++)
    {
      assert_source_fails (extensions[i], 21, 5, LOFT_ERROR_STORE);
      assert_source_fails (extensions[i], 22, 0, LOFT_ERROR_CONFLICT);
      assert_source_fails (extensions[i], 20, 0, LOFT_ERROR_CONFLICT);
    }
}

static void
test_unreadable_in_data (void)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  Source source = { .step = 100, .fails = 5 };

  smtp_fixture_init_connected (&fixture, SMTP_OPEN ("") MAIL DATA "eof\n");
  g_assert_false (send_source (&fixture, &source, 21, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_assert_cmpint (fixture.outcome.result, ==, LOFT_SMTP_TEMPORARY);
}

/* --- What is known before the first command ----------------------------------------------- */

static const struct {
  const char *name;
  const char *extensions;
  gboolean utf8_headers;
  gboolean eight_bit_body;
  const char *recipient; /* NULL: as it is */
  int error;
  const char *outcome;
} refusals[] = {
  { "too-large", "S: 250-SIZE 20\n", FALSE, FALSE, NULL, LOFT_ERROR_LIMIT, "refused too-large ?" },
  { "utf8-address", "S: 250-8BITMIME\n", FALSE, FALSE, "zoë@example.net", LOFT_ERROR_REFUSED,
    "refused utf8 ?" },
  { "utf8-headers", "S: 250-8BITMIME\n", TRUE, FALSE, NULL, LOFT_ERROR_REFUSED, "refused utf8 ?" },
  { "eight-bit", "S: 250-SMTPUTF8\n", FALSE, TRUE, NULL, LOFT_ERROR_REFUSED,
    "refused eight-bit ?" },
  { "injection", "", FALSE, FALSE, "a@example.net>\r\nDATA", LOFT_ERROR_REFUSED,
    "refused bad-address ?" },
};

static void
test_refusal (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat ("S: 220 x\nC: EHLO *\nS: 250-x\n", refusals[i].extensions,
                                         "S: 250 HELP\nC: NOOP\nS: 250 ok\neof\n", NULL);
  g_auto (SmtpFixture) fixture = { NULL };
  g_autofree char *outcome = NULL;

  smtp_fixture_init_connected (&fixture, script);
  smtp_fixture_keep (&fixture, 1);
  fixture.envelope->utf8_headers = refusals[i].utf8_headers;
  fixture.envelope->eight_bit_body = refusals[i].eight_bit_body;
  if (refusals[i].recipient != NULL)
    {
      smtp_fixture_keep (&fixture, 0);
      loft_smtp_envelope_add (fixture.envelope, refusals[i].recipient, LOFT_SMTP_NOTIFY_DEFAULT,
                              NULL);
    }
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_REFUSED, refusals[i].error);
  outcome = smtp_fixture_describe (&fixture);
  g_assert_cmpstr (outcome, ==, refusals[i].outcome);
  g_assert_true (loft_smtp_session_noop (fixture.session, NULL, NULL));
}

static void
test_size_fits (void)
{
  static const char script[] =
    "S: 220 x\nC: EHLO *\nS: 250-x\nS: 250-SIZE 21\nS: 250-SMTPUTF8\nS: 250 8BITMIME\n"
    "C: MAIL FROM:<jane@example.org> SIZE=21 BODY=8BITMIME SMTPUTF8\nS: 250 ok\n"
    "C: RCPT TO:<a@example.net>\nS: 250 ok\n" DATA "receive 24\nS: 250 ok\neof\n";
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init_connected (&fixture, script);
  smtp_fixture_keep (&fixture, 1);
  fixture.envelope->utf8_headers = TRUE;
  fixture.envelope->eight_bit_body = TRUE;
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_SENT, -1);
}

/* --- Many recipients ---------------------------------------------------------------------- */

static void
add_round (GString *script, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    g_string_append_printf (script, "C: RCPT TO:<r%u@example.net>\n", i);
  if (first == 0)
    g_string_append (script, "S: 250 sender ok\n");
  for (guint i = first; i < first + n; i++)
    g_string_append (script, i % 10 == 3 ? "S: 550 5.1.1 no\n"
                             : i >= 900  ? "S: 452 4.5.3 too many\n"
                                         : "S: 250 2.1.5 ok\n");
}

static void
test_many (void)
{
  g_autoptr (GString) script = g_string_new (SMTP_OPEN ("S: 250-PIPELINING\n") "C: MAIL FROM:*\n");
  g_auto (SmtpFixture) fixture = { NULL };

  for (guint i = 0; i < 1000; i += 100)
    add_round (script, i, 100);
  g_string_append (script, DATA "receive 24\nS: 250 ok\neof\n");
  smtp_fixture_init_connected (&fixture, script->str);
  smtp_fixture_keep (&fixture, 0);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *address = g_strdup_printf ("r%u@example.net", i);

      loft_smtp_envelope_add (fixture.envelope, address, LOFT_SMTP_NOTIFY_DEFAULT, NULL);
    }
  fixture.envelope->partial = TRUE;
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_SENT, -1);
  g_assert_cmpuint (loft_smtp_outcome_count (&fixture.outcome, LOFT_SMTP_RECIPIENT_ACCEPTED), ==,
                    810);
  g_assert_cmpuint (loft_smtp_outcome_count (&fixture.outcome, LOFT_SMTP_RECIPIENT_REFUSED), ==,
                    100);
  g_assert_cmpuint (loft_smtp_outcome_count (&fixture.outcome, LOFT_SMTP_RECIPIENT_TEMPORARY), ==,
                    90);
  g_assert_cmpint (loft_smtp_outcome_get_recipient (&fixture.outcome, 999)->answer.reason, ==,
                   LOFT_SMTP_REASON_TOO_MANY_RECIPIENTS);
}

/* A server that answers so much that nobody reads must not stop both. */
static void
test_long_answers (void)
{
  g_autofree char *words = g_strnfill (10000, 'x');
  g_autoptr (GString) script =
    g_string_new (SMTP_OPEN ("S: 250-PIPELINING\n") "C: MAIL FROM:*\nS: 250 ok\n");
  g_auto (SmtpFixture) fixture = { NULL };

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (script, "C: RCPT *\nS: 550 5.1.1 %s\n", words);
  g_string_append (script, "eof\n");
  smtp_fixture_init_connected (&fixture, script->str);
  smtp_fixture_keep (&fixture, 0);
  for (guint i = 0; i < 300; i++)
    loft_smtp_envelope_add (fixture.envelope, "r@example.net", LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/transfer/data", test_data);
  g_test_add_func ("/smtp/transfer/data-large", test_data_large);
  g_test_add_func ("/smtp/transfer/chunks", test_chunks);
  g_test_add_func ("/smtp/transfer/unreadable", test_unreadable);
  g_test_add_func ("/smtp/transfer/unreadable-in-data", test_unreadable_in_data);
  g_test_add_func ("/smtp/transfer/size-fits", test_size_fits);
  g_test_add_func ("/smtp/transfer/many", test_many);
  g_test_add_func ("/smtp/transfer/long-answers", test_long_answers);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/smtp/transfer/refused/%s", refusals[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_refusal);
    }
  return g_test_run ();
}
