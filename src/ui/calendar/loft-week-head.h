/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-week-view.h"

G_BEGIN_DECLS

/* The names of the days of a week view, and what takes whole days. Main thread only. */
#define LOFT_TYPE_WEEK_HEAD (loft_week_head_get_type ())
G_DECLARE_FINAL_TYPE (LoftWeekHead, loft_week_head, LOFT, WEEK_HEAD, GtkWidget)

GtkWidget *loft_week_head_new (LoftWeekView *view);

void loft_week_head_update (LoftWeekHead *self);

G_END_DECLS
