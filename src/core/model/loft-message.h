/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-address.h"
#include "loft-flags.h"
#include "loft-priority.h"

G_BEGIN_DECLS

/* One attachment in the order of the message; n counts from 1 and is what people and
 * `loftctl show --attachment` name it by. */
typedef struct {
  guint n;
  char *name;     /* safe to show: no path, no control characters; "" when it has none */
  char *type;     /* "application/pdf" */
  guint64 size;   /* decoded bytes */
  gboolean is_inline;
} LoftAttachment;

LoftAttachment *loft_attachment_new  (guint n, const char *name, const char *type, guint64 size,
                                      gboolean is_inline);
void            loft_attachment_free (LoftAttachment *self);

/* What a list, a search result and a header block know of a message: a snapshot, immutable once
 * published, reference counted (atomic). Strings are valid UTF-8 and never NULL. */
typedef struct {
  gatomicrefcount ref_count;
  gint64 id;             /* local, never reused, kept across moves */
  gint64 folder_id;
  gint64 conversation_id;
  char *remote_id;       /* (nullable) as the server names it: an IMAP UID in decimal */
  gint64 date;           /* the Date header, else received; seconds since the epoch */
  gint64 received;       /* INTERNALDATE or the like; 0 unknown */
  guint64 size;          /* raw bytes */
  LoftFlags flags;       /* shown values */
  char *keywords;        /* shown values, canonical form of loft-flags.h */
  LoftPriority priority; /* what its writer says */
  char *subject;         /* decoded, one line */
  char *preview;         /* first words of the body; "" until the body was seen */
  GPtrArray *from;       /* of LoftAddress */
  GPtrArray *to;
  GPtrArray *cc;
  char *message_id;      /* without <>; "" when it has none */
  gboolean cached;       /* raw content is in the store */
  GPtrArray *attachments; /* of LoftAttachment; empty until the body was seen */
} LoftMessage;

LoftMessage *loft_message_new   (void);
LoftMessage *loft_message_ref   (LoftMessage *self);
void         loft_message_unref (LoftMessage *self);

/* The store's form of an attachment list, and back. */
char      *loft_attachments_pack   (GPtrArray *attachments);
GPtrArray *loft_attachments_unpack (const char *packed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMessage, loft_message_unref)

G_END_DECLS
