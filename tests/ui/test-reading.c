/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one does with a message while reading: finding, unfolding quotes, remote images, links that
 * deceive, and what happens when an answer comes meanwhile. */

#include "fake-service.h"
#include "loft-conversation-card.h"
#include "loft-find-bar.h"
#include "loft-image-banner.h"
#include "loft-image-permission.h"
#include "loft-link-opener.h"
#include "loft-message-content.h"
#include "loft-message-header.h"
#include "loft-message-view.h"
#include "loft-print-job.h"
#include "loft-text-view.h"
#include "ui-test.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMessageList *list;
  LoftMessageRow *row;
  LoftMessageView *view;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->view), 700, 600);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_clear_object (&fixture->row);
  g_clear_object (&fixture->list);
  g_object_unref (fixture->service);
}

static gboolean
is_open (Fixture *fixture)
{
  return loft_message_view_get_body (fixture->view) != NULL;
}

static gint64
open_raw (Fixture *fixture, const char *raw)
{
  gint64 id =
    fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_SEEN, 1000);

  g_clear_object (&fixture->list);
  g_clear_object (&fixture->row);
  fixture->list = loft_message_list_new (fixture->account, 1);
  ui_test_settle ();
  fixture->row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  loft_message_view_open (fixture->view, fixture->account, fixture->row);
  ui_test_wait_for (is_open, fixture);
  return id;
}

static gint64
open_text (Fixture *fixture, const char *text)
{
  g_autofree char *raw = g_strconcat ("From: Eva <eva@example.org>\r\nSubject: Hall\r\n"
                                      "Content-Type: text/plain; charset=utf-8\r\n\r\n",
                                      text, NULL);

  return open_raw (fixture, raw);
}

/* Finding */

static const char *
count_of (Fixture *fixture)
{
  LoftFindBar *bar = ui_test_child (fixture->view, "find_bar");

  return gtk_label_get_text (ui_test_child (bar, "count"));
}

typedef struct {
  Fixture *fixture;
  const char *text;
} Expected;

static gboolean
counts (Expected *expected)
{
  return g_str_equal (count_of (expected->fixture), expected->text);
}

static void
expect_count (Fixture *fixture, const char *text)
{
  Expected expected = { fixture, text };

  ui_test_wait_for (counts, &expected);
}

static GtkEditable *
find_entry (Fixture *fixture)
{
  return ui_test_child (ui_test_child (fixture->view, "find_bar"), "entry");
}

static void
press (Fixture *fixture, const char *button)
{
  g_signal_emit_by_name (ui_test_child (ui_test_child (fixture->view, "find_bar"), button),
                         "clicked");
}

static GtkTextView *
text_view (Fixture *fixture)
{
  LoftTextView *view = ui_test_find (fixture->view, LOFT_TYPE_TEXT_VIEW);

  return ui_test_child (view, "text");
}

static char *
selected (Fixture *fixture, int *offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text_view (fixture));
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  *offset = gtk_text_iter_get_offset (&start);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  int offset = 0;

  open_text (fixture, "Needle, hay\r\nneedle NEEDLE\r\n");
  loft_message_view_start_find (fixture->view);
  gtk_editable_set_text (find_entry (fixture), "needle");
  expect_count (fixture, "1 of 3");
  text = selected (fixture, &offset);
  g_assert_cmpstr (text, ==, "Needle");
  press (fixture, "next");
  expect_count (fixture, "2 of 3");
  press (fixture, "next");
  press (fixture, "next");
  expect_count (fixture, "1 of 3");
  press (fixture, "previous");
  expect_count (fixture, "3 of 3");
  g_free (text);
  text = selected (fixture, &offset);
  g_assert_cmpint (offset, ==, 19);
  gtk_editable_set_text (find_entry (fixture), "needles");
  expect_count (fixture, "Not Found");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (find_entry (fixture)), "error"));
  g_assert_false (
    gtk_widget_get_sensitive (ui_test_child (ui_test_child (fixture->view, "find_bar"), "next")));
  gtk_editable_set_text (find_entry (fixture), "");
  expect_count (fixture, "");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (find_entry (fixture)), "error"));
}

