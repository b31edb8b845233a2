/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-delivery-report.h"

G_BEGIN_DECLS

/* The codes and words of delivery reports. Pure; any thread. */

/* (transfer full) The first status code (RFC 3463, "5.1.1") in a text; "" when there is none. */
char *loft_delivery_status_find (const char *text);

LoftDeliveryReason loft_delivery_reason_from_status (const char *status);

/* Of the field Action (RFC 3464, 2.3.3). */
LoftDeliveryAction loft_delivery_action_from_word (const char *word);

/* Of the field Disposition (RFC 8098, 3.2.6). */
LoftDeliveryAction loft_delivery_action_from_disposition (const char *text);

G_END_DECLS
