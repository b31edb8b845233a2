/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"
#include "loft-eas-found.h"

G_BEGIN_DECLS

/* (transfer full) Somebody of the organisation's address book as a contact; NULL for one of whom neither a
 * name nor an address is told. Its uid is the address, else the alias or the name: enough to tell people of
 * one answer apart. Pure; any thread. */
LoftContact *loft_eas_person_to_contact (const LoftEasPerson *person);

G_END_DECLS
