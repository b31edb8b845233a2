/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing HTML: what a composer does with text it does with HTML, too; formatting, pictures, paste,
 * switching, and what leaves. */

#include "fake-service.h"
#include "loft-banner.h"
#include "loft-compose.h"
#include "loft-composer-private.h"
#include "loft-draft-html.h"
#include "loft-format-bar.h"
#include "loft-html-editor-private.h"
#include "loft-text-editor.h"
#include "ui-test.h"

#include <string.h>

#define PIXEL                                                                                      \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftComposer *composer;
  GtkWindow *window;
} Fixture;

static gboolean
is_ready (gpointer data)
{
  LoftComposer *composer = data;

  return LOFT_IS_HTML_EDITOR (composer->editor) &&
         loft_html_editor_is_ready (LOFT_HTML_EDITOR (composer->editor));
}

static void
open_draft (Fixture *fixture, const LoftDraft *draft)
{
  if (fixture->window != NULL)
    gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->composer);
  fixture->composer =
    LOFT_COMPOSER (loft_composer_new (fixture->service, fixture->account, draft, 0));
  g_object_ref_sink (fixture->composer);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->composer), 700, 600);
  if (draft->html != NULL)
    ui_test_wait (is_ready, fixture->composer);
  ui_test_settle ();
}

/* data: the HTML it begins with, NULL for text. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);

  fake_outbox_clear ();
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "home", "me@home.example");
  fake_service_set_online (fixture->service, TRUE);
  g_free (loft_mail_account_get_account (fixture->account)->outgoing.host);
  loft_mail_account_get_account (fixture->account)->outgoing.host = g_strdup ("smtp.home.example");
  loft_compose_start (fixture->service);
  draft->html = g_strdup (data);
  open_draft (fixture, draft);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->composer);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static LoftHtmlEditor *
editor_of (Fixture *fixture)
{
  return LOFT_HTML_EDITOR (fixture->composer->editor);
}

static void
on_settled (gpointer done)
{
  *(gboolean *) done = TRUE;
}

static gboolean
is_true (gpointer value)
{
  return *(gboolean *) value;
}

static void
settle (Fixture *fixture)
{
  gboolean done = FALSE;

  loft_editor_settle (fixture->composer->editor, on_settled, &done);
  ui_test_wait (is_true, &done);
}

static char *
html_of (Fixture *fixture)
{
  settle (fixture);
  return loft_editor_get_html (fixture->composer->editor, NULL);
}

static void
type (Fixture *fixture, const char *text)
{
  loft_html_editor_run (editor_of (fixture), "loft.run (name, value)", "insertText", text);
}

static void
press (Fixture *fixture, const char *action)
{
  g_action_group_activate_action (loft_html_editor_get_actions (editor_of (fixture)), action, NULL);
}

static void
press_with (Fixture *fixture, const char *action, const char *value)
{
  GActionGroup *actions = loft_html_editor_get_actions (editor_of (fixture));

  g_action_group_activate_action (actions, action, g_variant_new_string (value));
}

static void
select_all (Fixture *fixture)
{
  loft_html_editor_run (editor_of (fixture), "loft.run (name)", "selectAll", NULL);
}

typedef struct {
  Fixture *fixture;
  const char *action;
  gboolean wanted;
} StateWait;

static gboolean
has_state (gpointer data)
{
  StateWait *wait = data;
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (loft_html_editor_get_actions (editor_of (wait->fixture)),
                                     wait->action);

  return g_variant_get_boolean (state) == wait->wanted;
}

static void
wait_for_state (Fixture *fixture, const char *action, gboolean wanted)
{
  StateWait wait = { fixture, action, wanted };

  ui_test_wait (has_state, &wait);
}

/* ---- formatting --------------------------------------------------------------------------- */

