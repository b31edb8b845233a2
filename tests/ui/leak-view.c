/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows every leak vector as the window would, so that somebody outside can watch the network:
 *
 *   leak-view message       as a mail, through cleaner and reading view: all walls; text is found
 *                           in it
 *   leak-view source        as its source
 *   leak-view conversation  in cards; text is found in all that are open
 *   leak-view print         several on a page, uncleaned, printed to a file
 *   leak-view list          as rows with their first words, scrolled through
 *   leak-view search        as rows of what was found, scrolled through, some opened
 *   leak-view attachments   as an attached page, message or picture (SVG), shown in place; text is found
 *                           in it; each in one of them, with LOFT_TEST_SOAK=1 in all
 *   leak-view mails         instead: every mail and page with HTML below LOFT_LEAK_MAILS, as a mail
 *   leak-view reply         quoted in an answer that is HTML, and in a forward
 *   leak-view edit-as-new   written on
 *   leak-view paste         pasted into a message that is written
 *   leak-view editor        uncleaned, in the page of such a message
 *   leak-view all           uncleaned, in the HTML view with all its walls
 *   leak-view filter|policy|settings|none    with only that wall
 *
 * Vector number n asks for vN.leak.test. */

#include "fake-service.h"
#include "leak-vectors.h"
#include "loft-attachment-preview.h"
#include "loft-html-editor-private.h"
#include "loft-html-view.h"
#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-print-job.h"
#include "loft-reply-html.h"
#include "loft-search-entry.h"
#include "loft-source-window.h"
#include "ui-test.h"

#include <string.h>

/* What is asked for late (refresh, prefetch) has this long to show up. */
#define LINGER_MS  30
#define TOGETHER   10
#define PATIENCE_S 10

typedef struct {
  GMainLoop *loop;
  guint source;
} Pause;

static gboolean
stop_pause (gpointer data)
{
  Pause *pause = data;

  pause->source = 0;
  g_main_loop_quit (pause->loop);
  return G_SOURCE_REMOVE;
}

static void
linger (guint ms)
{
  Pause pause = { g_main_loop_new (NULL, FALSE), 0 };

  pause.source = g_timeout_add (ms, stop_pause, &pause);
  g_main_loop_run (pause.loop);
  g_main_loop_unref (pause.loop);
}

/* Waits for a signal of the view, or gives up: with the walls down a page may lead away. */
static void
wait_for (gpointer view, const char *ready, const char *failed)
{
  Pause pause = { g_main_loop_new (NULL, FALSE), 0 };
  gulong a = g_signal_connect_swapped (view, ready, G_CALLBACK (g_main_loop_quit), pause.loop);
  gulong b = failed == NULL
               ? 0
               : g_signal_connect_swapped (view, failed, G_CALLBACK (g_main_loop_quit), pause.loop);

  pause.source = g_timeout_add_seconds (PATIENCE_S, stop_pause, &pause);
  g_main_loop_run (pause.loop);
  if (pause.source != 0)
    g_source_remove (pause.source);
  g_signal_handler_disconnect (view, a);
  if (b != 0)
    g_signal_handler_disconnect (view, b);
  g_main_loop_unref (pause.loop);
}

static LoftMessageBody *
body_with (const char *html)
{
  static const char raw[] = "From: a@leak.invalid\r\nContent-Type: text/html\r\n\r\n<p>x";
  g_autoptr (LoftMessage) message = fake_message_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, strlen (raw));
  LoftMessageBody *body = loft_message_body_new (message, bytes);

  g_free (body->html);
  body->html = g_strdup (html);
  return body;
}

static void
show_in_html_view (LoftHtmlWalls walls)
{
  GtkWidget *view = loft_html_view_new_for_test (walls);
  GtkWindow *window = ui_test_show (view, 600, 500);
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
      g_autofree char *html = leak_vector_html (&vectors[i], host);
      g_autoptr (LoftMessageBody) body = body_with (html);

      loft_html_view_show (LOFT_HTML_VIEW (view), body, FALSE);
      wait_for (view, "ready", "failed");
      linger (LINGER_MS);
    }
  linger (1500);
  gtk_window_destroy (window);
}

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMessageView *view;
  GtkWindow *window;
  LoftMessageList *list;
} Reading;

/* (transfer full) */
static char *
mail_of (guint i, const LeakVector *vector)
{
  g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
  g_autofree char *html = leak_vector_html (vector, host);

  return g_strconcat ("From: Some Body <a@leak.invalid>\r\nSubject: Vector ", vector->name,
                      "\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>text</p>", html, NULL);
}

