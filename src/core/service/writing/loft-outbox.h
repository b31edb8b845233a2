/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-certificate-problem.h"
#include "loft-draft.h"
#include "loft-mail-account.h"
#include "loft-outgoing-item.h"

G_BEGIN_DECLS

/* Writing and sending of one account. Main thread; nothing here waits for the network but
 * loft_mail_account_send_outgoing_async(). Ids are local and stay: a draft that is sent keeps its id.
 *
 * The draft given is copied at once (attachments are shared bytes). */

/* Puts a message into the outbox; it leaves by itself, not before the given time (seconds since the
 * epoch, 0: now; "undo send" is some seconds from now) and when there is a network. outgoing_id: the
 * draft, refused or held message that it replaces, or 0. Finishes when it is durable. Errors: _REFUSED
 * (nobody to send to, an address that is none: nothing was changed), _CONFLICT (that id is on its
 * way already), _STORE (disk full …). */
void loft_mail_account_send_async (LoftMailAccount *self, const LoftDraft *draft,
                                   gint64 outgoing_id, gint64 not_before, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gint64 loft_mail_account_send_finish (LoftMailAccount *self, GAsyncResult *result,
                                      GError **error); /* id, or -1 */

/* Keeps what is written so far, whatever it is: half addresses too. The first time (outgoing_id 0) it
 * gets an id. Finishes when it is durable. Errors: _CONFLICT, _STORE. */
void loft_mail_account_save_draft_async (LoftMailAccount *self, const LoftDraft *draft,
                                         gint64 outgoing_id, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gint64 loft_mail_account_save_draft_finish (LoftMailAccount *self, GAsyncResult *result,
                                            GError **error); /* id, or -1 */

/* Something to write on again: an autosaved draft, a message that was called back. LOFT_ERROR_GONE.
 * (transfer full) */
void loft_mail_account_load_outgoing_async (LoftMailAccount *self, gint64 outgoing_id,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
LoftDraft *loft_mail_account_load_outgoing_finish (LoftMailAccount *self, GAsyncResult *result,
                                                   GError **error);

/* As LoftOutgoingChange says; LOFT_ERROR_CONFLICT, for instance when it is too late to undo. */
void loft_mail_account_change_outgoing_async (LoftMailAccount *self, gint64 outgoing_id,
                                              LoftOutgoingChange what, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_mail_account_change_outgoing_finish (LoftMailAccount *self, GAsyncResult *result,
                                                   GError **error);

/* (transfer none) of LoftOutgoingItem by id: drafts, and what is on its way or stuck. Sent messages
 * leave it. */
GListModel *loft_mail_account_get_outgoing (LoftMailAccount *self);

/* (transfer none) (nullable) why nothing can be sent now, with its certificate for _UNTRUSTED; NULL
 * also when another process sends. Notified as "state". */
const GError *loft_mail_account_get_outgoing_error (LoftMailAccount *self);
const LoftCertificateProblem *loft_mail_account_get_outgoing_problem (LoftMailAccount *self);

/* The largest message that the server takes, in bytes; 0: not known, as before it was first spoken
 * to or when another process sends. Whether it reports what becomes of messages when asked
 * (LoftDraft.wants_report). */
guint64 loft_mail_account_get_max_message_size (LoftMailAccount *self);
gboolean loft_mail_account_gives_reports (LoftMailAccount *self);

/* ---- for scripts -------------------------------------------------------------------------- */

/* As send, of a message that is bytes already (RFC 5322; recipients from To, Cc, Bcc or Resent-…;
 * missing Message-ID and Date are added). */
void loft_mail_account_send_raw_async (LoftMailAccount *self, GBytes *raw, gint64 not_before,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);

/* Sends on a message that was received, to the recipients of resent (RFC 5322, 3.6.6); date and
 * Message-ID are given. Errors as of send. */
void loft_mail_account_redirect_async (LoftMailAccount *self, LoftMessageBody *body,
                                       const LoftDraft *resent, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);

/* The same of an answer that a program makes, as a read receipt: the envelope names no sender, so
 * that nothing comes back (RFC 8098, 3), and no copy is kept. Errors as of send. */
void loft_mail_account_send_report_async (LoftMailAccount *self, GBytes *raw,
                                          GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);

/* Sends what is due, by this process or the owner, and waits for it. What became of single messages
 * their rows tell; an error is that the server was not reached or let nobody in. */
void loft_mail_account_send_outgoing_async (LoftMailAccount *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_mail_account_send_outgoing_finish (LoftMailAccount *self, GAsyncResult *result,
                                                 GError **error);

/* (transfer full) (nullable) as it is in the store now; LOFT_ERROR_GONE: sent, or discarded. */
LoftOutgoing *loft_mail_account_read_outgoing (LoftMailAccount *self, gint64 outgoing_id,
                                               GError **error);

G_END_DECLS
