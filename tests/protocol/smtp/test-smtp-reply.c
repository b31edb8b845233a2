/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-smtp-content.h"
#include "loft-smtp-envelope.h"
#include "loft-smtp-outcome.h"

#include <string.h>

/* What is pure: replies, extensions, reasons, commands, and the message on the line. */

/* --- Replies ------------------------------------------------------------------------------ */

static const struct {
  const char *name;
  const char *lines; /* joined by LF */
  int error; /* -1: none */
  const char *text; /* "code status text" */
} replies[] = {
  { "plain", "250 ok", -1, "250 0.0.0 ok" },
  { "bare", "250", -1, "250 0.0.0 " },
  { "blank", "250 ", -1, "250 0.0.0 " },
  { "enhanced", "250 2.1.5 ok", -1, "250 2.1.5 ok" },
  { "only-enhanced", "550 5.1.1", -1, "550 5.1.1 " },
  { "lines", "550-5.7.1 one\n550-5.7.1 two\n550 5.7.1 three", -1, "550 5.7.1 one two three" },
  { "first-status-counts", "550-5.7.1 one\n550 5.1.1 two", -1, "550 5.7.1 one two" },
  { "status-in-a-later-line", "550-one\n550 5.1.1 two", -1, "550 0.0.0 one two" },
  { "bare-last", "250-one\n250", -1, "250 0.0.0 one" },
  { "empty-lines", "250-\n250-\n250 x", -1, "250 0.0.0 x" },
  { "other-class", "550 2.1.1 x", -1, "550 0.0.0 2.1.1 x" },
  { "challenge", "334 3.1.1", -1, "334 0.0.0 3.1.1" },
  { "address-is-no-status", "550 5.1.1.1 x", -1, "550 0.0.0 5.1.1.1 x" },
  { "short-status", "550 5.1 x", -1, "550 0.0.0 5.1 x" },
  { "long-number", "550 5.1234.1 x", -1, "550 0.0.0 5.1234.1 x" },
  { "three-digits", "550 5.999.999 x", -1, "550 5.999.999 x" },
  { "status-and-tab", "550 5.1.1\tx", -1, "550 0.0.0 5.1.1 x" },
  { "controls", "250 a\001b\tc\x7f", -1, "250 0.0.0 a b c" },
  { "latin-1", "250 caf\xe9", -1, "250 0.0.0 caf\xef\xbf\xbd" },
  { "utf8", "250 2.0.0 caf\xc3\xa9", -1, "250 2.0.0 caf\xc3\xa9" },
  { "unknown-code", "299 x", -1, "299 0.0.0 x" },

  { "empty", "", LOFT_ERROR_PROTOCOL, NULL },
  { "two-digits", "25", LOFT_ERROR_PROTOCOL, NULL },
  { "four-digits", "2500 x", LOFT_ERROR_PROTOCOL, NULL },
  { "letters", "2x0 x", LOFT_ERROR_PROTOCOL, NULL },
  { "100", "100 x", LOFT_ERROR_PROTOCOL, NULL },
  { "600", "600 x", LOFT_ERROR_PROTOCOL, NULL },
  { "sign", "+50 x", LOFT_ERROR_PROTOCOL, NULL },
  { "blank-first", " 250 x", LOFT_ERROR_PROTOCOL, NULL },
  { "underscore", "250_x", LOFT_ERROR_PROTOCOL, NULL },
  { "other-code", "250-x\n251 y", LOFT_ERROR_PROTOCOL, NULL },
  { "no-code-in-the-middle", "250-x\ny\n250 z", LOFT_ERROR_PROTOCOL, NULL },
  { "another-protocol", "* OK IMAP4rev1", LOFT_ERROR_PROTOCOL, NULL },
  { "http", "HTTP/1.1 400 Bad Request", LOFT_ERROR_PROTOCOL, NULL },
};

static LoftSmtpReplyState
read_lines (LoftSmtpReply *reply, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text[0] != '\0' ? text : "\n", "\n", -1);
  LoftSmtpReplyState state = LOFT_SMTP_REPLY_MORE;

  for (gsize i = 0; lines[i] != NULL && state == LOFT_SMTP_REPLY_MORE; i++)
    state = loft_smtp_reply_add_line (reply, lines[i], strlen (lines[i]), error);
  return state;
}