static gint64
add_mail (LoftMailAccount *account, LoftMailFolder *folder, guint i, const LeakVector *vector)
{
  g_autofree char *raw = mail_of (i, vector);

  return fake_account_add_message (account, folder, raw, -1, LOFT_FLAG_NONE, i + 1);
}

/* ids: (nullable) of all mails */
static void
start_reading (Reading *reading, gint64 *ids)
{
  LoftMailFolder *folder = NULL;
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  reading->service = fake_service_new ();
  reading->account = fake_service_add_account (reading->service, "a", "me@leak.invalid");
  folder = fake_account_add_folder (reading->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  for (guint i = n; i > 0; i--)
    {
      gint64 id = add_mail (reading->account, folder, i - 1, &vectors[i - 1]);

      if (ids != NULL)
        ids[i - 1] = id;
    }
  reading->view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  reading->window = ui_test_show (GTK_WIDGET (reading->view), 600, 500);
  reading->list = loft_message_list_new (reading->account, 1);
  ui_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (reading->list)), ==, n);
}

static void
end_reading (Reading *reading)
{
  linger (1500);
  gtk_window_destroy (reading->window);
  g_clear_object (&reading->list);
  g_object_unref (reading->service);
}

static void
look_at_sources (void)
{
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  for (guint i = 0; i < n; i++)
    {
      char *raw = mail_of (i, &vectors[i]);
      g_autoptr (GBytes) bytes = g_bytes_new_take (raw, strlen (raw));
      g_autoptr (LoftMessage) message = fake_message_new ();
      g_autoptr (LoftMessageBody) body = loft_message_body_new (message, bytes);
      GtkWidget *source = loft_source_window_new (NULL, body);

      gtk_window_present (GTK_WINDOW (source));
      ui_test_settle ();
      if (i % TOGETHER == 0)
        linger (LINGER_MS);
      gtk_window_destroy (GTK_WINDOW (source));
    }
  linger (1500);
}

static void
find_text (LoftMessageView *view)
{
  loft_message_view_start_find (view);
  gtk_editable_set_text (ui_test_child (ui_test_child (view, "find_bar"), "entry"), "text");
}

static void
show_in_message_view (void)
{
  Reading reading = { 0 };

  start_reading (&reading, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (reading.list)); i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (reading.list), i);

      loft_message_view_open (reading.view, reading.account, row);
      wait_for (reading.view, "shown", NULL);
      find_text (reading.view);
      linger (LINGER_MS);
    }
  end_reading (&reading);
}

static gboolean
is_open (LoftMessageView *view)
{
  return loft_message_view_get_body (view) != NULL;
}

static void
show_in_conversations (void)
{
  Reading reading = { 0 };
  guint n = 0;
  g_autofree gint64 *ids = NULL;

  leak_vectors_get (&n);
  ids = g_new0 (gint64, n);
  start_reading (&reading, ids);
  for (guint i = 0; i < n; i++)
    fake_account_join (reading.account, 1 + i / TOGETHER, &ids[i], 1);
  for (guint i = 0; i < n; i += TOGETHER)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (reading.list), i);

      loft_message_view_open (reading.view, reading.account, row);
      for (guint k = 0; k < TOGETHER; k++)
        {
          ui_test_wait_for (is_open, reading.view);
          find_text (reading.view);
          linger (LINGER_MS);
          loft_message_view_move (reading.view, -1);
        }
    }
  end_reading (&reading);
}

/* Real mails */

/* (transfer full) a page becomes a mail. */
static char *
read_mail (const char *path, gsize *length)
{
  static const char head[] = "From: a@leak.invalid\r\nContent-Type: text/html\r\n\r\n";
  char *bytes = NULL;
  char *mail = NULL;

  if (!g_file_get_contents (path, &bytes, length, NULL))
    return NULL;
  if (!g_str_has_suffix (path, ".html"))
    return bytes;
  mail = g_malloc (strlen (head) + *length);
  memcpy (mail, head, strlen (head));
  memcpy (mail + strlen (head), bytes, *length);
  *length += strlen (head);
  g_free (bytes);
  return mail;
}

static gboolean
has_html (const char *mail, gsize length)
{
  g_autoptr (LoftMessage) message = fake_message_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (mail, length);
  g_autoptr (LoftMessageBody) body = loft_message_body_new (message, bytes);

  return body->html != NULL;
}

