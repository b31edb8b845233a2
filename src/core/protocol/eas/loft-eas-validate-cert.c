/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-validate-cert.h"

#include "loft-eas-answer-private.h"

/* Certificates travel as base64 text. */
static void
add_certificate (LoftWbxmlElement *list, GBytes *certificate)
{
  gsize size;
  const guchar *data = g_bytes_get_data (certificate, &size);
  g_autofree char *text = g_base64_encode (data, size);

  loft_wbxml_element_add_text (list, LOFT_EAS_VALIDATE_CERT_CERTIFICATE, text);
}

LoftWbxmlElement *
loft_eas_validate_cert_request (GBytes *certificate, GPtrArray *chain, gboolean revocation)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_VALIDATE_CERT_VALIDATE_CERT);

  if (chain != NULL && chain->len > 0)
    {
      LoftWbxmlElement *list =
        loft_wbxml_element_add (root, LOFT_EAS_VALIDATE_CERT_CERTIFICATE_CHAIN);

      for (guint i = 0; i < chain->len; i++)
        add_certificate (list, g_ptr_array_index (chain, i));
    }
  add_certificate (loft_wbxml_element_add (root, LOFT_EAS_VALIDATE_CERT_CERTIFICATES), certificate);
  if (revocation)
    loft_wbxml_element_add_int (root, LOFT_EAS_VALIDATE_CERT_CHECK_CRL, 1);
  return root;
}

gboolean
loft_eas_validate_cert_reply (const LoftWbxmlElement *root, GError **error)
{
  const char *what = "The certificate";
  const LoftWbxmlElement *certificate =
    loft_wbxml_element_find (root, LOFT_EAS_VALIDATE_CERT_CERTIFICATE);

  return loft_eas_answer_check (root, LOFT_EAS_VALIDATE_CERT_VALIDATE_CERT, error) &&
         loft_eas_answer_check_status (root, LOFT_EAS_VALIDATE_CERT_STATUS,
                                       LOFT_EAS_COMMAND_VALIDATE_CERT, what, error) &&
         loft_eas_answer_check_status (certificate, LOFT_EAS_VALIDATE_CERT_STATUS,
                                       LOFT_EAS_COMMAND_VALIDATE_CERT, what, error);
}
