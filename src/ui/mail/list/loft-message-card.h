/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-row-text.h"

G_BEGIN_DECLS

/* A row of the message list in two or three lines. Main thread only. */
#define LOFT_TYPE_MESSAGE_CARD (loft_message_card_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageCard, loft_message_card, LOFT, MESSAGE_CARD, GtkWidget)

void loft_message_card_show (LoftMessageCard *self, const LoftMessageRowText *text);

/* Two lines instead of three. */
void loft_message_card_set_compact (LoftMessageCard *self, gboolean compact);

/* color: (nullable) of the account, where several are mixed. */
void loft_message_card_set_color (LoftMessageCard *self, const GdkRGBA *color);

G_END_DECLS
