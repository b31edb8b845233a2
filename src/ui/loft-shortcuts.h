/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one table of actions with keys. Everything that has a key reads it from here: the
 * application's accelerators, the list's own keys and the shortcuts window. */
typedef enum {
  LOFT_SHORTCUT_WINDOW, /* anywhere in the main window */
  LOFT_SHORTCUT_LIST,   /* with the focus in the message list: single keys are free there */
  LOFT_SHORTCUT_TEXT,   /* with the focus in the text of a message */
} LoftShortcutContext;

#define LOFT_SHORTCUT_MAX_KEYS 3

typedef struct {
  const char *action;   /* detailed action name */
  LoftShortcutContext context;
  const char *keys[LOFT_SHORTCUT_MAX_KEYS + 1]; /* accelerators, NULL-terminated */
  const char *group;    /* untranslated heading in the shortcuts window */
  const char *title;    /* untranslated; NULL: has keys but is not listed */
} LoftShortcut;

/* (transfer none) */
const LoftShortcut *loft_shortcuts_get (guint *n_shortcuts);

/* Sets the accelerators of the window's actions. */
void loft_shortcuts_install (GtkApplication *application);

/* Adds the keys of a context to a widget that has the actions or an ancestor with them. */
void loft_shortcuts_add_to_widget (GtkWidget *widget, LoftShortcutContext context);

/* (transfer full) A window that lists them all. */
GtkWidget *loft_shortcuts_window_new (void);

G_END_DECLS
