/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-clearing.h"

/* What Exchange checks for a date or a number, so that nothing is no value of it. */
static gboolean
can_be_empty (guint tag)
{
  switch (tag)
    {
    case LOFT_EAS_CONTACTS_ANNIVERSARY:
    case LOFT_EAS_CONTACTS_BIRTHDAY:
    case LOFT_EAS_TASKS_COMPLETE:
    case LOFT_EAS_TASKS_DATE_COMPLETED:
    case LOFT_EAS_TASKS_DUE_DATE:
    case LOFT_EAS_TASKS_UTC_DUE_DATE:
    case LOFT_EAS_TASKS_START_DATE:
    case LOFT_EAS_TASKS_UTC_START_DATE:
    case LOFT_EAS_TASKS_IMPORTANCE:
    case LOFT_EAS_TASKS_SENSITIVITY:
    case LOFT_EAS_TASKS_REMINDER_SET:
    case LOFT_EAS_TASKS_REMINDER_TIME:
    case LOFT_EAS_TASKS_RECURRENCE:
      return FALSE;
    default:
      return TRUE;
    }
}

/* A body is emptied by its data (MS-ASAIRS 2.2.2.9). */
static void
add_empty (LoftWbxmlElement *data, guint tag)
{
  LoftWbxmlElement *element = loft_wbxml_element_add (data, tag);

  if (tag != LOFT_EAS_AIRSYNCBASE_BODY)
    return;
  loft_wbxml_element_add_int (element, LOFT_EAS_AIRSYNCBASE_TYPE, 1);
  loft_wbxml_element_add_text (element, LOFT_EAS_AIRSYNCBASE_DATA, "");
}

void
loft_eas_clearing_add (LoftWbxmlElement *data, const LoftWbxmlElement *before)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (before); i++)
    {
      guint tag = loft_wbxml_element_get_child (before, i)->tag;

      if (can_be_empty (tag) && loft_wbxml_element_find (data, tag) == NULL)
        add_empty (data, tag);
    }
}
