/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"
#include "loft-mail-reader.h"

G_BEGIN_DECLS

/* (transfer full) of LoftContact: those of an account's address books, by the name; what cannot be read is
 * left out. Reader's thread; unbounded. */
GPtrArray *loft_contact_reading_list (LoftMailReader *reader, GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
