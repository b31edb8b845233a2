/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The HTML view from inside: what is switched off, what may load, what one message learns of
 * another. That nothing leaves for the network is judged from outside (test-leaks.py). */

#include "fake-service.h"
#include "loft-html-view.h"
#include "ui-test.h"

#include <string.h>
#include <webkit/webkit.h>

/* 1 × 1, 2 × 1 and 3 × 1 pixels: the width tells which picture came. */
static const char *const pictures[] = {
  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
  "R0lGODlhAgABAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAEAAAICBAoAOw==",
  "R0lGODlhAwABAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAEAAAIChF0AOw==",
};

static LoftMessageBody *
body_from (const char *html, const char *picture)
{
  g_autofree char *raw = g_strconcat (
    "From: a@example.org\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n",
    html,
    "\r\n--b\r\n"
    "Content-Type: image/gif\r\nContent-ID: <pic>\r\nContent-Transfer-Encoding: base64\r\n\r\n",
    picture, "\r\n--b--\r\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (raw, strlen (raw));
  g_autoptr (LoftMessage) message = fake_message_new ();

  return loft_message_body_new (message, bytes);
}

typedef struct {
  GtkWindow *window;
  LoftHtmlView *view;
  gboolean ready;
  gboolean failed;
  char *clicked;
} Fixture;

static void
on_ready (Fixture *fixture)
{
  fixture->ready = TRUE;
}

static void
on_failed (Fixture *fixture)
{
  fixture->failed = TRUE;
}

static void
on_clicked (Fixture *fixture, const char *uri)
{
  g_free (fixture->clicked);
  fixture->clicked = g_strdup (uri);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->view = LOFT_HTML_VIEW (loft_html_view_new ());
  fixture->window = ui_test_show (GTK_WIDGET (fixture->view), 500, 400);
  g_signal_connect_swapped (fixture->view, "ready", G_CALLBACK (on_ready), fixture);
  g_signal_connect_swapped (fixture->view, "failed", G_CALLBACK (on_failed), fixture);
  g_signal_connect_swapped (fixture->view, "link-clicked", G_CALLBACK (on_clicked), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_free (fixture->clicked);
}

static gboolean
is_ready (Fixture *fixture)
{
  return fixture->ready;
}

static gboolean
has_failed (Fixture *fixture)
{
  return fixture->failed;
}

static void
show (Fixture *fixture, LoftMessageBody *body)
{
  fixture->ready = FALSE;
  loft_html_view_show (fixture->view, body, FALSE);
  ui_test_wait_for (is_ready, fixture);
}

static WebKitWebView *
web_view (Fixture *fixture)
{
  return WEBKIT_WEB_VIEW (loft_html_view_get_web_view (fixture->view));
}

/* What our own script sees in the page. */
typedef struct {
  gboolean done;
  char *value;
} Answer;

static void
on_evaluated (GObject *view, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value =
    webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (view), result, &error);

  g_assert_no_error (error);
  answer->value = jsc_value_to_string (value);
  answer->done = TRUE;
}

static gboolean
is_answered (Answer *answer)
{
  return answer->done;
}

static char *
evaluate (Fixture *fixture, const char *script)
{
  Answer answer = { FALSE, NULL };

  webkit_web_view_evaluate_javascript (web_view (fixture), script, -1, NULL, NULL, NULL,
                                       on_evaluated, &answer);
  ui_test_wait_for (is_answered, &answer);
  return answer.value;
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  static const char *const off[] = {
    "enable-javascript-markup",
    "javascript-can-open-windows-automatically",
    "javascript-can-access-clipboard",
    "enable-html5-database",
    "enable-html5-local-storage",
    "enable-webgl",
    "enable-webaudio",
    "enable-webrtc",
    "enable-media",
    "enable-media-stream",
    "enable-page-cache",
    "allow-modal-dialogs",
    "allow-file-access-from-file-urls",
    "allow-universal-access-from-file-urls",
    "enable-developer-extras",
  };
  g_autoptr (LoftMessageBody) body = body_from ("<p>x</p>", pictures[0]);
  WebKitNetworkSession *session = NULL;
  WebKitSettings *settings = NULL;

  g_assert_null (loft_html_view_get_web_view (fixture->view));
  show (fixture, body);
  settings = webkit_web_view_get_settings (web_view (fixture));
  for (guint i = 0; i < G_N_ELEMENTS (off); i++)
    {
      gboolean on = TRUE;

      g_object_get (settings, off[i], &on, NULL);
      g_test_message ("%s", off[i]);
      g_assert_false (on);
    }
  session = webkit_web_view_get_network_session (web_view (fixture));
  g_assert_true (webkit_network_session_is_ephemeral (session));
  g_assert_cmpint (webkit_web_context_get_cache_model (
                     webkit_web_view_get_context (web_view (fixture))),
                   ==, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
}

static void
test_reused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) one = body_from ("<p>one</p>", pictures[0]);
  g_autoptr (LoftMessageBody) two = body_from ("<p>two</p>", pictures[0]);
  WebKitWebView *first = NULL;
  g_autofree char *text = NULL;

  show (fixture, one);
  first = web_view (fixture);
  show (fixture, two);
  g_assert_true (web_view (fixture) == first);
  text = evaluate (fixture, "document.body.innerText.trim()");
  g_assert_cmpstr (text, ==, "two");
}

