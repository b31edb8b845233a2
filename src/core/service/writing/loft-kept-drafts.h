/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Drafts in the folder of drafts. While one is written it is a draft of the outbox (loft-outbox.h),
 * which is kept every few seconds; its copy in the folder follows now and then, and has it alone when
 * the writing ends. None of these waits for the network. What is sent or discarded leaves the folder by
 * itself. Where the server takes none (LOFT_SERVER_TAKES_DRAFTS), that folder is another one that is only on
 * this computer; so is the one of templates where it takes no messages (loft-account-limits.h). Main thread.
 * Errors: _GONE, _CONFLICT, _REFUSED (there can be no such folder), _STORE. */

/* The draft as it is kept goes into the folder, and its older copy out of it. */
void loft_mail_account_upload_draft_async (LoftMailAccount *self, gint64 outgoing_id,
                                           GCancellable *cancellable, GAsyncReadyCallback callback,
                                           gpointer user_data);

/* The same, and the draft leaves the outbox: nobody writes on it any more. changed: since its last copy,
 * otherwise that one stays. */
void loft_mail_account_shelve_draft_async (LoftMailAccount *self, gint64 outgoing_id,
                                           gboolean changed, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
/* Of both. */
gboolean loft_mail_account_upload_draft_finish (LoftMailAccount *self, GAsyncResult *result,
                                                GError **error);

/* Goes on with a message of a folder: a draft of the outbox whose copy it is. One that is written on
 * already is that one. Finishes with its id, or -1. */
void loft_mail_account_edit_draft_async (LoftMailAccount *self, gint64 message_id,
                                         const LoftDraft *draft, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gint64 loft_mail_account_edit_draft_finish (LoftMailAccount *self, GAsyncResult *result,
                                            GError **error);

/* Puts what a message says into the folder of templates, which is made when there is none. */
void loft_mail_account_save_template_async (LoftMailAccount *self, const LoftDraft *draft,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean loft_mail_account_save_template_finish (LoftMailAccount *self, GAsyncResult *result,
                                                 GError **error);

/* Whether the folder of that path holds templates: named so in English, as other programs do it. Any
 * thread. */
gboolean loft_kept_drafts_is_template_path (const char *path);

G_END_DECLS
