/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-backend-private.h"
#include "loft-eas-settings.h"
#include "loft-error.h"

/* What the server does by itself for the account (MS-ASCMD 2.2.1.18). */

G_STATIC_ASSERT ((int) LOFT_EAS_ABSENCE_OFF == (int) LOFT_OUT_OF_OFFICE_OFF);
G_STATIC_ASSERT ((int) LOFT_EAS_ABSENCE_SCHEDULED == (int) LOFT_OUT_OF_OFFICE_SCHEDULED);
G_STATIC_ASSERT ((int) LOFT_EAS_ABSENCE_INTERNAL == (int) LOFT_OUT_OF_OFFICE_INSIDE);
G_STATIC_ASSERT ((int) LOFT_EAS_ABSENCE_UNKNOWN == (int) LOFT_OUT_OF_OFFICE_OTHERS);
G_STATIC_ASSERT (LOFT_EAS_N_AUDIENCES == LOFT_OUT_OF_OFFICE_N_AUDIENCES);

/* (transfer full) (nullable) */
static LoftWbxmlElement *
call (LoftEasBackend *self, LoftWbxmlElement *request, GCancellable *cancellable, GError **error)
{
  LoftEasCall one = { .command = LOFT_EAS_COMMAND_SETTINGS, .request = request };
  LoftWbxmlElement *root = NULL;

  if (!loft_eas_client_call (self->client, &one, &root, cancellable, error))
    return NULL;
  if (root == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                         "The server does not say what became of the request");
  return root;
}

static LoftOutOfOffice *
to_model (const LoftEasAbsence *absence)
{
  LoftOutOfOffice *found = loft_out_of_office_new ();

  found->state = (LoftOutOfOfficeState) absence->state;
  found->start = absence->start;
  found->end = absence->end;
  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    {
      const LoftEasAbsenceMessage *message = &absence->messages[i];

      found->answers[i].is_told = message->is_told;
      found->answers[i].is_on = message->is_enabled;
      found->answers[i].is_html = message->is_html;
      g_free (found->answers[i].text);
      found->answers[i].text = g_strdup (message->text != NULL ? message->text : "");
    }
  return found;
}

/* As HTML: what was written so is given back so. */
LoftOutOfOffice *
loft_eas_backend_read_out_of_office (LoftBackend *backend, GCancellable *cancellable,
                                     GError **error)
{
  g_autoptr (LoftWbxmlElement) request = loft_eas_settings_absence_get_request (TRUE);
  g_autoptr (LoftWbxmlElement) root =
    call (LOFT_EAS_BACKEND (backend), request, cancellable, error);
  g_auto (LoftEasAbsence) absence = { 0 };

  if (root == NULL || !loft_eas_settings_absence_get_reply (root, &absence, error))
    return NULL;
  return to_model (&absence);
}

/* The same again changes nothing: after a lost answer it may be asked for once more. */
gboolean
loft_eas_backend_write_out_of_office (LoftBackend *backend, const LoftOutOfOffice *wanted,
                                      GCancellable *cancellable, GError **error)
{
  LoftEasAbsence absence = { .state = (LoftEasAbsenceState) wanted->state,
                             .start = wanted->start,
                             .end = wanted->end };
  g_autoptr (LoftWbxmlElement) request = NULL;
  g_autoptr (LoftWbxmlElement) root = NULL;

  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    absence.messages[i] =
      (LoftEasAbsenceMessage){ wanted->answers[i].is_told, wanted->answers[i].is_on,
                               wanted->answers[i].is_html, wanted->answers[i].text };
  request = loft_eas_settings_absence_set_request (&absence);
  root = call (LOFT_EAS_BACKEND (backend), request, cancellable, error);
  return root != NULL && loft_eas_settings_absence_set_reply (root, error);
}
