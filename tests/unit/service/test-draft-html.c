/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The HTML of a message that is written: what stays of foreign HTML, what leaves, text both ways. */

#include "loft-draft-html.h"
#include "loft-reply-html.h"

#include <string.h>

#define PIXEL                                                                                      \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

static GPtrArray *
new_parts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
}

static void
add_picture (GPtrArray *parts, const char *id)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("GIF89a", 6);

  g_ptr_array_add (parts, loft_draft_part_new ("a.gif", "image/gif", id, bytes));
}

typedef struct {
  const char *html;
  const char *clean;
  LoftDraftHtmlFlags flags;
} Row;

static const Row rows[] = {
  { "", "", 0 },
  { "<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>", 0 },
  { "<p>open <b>tag", "<p>open <b>tag</b></p>", 0 },
  { "a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c", 0 },
  { "<script>alert(1)</script>x", "x", 0 },
  { "<p onclick=\"x()\">y</p>", "<p>y</p>", 0 },
  { "<iframe src=\"https://a.example\"></iframe>x", "x", 0 },
  { "<a href=\"https://a.example/?q=1&amp;b=2\">x</a>",
    "<a href=\"https://a.example/?q=1&amp;b=2\">x</a>", 0 },
  { "<a href=\"javascript:x()\">x</a>", "<a>x</a>", 0 },
  { "<a href=\"file:///etc/passwd\">x</a>", "<a>x</a>", 0 },
  { "<blockquote type=\"cite\">x</blockquote>", "<blockquote type=\"cite\">x</blockquote>", 0 },
  { "<div class=\"signature\">-- <br>Eva</div>", "<div class=\"signature\">-- <br>Eva</div>", 0 },
  /* Pictures: known ones, others, remote ones, files */
  { "<img src=\"cid:one@inline\" width=\"10\">", "<img src=\"cid:one@inline\" width=\"10\">", 0 },
  { "<img alt=\"x &quot;y&quot;\" src=\"cid:one@inline\">",
    "<img src=\"cid:one@inline\" alt=\"x &quot;y&quot;\">", 0 },
  { "<img src=\"cid:one%40inline\">", "<img src=\"cid:one@inline\">", 0 },
  { "a<img src=\"cid:other\">b", "ab", 0 },
  { "a<img src=\"https://track.example/x.gif\">b", "ab", 0 },
  { "a<img src=\"https://track.example/x.gif\" alt=\"Logo <1>\">b", "aLogo &lt;1&gt;b", 0 },
  { "a<img src=\"file:///home/me/x.gif\">b", "ab", 0 },
  { "a<img srcset=\"https://track.example/x.gif 2x\">b", "ab", 0 },
  { "<td background=\"https://track.example/x.gif\">b</td>", "<td>b</td>", 0 },
  { "<div style=\"background-image:url(https://track.example/x.gif);color:red\">b</div>",
    "<div style=\"color:red;\">b</div>", 0 },
  /* Sheets hold for what they came with only */
  { "<style>p{color:red}</style><p>x</p>", NULL, 0 },
  { "<body bgcolor=\"red\"><p>x</p></body>", NULL, 0 },
  { "<style>@import url(https://track.example/x.css);</style>x", "x", 0 },
  /* Pasted: no sheet, no page */
  { "<style>p{color:red}</style><p>x</p>", "<p>x</p>", LOFT_DRAFT_HTML_PASTE },
  { "<html><head><title>t</title><meta charset=\"utf-8\"></head><body bgcolor=\"red\"><p>x</p>"
    "</body></html>",
    "<p>x</p>", LOFT_DRAFT_HTML_PASTE },
  /* Word */
  { "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><!--[if gte mso 9]><xml>"
    "<o:x>y</o:x></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm;} --></style></head>"
    "<body lang=DE><!--StartFragment--><p class=MsoNormal><b><span lang=EN-GB "
    "style='font-family:\"Arial\",sans-serif;mso-ansi-language:EN-GB'>Word</span></b><o:p></o:p>"
    "</p><!--EndFragment--></body></html>",
    "<p class=\"MsoNormal\"><b><span lang=\"EN-GB\" "
    "style=\"font-family:&quot;Arial&quot;,sans-serif;\">Word</span></b></p>",
    LOFT_DRAFT_HTML_PASTE },
  { "<img width=10 src=\"file:///C:/Temp/msohtml1/01/clip_image001.png\">", "",
    LOFT_DRAFT_HTML_PASTE },
  /* LibreOffice */
  { "<!DOCTYPE HTML><html><head><meta name=\"generator\" content=\"LibreOffice 7.4\"/>"
    "<style type=\"text/css\">p { line-height: 115% }</style></head><body lang=\"de-DE\" "
    "dir=\"ltr\"><p align=\"left\" style=\"margin-bottom: 0cm\"><i>Writer</i></p></body></html>",
    "<p align=\"left\" style=\"margin-bottom:0cm;\"><i>Writer</i></p>", LOFT_DRAFT_HTML_PASTE },
  /* Google Docs */
  { "<meta charset='utf-8'><b style=\"font-weight:normal;\" id=\"docs-internal-guid-1\">"
    "<p dir=\"ltr\" style=\"line-height:1.38;margin-top:0pt;\"><span "
    "style=\"font-size:11pt;color:#000000;white-space:pre-wrap;\">Docs</span></p></b>",
    "<b id=\"docs-internal-guid-1\" style=\"font-weight:normal;\"><p dir=\"ltr\" "
    "style=\"line-height:1.38;margin-top:0pt;\"><span "
    "style=\"font-size:11pt;color:#000000;white-space:pre-wrap;\">Docs</span></p></b>",
    LOFT_DRAFT_HTML_PASTE },
};

