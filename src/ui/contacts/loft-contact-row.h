/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact-item.h"

G_BEGIN_DECLS

/* A contact in the list: letter above the first of it, face, name, a line. Main thread only. */
#define LOFT_TYPE_CONTACT_ROW (loft_contact_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactRow, loft_contact_row, LOFT, CONTACT_ROW, GtkWidget)

GtkWidget *loft_contact_row_new (void);

/* item: (nullable). has_letter: it is the first one. */
void loft_contact_row_show (LoftContactRow *self, LoftContactItem *item, gboolean has_letter);

/* Below the name what tells people of one company apart: what they are, and their address. */
void loft_contact_row_show_address (LoftContactRow *self, LoftContactItem *item);

G_END_DECLS
