/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-priority.h"

G_BEGIN_DECLS

/* How the importance that its writer gave a message is shown: quietly, for it is his word only. */

/* (transfer none) (nullable) in words, translated; NULL for what is as usual. */
const char *loft_priority_look_describe (LoftPriority priority);

/* The sign with the words as its tooltip; hidden for what is as usual. */
void loft_priority_look_show (GtkImage *image, LoftPriority priority);

G_END_DECLS
