/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"
#include "loft-vcard-line.h"

G_BEGIN_DECLS

/* A card as the tree of its lines, each understood once. */
typedef struct {
  LoftContentComponent *root; /* (owned) */
  LoftContentComponent *component; /* (not owned) VCARD */
  GPtrArray *lines; /* of LoftVcardLine, in order, without BEGIN and END */
  GHashTable *labels; /* group -> text */
  guint version; /* 2, 3 or 4 */
} LoftVcardCard;

/* Errors as loft_vcard_read (). */
LoftVcardCard *loft_vcard_card_read (GBytes *raw, GError **error);

/* (transfer full) Of VERSION alone. version: 3 or 4. */
LoftVcardCard *loft_vcard_card_new (guint version);
void loft_vcard_card_free (LoftVcardCard *self);

/* What X-ABLabel says of a line's group, or "". Apple's own words come without their marks. */
const char *loft_vcard_card_get_label (LoftVcardCard *self, const LoftVcardLine *line);

/* (transfer full) As loft_vcard_read (). */
LoftContact *loft_vcard_read_card (LoftVcardCard *self);

/* The first of its name, or NULL. */
LoftVcardLine *loft_vcard_card_find (LoftVcardCard *self, const char *name);

/* Takes property; the line is borrowed. */
LoftVcardLine *loft_vcard_card_add (LoftVcardCard *self, LoftContentProperty *property);

/* Takes property, which has a group of its own with label. */
LoftVcardLine *loft_vcard_card_add_labelled (LoftVcardCard *self, const char *name,
                                             const char *value, const char *label);

/* With what only says something of it: the X-AB lines of its group. */
void loft_vcard_card_remove (LoftVcardCard *self, LoftVcardLine *line);
void loft_vcard_card_remove_all (LoftVcardCard *self, const char *name);

/* label "": none. */
void loft_vcard_card_set_label (LoftVcardCard *self, LoftVcardLine *line, const char *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftVcardCard, loft_vcard_card_free)

G_END_DECLS
