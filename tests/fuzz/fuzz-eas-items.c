/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-contact.h"
#include "loft-eas-message.h"
#include "loft-eas-task.h"
#include "loft-wbxml-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static const LoftEasMapping how = { .version = 161,
                                    .address = "me@example.org",
                                    .name = "",
                                    .zone = "Europe/Vienna" };

typedef char *(*ToText) (const LoftWbxmlElement *data, const char *uid, const LoftEasMapping *how,
                         GError **error);
typedef LoftWbxmlElement *(*FromText) (const char *text, const LoftEasMapping *how, GError **error);

/* The same data gives the same text; what a text gave is told again the same way. */
static void
go_round (const LoftWbxmlElement *data, ToText to_text, FromText from_text)
{
  g_autofree char *text = to_text (data, "u", &how, NULL);
  g_autofree char *again = to_text (data, "u", &how, NULL);
  g_autoptr (LoftWbxmlElement) back = text != NULL ? from_text (text, &how, NULL) : NULL;
  g_autofree char *second = back != NULL ? to_text (back, "u", &how, NULL) : NULL;
  g_autoptr (LoftWbxmlElement) third = second != NULL ? from_text (second, &how, NULL) : NULL;

  g_assert_cmpstr (text, ==, again);
  g_assert_true (second == NULL || third != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) document = g_bytes_new (bytes, length);
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_read (document, NULL);
  g_autofree char *keywords = NULL;
  g_autofree char *invitation = NULL;
  LoftFlags flags = 0;
  gint64 received = 0;

  if (data == NULL)
    return 0;
  go_round (data, loft_eas_contact_to_vcard, loft_eas_contact_from_vcard);
  go_round (data, loft_eas_task_to_ical, loft_eas_task_from_ical);
  loft_eas_message_read (data, &flags, &keywords, &received, NULL);
  invitation = loft_eas_message_dup_invitation (data, &how, NULL);
  g_assert_true (invitation == NULL || g_str_has_suffix (invitation, "END:VCALENDAR\r\n"));
  g_assert_cmphex (flags & ~LOFT_FLAGS_ALL, ==, 0);
  return 0;
}
