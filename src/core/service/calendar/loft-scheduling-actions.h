/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-body.h"
#include "loft-scheduling-card.h"

G_BEGIN_DECLS

/* The door for invitations in mail (RFC 5546, 6047). Nothing that a message says is done by
 * itself. Main thread only; nothing blocks. */
#define LOFT_TYPE_SCHEDULING_ACTIONS (loft_scheduling_actions_get_type ())
G_DECLARE_INTERFACE (LoftSchedulingActions, loft_scheduling_actions, LOFT, SCHEDULING_ACTIONS,
                     GObject)

struct _LoftSchedulingActionsInterface {
  GTypeInterface parent;

  void (*read_async) (LoftSchedulingActions *self, LoftMailAccount *account, LoftMessageBody *body,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  LoftSchedulingCard *(*read_finish) (LoftSchedulingActions *self, GAsyncResult *result,
                                      GError **error);
  void (*act_async) (LoftSchedulingActions *self, LoftMailAccount *account, LoftMessageBody *body,
                     const LoftSchedulingWish *wish, GAsyncReadyCallback callback,
                     gpointer user_data);
  gboolean (*act_finish) (LoftSchedulingActions *self, GAsyncResult *result, guint64 *undo,
                          GError **error);
  void (*undo_async) (LoftSchedulingActions *self, guint64 undo, GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*undo_finish) (LoftSchedulingActions *self, GAsyncResult *result, GError **error);
};

/* Whether it is worth to read: it has a part for calendars. Cheap. */
gboolean loft_scheduling_is_in (LoftMessageBody *body);

/* account: that the message is in. */
void loft_scheduling_actions_read_async (LoftSchedulingActions *self, LoftMailAccount *account,
                                         LoftMessageBody *body, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) Errors: LOFT_ERROR_PROTOCOL, LOFT_ERROR_LIMIT where the text cannot be understood. */
LoftSchedulingCard *loft_scheduling_actions_read_finish (LoftSchedulingActions *self,
                                                         GAsyncResult *result, GError **error);

/* What comes into the calendar and what is to be sent are durable together when it finishes; an
 * answer that is there already is not sent again. Errors: LOFT_ERROR_CONFLICT where the calendar
 * says something else by now; LOFT_ERROR_REFUSED where that cannot be done with it, or no calendar
 * may be written. */
void loft_scheduling_actions_act_async (LoftSchedulingActions *self, LoftMailAccount *account,
                                        LoftMessageBody *body, const LoftSchedulingWish *wish,
                                        GAsyncReadyCallback callback, gpointer user_data);
/* undo (nullable): takes it back while what was written has not left; 0: there is nothing to take
 * back. */
gboolean loft_scheduling_actions_act_finish (LoftSchedulingActions *self, GAsyncResult *result,
                                             guint64 *undo, GError **error);

/* Once for each. LOFT_ERROR_CONFLICT: it was sent. */
void loft_scheduling_actions_undo_async (LoftSchedulingActions *self, guint64 undo,
                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_scheduling_actions_undo_finish (LoftSchedulingActions *self, GAsyncResult *result,
                                              GError **error);

/* (transfer none) (nullable) Of the service that an account belongs to. */
LoftSchedulingActions *loft_scheduling_actions_of_account (LoftMailAccount *account);
/* actions: (nullable) must outlive the account's use. */
void loft_scheduling_actions_attach (LoftSchedulingActions *actions, LoftMailAccount *account);

G_END_DECLS
