/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-odd-link.h"

G_BEGIN_DECLS

/* HTML from mail. Linear time and bounded depth for any input (own tokenizer or libxml2 behind a
 * gate). Input need not be valid UTF-8 or HTML. Pure; any thread. */

/* The first of three walls: an allow list of elements, attributes and CSS properties. Removes
 * scripts, forms' actions, frames, objects, meta, link, base, event handlers, style rules that
 * fetch or position, every URL but cid:, data: images, and the href of links (http, https, mailto,
 * tel, webcal). Remote images lose their src (kept in data-loft-src for the "load" button, and
 * backgrounds in data-loft-background; both are always http or https).
 * Depth is at most 256 and every element is closed. Where the mail styles its <body> or brings a
 * sheet, all is inside of <div class="loft-body">, the sheet holds in there only; no other class
 * or id begins with "loft-".
 * (transfer full) a fragment for the inside of <body>. */
typedef struct {
  char *html;
  gboolean has_remote_content; /* something was left out that a person might want loaded */
  guint n_remote;              /* how many images and backgrounds */
  guint n_tracking;            /* tiny and hidden remote images: left out, never to be loaded */
  gboolean sets_colors;        /* the mail brings its own background or text colours */
  GPtrArray *odd_links;        /* of LoftOddLink */
} LoftCleanHtml;

LoftCleanHtml *loft_html_clean (const char *html, gssize length);
void           loft_clean_html_free (LoftCleanHtml *self);

/* For index, preview and the text view: block elements end lines, <br> too, script and style
 * dropped, entities decoded, links' text only, at most max_bytes out. (transfer full) */
char *loft_html_to_text (const char *html, gssize length, gsize max_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCleanHtml, loft_clean_html_free)

G_END_DECLS
