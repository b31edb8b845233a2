/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-html-tokenizer.h"

G_BEGIN_DECLS

/* What may stay of the attributes of a tag. Linear; pure; any thread. */
typedef struct {
  guint n_remote;   /* images that could be loaded */
  guint n_tracking; /* images that are there to be fetched, not to be seen: left out for good */
  gboolean sets_colors;
  char *href;       /* (owned) (nullable) of the last <a> that has one */
} LoftHtmlFindings;

/* Appends ' name="value"' for each attribute of the START token that is allowed. Remote images
 * become data-loft-src and data-loft-background. token->element LOFT_HTML_BODY is written for the
 * element that stands in for it. scope: a class that is added for it, or NULL. */
void loft_html_attributes_clean (GString             *out,
                                 const LoftHtmlToken *token,
                                 const char          *scope,
                                 LoftHtmlFindings    *findings);

G_END_DECLS
