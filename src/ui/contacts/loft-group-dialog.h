/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-contact-actions.h"

G_BEGIN_DECLS

/* The name of a group of contacts: of a new one, with the address book it comes into, or of one that
 * is there. It says itself what cannot be, and closes when it is done. Main thread only.
 *
 * Signal "saved" (LoftContact *group, guint64 undo): the group as it is then. */
#define LOFT_TYPE_GROUP_DIALOG (loft_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LoftGroupDialog, loft_group_dialog, LOFT, GROUP_DIALOG, AdwWindow)

/* (transfer full) floating. book: (nullable) the one to begin with; members: (nullable) of LoftContact, who
 * is in it from the beginning. */
GtkWindow *loft_group_dialog_new (LoftContactActions *contacts, LoftCalendarItem *book,
                                  GPtrArray *members);
/* The same, for another name of group, which is of the list. */
GtkWindow *loft_group_dialog_new_rename (LoftContactActions *contacts, LoftContact *group);

G_END_DECLS
