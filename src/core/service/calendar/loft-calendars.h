/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-item.h"
#include "loft-folder.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* A GListModel of LoftCalendarItem: the folders of all accounts that hold one of kinds (calendars, task
 * lists or address books), those of an account together, in the order of the accounts. An item stays the
 * same while its folder is there. service must outlive it. Main thread. */
#define LOFT_TYPE_CALENDARS (loft_calendars_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendars, loft_calendars, LOFT, CALENDARS, GObject)

LoftCalendars *loft_calendars_new (LoftService *service, LoftFolderKinds kinds);

/* (transfer none) (nullable) */
LoftMailAccount *loft_calendars_find_account (LoftCalendars *self, LoftCalendarItem *calendar);

/* Remembered; the item says so at once. */
gboolean loft_calendars_set_shown (LoftCalendars *self, LoftCalendarItem *calendar, gboolean shown,
                                   GError **error);

G_END_DECLS