typedef struct {
  const char *action;
  const char *value; /* (nullable) */
  const char *html;
} Format;

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const Format formats[] = {
    { "bold", NULL, "<div><b>word</b></div>" },
    { "italic", NULL, "<div><i>word</i></div>" },
    { "underline", NULL, "<div><u>word</u></div>" },
    { "strike", NULL, "<div><strike>word</strike></div>" },
    { "bullets", NULL, "<ul><li>word</li></ul>" },
    { "numbers", NULL, "<ol><li>word</li></ol>" },
    { "block", "h1", "<h1>word</h1>" },
    { "block", "pre", "<pre>word</pre>" },
    { "size", "5", "<div><font size=\"5\">word</font></div>" },
    { "color", "#c01c28", "<div><font color=\"#c01c28\">word</font></div>" },
    { "quote", NULL,
      "<blockquote type=\"cite\" style=\"margin:0 0 0 6px;border-left:2px solid "
      "rgb(170, 170, 170);padding-left:12px;\">word</blockquote>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
      g_autofree char *html = NULL;
      g_autofree char *bare = NULL;
      g_auto (GStrv) lines = NULL;

      draft->html = g_strdup ("<div>word</div>");
      open_draft (fixture, draft);
      select_all (fixture);
      if (formats[i].value != NULL)
        press_with (fixture, formats[i].action, formats[i].value);
      else
        press (fixture, formats[i].action);
      html = html_of (fixture);
      g_test_message ("%s: %s", formats[i].action, html);
      /* Ends of lines that are not seen. */
      lines = g_strsplit (html, "<br>", -1);
      g_free (html);
      html = g_strjoinv ("", lines);
      if (strstr (formats[i].html, "blockquote") != NULL)
        g_assert_nonnull (strstr (html, "<blockquote type=\"cite\""));
      else
        g_assert_cmpstr (html, ==, formats[i].html);
      g_assert_true (loft_html_editor_has_formatting (editor_of (fixture)) ||
                     g_str_equal (formats[i].action, "quote"));
      select_all (fixture);
      press (fixture, "clear");
      bare = html_of (fixture);
      if (i < 4)
        g_assert_cmpstr (bare, ==, "<div>word</div>");
    }
}

