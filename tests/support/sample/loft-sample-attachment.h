/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Something to attach: small, real files that programs can open. Deterministic by the random
 * generator handed in. */
typedef struct {
  char *name; /* UTF-8 */
  const char *type;
  char *content_id; /* (nullable) set: an inline picture of the HTML part */
  GBytes *bytes;
} LoftSampleAttachment;

void loft_sample_attachment_free (LoftSampleAttachment *attachment);

/* (transfer full) By the ending of the name: .png .pdf .csv .ics, else bytes of no meaning. */
LoftSampleAttachment *loft_sample_attachment_new (const char *name, GRand *random);

/* (transfer full) The same with random bytes of a given size. */
LoftSampleAttachment *loft_sample_attachment_new_noise (const char *name,
                                                        const char *type,
                                                        gsize       size,
                                                        GRand      *random);

/* (transfer full) A landscape by the sea as PNG. */
GBytes *loft_sample_picture (guint width, guint height, GRand *random);

G_END_DECLS
