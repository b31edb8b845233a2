/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-address.h"

G_BEGIN_DECLS

/* Initials of the name on a colour of the address: who takes another's name has another colour.
 * who: (nullable). Main thread only. */
void loft_avatar_show (AdwAvatar *avatar, const LoftAddress *who);

G_END_DECLS
