/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-vcard-card.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) What a line says that people read; NULL: nothing of the kind, or
 * longer than the limits. */
LoftContactValue *loft_vcard_value_read (LoftVcardCard *card, const LoftVcardLine *line);

/* Makes a line that was read as before say after. What after cannot be in this line makes it
 * another line. */
void loft_vcard_value_write (LoftVcardCard *card, LoftVcardLine *line,
                             const LoftContactValue *before, const LoftContactValue *after);

/* A new line, with its label. */
void loft_vcard_value_add (LoftVcardCard *card, const LoftContactValue *value);

/* (transfer full) A structured value with after for its parts; where they are as before (nullable),
 * the bytes of written stay. Both have count parts; written may have others behind them. */
char *loft_vcard_value_join (const char *written, const char *const *before,
                             const char *const *after, guint count);

/* (transfer full) (nullable) Part of a structured value as one line. */
char *loft_vcard_value_read_part (const char *written);

G_END_DECLS
