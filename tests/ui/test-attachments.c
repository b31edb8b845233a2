/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Attachments in the reading view: shown in the place of their message, with a way back; saved all
 * together, whatever they are called. */

#include "fake-service.h"
#include "loft-attachment-bar.h"
#include "loft-attachment-card.h"
#include "loft-attachment-folder.h"
#include "loft-attachment-kind.h"
#include "loft-attachment-preview.h"
#include "loft-html-view.h"
#include "loft-message-content.h"
#include "loft-message-view.h"
#include "loft-save-all.h"
#include "loft-hostile-names.h"
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
  char *folder;
} Fixture;

#define PNG                                                                                        \
  "R0lGODlhAwABAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAEAAAIChF0AOw==" /* 3 × 1, a GIF in truth */

/* Part 3 has a message in it that has an attachment of its own. */
static const char sample[] =
  "From: Eva <eva@example.org>\r\nTo: me@example.org\r\nSubject: Papers\r\n"
  "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the papers.\r\n--b\r\n"
  "Content-Type: text/plain; charset=utf-8\r\n"
  "Content-Disposition: attachment; filename=notes.txt\r\n\r\nneedle one\r\n> needle two\r\n--b\r\n"
  "Content-Type: image/gif\r\nContent-Disposition: attachment; filename=dot.gif\r\n"
  "Content-Transfer-Encoding: base64\r\n\r\n" PNG "\r\n--b\r\n"
  "Content-Type: message/rfc822\r\n\r\n"
  "From: Jan <jan@example.net>\r\nSubject: Inner\r\nContent-Type: multipart/mixed; "
  "boundary=c\r\n\r\n--c\r\n\r\nInner text\r\n--c\r\nContent-Type: text/csv\r\n"
  "Content-Disposition: attachment; filename=table.csv\r\n\r\na;b\r\n--c--\r\n\r\n--b\r\n"
  "Content-Type: text/html\r\nContent-Disposition: attachment; filename=page.html\r\n\r\n"
  "<p>Page text<img src='https://remote.invalid/x.png'></p>\r\n--b\r\n"
  "Content-Type: image/png\r\nContent-Disposition: attachment; filename=lie.png\r\n\r\n"
  "This is no picture.\r\n--b\r\n"
  "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=binary.txt\r\n"
  "Content-Transfer-Encoding: base64\r\n\r\nAAECAwQFBgc=\r\n--b\r\n"
  "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=paper.pdf\r\n\r\n"
  "%PDF-1.4\r\n--b--\r\n";

enum { NOTES = 1, DOT, INNER, PAGE, LIE, BINARY, PAPER };

static gboolean
is_open (Fixture *fixture)
{
  return loft_message_view_get_body (fixture->view) != NULL;
}

static void
open_message (Fixture *fixture, const char *raw)
{
  fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_SEEN, 1000);
  fixture->list = loft_message_list_new (fixture->account, 1);
  ui_test_settle ();
  fixture->row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  loft_message_view_open (fixture->view, fixture->account, fixture->row);
  ui_test_wait_for (is_open, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toasts = adw_toast_overlay_new ();

  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (fixture->view));
  fixture->window = ui_test_show (toasts, 700, 600);
  fixture->folder = g_dir_make_tmp ("loft-save-XXXXXX", NULL);
}

static void
clean_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_clear_object (&fixture->row);
  g_clear_object (&fixture->list);
  g_object_unref (fixture->service);
  clean_folder (fixture->folder);
  g_free (fixture->folder);
}

static LoftAttachmentPreview *
preview_of (Fixture *fixture)
{
  return ui_test_child (fixture->view, "preview");
}

static const char *
page_of (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (ui_test_child (preview_of (fixture), "pages"));
}

static gboolean
is_loaded (Fixture *fixture)
{
  return !g_str_equal (page_of (fixture), "loading");
}

static const char *
whole_page_of (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (ui_test_child (fixture->view, "pages"));
}