static void
test_buttons_follow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) block = NULL;

  select_all (fixture);
  wait_for_state (fixture, "bold", FALSE);
  press (fixture, "bold");
  wait_for_state (fixture, "bold", TRUE);
  press (fixture, "bullets");
  wait_for_state (fixture, "bullets", TRUE);
  press (fixture, "bold");
  wait_for_state (fixture, "bold", FALSE);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  static const char *const rows[][2] = {
    { "www.example.org", "https://www.example.org" },
    { "https://x.org/?a=1&b=2", "https://x.org/?a=1&amp;b=2" },
    { "eva@x.org", "mailto:eva@x.org" },
    { "javascript:alert(1)", NULL },
    { "file:///etc/passwd", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
      g_autofree char *html = NULL;
      g_autofree char *expected =
        rows[i][1] == NULL ? g_strdup ("<div>word</div>")
                           : g_strdup_printf ("<div><a href=\"%s\">word</a></div>", rows[i][1]);

      draft->html = g_strdup ("<div>word</div>");
      open_draft (fixture, draft);
      select_all (fixture);
      loft_html_editor_set_link (editor_of (fixture), rows[i][0], NULL);
      html = html_of (fixture);
      g_assert_cmpstr (html, ==, expected);
    }
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autofree char *html = NULL;
  g_autofree char *text = NULL;

  loft_html_editor_insert_table (editor_of (fixture), 2, 3);
  html = html_of (fixture);
  g_assert_nonnull (strstr (html, "<table"));
  g_assert_cmpuint (g_strv_length (g_strsplit (html, "<td", -1)), ==, 7);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = html_of (fixture);
  g_autofree char *after = NULL;

  select_all (fixture);
  press (fixture, "bold");
  settle (fixture);
  loft_webkit.web_view_execute_editing_command (editor_of (fixture)->web_view, "Undo");
  after = html_of (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* ---- keeping and leaving ------------------------------------------------------------------ */

static gboolean
was_saved (gpointer unused)
{
  return fake_outbox_get_n_saved () > 0 && loft_composer_n_saving () == 0;
}

static gboolean
was_touched (gpointer composer)
{
  return loft_composer_is_touched (composer);
}

static void
test_autosave (Fixture *fixture, gconstpointer data)
{
  g_assert_false (loft_composer_is_touched (fixture->composer));
  type (fixture, "Hello");
  ui_test_wait (was_touched, fixture->composer);
  ui_test_wait (was_saved, NULL);
  g_assert_cmpstr (fake_outbox_get_last_text (), ==, "Hello\n");
  /* With what was typed a moment ago. */
  type (fixture, " again");
  settle (fixture);
  loft_composer_touch (fixture->composer);
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  g_assert_cmpstr (fake_outbox_get_last_text (), ==, "Hello again\n");
}

static gboolean
was_sent (gpointer unused)
{
  return fake_outbox_get_n_sent () > 0;
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) to = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  g_ptr_array_add (to, loft_address_new ("", "eva@x.org"));
  loft_recipient_entry_set_addresses (fixture->composer->recipients[LOFT_RECIPIENT_TO], to);
  gtk_editable_set_text (GTK_EDITABLE (fixture->composer->subject), "Plan");
  type (fixture, "typed and sent at once");
  loft_composer_send (fixture->composer);
  ui_test_wait (was_sent, NULL);
  g_assert_cmpstr (fake_outbox_get_last_text (), ==, "typed and sent at once\n");
}

/* What is kept is what is opened again. */
static void
test_draft_again (Fixture *fixture, gconstpointer data)
{
  static const char html[] = "<div>Hello <b>you</b></div><ul><li>one</li></ul>"
                             "<img src=\"data:image/png;base64," PIXEL "\" alt=\"dot\">";
  g_autoptr (LoftDraft) first = loft_draft_new (NULL);
  g_autoptr (LoftDraft) kept = NULL;
  g_autoptr (LoftDraft) again = NULL;

  first->html = g_strdup (html);
  open_draft (fixture, first);
  settle (fixture);
  kept = loft_composer_get_draft (fixture->composer);
  g_assert_nonnull (strstr (kept->html, "Hello <b>you</b>"));
  g_assert_cmpuint (kept->parts->len, ==, 1);
  g_assert_nonnull (((LoftDraftPart *) g_ptr_array_index (kept->parts, 0))->content_id);
  g_assert_cmpstr (kept->text, ==, "Hello you\n\n• one\n");
  open_draft (fixture, kept);
  settle (fixture);
  again = loft_composer_get_draft (fixture->composer);
  g_assert_cmpstr (again->html, ==, kept->html);
  g_assert_cmpuint (again->parts->len, ==, 1);
  g_assert_cmpuint (loft_draft_attachments_get_n (fixture->composer->attachments), ==, 0);
  g_assert_false (loft_composer_is_touched (fixture->composer));
}

/* The end of the web process takes nothing that was told. */
static void
test_process_ends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *html = NULL;

  type (fixture, "Hello");
  settle (fixture);
  loft_webkit.web_view_terminate_web_process (editor_of (fixture)->web_view);
  editor_of (fixture)->is_ready = FALSE;
  ui_test_wait (is_ready, fixture->composer);
  html = html_of (fixture);
  g_assert_cmpstr (html, ==, "<div>Hello</div>");
}

/* ---- answers ------------------------------------------------------------------------------ */

static void
test_hidden_is_pruned (Fixture *fixture, gconstpointer data)
{
  static const char quote[] =
    "<div><br></div><blockquote type=\"cite\"><style>.x{display:none}</style>"
    "<p>seen</p><p style=\"display:none\">secret one</p><p style=\"font-size:1px\">secret two</p>"
    "<div class=\"gmail_signature\">Eva Adler</div></blockquote>";
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
  g_autofree char *html = NULL;

  draft->html = g_strdup (quote);
  open_draft (fixture, draft);
  html = html_of (fixture);
  g_assert_nonnull (strstr (html, "seen"));
  g_assert_null (strstr (html, "secret"));
  g_assert_null (strstr (html, "Eva Adler"));
  g_assert_false (loft_composer_is_touched (fixture->composer));
}

static void
test_signature (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  loft_html_editor_set_signature (editor_of (fixture), "Eva", NULL);
  one = html_of (fixture);
  g_assert_nonnull (strstr (one, "<div class=\"signature\"><div>-- </div><div>Eva</div></div>"));
  loft_html_editor_set_signature (editor_of (fixture), "Bob", "<b>Bob</b>");
  two = html_of (fixture);
  g_assert_null (strstr (two, "Eva"));
  g_assert_nonnull (strstr (two, "<b>Bob</b>"));
}

/* ---- switching ---------------------------------------------------------------------------- */

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
is_asked (gpointer unused)
{
  return find_question () != NULL;
}

