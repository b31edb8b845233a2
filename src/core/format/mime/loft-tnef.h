/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "winmail.dat" (MS-OXTNEF): what Outlook makes of a message for other Outlooks. What is cut off or
 * broken gives what stands before. Limits: 1,000 files, 10,000 properties of each, 4 MB of body.
 * Linear; pure; any thread. */
typedef struct {
  char *name;       /* as it stands there: not safe */
  char *type;       /* "image/png"; "" when it is not said */
  char *content_id; /* "" */
  GBytes *bytes;    /* of an attached message: an RFC 5322 one around it */
} LoftTnefFile;

typedef struct {
  char *message_class; /* "IPM.Note"; "" */
  char *text;          /* (nullable) body, UTF-8 */
  char *html;          /* (nullable) not cleaned */
  GPtrArray *files;    /* of LoftTnefFile */
} LoftTnef;

/* (transfer full) (nullable) NULL when it is no TNEF. */
LoftTnef *loft_tnef_read (GBytes *bytes);
void      loft_tnef_free (LoftTnef *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTnef, loft_tnef_free)

G_END_DECLS
