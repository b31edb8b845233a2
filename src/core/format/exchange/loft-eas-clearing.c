/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-clearing.h"

static gboolean
is_date (guint tag)
{
  switch (tag)
    {
    case LOFT_EAS_CONTACTS_ANNIVERSARY:
    case LOFT_EAS_CONTACTS_BIRTHDAY:
    case LOFT_EAS_TASKS_DUE_DATE:
    case LOFT_EAS_TASKS_UTC_DUE_DATE:
    case LOFT_EAS_TASKS_START_DATE:
    case LOFT_EAS_TASKS_UTC_START_DATE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What another element takes back, or nothing does. */
static gboolean
has_no_empty_form (guint tag)
{
  switch (tag)
    {
    case LOFT_EAS_TASKS_COMPLETE:
    case LOFT_EAS_TASKS_DATE_COMPLETED:
    case LOFT_EAS_TASKS_IMPORTANCE:
    case LOFT_EAS_TASKS_SENSITIVITY:
    case LOFT_EAS_TASKS_REMINDER_SET:
    case LOFT_EAS_TASKS_REMINDER_TIME:
    case LOFT_EAS_TASKS_RECURRENCE:
      return TRUE;
    default:
      return FALSE;
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
loft_eas_clearing_add (LoftWbxmlElement *data, const LoftWbxmlElement *before, gboolean with_dates)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (before); i++)
    {
      guint tag = loft_wbxml_element_get_child (before, i)->tag;

      if (!has_no_empty_form (tag) && (with_dates || !is_date (tag)) &&
          loft_wbxml_element_find (data, tag) == NULL)
        add_empty (data, tag);
    }
}
