/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-settings.h"

#include <string.h>

#include "loft-eas-answer-private.h"
#include "loft-eas-time.h"
#include "loft-error.h"

/* Of the answer, and of what it says about one of its parts, if it does: SOGo (5.8) tells the addresses
 * without a status. (nullable) NULL with error. */
static const LoftWbxmlElement *
check_part (const LoftWbxmlElement *root, guint tag, const char *what, GError **error)
{
  const LoftWbxmlElement *part = loft_wbxml_element_find (root, tag);

  if (!loft_eas_answer_check (root, LOFT_EAS_SETTINGS_SETTINGS, error) ||
      !loft_eas_answer_check_status (root, LOFT_EAS_SETTINGS_STATUS, LOFT_EAS_COMMAND_SETTINGS,
                                     what, error))
    return NULL;
  if (part == NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "%s: the server has nothing of the kind",
                   what);
      return NULL;
    }
  if (loft_wbxml_element_find (part, LOFT_EAS_SETTINGS_STATUS) != NULL &&
      !loft_eas_answer_check_status (part, LOFT_EAS_SETTINGS_STATUS, LOFT_EAS_COMMAND_SETTINGS,
                                     what, error))
    return NULL;
  return part;
}

/* ---- the device --------------------------------------------------------------------------- */

static void
add_text (LoftWbxmlElement *element, guint tag, const char *text)
{
  if (text != NULL)
    loft_wbxml_element_add_text (element, tag, text);
}

LoftWbxmlElement *
loft_eas_device_to_element (const LoftEasDevice *device)
{
  LoftWbxmlElement *self = loft_wbxml_element_new (LOFT_EAS_SETTINGS_DEVICE_INFORMATION);
  LoftWbxmlElement *set = loft_wbxml_element_add (self, LOFT_EAS_SETTINGS_SET);

  add_text (set, LOFT_EAS_SETTINGS_MODEL, device->model);
  add_text (set, LOFT_EAS_SETTINGS_FRIENDLY_NAME, device->name);
  add_text (set, LOFT_EAS_SETTINGS_OS, device->os);
  add_text (set, LOFT_EAS_SETTINGS_OS_LANGUAGE, device->language);
  add_text (set, LOFT_EAS_SETTINGS_USER_AGENT, device->user_agent);
  return self;
}

LoftWbxmlElement *
loft_eas_settings_device_request (const LoftEasDevice *device)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_SETTINGS_SETTINGS);

  loft_wbxml_element_take (root, loft_eas_device_to_element (device));
  return root;
}

/* Servers that answer for all of it at once are believed. */
gboolean
loft_eas_settings_device_reply (const LoftWbxmlElement *root, GError **error)
{
  const char *what = "Telling the server about this device";
  const LoftWbxmlElement *part =
    loft_wbxml_element_find (root, LOFT_EAS_SETTINGS_DEVICE_INFORMATION);
  const LoftWbxmlElement *set = loft_wbxml_element_find (part, LOFT_EAS_SETTINGS_SET);

  if (!loft_eas_answer_check (root, LOFT_EAS_SETTINGS_SETTINGS, error) ||
      !loft_eas_answer_check_status (root, LOFT_EAS_SETTINGS_STATUS, LOFT_EAS_COMMAND_SETTINGS,
                                     what, error))
    return FALSE;
  if (loft_wbxml_element_find (part, LOFT_EAS_SETTINGS_STATUS) == NULL)
    part = set;
  return loft_wbxml_element_find (part, LOFT_EAS_SETTINGS_STATUS) == NULL ||
         loft_eas_answer_check_status (part, LOFT_EAS_SETTINGS_STATUS, LOFT_EAS_COMMAND_SETTINGS,
                                       what, error);
}

/* ---- the user ----------------------------------------------------------------------------- */

void
loft_eas_user_clear (LoftEasUser *self)
{
  g_clear_pointer (&self->addresses, g_strfreev);
  g_clear_pointer (&self->primary, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->account_id, g_free);
}

