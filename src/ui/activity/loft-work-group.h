/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What of loft-work.h runs and has run, each with its progress and what ends or removes it; out of
 * sight while there is none. Main thread only. */
#define LOFT_TYPE_WORK_GROUP (loft_work_group_get_type ())
G_DECLARE_FINAL_TYPE (LoftWorkGroup, loft_work_group, LOFT, WORK_GROUP, AdwPreferencesGroup)

GtkWidget *loft_work_group_new (void);

G_END_DECLS
