/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-mail-account.h"
#include "loft-message.h"

G_BEGIN_DECLS

/* One row; stays the same object while somebody holds it. "message" is notified when flags or the
 * like changed. Main thread only. */
#define LOFT_TYPE_MESSAGE_ROW (loft_message_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageRow, loft_message_row, LOFT, MESSAGE_ROW, GObject)

gint64       loft_message_row_get_id      (LoftMessageRow *self);
/* (transfer none) (nullable) NULL only if the message has just gone. */
LoftMessage *loft_message_row_get_message (LoftMessageRow *self);

/* The messages of a folder, newest first, as a GListModel of LoftMessageRow made for 1,000,000
 * rows: it holds an array of ids, loaded in a thread, and makes rows when asked. It follows the
 * store by itself with small items-changed signals; never (0, n, n).
 *
 * Property "loading": the ids are not there yet (show nothing, then a spinner after a second). */
#define LOFT_TYPE_MESSAGE_LIST (loft_message_list_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageList, loft_message_list, LOFT, MESSAGE_LIST, GObject)

LoftMessageList *loft_message_list_new (LoftMailAccount *account, gint64 folder_id);

/* The results of a QUERY (loftctl.md) in one account, newest first, at most 1,000. */
LoftMessageList *loft_message_list_new_search (LoftMailAccount *account, const char *query);

gboolean         loft_message_list_get_loading (LoftMessageList *self);
LoftMailAccount *loft_message_list_get_account (LoftMessageList *self);
gint64           loft_message_list_get_folder_id (LoftMessageList *self); /* 0 for a search */

/* Without making a row. 0 when position is out of range. */
gint64   loft_message_list_get_id (LoftMessageList *self, guint position);
gboolean loft_message_list_find   (LoftMessageList *self, gint64 message_id, guint *position);

G_END_DECLS
