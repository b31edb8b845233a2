/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-contact.h"

G_BEGIN_DECLS

/* Names and work of a contact that is edited: rows of two lists. Those that say nothing and that few have are
 * added when they are asked for. Main thread only. */
typedef struct _LoftContactFields LoftContactFields;

/* names, work: get the rows. changed: called with user_data when anything is typed. */
LoftContactFields *loft_contact_fields_new (GtkListBox *names, GtkListBox *work,
                                            const LoftContact *contact, GCallback changed,
                                            gpointer user_data);
void loft_contact_fields_free (LoftContactFields *self);

/* Writes them into contact. Its name follows the parts where it was made of them. */
void loft_contact_fields_take (LoftContactFields *self, LoftContact *contact);

/* (transfer full) What the person is called by what is typed; "" by nothing. */
char *loft_contact_fields_dup_name (LoftContactFields *self);

/* (transfer full) of "contact.add-field": what can be added. */
GMenuModel *loft_contact_fields_new_menu (void);
void loft_contact_fields_add (LoftContactFields *self, const char *name);

void loft_contact_fields_focus (LoftContactFields *self);

G_END_DECLS
