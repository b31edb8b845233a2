/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Gives a window the action "absence.edit" (s: id of an account; "": the one that answers now, else the
 * first): the page of out-of-office replies. Enabled while an account's server may send them. Main thread
 * only. */
void loft_absence_action_add (GtkWidget *window, LoftService *service);

G_END_DECLS
