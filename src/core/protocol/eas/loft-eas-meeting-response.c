/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-meeting-response.h"

#include "loft-eas-answer-private.h"
#include "loft-eas-time.h"
#include "loft-error.h"

#define PLAIN_TEXT 1 /* MS-ASAIRS 2.2.2.41 */

static void
add_time (LoftWbxmlElement *request, guint tag, gint64 seconds, gboolean compact)
{
  g_autofree char *text =
    compact ? loft_eas_time_to_compact (seconds) : loft_eas_time_to_dashed (seconds);

  loft_wbxml_element_add_text (request, tag, text);
}

static void
add_sending (LoftWbxmlElement *request, const LoftEasMeetingAnswer *answer)
{
  LoftWbxmlElement *send =
    loft_wbxml_element_add (request, LOFT_EAS_MEETING_RESPONSE_SEND_RESPONSE);
  LoftWbxmlElement *body;

  if (answer->comment == NULL || answer->comment[0] == '\0')
    return;
  body = loft_wbxml_element_add (send, LOFT_EAS_AIRSYNCBASE_BODY);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE, PLAIN_TEXT);
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, answer->comment);
}

LoftWbxmlElement *
loft_eas_meeting_response_request (guint version, const LoftEasMeetingAnswer *answer)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_MEETING_RESPONSE_MEETING_RESPONSE);
  LoftWbxmlElement *request = loft_wbxml_element_add (root, LOFT_EAS_MEETING_RESPONSE_REQUEST);

  loft_wbxml_element_add_int (request, LOFT_EAS_MEETING_RESPONSE_USER_RESPONSE, answer->answer);
  loft_wbxml_element_add_text (request, LOFT_EAS_MEETING_RESPONSE_COLLECTION_ID,
                               answer->collection_id);
  loft_wbxml_element_add_text (request, LOFT_EAS_MEETING_RESPONSE_REQUEST_ID, answer->request_id);
  if (version >= 141 && answer->instance != 0)
    add_time (request, LOFT_EAS_MEETING_RESPONSE_INSTANCE_ID, answer->instance, FALSE);
  if (version >= 160 && answer->send)
    add_sending (request, answer);
  if (version >= 161 && answer->proposed_start != 0 && answer->proposed_end != 0 &&
      answer->answer != LOFT_EAS_ANSWER_ACCEPT)
    {
      add_time (request, LOFT_EAS_MEETING_RESPONSE_PROPOSED_START_TIME, answer->proposed_start,
                TRUE);
      add_time (request, LOFT_EAS_MEETING_RESPONSE_PROPOSED_END_TIME, answer->proposed_end, TRUE);
    }
  return root;
}

/* The result of that request; a single one without a name is it too. */
static const LoftWbxmlElement *
find_result (const LoftWbxmlElement *root, const char *request_id)
{
  const LoftWbxmlElement *nameless = NULL;

  for (guint i = 0; i < loft_wbxml_element_get_n_children (root); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (root, i);
      const char *id = loft_wbxml_element_get_text (child, LOFT_EAS_MEETING_RESPONSE_REQUEST_ID);

      if (child->tag != LOFT_EAS_MEETING_RESPONSE_RESULT)
        continue;
      if (g_strcmp0 (id, request_id) == 0)
        return child;
      if (id == NULL && nameless == NULL)
        nameless = child;
    }
  return nameless;
}

gboolean
loft_eas_meeting_response_reply (const LoftWbxmlElement *root, const char *request_id,
                                 char **calendar_id, GError **error)
{
  const char *what = "Answering the invitation";
  const LoftWbxmlElement *result = find_result (root, request_id);
  const char *id;

  *calendar_id = NULL;
  if (!loft_eas_answer_check (root, LOFT_EAS_MEETING_RESPONSE_MEETING_RESPONSE, error) ||
      !loft_eas_answer_check_common (root, LOFT_EAS_MEETING_RESPONSE_STATUS,
                                     LOFT_EAS_COMMAND_MEETING_RESPONSE, what, error) ||
      !loft_eas_answer_check_status (result, LOFT_EAS_MEETING_RESPONSE_STATUS,
                                     LOFT_EAS_COMMAND_MEETING_RESPONSE, what, error))
    return FALSE;
  id = loft_wbxml_element_get_text (result, LOFT_EAS_MEETING_RESPONSE_CALENDAR_ID);
  if (id != NULL && id[0] != '\0')
    *calendar_id = g_strdup (id);
  return TRUE;
}