static LoftAttachmentCard *
find_card (gpointer root, guint n)
{
  if (LOFT_IS_ATTACHMENT_CARD (root))
    return loft_attachment_card_get_n (root) == n && gtk_widget_get_mapped (root) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      LoftAttachmentCard *found = find_card (child, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click (Fixture *fixture, guint n)
{
  GtkWidget *button = NULL;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  button = ui_test_child (find_card (fixture->view, n), "show");
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
  ui_test_wait_for (is_loaded, fixture);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  GtkTextView *text = NULL;
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start, end;
  g_autofree char *shown = NULL;

  open_message (fixture, sample);
  click (fixture, NOTES);
  g_assert_cmpstr (whole_page_of (fixture), ==, "attachment");
  g_assert_cmpstr (page_of (fixture), ==, "text");
  g_assert_nonnull (ui_test_find_text (preview_of (fixture), "notes.txt"));
  text = ui_test_child (ui_test_child (preview_of (fixture), "text"), "text");
  buffer = gtk_text_view_get_buffer (text);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (shown, ==, "needle one\n> needle two");
  /* What source and saving are about is still the message. */
  g_assert_cmpstr (loft_message_view_get_body (fixture->view)->message->subject, ==, "Papers");
  g_assert_true (loft_message_view_go_back (fixture->view));
  g_assert_cmpstr (whole_page_of (fixture), ==, "message");
  g_assert_false (loft_message_view_go_back (fixture->view));
  /* Where one was. */
  g_assert_true (gtk_window_get_focus (fixture->window) ==
                 ui_test_child (find_card (fixture->view, NOTES), "show"));
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  open_message (fixture, sample);
  click (fixture, DOT);
  g_assert_cmpstr (page_of (fixture), ==, "picture");
}

static void
test_not_what_it_says (Fixture *fixture, gconstpointer data)
{
  open_message (fixture, sample);
  click (fixture, LIE);
  g_assert_cmpstr (page_of (fixture), ==, "error");
  loft_message_view_go_back (fixture->view);
  click (fixture, BINARY);
  g_assert_cmpstr (page_of (fixture), ==, "error");
}

static gboolean
reads_inner (Fixture *fixture)
{
  LoftMessageBody *body = loft_message_view_get_body (fixture->view);

  return body != NULL && g_str_equal (body->message->subject, "Inner");
}

/* A message in a message, an attachment of that, and back through both. */
static void
test_message (Fixture *fixture, gconstpointer data)
{
  open_message (fixture, sample);
  click (fixture, INNER);
  g_assert_cmpstr (page_of (fixture), ==, "message");
  g_assert_true (reads_inner (fixture));
  g_assert_nonnull (ui_test_find_text (preview_of (fixture), "jan@example.net"));
  click (fixture, 1);
  g_assert_cmpstr (page_of (fixture), ==, "text");
  g_assert_nonnull (ui_test_find_text (preview_of (fixture), "table.csv"));
  loft_message_view_go_back (fixture->view);
  ui_test_wait_for (reads_inner, fixture);
  loft_message_view_go_back (fixture->view);
  g_assert_cmpstr (whole_page_of (fixture), ==, "message");
  g_assert_cmpstr (loft_message_view_get_body (fixture->view)->message->subject, ==, "Papers");
}

/* HTML goes through cleaner and walls; the file has no sender, and nobody is warned of that. */
static void
test_page (Fixture *fixture, gconstpointer data)
{
  LoftMessageContent *content = NULL;

  open_message (fixture, sample);
  click (fixture, PAGE);
  g_assert_cmpstr (page_of (fixture), ==, "message");
  content = loft_attachment_preview_get_content (preview_of (fixture));
  g_assert_nonnull (content);
  g_assert_true (loft_message_content_get_body (content)->has_remote_content);
  g_assert_null (strstr (loft_message_content_get_body (content)->html, " src="));
  g_assert_null (ui_test_find_text (preview_of (fixture), "No Subject"));
  g_assert_cmpuint (loft_message_content_get_body (content)->sender->oddities, ==, 0);
  g_assert_cmpstr (loft_message_view_get_body (fixture->view)->message->subject, ==, "Papers");
}

/* Another message on screen: nothing of the attachment is left. */
static void
test_left_behind (Fixture *fixture, gconstpointer data)
{
  open_message (fixture, sample);
  click (fixture, INNER);
  loft_message_view_close (fixture->view, 0);
  g_assert_null (loft_message_view_get_body (fixture->view));
  g_assert_false (loft_message_view_go_back (fixture->view));
  loft_message_view_open (fixture->view, fixture->account, fixture->row);
  ui_test_wait_for (is_open, fixture);
  g_assert_cmpstr (whole_page_of (fixture), ==, "message");
}

static void
test_kinds (void)
{
  static const struct {
    const char *name;
    const char *type;
    LoftAttachmentKind kind;
  } rows[] = {
    { "a.png", "application/octet-stream", LOFT_ATTACHMENT_KIND_PICTURE },
    { "a.PNG", "text/html", LOFT_ATTACHMENT_KIND_PICTURE },
    { "", "image/jpeg", LOFT_ATTACHMENT_KIND_PICTURE },
    { "a.tif", "image/png", LOFT_ATTACHMENT_KIND_OTHER },
    { "a.txt", "application/octet-stream", LOFT_ATTACHMENT_KIND_TEXT },
    { "a.c", "application/octet-stream", LOFT_ATTACHMENT_KIND_TEXT },
    { "a.csv", "application/octet-stream", LOFT_ATTACHMENT_KIND_TEXT },
    { "a.patch", "text/x-patch", LOFT_ATTACHMENT_KIND_TEXT },
    { "a.ics", "text/calendar", LOFT_ATTACHMENT_KIND_TEXT },
    { "a.html", "text/plain", LOFT_ATTACHMENT_KIND_PAGE },
    { "", "text/html", LOFT_ATTACHMENT_KIND_PAGE },
    { "a.xps", "image/png", LOFT_ATTACHMENT_KIND_OTHER },
    { "a.exe", "text/plain", LOFT_ATTACHMENT_KIND_OTHER },
    { "a.eml", "message/rfc822", LOFT_ATTACHMENT_KIND_MESSAGE },
    { "a.zip", "message/rfc822", LOFT_ATTACHMENT_KIND_MESSAGE },
    { "\342\200\256gnp.exe", "image/png", LOFT_ATTACHMENT_KIND_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftAttachment *each = loft_attachment_new (1, rows[i].name, rows[i].type, 1, FALSE);

      g_test_message ("%s %s", rows[i].name, rows[i].type);
      g_assert_cmpint (loft_attachment_kind_guess (each), ==, rows[i].kind);
      loft_attachment_free (each);
    }
}

static void
test_text_bytes (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    const char *text;
  } rows[] = {
    { "", 0, "" },
    { "plain", 5, "plain" },
    { "\357\273\277mark", 7, "mark" },
    { "gr\303\274n", 5, "grün" },
    { "gr\374n \200", 6, "grün €" },
    { "\377\376a\0b\0", 6, "ab" },
    { "\376\377\0a\0b", 6, "ab" },
    { "a\0b", 3, NULL },
    { "\377\376a", 3, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, rows[i].length);
      g_autofree char *text = loft_attachment_kind_text (bytes);

      g_test_message ("row %u", i);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Saving all */

static GString *
message_with (const char *const *names, guint n)
{
  GString *raw = g_string_new ("From: a@example.org\r\nContent-Type: multipart/mixed; "
                               "boundary=b\r\n\r\n--b\r\n\r\ntext\r\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (raw,
                            "--b\r\nContent-Type: application/octet-stream\r\n"
                            "Content-Disposition: attachment; filename=\"%s\"\r\n\r\ncontent %u"
                            "\r\n",
                            names[i], i);
  g_string_append (raw, "--b--\r\n");
  return raw;
}

static LoftSaveAll *
save_all_of (Fixture *fixture)
{
  LoftAttachmentBar *bar = ui_test_find (fixture->view, LOFT_TYPE_ATTACHMENT_BAR);

  return ui_test_child (bar, "save_all");
}

static gboolean
is_saved (Fixture *fixture)
{
  GtkStack *stack = ui_test_child (save_all_of (fixture), "stack");

  return g_str_equal (gtk_stack_get_visible_child_name (stack), "button");
}

static void
assert_content (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *content = NULL;

  g_test_message ("%s", name);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* In a pane too narrow for two beside each other: one below the other, and nothing to scroll for. */
static void
test_all_cards_seen (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "Plan of the hall.txt", "prices.csv" };
  g_autoptr (GString) raw = message_with (names, G_N_ELEMENTS (names));
  LoftAttachmentBar *bar = NULL;
  GtkAdjustment *adjustment = NULL;

  gtk_window_set_default_size (fixture->window, 440, 600);
  open_message (fixture, raw->str);
  ui_test_settle ();
  bar = ui_test_find (fixture->view, LOFT_TYPE_ATTACHMENT_BAR);
  adjustment = gtk_scrolled_window_get_vadjustment (ui_test_find (bar, GTK_TYPE_SCROLLED_WINDOW));
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 60);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=,
                     gtk_adjustment_get_page_size (adjustment));
}

#define REPORT_PARTS                                                                              \
  "--r\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"                          \
  "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"     \
  "Final-Recipient: rfc822; eva@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"              \
  "--r\r\nContent-Type: message/rfc822\r\n\r\nSubject: The plan\r\n\r\nHere it is.\r\n--r--\r\n"

/* What a report says to machines is in its notice; what came back is worth a card. */
static void
test_report (Fixture *fixture, gconstpointer data)
{
  open_message (fixture, "From: postmaster@example.org\r\nSubject: Undelivered\r\n"
                         "Content-Type: multipart/report; boundary=r;"
                         " report-type=delivery-status\r\n\r\n" REPORT_PARTS);
  g_assert_null (ui_test_find_text (fixture->view, "2 attachments"));
  g_assert_nonnull (ui_test_find_text (fixture->view, "The plan.eml"));
}

static void
test_no_report (Fixture *fixture, gconstpointer data)
{
  open_message (fixture, "From: a@example.org\r\nSubject: No report\r\n"
                         "Content-Type: multipart/mixed; boundary=r\r\n\r\n" REPORT_PARTS);
  g_assert_nonnull (ui_test_find_text (fixture->view, "2 attachments"));
}

static void
test_save_all (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a.pdf", "a.pdf",     "../../a.pdf", "a (2).pdf",
                                       "b",     ".bashrc",   "/etc/passwd", "b",
                                       "taken", "a\\\\c.pdf" };
  g_autoptr (GString) raw = message_with (names, G_N_ELEMENTS (names));
  g_autofree char *taken = g_build_filename (fixture->folder, "taken", NULL);

  g_assert_true (g_file_set_contents (taken, "mine", -1, NULL));
  open_message (fixture, raw->str);
  g_assert_nonnull (ui_test_find_text (fixture->view, "10 attachments"));
  loft_save_all_into (save_all_of (fixture), fixture->folder);
  g_assert_false (is_saved (fixture));
  ui_test_wait_for (is_saved, fixture);
  g_assert_nonnull (ui_test_find_text (fixture->window, "10 attachments saved"));
  g_assert_cmpuint (count_files (fixture->folder), ==, 11);
  assert_content (fixture, "a.pdf", "content 0");
  assert_content (fixture, "a (2).pdf", "content 1");
  assert_content (fixture, "a (3).pdf", "content 2");
  assert_content (fixture, "a (2) (2).pdf", "content 3");
  assert_content (fixture, "b", "content 4");
  assert_content (fixture, "b (2)", "content 7");
  assert_content (fixture, "taken", "mine");
  assert_content (fixture, "taken (2)", "content 8");
  assert_content (fixture, "passwd", "content 6");
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

static void
test_save_all_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gone = g_build_filename (fixture->folder, "gone", NULL);
  const char *body = NULL;

  open_message (fixture, sample);
  loft_save_all_into (save_all_of (fixture), gone);
  ui_test_wait (has_dialog, NULL);
  body = adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (find_dialog ()));
  g_assert_nonnull (strstr (body, "notes.txt: the folder is not there any more"));
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "7 Attachments Were Not Saved");
  g_assert_true (is_saved (fixture));
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
}

