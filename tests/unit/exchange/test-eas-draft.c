/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-draft-words.h"
#include "loft-eas-draft.h"
#include "loft-mime-writer.h"

/* Drafts of 16.x: what a server is told, by what one is known again, and what its MIME left out. */

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static GBytes *
write_draft (const LoftDraft *draft)
{
  g_autoptr (GError) error = NULL;
  GBytes *raw = loft_mime_write (draft, LOFT_MIME_WRITE_BCC | LOFT_MIME_WRITE_UNFINISHED, &error);

  g_assert_no_error (error);
  return raw;
}

static LoftDraft *
new_draft (void)
{
  LoftDraft *draft = loft_draft_new (loft_address_new ("Zoë", "zoe@example.test"));

  g_ptr_array_add (draft->to, loft_address_new ("Bob \"the second\", too", "bob@example.test"));
  g_ptr_array_add (draft->to, loft_address_new ("", "half an addr"));
  g_ptr_array_add (draft->to, loft_address_new ("", "eva@example.test"));
  g_ptr_array_add (draft->bcc, loft_address_new ("", "dave@example.test"));
  replace (&draft->subject, "Grüße");
  replace (&draft->message_id, "one@example.test");
  replace (&draft->text, "One\nTwo\n");
  draft->priority = LOFT_PRIORITY_HIGH;
  return draft;
}

static void
add_part (LoftDraft *draft, const char *name, const char *type, const char *content_id,
          const char *text)
{
  g_autoptr (GBytes) data = g_bytes_new (text, strlen (text));

  g_ptr_array_add (draft->parts, loft_draft_part_new (name, type, content_id, data));
}

static LoftWbxmlElement *
told (const LoftDraft *draft)
{
  g_autoptr (GBytes) raw = write_draft (draft);

  return loft_eas_draft_write (raw);
}

static void
assert_text (const LoftWbxmlElement *data, guint tag, const char *expected)
{
  g_assert_cmpstr (loft_wbxml_element_get_text (data, tag), ==, expected);
}

static void
test_text (void)
{
  g_autoptr (LoftDraft) draft = new_draft ();
  g_autoptr (LoftWbxmlElement) data = told (draft);
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);

  assert_text (data, LOFT_EAS_EMAIL_TO,
               "\"Bob \\\"the second\\\", too\" <bob@example.test>, eva@example.test");
  assert_text (data, LOFT_EAS_EMAIL_CC, NULL);
  assert_text (data, LOFT_EAS_EMAIL2_BCC, "dave@example.test");
  assert_text (data, LOFT_EAS_EMAIL_SUBJECT, "Grüße");
  assert_text (data, LOFT_EAS_EMAIL_IMPORTANCE, "2");
  assert_text (body, LOFT_EAS_AIRSYNCBASE_TYPE, "1");
  assert_text (body, LOFT_EAS_AIRSYNCBASE_DATA, "One\r\nTwo\r\n");
  g_assert_null (loft_wbxml_element_find (data, LOFT_EAS_EMAIL2_IS_DRAFT));
  g_assert_null (loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS));
}

static void
test_parts (void)
{
  g_autoptr (LoftDraft) draft = new_draft ();
  g_autoptr (LoftWbxmlElement) data = NULL;
  const LoftWbxmlElement *all;
  g_autoptr (GBytes) content = NULL;

  replace (&draft->html, "<p>One</p><img src=\"cid:pic@x\"><p>Two</p>");
  add_part (draft, "pic.png", "image/png", "pic@x", "PNG");
  add_part (draft, "notes.txt", "text/plain", NULL, "Notes\n");
  add_part (draft, "", "message/rfc822", NULL, "Subject: old\r\n\r\nOld\r\n");
  data = told (draft);
  assert_text (loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY), LOFT_EAS_AIRSYNCBASE_TYPE,
               "2");
  all = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (all), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "pic.png", "notes.txt", NULL };
      static const char *const ids[] = { "pic@x", NULL, NULL };
      static const char *const methods[] = { "1", "1", "5" };
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (all, i);

      g_assert_cmpuint (one->tag, ==, LOFT_EAS_AIRSYNCBASE_ADD);
      if (names[i] != NULL)
        assert_text (one, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME, names[i]);
      assert_text (one, LOFT_EAS_AIRSYNCBASE_CONTENT_ID, ids[i]);
      assert_text (one, LOFT_EAS_AIRSYNCBASE_METHOD, methods[i]);
    }
  content = loft_wbxml_element_get_bytes (loft_wbxml_element_get_child (all, 0),
                                          LOFT_EAS_AIRSYNCBASE_CONTENT);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "PNG", 3);
}

static void
test_empty (void)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (loft_address_new ("", "zoe@example.test"));
  g_autoptr (LoftWbxmlElement) data = told (draft);

  g_assert_cmpuint (loft_wbxml_element_get_n_children (data), ==, 0);
}

/* ---- known again -------------------------------------------------------------------------- */

static LoftWbxmlElement *
properties (const char *subject, const char *body)
{
  LoftWbxmlElement *data = loft_wbxml_element_new (LOFT_EAS_ITEM_OPERATIONS_PROPERTIES);
  LoftWbxmlElement *element;

  loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL_SUBJECT, subject);
  element = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);
  loft_wbxml_element_add_text (element, LOFT_EAS_AIRSYNCBASE_DATA, body);
  return data;
}