static void
test_clean (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) parts = new_parts ();
      g_autofree char *clean = NULL;

      add_picture (parts, "one@inline");
      clean = loft_draft_html_clean (rows[i].html, parts, rows[i].flags);
      g_test_message ("%s", rows[i].html);
      if (rows[i].clean != NULL)
        g_assert_cmpstr (clean, ==, rows[i].clean);
      g_assert_cmpuint (parts->len, ==, 1);
      g_assert_null (strstr (clean, "track.example"));
      g_assert_null (strstr (clean, "loft-"));
    }
}

/* A draft that is kept and opened again and again does not drift. */
static void
test_clean_stays (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) parts = new_parts ();
      g_autofree char *one = NULL;
      g_autofree char *two = NULL;
      g_autofree char *page = NULL;
      g_autofree char *three = NULL;

      add_picture (parts, "one@inline");
      one = loft_draft_html_clean (rows[i].html, parts, rows[i].flags);
      two = loft_draft_html_clean (one, parts, 0);
      page = loft_draft_html_document (two);
      three = loft_draft_html_clean (page, parts, 0);
      g_strstrip (three);
      g_test_message ("%s", one);
      if (strstr (one, "<style") == NULL)
        g_assert_cmpstr (two, ==, one);
      g_assert_cmpstr (g_strstrip (two), ==, three);
    }
}

