/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* Where the text of a message is written: as text (LoftTextEditor) or as HTML (LoftHtmlEditor). Who
 * composes need not know which.
 *
 * Signals: "changed" (by the person); "files" (GdkFileList) and "picture" (GdkTexture): pasted or
 * dropped, for the attachments; "failed" (char *sentence). Main thread only. */
#define LOFT_TYPE_EDITOR (loft_editor_get_type ())
G_DECLARE_INTERFACE (LoftEditor, loft_editor, LOFT, EDITOR, GtkWidget)

typedef void (*LoftEditorSettled) (gpointer data);

struct _LoftEditorInterface {
  GTypeInterface parent_interface;

  char *(*get_text) (LoftEditor *self);
  char *(*get_html) (LoftEditor *self, GPtrArray *pictures); /* optional */
  void (*insert_text) (LoftEditor *self, const char *text);
  void (*check_spelling) (LoftEditor *self);
  void (*settle) (LoftEditor *self, LoftEditorSettled settled, gpointer data); /* optional */
};

/* (transfer full) */
char *loft_editor_get_text (LoftEditor *self);

/* (transfer full) without quoted lines and the signature: what the person wrote. */
char *loft_editor_get_own_text (LoftEditor *self);

/* (transfer full) (nullable) Clean, for the inside of <body> (loft-draft-html.h); NULL: text is all.
 * pictures: gets those it shows. */
char *loft_editor_get_html (LoftEditor *self, GPtrArray *pictures);

/* As the person would, where the caret is. */
void loft_editor_insert_text (LoftEditor *self, const char *text);

/* Looks at everything again, as after another language was chosen. */
void loft_editor_check_spelling (LoftEditor *self);

/* What is got may be as old as the last fifth of a second. Calls settled when it is of now; at once
 * where it always is. */
void loft_editor_settle (LoftEditor *self, LoftEditorSettled settled, gpointer data);

G_END_DECLS
