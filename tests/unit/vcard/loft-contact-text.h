/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* (transfer full) What a contact says, a line a thing, for tables: "fn Eva Adler\n". */
char *loft_contact_text (const LoftContact *contact);

G_END_DECLS
