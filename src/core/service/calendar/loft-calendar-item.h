/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A calendar as the window lists it. Stays the same object while it is there; what changes is
 * notified. Main thread only. */
#define LOFT_TYPE_CALENDAR_ITEM (loft_calendar_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarItem, loft_calendar_item, LOFT, CALENDAR_ITEM, GObject)

/* account_id and folder_id name it; account_id "": it is made of other things. color: "#rrggbb". */
LoftCalendarItem *loft_calendar_item_new (const char *account_id, gint64 folder_id,
                                          const char *account_name, const char *name,
                                          const char *color);

/* (transfer none) (nullable) The one of these names in a model of LoftCalendarItem, which keeps it. */
LoftCalendarItem *loft_calendar_item_find (GListModel *model, const char *account_id,
                                           gint64 folder_id);

const char *loft_calendar_item_get_account_id (LoftCalendarItem *self);
gint64 loft_calendar_item_get_folder_id (LoftCalendarItem *self);

/* Whether it is of no account, but made of other things: there is nothing of its own to arrange. */
gboolean loft_calendar_item_is_made (LoftCalendarItem *self);

/* What the person calls the account: the heading it is listed under. */
const char *loft_calendar_item_get_account_name (LoftCalendarItem *self);

/* Properties "name", "color" (never NULL), "shown" (its events are), "writable",
 * "takes-files" (its events can hold attachments); at first these are TRUE. */
const char *loft_calendar_item_get_name (LoftCalendarItem *self);
void loft_calendar_item_set_name (LoftCalendarItem *self, const char *name);
const char *loft_calendar_item_get_color (LoftCalendarItem *self);
void loft_calendar_item_set_color (LoftCalendarItem *self, const char *color);
gboolean loft_calendar_item_get_shown (LoftCalendarItem *self);
void loft_calendar_item_set_shown (LoftCalendarItem *self, gboolean shown);
gboolean loft_calendar_item_get_writable (LoftCalendarItem *self);
void loft_calendar_item_set_writable (LoftCalendarItem *self, gboolean writable);
gboolean loft_calendar_item_get_takes_files (LoftCalendarItem *self);
void loft_calendar_item_set_takes_files (LoftCalendarItem *self, gboolean takes_files);

G_END_DECLS