static void
test_find_in_html (Fixture *fixture, gconstpointer data)
{
  open_raw (fixture, "From: Eva <eva@example.org>\r\nContent-Type: text/html\r\n\r\n"
                     "<p>one <b>o</b>ne</p><p>two</p>");
  loft_message_view_start_find (fixture->view);
  gtk_editable_set_text (find_entry (fixture), "one");
  expect_count (fixture, "1 of 2");
  press (fixture, "next");
  expect_count (fixture, "2 of 2");
  /* The same is looked for in its plain text. */
  loft_message_view_set_plain_text (fixture->view, TRUE);
  expect_count (fixture, "1 of 2");
  press (fixture, "next");
  expect_count (fixture, "2 of 2");
}

static gint64
on_slowest_turn (gint64 *last, gint64 worst)
{
  gint64 now = g_get_monotonic_time ();
  gint64 took = now - *last;

  *last = now;
  return MAX (took, worst);
}

/* A long text is looked through in steps: the window answers meanwhile. */
static void
test_find_in_much (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Expected expected = { fixture, "1 of 1" };
  gint64 last = 0, worst = 0;

  for (guint i = 0; i < 30000; i++)
    g_string_append (text, "nothing of interest here\r\n");
  g_string_append (text, "needle\r\n");
  open_text (fixture, text->str);
  ui_test_settle ();
  loft_message_view_start_find (fixture->view);
  gtk_editable_set_text (find_entry (fixture), "needle");
  last = g_get_monotonic_time ();
  while (!counts (&expected))
    {
      g_main_context_iteration (NULL, TRUE);
      worst = on_slowest_turn (&last, worst);
    }
  g_test_minimized_result (worst / 1000.0, "slowest turn while finding, ms");
  gtk_editable_set_text (find_entry (fixture), "interest");
  expect_count (fixture, "1 of more than 1000");
}

/* Quotes */

static char *
quote (guint n_lines)
{
  GString *text = g_string_new ("Answer above.\r\n\r\nJan wrote:\r\n");

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "> Line %u of what was written before\r\n", i);
  g_string_append (text, "\r\nAnswer below.\r\n");
  return g_string_free (text, FALSE);
}

static char *
visible_text (Fixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text_view (fixture));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_iter_get_visible_text (&start, &end);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autofree char *visible = visible_text (fixture);

  return strstr (visible, text) != NULL;
}

static void
test_folds (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = quote (40);
  GtkWidget *label = NULL;
  GtkWidget *button = NULL;
  int folded = 0, open = 0;

  open_text (fixture, text);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  g_assert_false (shows (fixture, "Line 0 "));
  g_assert_false (shows (fixture, "Line 39 "));
  g_assert_true (shows (fixture, "Answer above.\n\nJan wrote:\n"));
  g_assert_true (shows (fixture, "\nAnswer below."));
  label = ui_test_find_text (fixture->view, "Show Quoted Text");
  g_assert_nonnull (label);
  button = gtk_widget_get_parent (label);
  gtk_widget_measure (GTK_WIDGET (text_view (fixture)), GTK_ORIENTATION_VERTICAL, 600, &folded,
                      NULL, NULL, NULL);
  /* With the keyboard too. */
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (text_view (fixture)), GTK_DIR_TAB_FORWARD));
  for (guint i = 0; i < 3 && !gtk_widget_has_focus (button); i++)
    gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_has_focus (button));
  gtk_widget_activate (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (shows (fixture, "Line 0 "));
  g_assert_true (shows (fixture, "Line 39 "));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  gtk_widget_measure (GTK_WIDGET (text_view (fixture)), GTK_ORIENTATION_VERTICAL, 600, &open, NULL,
                      NULL, NULL);
  g_assert_cmpint (open, >, folded + 39 * 10);
  g_assert_nonnull (ui_test_find_text (fixture->view, "Hide Quoted Text"));
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (shows (fixture, "Line 0 "));
}

