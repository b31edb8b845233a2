/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* The word of a store (loft_mail_store_get_word()) that is "yes" where the account's server tells those who
 * take part of what is put there (RFC 6638): then nobody else does. */
#define LOFT_SERVER_TELLS "server-tells"
/* "yes" where events hold no attachments on the account's server. */
#define LOFT_SERVER_LACKS_FILES "server-lacks-files"

/* Messages about events on their way from the account of the calendar to the outbox of a mail account.
 * The first store keeps them with the change that they tell of, the second which of them it was
 * given: so each is sent once, whenever a process ends. Rules of loft-mail-store.h hold. */
typedef struct {
  gint64 id;
  char *uuid;
  char *about; /* who says what of which event: a later one takes the place of one that waits */
  char *account; /* id of the mail account */
  char *sender; /* address */
  gint64 not_before; /* seconds since the epoch; 0: now */
  GBytes *raw; /* RFC 5322 */
} LoftSchedulingMessage;

/* Strings are copied; raw is shared. uuid is made. */
LoftSchedulingMessage *loft_scheduling_message_new (const char *about, const char *account,
                                                    const char *sender, gint64 not_before,
                                                    GBytes *raw);
void loft_scheduling_message_free (LoftSchedulingMessage *self);

/* In a transaction. Sets id. */
gboolean loft_scheduling_store_add (LoftMailStore *store, LoftSchedulingMessage *message,
                                    GError **error);
/* (transfer full) of LoftSchedulingMessage, the oldest first; at most limit. */
GPtrArray *loft_scheduling_store_list (LoftMailStore *store, guint limit, GError **error);
gboolean loft_scheduling_store_remove (LoftMailStore *store, const char *uuid, GError **error);

/* Of the mail account. *outgoing_id 0: it was not heard of. given: the outbox has or had it. */
gboolean loft_scheduling_store_find_given (LoftMailStore *store, const char *uuid,
                                           gint64 *outgoing_id, gboolean *given, GError **error);
/* In a transaction; a second time for the same sets given. What is older than a year is forgotten. */
gboolean loft_scheduling_store_note_given (LoftMailStore *store, const char *uuid,
                                           gint64 outgoing_id, gboolean given, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSchedulingMessage, loft_scheduling_message_free)

G_END_DECLS
