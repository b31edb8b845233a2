/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-vcard-card.h"

G_BEGIN_DECLS

typedef struct {
  LoftVcardCard *card;
  const LoftContact *now; /* what the card says */
  const LoftContact *before;
  const LoftContact *after;
  GError **error;
} LoftVcardChange;

/* FALSE: the error is set. */
gboolean loft_vcard_change_conflicts (LoftVcardChange *self, const char *name);
gboolean loft_vcard_change_values (LoftVcardChange *self);
void loft_vcard_change_categories (LoftVcardChange *self);
void loft_vcard_change_members (LoftVcardChange *self);

G_END_DECLS
