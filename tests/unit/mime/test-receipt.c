/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-mime-delivery-report.h"
#include "loft-mime-receipt.h"

/* Who asks to be told that a message was read, and what they get. */

static const struct {
  const char *field;
  const char *address; /* (nullable) */
} rows[] = {
  { "", NULL },
  { "Disposition-Notification-To: eva@x.org\r\n", "eva@x.org" },
  { "Disposition-Notification-To: Eva <eva@x.org>\r\n", "eva@x.org" },
  { "Disposition-Notification-To: <eva@x.org>, EVA@x.org\r\n", "eva@x.org" },
  { "Disposition-Notification-To: eva@x.org, bob@x.org\r\n", NULL },
  { "Disposition-Notification-To: eva\r\n", NULL },
  { "Disposition-Notification-To: \r\n", NULL },
  { "Disposition-Notification-To: eva@x.org\r\nDisposition-Notification-To: bob@x.org\r\n", NULL },
};

static void
test_asked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("From: a@x.org\r\n%s\r\nHi\r\n", rows[i].field);
      g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
      g_autoptr (LoftAddress) found = loft_mime_find_receipt_address (raw);

      g_test_message ("%s", rows[i].field);
      g_assert_cmpstr (found != NULL ? found->email : NULL, ==, rows[i].address);
    }
}

static char *
write_receipt (const char *reader, const char *original_id)
{
  g_autoptr (LoftDraft) words = loft_draft_new (loft_address_new ("Zoë", reader));
  const LoftMimeReceipt receipt = { words, original_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftDeliveryReport) report = NULL;

  g_ptr_array_add (words->to, loft_address_new ("", "eva@x.org"));
  g_free (words->text);
  words->text = g_strdup ("Gelesen: Grüße\n");
  raw = loft_mime_write_receipt (&receipt, &error);
  g_assert_no_error (error);
  report = loft_mime_delivery_report_read (raw);
  g_assert_nonnull (report);
  g_assert_true (report->is_receipt);
  g_assert_cmpuint (report->recipients->len, ==, 1);
  g_assert_cmpstr (((LoftDeliveryRecipient *) g_ptr_array_index (report->recipients, 0))->address,
                   ==, reader);
  return g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
}

static void
test_written (void)
{
  g_autofree char *known = write_receipt ("zoe@x.org", "one@x.org");
  g_autofree char *unknown = write_receipt ("zoe@x.org", "");
  g_autofree char *hostile = write_receipt ("zoe@x.org", "one>\r\nBcc: c@x.org\r\nX: <y");
  g_autofree char *foreign = write_receipt ("zoë@x.org", "one@x.org");

  g_assert_nonnull (strstr (known, "Original-Message-ID: <one@x.org>\r\n"));
  g_assert_nonnull (strstr (known, "MDN-sent-manually; displayed"));
  g_assert_nonnull (strstr (known, "report-type=disposition-notification"));
  g_assert_null (strstr (known, "Disposition-Notification-To"));
  g_assert_null (strstr (unknown, "Original-Message-ID"));
  g_assert_null (strstr (hostile, "Bcc"));
  g_assert_nonnull (strstr (foreign, "message/global-disposition-notification"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/asked", test_asked);
  g_test_add_func ("/receipt/written", test_written);
  return g_test_run ();
}