static guint
show_mail (Reading *reading, LoftMailFolder *folder, const char *path)
{
  g_autoptr (LoftMessageList) list = NULL;
  g_autoptr (LoftMessageRow) row = NULL;
  gsize length = 0;
  g_autofree char *mail = read_mail (path, &length);
  gint64 id;

  if (mail == NULL || !has_html (mail, length))
    return 0;
  g_printerr ("# %s\n", path); /* so that a complaint can be laid to its mail */
  id =
    fake_account_add_message (reading->account, folder, mail, (gssize) length, LOFT_FLAG_SEEN, 1);
  list = loft_message_list_new (reading->account, 1);
  ui_test_settle ();
  row = g_list_model_get_item (G_LIST_MODEL (list), 0);
  loft_message_view_open (reading->view, reading->account, row);
  wait_for (reading->view, "shown", NULL);
  linger (LINGER_MS);
  loft_message_view_close (reading->view, 0);
  fake_account_remove_message (reading->account, folder, id);
  return 1;
}

static guint
show_below (Reading *reading, LoftMailFolder *folder, const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name = NULL;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      n += g_file_test (path, G_FILE_TEST_IS_DIR) ? show_below (reading, folder, path)
                                                  : show_mail (reading, folder, path);
    }
  return n;
}

static void
show_real_mails (void)
{
  Reading reading = { 0 };
  const char *directory = g_getenv ("LOFT_LEAK_MAILS");

  g_assert_nonnull (directory);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  reading.service = fake_service_new ();
  reading.account = fake_service_add_account (reading.service, "a", "me@leak.invalid");
  reading.view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  reading.window = ui_test_show (GTK_WIDGET (reading.view), 600, 500);
  g_print ("mails: %u\n",
           show_below (&reading,
                       fake_account_add_folder (reading.account, "INBOX", LOFT_FOLDER_ROLE_INBOX),
                       directory));
  end_reading (&reading);
}

/* Rows */

static gboolean
has_rows (gpointer list)
{
  return ui_test_find (list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
scroll_through (LoftMailPane *pane)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (
    GTK_SCROLLABLE (ui_test_child (ui_test_child (pane, "list"), "list_view")));

  for (double at = 0; at < gtk_adjustment_get_upper (place);
       at += gtk_adjustment_get_page_size (place))
    {
      gtk_adjustment_set_value (place, at);
      linger (LINGER_MS);
    }
}

static void
search (LoftMailPane *pane)
{
  guint n = 0;

  leak_vectors_get (&n);
  gtk_widget_activate_action (GTK_WIDGET (pane), "mail.search", NULL);
  loft_search_entry_set_query (ui_test_find (pane, LOFT_TYPE_SEARCH_ENTRY), "vector");
  linger (500);
  ui_test_wait (has_rows, ui_test_child (pane, "list"));
  scroll_through (pane);
  for (guint i = 0; i < n; i += TOGETHER)
    {
      for (guint k = 0; k < TOGETHER; k++)
        gtk_widget_activate_action (GTK_WIDGET (pane), "mail.next", NULL);
      linger (10 * LINGER_MS);
    }
}

static void
show_in_list (gboolean found)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "a", "me@leak.invalid");
  LoftMailFolder *folder = fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  LoftMailPane *pane = NULL;
  GtkWindow *window = NULL;
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  for (guint i = n; i > 0; i--)
    add_mail (account, folder, i - 1, &vectors[i - 1]);
  pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  loft_mail_pane_set_service (pane, service);
  window = ui_test_show (GTK_WIDGET (pane), 1200, 700);
  ui_test_wait (has_rows, ui_test_child (pane, "list"));
  if (found)
    search (pane);
  else
    scroll_through (pane);
  linger (1500);
  gtk_window_destroy (window);
}

static void
show_folder (void)
{
  show_in_list (FALSE);
}

static void
show_found (void)
{
  show_in_list (TRUE);
}

/* Attachments */

enum { AS_PAGE, AS_MESSAGE, AS_PICTURE, N_KINDS };

static char *
attached (const LeakVector *vector, guint i, guint kind)
{
  static const char *const heads[] = {
    "Content-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n",
    "Content-Type: message/rfc822\r\n\r\nFrom: b@leak.invalid\r\nContent-Type: text/html\r\n\r\n",
    "Content-Type: image/svg+xml\r\nContent-Disposition: attachment; filename=a.svg\r\n\r\n"
    "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='100' height='100' "
    "xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='http://svg.leak.test/a.png'/>"
    "<foreignObject width='100' height='100'>",
  };
  g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
  g_autofree char *html = leak_vector_html (vector, host);

  return g_strconcat ("From: a@leak.invalid\r\nContent-Type: multipart/mixed; "
                      "boundary=leak\r\n\r\n--leak\r\n\r\ntext\r\n--leak\r\n",
                      heads[kind], html, kind == AS_PICTURE ? "</foreignObject></svg>" : "",
                      "\r\n--leak--\r\n", NULL);
}

