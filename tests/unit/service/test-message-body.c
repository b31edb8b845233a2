/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an opened message knows of itself. */

#include <string.h>
#include <time.h>

#include "loft-error.h"
#include "loft-message-body.h"

static LoftMessageBody *
open_text (const char *text)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));

  return loft_message_body_new_alone (raw);
}

static void
test_origin (void)
{
  static const char text[] =
    "Authentication-Results: mx.home.test; dkim=pass header.d=example.org\n"
    "Received: from a by mx.home.test; Mon, 2 Mar 2026 10:00:00 +0000\n"
    "Authentication-Results: mx.home.test; dmarc=fail\n"
    "DKIM-Signature: d=example.org; h=list-unsubscribe:list-unsubscribe-post; b=x\n"
    "From: Ada <ada@example.org>\nReply-To: x@evil.test\n"
    "List-Unsubscribe: <https://example.org/u>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nHello\n";
  const LoftAuthenticationTrust trust = { (char *) "home.test", 0 };
  g_autoptr (LoftMessageBody) unknown = open_text (text);
  g_autoptr (LoftMessageBody) body =
    loft_message_body_new_trusting (unknown->message, unknown->raw, &trust);

  g_assert_cmpint (body->authentication->verdict, ==, LOFT_AUTHENTICATION_CONFIRMED);
  g_assert_cmphex (body->sender->oddities, ==, LOFT_SENDER_REPLY_ELSEWHERE);
  g_assert_cmpstr (body->sender->reply_to, ==, "x@evil.test");
  g_assert_true (body->list->is_signed);
  g_assert_cmpint (unknown->authentication->verdict, ==, LOFT_AUTHENTICATION_NOT_KNOWN);
  g_assert_true (unknown->list->is_one_click);
  g_assert_false (unknown->list->is_signed);
}

/* Whatever stands in it, every field is there. */
static void
test_nothing (void)
{
  g_autoptr (LoftMessageBody) body = open_text ("");

  g_assert_cmpstr (body->text, ==, "");
  g_assert_cmphex (body->sender->oddities, ==, LOFT_SENDER_NO_AUTHOR);
  g_assert_nonnull (body->authentication->signed_domains);
  g_assert_null (body->list);
}

/* Messages in messages, and parts of a digest that do not say what they are. */
static void
test_attached (void)
{
  g_autoptr (LoftMessageBody) body =
    open_text ("From: a@example.org\nContent-Type: multipart/mixed; boundary=m\n\n"
               "--m\n\nOutside\n--m\nContent-Type: message/rfc822\n\n"
               "From: Ben <b@example.net>\nSubject: Inside\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n"
               "Authentication-Results: x; dkim=pass header.d=example.net\n"
               "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: One\n\nFirst\n--d\n\n"
               "Subject: Two\n\nSecond\n--d--\n--m\nContent-Type: image/png\n\nx\n--m--\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMessageBody) inside = loft_message_body_open_attached (body, 1, &error);
  g_autoptr (LoftMessageBody) second = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (inside->message->subject, ==, "Inside");
  g_assert_cmpint (inside->message->date, ==, 1772445600);
  g_assert_cmpint (inside->authentication->verdict, ==, LOFT_AUTHENTICATION_NOT_KNOWN);
  g_assert_cmpuint (inside->message->attachments->len, ==, 2);
  second = loft_message_body_open_attached (inside, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->message->subject, ==, "Two");
  g_assert_cmpstr (second->text, ==, "Second");
  g_assert_null (loft_message_body_open_attached (body, 2, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_false (loft_message_body_can_open_attached (body, 0));
  g_assert_false (loft_message_body_can_open_attached (body, 99));
}

/* What a stranger can make long costs time in proportion: a megabyte of each is a moment. */
static void
test_long (void)
{
  static const struct {
    const char *head;
    const char *again;
    const char *tail;
  } shapes[] = {
    { "From: ", "a@b.example, ", "\n\nx" },
    { "From: \"", "@a.b", "\" <x@y.example>\n\nx" },
    { "", "From: =?utf-8?Q?a=00?= <a@xn--80ak6aa92e.com>\n", "\nx" },
    { "Subject: ", "=?utf-8?Q?x?= ", "\nFrom: a@b.example\n\nx" },
    { "From: a@b.example\nTo: ", "Ada <a@b.example>, ", "\n\nx" },
    { "", "Authentication-Results: a.example; dkim=pass header.d=b.example\n", "\nx" },
    { "Authentication-Results: a; ", "dkim=pass (((", "\n\nx" },
    { "List-Unsubscribe: ", "<https://a.example/>, ", "\n\nx" },
    { "", "List-Unsubscribe: <mailto:a@b.example?a&a&a>\n", "\nx" },
    { "List-Unsubscribe: <https://a.example/>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
      "DKIM-Signature: d=b.example; h=a:b:c\n", "\nx" },
    { "Content-Type: multipart/report; boundary=r\n\n--r\nContent-Type: message/delivery-status\n\n",
      "Final-Recipient: rfc822; a@b\nAction: failed\n\n", "--r--\n" },
    { "Content-Type: text/html\n\n", "<a href=https://a.example/>https://b.example/</a>", "" },
    { "Content-Type: text/html\n\n", "<a href=https://a.example/>", "" },
    { "Content-Type: text/html\n\n<a href=https://a.example/>", "x<br>", "</a>" },
    { "Content-Type: text/html\n\n", "<img src=https://a.example/ style='width:1px;height:1px'>",
      "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GString) text = g_string_new (shapes[i].head);
      const LoftAuthenticationTrust trust = { (char *) "a.example", 3 };
      g_autoptr (LoftMessageBody) alone = NULL;
      g_autoptr (LoftMessageBody) body = NULL;
      clock_t start = clock ();

      while (text->len < 1024 * 1024)
        g_string_append (text, shapes[i].again);
      g_string_append (text, shapes[i].tail);
      alone = open_text (text->str);
      body = loft_message_body_new_trusting (alone->message, alone->raw, &trust);
      g_test_message ("shape %zu: %.2f s", i, (double) (clock () - start) / CLOCKS_PER_SEC);
      g_assert_cmpfloat ((double) (clock () - start) / CLOCKS_PER_SEC, <, 10); /* quadratic: minutes */
      g_assert_cmpuint (strlen (body->message->subject), <=, 2000);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-body/origin", test_origin);
  g_test_add_func ("/message-body/attached", test_attached);
  g_test_add_func ("/message-body/long", test_long);
  g_test_add_func ("/message-body/nothing", test_nothing);
  return g_test_run ();
}
