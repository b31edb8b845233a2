/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-mime-redirect.h"
#include "loft-mime-submission.h"

/* Sent on as it is: a block in front, and not a byte of the message changed. */

static const char *const originals[] = {
  "From: a@x.org\r\nTo: me@x.org\r\nSubject: s\r\nMessage-ID: <1@x>\r\n\r\nHello\r\n",
  /* Redirected once already: those are not asked again. */
  "Resent-From: old@x.org\r\nResent-To: older@x.org\r\nFrom: a@x.org\r\n\r\nHello\r\n",
  "From: a@x.org\r\nSubject: \xe4\xf6\r\n\r\n\xff\xfe binary \r\n.\r\n",
  "no header at all",
  "",
};

static LoftDraft *
new_resent (void)
{
  LoftDraft *resent = loft_draft_new (loft_address_new ("M\xc3\xa9", "me@x.org"));

  g_ptr_array_add (resent->to, loft_address_new ("Bob\r\nBcc: evil@x.org", "bob@x.org"));
  g_free (resent->message_id);
  resent->message_id = g_strdup ("resent@x.org");
  return resent;
}

static void
test_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (originals); i++)
    {
      g_autoptr (LoftDraft) resent = new_resent ();
      g_autoptr (GBytes) raw = g_bytes_new_static (originals[i], strlen (originals[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) made = loft_mime_redirect (raw, resent, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (made, NULL), g_bytes_get_size (made));
      g_assert_cmpuint (g_bytes_get_size (made), >, g_bytes_get_size (raw));
      g_assert_true (g_str_has_prefix (text, "Resent-"));
      g_assert_nonnull (strstr (text, "Resent-Date: "));
      g_assert_nonnull (strcasestr (text, "Resent-Message-ID: <resent@x.org>\r\n"));
      g_assert_nonnull (strstr (text, "<bob@x.org>"));
      g_assert_null (strstr (text, "\nBcc:"));
      g_assert_true (g_str_has_suffix (text, originals[i]));
    }
}

static void
test_bad_address (void)
{
  g_autoptr (LoftDraft) resent = new_resent ();
  g_autoptr (GBytes) raw = g_bytes_new_static ("\r\n", 2);

  g_ptr_array_add (resent->to, loft_address_new ("", "nobody"));
  g_assert_null (loft_mime_redirect (raw, resent, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redirect/bytes", test_bytes);
  g_test_add_func ("/redirect/bad-address", test_bad_address);
  return g_test_run ();
}
