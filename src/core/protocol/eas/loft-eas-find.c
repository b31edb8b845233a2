/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-find.h"

#include <string.h>

#include "loft-eas-answer-private.h"
#include "loft-eas-found-private.h"

#define MAX_PICTURES 100

static LoftWbxmlElement *
begin (LoftWbxmlElement **criterion, const char *id, guint tag)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_FIND_FIND);

  loft_wbxml_element_add_text (root, LOFT_EAS_FIND_SEARCH_ID, id);
  *criterion =
    loft_wbxml_element_add (loft_wbxml_element_add (root, LOFT_EAS_FIND_EXECUTE_SEARCH), tag);
  return root;
}

LoftWbxmlElement *
loft_eas_find_mail_request (const char *id, const LoftEasMailSearch *search)
{
  LoftWbxmlElement *criterion;
  LoftWbxmlElement *root = begin (&criterion, id, LOFT_EAS_FIND_MAIL_BOX_SEARCH_CRITERION);
  LoftWbxmlElement *query = loft_wbxml_element_add (criterion, LOFT_EAS_FIND_QUERY);
  LoftWbxmlElement *options = loft_wbxml_element_add (criterion, LOFT_EAS_FIND_OPTIONS);

  loft_wbxml_element_add_text (query, LOFT_EAS_AIRSYNC_CLASS, "Email");
  if (search->collection_id != NULL)
    loft_wbxml_element_add_text (query, LOFT_EAS_AIRSYNC_COLLECTION_ID, search->collection_id);
  loft_wbxml_element_add_text (query, LOFT_EAS_FIND_FREE_TEXT, search->text);
  loft_eas_found_add_range (options, LOFT_EAS_FIND_RANGE, search->first, search->n);
  if (search->deep)
    loft_wbxml_element_add (options, LOFT_EAS_FIND_DEEP_TRAVERSAL);
  return root;
}

LoftWbxmlElement *
loft_eas_find_people_request (const char *id, const char *text, guint first, guint n,
                              guint picture_size)
{
  LoftWbxmlElement *criterion;
  LoftWbxmlElement *root = begin (&criterion, id, LOFT_EAS_FIND_GAL_SEARCH_CRITERION);
  LoftWbxmlElement *options;

  loft_wbxml_element_add_text (criterion, LOFT_EAS_FIND_QUERY, text);
  options = loft_wbxml_element_add (criterion, LOFT_EAS_FIND_OPTIONS);
  loft_eas_found_add_range (options, LOFT_EAS_FIND_RANGE, first, n);
  if (picture_size > 0)
    {
      LoftWbxmlElement *picture = loft_wbxml_element_add (options, LOFT_EAS_FIND_PICTURE);

      loft_wbxml_element_add_int (picture, LOFT_EAS_FIND_MAX_SIZE, picture_size);
      loft_wbxml_element_add_int (picture, LOFT_EAS_FIND_MAX_PICTURES, MAX_PICTURES);
    }
  return root;
}

gboolean
loft_eas_find_reply (const LoftWbxmlElement *root, LoftEasFound *found, GError **error)
{
  static const LoftEasFoundTags tags = {
    LOFT_EAS_FIND_RESULT, LOFT_EAS_FIND_PROPERTIES, LOFT_EAS_FIND_RANGE, LOFT_EAS_FIND_TOTAL, 0,
  };
  const char *what = "Searching on the server";
  const LoftWbxmlElement *response = loft_wbxml_element_find (root, LOFT_EAS_FIND_RESPONSE);

  memset (found, 0, sizeof *found);
  if (!loft_eas_answer_check (root, LOFT_EAS_FIND_FIND, error) ||
      !loft_eas_answer_check_status (root, LOFT_EAS_FIND_STATUS, LOFT_EAS_COMMAND_FIND, what,
                                     error) ||
      !loft_eas_answer_check_status (response, LOFT_EAS_FIND_STATUS, LOFT_EAS_COMMAND_FIND, what,
                                     error))
    return FALSE;
  loft_eas_found_read (found, response, &tags, FALSE);
  return TRUE;
}
