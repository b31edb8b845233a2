/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Delivery reports (RFC 3464) and receipts (RFC 8098). */

#include <string.h>

#include "loft-delivery-status.h"
#include "loft-mime-delivery-report.h"

#define HEAD "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n" \
             "--r\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\n"
#define ORIGINAL "\n--r\nContent-Type: text/rfc822-headers\n\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n" \
                 "Message-ID: <1@example.org>\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n--r--\n"

static LoftDeliveryReport *
read_text (const char *text, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, length);

  return loft_mime_delivery_report_read (raw);
}

static void
test_recipients (void)
{
  static const struct {
    const char *status; /* the part */
    guint n;            /* recipients; the first: */
    const char *address;
    LoftDeliveryAction action;
    LoftDeliveryReason reason;
    const char *diagnostic;
  } rows[] = {
    { "Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; x@example.net\nAction: failed\n"
      "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <x@example.net>: no\n such user\n",
      1, "x@example.net", LOFT_DELIVERY_FAILED, LOFT_DELIVERY_NO_SUCH_ADDRESS,
      "550 5.1.1 <x@example.net>: no such user" },
    { "Reporting-MTA: dns; mx.test\r\n\r\nOriginal-Recipient: rfc822;y@example.net\r\n"
      "Final-Recipient: RFC822;<x@example.net>\r\nAction: FAILED\r\nStatus: 5.2.2 (full)\r\n",
      1, "x@example.net", LOFT_DELIVERY_FAILED, LOFT_DELIVERY_MAILBOX_FULL, "" },
    { "Reporting-MTA: dns; a\n \t\nFinal-Recipient: rfc822; a@b.c\nAction: delayed\n"
      "Status: 4.4.1\n\nFinal-Recipient: rfc822; d@e.f\nAction: delivered\nStatus: 2.0.0\n",
      2, "a@b.c", LOFT_DELIVERY_DELAYED, LOFT_DELIVERY_NOT_REACHED, "" },
    { "Final-Recipient: rfc822; a@b.c\nAction: failed\n", 1, "a@b.c", LOFT_DELIVERY_FAILED,
      LOFT_DELIVERY_UNKNOWN, "" },
    { "Original-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 5.0.0\n"
      "Diagnostic-Code: X-Postfix; host 192.5.1.1 said: 552 5.3.4 too big\n",
      1, "a@b.c", LOFT_DELIVERY_FAILED, LOFT_DELIVERY_TOO_LARGE,
      "host 192.5.1.1 said: 552 5.3.4 too big" },
    { "Final-Recipient: utf-8; \xc3\xa4@b.c\nStatus: 5.7.1\n", 1, "\xc3\xa4@b.c",
      LOFT_DELIVERY_OTHER, LOFT_DELIVERY_REFUSED, "" },
    { "Final-Recipient: rfc822; a@b.c\nAction: expanded\nStatus: 2.1.5\n", 1, "a@b.c",
      LOFT_DELIVERY_RELAYED, LOFT_DELIVERY_NO_SUCH_ADDRESS, "" },
    { "Reporting-MTA: dns; a\n", 0, NULL, 0, 0, NULL },
    { "", 0, NULL, 0, 0, NULL },
    { "\n\n\n", 0, NULL, 0, 0, NULL },
    { "Action: failed\nStatus: 5.1.1\n", 0, NULL, 0, 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat (HEAD, rows[i].status, ORIGINAL, NULL);
      gsize length = strlen (text);
      g_autoptr (LoftDeliveryReport) report = read_text (text, length);

      g_test_message ("%s", rows[i].status);
      g_assert_true ((report != NULL) == (rows[i].n > 0));
      if (report != NULL)
        {
          const LoftDeliveryRecipient *first = g_ptr_array_index (report->recipients, 0);

          g_assert_cmpuint (report->n_recipients, ==, rows[i].n);
          g_assert_cmpstr (first->address, ==, rows[i].address);
          g_assert_cmpint (first->action, ==, rows[i].action);
          g_assert_cmpint (first->reason, ==, rows[i].reason);
          g_assert_cmpstr (first->diagnostic, ==, rows[i].diagnostic);
          g_assert_cmpstr (report->subject, ==, "Grüße");
          g_assert_cmpstr (report->message_id, ==, "1@example.org");
          g_assert_cmpint (report->date, ==, 1772445600);
        }
      while (length-- > 0)
        loft_delivery_report_free (read_text (text, length));
    }
}

static void
test_receipts (void)
{
  static const struct {
    const char *disposition;
    LoftDeliveryAction action;
  } rows[] = {
    { "manual-action/MDN-sent-manually; displayed", LOFT_DELIVERY_DISPLAYED },
    { "automatic-action/MDN-sent-automatically;deleted", LOFT_DELIVERY_DELETED },
    { "manual-action/MDN-sent-manually; Displayed/error", LOFT_DELIVERY_DISPLAYED },
    { "automatic-action/MDN-sent-automatically; dispatched", LOFT_DELIVERY_OTHER },
    { "displayed", LOFT_DELIVERY_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "Content-Type: multipart/report; boundary=r\n\n--r\n\nRead.\n--r\n"
        "Content-Type: message/disposition-notification\n\nReporting-UA: desk; Mailer 1\n"
        "Final-Recipient: rfc822;a@b.c\nOriginal-Message-ID: <2@example.org>\n"
        "Disposition: %s\n--r--\n", rows[i].disposition);
      g_autoptr (LoftDeliveryReport) report = read_text (text, strlen (text));
      const LoftDeliveryRecipient *reader = g_ptr_array_index (report->recipients, 0);

      g_assert_true (report->is_receipt);
      g_assert_cmpint (reader->action, ==, rows[i].action);
      g_assert_cmpstr (reader->address, ==, "a@b.c");
      g_assert_cmpstr (report->reporter, ==, "desk; Mailer 1");
      g_assert_cmpstr (report->message_id, ==, "2@example.org");
    }
}

static void
test_codes (void)
{
  static const struct {
    const char *text;
    const char *code;
    LoftDeliveryReason reason;
  } rows[] = {
    { "", "", LOFT_DELIVERY_UNKNOWN },
    { "5.1.1", "5.1.1", LOFT_DELIVERY_NO_SUCH_ADDRESS },
    { "550 #5.1.0 Address rejected", "5.1.0", LOFT_DELIVERY_UNKNOWN },
    { "550-5.2.1 disabled", "5.2.1", LOFT_DELIVERY_MAILBOX_DISABLED },
    { "5.1.10 null MX", "5.1.10", LOFT_DELIVERY_NO_SUCH_DOMAIN },
    { "5.4.6", "5.4.6", LOFT_DELIVERY_LOOP },
    { "5.4.4", "5.4.4", LOFT_DELIVERY_NOT_REACHED },
    { "5.6.1", "5.6.1", LOFT_DELIVERY_CONTENT },
    { "5.7.26 unauthenticated", "5.7.26", LOFT_DELIVERY_REFUSED },
    { "192.0.2.5.1.1", "", LOFT_DELIVERY_UNKNOWN },
    { "5.1.1.1", "", LOFT_DELIVERY_UNKNOWN },
    { "5.1", "", LOFT_DELIVERY_UNKNOWN },
    { "5.1.1234", "", LOFT_DELIVERY_UNKNOWN },
    { "3.1.1", "", LOFT_DELIVERY_UNKNOWN },
    { "v5.1.1", "", LOFT_DELIVERY_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *code = loft_delivery_status_find (rows[i].text);

      g_assert_cmpstr (code, ==, rows[i].code);
      g_assert_cmpint (loft_delivery_reason_from_status (code), ==, rows[i].reason);
    }
}

/* Only in a report, and only so many. */
static void
test_limits (void)
{
  static const char other[] = "Content-Type: multipart/mixed; boundary=r\n\n--r\n"
                              "Content-Type: message/delivery-status\n\n"
                              "Final-Recipient: rfc822; a@b\nAction: failed\n--r--\n/report";
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (LoftDeliveryReport) report = NULL;

  g_assert_null (read_text (other, strlen (other)));
  g_assert_null (read_text ("", 0));
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "\nFinal-Recipient: rfc822; x%u@b.c\nAction: failed\n", i);
  report = read_text (text->str, text->len);
  g_assert_cmpuint (report->n_recipients, ==, 5000);
  g_assert_cmpuint (report->recipients->len, ==, 200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery-report/recipients", test_recipients);
  g_test_add_func ("/delivery-report/receipts", test_receipts);
  g_test_add_func ("/delivery-report/codes", test_codes);
  g_test_add_func ("/delivery-report/limits", test_limits);
  return g_test_run ();
}
