/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-response.h"

#include <string.h>

/* --- Status ------------------------------------------------------------------------------- */

#define BROKEN (-1)

static const struct {
  const char *line;
  int status;
  LoftPop3Code code;
  const char *text;
} statuses[] = {
  { "+OK", LOFT_POP3_STATUS_OK, LOFT_POP3_CODE_NONE, "" },
  { "+OK ", LOFT_POP3_STATUS_OK, LOFT_POP3_CODE_NONE, "" },
  { "+OK 3 messages", LOFT_POP3_STATUS_OK, LOFT_POP3_CODE_NONE, "3 messages" },
  { "+ok hi", LOFT_POP3_STATUS_OK, LOFT_POP3_CODE_NONE, "hi" },
  { "+OK\tx", LOFT_POP3_STATUS_OK, LOFT_POP3_CODE_NONE, "x" },
  { "+OK [IN-USE] no code here", LOFT_POP3_STATUS_OK, LOFT_POP3_CODE_NONE,
    "[IN-USE] no code here" },
  { "-ERR", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_NONE, "" },
  { "-ERR no such message", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_NONE, "no such message" },
  { "-ERR [IN-USE] Do you have another POP session running?", LOFT_POP3_STATUS_ERR,
    LOFT_POP3_CODE_IN_USE, "Do you have another POP session running?" },
  { "-ERR [in-use]", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_IN_USE, "" },
  { "-ERR [LOGIN-DELAY] minimum time between mail checks", LOFT_POP3_STATUS_ERR,
    LOFT_POP3_CODE_LOGIN_DELAY, "minimum time between mail checks" },
  { "-ERR [SYS/TEMP] later", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_SYS_TEMP, "later" },
  { "-ERR [SYS/PERM/DISABLED] x", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_SYS_PERM, "x" },
  { "-ERR [SYS/PERMANENT] x", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_OTHER, "x" },
  { "-ERR [AUTH] wrong", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_AUTH, "wrong" },
  { "-ERR [UTF8] x", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_UTF8, "x" },
  { "-ERR [] x", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_OTHER, "x" },
  { "-ERR [AUTH without an end", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_NONE,
    "[AUTH without an end" },
  { "-ERR \xff\x01 x", LOFT_POP3_STATUS_ERR, LOFT_POP3_CODE_NONE, "\xef\xbf\xbd x" },
  { "+", LOFT_POP3_STATUS_CONTINUATION, LOFT_POP3_CODE_NONE, "" },
  { "+ ", LOFT_POP3_STATUS_CONTINUATION, LOFT_POP3_CODE_NONE, "" },
  { "+ VXNlcg==", LOFT_POP3_STATUS_CONTINUATION, LOFT_POP3_CODE_NONE, "VXNlcg==" },
  { "", BROKEN, 0, NULL },
  { "+OKAY", BROKEN, 0, NULL },
  { "-ERROR", BROKEN, 0, NULL },
  { "-", BROKEN, 0, NULL },
  { " +OK", BROKEN, 0, NULL },
  { "* OK hi", BROKEN, 0, NULL },
  { "220 smtp", BROKEN, 0, NULL },
};

/* In a block of its own size, so that a sanitizer sees a read beyond the end. */
static char *
exactly (const char *line)
{
  return g_memdup2 (line, MAX (strlen (line), 1));
}

static void
test_statuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *line = exactly (statuses[i].line);
      g_auto (LoftPop3Response) response = { 0 };
      g_autoptr (GError) error = NULL;
      gboolean ok = loft_pop3_response_parse (&response, line, strlen (statuses[i].line), &error);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (ok, ==, statuses[i].status != BROKEN);
      if (!ok)
        {
          g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
          continue;
        }
      g_assert_cmpint (response.status, ==, statuses[i].status);
      g_assert_cmpint (response.code, ==, statuses[i].code);
      g_assert_cmpstr (response.text, ==, statuses[i].text);
    }
}

