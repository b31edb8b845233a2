/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-delivery-report.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (bytes, length);
  g_autoptr (LoftDeliveryReport) report = loft_mime_delivery_report_read (raw);

  if (report == NULL)
    return 0;
  g_assert_true (g_utf8_validate (report->subject, -1, NULL));
  g_assert_true (g_utf8_validate (report->reporter, -1, NULL));
  g_assert_cmpuint (report->recipients->len, <=, report->n_recipients);
  for (guint i = 0; i < report->recipients->len; i++)
    {
      const LoftDeliveryRecipient *recipient = g_ptr_array_index (report->recipients, i);

      g_assert_true (g_utf8_validate (recipient->address, -1, NULL));
      g_assert_true (g_utf8_validate (recipient->diagnostic, -1, NULL));
      g_assert_true (g_utf8_validate (recipient->server, -1, NULL));
      g_assert_nonnull (recipient->status);
    }
  return 0;
}
