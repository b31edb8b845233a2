/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Messages that came from another account on this computer, in store.db of the one they came to: what
 * became of them decides whether they may go where they were. Rules of loft-mail-store.h hold. */
typedef enum {
  LOFT_CARRIED_WAITS,
  LOFT_CARRIED_CONFIRMED, /* the server has it, or no server need have it */
  LOFT_CARRIED_REFUSED,
  LOFT_CARRIED_DISCARDED, /* a person took it back here */
} LoftCarriedOutcome;

typedef struct {
  char *uuid; /* of the operation in the other account */
  char *account; /* id of the other account */
  gint64 message_id; /* here */
  LoftCarriedOutcome outcome;
  char *reason; /* "" */
} LoftCarried;

void loft_carried_free (LoftCarried *self);

gboolean loft_carried_store_add (LoftMailStore *store, const char *uuid, const char *account,
                                 gint64 message_id, LoftCarriedOutcome outcome, GError **error);
/* (transfer full) NULL without error: there is none. */
LoftCarried *loft_carried_store_get (LoftMailStore *store, const char *uuid, GError **error);

/* In the transaction that ends the waiting. Of what does not wait, and of a uuid that is unknown,
 * nothing is changed. CONFIRMED is noted only where the row says that the server has the message. */
gboolean loft_carried_store_settle (LoftMailStore *store, const char *uuid,
                                    LoftCarriedOutcome outcome, const char *reason, GError **error);
gboolean loft_carried_store_remove (LoftMailStore *store, const char *uuid, GError **error);

/* In a transaction: a refused one, that is to be had where it came from again, leaves neither message
 * nor problem here. */
gboolean loft_carried_store_clear_refused (LoftMailStore *store, const LoftCarried *carried,
                                           GError **error);

/* (transfer full) of char*: those of an account that came before this time. */
GPtrArray *loft_carried_store_list_before (LoftMailStore *store, const char *account, gint64 before,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCarried, loft_carried_free)

G_END_DECLS