/* Stopped: what is complete stays, the rest is not begun. */
static void
test_save_all_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) raw = NULL;
  guint n = 0;

  for (guint i = 0; i < 2000; i++)
    g_ptr_array_add (names, (char *) "same.txt");
  raw = message_with ((const char *const *) names->pdata, names->len);
  open_message (fixture, raw->str);
  g_assert_nonnull (ui_test_find_text (fixture->view, "Only the first 200 are shown"));
  loft_save_all_into (save_all_of (fixture), fixture->folder);
  g_signal_emit_by_name (gtk_widget_get_next_sibling (
                           ui_test_child (save_all_of (fixture), "progress")),
                         "clicked");
  ui_test_wait_for (is_saved, fixture);
  n = count_files (fixture->folder);
  g_assert_cmpuint (n, <, 2000);
  g_assert_nonnull (ui_test_find_text (fixture->window, "Stopped: "));
}

typedef struct {
  LoftSavedAttachments *saved;
  gint n_tried;
} Many;

static void
on_many_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Many *) data)->saved = loft_attachment_folder_save_finish (result);
}

static gboolean
many_are_saved (Many *many)
{
  return many->saved != NULL;
}

/* A thousand of one name do not try each other's numbers. */
static void
test_same_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) raw = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LoftMessageBody) body = NULL;
  Many many = { NULL, 0 };

  for (guint i = 0; i < 1000; i++)
    g_ptr_array_add (names, (char *) "same.txt");
  raw = message_with ((const char *const *) names->pdata, names->len);
  bytes = g_bytes_new (raw->str, raw->len);
  body = loft_message_body_new_alone (bytes);
  loft_attachment_folder_save_async (body, body->message->attachments, fixture->folder,
                                     &many.n_tried, NULL, on_many_saved, &many);
  ui_test_wait_for (many_are_saved, &many);
  g_assert_cmpuint (many.saved->n_saved, ==, 1000);
  g_assert_cmpuint (many.saved->unsaved->len, ==, 0);
  g_assert_cmpint (many.n_tried, ==, 1000);
  assert_content (fixture, "same (1000).txt", "content 999");
  loft_saved_attachments_free (many.saved);
}