static void
show_attached (Reading *reading, LoftMailFolder *folder, guint i, guint kind)
{
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);
  g_autofree char *raw = attached (&vectors[i], i, kind);
  g_autoptr (LoftMessageList) list = NULL;
  g_autoptr (LoftMessageRow) row = NULL;
  GtkWidget *preview = ui_test_child (reading->view, "preview");
  gint64 id =
    fake_account_add_message (reading->account, folder, raw, -1, LOFT_FLAG_SEEN, 1000 + i);

  list = loft_message_list_new (reading->account, 1);
  ui_test_settle ();
  row = g_list_model_get_item (G_LIST_MODEL (list), 0);
  loft_message_view_open (reading->view, reading->account, row);
  ui_test_wait_for (is_open, reading->view);
  loft_message_view_show_attachment (reading->view, loft_message_view_get_body (reading->view), 1);
  if (kind == AS_PICTURE)
    wait_for (ui_test_child (preview, "picture"), "ready", "failed");
  else
    wait_for (ui_test_child (preview, "content"), "shown", NULL);
  find_text (reading->view);
  linger (LINGER_MS);
  loft_message_view_close (reading->view, 0);
  fake_account_remove_message (reading->account, folder, id);
}

static void
show_as_attachments (void)
{
  Reading reading = { 0 };
  LoftMailFolder *folder = NULL;
  gboolean all = g_strcmp0 (g_getenv ("LOFT_TEST_SOAK"), "1") == 0;
  guint n = 0;

  leak_vectors_get (&n);
  reading.service = fake_service_new ();
  reading.account = fake_service_add_account (reading.service, "a", "me@leak.invalid");
  folder = fake_account_add_folder (reading.account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  reading.view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  reading.window = ui_test_show (GTK_WIDGET (reading.view), 600, 500);
  for (guint i = 0; i < n; i++)
    for (guint kind = 0; kind < N_KINDS; kind++)
      {
        if (all || i % N_KINDS == kind)
          show_attached (&reading, folder, i, kind);
      }
  end_reading (&reading);
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  if (!loft_print_job_run_finish (result, &error))
    g_printerr ("not printed: %s\n", error->message);
  *(gboolean *) done = TRUE;
}

static gboolean
is_done (gboolean *done)
{
  return *done;
}

static void
print_to_files (void)
{
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "leak.pdf", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  for (guint i = 0; i < n; i += TOGETHER)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (LoftMessageBody) body = NULL;
      gboolean done = FALSE;

      for (guint k = i; k < n && k < i + TOGETHER; k++)
        {
          g_autofree char *host = g_strdup_printf ("v%u.leak.test", k);
          g_autofree char *one = leak_vector_html (&vectors[k], host);

          g_string_append_printf (html, "<div>%s</div>", one);
        }
      body = body_with (html->str);
      loft_print_job_run (NULL, body, TRUE, FALSE, uri, on_printed, &done);
      ui_test_wait_for (is_done, &done);
    }
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  linger (1500);
}

/* Writing */

typedef struct {
  GtkWindow *window;
  LoftHtmlEditor *editor;
} Writing;

static void
start_writing (Writing *writing)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  writing->editor = LOFT_HTML_EDITOR (loft_html_editor_new (NULL));
  writing->window = ui_test_show (GTK_WIDGET (writing->editor), 600, 500);
  loft_html_editor_set_html (writing->editor, "<div><br></div>", none, FALSE);
  wait_for (writing->editor, "ready", "failed");
}

static void
end_writing (Writing *writing)
{
  linger (1500);
  gtk_window_destroy (writing->window);
}