static void
test_reply (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (LoftSmtpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;
  LoftSmtpReplyState state = read_lines (&reply, replies[i].lines, &error);
  g_autofree char *text = loft_smtp_reply_get_text (&reply);
  g_autofree char *whole = g_strdup_printf ("%u %u.%u.%u %s", reply.code, reply.status.class,
                                            reply.status.subject, reply.status.detail, text);

  if (replies[i].error >= 0)
    {
      g_assert_cmpint (state, ==, LOFT_SMTP_REPLY_BROKEN);
      g_assert_error (error, LOFT_ERROR, replies[i].error);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, LOFT_SMTP_REPLY_DONE);
  g_assert_cmpstr (whole, ==, replies[i].text);
}

static void
test_reply_limits (void)
{
  g_autofree char *long_text = g_strnfill (LOFT_SMTP_MAX_LINE - 4, 'x');
  g_autofree char *longest = g_strconcat ("250-", long_text, NULL);
  g_auto (LoftSmtpReply) reply = { 0 };
  g_auto (LoftSmtpReply) lines = { 0 };
  guint n = 0;

  while (loft_smtp_reply_add_line (&reply, longest, strlen (longest), NULL) == LOFT_SMTP_REPLY_MORE)
    n++;
  g_assert_cmpuint (n, ==, LOFT_SMTP_MAX_REPLY / LOFT_SMTP_MAX_LINE);
  for (n = 0; loft_smtp_reply_add_line (&lines, "250-", 4, NULL) == LOFT_SMTP_REPLY_MORE; n++)
    ;
  g_assert_cmpuint (n, ==, LOFT_SMTP_MAX_LINES);
}

static void
test_reply_nul (void)
{
  g_auto (LoftSmtpReply) reply = { 0 };
  g_autofree char *text = NULL;

  g_assert_cmpint (loft_smtp_reply_add_line (&reply, "250 a\0b", 7, NULL), ==,
                   LOFT_SMTP_REPLY_DONE);
  text = loft_smtp_reply_get_text (&reply);
  g_assert_cmpstr (text, ==,
                   "a\xef\xbf\xbd"
                   "b");
}

/* --- Extensions --------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *lines;
  guint offered;
  guint64 max_size;
  const char *mechanisms; /* joined by blanks */
} offers[] = {
  { "none", "250 mail.example.org", 0, 0, "" },
  { "name-is-no-extension", "250-PIPELINING\n250 HELP", 0, 0, "" },
  { "several",
    "250-x\n250-PIPELINING\n250-size 1000\n250-8bitMime\n250-ENHANCEDSTATUSCODES\n250 DSN",
    LOFT_SMTP_PIPELINING | LOFT_SMTP_SIZE | LOFT_SMTP_8BITMIME | LOFT_SMTP_ENHANCEDSTATUSCODES |
      LOFT_SMTP_DSN,
    1000, "" },
  { "size-unknown", "250-x\n250 SIZE", LOFT_SMTP_SIZE, 0, "" },
  { "size-none", "250-x\n250 SIZE 0", LOFT_SMTP_SIZE, 0, "" },
  { "size-nonsense", "250-x\n250 SIZE -1", LOFT_SMTP_SIZE, 0, "" },
  { "size-too-large", "250-x\n250 SIZE 99999999999999999999", LOFT_SMTP_SIZE, 0, "" },
  { "auth", "250-x\n250 AUTH plain  LOGIN\tCRAM-MD5", LOFT_SMTP_AUTH, 0, "PLAIN LOGIN CRAM-MD5" },
  { "auth-of-old", "250-x\n250-AUTH PLAIN\n250 AUTH=PLAIN LOGIN", LOFT_SMTP_AUTH, 0,
    "PLAIN LOGIN" },
  { "auth-nothing", "250-x\n250 AUTH", LOFT_SMTP_AUTH, 0, "" },
  { "parts-of-words", "250-x\n250-XSTARTTLS\n250-STARTTLSX\n250-STARTTLS=\n250 X STARTTLS", 0, 0,
    "" },
  { "starttls", "250-x\n250-STARTTLS\n250-CHUNKING\n250 SMTPUTF8",
    LOFT_SMTP_STARTTLS | LOFT_SMTP_CHUNKING | LOFT_SMTP_SMTPUTF8, 0, "" },
};

