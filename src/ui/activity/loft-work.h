/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Something long that this window does for a person and that needs no window of its own: an import, an
 * export, old messages on their way to the archive. The activity window lists all of them. Main thread.
 *
 * Property "progress" is notified when anything changes. */
#define LOFT_TYPE_WORK (loft_work_get_type ())
G_DECLARE_FINAL_TYPE (LoftWork, loft_work, LOFT, WORK, GObject)

typedef void (*LoftWorkFunc) (gpointer user_data);

/* (transfer full) It is in the list from now on. cancel: (nullable) what ends it; owner: kept until it is
 * over. */
LoftWork *loft_work_begin (const char *title, LoftWorkFunc cancel, GObject *owner);

/* detail: "12 of 40 messages"; fraction: negative when not known. */
void loft_work_tell (LoftWork *self, const char *detail, double fraction);

/* outcome: what stays in the list until it is dismissed, or (NULL) nothing. */
void loft_work_end (LoftWork *self, const char *outcome);
void loft_work_dismiss (LoftWork *self);

/* What shows more of it: a window that was closed. show: (nullable) nothing does any more. */
void loft_work_set_show (LoftWork *self, LoftWorkFunc show);
gboolean loft_work_can_show (LoftWork *self);
void loft_work_show (LoftWork *self);

const char *loft_work_get_title (LoftWork *self);
const char *loft_work_get_detail (LoftWork *self);
double loft_work_get_fraction (LoftWork *self);
gboolean loft_work_is_over (LoftWork *self);
gboolean loft_work_can_cancel (LoftWork *self);
void loft_work_cancel (LoftWork *self);

/* (transfer none) of LoftWork, the oldest first. */
GListModel *loft_work_list (void);

G_END_DECLS