/* "Load Images": pictures and backgrounds, over https only. */
static void
test_remote_images (Fixture *fixture, gconstpointer data)
{
  static const char script[] =
    "[document.images[0].getAttribute ('src'), getComputedStyle (document.querySelector ('td'))"
    ".backgroundImage, getComputedStyle (document.querySelector ('p')).backgroundImage].join (' ')";
  g_autoptr (LoftMessageBody) body = body_from (
    "<img src='http://pictures.invalid/a.png?b=c'><table background='https://pictures.invalid/b'>"
    "<tr><td background='http://pictures.invalid/%22)c'>x</table>"
    "<p style='background:url(https://pictures.invalid/d.png)'>y",
    pictures[0]);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  show (fixture, body);
  before = evaluate (fixture, script);
  g_assert_cmpstr (before, ==, " none none");
  fixture->ready = FALSE;
  loft_html_view_show (fixture->view, body, TRUE);
  ui_test_wait_for (is_ready, fixture);
  after = evaluate (fixture, script);
  g_assert_cmpstr (after, ==,
                   "https://pictures.invalid/a.png?b=c url(\"https://pictures.invalid/%22)c\") "
                   "url(\"https://pictures.invalid/d.png\")");
}

/* What was not loaded has no frame and no words: an area of the size that the message gives, or nothing. */
static void
test_not_loaded (Fixture *fixture, gconstpointer data)
{
  static const char script[] =
    "Array.from (document.images, i => Math.round (i.getBoundingClientRect ().width) + 'x' +"
    " Math.round (i.getBoundingClientRect ().height) +"
    " (getComputedStyle (i).content.startsWith ('url') ? '' : ' framed')).join (' ')";
  g_autoptr (LoftMessageBody) body = body_from (
    "<img src='https://pictures.invalid/a' width=300 height=100 alt='A fine summer for all of us'>"
    "<img src='https://pictures.invalid/b' alt='A fine summer for all of us'>"
    "<img src='https://pictures.invalid/c' width=200 alt='A fine summer'>"
    "<img src='https://pictures.invalid/e' style='width:300px;height:auto' alt='A fine summer'>"
    "<a href='https://shop.invalid/'><img src='https://pictures.invalid/d' alt='Order' "
    "style='font-size:20px'></a>",
    pictures[0]);
  g_autofree char *sizes = NULL;
  g_autofree char *later = NULL;

  show (fixture, body);
  sizes = evaluate (fixture, script);
  g_assert_cmpstr (sizes, ==, "300x100 0x0 200x0 300x1 60x30");
  fixture->ready = FALSE;
  loft_html_view_show (fixture->view, body, TRUE);
  ui_test_wait_for (is_ready, fixture);
  later = evaluate (fixture, "getComputedStyle (document.images[0]).content");
  g_assert_cmpstr (later, ==, "normal");
}

/* The cleaner drops scripts; here it is circumvented, and the page still cannot run any. */
static void
test_no_script (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = body_from ("<p>x</p>", pictures[0]);
  g_autofree char *title = NULL;

  g_free (body->html);
  body->html = g_strdup ("<script>document.title='run'</script>"
                         "<img src='data:,' onerror=\"document.title='run'\">"
                         "<svg onload=\"document.title='run'\"></svg>"
                         "<iframe src=\"javascript:parent.document.title='run'\"></iframe>"
                         "<details open ontoggle=\"document.title='run'\">x</details>");
  show (fixture, body);
  title = evaluate (fixture, "document.title");
  g_assert_cmpstr (title, ==, "");
}