static void
test_folds_not (Fixture *fixture, gconstpointer data)
{
  g_autofree char *few = quote (3);
  g_autoptr (GString) only = g_string_new ("\r\n");

  open_text (fixture, few);
  g_assert_true (shows (fixture, "Line 2 "));
  g_assert_null (ui_test_find_text (fixture->view, "Show Quoted Text"));
  /* Nothing but a quote is what was to be read. */
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (only, "> Line %u of what was written before\r\n", i);
  open_text (fixture, only->str);
  g_assert_true (shows (fixture, "Line 39 "));
  g_assert_null (ui_test_find_text (fixture->view, "Show Quoted Text"));
}

#define OUTLOOK_HEADER                                                                             \
  "-----Original Message-----\r\nFrom: Jan <jan@example.org>\r\nSent: Monday, 2 March 2026\r\n"    \
  "To: Eva\r\nSubject: Hall\r\n\r\n"

static char *
outlook_text (const char *subject, const char *own)
{
  GString *raw = g_string_new ("From: Eva <eva@example.org>\r\nContent-Type: text/plain\r\n");

  g_string_append_printf (raw, "Subject: %s\r\n\r\n%s" OUTLOOK_HEADER, subject, own);
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (raw, "Line %u of what was written before.\r\n", i);
  return g_string_free (raw, FALSE);
}

/* Without marks, from a header in words to the end. */
static void
test_folds_outlook (Fixture *fixture, gconstpointer data)
{
  g_autofree char *answer = outlook_text ("RE: Hall", "Answer above.\r\n\r\n");
  g_autofree char *forward = outlook_text ("FW: Hall", "Have a look.\r\n\r\n");
  g_autofree char *bare = outlook_text ("RE: Hall", "\r\n");

  open_raw (fixture, answer);
  g_assert_true (shows (fixture, "Answer above."));
  g_assert_false (shows (fixture, "Original Message"));
  g_assert_false (shows (fixture, "Line 39 "));
  g_assert_nonnull (ui_test_find_text (fixture->view, "Show Quoted Text"));
  open_raw (fixture, forward);
  ui_test_settle ();
  g_assert_true (shows (fixture, "Line 39 "));
  open_raw (fixture, bare);
  ui_test_settle ();
  g_assert_true (shows (fixture, "Line 39 "));
}

/* Thousands of quotes: some buttons, and no stall. */
static void
test_many_quotes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_string_append (text, "Answer\r\n");
      for (guint k = 0; k < 8; k++)
        g_string_append (text, "> a line of the quote that is long enough to be folded away\r\n");
    }
  start = ui_test_cpu_time ();
  open_text (fixture, text->str);
  ui_test_settle ();
  g_test_minimized_result ((ui_test_cpu_time () - start) / 1000.0, "2,000 quotes, ms");
  g_assert_cmpint (ui_test_cpu_time () - start, <, 10 * G_USEC_PER_SEC);
}

static void
test_found_in_quote (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = quote (40);

  open_text (fixture, text);
  loft_message_view_start_find (fixture->view);
  gtk_editable_set_text (find_entry (fixture), "line 17 ");
  expect_count (fixture, "1 of 1");
  g_assert_true (shows (fixture, "Line 17 "));
  g_assert_nonnull (ui_test_find_text (fixture->view, "Hide Quoted Text"));
}

/* An answer comes */

static gboolean
has_become_conversation (Fixture *fixture)
{
  return loft_message_view_is_conversation (fixture->view) && is_open (fixture);
}

