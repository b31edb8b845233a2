/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-banner.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Has a banner say which accounts their organisation had deleted on this computer, one after the other,
 * each until the person has read it. Main thread only. */
void loft_removed_banner_follow (LoftBanner *banner, LoftService *service);

G_END_DECLS