static gboolean
is_text (gpointer composer)
{
  return LOFT_IS_TEXT_EDITOR (((LoftComposer *) composer)->editor);
}

static void
switch_editor (Fixture *fixture, gboolean rich)
{
  g_action_group_change_action_state (loft_composer_get_actions (fixture->composer), "rich",
                                      g_variant_new_boolean (rich));
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;
  AdwMessageDialog *dialog = NULL;

  g_assert_true (is_text (fixture->composer));
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (
                                      GTK_TEXT_VIEW (fixture->composer->editor)),
                                    "Hello\n> old\n", -1);
  switch_editor (fixture, TRUE);
  ui_test_wait (is_ready, fixture->composer);
  g_assert_nonnull (ui_test_find (fixture->composer, LOFT_TYPE_FORMAT_BAR));
  html = html_of (fixture);
  g_assert_true (g_str_has_prefix (html, "<div>Hello</div><blockquote type=\"cite\""));
  /* Nothing is lost: nothing is asked. */
  switch_editor (fixture, FALSE);
  ui_test_wait (is_text, fixture->composer);
  g_assert_null (find_question ());
  g_assert_null (ui_test_find (fixture->composer, LOFT_TYPE_FORMAT_BAR));
  text = loft_editor_get_text (fixture->composer->editor);
  g_assert_cmpstr (text, ==, "Hello\n> old\n");
  /* Bold would be. */
  switch_editor (fixture, TRUE);
  ui_test_wait (is_ready, fixture->composer);
  select_all (fixture);
  press (fixture, "bold");
  switch_editor (fixture, FALSE);
  ui_test_wait (is_asked, NULL);
  dialog = find_question ();
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (is_ready (fixture->composer));
  switch_editor (fixture, FALSE);
  ui_test_wait (is_asked, NULL);
  dialog = find_question ();
  adw_message_dialog_response (dialog, "remove");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (is_text (fixture->composer));
}

/* ---- paste -------------------------------------------------------------------------------- */

static gboolean
shows (gpointer data)
{
  gpointer *pair = data;
  LoftHtmlEditor *editor = pair[0];

  return editor->html != NULL && strstr (editor->html, pair[1]) != NULL;
}

static void
wait_for_html (Fixture *fixture, const char *part)
{
  gpointer pair[] = { editor_of (fixture), (gpointer) part };

  ui_test_wait (shows, pair);
}

static void
set_clipboard (Fixture *fixture, const char *html, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  GdkContentProvider *providers[] = {
    gdk_content_provider_new_for_bytes ("text/html", bytes),
    gdk_content_provider_new_typed (G_TYPE_STRING, text),
  };
  g_autoptr (GdkContentProvider) both = gdk_content_provider_new_union (providers, 2);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->composer)), both);
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  static const char word[] =
    "<html><head><style>p.MsoNormal{color:red}</style></head><body><!--StartFragment-->"
    "<p class=MsoNormal onclick=\"x()\"><b>Bold</b> word<o:p></o:p></p>"
    "<img src=\"https://track.example/x.gif\"><script>alert(1)</script><!--EndFragment--></body>";
  g_autofree char *html = NULL;

  set_clipboard (fixture, word, "Bold word");
  /* As the key and the menu do it: by the page. */
  loft_webkit.web_view_execute_editing_command (editor_of (fixture)->web_view, "Paste");
  wait_for_html (fixture, "word");
  html = html_of (fixture);
  g_assert_nonnull (strstr (html, "<b>Bold</b> word"));
  g_assert_null (strstr (html, "track.example"));
  g_assert_null (strstr (html, "alert"));
  g_assert_null (strstr (html, "<style"));
  g_assert_null (strstr (editor_of (fixture)->html, "track.example"));
}

static void
test_paste_plain (Fixture *fixture, gconstpointer data)
{
  g_autofree char *html = NULL;

  set_clipboard (fixture, "<b>Bold</b> word", "Bold word");
  press (fixture, "paste-plain");
  wait_for_html (fixture, "word");
  html = html_of (fixture);
  g_assert_cmpstr (html, ==, "<div>Bold word</div>");
}