static void
test_becomes_conversation (Fixture *fixture, gconstpointer data)
{
  gint64 ids[2] = { 0, 0 };

  ids[0] = fake_account_add_message (fixture->account, fixture->inbox,
                                     "From: Eva <eva@example.org>\r\nSubject: Hall\r\n\r\nFirst",
                                     -1, LOFT_FLAG_SEEN, 1000);
  fake_account_join (fixture->account, 77, ids, 1);
  fixture->list = loft_message_list_new (fixture->account, 1);
  ui_test_settle ();
  fixture->row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  loft_message_view_open (fixture->view, fixture->account, fixture->row);
  ui_test_wait_for (is_open, fixture);
  g_assert_false (loft_message_view_is_conversation (fixture->view));
  ids[1] = fake_account_add_message (fixture->account, fixture->inbox,
                                     "From: Jan <jan@example.org>\r\nSubject: Re: Hall\r\n\r\nAye",
                                     -1, LOFT_FLAG_NONE, 1001);
  fake_account_join (fixture->account, 77, ids, 2);
  ui_test_wait_for (has_become_conversation, fixture);
  /* What one reads stays what one reads. */
  g_assert_cmpint (loft_message_view_get_body (fixture->view)->message->id, ==, ids[0]);
  g_assert_nonnull (ui_test_find_text (fixture->view, "Jan"));
}

/* Remote images */

static const char remote[] =
  "From: News <news@%s>\r\nSubject: Pictures\r\nContent-Type: text/html\r\n\r\n"
  "<p>x<img src='https://pictures.invalid/a.png' width=300 height=200>"
  "<img src='https://pictures.invalid/t.gif' width=1 height=1></p>";

static char *
remote_mail (const char *domain)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (remote, domain);
#pragma GCC diagnostic pop
}

static LoftImageBanner *
image_banner (Fixture *fixture)
{
  return ui_test_find (fixture->view, LOFT_TYPE_IMAGE_BANNER);
}

static void
forget_permissions (void)
{
  GListModel *names = loft_image_permission_list ();

  while (g_list_model_get_n_items (names) > 0)
    {
      g_autofree char *name = g_strdup (gtk_string_list_get_string (GTK_STRING_LIST (names), 0));

      loft_image_permission_remove (name);
    }
}

static void
test_images_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *raw = remote_mail ("example.org");
  g_autofree char *again = remote_mail ("example.org");

  open_raw (fixture, raw);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (image_banner (fixture))));
  g_assert_nonnull (ui_test_find_text (fixture->view, "1 tracker was removed."));
  g_assert_false (loft_image_banner_get_allowed (image_banner (fixture)));
  g_signal_emit_by_name (ui_test_child (image_banner (fixture), "load"), "clicked");
  g_assert_true (loft_image_banner_get_allowed (image_banner (fixture)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (image_banner (fixture))));
  /* Once is for this message only. */
  open_raw (fixture, again);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (image_banner (fixture))));
  g_assert_false (loft_image_banner_get_allowed (image_banner (fixture)));
}

static void
test_images_always (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *always;
    const char *other; /* domain of the next message */
    gboolean allowed;
  } rows[] = {
    { "news@example.org", "example.org", TRUE },
    { "news@example.org", "example.net", FALSE },
    { "news@example.org", "example.org.example.net", FALSE },
    { "@example.org", "example.org", TRUE },
    { "@example.org", "badexample.org", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *raw = remote_mail ("example.org");
      g_autofree char *next = remote_mail (rows[i].other);

      g_test_message ("%s, then %s", rows[i].always, rows[i].other);
      forget_permissions ();
      open_raw (fixture, raw);
      gtk_widget_activate_action (ui_test_child (image_banner (fixture), "load"), "images.always",
                                  "s", rows[i].always);
      g_assert_true (loft_image_banner_get_allowed (image_banner (fixture)));
      open_raw (fixture, next);
      g_assert_cmpint (loft_image_banner_get_allowed (image_banner (fixture)), ==, rows[i].allowed);
      g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (image_banner (fixture))), ==,
                       !rows[i].allowed);
    }
  forget_permissions ();
}