LoftWbxmlElement *
loft_eas_settings_user_request (void)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_SETTINGS_SETTINGS);

  loft_wbxml_element_add (loft_wbxml_element_add (root, LOFT_EAS_SETTINGS_USER_INFORMATION),
                          LOFT_EAS_SETTINGS_GET);
  return root;
}

static GStrv
read_addresses (const LoftWbxmlElement *list, char **primary)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < loft_wbxml_element_get_n_children (list); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (list, i);

      if (child->text == NULL)
        continue;
      if (child->tag == LOFT_EAS_SETTINGS_PRIMARY_SMTP_ADDRESS)
        {
          g_free (*primary);
          *primary = g_strdup (child->text);
        }
      if (child->tag == LOFT_EAS_SETTINGS_SMTP_ADDRESS ||
          child->tag == LOFT_EAS_SETTINGS_PRIMARY_SMTP_ADDRESS)
        g_strv_builder_add (builder, child->text);
    }
  return g_strv_builder_end (builder);
}

/* Up to 14.0 the addresses stand alone, later on in accounts (2.2.3.55.3, 2.2.3.3). */
gboolean
loft_eas_settings_user_reply (const LoftWbxmlElement *root, LoftEasUser *user, GError **error)
{
  const LoftWbxmlElement *part =
    check_part (root, LOFT_EAS_SETTINGS_USER_INFORMATION, "Asking for the user's addresses", error);
  const LoftWbxmlElement *get = loft_wbxml_element_find (part, LOFT_EAS_SETTINGS_GET);
  const LoftWbxmlElement *account =
    loft_wbxml_element_find_path (get, LOFT_EAS_SETTINGS_ACCOUNTS, LOFT_EAS_SETTINGS_ACCOUNT, 0);

  memset (user, 0, sizeof *user);
  if (part == NULL)
    return FALSE;
  if (account == NULL)
    account = get;
  user->primary = g_strdup ("");
  user->addresses =
    read_addresses (loft_wbxml_element_find (account, LOFT_EAS_SETTINGS_EMAIL_ADDRESSES),
                    &user->primary);
  user->name = loft_eas_answer_dup_text (account, LOFT_EAS_SETTINGS_USER_DISPLAY_NAME);
  user->account_id = loft_eas_answer_dup_text (account, LOFT_EAS_SETTINGS_ACCOUNT_ID);
  return TRUE;
}

/* ---- absence ------------------------------------------------------------------------------ */

static const guint audiences[LOFT_EAS_N_AUDIENCES] = {
  LOFT_EAS_SETTINGS_APPLIES_TO_INTERNAL,
  LOFT_EAS_SETTINGS_APPLIES_TO_EXTERNAL_KNOWN,
  LOFT_EAS_SETTINGS_APPLIES_TO_EXTERNAL_UNKNOWN,
};

void
loft_eas_absence_clear (LoftEasAbsence *self)
{
  for (guint i = 0; i < LOFT_EAS_N_AUDIENCES; i++)
    g_clear_pointer (&self->messages[i].text, g_free);
}

static LoftWbxmlElement *
add_oof (LoftWbxmlElement *root, guint tag)
{
  return loft_wbxml_element_add (loft_wbxml_element_add (root, LOFT_EAS_SETTINGS_OOF), tag);
}

LoftWbxmlElement *
loft_eas_settings_absence_get_request (gboolean html)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_SETTINGS_SETTINGS);

  loft_wbxml_element_add_text (add_oof (root, LOFT_EAS_SETTINGS_GET), LOFT_EAS_SETTINGS_BODY_TYPE,
                               html ? "HTML" : "Text");
  return root;
}