static LoftMessageBody *
read_vector (const LeakVector *vector, guint i)
{
  g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
  g_autofree char *html = leak_vector_html (vector, host);
  g_autofree char *raw = g_strconcat ("From: a@leak.invalid\r\nContent-Type: text/html; "
                                      "charset=utf-8\r\n\r\n<p>text</p>",
                                      html, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (raw, strlen (raw));

  return loft_message_body_new_alone (bytes);
}

/* Several at a time, each quoted by itself. */
static void
show_quoted (const LoftReplyKind *kinds, guint n_kinds)
{
  static const LoftReplyText words = { "Somebody wrote:", "Me", FALSE, TRUE, NULL };
  Writing writing = { 0 };
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  start_writing (&writing);
  for (guint i = 0; i < n; i += TOGETHER)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GPtrArray) parts =
        g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);

      for (guint k = i; k < n && k < i + TOGETHER; k++)
        {
          g_autoptr (LoftMessageBody) body = read_vector (&vectors[k], k);
          g_autofree char *one = loft_reply_html_new (body, kinds[k % n_kinds], &words, parts);

          g_string_append (html, one);
        }
      loft_html_editor_set_html (writing.editor, html->str, parts, TRUE);
      wait_for (writing.editor, "ready", "failed");
      linger (LINGER_MS);
    }
  end_writing (&writing);
}

static void
show_replies (void)
{
  static const LoftReplyKind kinds[] = { LOFT_REPLY_ALL, LOFT_REPLY_FORWARD };

  show_quoted (kinds, G_N_ELEMENTS (kinds));
}

static void
show_edited (void)
{
  static const LoftReplyKind kinds[] = { LOFT_REPLY_EDIT };

  show_quoted (kinds, G_N_ELEMENTS (kinds));
}

static void
on_settled (gpointer settled)
{
  *(gboolean *) settled = TRUE;
}

/* Asks the page until it has what was pasted. */
static void
wait_for_pasted (LoftHtmlEditor *editor, const char *mark)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (strstr (editor->html, mark) == NULL && g_get_monotonic_time () < end)
    {
      gboolean settled = FALSE;

      loft_editor_settle (LOFT_EDITOR (editor), on_settled, &settled);
      ui_test_wait_for (is_done, &settled);
    }
  g_assert_nonnull (strstr (editor->html, mark));
}

static void
paste_all (void)
{
  Writing writing = { 0 };
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  start_writing (&writing);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
      g_autofree char *mark = g_strdup_printf ("pasted %u.", i);
      g_autofree char *html = leak_vector_html (&vectors[i], host);
      g_autofree char *all = g_strdup_printf ("<p>%s</p>%s", mark, html);
      g_autoptr (GBytes) bytes = g_bytes_new (all, strlen (all));
      g_autoptr (GdkContentProvider) provider =
        gdk_content_provider_new_for_bytes ("text/html", bytes);

      gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (writing.editor)), provider);
      loft_webkit.web_view_execute_editing_command (writing.editor->web_view, "Paste");
      wait_for_pasted (writing.editor, mark);
      if (i % TOGETHER == 0)
        loft_html_editor_run (writing.editor, "document.body.innerHTML = ''", NULL, NULL);
    }
  end_writing (&writing);
}

static void
put_into_editor (void)
{
  Writing writing = { 0 };
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  start_writing (&writing);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
      g_autofree char *html = leak_vector_html (&vectors[i], host);

      loft_html_editor_run (writing.editor, "document.body.innerHTML = value", NULL, html);
      linger (LINGER_MS);
    }
  end_writing (&writing);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*show) (void);
  } places[] = {
    { "message", show_in_message_view },
    { "source", look_at_sources },
    { "conversation", show_in_conversations },
    { "list", show_folder },
    { "search", show_found },
    { "attachments", show_as_attachments },
    { "print", print_to_files },
    { "mails", show_real_mails },
    { "reply", show_replies },
    { "edit-as-new", show_edited },
    { "paste", paste_all },
    { "editor", put_into_editor },
  };
  static const struct {
    const char *name;
    LoftHtmlWalls walls;
  } modes[] = {
    { "all", LOFT_HTML_WALLS_ALL },
    { "filter", LOFT_HTML_WALL_FILTER },
    { "policy", LOFT_HTML_WALL_POLICY },
    { "settings", LOFT_HTML_WALL_SETTINGS },
    { "none", 0 },
  };
  guint n = 0;

  ui_test_init (&argc, &argv);
  leak_vectors_get (&n);
  g_print ("vectors: %u\n", n);
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (places); i++)
    {
      if (!g_str_equal (argv[1], places[i].name))
        continue;
      places[i].show ();
      return 0;
    }
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (modes); i++)
    {
      if (!g_str_equal (argv[1], modes[i].name))
        continue;
      show_in_html_view (modes[i].walls);
      return 0;
    }
  return 2;
}
