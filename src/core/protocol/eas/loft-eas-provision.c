/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-provision.h"

#include <string.h>

#include "loft-eas-answer-private.h"
#include "loft-error.h"

#define POLICY_TYPE "MS-EAS-Provisioning-WBXML"
#define NO_POLICY   2
#define KEY_LIMIT   64 /* MS-ASPROV 2.2.2.42 */

static const char what[] = "The server's policy";

void
loft_eas_provision_clear (LoftEasProvision *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->policy, loft_policy_free);
}

static LoftWbxmlElement *
add_policy (LoftWbxmlElement *root)
{
  LoftWbxmlElement *policy =
    loft_wbxml_element_add (loft_wbxml_element_add (root, LOFT_EAS_PROVISION_POLICIES),
                            LOFT_EAS_PROVISION_POLICY);

  loft_wbxml_element_add_text (policy, LOFT_EAS_PROVISION_POLICY_TYPE, POLICY_TYPE);
  return policy;
}

LoftWbxmlElement *
loft_eas_provision_request (guint version, const LoftEasDevice *device)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_PROVISION_PROVISION);

  if (version >= 141 && device != NULL)
    loft_wbxml_element_take (root, loft_eas_device_to_element (device));
  add_policy (root);
  return root;
}

LoftWbxmlElement *
loft_eas_provision_acknowledge (const char *key, LoftPolicyAnswer answer)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_PROVISION_PROVISION);
  LoftWbxmlElement *policy = add_policy (root);

  loft_wbxml_element_add_text (policy, LOFT_EAS_PROVISION_POLICY_KEY, key);
  loft_wbxml_element_add_int (policy, LOFT_EAS_PROVISION_STATUS, answer);
  return root;
}

LoftWbxmlElement *
loft_eas_provision_ask_wipe (void)
{
  return loft_wbxml_element_new (LOFT_EAS_PROVISION_PROVISION);
}

LoftWbxmlElement *
loft_eas_provision_wiped (LoftEasWipe wipe, gboolean done)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_PROVISION_PROVISION);
  guint tag = wipe == LOFT_EAS_WIPE_ACCOUNT ? LOFT_EAS_PROVISION_ACCOUNT_ONLY_REMOTE_WIPE
                                            : LOFT_EAS_PROVISION_REMOTE_WIPE;

  loft_wbxml_element_add_int (loft_wbxml_element_add (root, tag), LOFT_EAS_PROVISION_STATUS,
                              done ? 1 : 2);
  return root;
}

static LoftEasWipe
read_wipe (const LoftWbxmlElement *root)
{
  if (loft_wbxml_element_find (root, LOFT_EAS_PROVISION_ACCOUNT_ONLY_REMOTE_WIPE) != NULL)
    return LOFT_EAS_WIPE_ACCOUNT;
  if (loft_wbxml_element_find (root, LOFT_EAS_PROVISION_REMOTE_WIPE) != NULL)
    return LOFT_EAS_WIPE_DEVICE;
  return LOFT_EAS_WIPE_NONE;
}

static gboolean
is_key (const char *text)
{
  return text != NULL && text[0] != '\0' && strlen (text) <= KEY_LIMIT &&
         strspn (text, "0123456789") == strlen (text);
}

static gboolean
read_policy (const LoftWbxmlElement *policy, LoftEasProvision *provision, GError **error)
{
  const char *key = loft_wbxml_element_get_text (policy, LOFT_EAS_PROVISION_POLICY_KEY);
  const LoftWbxmlElement *document =
    loft_wbxml_element_find_path (policy, LOFT_EAS_PROVISION_DATA,
                                  LOFT_EAS_PROVISION_EAS_PROVISION_DOC, 0);

  if (!is_key (key))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s: it has no key", what);
      return FALSE;
    }
  provision->key = g_strdup (key);
  if (document != NULL)
    provision->policy = loft_eas_policy_read (document);
  return TRUE;
}

gboolean
loft_eas_provision_reply (const LoftWbxmlElement *root, LoftEasProvision *provision, GError **error)
{
  const LoftWbxmlElement *policy =
    loft_wbxml_element_find_path (root, LOFT_EAS_PROVISION_POLICIES, LOFT_EAS_PROVISION_POLICY, 0);

  memset (provision, 0, sizeof *provision);
  if (!loft_eas_answer_check (root, LOFT_EAS_PROVISION_PROVISION, error))
    return FALSE;
  provision->wipe = read_wipe (root);
  if (provision->wipe != LOFT_EAS_WIPE_NONE)
    return TRUE;
  if (!loft_eas_answer_check_status (root, LOFT_EAS_PROVISION_STATUS, LOFT_EAS_COMMAND_PROVISION,
                                     what, error))
    return FALSE;
  /* The answer to a wipe has no policy. */
  provision->is_free =
    policy == NULL ||
    loft_wbxml_element_get_int (policy, LOFT_EAS_PROVISION_STATUS, 0) == NO_POLICY;
  if (provision->is_free)
    {
      provision->key = g_strdup ("0");
      return TRUE;
    }
  return loft_eas_answer_check_status (policy, LOFT_EAS_PROVISION_STATUS, LOFT_EAS_PART_POLICY,
                                       what, error) &&
         read_policy (policy, provision, error);
}
