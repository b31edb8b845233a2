/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What became of a message, as a server (RFC 3464) or its reader (RFC 8098) reports it. Anybody can
 * send such a report. Strings are safe to show, "" for what is missing. Immutable. */
typedef enum {
  LOFT_DELIVERY_FAILED,
  LOFT_DELIVERY_DELAYED,   /* still being tried */
  LOFT_DELIVERY_DELIVERED,
  LOFT_DELIVERY_RELAYED,   /* handed to a server that reports nothing, or to a list */
  LOFT_DELIVERY_DISPLAYED, /* a receipt: it was opened, which does not mean read */
  LOFT_DELIVERY_DELETED,   /* a receipt: deleted without being opened */
  LOFT_DELIVERY_OTHER,
} LoftDeliveryAction;

/* By the status code (RFC 3463), as far as people can do something about it. */
typedef enum {
  LOFT_DELIVERY_UNKNOWN,
  LOFT_DELIVERY_NO_SUCH_ADDRESS,
  LOFT_DELIVERY_NO_SUCH_DOMAIN,
  LOFT_DELIVERY_MAILBOX_FULL,
  LOFT_DELIVERY_MAILBOX_DISABLED,
  LOFT_DELIVERY_TOO_LARGE,
  LOFT_DELIVERY_NOT_REACHED, /* the other server, or not in time */
  LOFT_DELIVERY_LOOP,
  LOFT_DELIVERY_CONTENT,     /* of a form that the other server does not take */
  LOFT_DELIVERY_REFUSED,     /* policy, spam, not allowed to send there */
} LoftDeliveryReason;

typedef struct {
  char *address;
  LoftDeliveryAction action;
  LoftDeliveryReason reason;
  char *status;     /* "5.1.1" */
  char *diagnostic; /* in the words of the server that refused it */
  char *server;     /* which one that was */
} LoftDeliveryRecipient;

typedef struct {
  gboolean is_receipt;   /* by a reader rather than by a server */
  char *reporter;        /* server or program */
  GPtrArray *recipients; /* of LoftDeliveryRecipient; the first 200 */
  guint n_recipients;    /* all of them */
  char *subject;         /* of the message that it is about */
  char *message_id;      /* without <> */
  gint64 date;           /* 0 when not known */
} LoftDeliveryReport;

void loft_delivery_recipient_free (LoftDeliveryRecipient *self);
void loft_delivery_report_free    (LoftDeliveryReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDeliveryRecipient, loft_delivery_recipient_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDeliveryReport, loft_delivery_report_free)

G_END_DECLS
