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
  LoftMailAccount *to;      /* (owned) (nullable) the other one, of what went there */
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

/* To another account: finishes when that is durable here. move: and away from this one, once the other
 * one has it for good. */
void loft_mail_account_act_across (LoftMailAccount *self, const gint64 *message_ids,
                                   guint n_messages, LoftMailAccount *to, gint64 folder_id,
                                   gboolean move, GAsyncReadyCallback callback,
                                   gpointer user_data);

/* The step that could not be taken back here is taken back from the other account; callback gets what
 * loft_mail_account_act_finish() takes. FALSE: there is none such, or (error) its folder is gone. */
gboolean loft_mail_undo_part_return (LoftMailUndoPart *part, GAsyncReadyCallback callback,
                                     gpointer user_data, GError **error);

G_END_DECLS
