/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The plain text of one message as a GtkTextBuffer: quotes and signature dimmed, long quotes folded
 * behind a place for a button, links marked, columns in line; or a text file as it is. The first
 * screens are there at once; what is longer follows in steps short enough that no frame is missed,
 * and goes away in such steps too. Main thread only. */
typedef struct _LoftTextContent LoftTextContent;

/* Bytes of a text that are shown; behind them stands that it goes on. */
#define LOFT_TEXT_CONTENT_MAX ((gsize) 2 * 1024 * 1024)

/* A quote that can be folded; it is at first. */
typedef struct _LoftTextQuote LoftTextQuote;

typedef enum {
  LOFT_TEXT_LETTER,
  LOFT_TEXT_FORWARD, /* a letter that passes another on */
  LOFT_TEXT_FILE, /* lines that mean what they are */
} LoftTextKind;

/* text: valid UTF-8. */
LoftTextContent *loft_text_content_new (const char *text, const GdkRGBA *link_color,
                                        LoftTextKind kind);
void loft_text_content_free (LoftTextContent *self);

/* (transfer none) */
GtkTextBuffer *loft_text_content_get_buffer (LoftTextContent *self);

/* (transfer none) (nullable) where the link goes that iter is in. */
const char *loft_text_content_link_at (LoftTextContent *self, const GtkTextIter *iter);

/* Tells of each quote that can be folded, now and as the text goes on. */
typedef void (*LoftTextQuoteFunc) (LoftTextQuote *quote, gpointer data);
void loft_text_content_follow_quotes (LoftTextContent *self, LoftTextQuoteFunc func, gpointer data);

/* (transfer none) where its button belongs. */
GtkTextChildAnchor *loft_text_quote_get_anchor (LoftTextQuote *self);
gboolean loft_text_quote_is_folded (LoftTextQuote *self);
void loft_text_quote_set_folded (LoftTextQuote *self, gboolean folded);

/* (transfer none) (nullable) the folded quote that iter is in, unseen. */
LoftTextQuote *loft_text_content_quote_at (LoftTextContent *self, const GtkTextIter *iter);

G_END_DECLS
