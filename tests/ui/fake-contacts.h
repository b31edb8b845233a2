/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact-actions.h"

G_BEGIN_DECLS

/* Address books in memory: what is changed is in the list when the main loop has run. */
#define FAKE_TYPE_CONTACTS (fake_contacts_get_type ())
G_DECLARE_FINAL_TYPE (FakeContacts, fake_contacts, FAKE, CONTACTS, GObject)

FakeContacts *fake_contacts_new (void);

/* (transfer none) Its id is its number, from 1. */
LoftCalendarItem *fake_contacts_add_book (FakeContacts *self, const char *name);

/* contact: (transfer full) */
void fake_contacts_add (FakeContacts *self, LoftContact *contact);
void fake_contacts_clear (FakeContacts *self);

/* Tells the list; returns when it shows them. */
void fake_contacts_load (FakeContacts *self);

guint fake_contacts_count (FakeContacts *self);

/* (transfer none) (nullable) */
LoftContact *fake_contacts_find (FakeContacts *self, const char *name);

/* What the next changes fail with; NULL: they succeed. */
void fake_contacts_set_error (FakeContacts *self, const GError *error);

/* People of many kinds, in two books. */
void fake_contacts_fill (FakeContacts *self);

/* Somebody once more, with less. */
void fake_contacts_add_twin (FakeContacts *self, const char *name);

G_END_DECLS
