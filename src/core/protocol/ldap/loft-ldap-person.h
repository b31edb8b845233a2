/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* What directories say of people (RFC 4519, 4524, 2798; Active Directory), as a contact. Pure; one thread. */
typedef struct _LoftLdapPerson LoftLdapPerson;

/* dn: (borrowed) of the entry. */
LoftLdapPerson *loft_ldap_person_new (const char *dn);
void loft_ldap_person_free (LoftLdapPerson *self);

/* A value of an attribute, in any case and with options ("cn;lang-en"), which count less; unknown ones are
 * passed over, and so is what is too long or no UTF-8. Photos (jpegPhoto, thumbnailPhoto) are bytes, at most
 * 128 kB; of several the smallest is taken. */
void loft_ldap_person_add (LoftLdapPerson *self, const char *attribute, const char *value,
                           gsize length);

/* (transfer full) (nullable) NULL: they have neither a name nor an address. Its uid is the entry's name. */
LoftContact *loft_ldap_person_finish (LoftLdapPerson *self);

/* (transfer none) The attributes to ask for, NULL at the end. */
const char *const *loft_ldap_person_get_attributes (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftLdapPerson, loft_ldap_person_free)

G_END_DECLS
