/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* HTML that asks somebody else's server for something when it is shown. In each, "HOST" stands
 * for a name of its own, so that a question to the DNS tells which vector leaked. */
typedef struct {
  const char *name;
  const char *html;
} LeakVector;

/* (transfer none) */
const LeakVector *leak_vectors_get (guint *n_vectors);

/* (transfer full) with HOST replaced. */
char *leak_vector_html (const LeakVector *vector, const char *host);

G_END_DECLS
