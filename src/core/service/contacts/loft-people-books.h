/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"
#include "loft-people.h"

G_BEGIN_DECLS

/* (transfer full) of LoftPerson: people (in their order: those written with most first), named as
 * the books name them, then those of the books that nobody has written with yet, by name. One
 * address is one person. At last groups in which anybody has an address, the first hundred. For
 * loft_people_index_new (). Pure; linear but for the sorting and for each group; any thread. */
GPtrArray *loft_people_books_add (GPtrArray *people, GPtrArray *contacts);

G_END_DECLS