static void
read_message (const LoftWbxmlElement *element, LoftEasAbsence *absence)
{
  for (guint i = 0; i < LOFT_EAS_N_AUDIENCES; i++)
    {
      LoftEasAbsenceMessage *message = &absence->messages[i];
      const char *type = loft_wbxml_element_get_text (element, LOFT_EAS_SETTINGS_BODY_TYPE);

      if (loft_wbxml_element_find (element, audiences[i]) == NULL)
        continue;
      message->is_told = TRUE;
      message->is_enabled = loft_wbxml_element_get_int (element, LOFT_EAS_SETTINGS_ENABLED, 0) == 1;
      message->is_html = type != NULL && g_ascii_strcasecmp (type, "HTML") == 0;
      g_free (message->text);
      message->text = loft_eas_answer_dup_text (element, LOFT_EAS_SETTINGS_REPLY_MESSAGE);
    }
}

gboolean
loft_eas_settings_absence_get_reply (const LoftWbxmlElement *root, LoftEasAbsence *absence,
                                     GError **error)
{
  const LoftWbxmlElement *part =
    check_part (root, LOFT_EAS_SETTINGS_OOF, "The answers given in absence", error);
  const LoftWbxmlElement *get = loft_wbxml_element_find (part, LOFT_EAS_SETTINGS_GET);
  gint64 state = loft_wbxml_element_get_int (get, LOFT_EAS_SETTINGS_OOF_STATE, -1);

  memset (absence, 0, sizeof *absence);
  if (part == NULL)
    return FALSE;
  if (state < LOFT_EAS_ABSENCE_OFF || state > LOFT_EAS_ABSENCE_SCHEDULED)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The answers given in absence: the server has nothing of the kind");
      return FALSE;
    }
  absence->state = (LoftEasAbsenceState) state;
  loft_eas_time_read (loft_wbxml_element_get_text (get, LOFT_EAS_SETTINGS_START_TIME),
                      &absence->start);
  loft_eas_time_read (loft_wbxml_element_get_text (get, LOFT_EAS_SETTINGS_END_TIME), &absence->end);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (get); i++)
    read_message (loft_wbxml_element_get_child (get, i), absence);
  return TRUE;
}

static void
add_message (LoftWbxmlElement *set, const LoftEasAbsenceMessage *message, guint audience)
{
  LoftWbxmlElement *element = loft_wbxml_element_add (set, LOFT_EAS_SETTINGS_OOF_MESSAGE);

  loft_wbxml_element_add (element, audience);
  loft_wbxml_element_add_int (element, LOFT_EAS_SETTINGS_ENABLED, message->is_enabled);
  loft_wbxml_element_add_text (element, LOFT_EAS_SETTINGS_REPLY_MESSAGE,
                               message->text != NULL && message->text[0] != '\0' ? message->text
                                                                                 : NULL);
  loft_wbxml_element_add_text (element, LOFT_EAS_SETTINGS_BODY_TYPE,
                               message->is_html ? "HTML" : "Text");
}

LoftWbxmlElement *
loft_eas_settings_absence_set_request (const LoftEasAbsence *absence)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_SETTINGS_SETTINGS);
  LoftWbxmlElement *set = add_oof (root, LOFT_EAS_SETTINGS_SET);

  loft_wbxml_element_add_int (set, LOFT_EAS_SETTINGS_OOF_STATE, absence->state);
  if (absence->state == LOFT_EAS_ABSENCE_SCHEDULED)
    {
      g_autofree char *start = loft_eas_time_to_dashed (absence->start);
      g_autofree char *end = loft_eas_time_to_dashed (absence->end);

      loft_wbxml_element_add_text (set, LOFT_EAS_SETTINGS_START_TIME, start);
      loft_wbxml_element_add_text (set, LOFT_EAS_SETTINGS_END_TIME, end);
    }
  for (guint i = 0; i < LOFT_EAS_N_AUDIENCES; i++)
    if (absence->messages[i].is_told)
      add_message (set, &absence->messages[i], audiences[i]);
  return root;
}

gboolean
loft_eas_settings_absence_set_reply (const LoftWbxmlElement *root, GError **error)
{
  return check_part (root, LOFT_EAS_SETTINGS_OOF, "Changing the answers given in absence", error) !=
         NULL;
}