static void
test_sheet (void)
{
  g_autoptr (GPtrArray) parts = new_parts ();
  g_autofree char *clean = loft_draft_html_clean (
    "<style>body{color:#123}p.a,td{color:red}@media screen{b{color:blue}}</style>"
    "<body class=\"x\"><p>y</p>",
    parts, 0);
  g_autofree char *again = NULL;
  g_autofree char *scope = g_strndup (strstr (clean, "message-"), strlen ("message-") + 8);
  g_autofree char *expected =
    g_strdup_printf ("<style>\n.%s{color:#123;}\n.%s p.a,.%s td{color:red;}\n@media screen{\n"
                     ".%s b{color:blue;}\n}\n</style>\n<div class=\"%s x\"><p>y</p></div>",
                     scope, scope, scope, scope, scope);

  g_assert_cmpstr (clean, ==, expected);
  again = loft_draft_html_clean (clean, parts, 0);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_data_picture (void)
{
  g_autoptr (GPtrArray) parts = new_parts ();
  g_autofree char *clean =
    loft_draft_html_clean ("<img src=\"data:image/png;base64," PIXEL "\" alt=\"dot\">", parts,
                           LOFT_DRAFT_HTML_PASTE);
  LoftDraftPart *part = NULL;
  g_autofree char *expected = NULL;

  g_assert_cmpuint (parts->len, ==, 1);
  part = g_ptr_array_index (parts, 0);
  expected = g_strdup_printf ("<img src=\"cid:%s\" alt=\"dot\">", part->content_id);
  g_assert_cmpstr (clean, ==, expected);
  g_assert_cmpstr (part->content_type, ==, "image/png");
  g_assert_cmpuint (g_bytes_get_size (part->data), ==, 70);
}

static void
test_choose_parts (void)
{
  g_autoptr (GPtrArray) parts = new_parts ();
  g_autoptr (GPtrArray) others = new_parts ();
  g_autoptr (GPtrArray) shown = NULL;

  add_picture (parts, "one@inline");
  add_picture (parts, "two@inline");
  add_picture (parts, NULL);
  shown = loft_draft_html_choose_parts ("<img src=\"cid:two@inline\">", parts, others);
  g_assert_cmpuint (shown->len, ==, 1);
  g_assert_cmpstr (((LoftDraftPart *) g_ptr_array_index (shown, 0))->content_id, ==, "two@inline");
  g_assert_cmpuint (others->len, ==, 2);
  g_assert_null (((LoftDraftPart *) g_ptr_array_index (others, 0))->content_id);
}

static void
test_text (void)
{
  static const char *const texts[][3] = {
    /* text, its HTML (NULL: any), that as text (NULL: the same) */
    { "", "", NULL },
    { "one\n", "<div>one</div>", NULL },
    { "one\n\ntwo\n", "<div>one</div><div><br></div><div>two</div>", NULL },
    { "a < b & c > d\n", "<div>a &lt; b &amp; c &gt; d</div>", NULL },
    { "grün 東京\n", "<div>grün 東京</div>", NULL },
    { "  x  y\n", "<div>&nbsp;&nbsp;x &nbsp;y</div>", "x y\n" },
    { "> one\n", NULL, NULL },
    { "Eva wrote:\n> one\n>> two\n", NULL, "Eva wrote:\n> one\n> > two\n" },
    { "> > two\n> one\n", NULL, "> > two\n>\n> one\n" },
    { "Hello\n\n-- \nEva\nBerlin\n", NULL, NULL },
    { "-- \nEva\n\nBob wrote:\n> old\n", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *html = loft_draft_html_from_text (texts[i][0]);
      g_autofree char *text = loft_draft_html_to_text (html);
      g_autoptr (GPtrArray) parts = new_parts ();
      g_autofree char *clean = loft_draft_html_clean (html, parts, 0);

      g_test_message ("%s", texts[i][0]);
      if (texts[i][1] != NULL)
        g_assert_cmpstr (html, ==, texts[i][1]);
      g_assert_cmpstr (text, ==, texts[i][2] != NULL ? texts[i][2] : texts[i][0]);
      g_assert_cmpstr (clean, ==, html);
    }
}

static void
test_signature (void)
{
  g_autoptr (GPtrArray) parts = new_parts ();
  g_autofree char *none = loft_draft_html_signature (NULL, NULL, parts);
  g_autofree char *html = loft_draft_html_signature ("Eva <eva@x.org>\nBerlin", "", parts);
  g_autofree char *rich =
    loft_draft_html_signature ("Eva",
                               "<b onclick=\"x\">Eva</b><img src=\"https://track.example/x.gif\">",
                               parts);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (rich, ==, "<div class=\"signature\"><div>-- </div><b>Eva</b></div>");
  g_assert_cmpstr (html, ==,
                   "<div class=\"signature\"><div>-- </div><div>Eva &lt;eva@x.org&gt;</div>"
                   "<div>Berlin</div></div>");
}

/* ---- answers ------------------------------------------------------------------------------ */

static const char related[] =
  "From: eva@x.org\r\nTo: me@home.org\r\nSubject: Plan\r\nMIME-Version: 1.0\r\n"
  "Content-Type: multipart/related; boundary=b\r\n\r\n"
  "--b\r\nContent-Type: text/html\r\n\r\n"
  "<p style=\"color:red\">Hello</p><img src=\"cid:logo\"><img src=\"cid:logo\"><img src=\"cid:no\">"
  "<img src=\"https://track.example/x.gif\"><script>alert(1)</script>\r\n"
  "--b\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n"
  "Content-Transfer-Encoding: base64\r\n\r\n" PIXEL "\r\n--b--\r\n";

static LoftMessageBody *
new_body (void)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (related, strlen (related));

  return loft_message_body_new_alone (raw);
}

static void
test_reply (void)
{
  static const LoftReplyText words = { "Eva wrote:", "Me", FALSE, TRUE };
  g_autoptr (LoftMessageBody) body = new_body ();
  g_autoptr (GPtrArray) parts = new_parts ();
  g_autofree char *html = loft_reply_html_new (body, LOFT_REPLY_SENDER, &words, parts);
  g_autofree char *clean = loft_draft_html_clean (html, parts, 0);
  g_autofree char *text = loft_draft_html_to_text (html);
  LoftDraftPart *part = NULL;
  g_autofree char *picture = NULL;

  g_assert_cmpuint (parts->len, ==, 1);
  part = g_ptr_array_index (parts, 0);
  g_assert_cmpstr (part->content_type, ==, "image/png");
  g_assert_true (g_str_has_suffix (part->content_id, "@inline"));
  picture =
    g_strdup_printf ("<p style=\"color:red;\">Hello</p><img src=\"cid:%s\"><img src=\"cid:%s\">",
                     part->content_id, part->content_id);
  g_assert_nonnull (strstr (html, picture));
  g_assert_null (strstr (html, "track.example"));
  g_assert_null (strstr (html, "alert"));
  g_assert_null (strstr (html, "cid:no"));
  g_assert_cmpstr (clean, ==, html);
  g_assert_cmpstr (text, ==, "Eva wrote:\n> Hello\n\n-- \nMe\n");
}

static void
test_reply_kinds (void)
{
  static const LoftReplyText above = { "Eva wrote:", "Me", TRUE, TRUE };
  static const struct {
    LoftReplyKind kind;
    const char *order[5];
  } kinds[] = {
    { LOFT_REPLY_ALL, { "<br>", "class=\"signature\"", "Eva wrote:", "<blockquote", "Hello" } },
    { LOFT_REPLY_FORWARD, { "<br>", "class=\"signature\"", "Eva wrote:", "Hello", "</p>" } },
    { LOFT_REPLY_EDIT, { "Hello", "<img" } },
  };
  g_autoptr (LoftMessageBody) body = new_body ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GPtrArray) parts = new_parts ();
      g_autofree char *html = loft_reply_html_new (body, kinds[i].kind, &above, parts);
      const char *at = html;

      for (guint k = 0; k < 5 && kinds[i].order[k] != NULL; k++)
        {
          at = strstr (at, kinds[i].order[k]);
          g_assert_nonnull (at);
        }
      if (kinds[i].kind != LOFT_REPLY_ALL)
        g_assert_null (strstr (html, "<blockquote"));
    }
}