static void
test_errors (void)
{
  g_assert_cmpint (loft_pop3_code_to_error (LOFT_POP3_CODE_NONE), ==, LOFT_ERROR_REFUSED);
  g_assert_cmpint (loft_pop3_code_to_error (LOFT_POP3_CODE_OTHER), ==, LOFT_ERROR_REFUSED);
  g_assert_cmpint (loft_pop3_code_to_error (LOFT_POP3_CODE_IN_USE), ==, LOFT_ERROR_TEMPORARY);
  g_assert_cmpint (loft_pop3_code_to_error (LOFT_POP3_CODE_AUTH), ==, LOFT_ERROR_AUTH);
}

static void
test_long_text (void)
{
  g_autofree char *words = g_strnfill (LOFT_POP3_MAX_LINE - 5, 'x');
  g_autofree char *line = g_strconcat ("-ERR ", words, NULL);
  g_auto (LoftPop3Response) response = { 0 };
  g_auto (LoftPop3Response) challenge = { 0 };

  g_assert_true (loft_pop3_response_parse (&response, line, strlen (line), NULL));
  g_assert_cmpuint (strlen (response.text), <, 600);
  memcpy (line, "+    ", 5);
  g_assert_true (loft_pop3_response_parse (&challenge, line, strlen (line), NULL));
  g_assert_cmpstr (challenge.text, ==, words);
}

/* --- Greeting ----------------------------------------------------------------------------- */

