/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* A contact as a row of a list. Immutable; made in a thread, then of the main thread. */
#define LOFT_TYPE_CONTACT_ITEM (loft_contact_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactItem, loft_contact_item, LOFT, CONTACT_ITEM, GObject)

/* contact: kept. */
LoftContactItem *loft_contact_item_new (LoftContact *contact, gboolean family_first);

/* (transfer none) */
LoftContact *loft_contact_item_get (LoftContactItem *self);

/* (transfer none) Under what it stands: a capital letter without its accents, or "#". */
const char *loft_contact_item_get_letter (LoftContactItem *self);

/* (transfer none) What a list says below the name: the organization, else an address; or "". */
const char *loft_contact_item_get_line (LoftContactItem *self);

/* Whether each of words (folded, as of loft_contact_item_fold_words ()) begins a word of it. */
gboolean loft_contact_item_fits (LoftContactItem *self, const char *const *words);

/* (transfer full) */
GStrv loft_contact_item_fold_words (const char *text);

/* By letter, then name. */
int loft_contact_item_compare (LoftContactItem *a, LoftContactItem *b);

G_END_DECLS
