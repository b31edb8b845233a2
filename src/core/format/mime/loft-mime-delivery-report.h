/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-delivery-report.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) NULL when the message is no multipart/report about a delivery. Reads
 * RFC 3464, 6533 and 8098, and what servers write against them. Linear; pure; any thread. */
LoftDeliveryReport *loft_mime_delivery_report_read (GBytes *raw);

G_END_DECLS
