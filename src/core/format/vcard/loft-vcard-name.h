/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* (transfer full) after, with FN following N where before it was made of N and only N was changed,
 * and N following FN the other way round. */
LoftContact *loft_vcard_name_keep_in_step (const LoftContact *before, const LoftContact *after);

G_END_DECLS
