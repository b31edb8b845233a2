/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact-list.h"

G_BEGIN_DECLS

/* Groups are cards too (KIND:group): they name their members by uid or by e-mail address. But for the
 * list pure; any thread. */

/* (transfer full) of LoftContact (referenced): who of contacts is in group, in its order, each once. Where
 * a uid or an address is in several books, that of the group's book. An address that nobody has is a
 * contact of that address alone (resource_id 0); a uid that nobody has, and a group in a group, is left
 * out. Linear. */
GPtrArray *loft_contact_groups_list_members (const LoftContact *group, GPtrArray *contacts);

/* (transfer full) The group with those of contacts that are not in it yet: people of its book by uid, others
 * by their first address. Groups, and people of other books without one, cannot be. */
LoftContact *loft_contact_groups_add (const LoftContact *group, GPtrArray *contacts);

/* (transfer full) The group without any of contacts, by whatever it names them. */
LoftContact *loft_contact_groups_remove (const LoftContact *group, GPtrArray *contacts);

/* Shows only who is in it, also when it changes; NULL: all. group is known by uid and book. Whom it names
 * by an address that no book has is a row of its own: a contact with folder_id 0, whose uid is
 * "mailto:ADDRESS". */
void loft_contact_list_set_group (LoftContactList *self, const LoftContact *group);

G_END_DECLS