/* Links */

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
test_link_dialog (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *link;
    const char *uri;
    const char *text; /* NULL: nothing to warn of */
  } rows[] = {
    { "<a href='https://evil.example/x'>https://bank.example/</a>", "https://evil.example/x",
      "It says “bank.example”, but leads to “evil.example”." },
    { "<a href='https://bank.example@evil.example/x'>here</a>",
      "https://bank.example@evil.example/x",
      "What stands before the @ is only decoration. It leads to “evil.example”." },
    { "<a href='https://xn--80ak6aa92e.com/'>here</a>", "https://xn--80ak6aa92e.com/", NULL },
    { "<a href='https://bank.example/x'>https://bank.example/</a>", "https://bank.example/x",
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *raw = g_strconcat ("From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>",
                                          rows[i].link, "</p>", NULL);
      const LoftOddLink *odd = NULL;

      g_test_message ("%s", rows[i].link);
      open_raw (fixture, raw);
      odd =
        loft_message_body_find_odd_link (loft_message_view_get_body (fixture->view), rows[i].uri);
      if (rows[i].text == NULL)
        continue;
      g_assert_nonnull (odd);
      loft_link_opener_open (GTK_WIDGET (fixture->view), rows[i].uri, odd);
      g_assert_nonnull (find_dialog ());
      g_assert_cmpstr (adw_message_dialog_get_body (find_dialog ()), ==, rows[i].text);
      /* Return does not open it. */
      g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
      g_assert_cmpstr (adw_message_dialog_get_close_response (find_dialog ()), ==, "cancel");
      g_assert_cmpint (adw_message_dialog_get_response_appearance (find_dialog (), "open"), ==,
                       ADW_RESPONSE_DESTRUCTIVE);
      gtk_window_destroy (GTK_WINDOW (find_dialog ()));
      ui_test_settle ();
    }
}

static void
test_link_schemes (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = { "javascript:alert(1)", "file:///etc/passwd",
                                         "data:text/html,x",    "smb://host/x",
                                         "ms-word:ofe|u|x",     "mailbox:///x",
                                         "intent://x",          "vbscript:x" };
  GtkWidget *toasts = adw_toast_overlay_new ();
  GtkWidget *label = gtk_label_new ("x");
  GtkWindow *window = NULL;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), label);
  window = ui_test_show (toasts, 300, 200);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      loft_link_opener_open (label, refused[i], NULL);
      ui_test_settle ();
      g_assert_nonnull (ui_test_find_text (window, "This kind of link is not opened"));
      g_assert_null (find_dialog ());
    }
  gtk_window_destroy (window);
}

/* Print */

static void
on_printed (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_print_job_run_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static gboolean
is_done (gboolean *done)
{
  return *done;
}

/* The pages of a PDF, counted in its object tree where that is not compressed; else by its size. */
static void
print (LoftMessageBody *body, gboolean html, gsize at_least)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "reading.pdf", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *content = NULL;
  gsize length = 0;
  gboolean done = FALSE;

  loft_print_job_run (NULL, body, html, FALSE, uri, on_printed, &done);
  ui_test_wait_for (is_done, &done);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF-"));
  g_assert_nonnull (g_strrstr_len (content + length - 64, 64, "%%EOF"));
  g_assert_cmpuint (length, >, at_least);
  g_remove (path);
}

static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = quote (600);

  open_text (fixture, "Short");
  print (loft_message_view_get_body (fixture->view), FALSE, 1000);
  /* Quotes are printed, folded or not. */
  open_text (fixture, long_text);
  print (loft_message_view_get_body (fixture->view), FALSE, 8000);
  open_raw (fixture, "From: Eva <eva@example.org>\r\nSubject: \r\nContent-Type: text/html\r\n\r\n"
                     "<h1>Title</h1><table border=1><tr><td>a<td>b</table>");
  print (loft_message_view_get_body (fixture->view), TRUE, 1000);
}

/* Many and much */

static char *
mail_to (guint n)
{
  GString *raw = g_string_new ("From: Eva <eva@example.org>\r\nTo: ");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (raw, "%sPerson %u <person.%u@example.org>", i == 0 ? "" : ",\r\n ", i,
                            i);
  g_string_append (raw, "\r\nSubject: Everybody\r\n\r\ntext\r\n");
  return g_string_free (raw, FALSE);
}