static void
test_cid (Fixture *fixture, gconstpointer data)
{
  /* The same name in three messages, one after the other: each has its own picture. */
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (LoftMessageBody) body = body_from ("<img src='cid:pic'>", pictures[i]);
      g_autofree char *width = NULL;
      g_autofree char *expected = g_strdup_printf ("%u", i + 1);

      show (fixture, body);
      width = evaluate (fixture, "String(document.images[0].naturalWidth)");
      g_assert_cmpstr (width, ==, expected);
    }
}

static void
test_cid_of_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) with = body_from ("<img src='cid:pic'>", pictures[2]);
  g_autoptr (LoftMessageBody) without = body_from ("<img src='cid:other'>", pictures[0]);
  g_autofree char *width = NULL;

  show (fixture, with);
  g_free (without->html);
  without->html = g_strdup ("<img src='cid:other'><img src='cid:pic%00'><img src='cid:../pic'>");
  show (fixture, without);
  width = evaluate (fixture, "String([...document.images].map (i => i.naturalWidth))");
  g_assert_cmpstr (width, ==, "0,0,0");
}

static void
test_frame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = body_from ("<p>x</p>", pictures[0]);
  g_autofree char *policy = NULL;

  g_free (body->html);
  /* A second policy of the message's cannot loosen ours: it comes first and both hold. */
  body->html = g_strdup ("<meta http-equiv='Content-Security-Policy' content=\"default-src *\">"
                         "</body></html><p>after</p>");
  show (fixture, body);
  policy = evaluate (fixture, "document.querySelector('meta').content.slice(0, 18)");
  g_assert_cmpstr (policy, ==, "default-src 'none'");
}

static void
test_no_navigation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body =
    body_from ("<a id=l href='https://example.org/'>x</a>", pictures[0]);
  g_autofree char *place = NULL;

  show (fixture, body);
  /* A click (our own calls count as a person's) is handed on; the page stays where it is. */
  g_free (evaluate (fixture, "document.querySelector('a').click()"));
  g_assert_cmpstr (fixture->clicked, ==, "https://example.org/");
  g_clear_pointer (&fixture->clicked, g_free);
  g_free (evaluate (fixture, "location = 'https://example.org/'"));
  g_free (evaluate (fixture, "location = 'about:blank'"));
  g_free (evaluate (fixture, "String(window.open ('https://example.org/'))"));
  ui_test_settle ();
  place = evaluate (fixture, "document.querySelector('a').innerText + location.pathname");
  g_assert_cmpstr (place, ==, "xblank");
  g_assert_null (fixture->clicked);
}

typedef struct {
  guint n_told;
  guint n;
  guint at;
} Found;

static void
on_found (Found *found, guint n, guint at)
{
  found->n_told++;
  found->n = n;
  found->at = at;
}

static gboolean
is_told (Found *found)
{
  return found->n_told > 0;
}

static void
find (Fixture *fixture, Found *found, const char *text, gboolean forward)
{
  found->n_told = 0;
  loft_html_view_find (fixture->view, text, forward);
  ui_test_wait_for (is_told, found);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body =
    body_from ("<p>hay <b>Nee</b>dle hay</p><p>NEEDLE</p><p>needle", pictures[0]);
  Found found = { 0 };

  show (fixture, body);
  g_signal_connect_swapped (fixture->view, "found", G_CALLBACK (on_found), &found);
  find (fixture, &found, "needle", TRUE);
  g_assert_cmpuint (found.n, ==, 3);
  g_assert_cmpuint (found.at, ==, 1);
  find (fixture, &found, "needle", FALSE);
  g_assert_cmpuint (found.at, ==, 3);
  find (fixture, &found, "needle", TRUE);
  find (fixture, &found, "needle", TRUE);
  g_assert_cmpuint (found.at, ==, 2);
  find (fixture, &found, "needles", TRUE);
  g_assert_cmpuint (found.n, ==, 0);
  /* From the top again, whatever is selected. */
  find (fixture, &found, "needle", TRUE);
  g_assert_cmpuint (found.at, ==, 1);
  loft_html_view_find (fixture->view, NULL, TRUE);
  find (fixture, &found, "needle", TRUE);
  g_assert_cmpuint (found.at, ==, 1);
}

