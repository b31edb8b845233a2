/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-message-view.h"

G_BEGIN_DECLS

/* The "mail" actions that work on the message in a view alone, the same in the mail pane and in a
 * message's own window: reply, reply-all, forward, find, next-card, previous-card, plain-text,
 * view-source, save-as, print, zoom-in, zoom-out, zoom-reset. Main thread only. */

/* The map must not be asked to act when view is gone. */
void loft_message_actions_add (GActionMap *map, LoftMessageView *view);

/* After the view's "changed". */
void loft_message_actions_update (GActionMap *map, LoftMessageView *view);

G_END_DECLS
