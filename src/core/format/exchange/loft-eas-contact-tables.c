/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-contact-private.h"

#include <string.h>

/* The phonetic names are those that Apple's programs have. */
const LoftEasContactText loft_eas_contact_texts[] = {
  { LOFT_EAS_CONTACTS2_NICK_NAME, "NICKNAME", FALSE },
  { LOFT_EAS_CONTACTS_JOB_TITLE, "TITLE", FALSE },
  { LOFT_EAS_CONTACTS_WEB_PAGE, "URL", TRUE },
  { LOFT_EAS_CONTACTS_YOMI_FIRST_NAME, "X-PHONETIC-FIRST-NAME", FALSE },
  { LOFT_EAS_CONTACTS_YOMI_LAST_NAME, "X-PHONETIC-LAST-NAME", FALSE },
  { LOFT_EAS_CONTACTS_YOMI_COMPANY_NAME, "X-PHONETIC-ORG", FALSE },
  { LOFT_EAS_CONTACTS_OFFICE_LOCATION, "X-LOFT-EAS-OFFICE-LOCATION", FALSE },
  { LOFT_EAS_CONTACTS2_CUSTOMER_ID, "X-LOFT-EAS-CUSTOMER-ID", FALSE },
  { LOFT_EAS_CONTACTS2_GOVERNMENT_ID, "X-LOFT-EAS-GOVERNMENT-ID", FALSE },
  { LOFT_EAS_CONTACTS2_ACCOUNT_NAME, "X-LOFT-EAS-ACCOUNT-NAME", FALSE },
};

const LoftEasContactSlot loft_eas_contact_slots[] = {
  { LOFT_EAS_CONTACTS_EMAIL1_ADDRESS, "EMAIL", "", "" },
  { LOFT_EAS_CONTACTS_EMAIL2_ADDRESS, "EMAIL", "", "" },
  { LOFT_EAS_CONTACTS_EMAIL3_ADDRESS, "EMAIL", "", "" },
  { LOFT_EAS_CONTACTS_MOBILE_PHONE_NUMBER, "TEL", "cell", "cell" },
  { LOFT_EAS_CONTACTS_BUSINESS_PHONE_NUMBER, "TEL", "work", "work" },
  { LOFT_EAS_CONTACTS_BUSINESS2_PHONE_NUMBER, "TEL", "work", "work" },
  { LOFT_EAS_CONTACTS_HOME_PHONE_NUMBER, "TEL", "home", "home" },
  { LOFT_EAS_CONTACTS_HOME2_PHONE_NUMBER, "TEL", "home", "home" },
  { LOFT_EAS_CONTACTS_BUSINESS_FAX_NUMBER, "TEL", "fax,work", "fax" },
  { LOFT_EAS_CONTACTS_HOME_FAX_NUMBER, "TEL", "fax,home", "fax" },
  { LOFT_EAS_CONTACTS_PAGER_NUMBER, "TEL", "pager", "pager" },
  { LOFT_EAS_CONTACTS_CAR_PHONE_NUMBER, "TEL", "car", "car" },
  { LOFT_EAS_CONTACTS_RADIO_PHONE_NUMBER, "TEL", "radio", "radio" },
  { LOFT_EAS_CONTACTS_ASSISTANT_PHONE_NUMBER, "TEL", "assistant", "assistant" },
  { LOFT_EAS_CONTACTS2_COMPANY_MAIN_PHONE, "TEL", "work,main", "main" },
  { LOFT_EAS_CONTACTS2_MMS, "TEL", "mms", "mms" },
  { LOFT_EAS_CONTACTS2_IM_ADDRESS, "IMPP", "", "" },
  { LOFT_EAS_CONTACTS2_IM_ADDRESS2, "IMPP", "", "" },
  { LOFT_EAS_CONTACTS2_IM_ADDRESS3, "IMPP", "", "" },
};

const LoftEasContactAddress loft_eas_contact_addresses[] = {
  { { LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_STREET, LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_CITY,
      LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_STATE, LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_POSTAL_CODE,
      LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_COUNTRY },
    "work" },
  { { LOFT_EAS_CONTACTS_HOME_ADDRESS_STREET, LOFT_EAS_CONTACTS_HOME_ADDRESS_CITY,
      LOFT_EAS_CONTACTS_HOME_ADDRESS_STATE, LOFT_EAS_CONTACTS_HOME_ADDRESS_POSTAL_CODE,
      LOFT_EAS_CONTACTS_HOME_ADDRESS_COUNTRY },
    "home" },
  { { LOFT_EAS_CONTACTS_OTHER_ADDRESS_STREET, LOFT_EAS_CONTACTS_OTHER_ADDRESS_CITY,
      LOFT_EAS_CONTACTS_OTHER_ADDRESS_STATE, LOFT_EAS_CONTACTS_OTHER_ADDRESS_POSTAL_CODE,
      LOFT_EAS_CONTACTS_OTHER_ADDRESS_COUNTRY },
    "" },
};

