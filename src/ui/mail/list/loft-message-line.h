/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-list-columns.h"
#include "loft-message-row-text.h"

G_BEGIN_DECLS

/* A row of the message list in one line, under the columns of a header. Main thread only. */
#define LOFT_TYPE_MESSAGE_LINE (loft_message_line_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageLine, loft_message_line, LOFT, MESSAGE_LINE, GtkWidget)

GtkWidget *loft_message_line_new (LoftListColumns *columns);

void loft_message_line_show (LoftMessageLine *self, const LoftMessageRowText *text);

/* color: (nullable) of the account, where several are mixed. */
void loft_message_line_set_color (LoftMessageLine *self, const GdkRGBA *color);

G_END_DECLS
