/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-list.h"

G_BEGIN_DECLS

/* The main column: one message, opened from the store or fetched, its text or HTML, banners about
 * what could not be shown, its attachments.
 *
 * Signals: "shown" (LoftMessageRow: its body is on screen); "changed" (another message, or none,
 * or text instead of HTML). Main thread only. */
#define LOFT_TYPE_MESSAGE_VIEW (loft_message_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageView, loft_message_view, LOFT, MESSAGE_VIEW, GtkWidget)

/* Opens the message of row; the one before is cancelled. */
void loft_message_view_open (LoftMessageView *self, LoftMailAccount *account, LoftMessageRow *row);

/* Nothing is open: n_selected messages are selected, 0 for none. */
void loft_message_view_close (LoftMessageView *self, guint n_selected);

/* (transfer none) (nullable) the row that is open or being opened. */
LoftMessageRow  *loft_message_view_get_row  (LoftMessageView *self);
/* (transfer none) (nullable) once it is on screen. */
LoftMessageBody *loft_message_view_get_body (LoftMessageView *self);

gboolean loft_message_view_has_html       (LoftMessageView *self);
gboolean loft_message_view_get_plain_text (LoftMessageView *self);
void     loft_message_view_set_plain_text (LoftMessageView *self, gboolean plain_text);

/* step: 1 larger, -1 smaller, 0 normal */
void loft_message_view_zoom (LoftMessageView *self, int step);

/* Opens the line to find text in the message. */
void loft_message_view_start_find (LoftMessageView *self);

/* Puts the keyboard focus on the text. */
void loft_message_view_focus_body (LoftMessageView *self);

/* Tries again what could not be opened, as when the network is back. */
void loft_message_view_retry (LoftMessageView *self);

G_END_DECLS
