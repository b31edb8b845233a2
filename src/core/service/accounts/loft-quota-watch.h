/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* How full the servers of the accounts are: asked after a sync, at most every quarter of an hour, and
 * when somebody wants to know. Main thread. */
#define LOFT_TYPE_QUOTA_WATCH (loft_quota_watch_get_type ())
G_DECLARE_FINAL_TYPE (LoftQuotaWatch, loft_quota_watch, LOFT, QUOTA_WATCH, GObject)

/* accounts: of LoftMailAccount. */
LoftQuotaWatch *loft_quota_watch_new (GListModel *accounts);

/* From now on by itself. */
void loft_quota_watch_start (LoftQuotaWatch *self);
void loft_quota_watch_stop (LoftQuotaWatch *self);

/* FALSE: the server told nothing, or was not asked yet. */
gboolean loft_quota_watch_get (LoftQuotaWatch *self, LoftMailAccount *account, guint64 *used,
                               guint64 *limit);

/* Asks now; "changed" follows when the answer is another. */
void loft_quota_watch_refresh (LoftQuotaWatch *self, LoftMailAccount *account);

typedef enum {
  LOFT_QUOTA_ROOM,
  LOFT_QUOTA_NEARLY_FULL, /* from 80 % */
  LOFT_QUOTA_FULL, /* from 95 % */
} LoftQuotaStep;

LoftQuotaStep loft_quota_step (guint64 used, guint64 limit);

/* What a person has not put away yet. */
LoftQuotaStep loft_quota_watch_get_step (LoftQuotaWatch *self, LoftMailAccount *account);
/* Not said again before the next step, also after a start; forgotten when there is room again. */
void loft_quota_watch_dismiss (LoftQuotaWatch *self, LoftMailAccount *account);

/* Signal "changed" (LoftMailAccount *). */

G_END_DECLS
