/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What a person does to messages and folders of an account (flags are in loft-mail-account.h). Each is
 * shown and durable here when it finishes, and sent to the server when it can be: none waits for the
 * network. Main thread.
 *
 * Every call finishes with loft_mail_account_act_finish(). Errors: LOFT_ERROR_GONE for a folder that
 * does not exist (any more), _REFUSED for what this folder, or a name, does not allow, _STORE. */

/* What takes an action back: before it was sent it is as if it had never been, afterwards the inverse
 * is made. */
typedef struct _LoftMailUndo LoftMailUndo;

void  loft_mail_undo_free           (LoftMailUndo *self);
guint loft_mail_undo_get_n_messages (LoftMailUndo *self); /* 0: nothing was changed */

/* undo: (transfer full). Finishes with undo_finish; LOFT_ERROR_GONE: it is too late. */
void     loft_mail_undo_run_async  (LoftMailUndo *undo, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean loft_mail_undo_run_finish (GAsyncResult *result, GError **error);

/* To a folder of the same or another account. */
void loft_mail_account_move_async (LoftMailAccount *self, const gint64 *message_ids,
                                   guint n_messages, LoftMailAccount *to, gint64 folder_id,
                                   GAsyncReadyCallback callback, gpointer user_data);
void loft_mail_account_copy_async (LoftMailAccount *self, const gint64 *message_ids,
                                   guint n_messages, LoftMailAccount *to, gint64 folder_id,
                                   GAsyncReadyCallback callback, gpointer user_data);

/* To the folder of a role (archive, junk, trash, inbox), which is made if there is none. To and from
 * junk with $Junk and $NotJunk. */
void loft_mail_account_move_to_role_async (LoftMailAccount *self, const gint64 *message_ids,
                                           guint n_messages, LoftFolderRole role,
                                           GAsyncReadyCallback callback, gpointer user_data);

/* Flags and keywords that messages get and lose. */
typedef struct {
  LoftFlags add;
  LoftFlags remove;
  const char *add_keywords; /* (nullable) in the form of loft-flags.h */
  const char *remove_keywords; /* (nullable) */
  gboolean only_flagged; /* of the messages */
} LoftMailMark;

/* A server that keeps no keywords refuses them later: a problem then says so, and it is as before. */
void loft_mail_account_mark_async (LoftMailAccount *self, const gint64 *message_ids,
                                   guint n_messages, const LoftMailMark *mark,
                                   GAsyncReadyCallback callback, gpointer user_data);

/* For ever. */
void loft_mail_account_delete_async (LoftMailAccount *self, const gint64 *message_ids,
                                     guint n_messages, GAsyncReadyCallback callback,
                                     gpointer user_data);

/* All that is in a folder: for ever; as read. */
void loft_mail_account_empty_folder_async     (LoftMailAccount *self, gint64 folder_id,
                                               GAsyncReadyCallback callback, gpointer user_data);
void loft_mail_account_mark_folder_read_async (LoftMailAccount *self, gint64 folder_id,
                                               GAsyncReadyCallback callback, gpointer user_data);

/* path: UTF-8, levels joined with "/". Renaming to another parent moves it. */
void loft_mail_account_create_folder_async    (LoftMailAccount *self, const char *path,
                                               GAsyncReadyCallback callback, gpointer user_data);
void loft_mail_account_rename_folder_async    (LoftMailAccount *self, gint64 folder_id,
                                               const char *path, GAsyncReadyCallback callback,
                                               gpointer user_data);
void loft_mail_account_delete_folder_async    (LoftMailAccount *self, gint64 folder_id,
                                               GAsyncReadyCallback callback, gpointer user_data);
void loft_mail_account_subscribe_folder_async (LoftMailAccount *self, gint64 folder_id,
                                               gboolean subscribed, GAsyncReadyCallback callback,
                                               gpointer user_data);

/* What came to nothing is asked for once more, and the problem is gone; what could not be downloaded is
 * fetched. LOFT_ERROR_GONE: nothing is left that it could be done to. */
void loft_mail_account_retry_problem_async (LoftMailAccount *self, gint64 problem_id,
                                            GAsyncReadyCallback callback, gpointer user_data);

/* A problem that was seen (loft_mail_reader_list_problems) goes, and with it a message that is only
 * here. */
void loft_mail_account_forget_problem_async (LoftMailAccount *self, gint64 problem_id,
                                             GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) never NULL without error. */
LoftMailUndo *loft_mail_account_act_finish (LoftMailAccount *self, GAsyncResult *result,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailUndo, loft_mail_undo_free)

G_END_DECLS
