/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-html-editor.h"

#include "loft-html-engine.h"
#include "loft-webkit.h"

G_BEGIN_DECLS

#define LOFT_HTML_EDITOR_WORLD "loft"

/* What the files of the editor share. */
struct _LoftHtmlEditor {
  GtkWidget parent_instance;

  LoftHtmlEngine *engine;
  WebKitWebView *web_view;
  GSimpleActionGroup *actions;
  GPtrArray *pictures; /* of LoftDraftPart */
  char *html; /* as it was told last */
  gboolean is_quote; /* not pruned yet */
  gboolean is_ready;
  gboolean is_broken; /* it cannot be shown; what was there is all */
  guint n_loads;
  char *own_uri; /* (nullable) of the load that is ours and was not let through yet */
  GPtrArray *settling; /* of Settling */
  int height; /* of its content */
  gint64 middle_pressed; /* when; what is pasted then is the primary selection */

  char *link;
  char *selected;
};

/* Runs code in our world; name and value are what it may use. (nullable) */
void loft_html_editor_run (LoftHtmlEditor *self, const char *code, const char *name,
                           const char *value);
/* Calls callback (self, JSCValue *) for what our script tells under that name. */
void loft_html_editor_listen (LoftHtmlEditor *self, const char *name, GCallback callback);
void loft_html_editor_tell_changed (LoftHtmlEditor *self);
void loft_html_editor_tell_failure (LoftHtmlEditor *self, const char *text);

/* loft-html-editor-guard.c: no navigation, a short context menu. */
void loft_html_editor_guard (LoftHtmlEditor *self);

/* loft-html-editor-page.c */
char *loft_html_editor_build_page (LoftHtmlEditor *self); /* (transfer full) around its html */
void loft_html_editor_follow_theme (LoftHtmlEditor *self);

/* loft-html-editor-format.c */
void loft_html_editor_add_actions (LoftHtmlEditor *self);
void loft_html_editor_take_state (LoftHtmlEditor *self, const char *state);

/* loft-html-editor-scroll.c */
void loft_html_editor_pass_scroll (LoftHtmlEditor *self);

/* loft-html-editor-paste.c */
void loft_html_editor_watch_paste (LoftHtmlEditor *self);

G_END_DECLS
