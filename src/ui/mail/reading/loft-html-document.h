/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The document that is put around the HTML of a message. Pure. */

/* What the Content-Security-Policy of the document is. */
const char *loft_html_document_policy (gboolean remote_images);

typedef struct {
  const char *html;       /* for the inside of <body> */
  gboolean own_colors;    /* the message brings colours: white paper */
  gboolean remote_images;
  gboolean policy;        /* FALSE in tests only */
  GdkRGBA paper;          /* colours of the theme, for messages without their own */
  GdkRGBA ink;
  GdkRGBA link;
  gboolean dark;
  double text_scale;      /* 1.0 at 100 % text */
} LoftHtmlDocument;

/* (transfer full) */
char *loft_html_document_build (const LoftHtmlDocument *self);

/* (transfer full) html with cid:ID as cid:N/ID wherever it may be fetched: in a process of several
 * documents one must not be given the other's picture of the same name. */
char *loft_html_document_number_pictures (const char *html, guint n);

/* The rules of the content filter as WebKit's JSON. */
const char *loft_html_document_filter (gboolean remote_images);

/* Whether a link may be handed to the desktop: http, https, mailto, tel, webcal. */
gboolean loft_html_document_link_allowed (const char *uri);

G_END_DECLS
