/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sign-in.h"

LoftSignInTerms *
loft_sign_in_terms_new (const char *leaf, const char *faults, const char *mechanism)
{
  LoftSignInTerms *self = g_new0 (LoftSignInTerms, 1);

  self->leaf = g_strdup (leaf);
  self->faults = g_strdup (faults);
  self->mechanism = g_strdup (mechanism);
  return self;
}

void
loft_sign_in_terms_free (LoftSignInTerms *self)
{
  if (self == NULL)
    return;
  g_free (self->leaf);
  g_free (self->faults);
  g_free (self->mechanism);
  g_free (self);
}
