/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one table of actions with keys. Everything that has a key reads it from here: the
 * application's accelerators, the keys of single widgets, the single keys and the shortcuts
 * window. A window that has not an action is not disturbed by its keys. */
typedef enum {
  LOFT_SHORTCUT_WINDOW, /* anywhere in a window: the main one, that of a message */
  LOFT_SHORTCUT_LIST,   /* with the focus in the message list */
  LOFT_SHORTCUT_PANE,   /* anywhere in a pane where no text is edited */
  LOFT_SHORTCUT_COMPOSER, /* with the focus in a message that is written */
  LOFT_SHORTCUT_HTML,   /* with the focus in HTML that is written, whose page knows them itself */
  LOFT_SHORTCUT_TEXT,   /* with the focus in the text of a message */
} LoftShortcutContext;

#define LOFT_SHORTCUT_MAX_KEYS 3

typedef struct {
  const char *action;   /* detailed action name */
  LoftShortcutContext context;
  const char *keys[LOFT_SHORTCUT_MAX_KEYS + 1]; /* accelerators, NULL-terminated */
  const char *group;    /* untranslated heading in the shortcuts window */
  const char *title;    /* untranslated; NULL: has keys but is not listed */
  const char *single;   /* (nullable) a key alone, for those who switched the single keys on */
} LoftShortcut;

/* (transfer none) */
const LoftShortcut *loft_shortcuts_get (guint *n_shortcuts);

/* Sets the accelerators of the window's actions. */
void loft_shortcuts_install (GtkApplication *application);

/* Adds the keys of a context to a widget that has the actions or an ancestor with them. */
void loft_shortcuts_add_to_widget (GtkWidget *widget, LoftShortcutContext context);

/* The single keys, while the setting has them on: never with the focus where text is typed. */
void loft_shortcuts_add_single_keys (GtkWindow *window);

/* (transfer full) A window that lists them all. */
GtkWidget *loft_shortcuts_window_new (void);

G_END_DECLS
