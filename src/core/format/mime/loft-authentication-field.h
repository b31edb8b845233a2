/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-mime-field.h"

G_BEGIN_DECLS

/* The grammar of Authentication-Results (RFC 8601, 2.2). Linear; pure; any thread. */

/* One "method=result reason=… ptype.property=value …". Strings are lower case. */
typedef struct {
  char *method;
  char *result;
  char *domain;     /* header.d, header.i's or header.from's domain, or that of smtp.mailfrom; "" */
} LoftAuthenticationClause;

typedef struct {
  char *server;       /* lower case; "" when left out, as Exchange Online does */
  GPtrArray *clauses; /* of LoftAuthenticationClause; at most 100 */
} LoftAuthenticationField;

LoftAuthenticationField *loft_authentication_field_parse (const LoftMimeField *field);
void                     loft_authentication_field_free  (LoftAuthenticationField *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAuthenticationField, loft_authentication_field_free)

G_END_DECLS
