/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-editor.h"

G_BEGIN_DECLS

/* Where the plain text of a message is written: spelling, quoted lines dimmed, undo. Files that are
 * pasted or dropped do not become text. A LoftEditor. Main thread only. */
#define LOFT_TYPE_TEXT_EDITOR (loft_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (LoftTextEditor, loft_text_editor, LOFT, TEXT_EDITOR, GtkTextView)

GtkWidget *loft_text_editor_new (void);

/* What there is to begin with; cannot be undone. caret: in characters. */
void loft_text_editor_set_text (LoftTextEditor *self, const char *text, guint caret);

/* Changes part of it as the person would: can be undone, the caret stays where it is written. */
void loft_text_editor_replace (LoftTextEditor *self, const char *old, const char *with);

/* Puts something at the end, in the same way. */
void loft_text_editor_append (LoftTextEditor *self, const char *text);

G_END_DECLS
