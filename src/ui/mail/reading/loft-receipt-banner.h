/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Says that the writer of a message asks to be told that it was read, and lets the reader send that,
 * put it off or never do it. Nothing is sent without the button. Hidden while nothing is asked. Main
 * thread only. */
#define LOFT_TYPE_RECEIPT_BANNER (loft_receipt_banner_get_type ())
G_DECLARE_FINAL_TYPE (LoftReceiptBanner, loft_receipt_banner, LOFT, RECEIPT_BANNER, GtkWidget)

/* account, body: (nullable) */
void loft_receipt_banner_set_body (LoftReceiptBanner *self, LoftMailAccount *account,
                                   LoftMessageBody *body);

G_END_DECLS
