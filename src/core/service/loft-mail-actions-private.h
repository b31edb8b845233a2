/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of what people do: -actions (within an account), -across (between two). */

#include "loft-mail-account-parts.h"
#include "loft-mail-actions.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* Parts are taken back the last first. */
struct _LoftMailUndo {
  GPtrArray *parts; /* of LoftMailUndoPart */
};

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftUndo *undo;           /* (owned) */
} LoftMailUndoPart;

LoftMailUndo *loft_mail_undo_new (void);
void          loft_mail_undo_add (LoftMailUndo *self, LoftMailAccount *account, LoftUndo *undo);

/* What the local writer does; in its thread. user_data: the job's. */
typedef gboolean (*LoftActFunc) (LoftMailStore *store, LoftJournal *journal, const char *directory,
                                 LoftUndo *undo, gpointer user_data, GError **error);

/* Runs func in the account's writer, shows and sends what it did. callback gets a GTask that
 * loft_mail_account_act_finish() takes. user_data of func: (transfer full). */
void loft_mail_account_act (LoftMailAccount *self, LoftActFunc func, gpointer func_data,
                            GDestroyNotify destroy, GAsyncReadyCallback callback,
                            gpointer user_data);

/* To another account. move: and away from this one, once it is durable there. */
void loft_mail_account_act_across (LoftMailAccount *self, const gint64 *message_ids,
                                   guint n_messages, LoftMailAccount *to, gint64 folder_id,
                                   gboolean move, GAsyncReadyCallback callback,
                                   gpointer user_data);

G_END_DECLS
