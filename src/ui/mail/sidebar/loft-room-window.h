/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-actions.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* What of an account takes room: its folders, its largest messages and attachments; and what helps.
 * Main thread only.
 *
 * Signal "lead-to" (gint64 folder_id, gint64 message_id): is to be opened; 0: the folder alone. */
#define LOFT_TYPE_ROOM_WINDOW (loft_room_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftRoomWindow, loft_room_window, LOFT, ROOM_WINDOW, AdwWindow)

/* actions: (nullable) the "mail" actions, for emptying the trash. */
GtkWidget *loft_room_window_new (GtkWindow *parent, LoftService *service, LoftMailAccount *account,
                                 GActionGroup *actions);

G_END_DECLS
