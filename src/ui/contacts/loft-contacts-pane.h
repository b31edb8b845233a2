/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact-actions.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The contacts: books and groups, the list with its letters, one of them, which is edited in place. Keys are
 * in loft-shortcuts.c; from the search Down goes into the list, Escape ends it. Main thread only. */
#define LOFT_TYPE_CONTACTS_PANE (loft_contacts_pane_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactsPane, loft_contacts_pane, LOFT, CONTACTS_PANE, GtkWidget)

/* contacts: kept. */
GtkWidget *loft_contacts_pane_new (LoftContactActions *contacts);

/* Places beside the books; kept. pause: milliseconds without a key before they are asked, -1: as usual.
 * Once. */
void loft_contacts_pane_set_directories (LoftContactsPane *self, LoftDirectories *directories,
                                         int pause);

/* Whose troubles are told above the list, and whose directories are places. Once. */
void loft_contacts_pane_set_service (LoftContactsPane *self, LoftService *service);

/* FALSE: it is not among those that are shown. */
gboolean loft_contacts_pane_select (LoftContactsPane *self, const char *uid);

/* Goes to one, wherever it is; when the list has them, if it is not loaded yet. */
void loft_contacts_pane_show (LoftContactsPane *self, const char *uid);

/* Goes to somebody whom a directory has told of: they are asked for there by their name. */
void loft_contacts_pane_show_known (LoftContactsPane *self, LoftDirectory *directory,
                                    const LoftContact *contact);

G_END_DECLS
