/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-mail-item.h"
#include "loft-policy.h"

G_BEGIN_DECLS

/* Messages of which a policy lets only a part be downloaded: what of each may be, and the message that is
 * made of it, which says what is missing. Pure; any thread. */

/* Whether a policy (nullable) concerns what is downloaded of messages at all. */
gboolean loft_eas_limited_concerns (const LoftPolicy *policy);

/* How the content of one message may be asked for. */
typedef struct {
  gboolean whole; /* as it is; nothing else counts then */
  guint body_type; /* 1 text, 2 HTML */
  guint body_size; /* as in LoftEasSyncWish; G_MAXUINT: nothing of it */
} LoftEasLimitedWish;

/* data: ApplicationData, or properties, with attachments. */
LoftEasLimitedWish loft_eas_limited_decide (const LoftPolicy *policy, const LoftWbxmlElement *data);

/* (transfer full) MIME of a header and the body in data, as it was asked for by wish; it ends with a word
 * on what was not downloaded. */
GBytes *loft_eas_limited_compose (const LoftPolicy *policy, GBytes *header,
                                  const LoftWbxmlElement *data, const LoftEasLimitedWish *wish);

G_END_DECLS
