/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-item.h"
#include "loft-contact.h"

G_BEGIN_DECLS

/* One contact while it is edited, laid out as LoftContactView shows it. Signals "changed" (what it says or
 * whether it can be saved), "save" (Ctrl+Enter), "cancel" (Escape). Main thread only. */
#define LOFT_TYPE_CONTACT_EDITOR (loft_contact_editor_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactEditor, loft_contact_editor, LOFT, CONTACT_EDITOR, GtkWidget)

/* books: of LoftCalendarItem. contact: kept; uid "": a new one. book: (nullable) where it is or goes. */
LoftContactEditor *loft_contact_editor_new (GListModel *books, LoftContact *contact,
                                            LoftCalendarItem *book);

/* (transfer none) As it was. */
LoftContact *loft_contact_editor_get_before (LoftContactEditor *self);

/* (transfer full) As it shall be; what is not shown here stays. */
LoftContact *loft_contact_editor_make (LoftContactEditor *self);

/* (transfer none) (nullable) */
LoftCalendarItem *loft_contact_editor_get_book (LoftContactEditor *self);

/* Whether anything was typed or chosen; whether there is something that can be saved. */
gboolean loft_contact_editor_is_changed (LoftContactEditor *self);
gboolean loft_contact_editor_can_save (LoftContactEditor *self);

/* Puts the focus into the first field. */
void loft_contact_editor_begin (LoftContactEditor *self);

G_END_DECLS