static void
test_offer (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (LoftSmtpReply) reply = { 0 };
  g_auto (LoftSmtpExtensions) extensions = { 0 };
  g_autofree char *mechanisms = NULL;

  g_assert_cmpint (read_lines (&reply, offers[i].lines, NULL), ==, LOFT_SMTP_REPLY_DONE);
  loft_smtp_extensions_parse (&extensions, &reply);
  g_assert_cmphex (extensions.offered, ==, offers[i].offered);
  g_assert_cmpuint (extensions.max_size, ==, offers[i].max_size);
  mechanisms = g_strjoinv (" ", (char **) extensions.mechanisms->pdata);
  g_assert_cmpstr (mechanisms, ==, offers[i].mechanisms);
}

/* --- Reasons ------------------------------------------------------------------------------ */

static const struct {
  const char *reply;
  LoftSmtpStep step;
  const char *reason;
  gboolean temporary;
  int error;
} reasons[] = {
  { "550 5.1.1 x", LOFT_SMTP_STEP_RCPT, "no-such-user", FALSE, LOFT_ERROR_REFUSED },
  { "550 x", LOFT_SMTP_STEP_RCPT, "no-such-user", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.0.0 x", LOFT_SMTP_STEP_RCPT, "no-such-user", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.7.1 x", LOFT_SMTP_STEP_RCPT, "policy", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.7.999 x", LOFT_SMTP_STEP_RCPT, "policy", FALSE, LOFT_ERROR_REFUSED },
  { "553 5.7.1 x", LOFT_SMTP_STEP_MAIL, "sender", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.4.4 x", LOFT_SMTP_STEP_RCPT, "no-such-domain", FALSE, LOFT_ERROR_REFUSED },
  { "556 5.1.10 x", LOFT_SMTP_STEP_RCPT, "no-such-domain", FALSE, LOFT_ERROR_REFUSED },
  { "450 4.2.0 x", LOFT_SMTP_STEP_RCPT, "greylisted", TRUE, LOFT_ERROR_TEMPORARY },
  { "450 4.7.1 x", LOFT_SMTP_STEP_RCPT, "greylisted", TRUE, LOFT_ERROR_TEMPORARY },
  { "451 x", LOFT_SMTP_STEP_RCPT, "greylisted", TRUE, LOFT_ERROR_TEMPORARY },
  { "452 4.2.2 x", LOFT_SMTP_STEP_RCPT, "mailbox-full", TRUE, LOFT_ERROR_TEMPORARY },
  { "552 5.2.2 x", LOFT_SMTP_STEP_RCPT, "mailbox-full", FALSE, LOFT_ERROR_REFUSED },
  { "452 4.5.3 x", LOFT_SMTP_STEP_RCPT, "too-many-recipients", TRUE, LOFT_ERROR_TEMPORARY },
  { "452 x", LOFT_SMTP_STEP_MAIL, "server-full", TRUE, LOFT_ERROR_TEMPORARY },
  { "552 x", LOFT_SMTP_STEP_RCPT, "too-many-recipients", TRUE, LOFT_ERROR_TEMPORARY },
  { "552 x", LOFT_SMTP_STEP_DATA, "too-large", FALSE, LOFT_ERROR_LIMIT },
  { "552 5.3.4 x", LOFT_SMTP_STEP_MAIL, "too-large", FALSE, LOFT_ERROR_LIMIT },
  { "421 4.7.28 x", LOFT_SMTP_STEP_RCPT, "busy", TRUE, LOFT_ERROR_TEMPORARY },
  { "450 4.7.28 x", LOFT_SMTP_STEP_RCPT, "too-much-mail", TRUE, LOFT_ERROR_TEMPORARY },
  { "530 5.7.0 x", LOFT_SMTP_STEP_MAIL, "sign-in", FALSE, LOFT_ERROR_AUTH },
  { "530 x", LOFT_SMTP_STEP_MAIL, "sign-in", FALSE, LOFT_ERROR_AUTH },
  { "530 5.7.11 x", LOFT_SMTP_STEP_MAIL, "encryption", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.7.26 x", LOFT_SMTP_STEP_DATA, "spam", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.6.7 x", LOFT_SMTP_STEP_RCPT, "utf8", FALSE, LOFT_ERROR_REFUSED },
  { "554 5.6.0 x", LOFT_SMTP_STEP_DATA, "content", FALSE, LOFT_ERROR_REFUSED },
  { "554 x", LOFT_SMTP_STEP_DATA, "content", FALSE, LOFT_ERROR_REFUSED },
  { "554 x", LOFT_SMTP_STEP_CONNECT, "unknown", FALSE, LOFT_ERROR_REFUSED },
  { "551 5.1.6 x", LOFT_SMTP_STEP_RCPT, "moved", FALSE, LOFT_ERROR_REFUSED },
  { "550 5.2.1 x", LOFT_SMTP_STEP_RCPT, "mailbox-disabled", FALSE, LOFT_ERROR_REFUSED },
  { "454 4.7.0 x", LOFT_SMTP_STEP_CONNECT, "policy", TRUE, LOFT_ERROR_TEMPORARY },
  { "503 5.5.1 x", LOFT_SMTP_STEP_DATA, "unknown", FALSE, LOFT_ERROR_REFUSED },
  { "354 x", LOFT_SMTP_STEP_MAIL, "unknown", FALSE, LOFT_ERROR_PROTOCOL },
};

static void
test_reasons (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_auto (LoftSmtpReply) reply = { 0 };
      g_auto (LoftSmtpAnswer) answer = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", reasons[i].reply);
      read_lines (&reply, reasons[i].reply, NULL);
      loft_smtp_answer_set (&answer, &reply, reasons[i].step);
      loft_smtp_answer_set_error (&answer, reasons[i].step, &error);
      g_assert_cmpstr (loft_smtp_reason_name (answer.reason), ==, reasons[i].reason);
      g_assert_cmpint (loft_smtp_is_temporary (reply.code, reply.status, reasons[i].step), ==,
                       reasons[i].temporary);
      g_assert_error (error, LOFT_ERROR, reasons[i].error);
    }
}

/* Nobody takes the server's words for ours. */
static void
test_words (void)
{
  g_auto (LoftSmtpReply) reply = { 0 };
  g_auto (LoftSmtpAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  read_lines (&reply, "550-5.1.1 no”. Your password has\n550 5.1.1 expired", NULL);
  loft_smtp_answer_set (&answer, &reply, LOFT_SMTP_STEP_RCPT);
  loft_smtp_answer_set_error (&answer, LOFT_SMTP_STEP_RCPT, &error);
  g_assert_cmpstr (error->message, ==, "The server refused: “no\". Your password has expired”");
}

/* --- Addresses and commands --------------------------------------------------------------- */

static const struct {
  const char *address;
  gboolean safe;
} addresses[] = {
  { "a@example.org", TRUE },
  { "a+b=c'd@sub.example.org", TRUE },
  { "\"a.b\"@example.org", TRUE },
  { "\"a@b\"@example.org", TRUE },
  { "a@[192.0.2.1]", TRUE },
  { "zoë@example.org", TRUE },
  { "a@bücher.example", TRUE },
  { "a", FALSE },
  { "", FALSE },
  { "@example.org", FALSE },
  { "a@", FALSE },
  { "a b@example.org", FALSE },
  { "\"a b\"@example.org", FALSE },
  { "a@example.org ", FALSE },
  { " a@example.org", FALSE },
  { "a@example.org>", FALSE },
  { "<a@example.org", FALSE },
  { "a@example.org> SIZE=1", FALSE },
  { "a@example.org\r\nRCPT TO:<b@example.org", FALSE },
  { "a@example.org\n", FALSE },
  { "a\r@example.org", FALSE },
  { "a@exam\tple.org", FALSE },
  { "a@example.org\x7f", FALSE },
  { "a\xc2\x85@example.org", FALSE }, /* next line */
  { "a\xe2\x80\xa8@example.org", FALSE }, /* line separator */
  { "a\xc2\xa0@example.org", FALSE }, /* no-break space */
  { "caf\xe9@example.org", FALSE }, /* no UTF-8 */
};

static void
test_addresses (void)
{
  g_autofree char *local = g_strnfill (65, 'a');
  g_autofree char *domain = g_strnfill (256, 'a');
  g_autofree char *long_local = g_strconcat (local, "@example.org", NULL);
  g_autofree char *fits = g_strconcat (local + 1, "@", domain + 1, NULL);
  g_autofree char *long_domain = g_strconcat ("a@", domain, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (LoftSmtpEnvelope) envelope = loft_smtp_envelope_new ("jane@example.org");
      g_autoptr (GError) error = NULL;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      loft_smtp_envelope_add (envelope, addresses[i].address, LOFT_SMTP_NOTIFY_DEFAULT, NULL);
      g_assert_cmpint (loft_smtp_address_is_safe (addresses[i].address), ==, addresses[i].safe);
      g_assert_cmpint (loft_smtp_envelope_check (envelope, &error), ==, addresses[i].safe);
      g_assert_true (addresses[i].safe || g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED));
      g_assert_true (error == NULL || strpbrk (error->message, "\r\n") == NULL);
    }
  g_assert_false (loft_smtp_address_is_safe (long_local));
  g_assert_false (loft_smtp_address_is_safe (long_domain));
  g_assert_true (loft_smtp_address_is_safe (fits));
  g_assert_false (loft_smtp_address_is_safe (NULL));
}

static void
test_envelopes (void)
{
  g_autoptr (LoftSmtpEnvelope) nobody = loft_smtp_envelope_new ("a@example.org");
  g_autoptr (LoftSmtpEnvelope) bounce = loft_smtp_envelope_new ("");
  g_autoptr (LoftSmtpEnvelope) forged = loft_smtp_envelope_new ("a@example.org>\r\nDATA");

  loft_smtp_envelope_add (bounce, "b@example.org", LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  loft_smtp_envelope_add (forged, "b@example.org", LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  g_assert_false (loft_smtp_envelope_check (nobody, NULL));
  g_assert_true (loft_smtp_envelope_check (bounce, NULL));
  g_assert_false (loft_smtp_envelope_check (forged, NULL));
  bounce->id = g_strdup ("two words");
  g_assert_false (loft_smtp_envelope_check (bounce, NULL));
  g_free (bounce->id);
  bounce->id = g_strdup ("x\r\n");
  g_assert_false (loft_smtp_envelope_check (bounce, NULL));
  g_free (bounce->id);
  bounce->id = g_strnfill (101, 'x');
  g_assert_false (loft_smtp_envelope_check (bounce, NULL));
  bounce->id[100] = '\0';
  g_assert_true (loft_smtp_envelope_check (bounce, NULL));
}

static void
assert_commands (const LoftSmtpEnvelope *envelope, LoftSmtpExtension offered, const char *mail,
                 const char *rcpt)
{
  LoftSmtpExtensions extensions = { .offered = offered };
  g_autofree char *mail_command = loft_smtp_envelope_mail_command (envelope, &extensions, 123);
  g_autofree char *rcpt_command = loft_smtp_envelope_rcpt_command (envelope, &extensions, 0);

  g_assert_cmpstr (mail_command, ==, mail);
  g_assert_cmpstr (rcpt_command, ==, rcpt);
}

static void
test_commands (void)
{
  g_autoptr (LoftSmtpEnvelope) envelope = loft_smtp_envelope_new ("jane@bücher.example");
  LoftSmtpRecipient *to =
    loft_smtp_envelope_add (envelope, "bob@example.net", LOFT_SMTP_NOTIFY_DEFAULT, NULL);

  assert_commands (envelope, 0, "MAIL FROM:<jane@xn--bcher-kva.example>\r\n",
                   "RCPT TO:<bob@example.net>\r\n");
  g_assert_false (loft_smtp_envelope_needs_utf8 (envelope));
  envelope->eight_bit_body = TRUE;
  assert_commands (envelope, LOFT_SMTP_SIZE | LOFT_SMTP_8BITMIME | LOFT_SMTP_DSN,
                   "MAIL FROM:<jane@xn--bcher-kva.example> SIZE=123 BODY=8BITMIME\r\n",
                   "RCPT TO:<bob@example.net>\r\n");
  envelope->eight_bit_body = FALSE;
  envelope->returns = LOFT_SMTP_RETURN_HEADERS;
  envelope->id = g_strdup ("a+b=c");
  to->notify = LOFT_SMTP_NOTIFY_SUCCESS | LOFT_SMTP_NOTIFY_DELAY;
  to->original = g_strdup ("b+o b@example.net");
  assert_commands (envelope, LOFT_SMTP_DSN,
                   "MAIL FROM:<jane@xn--bcher-kva.example> RET=HDRS ENVID=a+2Bb+3Dc\r\n",
                   "RCPT TO:<bob@example.net> NOTIFY=SUCCESS,DELAY "
                   "ORCPT=rfc822;b+2Bo+20b@example.net\r\n");
  assert_commands (envelope, 0, "MAIL FROM:<jane@xn--bcher-kva.example>\r\n",
                   "RCPT TO:<bob@example.net>\r\n");
  to->notify = LOFT_SMTP_NOTIFY_NEVER;
  g_clear_pointer (&to->original, g_free);
  g_free (to->address);
  to->address = g_strdup ("zoë@bücher.example");
  g_assert_true (loft_smtp_envelope_needs_utf8 (envelope));
  assert_commands (envelope, LOFT_SMTP_DSN | LOFT_SMTP_SMTPUTF8,
                   "MAIL FROM:<jane@xn--bcher-kva.example> SMTPUTF8 RET=HDRS ENVID=a+2Bb+3Dc\r\n",
                   "RCPT TO:<zoë@bücher.example> NOTIFY=NEVER\r\n");
}

/* --- The message -------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *bytes;
  const char *data; /* after dot-stuffing */
  const char *bdat; /* NULL: the same */
} contents[] = {
  { "empty", "", "", NULL },
  { "plain", "a\r\nb\r\n", "a\r\nb\r\n", NULL },
  { "no-end", "a\r\nb", "a\r\nb\r\n", NULL },
  { "lone-lf", "a\nb\n", "a\r\nb\r\n", NULL },
  { "lone-cr", "a\rb\r\n", "a b\r\n", NULL },
  { "cr-at-the-end", "a\r", "a\r\n", NULL },
  { "cr-cr-lf", "a\r\r\nb", "a \r\nb\r\n", NULL },
  { "lf-cr", "a\n\rb", "a\r\n b\r\n", NULL },
  { "empty-lines", "\r\n\n\r\n", "\r\n\r\n\r\n", NULL },
  { "dot", ".", "..\r\n", ".\r\n" },
  { "dots", ".\r\n..\r\na.b\r\n.c", "..\r\n...\r\na.b\r\n..c\r\n", ".\r\n..\r\na.b\r\n.c\r\n" },
  { "dot-after-lone-lf", "a\n.\nb\n", "a\r\n..\r\nb\r\n", "a\r\n.\r\nb\r\n" },
  { "dot-after-lone-cr", "a\r.\rb\r\n", "a . b\r\n", NULL },
  { "smuggled", "a\r\n.\rMAIL\r\n.\nRCPT\r\n", "a\r\n.. MAIL\r\n..\r\nRCPT\r\n",
    "a\r\n. MAIL\r\n.\r\nRCPT\r\n" },
  { "cr-first", "\r.\r\n", " .\r\n", NULL },
  { "eight-bit", "\xff\xfe\r\n", "\xff\xfe\r\n", NULL },
};

static void
assert_content (gsize i, gsize step, gboolean stuffs)
{
  LoftSmtpContent content = { .stuffs_dots = stuffs };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  const char *expected = stuffs || contents[i].bdat == NULL ? contents[i].data : contents[i].bdat;
  gsize length = strlen (contents[i].bytes);

  for (gsize j = 0; j < length; j += step)
    loft_smtp_content_convert (&content, contents[i].bytes + j, MIN (step, length - j), out);
  loft_smtp_content_finish (&content, out);
  g_assert_cmpmem (out->data, out->len, expected, strlen (expected));
}

static void
test_content (gconstpointer data)
{
  for (gsize step = 1; step < 20; step++)
    {
      assert_content (GPOINTER_TO_SIZE (data), step, TRUE);
      assert_content (GPOINTER_TO_SIZE (data), step, FALSE);
    }
}

static void
test_content_nul (void)
{
  LoftSmtpContent content = { .stuffs_dots = TRUE };
  g_autoptr (GByteArray) out = g_byte_array_new ();

  loft_smtp_content_convert (&content, "a\0b\n\0.\n", 7, out);
  g_assert_cmpmem (out->data, out->len, "a\0b\r\n\0.\r\n", 9);
}

#define ADD_ROWS(rows, prefix, test)                                                               \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)                                                  \
    {                                                                                              \
      g_autofree char *path = g_strdup_printf (prefix "/%s", rows[i].name);                        \
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test);                                     \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS (replies, "/smtp/reply", test_reply)
  g_test_add_func ("/smtp/reply/limits", test_reply_limits);
  g_test_add_func ("/smtp/reply/nul", test_reply_nul);
  ADD_ROWS (offers, "/smtp/extensions", test_offer)
  g_test_add_func ("/smtp/reasons", test_reasons);
  g_test_add_func ("/smtp/words", test_words);
  g_test_add_func ("/smtp/addresses", test_addresses);
  g_test_add_func ("/smtp/envelopes", test_envelopes);
  g_test_add_func ("/smtp/commands", test_commands);
  ADD_ROWS (contents, "/smtp/content", test_content)
  g_test_add_func ("/smtp/content/nul", test_content_nul);
  return g_test_run ();
}
