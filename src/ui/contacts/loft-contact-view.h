/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact.h"

G_BEGIN_DECLS

/* One contact: face and name, then its values in groups, each with what can be done with it.
 * Main thread only. */
#define LOFT_TYPE_CONTACT_VIEW (loft_contact_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactView, loft_contact_view, LOFT, CONTACT_VIEW, GtkWidget)

GtkWidget *loft_contact_view_new (void);

/* contact: (nullable) nobody is chosen. */
void loft_contact_view_show (LoftContactView *self, LoftContact *contact);

G_END_DECLS
