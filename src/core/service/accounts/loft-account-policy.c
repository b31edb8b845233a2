/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-policy.h"

#include <string.h>

#include "loft-mail-account-private.h"
#include "loft-sign-in-record.h"
#include "loft-thread-task.h"

/* ---- reading ------------------------------------------------------------------------------ */

typedef struct {
  gint64 number; /* when, or how it was answered */
  char *text; /* (owned) (nullable) NULL: there is no such note */
} Note;

static void
note_clear (Note *self)
{
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Note, note_clear)

static Note
read_note (const char *directory, LoftAccount *account, const char *name)
{
  g_autofree char *text = loft_sign_in_record_get_note (directory, account, name);
  Note note;

  loft_policy_read_note (text, &note.number, &note.text);
  return note;
}

static gboolean
is_same (const Note *a, const Note *b)
{
  return a->text != NULL && g_strcmp0 (a->text, b->text) == 0;
}

LoftPolicy *
loft_account_policy_read (LoftMailAccount *self, LoftPolicyState *state, LoftPolicyAnswer *answer)
{
  const char *directory = loft_mail_account_get_directory (self);
  LoftAccount *account = loft_mail_account_get_account (self);
  g_auto (Note) offered = read_note (directory, account, LOFT_POLICY_NOTE_OFFERED);
  g_auto (Note) accepted = read_note (directory, account, LOFT_POLICY_NOTE_ACCEPTED);
  g_auto (Note) refused = read_note (directory, account, LOFT_POLICY_NOTE_REFUSED);
  const Note *decided = &accepted;

  *state = LOFT_POLICY_STATE_NONE;
  if (offered.text != NULL && !is_same (&accepted, &offered))
    {
      *state =
        is_same (&refused, &offered) ? LOFT_POLICY_STATE_NOT_ENOUGH : LOFT_POLICY_STATE_WAITING;
      decided = &refused;
    }
  else if (accepted.text != NULL)
    *state = LOFT_POLICY_STATE_ACCEPTED;
  if (answer != NULL)
    *answer = decided->number == LOFT_POLICY_ANSWER_ALL ? LOFT_POLICY_ANSWER_ALL
                                                        : LOFT_POLICY_ANSWER_PARTLY;
  if (*state == LOFT_POLICY_STATE_NONE)
    return NULL;
  return loft_policy_from_text (*state == LOFT_POLICY_STATE_ACCEPTED ? accepted.text
                                                                     : offered.text);
}

/* ---- deciding ----------------------------------------------------------------------------- */

typedef struct {
  char *directory;
  LoftAccount *account; /* (owned) */
  char *note;
} Acceptance;

static void
acceptance_free (Acceptance *self)
{
  g_free (self->directory);
  loft_account_unref (self->account);
  g_free (self->note);
  g_free (self);
}

static void
accept_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Acceptance *self = data;

  loft_sign_in_record_set_note (self->directory, self->account, LOFT_POLICY_NOTE_ACCEPTED,
                                self->note);
  g_task_return_boolean (task, TRUE);
}

void
loft_account_policy_accept_async (LoftMailAccount *self, const LoftPolicy *policy,
                                  gboolean confirmed, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *text = loft_policy_to_text (policy);
  Acceptance *acceptance = g_new0 (Acceptance, 1);

  acceptance->directory = g_strdup (loft_mail_account_get_directory (self));
  acceptance->account = loft_account_ref (loft_mail_account_get_account (self));
  acceptance->note = loft_policy_write_note (loft_policy_decide (policy, confirmed), text);
  g_task_set_task_data (task, acceptance, (GDestroyNotify) acceptance_free);
  loft_thread_task_run (task, accept_thread);
}

gboolean
loft_account_policy_accept_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_account_policy_look_again (const char *directory, LoftAccount *account)
{
  g_autofree char *offered =
    loft_sign_in_record_get_note (directory, account, LOFT_POLICY_NOTE_OFFERED);

  if (offered != NULL)
    loft_sign_in_record_set_note (directory, account, LOFT_POLICY_NOTE_OFFERED, NULL);
}
