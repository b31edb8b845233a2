/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-draft-reader.h"
#include "loft-error.h"
#include "loft-mime-submission.h"
#include "loft-mime-writer.h"

/* What Loft writes comes back as it was meant; and what of a message nobody else may see. */

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static LoftDraft *
new_draft (void)
{
  LoftDraft *draft = loft_draft_new (loft_address_new ("Zoë Müller", "zoe@example.test"));

  g_ptr_array_add (draft->to, loft_address_new ("Bob, the second", "bob@example.test"));
  g_ptr_array_add (draft->cc, loft_address_new ("", "carol@example.test"));
  g_ptr_array_add (draft->bcc, loft_address_new ("Secret", "dave@example.test"));
  g_ptr_array_add (draft->reply_to, loft_address_new ("", "desk@example.test"));
  replace (&draft->subject, "Grüße an alle");
  replace (&draft->message_id, "one@example.test");
  replace (&draft->in_reply_to, "two@example.test");
  g_ptr_array_add (draft->references, g_strdup ("three@example.test"));
  g_ptr_array_add (draft->references, g_strdup ("two@example.test"));
  return draft;
}

static LoftDraft *
round_trip (const LoftDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw =
    loft_mime_write (draft, LOFT_MIME_WRITE_BCC | LOFT_MIME_WRITE_UNFINISHED, &error);

  g_assert_no_error (error);
  return loft_draft_read (raw);
}

static void
assert_people (GPtrArray *found, GPtrArray *expected)
{
  g_autofree char *a = loft_addresses_pack (found);
  g_autofree char *b = loft_addresses_pack (expected);

  g_assert_cmpstr (a, ==, b);
}

static void
assert_same (const LoftDraft *found, const LoftDraft *draft)
{
  g_assert_cmpstr (found->from->name, ==, draft->from->name);
  g_assert_cmpstr (found->from->email, ==, draft->from->email);
  assert_people (found->to, draft->to);
  assert_people (found->cc, draft->cc);
  assert_people (found->bcc, draft->bcc);
  assert_people (found->reply_to, draft->reply_to);
  g_assert_cmpstr (found->subject, ==, draft->subject);
  g_assert_cmpstr (found->message_id, ==, draft->message_id);
  g_assert_cmpstr (found->in_reply_to, ==, draft->in_reply_to);
  g_assert_cmpstr (found->forwarded, ==, draft->forwarded);
  g_assert_cmpuint (found->references->len, ==, draft->references->len);
  g_assert_cmpstr (found->text, ==, draft->text);
  g_assert_cmpstr (found->html, ==, draft->html);
  g_assert_cmpint (found->flowed, ==, draft->flowed);
  g_assert_cmpint (found->priority, ==, draft->priority);
  g_assert_cmpint (found->wants_receipt, ==, draft->wants_receipt);
  g_assert_cmpint (found->wants_report, ==, draft->wants_report);
  g_assert_cmpuint (found->parts->len, ==, draft->parts->len);
  for (guint i = 0; i < draft->parts->len; i++)
    {
      const LoftDraftPart *a = g_ptr_array_index (found->parts, i);
      const LoftDraftPart *b = g_ptr_array_index (draft->parts, i);

      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (a->content_type, ==, b->content_type);
      g_assert_cmpstr (a->content_id, ==, b->content_id);
      g_assert_true (g_bytes_equal (a->data, b->data));
    }
}

static void
test_texts (void)
{
  static const char *const texts[] = {
    "",
    "Short.\n",
    "A line that is long enough to be broken by what writes it, since it has more than the seventy-two"
    " columns that a line has.\n",
    "> quoted\n> more\n\nAnswer\n",
    "> > deeper\n> once\nFrom here on\n.\n",
    "Grüße, 日本語 😀\n",
    "One\n\n\nTwo\n\n-- \nZoë\n",
    "  indented\n\ttab\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint flowed = 0; flowed < 2; flowed++)
      {
        g_autoptr (LoftDraft) draft = new_draft ();
        g_autoptr (LoftDraft) found = NULL;

        replace (&draft->text, texts[i]);
        draft->flowed = flowed;
        found = round_trip (draft);
        assert_same (found, draft);
      }
}

static void
test_parts (void)
{
  g_autoptr (LoftDraft) draft = new_draft ();
  g_autoptr (LoftDraft) found = NULL;
  g_autoptr (GBytes) picture = bytes_of ("\x89PNG not really");
  g_autoptr (GBytes) file = bytes_of ("a\nb\r\nc");
  g_autoptr (GBytes) mail = bytes_of ("Subject: inner\r\n\r\nBody\r\n");

  replace (&draft->text, "See the picture.\n");
  replace (&draft->html, "<p>See <img src=\"cid:pic@example.test\"></p>\n");
  g_ptr_array_add (draft->parts,
                   loft_draft_part_new ("a.png", "image/png", "pic@example.test", picture));
  g_ptr_array_add (draft->parts, loft_draft_part_new ("Übersicht 2.txt", "text/plain", NULL, file));
  g_ptr_array_add (draft->parts, loft_draft_part_new ("m.eml", "message/rfc822", NULL, mail));
  draft->priority = LOFT_PRIORITY_HIGH;
  draft->wants_receipt = TRUE;
  draft->wants_report = TRUE;
  replace (&draft->forwarded, "first@example.test");
  found = round_trip (draft);
  assert_same (found, draft);
}

/* Half an address is kept, and can be sent by nobody. */
static void
test_unfinished (void)
{
  g_autoptr (LoftDraft) draft = new_draft ();
  g_autoptr (LoftDraft) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) refused = NULL;

  g_ptr_array_add (draft->to, loft_address_new ("", "zoë; at home\r\nBcc: x@example.test"));
  found = round_trip (draft);
  g_assert_cmpuint (found->to->len, ==, 2);
  g_assert_cmpstr (((LoftAddress *) g_ptr_array_index (found->to, 1))->email, ==,
                   "zoë; at home  Bcc: x@example.test");
  g_assert_cmpuint (found->bcc->len, ==, 1);
  refused = loft_mime_write (found, LOFT_MIME_WRITE_BCC, &error);
  g_assert_null (refused);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* Any bytes, and any part of them, give something to write on. */
static void
test_any_bytes (void)
{
  static const char text[] =
    "From: <@>\nTo: a:b:c;,,<\nX-Loft-Unfinished: to\nX-Loft-Unfinished: nobody; x\n"
    "In-Reply-To: <\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText\n--x\n"
    "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n!!!!\n--x--\n";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autoptr (GBytes) raw = g_bytes_new (text, length);
      g_autoptr (LoftDraft) draft = loft_draft_read (raw);

      g_assert_nonnull (draft->text);
      g_assert_nonnull (draft->from);
    }
}

