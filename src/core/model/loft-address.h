/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A mailbox as RFC 5322, 3.4 has it: display name (may be "") and addr-spec (may be "" for a
 * broken one). Immutable. */
typedef struct {
  char *name;
  char *email;
} LoftAddress;

LoftAddress *loft_address_new  (const char *name, const char *email);
void         loft_address_free (LoftAddress *self);

/* What a list shows: the name, else the address. (transfer none) */
const char *loft_address_label (const LoftAddress *self);

/* (transfer full) "Name <a@b>" for people; no quoting rules of the wire. */
char *loft_address_to_text (const LoftAddress *self);

/* A list of addresses in the form kept in the store: "name\x1f email" records joined by \x1e.
 * Control characters inside are replaced when it is made. */
char      *loft_addresses_pack   (GPtrArray *addresses);
GPtrArray *loft_addresses_unpack (const char *packed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAddress, loft_address_free)

G_END_DECLS
