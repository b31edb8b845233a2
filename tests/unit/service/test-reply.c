/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who gets an answer, from which address, and what it begins with. */

#include "loft-recipient-text.h"
#include "loft-reply.h"

#include <string.h>

#define SENDER LOFT_REPLY_SENDER
#define ALL    LOFT_REPLY_ALL
#define LIST   LOFT_REPLY_LIST
#define ME     "me@home.org, work@office.org, Alias <alias@home.org>"

/* Headers as they come; addresses joined by "|". */
typedef struct {
  const char *headers;
  LoftReplyKind kind;
  const char *from;
  const char *to;
  const char *cc;
} Row;

static const Row rows[] = {
  /* One to one */
  { "From: eva@x.org\nTo: me@home.org\n", SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: me@home.org\n", ALL, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: ME@HOME.ORG\n", ALL, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: work@office.org\n", SENDER, "work@office.org", "eva@x.org", "" },
  { "From: eva@x.org\nCc: alias@home.org\n", SENDER, "alias@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: other@x.org\n", SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\n", SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: other@x.org\nDelivered-To: work@office.org\n", SENDER, "work@office.org",
    "eva@x.org", "" },
  { "From: eva@x.org\nX-Original-To: alias@home.org\nTo: undisclosed-recipients:;\n", SENDER,
    "alias@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: bob@x.org, alias@home.org\nCc: me@home.org\n", SENDER, "alias@home.org",
    "eva@x.org", "" },
  { "From: eva@x.org\nTo: me+shop@home.org\n", ALL, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: notme+me@home.org\n", ALL, "me@home.org", "eva@x.org|notme+me@home.org",
    "" },
  /* All */
  { "From: eva@x.org\nTo: me@home.org, bob@x.org\n", ALL, "me@home.org", "eva@x.org|bob@x.org",
    "" },
  { "From: eva@x.org\nTo: me@home.org, bob@x.org\n", SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: me@home.org\nCc: bob@x.org, cy@x.org\n", ALL, "me@home.org", "eva@x.org",
    "bob@x.org|cy@x.org" },
  { "From: eva@x.org\nTo: bob@x.org\nCc: me@home.org, work@office.org\n", ALL, "me@home.org",
    "eva@x.org|bob@x.org", "" },
  { "From: eva@x.org\nTo: me@home.org, eva@x.org\nCc: EVA@x.org\n", ALL, "me@home.org", "eva@x.org",
    "" },
  { "From: eva@x.org\nTo: bob@x.org, bob@x.org\nCc: bob@x.org\n", ALL, "me@home.org",
    "eva@x.org|bob@x.org", "" },
  { "From: eva@x.org, bob@x.org\nTo: me@home.org\n", SENDER, "me@home.org", "eva@x.org|bob@x.org",
    "" },
  /* Reply-To */
  { "From: eva@x.org\nReply-To: desk@x.org\nTo: me@home.org\n", SENDER, "me@home.org", "desk@x.org",
    "" },
  { "From: eva@x.org\nReply-To: desk@x.org, two@x.org\nTo: me@home.org\n", SENDER, "me@home.org",
    "desk@x.org|two@x.org", "" },
  { "From: eva@x.org\nReply-To: desk@x.org\nTo: me@home.org, bob@x.org\n", ALL, "me@home.org",
    "desk@x.org|bob@x.org", "" },
  { "From: eva@x.org\nReply-To: \nTo: me@home.org\n", SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nReply-To: nobody:;\nTo: me@home.org\n", SENDER, "me@home.org", "eva@x.org",
    "" },
  { "From: eva@x.org\nReply-To: me@home.org\nTo: bob@x.org\n", SENDER, "me@home.org", "eva@x.org",
    "" },
  { "From: eva@x.org\nReply-To: desk@x.org\nTo: desk@x.org, me@home.org\n", ALL, "me@home.org",
    "desk@x.org", "" },
  /* One's own messages */
  { "From: me@home.org\nTo: eva@x.org\n", SENDER, "me@home.org", "eva@x.org", "" },
  { "From: me@home.org\nTo: eva@x.org, bob@x.org\nCc: cy@x.org\n", SENDER, "me@home.org",
    "eva@x.org|bob@x.org", "" },
  { "From: me@home.org\nTo: eva@x.org, bob@x.org\nCc: cy@x.org\n", ALL, "me@home.org",
    "eva@x.org|bob@x.org", "cy@x.org" },
  { "From: work@office.org\nTo: eva@x.org\nCc: me@home.org\n", ALL, "work@office.org", "eva@x.org",
    "" },
  { "From: me@home.org\nTo: me@home.org\n", SENDER, "me@home.org", "me@home.org", "" },
  { "From: me@home.org\nTo: me@home.org\n", ALL, "me@home.org", "me@home.org", "" },
  { "From: me@home.org\nTo: work@office.org\n", SENDER, "me@home.org", "me@home.org", "" },
  { "From: me@home.org\nBcc: eva@x.org\n", SENDER, "me@home.org", "me@home.org", "" },
  { "From: me@home.org\nTo: work@office.org\nCc: eva@x.org\n", ALL, "me@home.org", "eva@x.org",
    "" },
  { "From: me@home.org\nReply-To: work@office.org\nTo: eva@x.org\n", SENDER, "me@home.org",
    "eva@x.org", "" },
  /* Lists */
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n", SENDER, "me@home.org",
    "eva@x.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n", ALL, "me@home.org",
    "eva@x.org|l@list.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n", LIST, "me@home.org",
    "l@list.org", "" },
  { "From: eva@x.org\nReply-To: l@list.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n",
    SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nReply-To: l@list.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n", ALL,
    "me@home.org", "eva@x.org|l@list.org", "" },
  { "From: eva@x.org\nReply-To: L@LIST.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n",
    SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nReply-To: l@list.org, eva@x.org\nTo: l@list.org\n"
    "List-Post: <mailto:l@list.org>\n",
    SENDER, "me@home.org", "l@list.org|eva@x.org", "" },
  { "From: eva@x.org\nTo: bob@x.org\nList-Post: <mailto:l@list.org>\n", ALL, "me@home.org",
    "eva@x.org|bob@x.org", "l@list.org" },
  { "From: eva@x.org\nTo: l@list.org\nList-Id: <l.list.org>\nList-Post: NO\n", ALL, "me@home.org",
    "eva@x.org|l@list.org", "" },
  { "From: eva@x.org\nTo: x@y.org\nList-Id: <l.list.org>\nList-Post: NO\n", ALL, "me@home.org",
    "eva@x.org|x@y.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nList-Id: <l.list.org>\n", ALL, "me@home.org",
    "eva@x.org|l@list.org", "" },
  { "From: me@home.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n", SENDER, "me@home.org",
    "l@list.org", "" },
  { "From: me@home.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n", ALL, "me@home.org",
    "l@list.org", "" },
  /* Mail-Followup-To: of lists, and only to who takes part */
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n"
    "Mail-Followup-To: l@list.org\n",
    ALL, "me@home.org", "l@list.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nCc: bob@x.org\nList-Post: <mailto:l@list.org>\n"
    "Mail-Followup-To: l@list.org, bob@x.org, me@home.org\n",
    ALL, "me@home.org", "l@list.org|bob@x.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n"
    "Mail-Followup-To: l@list.org, stranger@evil.org\n",
    ALL, "me@home.org", "eva@x.org|l@list.org", "" },
  { "From: eva@x.org\nTo: me@home.org, bob@x.org\nMail-Followup-To: bob@x.org\n", ALL,
    "me@home.org", "eva@x.org|bob@x.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\n"
    "Mail-Followup-To: l@list.org\n",
    SENDER, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: l@list.org\nList-Post: <mailto:l@list.org>\nMail-Followup-To: \n", ALL,
    "me@home.org", "eva@x.org|l@list.org", "" },
  /* Groups and odd ones */
  { "From: eva@x.org\nTo: team: bob@x.org, cy@x.org;\n", ALL, "me@home.org",
    "eva@x.org|bob@x.org|cy@x.org", "" },
  { "From: eva@x.org\nTo: undisclosed-recipients:;\n", ALL, "me@home.org", "eva@x.org", "" },
  { "From: eva@x.org\nTo: team: me@home.org, bob@x.org;, cy@x.org\n", ALL, "me@home.org",
    "eva@x.org|bob@x.org|cy@x.org", "" },
  { "From: eva@x.org\nTo: broken, me@home.org\n", ALL, "me@home.org", "eva@x.org|broken", "" },
  { "To: me@home.org\n", SENDER, "me@home.org", "", "" },
  { "To: me@home.org\nCc: bob@x.org\n", ALL, "me@home.org", "bob@x.org", "" },
  { "From: \nReply-To: desk@x.org\nTo: me@home.org\n", SENDER, "me@home.org", "desk@x.org", "" },
  { "From: eva@x.org\nSender: secretary@x.org\nTo: me@home.org\n", SENDER, "me@home.org",
    "eva@x.org", "" },
  { "From: \"me@home.org\" <eva@x.org>\nTo: me@home.org\n", SENDER, "me@home.org", "eva@x.org",
    "" },
  { "From: eva@münchen.example\nTo: EVA@MÜNCHEN.example, me@home.org\n", ALL, "me@home.org",
    "eva@münchen.example", "" },
};

