/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An address taken apart for looking up its servers. Immutable; any thread. */
typedef struct {
  char *address;      /* as given, blanks around it taken off */
  char *local_part;
  char *name;         /* the domain: ASCII (RFC 5891), lower case, no final dot */
  char *registrable;  /* the part somebody has registered ("example.co.uk"); "" when the domain is a
                       * public suffix itself, below which anybody may own any name */
} LoftMailDomain;

/* LOFT_ERROR_REFUSED with a sentence for what is no address with a domain of two labels. */
LoftMailDomain *loft_mail_domain_new  (const char *address, GError **error);
LoftMailDomain *loft_mail_domain_copy (const LoftMailDomain *self);
void            loft_mail_domain_free (LoftMailDomain *self);

/* Whether a host is in the same hands as the mail: below the same registered domain. */
gboolean loft_mail_domain_owns (const LoftMailDomain *self, const char *host);

/* (transfer full) (nullable) A host name as it is told by others: ASCII, lower case, at least two
 * labels, no address in digits. NULL for anything else. */
char *loft_mail_domain_clean_host (const char *host);

/* (transfer full) text with %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN% put in. */
char *loft_mail_domain_expand (const LoftMailDomain *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailDomain, loft_mail_domain_free)

G_END_DECLS
