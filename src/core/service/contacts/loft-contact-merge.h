/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* Contacts that are the same person. Pure; any thread. */

/* (transfer container) of GPtrArray of LoftContact (referenced): two or more who share an address,
 * a number or a full name, the fullest first. A number that many share is a company's, and a group
 * is nobody. Linear in the contacts. */
GPtrArray *loft_contact_merge_find (GPtrArray *contacts);

/* (transfer full) What would be kept of them: the first one with what it lacks of the others, each
 * value once. It has uid, folder and resource of the first. To take it back keep the contacts. */
LoftContact *loft_contact_merge_preview (GPtrArray *contacts);

typedef struct {
  const char *field; /* "name", "organization", "title", "BDAY", … */
  GStrv texts; /* two or more to choose from, that of the preview first */
} LoftContactChoice;

/* (transfer full) of LoftContactChoice: where they say different things of what can be one only. */
GPtrArray *loft_contact_merge_list_choices (GPtrArray *contacts);

/* Takes one of the texts of a choice. */
void loft_contact_merge_choose (LoftContact *preview, const char *field, const char *text);

/* (transfer full) Digits of a number as they are compared; "" for less than seven. */
char *loft_contact_merge_dup_number (const char *number);

G_END_DECLS
