/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* How values of contacts are shown. Main thread only. */

/* (transfer full) What a value is, for people: its label, else its types, else its kind: "Home",
 * "Mobile, Work", "Birthday". */
char *loft_contact_look_kind (const LoftContactValue *value);

/* (transfer full) One line: addresses without empty parts, dates in words. */
char *loft_contact_look_text (const LoftContactValue *value);

const char *loft_contact_look_icon (const char *property);

/* (transfer full) (nullable) What its button opens: "mailto:…", "tel:…", "geo:…", "https:…"; NULL:
 * nothing. Never what a card claims to be a file or a script. */
char *loft_contact_look_uri (const LoftContactValue *value);

/* What that button says: "Write Message", "Call", … */
const char *loft_contact_look_action (const char *property);

const char *loft_contact_look_action_icon (const char *property);

/* (transfer full) "Director, Programme, Spring Fair", without what is the name already. */
char *loft_contact_look_dup_work (const LoftContact *contact);

G_END_DECLS
