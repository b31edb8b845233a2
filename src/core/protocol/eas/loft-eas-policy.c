/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-policy.h"

/* Of a list, a number that is another one for another list. */
static gint64
sum_up (const LoftWbxmlElement *list)
{
  guint64 sum = loft_wbxml_element_get_n_children (list);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (list); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (list, i);

      sum = (sum * 31 + g_str_hash (child->text != NULL ? child->text : "")) % G_MAXINT32;
    }
  return (gint64) MAX (sum, 1);
}

/* A value that is no number asks for nothing, as an empty element does (MS-ASPROV 2.2.2.28). */
static void
read_rule (LoftPolicy *policy, const LoftWbxmlElement *element, gboolean password)
{
  const char *name = loft_eas_tag_get_name (element->tag);
  gint64 value;

  if (name == NULL)
    loft_policy_add (policy, LOFT_POLICY_UNKNOWN, 1, password);
  else if (loft_wbxml_element_get_n_children (element) > 0)
    loft_policy_add (policy, name, sum_up (element), password);
  else if (element->text != NULL &&
           g_ascii_string_to_signed (element->text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    loft_policy_add (policy, name, value, password);
}

LoftPolicy *
loft_eas_policy_read (const LoftWbxmlElement *document)
{
  LoftPolicy *policy = loft_policy_new ();
  gboolean password =
    loft_wbxml_element_get_int (document, LOFT_EAS_PROVISION_DEVICE_PASSWORD_ENABLED, 0) == 1;

  for (guint i = 0; i < loft_wbxml_element_get_n_children (document); i++)
    read_rule (policy, loft_wbxml_element_get_child (document, i), password);
  return policy;
}