/* Hostile names */

static char *
mail_with_names (GPtrArray *names, guint from, guint n)
{
  GString *raw = g_string_new ("From: a@example.org\r\nContent-Type: multipart/mixed; "
                               "boundary=b\r\n\r\n--b\r\n\r\ntext\r\n");

  for (guint i = from; i < from + n && i < names->len; i++)
    {
      const LoftHostileName *hostile = g_ptr_array_index (names, i);
      g_autofree char *escaped = g_uri_escape_string (hostile->name, NULL, FALSE);

      g_string_append_printf (raw,
                              "--b\r\nContent-Type: application/octet-stream\r\n"
                              "Content-Disposition: attachment; filename*=utf-8''%s\r\n\r\nx\r\n",
                              escaped);
    }
  g_string_append (raw, "--b--\r\n");
  return g_string_free (raw, FALSE);
}

static guint
look_at_cards (gpointer root)
{
  guint n = 0;

  if (LOFT_IS_ATTACHMENT_CARD (root))
    {
      const char *name = gtk_label_get_text (ui_test_child (root, "name"));
      const char *fault = loft_hostile_names_find_fault (name);

      if (fault != NULL)
        g_error ("%s: \"%s\"", fault, name);
      /* One line, whatever its letters are. */
      g_assert_cmpint (gtk_widget_get_height (root), <, 120);
      return 1;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += look_at_cards (child);
  return n;
}

typedef struct {
  GtkWidget *bar;
  guint n;
} Cards;

static gboolean
has_cards (gpointer data)
{
  const Cards *cards = data;

  return look_at_cards (cards->bar) == cards->n;
}

static void
assert_sound_files (const char *folder, guint n_expected)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;
  guint n = 0;

  for (; (name = g_dir_read_name (dir)) != NULL; n++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const char *fault = loft_hostile_names_find_fault (name);
      GStatBuf status;

      if (fault != NULL)
        g_error ("%s: \"%s\"", fault, name);
      g_assert_cmpint (g_lstat (path, &status), ==, 0);
      g_assert_cmphex (status.st_mode, ==, S_IFREG | 0600);
      g_remove (path);
    }
  g_assert_cmpuint (n, ==, n_expected);
}

