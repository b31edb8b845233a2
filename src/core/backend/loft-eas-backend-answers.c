/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-backend-answers.h"

#include "loft-eas-event-answer.h"
#include "loft-eas-event.h"
#include "loft-eas-meeting-response.h"
#include "loft-error.h"

/* Answers to invitations (MS-ASCMD 2.2.1.11). Up to 14.1 the server notes them in its calendar and the
 * person's mail tells the organizer; from 16.0 on the server mails them, and nobody else does. */

#define FIRST_WITH_EVENTS 141 /* before, invitations alone can be answered, not events */
#define FIRST_THAT_MAILS  160

GPtrArray *
loft_eas_backend_list_answers (LoftEasBackend *self, LoftFolderKinds kinds,
                               const LoftResourcePut *put)
{
  LoftEasMapping how = loft_eas_backend_get_mapping (self);

  /* SOGo (5.8) notes answers from the event itself. */
  if ((kinds & LOFT_FOLDER_KIND_EVENTS) == 0 || how.version < FIRST_WITH_EVENTS ||
      (how.version < FIRST_THAT_MAILS && !loft_eas_client_is_exchange (self->client)))
    return g_ptr_array_new ();
  return loft_eas_event_list_answers (put->before, put->raw, &how);
}

/* ---- what the server has ------------------------------------------------------------------ */

static gboolean
take_event (const char *id, const LoftWbxmlElement *properties, gpointer user_data, GError **error)
{
  LoftWbxmlElement **found = user_data;

  g_clear_pointer (found, loft_wbxml_element_free);
  *found = loft_wbxml_element_copy (properties);
  return TRUE;
}

/* *event: (transfer full) (nullable) NULL: it is gone. */
static gboolean
read_event (LoftEasBackend *self, const char *folder_id, const char *event_id,
            LoftWbxmlElement **event, GCancellable *cancellable, GError **error)
{
  *event = NULL;
  if (loft_eas_backend_fetch_items (self, folder_id, &event_id, 1, 1, 1, take_event, event,
                                    cancellable, error))
    return TRUE;
  g_clear_pointer (event, loft_wbxml_element_free);
  return FALSE;
}

/* ---- telling ------------------------------------------------------------------------------ */

static LoftEasAnswer
to_number (LoftPartstat partstat)
{
  return partstat == LOFT_PARTSTAT_ACCEPTED   ? LOFT_EAS_ANSWER_ACCEPT
         : partstat == LOFT_PARTSTAT_DECLINED ? LOFT_EAS_ANSWER_DECLINE
                                              : LOFT_EAS_ANSWER_TENTATIVE;
}

static gboolean
send_answer (LoftEasBackend *self, const char *folder_id, const char *event_id,
             const LoftEasEventAnswer *answer, GCancellable *cancellable, GError **error)
{
  guint version = loft_eas_client_get_server (self->client)->version;
  const LoftEasMeetingAnswer told = {
    .answer = to_number (answer->partstat),
    .collection_id = folder_id,
    .request_id = event_id,
    .instance = answer->instance,
    .send = version >= FIRST_THAT_MAILS,
  };
  g_autoptr (LoftWbxmlElement) request = loft_eas_meeting_response_request (version, &told);
  g_autoptr (LoftWbxmlElement) root = NULL;
  g_autofree char *calendar_id = NULL;
  LoftEasCall call = { .command = LOFT_EAS_COMMAND_MEETING_RESPONSE, .request = request };

  return loft_eas_client_call (self->client, &call, &root, cancellable, error) &&
         loft_eas_meeting_response_reply (root, event_id, &calendar_id, error);
}

/* What the mail says that is sent from here, the server need not have noted. */
static gboolean
may_fail (LoftEasBackend *self, const GError *failure)
{
  return loft_eas_client_get_server (self->client)->version < FIRST_THAT_MAILS &&
         loft_error_class (failure) == LOFT_ERROR_REFUSED;
}

static gboolean
answer_one (LoftEasBackend *self, const char *folder_id, const char *event_id,
            const LoftEasEventAnswer *answer, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;

  if (send_answer (self, folder_id, event_id, answer, cancellable, &failure))
    return TRUE;
  if (may_fail (self, failure))
    {
      g_message ("%s; the answer is mailed all the same", failure->message);
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/* One that the server has already was told before, and its word was lost: told again it would be mailed
 * again. */
static gboolean
is_noted (const LoftWbxmlElement *event, const LoftEasEventAnswer *answer)
{
  return event == NULL ? answer->partstat == LOFT_PARTSTAT_DECLINED
                       : loft_eas_event_find_answer (event, answer->instance) == answer->partstat;
}

gboolean
loft_eas_backend_answer (LoftEasBackend *self, const char *folder_id, const char *event_id,
                         GPtrArray *answers, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftWbxmlElement) event = NULL;

  if (answers->len == 0)
    return TRUE;
  if (!read_event (self, folder_id, event_id, &event, cancellable, error))
    return FALSE;
  for (guint i = 0; i < answers->len; i++)
    {
      const LoftEasEventAnswer *answer = g_ptr_array_index (answers, i);

      if (is_noted (event, answer))
        continue;
      if (event == NULL)
        {
          g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                               "What was answered is not in the calendar any more");
          return FALSE;
        }
      if (!answer_one (self, folder_id, event_id, answer, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- an event that the server should have ------------------------------------------------- */

gboolean
loft_eas_backend_may_add (LoftEasBackend *self, const LoftResourcePut *put, GPtrArray *answers,
                          GError **error)
{
  if (answers->len == 0 || loft_eas_client_get_server (self->client)->version < FIRST_THAT_MAILS)
    return TRUE;
  if (g_hash_table_add (self->looked_for, g_strdup (put->uid)))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                         "The invitation is looked for in the server's calendar first");
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "The server knows nothing of this invitation, so it cannot send the "
                         "answer; write to the organizer");
  return FALSE;
}
