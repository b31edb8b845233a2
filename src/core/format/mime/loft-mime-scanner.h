/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-mime-value.h"

G_BEGIN_DECLS

/* The structure of a message (RFC 2046, 5) in one linear pass over its raw bytes. The gate and
 * the reader walk with it, so that both see the same parts. It holds a stack of fixed size and
 * copies nothing but boundaries. Borrows the bytes. Pure; any thread, one at a time. */

#define LOFT_MIME_SCANNER_DEPTH    101
#define LOFT_MIME_SCANNER_BOUNDARY 200 /* RFC 2046, 5.1.1 allows 70 */

typedef enum {
  LOFT_MIME_EVENT_LEAF,  /* a part with its whole body */
  LOFT_MIME_EVENT_ENTER, /* a multipart or an attached message begins; body is not yet known */
  LOFT_MIME_EVENT_LEAVE, /* and ends; body holds everything inside */
} LoftMimeEventKind;

typedef struct {
  LoftMimeEventKind kind;
  gboolean is_message;  /* message/rfc822 and kin rather than a multipart */
  const char *header;   /* the block, without the empty line */
  gsize header_length;
  const char *body;     /* NULL for ENTER */
  gsize body_length;
  LoftMimeValue *type;  /* of LEAF and ENTER; its word may be ""; may be stolen (set to NULL),
                         * else freed with the next step */
} LoftMimeEvent;

typedef struct {
  const char *header;
  gsize header_length;
  const char *body;
  gboolean is_message;
  gboolean is_digest; /* its parts are messages when they do not say what they are */
  gsize boundary_length;
  char boundary[LOFT_MIME_SCANNER_BOUNDARY];
} LoftMimeFrame;

typedef struct {
  const char *at;
  const char *end;
  enum { LOFT_MIME_AT_BLOCK, LOFT_MIME_AT_LEAF, LOFT_MIME_AT_GAP, LOFT_MIME_AT_END } state;
  LoftMimeEvent event;
  guint depth;
  guint n_closing;         /* frames still to be left before the state counts */
  const char *closed_at;   /* where their bodies end */
  guint n_blocks;
  guint n_fields;
  gboolean has_long_field; /* beyond loft_mime_limits.header */
  const char *problem;     /* (nullable) why it stopped early; static */
  LoftMimeFrame frames[LOFT_MIME_SCANNER_DEPTH];
} LoftMimeScanner;

void loft_mime_scanner_init  (LoftMimeScanner *self, const char *bytes, gsize length);
void loft_mime_scanner_clear (LoftMimeScanner *self);

/* The next event, borrowed until the next call; NULL at the end, or with a problem at a limit of
 * loft_mime_limits. */
LoftMimeEvent *loft_mime_scanner_next (LoftMimeScanner *self);

/* The first header block: *block is where it starts behind a line "From " of mbox files. Returns
 * its length. */
gsize loft_mime_scanner_find_header (const char *bytes, gsize length, const char **block);

G_END_DECLS
