/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact.h"

G_BEGIN_DECLS

/* What a value can be: Home, Work, Mobile … and whatever it says already. Main thread only. */

/* (transfer full) of GtkStringObject, in the order of a choice; NULL: there is nothing to choose. value:
 * (nullable) a new one. *selected (out): what it is. */
GListModel *loft_contact_kinds_list (const char *property, const LoftContactValue *value,
                                     guint *selected);

/* Writes the choice into value; before: (nullable) as it was when the list was made. What says nothing to
 * people (voice, internet) stays. */
void loft_contact_kinds_choose (LoftContactValue *value, const LoftContactValue *before,
                                guint selected);

G_END_DECLS