/* Which of them is selected is what the page has. */
static void
test_find_selects (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = body_from ("<p>ab ab<p id=x>ab</p><p>ab", pictures[0]);
  Found found = { 0 };
  g_autofree char *where = NULL;

  show (fixture, body);
  g_signal_connect_swapped (fixture->view, "found", G_CALLBACK (on_found), &found);
  for (guint i = 0; i < 3; i++)
    find (fixture, &found, "ab", TRUE);
  g_assert_cmpuint (found.n, ==, 4);
  g_assert_cmpuint (found.at, ==, 3);
  where = evaluate (fixture, "getSelection().anchorNode.parentElement.id");
  g_assert_cmpstr (where, ==, "x");
}

static void
test_find_very_often (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (LoftMessageBody) body = NULL;
  Found found = { 0 };

  for (guint i = 0; i < 2000; i++)
    g_string_append (html, "<p>often");
  body = body_from (html->str, pictures[0]);
  show (fixture, body);
  g_signal_connect_swapped (fixture->view, "found", G_CALLBACK (on_found), &found);
  find (fixture, &found, "often", TRUE);
  g_assert_cmpuint (found.n, ==, G_MAXUINT);
}

static void
test_folded_quotes (Fixture *fixture, gconstpointer data)
{
  static const char *const quotes[] = {
    "<blockquote type=cite>%s</blockquote>",
    "<div class=gmail_quote>%s</div>",
    "<div class=yahoo_quoted>%s</div>",
    "<div class=protonmail_quote>%s</div>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      g_autofree char *text = g_strnfill (500, 'q');
      g_auto (GStrv) parts = g_strsplit (quotes[i], "%s", 2);
      g_autofree char *html = g_strconcat ("<p>Answer</p>", parts[0], text, parts[1], NULL);
      g_autoptr (LoftMessageBody) body = body_from (html, pictures[0]);
      g_autofree char *state = NULL;

      g_test_message ("%s", quotes[i]);
      show (fixture, body);
      state = evaluate (fixture, "[document.querySelectorAll ('details').length,"
                                 "document.querySelector ('details').open,"
                                 "document.querySelector ('summary').innerText].join (' ')");
      g_assert_cmpstr (state, ==, "1 false Show Quoted Text");
      g_free (state);
      state = evaluate (fixture, "document.querySelector ('details').open = true;"
                                 "document.querySelector ('summary').innerText");
      g_assert_cmpstr (state, ==, "Hide Quoted Text");
    }
}

static LoftMessageBody *
body_with_subject (const char *subject, const char *html)
{
  g_autofree char *raw = g_strconcat ("Content-Type: text/html\r\n\r\n", html, "\r\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (raw, strlen (raw));
  g_autoptr (LoftMessage) message = fake_message_new ();

  g_free (message->subject);
  message->subject = g_strdup (subject);
  return loft_message_body_new (message, bytes);
}

#define LABELS "<b>From:</b> Jan<br><b>Sent:</b> Monday<br><b>To:</b> Eva"

/* What Outlook and Word write: nothing is marked, the quote goes on to the end. */
static void
test_folded_outlook (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *html; /* %s: the quote */
    const char *subject;
    const char *expected; /* folds, and what is left to read */
  } rows[] = {
    { "<p>Answer</p><div id=appendonsend></div><hr><div id=divRplyFwdMsg>" LABELS
      "</div><div>%s</div>",
      "RE: Hall", "1 Answer" },
    { "<div class=WordSection1><p>Answer</p><div><div style='border:none;border-top:solid #E1E1E1 "
      "1.0pt;padding:3.0pt 0in 0in 0in'><p>" LABELS "</p></div></div><p>%s</p></div>",
      "RE: Hall", "1 Answer" },
    { "<table><tr><td>Answer<div style='border-top:solid 1pt'>" LABELS "</div>%s</td></tr></table>",
      "RE: Hall", "1 Answer" },
    { "<p>Look</p><div id=divRplyFwdMsg>" LABELS "</div><p>%s</p>", "FW: Hall", "0" },
    { "<div id=divRplyFwdMsg>" LABELS "</div><p>%s</p>", "RE: Hall", "0" },
    { "<p>Answer</p><div style='border-top:solid 1pt'>A footer</div><p>%s</p>", "RE: Hall", "0" },
    { "<p>Answer</p><div id=divRplyFwdMsg>" LABELS "</div><blockquote type=cite>%s</blockquote>",
      "RE: Hall", "1 Answer" },
  };
  g_autofree char *text = g_strnfill (500, 'q');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) parts = g_strsplit (rows[i].html, "%s", 2);
      g_autofree char *html = g_strconcat (parts[0], text, parts[1], NULL);
      g_autoptr (LoftMessageBody) body = body_with_subject (rows[i].subject, html);
      g_autofree char *state = NULL;

      g_test_message ("%s", rows[i].html);
      show (fixture, body);
      state = evaluate (fixture, "(() => { const folds = document.querySelectorAll ('details');"
                                 "  const n = folds.length;"
                                 "  if (n === 0) return '0';"
                                 "  folds.forEach (fold => fold.remove ());"
                                 "  return n + ' ' + document.body.innerText.trim (); }) ()");
      g_assert_cmpstr (state, ==, rows[i].expected);
    }
}