static GdkTexture *
new_texture (int width)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, 40);
  gsize length = (gsize) gdk_pixbuf_get_rowstride (pixbuf) * 40;

  for (gsize i = 0; i < length; i++)
    gdk_pixbuf_get_pixels (pixbuf)[i] = (guchar) g_random_int ();
  return gdk_texture_new_for_pixbuf (pixbuf);
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) small = new_texture (100);
  g_autoptr (GdkTexture) wide = new_texture (4000);
  g_autoptr (LoftDraft) draft = NULL;
  AdwMessageDialog *dialog = NULL;

  loft_html_editor_insert_texture (editor_of (fixture), small);
  wait_for_html (fixture, "width=\"100\"");
  /* It counts as attached, and for the size. */
  g_assert_true (loft_composer_has_own_pictures (fixture->composer));
  fake_outbox_set_max_message_size (10);
  loft_composer_check_size (fixture->composer);
  g_assert_cmpstr (loft_banner_get_title (fixture->composer->banner), !=, "");
  fake_outbox_set_max_message_size (0);
  loft_composer_check_size (fixture->composer);
  g_assert_cmpuint (loft_draft_attachments_get_n (fixture->composer->attachments), ==, 0);
  loft_html_editor_insert_texture (editor_of (fixture), wide);
  ui_test_wait (is_asked, NULL);
  dialog = find_question ();
  adw_message_dialog_response (dialog, "scale");
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_for_html (fixture, "width=\"800\"");
  settle (fixture);
  draft = loft_composer_get_draft (fixture->composer);
  g_assert_cmpuint (draft->parts->len, ==, 2);
  g_assert_cmpstr (((LoftDraftPart *) g_ptr_array_index (draft->parts, 1))->content_type, ==,
                   "image/png");
}

/* ---- bar ---------------------------------------------------------------------------------- */

static void
test_bar_folds (Fixture *fixture, gconstpointer data)
{
  LoftFormatBar *bar = ui_test_find (fixture->composer, LOFT_TYPE_FORMAT_BAR);
  int minimum = 0;

  g_assert_false (loft_format_bar_is_folded (bar));
  gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_window_set_default_size (fixture->window, 360, 600);
  ui_test_settle ();
  gtk_widget_allocate (GTK_WIDGET (bar), 360, 40, -1, NULL);
  g_assert_true (loft_format_bar_is_folded (bar));
}

/* In place and in a window: the buttons know what they are for. */
static void
test_moves (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = ui_test_find (fixture->composer, LOFT_TYPE_FORMAT_BAR);
  GtkWidget *bold = NULL;
  g_autofree char *html = NULL;

  ui_test_settle ();
  bold = gtk_widget_get_next_sibling (
    gtk_widget_get_next_sibling (gtk_widget_get_first_child (gtk_widget_get_first_child (bar))));
  g_assert_true (GTK_IS_TOGGLE_BUTTON (bold));
  g_assert_true (gtk_widget_is_sensitive (bold));
  type (fixture, "Hello");
  gtk_window_set_child (fixture->window, NULL);
  gtk_window_destroy (fixture->window);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->composer), 600, 500);
  ui_test_settle ();
  g_assert_true (gtk_widget_is_sensitive (bold));
  html = html_of (fixture);
  g_assert_cmpstr (html, ==, "<div>Hello</div>");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, html, test)                                                                      \
  g_test_add ("/rich-text/" name, Fixture, html, set_up, test, tear_down)
  ADD ("formats", "", test_formats);
  ADD ("buttons-follow", "<div>word</div>", test_buttons_follow);
  ADD ("link", "", test_link);
  ADD ("table", "", test_table);
  ADD ("undo", "<div>word</div>", test_undo);
  ADD ("autosave", "", test_autosave);
  ADD ("send", "", test_send);
  ADD ("draft-again", "", test_draft_again);
  ADD ("process-ends", "", test_process_ends);
  ADD ("hidden-is-pruned", "", test_hidden_is_pruned);
  ADD ("signature", "<div>word</div>", test_signature);
  ADD ("switch", NULL, test_switch);
  ADD ("paste", "", test_paste);
  ADD ("paste-plain", "", test_paste_plain);
  ADD ("picture", "", test_picture);
  ADD ("bar-folds", "", test_bar_folds);
  ADD ("moves", "", test_moves);
#undef ADD
  return g_test_run ();
}