/* ---- for the wire ------------------------------------------------------------------------- */

static const struct {
  const char *raw;
  const char *expected;
} blind_rows[] = {
  { "To: a\r\nBcc: b\r\nSubject: c\r\n\r\nBcc: body\r\n",
    "To: a\r\nSubject: c\r\n\r\nBcc: body\r\n" },
  { "Bcc: b\r\n\r\nx", "\r\nx" },
  { "bCC : b,\r\n c,\r\n\td\r\nTo: e\r\n\r\n", "To: e\r\n\r\n" },
  { "To: a\nBcc: b\n c\nBcc: d\nResent-Bcc: e\n\nx\n", "To: a\n\nx\n" },
  { "Bcc: b\r\r\nTo: a\r\n\r\nx", "To: a\r\n\r\nx" },
  { "Bcc: b", "" },
  { "X-Bcc: b\r\nBcc2: c\r\n\r\n", "X-Bcc: b\r\nBcc2: c\r\n\r\n" },
  { "", "" },
};

static void
test_without_bcc (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (blind_rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (blind_rows[i].raw);
      g_autoptr (GBytes) found = loft_mime_without_bcc (raw);
      gsize length;
      const char *data = g_bytes_get_data (found, &length);

      g_assert_cmpmem (data, length, blind_rows[i].expected, strlen (blind_rows[i].expected));
    }
}

static const struct {
  const char *raw;
  const char *recipients;
  const char *sender;
} people_rows[] = {
  { "From: A <a@x>\nTo: b@x, C <c@x>\nCc: B@x\nBcc: d@x\n\n", "b@x c@x d@x", "a@x" },
  { "From: a@x, z@x\nSender: s@x\nTo: b@x\n\n", "b@x", "s@x" },
  { "From: a@x\nTo: b@x\nResent-From: r@x\nResent-To: t@x\n\n", "t@x", "r@x" },
  { "From: a@x\nTo: undisclosed-recipients:;\n\n", "", "a@x" },
  { "Subject: x\n\nTo: body@x\n", "", NULL },
};

static void
test_people (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (people_rows); i++)
    {
      g_autoptr (GBytes) raw = bytes_of (people_rows[i].raw);
      g_autoptr (GPtrArray) people = loft_mime_list_recipients (raw, NULL);
      g_autoptr (LoftAddress) sender = loft_mime_find_sender (raw);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint j = 0; j < people->len; j++)
        g_string_append_printf (found, "%s%s", j > 0 ? " " : "",
                                ((LoftAddress *) g_ptr_array_index (people, j))->email);
      g_assert_cmpstr (found->str, ==, people_rows[i].recipients);
      g_assert_cmpstr (sender != NULL ? sender->email : NULL, ==, people_rows[i].sender);
    }
}

/* Rather nobody than some of them. */
static void
test_too_many_people (void)
{
  GString *text = g_string_new ("To: ");
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (text, "a%u@example.test,\n ", i);
  g_string_append (text, "z@example.test\n\n");
  raw = g_string_free_to_bytes (text);
  people = loft_mime_list_recipients (raw, &error);
  g_assert_null (people);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

static void
test_needs (void)
{
  g_autoptr (GBytes) plain = bytes_of ("Subject: x\n\nbody\n");
  g_autoptr (GBytes) header = bytes_of ("Subject: \xc3\xa4\n\nbody\n");
  g_autoptr (GBytes) body = bytes_of ("Subject: x\n\nb\xc3\xb6"
                                      "dy\n");

  g_assert_false (loft_mime_has_utf8_headers (plain));
  g_assert_false (loft_mime_has_eight_bit_body (plain));
  g_assert_true (loft_mime_has_utf8_headers (header));
  g_assert_false (loft_mime_has_eight_bit_body (header));
  g_assert_false (loft_mime_has_utf8_headers (body));
  g_assert_true (loft_mime_has_eight_bit_body (body));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft-reader/texts", test_texts);
  g_test_add_func ("/draft-reader/parts", test_parts);
  g_test_add_func ("/draft-reader/unfinished", test_unfinished);
  g_test_add_func ("/draft-reader/any-bytes", test_any_bytes);
  g_test_add_func ("/submission/without-bcc", test_without_bcc);
  g_test_add_func ("/submission/people", test_people);
  g_test_add_func ("/submission/too-many-people", test_too_many_people);
  g_test_add_func ("/submission/needs", test_needs);
  return g_test_run ();
}
