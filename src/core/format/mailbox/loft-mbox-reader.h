/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Messages of an mbox file (RFC 4155), one after the other: of a file of any size one message is held.
 * Reads what programs really write: mboxrd and mboxo (">From " loses one ">"), mboxcl and mboxcl2
 * (Content-Length, believed only where a message begins or the file ends there), From_ lines without
 * date as of Thunderbird, LF and CRLF. Pure but for the calls of its source; one thread. */
typedef struct _LoftMboxReader LoftMboxReader;

/* Reads up to length bytes from an offset; 0 at the end, -1 with error. */
typedef gssize (*LoftMboxSource) (gpointer user_data, guint64 offset, guint8 *bytes, gsize length,
                                  GError **error);

/* A message is no longer than this; longer ones are told without their content. */
#define LOFT_MBOX_MAX_MESSAGE ((gsize) 256 * 1024 * 1024)

typedef struct {
  GBytes *raw; /* (nullable) lines end with CRLF; NULL: it is too long */
  guint64 offset; /* of its From_ line */
  gint64 received; /* of its From_ line; 0: it tells none */
} LoftMboxMessage;

LoftMboxReader *loft_mbox_reader_new (LoftMboxSource source, gpointer user_data);
void loft_mbox_reader_free (LoftMboxReader *self);

/* FALSE without error: there is no further message. */
gboolean loft_mbox_reader_next (LoftMboxReader *self, LoftMboxMessage *message, GError **error);

void loft_mbox_message_clear (LoftMboxMessage *message);

/* How far it has read. */
guint64 loft_mbox_reader_get_offset (LoftMboxReader *self);

/* Whether a file that begins so is an mbox. */
gboolean loft_mbox_reader_knows (const guint8 *bytes, gsize length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftMboxMessage, loft_mbox_message_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMboxReader, loft_mbox_reader_free)

G_END_DECLS
