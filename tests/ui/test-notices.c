/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The banners above a message: what they say, and that nothing is sent before it was asked. */

#include <adwaita.h>
#include <string.h>

#include "loft-banner.h"
#include "loft-message-content.h"
#include "loft-message-header.h"
#include "loft-message-notice-box.h"
#include "loft-message-notice-leave.h"
#include "loft-message-notice-text.h"
#include "ui-test.h"

#define PAGE      "List-Unsubscribe: <https://news.example/u>\n"
#define ONE_CLICK "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
#define BOUNCE                                                                                     \
  "Content-Type: multipart/report; boundary=r\n\n--r\nContent-Type: message/delivery-status\n\n"

static LoftMessageBody *
open_text (const char *text, const char *server)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (LoftMessageBody) alone = loft_message_body_new_alone (raw);
  const LoftAuthenticationTrust trust = { (char *) server, 0 };

  return loft_message_body_new_trusting (alone->message, raw, server != NULL ? &trust : NULL);
}

static void
test_sender (void)
{
  static const char *const rows[][2] = {
    { "From: Ada <ada@example.org>\n", NULL },
    { "Subject: x\n", "This message does not say who wrote it." },
    { "From: \"a@bank.example\" <x@evil.example>\n",
      "The name shows “a@bank.example”, but the address is “x@evil.example”." },
    { "From: a@example.org\nReply-To: b@evil.example\n",
      "Replies go to another domain: b@evil.example" },
    { "From: a@example.org\nReply-To: b@evil.example\nList-Id: <l.example.org>\n", NULL },
    { "From: a@example.org\nSender: b@relay.example\n",
      "Sent by b@relay.example for a@example.org." },
    { "Authentication-Results: mx.test; dkim=pass header.d=example.org\n"
      "From: a@example.org\nSender: b@relay.example\n",
      NULL },
    { "Authentication-Results: mx.test; dmarc=fail\nFrom: a@example.org\n",
      "This message is probably forged: by the rules of example.org it is not from there." },
    { "Authentication-Results: other.test; dmarc=fail\nFrom: a@example.org\n", NULL },
    { "From: a@xn--80ak6aa92e.com\n",
      "The address has letters that look like others: a@xn--80ak6aa92e.com" },
    { "From: =?utf-8?Q?a=00b?= <a@example.org>\n",
      "Hidden characters were removed from the sender’s name." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMessageBody) body = open_text (rows[i][0], "mx.test");
      g_autofree char *text = loft_message_notice_text_for_sender (body);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

static void
test_authentication (void)
{
  static const char *const rows[][2] = {
    { "From: a@example.org\n", NULL },
    { "Authentication-Results: other.test; dkim=pass header.d=example.org\n", NULL },
    { "Authentication-Results: mx.test; dkim=pass header.d=example.org; spf=none; dmarc=pass\n",
      "Confirmed by example.org (DKIM passed, SPF not used, DMARC passed)" },
    { "Authentication-Results: mx.test; dkim=pass header.d=evil.example\n",
      "Not confirmed by the sender’s domain (DKIM passed)" },
    { "Authentication-Results: mx.test; spf=softfail; dmarc=fail\n",
      "Probably forged (SPF undecided, DMARC failed)" },
    { "Authentication-Results: mx.test; none\n", "Not confirmed by the sender’s domain" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *all = g_strconcat (rows[i][0], "From: a@example.org\n", NULL);
      g_autoptr (LoftMessageBody) body = open_text (i == 0 ? rows[i][0] : all, "mx.test");
      g_autofree char *text = loft_message_notice_text_for_authentication (body);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

static void
test_report (void)
{
  static const char *const rows[][2] = {
    { "From: a@b\n", NULL },
    { BOUNCE "Final-Recipient: rfc822; x@y\nAction: failed\nStatus: 5.1.1\n--r--\n",
      "Not delivered to x@y: this address does not exist" },
    { BOUNCE "Final-Recipient: rfc822; x@y\nAction: failed\nDiagnostic-Code: smtp; 550 no\n--r--\n",
      "Not delivered to x@y: “550 no”" },
    { BOUNCE "Final-Recipient: rfc822; x@y\nAction: delivered\nStatus: 2.1.1\n--r\n"
             "Content-Type: text/rfc822-headers\n\nSubject: Hello\n--r--\n",
      "About your message “Hello”\nDelivered to x@y" },
    { BOUNCE "Final-Recipient: rfc822; a@y\nAction: failed\n\nFinal-Recipient: rfc822; b@y\n"
             "Action: failed\n\nFinal-Recipient: rfc822; c@y\nAction: failed\n\n"
             "Final-Recipient: rfc822; d@y\nAction: failed\n--r--\n",
      "Not delivered to a@y\nNot delivered to b@y\nNot delivered to c@y\nand 1 more address" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMessageBody) body = open_text (rows[i][0], NULL);
      g_autofree char *text = loft_message_notice_text_for_report (body);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

/* The text below what a report says stands as far from it as other text from its header. */
static void
test_distance (void)
{
  g_autoptr (LoftMessageBody) plain = open_text ("From: a@b\n\n> Hello\n", NULL);
  g_autoptr (LoftMessageBody) report =
    open_text (BOUNCE "Final-Recipient: rfc822; x@y\nAction: failed\n--r--\n", NULL);
  GtkWidget *content = g_object_new (LOFT_TYPE_MESSAGE_CONTENT, NULL);
  GtkWindow *window = ui_test_show (content, 500, 400);
  GtkWidget *bodies = ui_test_child (content, "bodies");

  loft_message_content_show (LOFT_MESSAGE_CONTENT (content), plain);
  g_assert_cmpint (gtk_widget_get_margin_top (bodies), ==, 0);
  loft_message_content_show (LOFT_MESSAGE_CONTENT (content), report);
  g_assert_cmpint (gtk_widget_get_margin_top (bodies), ==, 6);
  loft_message_content_show (LOFT_MESSAGE_CONTENT (content), plain);
  g_assert_cmpint (gtk_widget_get_margin_top (bodies), ==, 0);
  gtk_window_destroy (window);
  ui_test_settle ();
}

static void
test_choice (void)
{
  static const struct {
    const char *text;
    gboolean use_page;
    LoftMessageNoticeChoice choice;
  } rows[] = {
    { ONE_CLICK PAGE "\n", FALSE, LOFT_MESSAGE_NOTICE_REQUEST },
    { ONE_CLICK PAGE "\n", TRUE, LOFT_MESSAGE_NOTICE_PAGE },
    { PAGE "\n", FALSE, LOFT_MESSAGE_NOTICE_PAGE },
    { ONE_CLICK "List-Unsubscribe: <https://192.168.0.1/u>\n", FALSE, LOFT_MESSAGE_NOTICE_PAGE },
    { "List-Unsubscribe: <mailto:a@b.example>\n", FALSE, LOFT_MESSAGE_NOTICE_WRITE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMessageBody) body = open_text (rows[i].text, NULL);

      g_assert_cmpint (loft_message_notice_leave_choose (body->list, rows[i].use_page), ==,
                       rows[i].choice);
    }
}

static LoftBanner *
banner_of (gpointer box, guint n)
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  while (n-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return LOFT_BANNER (child);
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_is_visible (GTK_WIDGET (window)))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* A click asks; no to that leaves all as it was, and another message is not meant by a yes. */
static void
test_box (void)
{
  GtkWidget *box = g_object_new (LOFT_TYPE_MESSAGE_NOTICE_BOX, NULL);
  GtkWindow *window;
  g_autoptr (LoftMessageBody) letter =
    open_text (ONE_CLICK PAGE "List-Id: News <n.example>\nFrom: n@news.example\n", NULL);
  g_autoptr (LoftMessageBody) plain = open_text ("From: a@example.org\n", NULL);

  loft_message_notice_box_set_body (LOFT_MESSAGE_NOTICE_BOX (box), letter);
  window = ui_test_show (box, 500, 400);
  g_assert_true (gtk_widget_get_visible (box));
  g_assert_cmpstr (loft_banner_get_title (banner_of (box, 0)), ==, "");
  g_assert_cmpstr (loft_banner_get_title (banner_of (box, 2)), ==, "Newsletter: News");
  g_signal_emit_by_name (banner_of (box, 2), "button-clicked");
  ui_test_settle ();
  g_assert_nonnull (find_dialog ());
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "news.example"));
  adw_message_dialog_response (find_dialog (), "cancel");
  ui_test_settle ();
  g_assert_cmpstr (loft_banner_get_title (banner_of (box, 2)), ==, "Newsletter: News");

  g_signal_emit_by_name (banner_of (box, 2), "button-clicked");
  loft_message_notice_box_set_body (LOFT_MESSAGE_NOTICE_BOX (box), plain);
  g_assert_false (gtk_widget_get_visible (box));
  adw_message_dialog_response (find_dialog (), "do");
  ui_test_settle ();
  g_assert_cmpstr (loft_banner_get_title (banner_of (box, 2)), ==, "");
  loft_message_notice_box_set_body (LOFT_MESSAGE_NOTICE_BOX (box), NULL);
  gtk_window_destroy (window);
}

/* How important its writer says that it is, in words; a row that does not know it learns it of the text. */
static void
test_priority (void)
{
  static const struct {
    const char *raw;
    const char *words; /* (nullable) */
  } rows[] = {
    { "From: a@b\nImportance: high\n\nx\n", "High importance" },
    { "From: a@b\n\nx\n", NULL },
    { "From: a@b\nX-Priority: 5\n\nx\n", "Low importance" },
  };
  GtkWidget *header = g_object_new (LOFT_TYPE_MESSAGE_HEADER, NULL);
  GtkWindow *window = ui_test_show (header, 500, 400);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMessageBody) body = open_text (rows[i].raw, NULL);
      g_autoptr (LoftMessage) row = loft_message_ref (body->message);

      loft_message_header_set_message (LOFT_MESSAGE_HEADER (header), row, "me@b", body);
      g_assert_cmpint (ui_test_find_text (window, "importance") != NULL, ==, rows[i].words != NULL);
      if (rows[i].words != NULL)
        g_assert_nonnull (ui_test_find_text (window, rows[i].words));
    }
  gtk_window_destroy (window);
  ui_test_settle ();
}

/* The address stands there without letters that deceive, and its details say what is known. */
static void
test_header (void)
{
  GtkWidget *header = g_object_new (LOFT_TYPE_MESSAGE_HEADER, NULL);
  g_autoptr (LoftMessageBody) body =
    open_text ("Authentication-Results: mx.test; dmarc=pass\nFrom: Shop <a@\xd0\xb0pple.com>\n",
               "mx.test");
  GtkWindow *window;

  loft_message_header_set_message (LOFT_MESSAGE_HEADER (header), body->message, "me@example.org",
                                   body);
  window = ui_test_show (header, 500, 400);
  g_assert_nonnull (ui_test_find_text (window, "a@xn--pple-43d.com"));
  g_signal_emit_by_name (ui_test_child (header, "recipients_button"), "clicked");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (window, "Confirmed by xn--pple-43d.com (DMARC passed)"));
  gtk_window_destroy (window);
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/notices/sender", test_sender);
  g_test_add_func ("/notices/authentication", test_authentication);
  g_test_add_func ("/notices/report", test_report);
  g_test_add_func ("/notices/distance", test_distance);
  g_test_add_func ("/notices/choice", test_choice);
  g_test_add_func ("/notices/box", test_box);
  g_test_add_func ("/notices/header", test_header);
  g_test_add_func ("/notices/priority", test_priority);
  return g_test_run ();
}
