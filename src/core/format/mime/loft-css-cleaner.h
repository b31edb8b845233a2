/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Style of mail by allow list: properties that colour, space and align; no addresses, no
 * functions but colours, no negative numbers, no escapes, nothing that positions or reacts. What
 * is not understood is left out. text must be valid UTF-8. Linear; pure; any thread. */
typedef struct {
  gboolean sets_colors;
  char *remote_image; /* (owned) (nullable) the first web address that declarations asked for */
} LoftCssFindings;

void loft_css_findings_clear (LoftCssFindings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftCssFindings, loft_css_findings_clear)

/* Appends the declarations of a style attribute that are left: "color:red;width:50%". */
void loft_css_clean_declarations (GString         *out,
                                  const char      *css,
                                  gsize            length,
                                  LoftCssFindings *findings);

/* Appends the rules of a <style> element that are left. Their selectors are made of elements,
 * classes and ids only and hold inside of the given class; html and body mean the element that
 * has it. Of @media only widths of screens are kept. */
void loft_css_clean_sheet (GString         *out,
                           const char      *css,
                           gsize            length,
                           const char      *scope,
                           LoftCssFindings *findings);

G_END_DECLS
