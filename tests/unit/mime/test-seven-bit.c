/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-draft-reader.h"
#include "loft-mime-seven-bit.h"
#include "loft-mime-submission.h"
#include "loft-mime-writer.h"

/* For servers without 8BITMIME; and what of a message is asked of servers. */

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static const struct {
  const char *name;
  const char *raw;
  const char *has; /* afterwards */
  gboolean stays; /* cannot be recoded */
} rows[] = {
  { "latin-1",
    "From: a@x.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nGr\xfc\xdf"
    "e, long enough to be text\r\n",
    "Gr=FC=DFe", FALSE },
  { "utf-8 without a field",
    "From: a@x.org\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n\xc3\xbc\r\n",
    "Content-Transfer-Encoding: ", FALSE },
  { "in a forwarded message",
    "From: a@x.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nSee below\r\n--b\r\n"
    "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "From: b@x.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nna\xc3\xafve and some more text\r\n--b--\r\n",
    "na=C3=AFve", FALSE },
  { "multipart that says 8bit",
    "From: a@x.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nna\xc3\xafve and more\r\n--b--\r\n",
    "Content-Transfer-Encoding: 7bit\r\n\r\n--b", FALSE },
  { "signed",
    "From: a@x.org\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/signed; boundary=b; micalg=x; "
    "protocol=\"application/pgp-signature\"\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n\xc3\xbc\r\n"
    "--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n",
    "\xc3\xbc", TRUE },
  { "ascii", "From: a@x.org\r\n\r\nplain\r\n", "plain", FALSE },
};

static void
test_recoded (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (rows[i].raw);
      g_autoptr (GBytes) made = loft_mime_to_seven_bit (raw);
      g_autofree char *text = g_strndup (g_bytes_get_data (made, NULL), g_bytes_get_size (made));

      g_test_message ("%s: %s", rows[i].name, text);
      g_assert_nonnull (strstr (text, rows[i].has));
      g_assert_cmpint (loft_mime_has_eight_bit_body (made), ==, rows[i].stays);
    }
}

/* The words are the same on the other side. */
static void
test_same_text (void)
{
  g_autoptr (GBytes) raw = bytes_of (rows[0].raw);
  g_autoptr (GBytes) made = loft_mime_to_seven_bit (raw);
  g_autoptr (LoftDraft) before = loft_draft_read (raw);
  g_autoptr (LoftDraft) after = loft_draft_read (made);

  g_assert_cmpstr (before->text, ==, after->text);
  g_assert_nonnull (strstr (after->text, "Grüße"));
}

/* A field of our own, which nobody else gets to see. */
static void
test_report (void)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (loft_address_new ("", "a@x.org"));
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GBytes) sent = NULL;
  g_autoptr (GBytes) wire = NULL;

  g_ptr_array_add (draft->to, loft_address_new ("", "b@x.org"));
  draft->wants_report = TRUE;
  g_free (draft->organization);
  draft->organization = g_strdup ("Chess\r\nBcc: c@x.org");
  kept = loft_mime_write (draft, LOFT_MIME_WRITE_BCC, NULL);
  wire = loft_mime_write (draft, 0, NULL);
  sent = loft_mime_without_bcc (kept);
  g_assert_true (loft_mime_wants_report (kept));
  g_assert_false (loft_mime_wants_report (sent));
  g_assert_false (loft_mime_wants_report (wire));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (wire, NULL), (gssize) g_bytes_get_size (wire),
                                  "Organization: Chess  Bcc"));
}

/* What a message answers or sends on; strangers are not told of the latter. */
static void
test_original (void)
{
  static const struct {
    const char *fields;
    const char *answered;
    const char *forwarded;
  } cases[] = {
    { "Subject: x\r\n", NULL, NULL },
    { "In-Reply-To: <1@x>\r\n", "1@x", NULL },
    { "In-Reply-To: words <1@x> <2@x>\r\n", "1@x", NULL },
    { "In-Reply-To: 1@x\r\n", NULL, NULL },
    { "X-Loft-Forwarded: <3@x>\r\n", NULL, "3@x" },
    { "Resent-To: b@x.org\r\nIn-Reply-To: <1@x>\r\n", NULL, NULL },
    { "In-Reply-To: <1@x>\r\nAuto-Submitted: auto-replied\r\n", NULL, NULL },
    { "In-Reply-To: <1@x>\r\nAuto-Submitted: No\r\n", "1@x", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (cases[i].fields, "\r\nIn-Reply-To: <9@x>\r\n", NULL);
      g_autoptr (GBytes) raw = bytes_of (text);
      g_autoptr (GBytes) sent = loft_mime_without_bcc (raw);
      g_autofree char *forwarded = NULL;
      g_autofree char *answered = loft_mime_find_original (raw, &forwarded);
      g_autofree char *seen = NULL;
      g_autofree char *nothing = NULL;

      g_assert_cmpstr (answered, ==, cases[i].answered);
      g_assert_cmpstr (forwarded, ==, cases[i].forwarded);
      seen = loft_mime_find_original (sent, &nothing);
      g_assert_cmpstr (seen, ==, cases[i].answered);
      g_assert_null (nothing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seven-bit/recoded", test_recoded);
  g_test_add_func ("/seven-bit/same-text", test_same_text);
  g_test_add_func ("/submission/report", test_report);
  g_test_add_func ("/submission/original", test_original);
  return g_test_run ();
}