static void
test_timestamps (void)
{
  static const struct {
    const char *text;
    const char *timestamp;
  } rows[] = {
    { "POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>" },
    { "<a@b> and <c@d>", "<a@b>" },
    { "ready", NULL },
    { "", NULL },
    { "ready <>", NULL },
    { "ready <@>", NULL },
    { "ready <a@>", NULL },
    { "ready <@b>", NULL },
    { "ready <a b@c>", NULL },
    { "ready <a<b@c>", NULL },
    { "ready <ä@c>", NULL },
    { "ready <a\x7f@c>", NULL },
    { "ready <a@b", NULL },
    { "> <", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *timestamp = loft_pop3_greeting_get_timestamp (rows[i].text);

      g_assert_cmpstr (timestamp, ==, rows[i].timestamp);
    }
}

/* --- Lines -------------------------------------------------------------------------------- */

static void
test_capabilities (void)
{
  static const struct {
    const char *line;
    const char *tag; /* NULL: none */
    const char *arguments;
  } rows[] = {
    { "TOP", "TOP", "" },
    { "sasl PLAIN  LOGIN ", "SASL", "PLAIN LOGIN" },
    { "LOGIN-DELAY 60 USER", "LOGIN-DELAY", "60 USER" },
    { "IMPLEMENTATION \x01x", "IMPLEMENTATION", "x" },
    { "", NULL, NULL },
    { " TOP", NULL, NULL },
    { "T\xc3P", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = exactly (rows[i].line);
      g_autofree char *tag = NULL;
      g_autofree char *arguments = NULL;

      g_assert_cmpint (loft_pop3_capability_parse (line, strlen (rows[i].line), &tag, &arguments),
                       ==, rows[i].tag != NULL);
      g_assert_cmpstr (tag, ==, rows[i].tag);
      g_assert_cmpstr (arguments, ==, rows[i].arguments);
    }
}

static void
test_numbers (void)
{
  static const struct {
    const char *line;
    gboolean ok;
    guint32 number;
    guint64 octets;
  } rows[] = {
    { "1 120", TRUE, 1, 120 },
    { "  2   200  and more words", TRUE, 2, 200 },
    { "0 0", TRUE, 0, 0 },
    { "2147483647 9223372036854775807", TRUE, G_MAXINT32, G_MAXINT64 },
    { "2147483648 1", FALSE, 0, 0 },
    { "1 9223372036854775808", FALSE, 0, 0 },
    { "18446744073709551617 1", FALSE, 0, 0 },
    { "1", FALSE, 0, 0 },
    { "1 ", FALSE, 0, 0 },
    { "1 x", FALSE, 0, 0 },
    { "1 12octets", FALSE, 0, 0 },
    { "-1 5", FALSE, 0, 0 },
    { "1 -5", FALSE, 0, 0 },
    { "", FALSE, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = exactly (rows[i].line);
      guint32 number = 0;
      guint64 octets = 0;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (loft_pop3_numbers_parse (line, strlen (rows[i].line), &number, &octets), ==,
                       rows[i].ok);
      if (!rows[i].ok)
        continue;
      g_assert_cmpuint (number, ==, rows[i].number);
      g_assert_cmpuint (octets, ==, rows[i].octets);
    }
}

#define SEVENTY "1234567890123456789012345678901234567890123456789012345678901234567890"

static void
test_uids (void)
{
  static const struct {
    const char *line;
    gboolean ok;
    LoftPop3UidFault fault;
    const char *uid;
  } rows[] = {
    { "1 whqtswO00WBw418f9t5JxYwZ", TRUE, LOFT_POP3_UID_GOOD, "whqtswO00WBw418f9t5JxYwZ" },
    { "1 ! ", TRUE, LOFT_POP3_UID_GOOD, "!" },
    { "1  ~", TRUE, LOFT_POP3_UID_GOOD, "~" },
    { "1 " SEVENTY, TRUE, LOFT_POP3_UID_GOOD, SEVENTY },
    { "1 " SEVENTY "x", TRUE, LOFT_POP3_UID_TOO_LONG, SEVENTY "x" },
    { "1", TRUE, LOFT_POP3_UID_MISSING, "" },
    { "1 ", TRUE, LOFT_POP3_UID_MISSING, "" },
    { "1 a b", TRUE, LOFT_POP3_UID_BROKEN, "a b" },
    { "1 \x7f", TRUE, LOFT_POP3_UID_BROKEN, "\x7f" },
    { "1 \xc3\xa4", TRUE, LOFT_POP3_UID_BROKEN, "\xc3\xa4" },
    { "0 a", FALSE, 0, NULL },
    { "a 1", FALSE, 0, NULL },
    { "2147483648 a", FALSE, 0, NULL },
    { "", FALSE, 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = exactly (rows[i].line);
      const char *uid = NULL;
      gsize length = 0;
      guint32 number = 0;
      LoftPop3UidFault fault = 0;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (loft_pop3_uid_parse (line, strlen (rows[i].line), &number, &uid, &length,
                                            &fault),
                       ==, rows[i].ok);
      if (!rows[i].ok)
        continue;
      g_assert_cmpuint (number, ==, 1);
      g_assert_cmpint (fault, ==, rows[i].fault);
      g_assert_cmpmem (uid, length, rows[i].uid, strlen (rows[i].uid));
    }
}

static void
test_nul (void)
{
  static const char line[] = "1 a\0b";
  const char *uid = NULL;
  gsize length = 0;
  guint32 number = 0;
  LoftPop3UidFault fault = 0;

  g_assert_true (loft_pop3_uid_parse (line, sizeof line - 1, &number, &uid, &length, &fault));
  g_assert_cmpint (fault, ==, LOFT_POP3_UID_BROKEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pop3/response/statuses", test_statuses);
  g_test_add_func ("/pop3/response/errors", test_errors);
  g_test_add_func ("/pop3/response/long-text", test_long_text);
  g_test_add_func ("/pop3/response/timestamps", test_timestamps);
  g_test_add_func ("/pop3/response/capabilities", test_capabilities);
  g_test_add_func ("/pop3/response/numbers", test_numbers);
  g_test_add_func ("/pop3/response/uids", test_uids);
  g_test_add_func ("/pop3/response/nul", test_nul);
  return g_test_run ();
}
