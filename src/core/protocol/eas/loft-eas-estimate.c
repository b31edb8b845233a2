/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-estimate.h"

#include "loft-eas-answer-private.h"
#include "loft-error.h"

static const char what[] = "Counting what waits in the folder";

LoftWbxmlElement *
loft_eas_estimate_request (const char *collection_id, const char *sync_key, guint filter)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_GET_ITEM_ESTIMATE_GET_ITEM_ESTIMATE);
  LoftWbxmlElement *collection =
    loft_wbxml_element_add (loft_wbxml_element_add (root, LOFT_EAS_GET_ITEM_ESTIMATE_COLLECTIONS),
                            LOFT_EAS_GET_ITEM_ESTIMATE_COLLECTION);

  loft_wbxml_element_add_text (collection, LOFT_EAS_AIRSYNC_SYNC_KEY, sync_key);
  loft_wbxml_element_add_text (collection, LOFT_EAS_GET_ITEM_ESTIMATE_COLLECTION_ID, collection_id);
  if (filter != 0)
    loft_wbxml_element_add_int (loft_wbxml_element_add (collection, LOFT_EAS_AIRSYNC_OPTIONS),
                                LOFT_EAS_AIRSYNC_FILTER_TYPE, filter);
  return root;
}

/* A refusal may come without the collection it is about. */
static const LoftWbxmlElement *
find_response (const LoftWbxmlElement *root, const char *collection_id)
{
  const LoftWbxmlElement *nameless = NULL;

  for (guint i = 0; i < loft_wbxml_element_get_n_children (root); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (root, i);
      const char *id = loft_wbxml_element_get_text (
        loft_wbxml_element_find (child, LOFT_EAS_GET_ITEM_ESTIMATE_COLLECTION),
        LOFT_EAS_GET_ITEM_ESTIMATE_COLLECTION_ID);

      if (child->tag != LOFT_EAS_GET_ITEM_ESTIMATE_RESPONSE)
        continue;
      if (g_strcmp0 (id, collection_id) == 0)
        return child;
      if (id == NULL && nameless == NULL)
        nameless = child;
    }
  return nameless;
}

gboolean
loft_eas_estimate_reply (const LoftWbxmlElement *root, const char *collection_id, guint *n,
                         GError **error)
{
  const LoftWbxmlElement *response = find_response (root, collection_id);
  gint64 estimate =
    loft_wbxml_element_get_int (loft_wbxml_element_find (response,
                                                         LOFT_EAS_GET_ITEM_ESTIMATE_COLLECTION),
                                LOFT_EAS_GET_ITEM_ESTIMATE_ESTIMATE, -1);

  *n = 0;
  if (!loft_eas_answer_check (root, LOFT_EAS_GET_ITEM_ESTIMATE_GET_ITEM_ESTIMATE, error))
    return FALSE;
  if (response == NULL)
    response = root;
  if (!loft_eas_answer_check_status (response, LOFT_EAS_GET_ITEM_ESTIMATE_STATUS,
                                     LOFT_EAS_COMMAND_GET_ITEM_ESTIMATE, what, error))
    return FALSE;
  if (estimate < 0 || estimate > G_MAXINT)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s: the server tells no number", what);
      return FALSE;
    }
  *n = (guint) estimate;
  return TRUE;
}
