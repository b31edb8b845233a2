/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-body.h"
#include "loft-scheduling-plan.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* What a message means against the calendars of all accounts, gathered in their workers one after the other.
 * Owned by the task that gathers it; made and freed in the main thread. */
typedef struct {
  LoftService *service; /* (owned) */
  LoftMailAccount *mail; /* (owned) that the message is in */
  LoftMessageBody *body; /* (owned) */
  GPtrArray *accounts; /* (owned) of LoftMailAccount: those that have calendars */
  guint position;
  /* of the message */
  GBytes *message; /* (owned) iTIP */
  char *method; /* (owned) (nullable) of its Content-Type */
  char *sender; /* (owned) "": cannot be told */
  LoftEvent *event; /* (owned) (nullable) */
  char *uid; /* (owned) */
  char *join; /* (owned) */
  GStrv own; /* (owned) */
  gint64 from; /* when it is; to 0: nobody knows */
  gint64 to;
  /* of the calendars */
  LoftMailAccount *holder; /* (owned) (nullable) where it is */
  gint64 resource_id;
  gint64 folder_id;
  GBytes *present; /* (owned) (nullable) */
  GPtrArray *conflicts; /* (owned) of LoftOccurrence */
  GHashTable *tellers; /* (owned) ids of accounts whose server tells those who take part */
  /* of both */
  LoftIcalInvitation *invitation; /* (owned) */
  const char *own_address; /* of own, by which the person is invited; "" */
} LoftSchedulingReading;

void loft_scheduling_reading_async (LoftService *service, LoftMailAccount *mail,
                                    LoftMessageBody *body, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
LoftSchedulingReading *loft_scheduling_reading_finish (GAsyncResult *result, GError **error);
void loft_scheduling_reading_free (LoftSchedulingReading *self);

/* (transfer full) */
LoftSchedulingCard *loft_scheduling_reading_make_card (const LoftSchedulingReading *self);

gboolean loft_scheduling_reading_server_tells (const LoftSchedulingReading *self,
                                               LoftMailAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSchedulingReading, loft_scheduling_reading_free)

G_END_DECLS