static LoftMessageBody *
new_body (const char *headers, const char *text)
{
  g_autofree char *all = g_strconcat (headers, "\n", text, NULL);
  g_autoptr (GBytes) raw = g_bytes_new (all, strlen (all));

  return loft_message_body_new_alone (raw);
}

static char *
join (GPtrArray *addresses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "",
                            ((LoftAddress *) g_ptr_array_index (addresses, i))->email);
  return g_string_free (text, FALSE);
}

static LoftDraft *
reply (LoftMessageBody *body, LoftReplyKind kind, const LoftReplyText *text)
{
  g_autoptr (GPtrArray) own = loft_recipient_text_read (ME);
  g_autoptr (GError) error = NULL;
  LoftDraft *draft = loft_reply_new (body, own, kind, text, NULL, &error);

  g_assert_no_error (error);
  return draft;
}

static const LoftReplyText plain_words = { "Eva wrote:", NULL, FALSE };

static void
test_recipients (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftMessageBody) body = new_body (rows[i].headers, "Hello\n");
      g_autoptr (LoftDraft) draft = reply (body, rows[i].kind, &plain_words);
      g_autofree char *to = join (draft->to);
      g_autofree char *cc = join (draft->cc);

      g_test_message ("%u: %s", i, rows[i].headers);
      g_assert_cmpstr (draft->from->email, ==, rows[i].from);
      g_assert_cmpstr (to, ==, rows[i].to);
      g_assert_cmpstr (cc, ==, rows[i].cc);
      g_assert_cmpuint (draft->bcc->len, ==, 0);
    }
}

