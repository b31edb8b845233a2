/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the tests of the window share. */

/* As gtk_test_init(), with the window's resources; ends the program when there is no display. */
void ui_test_init (int *argc, char ***argv);

typedef gboolean (*UiTestCondition) (gpointer data);

/* Runs the main loop until the condition holds; fails the test after two minutes. */
void ui_test_wait (UiTestCondition condition, gpointer data);
#define ui_test_wait_for(condition, data) ui_test_wait ((UiTestCondition) (condition), (data))

/* Runs the main loop until nothing is left to do. */
void ui_test_settle (void);

/* What this thread has worked, in microseconds: limits in it hold on a busy machine too. */
gint64 ui_test_cpu_time (void);

/* (transfer none) (nullable) the first of a type below root, root too. */
gpointer ui_test_find (gpointer root, GType type);

/* (transfer none) (nullable) the first mapped label below root with text in it. */
GtkWidget *ui_test_find_text (gpointer root, const char *text);

/* (transfer none) the template child of that id, of any type. */
gpointer ui_test_child (gpointer widget, const char *id);

/* A window of that size with the widget in it, on screen. (transfer none) */
GtkWindow *ui_test_show (GtkWidget *widget, int width, int height);

G_END_DECLS