static void
test_found_in_quote (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (500, 'q');
  g_autofree char *html =
    g_strconcat ("<p>Answer</p><blockquote type=cite>", text, " needle</blockquote>", NULL);
  g_autoptr (LoftMessageBody) body = body_from (html, pictures[0]);
  Found found = { 0 };

  show (fixture, body);
  g_signal_connect_swapped (fixture->view, "found", G_CALLBACK (on_found), &found);
  find (fixture, &found, "needle", TRUE);
  g_assert_cmpuint (found.n, ==, 1);
}

/* One after the other without waiting: what is shown in the end is the last. */
static void
test_in_a_hurry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) one = body_from ("<p>one</p>", pictures[0]);
  g_autoptr (LoftMessageBody) two = body_from ("<p>two</p>", pictures[0]);

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = NULL;

      fixture->ready = FALSE;
      loft_html_view_show (fixture->view, one, FALSE);
      if (i % 2 == 0)
        ui_test_settle ();
      loft_html_view_show (fixture->view, NULL, FALSE);
      if (i % 3 == 0)
        ui_test_settle ();
      fixture->ready = FALSE;
      loft_html_view_show (fixture->view, two, FALSE);
      ui_test_wait_for (is_ready, fixture);
      text = evaluate (fixture, "document.body.innerText.trim()");
      g_assert_cmpstr (text, ==, "two");
    }
}

static void
test_crash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = body_from ("<p>again</p>", pictures[0]);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3; i++)
    {
      show (fixture, body);
      fixture->failed = FALSE;
      webkit_web_view_terminate_web_process (web_view (fixture));
      ui_test_wait_for (has_failed, fixture);
    }
  show (fixture, body);
  text = evaluate (fixture, "document.body.innerText.trim()");
  g_assert_cmpstr (text, ==, "again");
}

static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMessageBody) body = body_from ("<p>x</p>", pictures[0]);
  GString *html = g_string_new (NULL);
  gint64 start = 0;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (html, "<table><tr><td>%u", i);
  g_free (body->html);
  body->html = g_string_free (html, FALSE);
  start = ui_test_cpu_time ();
  loft_html_view_show (fixture->view, body, FALSE);
  g_assert_cmpint (ui_test_cpu_time () - start, <, G_USEC_PER_SEC);
  ui_test_wait_for (is_ready, fixture);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/html/settings", test_settings);
  ADD ("/html/reused", test_reused);
  ADD ("/html/remote-images", test_remote_images);
  ADD ("/html/not-loaded", test_not_loaded);
  ADD ("/html/no-script", test_no_script);
  ADD ("/html/cid", test_cid);
  ADD ("/html/cid-of-others", test_cid_of_others);
  ADD ("/html/frame", test_frame);
  ADD ("/html/no-navigation", test_no_navigation);
  ADD ("/html/find", test_find);
  ADD ("/html/find-selects", test_find_selects);
  ADD ("/html/find-very-often", test_find_very_often);
  ADD ("/html/folded-quotes", test_folded_quotes);
  ADD ("/html/folded-outlook", test_folded_outlook);
  ADD ("/html/found-in-quote", test_found_in_quote);
  ADD ("/html/in-a-hurry", test_in_a_hurry);
  ADD ("/html/crash", test_crash);
  ADD ("/html/large", test_large);
  return g_test_run ();
}
