/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-html-editor.h"

G_BEGIN_DECLS

/* The buttons above an editor of HTML: what is on follows the caret. Where there is no room for all,
 * the second half is in a menu. Adds the actions "format.link", "format.picture" and "format.table",
 * which ask something, to those of the editor. Main thread only. */
#define LOFT_TYPE_FORMAT_BAR (loft_format_bar_get_type ())
G_DECLARE_FINAL_TYPE (LoftFormatBar, loft_format_bar, LOFT, FORMAT_BAR, GtkWidget)

/* editor: borrowed, outlives it. */
GtkWidget *loft_format_bar_new (LoftHtmlEditor *editor);

/* Whether the second half is in the menu. */
gboolean loft_format_bar_is_folded (LoftFormatBar *self);

G_END_DECLS