static void
test_digest (void)
{
  static const char *const others[][2] = { { "b", "text\n" },
                                           { "a", "texts\n" },
                                           { "at", "ext\n" } };
  g_autoptr (LoftWbxmlElement) one = properties ("a", "text\n");
  g_autoptr (LoftWbxmlElement) same = properties ("a", "text\r\n");
  g_autofree char *digest = loft_eas_draft_dup_digest (one);
  g_autofree char *again = NULL;

  loft_wbxml_element_add_int (same, LOFT_EAS_EMAIL_READ, 1);
  again = loft_eas_draft_dup_digest (same);
  g_assert_cmpstr (digest, ==, again);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (LoftWbxmlElement) data = properties (others[i][0], others[i][1]);
      g_autofree char *other = loft_eas_draft_dup_digest (data);

      g_assert_cmpstr (digest, !=, other);
    }
}

static void
test_ids (void)
{
  static const char *const plain[] = { "5:12", "", "5 12", "a 0123456789abcdef0123456789abcdeg",
                                       "a 0123456789abcdef0123456789abcdef0" };
  g_autofree char *id = loft_eas_draft_make_id ("Rg AA:1", "0123456789abcdef0123456789abcdef");
  g_autofree char *server_id = loft_eas_draft_dup_server_id (id);
  g_autofree char *without = loft_eas_draft_make_id ("5:12", NULL);

  g_assert_cmpstr (server_id, ==, "Rg AA:1");
  g_assert_cmpstr (loft_eas_draft_get_digest (id), ==, "0123456789abcdef0123456789abcdef");
  g_assert_cmpstr (without, ==, "5:12");
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autofree char *same = loft_eas_draft_dup_server_id (plain[i]);

      g_assert_null (loft_eas_draft_get_digest (plain[i]));
      g_assert_cmpstr (same, ==, plain[i]);
    }
}

static void
test_content (void)
{
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);

  loft_wbxml_element_add_int (data, LOFT_EAS_EMAIL_READ, 1);
  loft_wbxml_element_add (data, LOFT_EAS_EMAIL_FLAG);
  g_assert_false (loft_eas_draft_is_content (data));
  loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  g_assert_true (loft_eas_draft_is_content (data));
}

static void
assert_completed (const char *mime, const char *bcc, const char *expected)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (mime, strlen (mime));
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  g_autoptr (GBytes) whole = NULL;

  if (bcc != NULL)
    loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL2_BCC, bcc);
  whole = loft_eas_draft_complete (raw, data);
  g_assert_cmpmem (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), expected,
                   strlen (expected));
}

static void
test_bcc (void)
{
  assert_completed ("Subject: a\r\n\r\nb", NULL, "Subject: a\r\n\r\nb");
  assert_completed ("Subject: a\r\n\r\nb", "", "Subject: a\r\n\r\nb");
  assert_completed ("Subject: a\r\n\r\nb", "x@y.test", "Bcc: x@y.test\r\nSubject: a\r\n\r\nb");
  assert_completed ("Subject: a\r\n\r\nb", "x@y.test\r\nTo: z@y.test",
                    "Bcc: x@y.test To: z@y.test\r\nSubject: a\r\n\r\nb");
  assert_completed ("BCC: q@y.test\r\n\r\nb", "x@y.test", "BCC: q@y.test\r\n\r\nb");
}

/* ---- the same words ----------------------------------------------------------------------- */

static void
assert_same (const LoftDraft *a, const LoftDraft *b, gboolean expected)
{
  g_autoptr (GBytes) raw_a = write_draft (a);
  g_autoptr (GBytes) raw_b = write_draft (b);

  g_assert_cmpint (loft_draft_words_are_same (raw_a, raw_b), ==, expected);
  g_assert_cmpint (loft_draft_words_are_same (raw_b, raw_a), ==, expected);
}

static void
test_words (void)
{
  g_autoptr (LoftDraft) ours = new_draft ();
  g_autoptr (LoftDraft) theirs = new_draft ();

  /* As a server makes it: without what is no address, wrapped otherwise, under another id. */
  g_ptr_array_remove_index (theirs->to, 1);
  replace (&theirs->text, "One Two");
  replace (&theirs->message_id, "two@exchange.test");
  assert_same (ours, theirs, TRUE);
  replace (&ours->html, "<p>One</p><p>Two</p>");
  assert_same (ours, theirs, TRUE);
  replace (&theirs->html, "<html><body><div>One<br>Two</div></body></html>");
  assert_same (ours, theirs, TRUE);
  replace (&theirs->html, "<html><body><div>One<br>Three</div></body></html>");
  assert_same (ours, theirs, FALSE);
  replace (&theirs->html, ours->html);
  add_part (theirs, "a.txt", "text/plain", NULL, "a");
  assert_same (ours, theirs, FALSE);
  g_ptr_array_set_size (theirs->parts, 0);
  assert_same (ours, theirs, TRUE);
  g_ptr_array_add (theirs->cc, loft_address_new ("", "carol@example.test"));
  assert_same (ours, theirs, FALSE);
  g_ptr_array_set_size (theirs->cc, 0);
  replace (&theirs->subject, "Gruß");
  assert_same (ours, theirs, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-draft/text", test_text);
  g_test_add_func ("/eas-draft/parts", test_parts);
  g_test_add_func ("/eas-draft/empty", test_empty);
  g_test_add_func ("/eas-draft/digest", test_digest);
  g_test_add_func ("/eas-draft/ids", test_ids);
  g_test_add_func ("/eas-draft/content", test_content);
  g_test_add_func ("/eas-draft/bcc", test_bcc);
  g_test_add_func ("/eas-draft/words", test_words);
  return g_test_run ();
}