/* The attachment that somebody speaks of may be a picture; that of a quote or a signature is not. */
static void
test_own_pictures (void)
{
  static const struct {
    const char *html;
    guint n;
  } pictures[] = {
    { "", 0 },
    { "<div>text</div>", 0 },
    { "<div><img src=\"cid:a\"></div><img alt=\"\" src=\"cid:b\">", 2 },
    { "<div><img alt=\"left out\"></div>", 0 },
    { "<blockquote type=\"cite\"><div><img src=\"cid:a\"></div></blockquote>", 0 },
    { "<blockquote type=\"cite\"><blockquote type=\"cite\"></blockquote><img src=\"cid:a\">"
      "</blockquote><div><img src=\"cid:b\"></div>",
      1 },
    { "<div class=\"signature\">-- <div><img src=\"cid:logo\"></div></div>", 0 },
    { "<div class=\"message-1\"><img src=\"cid:a\"></div><div><img src=\"cid:b\"></div>", 1 },
    { "</div></blockquote><img src=\"cid:a\">", 1 },
    { "<img src=\"cid:a\"", 1 },
    { "<imgs src=\"cid:a\"><", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_test_message ("%s", pictures[i].html);
      g_assert_cmpuint (loft_draft_html_count_own_pictures (pictures[i].html), ==, pictures[i].n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft-html/clean", test_clean);
  g_test_add_func ("/draft-html/clean-stays", test_clean_stays);
  g_test_add_func ("/draft-html/sheet", test_sheet);
  g_test_add_func ("/draft-html/data-picture", test_data_picture);
  g_test_add_func ("/draft-html/choose-parts", test_choose_parts);
  g_test_add_func ("/draft-html/text", test_text);
  g_test_add_func ("/draft-html/signature", test_signature);
  g_test_add_func ("/draft-html/own-pictures", test_own_pictures);
  g_test_add_func ("/draft-html/reply", test_reply);
  g_test_add_func ("/draft-html/reply-kinds", test_reply_kinds);
  return g_test_run ();
}