static void
test_subjects (void)
{
  static const struct {
    const char *subject;
    const char *reply;
    const char *forward;
  } subjects[] = {
    { "Plan", "Re: Plan", "Fwd: Plan" },
    { "Re: Plan", "Re: Plan", "Fwd: Plan" },
    { "RE: Plan", "Re: Plan", "Fwd: Plan" },
    { "Re: re: Plan", "Re: Plan", "Fwd: Plan" },
    { "AW: Plan", "Re: Plan", "Fwd: Plan" },
    { "WG: AW: Plan", "Re: Plan", "Fwd: Plan" },
    { "Antw: Plan", "Re: Plan", "Fwd: Plan" },
    { "SV: VS: Plan", "Re: Plan", "Fwd: Plan" },
    { "TR: Plan", "Re: Plan", "Fwd: Plan" },
    { "Re[2]: Plan", "Re: Plan", "Fwd: Plan" },
    { "Re (3): Plan", "Re: Plan", "Fwd: Plan" },
    { "回复：Plan", "Re: Plan", "Fwd: Plan" },
    { "Fwd: Re: Plan", "Re: Plan", "Fwd: Plan" },
    { "RIF: R: Plan", "Re: R: Plan", "Fwd: R: Plan" },
    { "", "Re: ", "Fwd: " },
    { "Re:", "Re: ", "Fwd: " },
    { "Re: AW:", "Re: ", "Fwd: " },
    { "Reply to all", "Re: Reply to all", "Fwd: Reply to all" },
    { "Awful: news", "Re: Awful: news", "Fwd: Awful: news" },
    { "[list] Plan", "Re: [list] Plan", "Fwd: [list] Plan" },
    { "Re: [list] Re: Plan", "Re: [list] Re: Plan", "Fwd: [list] Re: Plan" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autofree char *reply = loft_reply_subject (subjects[i].subject, LOFT_REPLY_ALL);
      g_autofree char *forward = loft_reply_subject (subjects[i].subject, LOFT_REPLY_FORWARD);
      g_autofree char *edit = loft_reply_subject (subjects[i].subject, LOFT_REPLY_EDIT);

      g_assert_cmpstr (reply, ==, subjects[i].reply);
      g_assert_cmpstr (forward, ==, subjects[i].forward);
      g_assert_cmpstr (edit, ==, subjects[i].subject);
    }
}

static void
test_quotes (void)
{
  static const char *const quotes[][2] = {
    { "", "" },
    { "one", "> one\n" },
    { "one\n", "> one\n" },
    { "one\n\n\n", "> one\n" },
    { "one\ntwo\n", "> one\n> two\n" },
    { "one\n\ntwo\n", "> one\n>\n> two\n" },
    { "> old\nnew\n", ">> old\n> new\n" },
    { ">> older\n> old\n", ">>> older\n>> old\n" },
    { "one\n-- \nEva\n", "> one\n" },
    { "one\n--\nEva\n", "> one\n> --\n> Eva\n" },
    { "-- \nEva\n", "" },
    { "one\n-- \nEva\n\nOn Monday Bob wrote:\n> old\n",
      "> one\n> -- \n> Eva\n>\n> On Monday Bob wrote:\n>> old\n" },
    { "one\n> old\n-- \nEva\n", "> one\n>> old\n" },
    { " indented\n", ">  indented\n" },
    { "grün 東京\n", "> grün 東京\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      g_autofree char *quote = loft_reply_quote (quotes[i][0], 1000);

      g_test_message ("%s", quotes[i][0]);
      g_assert_cmpstr (quote, ==, quotes[i][1]);
    }
}

static void
test_long_quote (void)
{
  g_autofree char *quote = loft_reply_quote ("one\ntwo\nthree\n", 8);

  g_assert_cmpstr (quote, ==, "> one\n> two\n> […]\n");
}

static void
test_text (void)
{
  static const LoftReplyText above = { "Eva wrote:", "Me", TRUE };
  static const LoftReplyText below = { "Eva wrote:", "Me", FALSE };
  static const LoftReplyText forward = { "--- Forwarded ---", "Me", FALSE };
  g_autoptr (LoftMessageBody) body =
    new_body ("From: eva@x.org\nTo: me@home.org\nSubject: Plan\n", "Hello\n");
  g_autoptr (LoftDraft) one = reply (body, SENDER, &above);
  g_autoptr (LoftDraft) two = reply (body, SENDER, &below);
  g_autoptr (LoftDraft) three = reply (body, LOFT_REPLY_FORWARD, &forward);
  g_autoptr (LoftDraft) four = reply (body, LOFT_REPLY_EDIT, &forward);
  g_autofree char *fresh = loft_reply_new_text ("Me");
  g_autofree char *bare = loft_reply_new_text ("");

  g_assert_cmpstr (one->text, ==, "\n\n-- \nMe\n\nEva wrote:\n> Hello\n");
  g_assert_cmpstr (two->text, ==, "\n\nEva wrote:\n> Hello\n\n-- \nMe\n");
  g_assert_cmpstr (three->text, ==, "\n\n-- \nMe\n\n--- Forwarded ---\n\nHello\n");
  g_assert_cmpstr (four->text, ==, "Hello\n");
  g_assert_cmpstr (fresh, ==, "\n\n-- \nMe\n");
  g_assert_cmpstr (bare, ==, "");
}

static void
test_references (void)
{
  static const struct {
    const char *headers;
    const char *in_reply_to;
    const char *references; /* joined by blanks */
  } cases[] = {
    { "Message-ID: <c@x>\nReferences: <a@x> <b@x>\n", "c@x", "a@x b@x c@x" },
    { "Message-ID: <c@x>\nIn-Reply-To: <a@x>\n", "c@x", "a@x c@x" },
    { "Message-ID: <c@x>\n", "c@x", "c@x" },
    { "References: <a@x>\n", NULL, "a@x" },
    { "Subject: none\n", NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftMessageBody) body = new_body (cases[i].headers, "Hello\n");
      g_autoptr (LoftDraft) draft = reply (body, SENDER, &plain_words);
      g_autoptr (LoftDraft) forward = reply (body, LOFT_REPLY_FORWARD, &plain_words);
      g_autofree char *references = NULL;

      g_ptr_array_add (draft->references, NULL);
      references = g_strjoinv (" ", (char **) draft->references->pdata);
      g_assert_cmpstr (draft->in_reply_to, ==, cases[i].in_reply_to);
      g_assert_cmpstr (references, ==, cases[i].references);
      g_assert_null (forward->in_reply_to);
      g_assert_cmpuint (forward->references->len, ==, 0);
    }
}

/* A conversation of years does not make headers of years. */
static void
test_many_references (void)
{
  g_autoptr (GString) headers = g_string_new ("Message-ID: <last@x>\nReferences:");
  g_autoptr (LoftMessageBody) body = NULL;
  g_autoptr (LoftDraft) draft = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (headers, " <%u@x>\n", i);
  body = new_body (headers->str, "Hello\n");
  draft = reply (body, SENDER, &plain_words);
  g_assert_cmpuint (draft->references->len, <=, 42);
  g_assert_cmpstr (g_ptr_array_index (draft->references, draft->references->len - 1), ==, "last@x");
  g_assert_cmpstr (g_ptr_array_index (draft->references, draft->references->len - 2), ==, "499@x");
}

static const char with_attachment[] =
  "From: eva@x.org\nTo: me@home.org\nSubject: Plan\nMIME-Version: 1.0\n"
  "Content-Type: multipart/mixed; boundary=b\n";
static const char attachment_parts[] =
  "--b\nContent-Type: text/plain\n\nHello\n"
  "--b\nContent-Type: application/pdf; name=plan.pdf\n"
  "Content-Disposition: attachment; filename=plan.pdf\nContent-Transfer-Encoding: base64\n\n"
  "aGVsbG8=\n--b--\n";

static void
test_attachments (void)
{
  g_autoptr (LoftMessageBody) body = new_body (with_attachment, attachment_parts);
  g_autoptr (LoftDraft) answer = reply (body, SENDER, &plain_words);
  g_autoptr (LoftDraft) forward = reply (body, LOFT_REPLY_FORWARD, &plain_words);
  g_autoptr (LoftDraft) whole = reply (body, LOFT_REPLY_FORWARD_WHOLE, &plain_words);
  LoftDraftPart *part = NULL;

  g_assert_cmpuint (answer->parts->len, ==, 0);
  g_assert_cmpuint (forward->parts->len, ==, 1);
  part = g_ptr_array_index (forward->parts, 0);
  g_assert_cmpstr (part->name, ==, "plan.pdf");
  g_assert_cmpuint (g_bytes_get_size (part->data), ==, 5);
  g_assert_cmpuint (forward->to->len, ==, 0);
  g_assert_cmpuint (whole->parts->len, ==, 1);
  part = g_ptr_array_index (whole->parts, 0);
  g_assert_cmpstr (part->name, ==, "Plan.eml");
  g_assert_cmpstr (part->content_type, ==, "message/rfc822");
  g_assert_true (g_bytes_equal (part->data, body->raw));
}

/* Nothing of the HTML but its words, and nothing remote. */
static void
test_html (void)
{
  g_autoptr (LoftMessageBody) body =
    new_body ("From: eva@x.org\nTo: me@home.org\nContent-Type: text/html\n",
              "<p>Hello</p><img src=\"https://track.example/x.gif\"><script>alert(1)</script>\n");
  g_autoptr (LoftDraft) draft = reply (body, SENDER, &plain_words);

  g_assert_null (draft->html);
  g_assert_nonnull (strstr (draft->text, "> Hello"));
  g_assert_null (strstr (draft->text, "track.example"));
  g_assert_null (strstr (draft->text, "alert"));
}

static void
test_no_list (void)
{
  g_autoptr (LoftMessageBody) body = new_body ("From: eva@x.org\n", "Hello\n");
  g_autoptr (GPtrArray) own = loft_recipient_text_read (ME);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_reply_new (body, own, LIST, &plain_words, NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (loft_reply_has_list (body));
  g_assert_false (loft_reply_has_others (body, own));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reply/recipients", test_recipients);
  g_test_add_func ("/reply/subjects", test_subjects);
  g_test_add_func ("/reply/quotes", test_quotes);
  g_test_add_func ("/reply/long-quote", test_long_quote);
  g_test_add_func ("/reply/text", test_text);
  g_test_add_func ("/reply/references", test_references);
  g_test_add_func ("/reply/many-references", test_many_references);
  g_test_add_func ("/reply/attachments", test_attachments);
  g_test_add_func ("/reply/html", test_html);
  g_test_add_func ("/reply/no-list", test_no_list);
  return g_test_run ();
}
