/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What an account's workers tell the main thread while they work, gathered so that a fast sync does
 * not drown it: progress at most ten times a second, a changed folder at most four times. */
typedef struct _LoftAccountNews LoftAccountNews;

/* Both in the main thread. progress: what it points to is the receiver's to copy. */
typedef void (*LoftAccountChangedFunc)  (gint64 folder_id, gpointer user_data);
typedef void (*LoftAccountProgressFunc) (const LoftProgress *progress, gpointer user_data);
/* Of a message that a person waits for: done of total bytes. */
typedef void (*LoftAccountArrivingFunc) (gint64 message_id, guint64 done, guint64 total,
                                         gpointer user_data);

/* Main thread. */
LoftAccountNews *loft_account_news_new   (LoftAccountChangedFunc changed,
                                          LoftAccountProgressFunc progress,
                                         LoftAccountArrivingFunc arriving, gpointer user_data);
LoftAccountNews *loft_account_news_ref   (LoftAccountNews *self);
void             loft_account_news_unref (LoftAccountNews *self);
/* Nothing is told afterwards, whatever workers still push. Main thread. */
void             loft_account_news_stop  (LoftAccountNews *self);

/* Any thread; progress from one worker alone. The last of each step (done = total) is always
 * told. */
void loft_account_news_push_change   (LoftAccountNews *self, gint64 folder_id);
void loft_account_news_push_progress (LoftAccountNews *self, LoftSyncStep step, const char *folder,
                                      guint64 done, guint64 total);
void loft_account_news_push_arriving (LoftAccountNews *self, gint64 message_id, guint64 done,
                                      guint64 total);

G_END_DECLS