/* All of them in messages of 200, seen and saved. */
static void
test_hostile_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = loft_hostile_names_new ();
  guint n_seen = 0;
  int width = 0;

  for (guint i = 0; i < names->len; i += 200)
    {
      g_autofree char *raw = mail_with_names (names, i, 200);
      guint n = MIN (200, names->len - i);
      Cards cards = { NULL, n };

      g_clear_object (&fixture->row);
      g_clear_object (&fixture->list);
      open_message (fixture, raw);
      ui_test_settle ();
      cards.bar = ui_test_find (fixture->view, LOFT_TYPE_ATTACHMENT_BAR);
      gtk_test_widget_wait_for_draw (cards.bar);
      ui_test_wait (has_cards, &cards);
      n_seen += n;
      gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                          NULL, NULL);
      g_assert_cmpint (width, <=, 360);
      loft_save_all_into (save_all_of (fixture), fixture->folder);
      ui_test_wait_for (is_saved, fixture);
      g_assert_null (find_dialog ());
      assert_sound_files (fixture->folder, n);
    }
  g_assert_cmpuint (n_seen, ==, names->len);
  g_assert_cmpuint (n_seen, >=, 2500);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/attachments/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/attachments/kinds", test_kinds);
  g_test_add_func ("/attachments/text-bytes", test_text_bytes);
  ADD ("text", test_text);
  ADD ("picture", test_picture);
  ADD ("not-what-it-says", test_not_what_it_says);
  ADD ("message", test_message);
  ADD ("page", test_page);
  ADD ("left-behind", test_left_behind);
  ADD ("all-cards-seen", test_all_cards_seen);
  ADD ("report", test_report);
  ADD ("no-report", test_no_report);
  ADD ("save-all", test_save_all);
  ADD ("save-all-fails", test_save_all_fails);
  ADD ("save-all-stopped", test_save_all_stopped);
  ADD ("same-name", test_same_name);
  ADD ("hostile-names", test_hostile_names);
  return g_test_run ();
}
