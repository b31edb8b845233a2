/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An outbox in memory: what is kept and sent can be looked at. */

#include "fake-service-private.h"
#include "loft-error.h"
#include "loft-kept-drafts.h"
#include "loft-outbox.h"

static guint n_saved;
static guint n_sent;
static GPtrArray *changes; /* of char *: "ID WHAT" */
static GError *next_error;
static char *last_text;
static gint64 last_not_before;
static gint64 last_id;

void
fake_outbox_clear (void)
{
  n_saved = n_sent = 0;
  last_id = 0;
  g_clear_pointer (&changes, g_ptr_array_unref);
  changes = g_ptr_array_new_with_free_func (g_free);
  g_clear_error (&next_error);
  g_clear_pointer (&last_text, g_free);
}

void
fake_outbox_fail (const GError *error)
{
  g_clear_error (&next_error);
  next_error = error == NULL ? NULL : g_error_copy (error);
}

guint
fake_outbox_get_n_saved (void)
{
  return n_saved;
}

guint
fake_outbox_get_n_sent (void)
{
  return n_sent;
}

const char *
fake_outbox_get_last_text (void)
{
  return last_text;
}

gint64
fake_outbox_get_not_before (void)
{
  return last_not_before;
}

gboolean
fake_outbox_has_change (gint64 id, LoftOutgoingChange what)
{
  g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT " %d", id, what);

  return changes != NULL && g_ptr_array_find_with_equal_func (changes, wanted, g_str_equal, NULL);
}

static gboolean
answer (gpointer data)
{
  GTask *task = data;

  if (next_error != NULL)
    g_task_return_error (task, g_error_copy (next_error));
  else
    g_task_return_int (task, last_id);
  return G_SOURCE_REMOVE;
}

static void
take (LoftMailAccount *self, const LoftDraft *draft, gint64 id, GCancellable *cancellable,
      GAsyncReadyCallback callback, gpointer user_data)
{
  g_free (last_text);
  last_text = g_strdup (draft->text);
  last_id = id != 0 ? id : last_id + 1;
  g_idle_add_full (G_PRIORITY_DEFAULT, answer, g_task_new (self, cancellable, callback, user_data),
                   g_object_unref);
}

void
loft_mail_account_send_async (LoftMailAccount *self, const LoftDraft *draft, gint64 outgoing_id,
                              gint64 not_before, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  n_sent++;
  last_not_before = not_before;
  take (self, draft, outgoing_id, cancellable, callback, user_data);
}

static gint64
finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

gint64
loft_mail_account_send_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}

void
loft_mail_account_save_draft_async (LoftMailAccount *self, const LoftDraft *draft,
                                    gint64 outgoing_id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  n_saved++;
  take (self, draft, outgoing_id, cancellable, callback, user_data);
}

gint64
loft_mail_account_save_draft_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}

void
loft_mail_account_load_outgoing_async (LoftMailAccount *self, gint64 outgoing_id,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LoftDraft *draft = loft_draft_new (NULL);

  g_free (draft->text);
  draft->text = g_strdup (last_text != NULL ? last_text : "");
  g_task_return_pointer (task, draft, (GDestroyNotify) loft_draft_free);
}

LoftDraft *
loft_mail_account_load_outgoing_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_mail_account_change_outgoing_async (LoftMailAccount *self, gint64 outgoing_id,
                                         LoftOutgoingChange what, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  if (changes == NULL)
    fake_outbox_clear ();
  g_ptr_array_add (changes, g_strdup_printf ("%" G_GINT64_FORMAT " %d", outgoing_id, what));
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_change_outgoing_finish (LoftMailAccount *self, GAsyncResult *result,
                                          GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GListModel *
loft_mail_account_get_outgoing (LoftMailAccount *self)
{
  static GListStore *none = NULL;

  if (none == NULL)
    none = g_list_store_new (LOFT_TYPE_OUTGOING_ITEM);
  return G_LIST_MODEL (none);
}

static GError *outgoing_error;
static LoftCertificateProblem *outgoing_problem;

void
fake_outbox_set_error (LoftMailAccount *self, const GError *error,
                       const LoftCertificateProblem *problem)
{
  g_clear_error (&outgoing_error);
  outgoing_error = error != NULL ? g_error_copy (error) : NULL;
  loft_certificate_problem_free (outgoing_problem);
  outgoing_problem = loft_certificate_problem_copy (problem);
  g_object_notify (G_OBJECT (self), "state");
}

const GError *
loft_mail_account_get_outgoing_error (LoftMailAccount *self)
{
  return outgoing_error;
}

const LoftCertificateProblem *
loft_mail_account_get_outgoing_problem (LoftMailAccount *self)
{
  return outgoing_problem;
}

LoftOutgoing *
loft_mail_account_read_outgoing (LoftMailAccount *self, gint64 outgoing_id, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "Nothing is kept");
  return NULL;
}

static guint64 max_message_size;

void
fake_outbox_set_max_message_size (guint64 size)
{
  max_message_size = size;
}

guint64
loft_mail_account_get_max_message_size (LoftMailAccount *self)
{
  return max_message_size;
}

gboolean
loft_mail_account_gives_reports (LoftMailAccount *self)
{
  return max_message_size != 0;
}

void
loft_mail_account_send_report_async (LoftMailAccount *self, GBytes *raw, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  n_sent++;
  g_free (last_text);
  last_text = g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  last_id++;
  g_idle_add_full (G_PRIORITY_DEFAULT, answer, g_task_new (self, cancellable, callback, user_data),
                   g_object_unref);
}

static guint n_shelved;

guint
fake_outbox_get_n_shelved (void)
{
  return n_shelved;
}

void
loft_mail_account_upload_draft_async (LoftMailAccount *self, gint64 outgoing_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  fake_finish_later (self, cancellable, callback, user_data);
}

void
loft_mail_account_shelve_draft_async (LoftMailAccount *self, gint64 outgoing_id, gboolean changed,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  n_shelved++;
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_upload_draft_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_edit_draft_async (LoftMailAccount *self, gint64 message_id,
                                    const LoftDraft *draft, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  take (self, draft, 0, cancellable, callback, user_data);
}

gint64
loft_mail_account_edit_draft_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}

void
loft_mail_account_save_template_async (LoftMailAccount *self, const LoftDraft *draft,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  take (self, draft, 0, cancellable, callback, user_data);
}

gboolean
loft_mail_account_save_template_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return finish (result, error) != -1;
}

gboolean
loft_kept_drafts_is_template_path (const char *path)
{
  return g_str_equal (path, "Templates");
}

void
loft_mail_account_redirect_async (LoftMailAccount *self, LoftMessageBody *body,
                                  const LoftDraft *resent, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  n_sent++;
  take (self, resent, 0, cancellable, callback, user_data);
}
