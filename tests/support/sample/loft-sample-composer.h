/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sample-message.h"

G_BEGIN_DECLS

/* From the tables of loft-sample-text to texts. Every function is deterministic by the random
 * generator handed in. */

guint loft_sample_count (const char *const *table); /* up to NULL */

/* (transfer none) One of a table that ends with NULL. */
const char *loft_sample_pick (const char *const *table, GRand *random);

/* (transfer none) One of the circle. */
const LoftSamplePerson *loft_sample_pick_person (const LoftSampleVoice *voice, GRand *random);

/* (transfer full) "Jan" of "Jan Novák". */
char *loft_sample_first_name (const LoftSamplePerson *person);

/* (transfer full) A letter from one to the other, wrapped at 72 columns; with a parent (both
 * nullable) it ends in a quotation of its beginning. */
char *loft_sample_compose (const LoftSampleVoice  *voice,
                           const LoftSamplePerson *from,
                           const LoftSamplePerson *to,
                           const LoftSamplePerson *parent_author,
                           const char             *parent,
                           GRand                  *random);

/* (transfer full) The same letter as HTML; picture (nullable) is a Content-ID to show. */
char *loft_sample_text_to_html (const char *text, const char *picture);

/* (transfer full) A newsletter: tables, inline styles, a remote picture and a remote pixel. */
char *loft_sample_compose_newsletter (const LoftSampleNewsletter *newsletter,
                                      const char                 *subject,
                                      GRand                      *random);

/* (transfer full) Its plain-text twin. */
char *loft_sample_newsletter_text (const LoftSampleNewsletter *newsletter, const char *subject);

G_END_DECLS
