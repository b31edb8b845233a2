/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-search.h"

#include <string.h>

#include "loft-eas-answer-private.h"
#include "loft-eas-found-private.h"
#include "loft-eas-time.h"

#define END_OF_RANGE 12
#define MAX_PICTURES 100

static LoftWbxmlElement *
begin (LoftWbxmlElement **store, const char *name)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_SEARCH_SEARCH);

  *store = loft_wbxml_element_add (root, LOFT_EAS_SEARCH_STORE);
  loft_wbxml_element_add_text (*store, LOFT_EAS_SEARCH_NAME, name);
  return root;
}

LoftWbxmlElement *
loft_eas_search_people_request (guint version, const char *text, guint first, guint n,
                                guint picture_size)
{
  LoftWbxmlElement *store;
  LoftWbxmlElement *root = begin (&store, "GAL");
  LoftWbxmlElement *options;

  loft_wbxml_element_add_text (store, LOFT_EAS_SEARCH_QUERY, text);
  options = loft_wbxml_element_add (store, LOFT_EAS_SEARCH_OPTIONS);
  loft_eas_found_add_range (options, LOFT_EAS_SEARCH_RANGE, first, n);
  if (version >= 141 && picture_size > 0)
    {
      LoftWbxmlElement *picture = loft_wbxml_element_add (options, LOFT_EAS_SEARCH_PICTURE);

      loft_wbxml_element_add_int (picture, LOFT_EAS_SEARCH_MAX_SIZE, picture_size);
      loft_wbxml_element_add_int (picture, LOFT_EAS_SEARCH_MAX_PICTURES, MAX_PICTURES);
    }
  return root;
}

static void
add_bound (LoftWbxmlElement *query, guint tag, gint64 seconds)
{
  LoftWbxmlElement *bound;
  g_autofree char *text = NULL;

  if (seconds == 0)
    return;
  text = loft_eas_time_to_dashed (seconds);
  bound = loft_wbxml_element_add (query, tag);
  loft_wbxml_element_add (bound, LOFT_EAS_EMAIL_DATE_RECEIVED);
  loft_wbxml_element_add_text (bound, LOFT_EAS_SEARCH_VALUE, text);
}

LoftWbxmlElement *
loft_eas_search_mail_request (const LoftEasMailSearch *search)
{
  LoftWbxmlElement *store;
  LoftWbxmlElement *root = begin (&store, "Mailbox");
  LoftWbxmlElement *query =
    loft_wbxml_element_add (loft_wbxml_element_add (store, LOFT_EAS_SEARCH_QUERY),
                            LOFT_EAS_SEARCH_AND);
  LoftWbxmlElement *options = loft_wbxml_element_add (store, LOFT_EAS_SEARCH_OPTIONS);

  loft_wbxml_element_add_text (query, LOFT_EAS_AIRSYNC_CLASS, "Email");
  if (search->collection_id != NULL)
    loft_wbxml_element_add_text (query, LOFT_EAS_AIRSYNC_COLLECTION_ID, search->collection_id);
  loft_wbxml_element_add_text (query, LOFT_EAS_SEARCH_FREE_TEXT, search->text);
  add_bound (query, LOFT_EAS_SEARCH_GREATER_THAN, search->after);
  add_bound (query, LOFT_EAS_SEARCH_LESS_THAN, search->before);
  /* A search that begins is not answered from the results of an older one. */
  if (search->first == 0)
    loft_wbxml_element_add (options, LOFT_EAS_SEARCH_REBUILD_RESULTS);
  if (search->deep)
    loft_wbxml_element_add (options, LOFT_EAS_SEARCH_DEEP_TRAVERSAL);
  loft_eas_found_add_range (options, LOFT_EAS_SEARCH_RANGE, search->first, search->n);
  return root;
}

gboolean
loft_eas_search_reply (const LoftWbxmlElement *root, LoftEasFound *found, GError **error)
{
  static const LoftEasFoundTags tags = {
    LOFT_EAS_SEARCH_RESULT, LOFT_EAS_SEARCH_PROPERTIES, LOFT_EAS_SEARCH_RANGE,
    LOFT_EAS_SEARCH_TOTAL,  LOFT_EAS_SEARCH_LONG_ID,
  };
  const char *what = "Searching on the server";
  const LoftWbxmlElement *store =
    loft_wbxml_element_find_path (root, LOFT_EAS_SEARCH_RESPONSE, LOFT_EAS_SEARCH_STORE, 0);

  memset (found, 0, sizeof *found);
  if (!loft_eas_answer_check (root, LOFT_EAS_SEARCH_SEARCH, error) ||
      !loft_eas_answer_check_status (root, LOFT_EAS_SEARCH_STATUS, LOFT_EAS_COMMAND_SEARCH, what,
                                     error) ||
      !loft_eas_answer_check_status (store, LOFT_EAS_SEARCH_STATUS, LOFT_EAS_PART_STORE, what,
                                     error))
    return FALSE;
  loft_eas_found_read (found, store, &tags,
                       loft_wbxml_element_get_int (store, LOFT_EAS_SEARCH_STATUS, 0) ==
                         END_OF_RANGE);
  return TRUE;
}
