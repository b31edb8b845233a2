/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-authentication.h"
#include "loft-delivery-report.h"
#include "loft-mailing-list.h"
#include "loft-message.h"
#include "loft-odd-link.h"
#include "loft-sender-check.h"

G_BEGIN_DECLS

/* A message opened for reading: everything a reading view needs, already made safe. Immutable,
 * reference counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  LoftMessage *message;
  GPtrArray *reply_to;         /* of LoftAddress */
  LoftAddress *receipt_to;     /* (nullable) who asks to be told that it was read (RFC 8098) */
  guint n_to;                  /* how many there really are; message->to has the first thousand */
  guint n_cc;
  char *text;                  /* plain text to show; from the HTML when that is all there is */
  char *html;                  /* (nullable) cleaned by the first wall, for the inside of <body> */
  gboolean has_remote_content; /* something remote was left out of html */
  guint n_remote;              /* how many images and backgrounds that is */
  guint n_tracking;            /* images that are only there to be fetched: never loaded */
  GHashTable *odd_links;       /* private; loft_message_body_find_odd_link() */
  gboolean sets_colors;        /* html brings its own colours: show it on white paper */
  LoftSenderCheck *sender;     /* what is odd about who it says it is from */
  LoftAuthentication *authentication; /* what the receiving server found out about that */
  LoftMailingList *list;       /* (nullable) the mailing list or newsletter it belongs to */
  LoftDeliveryReport *report;  /* (nullable) what became of another message */
  char *refused;               /* (nullable) why only part of it could be read, in English */
  GBytes *raw;                 /* byte-exact */
} LoftMessageBody;

/* Gate, parse, clean: work for a worker, not for the main thread. */
LoftMessageBody *loft_message_body_new   (LoftMessage *message, GBytes *raw);
/* The same; trust (nullable): whose Authentication-Results are believed. */
LoftMessageBody *loft_message_body_new_trusting (LoftMessage                   *message,
                                                 GBytes                        *raw,
                                                 const LoftAuthenticationTrust *trust);
/* A message that is in no folder (an attached one): its row is made of its own headers, with ids 0. */
LoftMessageBody *loft_message_body_new_alone (GBytes *raw);
LoftMessageBody *loft_message_body_ref   (LoftMessageBody *self);
void             loft_message_body_unref (LoftMessageBody *self);

/* Decoded bytes of attachment n of message->attachments. (transfer full) LOFT_ERROR_GONE. */
GBytes *loft_message_body_decode_attachment (LoftMessageBody *self, guint n, GError **error);

/* (transfer none) (nullable) What is odd about a link of the HTML, given as the web engine has it;
 * NULL when it leads where it seems to. */
const LoftOddLink *loft_message_body_find_odd_link (LoftMessageBody *self, const char *uri);

/* An attachment that is a message itself (message/rfc822, parts of a digest), as a message. Of who
 * sent it nothing is known: authentication is NOT_KNOWN. For a worker. (transfer full)
 * LOFT_ERROR_GONE. */
gboolean         loft_message_body_can_open_attached (LoftMessageBody *self, guint n);
LoftMessageBody *loft_message_body_open_attached     (LoftMessageBody  *self,
                                                      guint             n,
                                                      GError          **error);

/* The part that the HTML shows as cid:content_id; type: (transfer full). */
GBytes *loft_message_body_decode_inline (LoftMessageBody  *self,
                                         const char       *content_id,
                                         char            **type,
                                         GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMessageBody, loft_message_body_unref)

G_END_DECLS
