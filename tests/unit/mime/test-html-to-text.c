/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-html-entities.h"
#include "loft-html.h"
#include "loft-mime-reader.h"

static void
test_rows (void)
{
  static const struct {
    const char *html;
    const char *expected;
  } rows[] = {
    { "", "" },
    { "plain", "plain" },
    { "  a \n\t b  ", "a b" },
    { "a<br>b", "a\nb" },
    { "a<br/>b<BR />c", "a\nb\nc" },
    { "a<br><br><br><br>b", "a\n\nb" },
    { "<p>a</p><p>b</p>", "a\n\nb" },
    { "<p>a<p>b", "a\n\nb" },
    { "<div>a</div><div>b</div>", "a\nb" },
    { "<div><div><div>a</div></div></div>b", "a\nb" },
    { "<h1>a</h1>b", "a\n\nb" },
    { "a <b>b</b><i>c</i> d", "a bc d" },
    { "<ul><li>a</li><li>b</li></ul>c", "• a\n• b\n\nc" },
    { "<ul><li>a<li>b</ul>", "• a\n• b" },
    { "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>d", "a b\nc\n\nd" },
    { "<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc" },
    { "<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n> >\n> > b" },
    { "<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd" },
    { "<a href='http://x'>link</a>", "link" },
    { "a<script>b</script>c", "ac" },
    { "a<style>b</style>c", "ac" },
    { "<title>a</title>b", "b" },
    { "<textarea>a</textarea>b", "b" },
    { "a<!-- b --><!-->c", "ac" },
    { "a<!--->b-->c", "ab-->c" },
    { "a<!-- b --!>c", "ac" },
    { "a<!-- b -- > c -->d", "ad" },
    { "a<!doctype html><?xml?>b", "ab" },
    { "<![if !mso]>a<![endif]>b", "ab" },
    { "<svg><text>a</text></svg>b", "b" },
    { "<noscript>a</noscript>", "a" },
    { "<unknown>a</unknown>", "a" },
    { "a &lt;b&gt; &amp; c", "a <b> & c" },
    { "&eacute;&#233;&#xe9;&#XE9;", "éééé" },
    { "&euro;&#128;&hellip;", "€€…" },
    { "&nbsp;a&nbsp;&nbsp;b", "a b" },
    { "&nbspa &ampb &unknown; &", "&nbspa &ampb &unknown; &" },
    { "&nbsp a&amp b", "a& b" },
    { "?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3" },
    { "&#0;&#xd800;&#x110000;&#99999999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "1 < 2 > 1", "1 < 2 > 1" },
    { "<>a</>b", "<>ab" },
    { "a<b title='x>y'>c</b>", "ac" },
    { "a<b title=\"x>y\">c", "ac" },
    { "a<b title=x>y</b>", "ay" },
    { "a<b title='unfinished>c", "a" },
    { "a<!-- unfinished", "a" },
    { "a<", "a<" },
    { "a<b", "a" },
    { "<span style='display:none'>a</span>b", "b" },
    { "<div style='color:red; display : NONE !important'>a<div>b</div></div>c", "c" },
    { "<p style='display:none'>a<p>b", "b" },
    { "<img alt='a'>b", "b" },
    { "a\xff" "b\0", "a\xef\xbf\xbd" "b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = loft_html_to_text (rows[i].html, -1, 10000);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_limit (void)
{
  static const char html[] = "<p>é <b>ü</b> 日本</p><blockquote><p>x</blockquote>";
  g_autofree char *whole = loft_html_to_text (html, -1, 1000);

  for (gsize limit = 0; limit <= strlen (whole); limit++)
    {
      g_autofree char *text = loft_html_to_text (html, -1, limit);

      g_assert_cmpuint (strlen (text), <=, limit);
      g_assert_true (g_str_has_prefix (whole, text));
    }
}

static void
test_preview (void)
{
  static const struct {
    const char *message;
    const char *expected;
  } rows[] = {
    { "\nHello\n\nworld", "Hello world" },
    { "\nHello\n> quoted\nagain\n-- \nAda", "Hello again" },
    { "\n-----\n=====\na", "a" },
    { "Content-Type: text/html\n\n<p>a</p>&zwnj;&nbsp;&zwnj;&nbsp;<p>b", "a b" },
    { "\n\n\n", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) raw = g_bytes_new_static (rows[i].message, strlen (rows[i].message));
      g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
      g_autofree char *preview = loft_mime_message_preview (message);

      g_assert_cmpstr (preview, ==, rows[i].expected);
    }
}

static void
test_preview_length (void)
{
  g_autofree char *words = g_strnfill (5000, 'x');
  g_autofree char *text = g_strconcat ("\nü ", words, NULL);
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  g_autofree char *preview = loft_mime_message_preview (message);

  g_assert_cmpint (g_utf8_strlen (preview, -1), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/to-text/rows", test_rows);
  g_test_add_func ("/html/to-text/limit", test_limit);
  g_test_add_func ("/html/to-text/preview", test_preview);
  g_test_add_func ("/html/to-text/preview-length", test_preview_length);
  return g_test_run ();
}
