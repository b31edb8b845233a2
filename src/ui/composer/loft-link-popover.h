/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-html-editor.h"

G_BEGIN_DECLS

/* Asks where the selected words of an editor lead. Main thread only. */
#define LOFT_TYPE_LINK_POPOVER (loft_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (LoftLinkPopover, loft_link_popover, LOFT, LINK_POPOVER, GtkPopover)

/* editor: borrowed, outlives it. */
GtkWidget *loft_link_popover_new (LoftHtmlEditor *editor);

/* With what is at the caret now; before it pops up. */
void loft_link_popover_start (LoftLinkPopover *self);

G_END_DECLS