const LoftEasContactPerson loft_eas_contact_people[] = {
  { LOFT_EAS_CONTACTS_SPOUSE, "spouse" },
  { LOFT_EAS_CONTACTS2_MANAGER_NAME, "manager" },
  { LOFT_EAS_CONTACTS_ASSISTANT_NAME, "assistant" },
};

const guint loft_eas_contact_n_texts = G_N_ELEMENTS (loft_eas_contact_texts);
const guint loft_eas_contact_n_slots = G_N_ELEMENTS (loft_eas_contact_slots);
const guint loft_eas_contact_n_addresses = G_N_ELEMENTS (loft_eas_contact_addresses);
const guint loft_eas_contact_n_people = G_N_ELEMENTS (loft_eas_contact_people);

/* Alias and WeightedRank are the server's own of the list of people one writes to; the texts of 2.5
 * came in another form. */
static const guint others[] = {
  LOFT_EAS_CONTACTS_FILE_AS,        LOFT_EAS_CONTACTS_LAST_NAME,
  LOFT_EAS_CONTACTS_FIRST_NAME,     LOFT_EAS_CONTACTS_MIDDLE_NAME,
  LOFT_EAS_CONTACTS_TITLE,          LOFT_EAS_CONTACTS_SUFFIX,
  LOFT_EAS_CONTACTS_COMPANY_NAME,   LOFT_EAS_CONTACTS_DEPARTMENT,
  LOFT_EAS_CONTACTS_CHILDREN,       LOFT_EAS_CONTACTS_CATEGORIES,
  LOFT_EAS_CONTACTS_PICTURE,        LOFT_EAS_CONTACTS_ALIAS,
  LOFT_EAS_CONTACTS_WEIGHTED_RANK,  LOFT_EAS_CONTACTS_BODY,
  LOFT_EAS_CONTACTS_BODY_SIZE,      LOFT_EAS_CONTACTS_BODY_TRUNCATED,
  LOFT_EAS_CONTACTS_COMPRESSED_RTF, LOFT_EAS_AIRSYNCBASE_NATIVE_BODY_TYPE,
};

static gboolean
is_other (guint tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i] == tag)
      return TRUE;
  for (guint i = 0; i < loft_eas_contact_n_people; i++)
    if (loft_eas_contact_people[i].tag == tag)
      return TRUE;
  return FALSE;
}

gboolean
loft_eas_contact_knows (const LoftWbxmlElement *element)
{
  for (guint i = 0; i < loft_eas_contact_n_texts; i++)
    if (loft_eas_contact_texts[i].tag == element->tag)
      return TRUE;
  for (guint i = 0; i < loft_eas_contact_n_slots; i++)
    if (loft_eas_contact_slots[i].tag == element->tag)
      return TRUE;
  for (guint i = 0; i < loft_eas_contact_n_addresses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (loft_eas_contact_addresses[i].tags); k++)
      if (loft_eas_contact_addresses[i].tags[k] == element->tag)
        return TRUE;
  return is_other (element->tag);
}

/* ---- how a contact is filed --------------------------------------------------------------- */

/* l, f, m, c: last, first and middle name, company. As Outlook offers them, then what other
 * programs write. */
static const char *const forms[] = {
  "l, f", "l, f m", "c", "l, f (c)", "c (l, f)", "f l", "f m l", "l f",
};

static const char *
get_part (const LoftContact *contact, char code)
{
  switch (code)
    {
    case 'l':
      return contact->family;
    case 'f':
      return contact->given;
    case 'm':
      return contact->additional;
    case 'c':
      return contact->organization;
    default:
      return NULL;
    }
}

static gboolean
is_form (const char *form)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (forms[i], form))
      return TRUE;
  return FALSE;
}

char *
loft_eas_contact_dup_file_as (const LoftContact *contact, const char *form)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!is_form (form))
    return NULL;
  for (; *form != '\0'; form++)
    {
      const char *part = get_part (contact, *form);

      if (part != NULL && *part == '\0')
        return NULL;
      if (part != NULL)
        g_string_append (text, part);
      else
        g_string_append_c (text, *form);
    }
  return g_strdup (text->str);
}

const char *
loft_eas_contact_find_form (const LoftContact *contact, const char *file_as)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *made = loft_eas_contact_dup_file_as (contact, forms[i]);

      if (g_strcmp0 (made, file_as) == 0)
        return forms[i];
    }
  return NULL;
}