static GtkWidget *
recipients_button (Fixture *fixture)
{
  LoftMessageHeader *header = ui_test_find (fixture->view, LOFT_TYPE_MESSAGE_HEADER);

  return ui_test_child (header, "recipients_button");
}

static void
test_recipients (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint n;
    const char *text;
    const char *more; /* button of the details; NULL: all are there */
  } rows[] = {
    { 1, "to Person 0", NULL },
    { 3, "to Person 0, Person 1, Person 2", NULL },
    { 4, "to Person 0, Person 1, Person 2 and 1 other", NULL },
    { 50, "and 47 others", NULL },
    { 1000, "and 997 others", "Show 950 More" },
    { 1001, "and 998 others", "Show 951 More" },
    { 5000, "and 4997 others", "Show 4950 More" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *raw = mail_to (rows[i].n);
      gint64 start = 0;
      GtkWidget *more = NULL;

      g_test_message ("%u recipients", rows[i].n);
      open_raw (fixture, raw);
      g_assert_nonnull (ui_test_find_text (fixture->view, rows[i].text));
      start = g_get_monotonic_time ();
      g_signal_emit_by_name (recipients_button (fixture), "clicked");
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
      g_test_minimized_result ((g_get_monotonic_time () - start) / 1000.0, "details, ms");
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
      if (rows[i].more == NULL)
        continue;
      more = ui_test_find_text (fixture->view, rows[i].more);
      g_assert_nonnull (more);
      start = g_get_monotonic_time ();
      g_signal_emit_by_name (gtk_widget_get_parent (more), "clicked");
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
      g_test_minimized_result ((g_get_monotonic_time () - start) / 1000.0, "all, ms");
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
    }
}

static void
test_long_subject (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = g_strnfill (1024 * 1024, 's');
  g_autofree char *raw = NULL;
  gint64 start = 0;

  for (guint i = 7; i < 1024 * 1024; i += 8)
    words[i] = ' ';
  raw = g_strconcat ("From: Eva <eva@example.org>\r\nSubject: ", words, "\r\n\r\ntext\r\n", NULL);
  start = g_get_monotonic_time ();
  open_raw (fixture, raw);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  g_test_minimized_result ((g_get_monotonic_time () - start) / 1000.0, "subject of 1 MB, ms");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
  g_assert_nonnull (ui_test_find_text (fixture->view, "eva@example.org"));
  /* The text still has its place on screen. */
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (text_view (fixture))), >, 100);
}

/* Names that are narrower than the dots which would stand for what is left out of them. */
static void
test_short_names (Fixture *fixture, gconstpointer data)
{
  open_raw (fixture, "From: sh <i@example.org>\r\nSubject: l\r\n\r\ntext\r\n");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  for (GtkWidget *label = ui_test_find_text (fixture->view, "sh"); label != NULL;
       label = gtk_widget_get_parent (label))
    for (int height = 1; height < 200; height++)
      gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, height, NULL, NULL, NULL, NULL);
  g_assert_nonnull (ui_test_find_text (fixture->view, "i@example.org"));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/reading/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("find", test_find);
  ADD ("find-in-html", test_find_in_html);
  ADD ("find-in-much", test_find_in_much);
  ADD ("folds", test_folds);
  ADD ("folds-not", test_folds_not);
  ADD ("folds-outlook", test_folds_outlook);
  ADD ("many-quotes", test_many_quotes);
  ADD ("found-in-quote", test_found_in_quote);
  ADD ("becomes-conversation", test_becomes_conversation);
  ADD ("images-once", test_images_once);
  ADD ("images-always", test_images_always);
  ADD ("link-dialog", test_link_dialog);
  ADD ("link-schemes", test_link_schemes);
  ADD ("print", test_print);
  ADD ("recipients", test_recipients);
  ADD ("long-subject", test_long_subject);
  ADD ("short-names", test_short_names);
  return g_test_run ();
}
