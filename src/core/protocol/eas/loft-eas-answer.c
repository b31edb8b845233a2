/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-answer-private.h"
#include "loft-error.h"

gboolean
loft_eas_answer_check (const LoftWbxmlElement *root, guint tag, GError **error)
{
  if (root != NULL && root->tag == tag)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "the server's answer is no %s",
               loft_eas_tag_get_name (tag));
  return FALSE;
}

gboolean
loft_eas_answer_check_status (const LoftWbxmlElement *element, guint tag, guint of,
                              const char *what, GError **error)
{
  gint64 status = loft_wbxml_element_get_int (element, tag, -1);

  if (status >= 0)
    return loft_eas_status_check (of, status, what, error);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s: the server's answer has no status",
               what);
  return FALSE;
}

gboolean
loft_eas_answer_check_common (const LoftWbxmlElement *element, guint tag, guint of,
                              const char *what, GError **error)
{
  gint64 status = loft_wbxml_element_get_int (element, tag, 1);

  return status < 100 || loft_eas_status_check (of, status, what, error);
}

char *
loft_eas_answer_dup_text (const LoftWbxmlElement *element, guint tag)
{
  const char *text = loft_wbxml_element_get_text (element, tag);

  return g_strdup (text != NULL ? text : "");
}
