/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-submission.h"

G_DEFINE_INTERFACE (LoftSubmission, loft_submission, G_TYPE_OBJECT)

static void
loft_submission_default_init (LoftSubmissionInterface *iface)
{
}

void
loft_submission_outcome_clear (LoftSubmissionOutcome *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->recipients, g_ptr_array_unref);
}

void
loft_submission_outcome_reset (LoftSubmissionOutcome *self, GPtrArray *addresses)
{
  loft_submission_outcome_clear (self);
  self->result = LOFT_SUBMISSION_TEMPORARY;
  self->code = 0;
  self->reason = g_strdup ("");
  self->text = g_strdup ("");
  self->recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_outgoing_recipient_free);
  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (self->recipients,
                     loft_outgoing_recipient_new (g_ptr_array_index (addresses, i)));
}

gboolean
loft_submission_connect (LoftSubmission *self, GCancellable *cancellable, GError **error)
{
  return LOFT_SUBMISSION_GET_IFACE (self)->connect (self, cancellable, error);
}

void
loft_submission_disconnect (LoftSubmission *self)
{
  LOFT_SUBMISSION_GET_IFACE (self)->disconnect (self);
}

gboolean
loft_submission_send (LoftSubmission *self, const LoftSubmissionMessage *message,
                      LoftSubmissionOutcome *outcome, LoftAtDotFunc at_dot, gpointer user_data,
                      GCancellable *cancellable, GError **error)
{
  return LOFT_SUBMISSION_GET_IFACE (self)->send (self, message, outcome, at_dot, user_data,
                                                 cancellable, error);
}

gboolean
loft_submission_get_offer (LoftSubmission *self, guint64 *max_size, gboolean *reports)
{
  LoftSubmissionInterface *iface = LOFT_SUBMISSION_GET_IFACE (self);

  return iface->get_offer != NULL && iface->get_offer (self, max_size, reports);
}

LoftCertificateProblem *
loft_submission_get_certificate_problem (LoftSubmission *self)
{
  return LOFT_SUBMISSION_GET_IFACE (self)->get_certificate_problem (self);
}
