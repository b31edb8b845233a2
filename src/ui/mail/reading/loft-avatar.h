/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-address.h"
#include "loft-contact.h"

G_BEGIN_DECLS

/* The photo that an address book has for the address; without one, initials of the name on a colour of the
 * address: who takes another's name has another colour. Follows the books. who: (nullable). Main thread
 * only. */
void loft_avatar_show (AdwAvatar *avatar, const LoftAddress *who);

/* As a card of the books has them: their own photo and no other. */
void loft_avatar_show_contact (AdwAvatar *avatar, const LoftContact *contact);

G_END_DECLS
