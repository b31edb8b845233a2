/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-message.h"

G_BEGIN_DECLS

/* Raw RFC 5322 / MIME bytes to what Loft shows and indexes. The limits of loft-mime-gate.h are
 * kept without asking the gate first; every call succeeds with whatever can be known ("" and empty
 * lists for the rest): a message that cannot be read is an ordinary case. All strings are valid
 * UTF-8. Pure; any thread. */

/* The header block alone. */
typedef struct {
  GPtrArray *from;       /* of LoftAddress; several only when the header really has several */
  GPtrArray *to;
  GPtrArray *cc;
  GPtrArray *reply_to;
  char *subject;         /* decoded, one line */
  char *message_id;      /* without <>; "" */
  GPtrArray *references; /* of char*: References then In-Reply-To, without <>, oldest first, no
                          * doubles, at most the last 64 */
  gint64 date;           /* seconds since the epoch; 0 when there is none or it is nonsense */
  LoftPriority priority; /* of Importance, else of X-Priority, else of X-MSMail-Priority */
} LoftMimeHeaders;

LoftMimeHeaders *loft_mime_headers_read (const guint8 *bytes, gsize length);
void             loft_mime_headers_free (LoftMimeHeaders *self);

/* One leaf part in the order of the message; an attached message is one leaf. */
typedef struct {
  guint n;             /* attachments count from 1 (as in loftctl); 0 for body text */
  char *type;          /* lower-case "text/html" */
  char *name;          /* safe file name or "" */
  char *content_id;    /* without <>; "" */
  guint64 size;        /* decoded bytes */
  gboolean is_inline;  /* the HTML shows it by cid: */
} LoftMimePart;

typedef struct {
  LoftMimeHeaders *headers;
  char *text;          /* (nullable) the plain text to show: text/plain parts joined, LF ends */
  char *html;          /* (nullable) the HTML form, decoded to UTF-8, NOT cleaned; where a message
                        * mixes both, plain parts stand in it too */
  GPtrArray *parts;    /* of LoftMimePart */
  char *refused;       /* (nullable) why the gate let only headers or nothing through */
} LoftMimeMessage;

LoftMimeMessage *loft_mime_message_read (GBytes *raw);
/* For who wants its words only: as above, but html is NULL where plain text says the same. */
LoftMimeMessage *loft_mime_message_read_words (GBytes *raw);
void             loft_mime_message_free (LoftMimeMessage *self);

/* (transfer full) LoftAttachment list of what a person would call attachments: everything but
 * body text and images that the HTML shows by cid: (those are in it with is_inline). */
GPtrArray *loft_mime_message_list_attachments (const LoftMimeMessage *self);

/* Text for the search index and the preview: plain text, else the HTML converted. At most
 * max_bytes. (transfer full) never NULL. */
char *loft_mime_message_index_text (const LoftMimeMessage *self, gsize max_bytes);

/* First words of the body without quoted lines, greeting lines kept; one line of at most 200
 * characters. (transfer full) */
char *loft_mime_message_preview (const LoftMimeMessage *self);

/* Decoded bytes of attachment n, or of the inline part with that Content-ID. (transfer full)
 * NULL with LOFT_ERROR_GONE when there is none. */
GBytes *loft_mime_part_decode    (GBytes *raw, guint n, GError **error);
GBytes *loft_mime_part_decode_id (GBytes *raw, const char *content_id, char **type, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMimeHeaders, loft_mime_headers_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMimeMessage, loft_mime_message_free)

G_END_DECLS
