/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing: pills and suggestions, what keeps a message and what stops it, closing, popping out. */

#include "fake-service.h"
#include "loft-attachment-reminder.h"
#include "loft-clock.h"
#include "loft-compose.h"
#include "loft-composer-private.h"
#include "loft-composer-window.h"
#include "loft-html-editor-private.h"
#include "loft-inline-replies.h"
#include "loft-outbox-row.h"
#include "loft-outbox-window.h"
#include "loft-recipient-pill.h"
#include "loft-send-time.h"
#include "loft-text.h"
#include "ui-test.h"

#include <string.h>

#define MANY     20000
#define FRAME_US 16000

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailAccount *other;
  LoftComposer *composer;
  GtkWindow *window;
} Fixture;

static gboolean
is_rich (Fixture *fixture)
{
  return LOFT_IS_HTML_EDITOR (fixture->composer->editor);
}

static gboolean
is_editor_ready (gpointer editor)
{
  return loft_html_editor_is_ready (editor);
}

/* data: "rich" for HTML, NULL for text. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);

  draft->html = data == NULL ? NULL : g_strdup ("");
  fake_outbox_clear ();
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "home", "me@home.example");
  fixture->other = fake_service_add_account (fixture->service, "work", "me@work.example");
  fake_service_set_online (fixture->service, TRUE);
  g_free (loft_mail_account_get_account (fixture->account)->outgoing.host);
  loft_mail_account_get_account (fixture->account)->outgoing.host = g_strdup ("smtp.home.example");
  loft_compose_start (fixture->service);
  fixture->composer =
    LOFT_COMPOSER (loft_composer_new (fixture->service, fixture->account, draft, 0));
  g_object_ref_sink (fixture->composer);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->composer), 700, 600);
  if (is_rich (fixture))
    ui_test_wait (is_editor_ready, fixture->composer->editor);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->composer);
  ui_test_settle ();
  fake_people_set (NULL);
  g_object_unref (fixture->service);
}

static void
type (GtkEditable *editable, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int position = (int) g_utf8_strlen (gtk_editable_get_text (editable), -1);

      gtk_editable_insert_text (editable, p, (int) (g_utf8_next_char (p) - p), &position);
      gtk_editable_set_position (editable, position);
    }
}

static LoftRecipientEntry *
to_entry (Fixture *fixture)
{
  return fixture->composer->recipients[LOFT_RECIPIENT_TO];
}

static char *
addresses_of (LoftRecipientEntry *entry)
{
  g_autoptr (GPtrArray) addresses = loft_recipient_entry_get_addresses (entry);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "",
                            ((LoftAddress *) g_ptr_array_index (addresses, i))->email);
  return g_string_free (text, FALSE);
}

static guint
count_pills (LoftRecipientEntry *entry, gboolean malformed)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (entry)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += LOFT_IS_RECIPIENT_PILL (child) &&
         (!malformed || loft_recipient_pill_is_malformed (LOFT_RECIPIENT_PILL (child)));
  return n;
}

/* ---- pills -------------------------------------------------------------------------------- */

/* The focus may leave a field that is half gone: its window was closed while somebody typed. */
static void
test_closed_while_typing (void)
{
  LoftRecipientEntry *entry =
    LOFT_RECIPIENT_ENTRY (g_object_ref_sink (loft_recipient_entry_new ("To")));
  g_autoptr (GtkEditable) text = g_object_ref (loft_recipient_entry_get_text (entry));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (text));
  guint n_left = 0;

  g_object_run_dispose (G_OBJECT (entry));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_EVENT_CONTROLLER_FOCUS (controller))
        continue;
      g_signal_emit_by_name (controller, "leave");
      n_left++;
    }
  g_assert_cmpuint (n_left, >, 0);
  g_object_unref (entry);
}

static void
test_pills (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *typed;
    guint n_pills; /* before it is left */
    guint n_after;
    guint n_malformed;
    const char *addresses;
  } rows[] = {
    { "eva@x.org", 0, 1, 0, "eva@x.org" },
    { "eva@x.org,", 1, 1, 0, "eva@x.org" },
    { "eva@x.org;bob@x.org", 1, 2, 0, "eva@x.org|bob@x.org" },
    { "Eva Adler <eva@x.org>, ", 1, 1, 0, "eva@x.org" },
    { "\"Adler, Eva\" <eva@x.org>,", 1, 1, 0, "eva@x.org" },
    { "eva@x.org, EVA@x.org, ", 1, 1, 0, "eva@x.org" },
    { "eva,", 1, 1, 1, "eva" },
    { "eva@,bob@x.org,", 2, 2, 1, "eva@|bob@x.org" },
    { ",,;", 0, 0, 0, "" },
    { "eva@x.org\nBcc: bob@x.org\n", 2, 2, 0, "eva@x.org|bob@x.org" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftRecipientEntry *entry =
        LOFT_RECIPIENT_ENTRY (g_object_ref_sink (loft_recipient_entry_new ("To")));
      g_autofree char *addresses = NULL;

      type (loft_recipient_entry_get_text (entry), rows[i].typed);
      g_test_message ("%s", rows[i].typed);
      g_assert_cmpuint (count_pills (entry, FALSE), ==, rows[i].n_pills);
      loft_recipient_entry_finish (entry);
      addresses = addresses_of (entry);
      g_assert_cmpuint (count_pills (entry, FALSE), ==, rows[i].n_after);
      g_assert_cmpuint (count_pills (entry, TRUE), ==, rows[i].n_malformed);
      g_assert_cmpstr (addresses, ==, rows[i].addresses);
      g_object_run_dispose (G_OBJECT (entry));
      g_object_unref (entry);
    }
}

static void
test_pasted_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) list = g_string_new (NULL);
  int position = 0;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (list, "person%u@x.org\r\n", i);
  gtk_editable_insert_text (loft_recipient_entry_get_text (to_entry (fixture)), list->str, -1,
                            &position);
  g_assert_cmpuint (count_pills (to_entry (fixture), FALSE), ==, 200);
  g_assert_cmpuint (count_pills (to_entry (fixture), TRUE), ==, 0);
}

/* ---- suggestions -------------------------------------------------------------------------- */

static void
person_free (gpointer data)
{
  LoftPerson *person = data;

  g_free (person->name);
  g_free (person->email);
  g_free (person->folded);
  g_free (person);
}

static LoftPeopleIndex *
many_people (void)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);

  for (guint i = 0; i < MANY; i++)
    {
      LoftPerson *person = g_new0 (LoftPerson, 1);
      g_autofree char *both = NULL;

      person->name = g_strdup_printf ("Eva %u Adler", i);
      person->email = g_strdup_printf ("eva%u@example.org", i);
      both = g_strconcat (person->name, " ", person->email, NULL);
      person->folded = loft_text_fold (both, -1);
      g_ptr_array_add (people, person);
    }
  return loft_people_index_new (people);
}

/* The whole turn of the main loop that a key takes: look-up, rows, popover, layout. */
static void
test_key_in_a_frame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftPeopleIndex) index = many_people ();
  GtkEditable *text = loft_recipient_entry_get_text (to_entry (fixture));
  gint64 worst = 0;

  loft_recipient_entry_set_people (to_entry (fixture), index);
  gtk_widget_grab_focus (GTK_WIDGET (to_entry (fixture)));
  ui_test_settle ();
  type (text, "e");
  ui_test_settle ();
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (to_entry (fixture)), ==, 6);
  for (const char *p = "va 19999 adler"; *p != '\0'; p++)
    {
      char letter[2] = { *p, '\0' };
      gint64 start = ui_test_cpu_time ();

      type (text, letter);
      worst = MAX (worst, ui_test_cpu_time () - start);
      ui_test_settle ();
    }
  g_test_message ("worst key: %.2f ms", worst / 1000.0);
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (to_entry (fixture)), ==, 1);
  if (g_getenv ("LOFT_TEST_SANITIZED") == NULL)
    g_assert_cmpint (worst, <, FRAME_US);
}

static void
test_taking (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftPeopleIndex) index = many_people ();
  LoftRecipientEntry *entry = to_entry (fixture);
  g_autofree char *addresses = NULL;

  loft_recipient_entry_set_people (to_entry (fixture), index);
  gtk_widget_grab_focus (GTK_WIDGET (to_entry (fixture)));
  ui_test_settle ();
  type (loft_recipient_entry_get_text (to_entry (fixture)), "eva");
  /* Tab takes the best, Enter what was chosen. */
  g_assert_true (loft_recipient_entry_press (entry, GDK_KEY_Tab));
  type (loft_recipient_entry_get_text (to_entry (fixture)), "eva");
  g_assert_true (loft_recipient_entry_press (entry, GDK_KEY_Down));
  g_assert_true (loft_recipient_entry_press (entry, GDK_KEY_Down));
  g_assert_true (loft_recipient_entry_press (entry, GDK_KEY_Return));
  type (loft_recipient_entry_get_text (to_entry (fixture)), "eva");
  g_assert_true (loft_recipient_entry_press (entry, GDK_KEY_Escape));
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (entry), ==, 0);
  gtk_editable_set_text (loft_recipient_entry_get_text (to_entry (fixture)), "");
  addresses = addresses_of (to_entry (fixture));
  g_assert_cmpstr (addresses, ==, "eva0@example.org|eva1@example.org");
}

static LoftPerson *
new_person (const char *name, const char *email)
{
  LoftPerson *person = g_new0 (LoftPerson, 1);

  person->name = g_strdup (name);
  person->email = g_strdup (email);
  person->folded = loft_text_fold (name, -1);
  return person;
}

/* All who are in it, each as a pill of its own. */
static void
test_taking_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (LoftPeopleIndex) index = NULL;
  LoftRecipientEntry *entry = to_entry (fixture);
  g_autofree char *addresses = NULL;
  LoftPerson *group = new_person ("Choir", "");

  g_ptr_array_add (members, new_person ("Eva", "eva@example.org"));
  g_ptr_array_add (members, new_person ("Jan", "jan@example.org"));
  group->members = members; /* not freed by person_free () */
  g_ptr_array_add (people, group);
  index = loft_people_index_new (people);
  loft_recipient_entry_set_people (entry, index);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  ui_test_settle ();
  type (loft_recipient_entry_get_text (entry), "choi");
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (entry), ==, 1);
  g_assert_true (loft_recipient_entry_press (entry, GDK_KEY_Tab));
  g_assert_cmpstr (gtk_editable_get_text (loft_recipient_entry_get_text (entry)), ==, "");
  addresses = addresses_of (entry);
  g_assert_cmpstr (addresses, ==, "eva@example.org|jan@example.org");
}

/* ---- keeping ------------------------------------------------------------------------------ */

static gboolean
is_touched (gpointer composer)
{
  return loft_composer_is_touched (composer);
}

static void
on_text_there (gpointer there)
{
  *(gboolean *) there = TRUE;
}

static gboolean
is_there (gpointer there)
{
  return *(gboolean *) there;
}

static void
write_text (Fixture *fixture, const char *text)
{
  gboolean there = FALSE;

  if (is_rich (fixture))
    loft_html_editor_run (LOFT_HTML_EDITOR (fixture->composer->editor), "loft.run (name, value)",
                          "insertText", text);
  else
    loft_editor_insert_text (fixture->composer->editor, text);
  if (text[0] != '\0')
    ui_test_wait (is_touched, fixture->composer);
  loft_editor_settle (fixture->composer->editor, on_text_there, &there);
  ui_test_wait (is_there, &there);
}

/* A page ends its last line. */
static void
assert_text (const char *text, const char *expected)
{
  g_autofree char *trimmed = g_strchomp (g_strdup (text));

  g_assert_cmpstr (trimmed, ==, expected);
}

static gboolean
was_saved (gpointer unused)
{
  return fake_outbox_get_n_saved () > 0 && loft_composer_n_saving () == 0;
}

static void
test_autosave (Fixture *fixture, gconstpointer data)
{
  g_assert_false (loft_composer_is_touched (fixture->composer));
  write_text (fixture, "Hello");
  g_assert_true (loft_composer_is_touched (fixture->composer));
  g_assert_cmpuint (fake_outbox_get_n_saved (), ==, 0);
  ui_test_wait (was_saved, NULL);
  assert_text (fake_outbox_get_last_text (), "Hello");
  g_assert_cmpint (fixture->composer->outgoing_id, ==, 1);
  write_text (fixture, " again");
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  g_assert_cmpint (fixture->composer->outgoing_id, ==, 1);
}

static void
test_save_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_STORE, "disk full");

  fake_outbox_fail (error);
  write_text (fixture, "Hello");
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  g_assert_nonnull (strstr (loft_banner_get_title (fixture->composer->banner), "not be kept"));
  g_assert_true (fixture->composer->unsaved);
  fake_outbox_fail (NULL);
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  assert_text (fake_outbox_get_last_text (), "Hello");
  ui_test_settle ();
  g_assert_cmpstr (loft_banner_get_title (fixture->composer->banner), ==, "");
}

static void
test_sender_changes (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "Hello");
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  gtk_drop_down_set_selected (fixture->composer->sender, 1);
  g_assert_true (loft_sender_get_account (fixture->composer->chosen) == fixture->other);
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  ui_test_settle ();
  /* What the first account kept is gone. */
  g_assert_true (fake_outbox_has_change (1, LOFT_OUTGOING_DISCARD));
  g_assert_true (fixture->composer->kept_in == fixture->other);
}

/* ---- closing ------------------------------------------------------------------------------ */

static void
count (guint *n)
{
  ++*n;
}

/* (nullable) the question that is asked. */
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

static void
answer (const char *response)
{
  AdwMessageDialog *dialog = NULL;

  ui_test_wait (is_asked, NULL);
  dialog = find_question ();
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_close_untouched (Fixture *fixture, gconstpointer data)
{
  guint n_done = 0;

  g_signal_connect_swapped (fixture->composer, "done", G_CALLBACK (count), &n_done);
  loft_composer_close (fixture->composer);
  g_assert_cmpuint (n_done, ==, 1);
  g_assert_null (find_question ());
  g_assert_cmpuint (fake_outbox_get_n_saved (), ==, 0);
}

static void
test_close_keeps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_STORE, "disk full");
  guint n_done = 0;

  g_signal_connect_swapped (fixture->composer, "done", G_CALLBACK (count), &n_done);
  write_text (fixture, "Hello");
  loft_composer_close (fixture->composer);
  answer ("cancel");
  g_assert_cmpuint (n_done, ==, 0);
  /* Not before it is kept. */
  fake_outbox_fail (error);
  loft_composer_close (fixture->composer);
  answer ("keep");
  ui_test_wait (was_saved, NULL);
  g_assert_cmpuint (n_done, ==, 0);
  fake_outbox_fail (NULL);
  loft_composer_close (fixture->composer);
  answer ("keep");
  ui_test_wait (was_saved, NULL);
  ui_test_settle ();
  g_assert_cmpuint (n_done, ==, 1);
  assert_text (fake_outbox_get_last_text (), "Hello");
}

static void
test_close_discards (Fixture *fixture, gconstpointer data)
{
  guint n_done = 0;

  g_signal_connect_swapped (fixture->composer, "done", G_CALLBACK (count), &n_done);
  write_text (fixture, "Hello");
  loft_composer_save (fixture->composer);
  /* While it is being kept. */
  loft_composer_close (fixture->composer);
  answer ("discard");
  g_assert_cmpuint (n_done, ==, 1);
  ui_test_wait (was_saved, NULL);
  ui_test_settle ();
  g_assert_true (fake_outbox_has_change (1, LOFT_OUTGOING_DISCARD));
}

/* ---- sending ------------------------------------------------------------------------------ */

static const char *
banner_of (Fixture *fixture)
{
  return loft_banner_get_title (fixture->composer->banner);
}

static void
fill (Fixture *fixture, const char *to, const char *subject, const char *text)
{
  type (loft_recipient_entry_get_text (to_entry (fixture)), to);
  gtk_editable_set_text (GTK_EDITABLE (fixture->composer->subject), subject);
  write_text (fixture, text);
}

static gboolean
was_sent (gpointer unused)
{
  return fake_outbox_get_n_sent () > 0;
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  guint n_done = 0;

  loft_clock_set_for_test (1000);
  g_signal_connect_swapped (fixture->composer, "done", G_CALLBACK (count), &n_done);
  fill (fixture, "eva@x.org", "Plan", "Hello");
  loft_composer_send (fixture->composer);
  ui_test_wait (was_sent, NULL);
  ui_test_settle ();
  g_assert_cmpuint (n_done, ==, 1);
  /* It can be undone for ten seconds. */
  g_assert_cmpint (fake_outbox_get_not_before (), ==, 1010);
  loft_clock_set_for_test (0);
}

static void
test_not_sent (Fixture *fixture, gconstpointer data)
{
  loft_composer_send (fixture->composer);
  g_assert_cmpstr (banner_of (fixture), ==, "Who is this message for?");
  fill (fixture, "eva,bob@x.org", "Plan", "Hello");
  loft_composer_send (fixture->composer);
  g_assert_cmpstr (banner_of (fixture), ==, "The marked recipient is not a mail address");
  g_assert_true (LOFT_IS_RECIPIENT_PILL (gtk_window_get_focus (fixture->window)));
  ui_test_settle ();
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 0);
}

/* Drafts are kept every few seconds: what was said before that was not read yet. */
static void
test_sentence_stays (Fixture *fixture, gconstpointer data)
{
  LoftRecipientEntry *to = to_entry (fixture);

  fill (fixture, "eva,bob@x.org", "Plan", "Hello");
  loft_composer_send (fixture->composer);
  loft_composer_save (fixture->composer);
  ui_test_wait (was_saved, NULL);
  ui_test_settle ();
  g_assert_cmpstr (banner_of (fixture), ==, "The marked recipient is not a mail address");
  type (loft_recipient_entry_get_text (to), "jan@x.org,");
  g_assert_cmpstr (banner_of (fixture), ==, "");
  loft_composer_send (fixture->composer);
  g_assert_cmpstr (banner_of (fixture), ==, "The marked recipient is not a mail address");
  g_signal_emit_by_name (fixture->composer->banner, "dismissed");
  g_assert_cmpstr (banner_of (fixture), ==, "");
}

static gboolean
is_sending (gpointer fixture)
{
  return ((Fixture *) fixture)->composer->sending;
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus = NULL;
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_STORE, "disk full");
  g_autofree char *text = NULL;
  guint n_done = 0;

  g_signal_connect_swapped (fixture->composer, "done", G_CALLBACK (count), &n_done);
  fill (fixture, "eva@x.org", "Plan", "Hello");
  fake_outbox_fail (error);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->composer->subject));
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (GTK_IS_TEXT (focus));
  loft_composer_send (fixture->composer);
  ui_test_wait (is_sending, fixture);
  /* Else its caret would go on blinking. */
  g_assert_null (gtk_window_get_focus (fixture->window));
  ui_test_wait (was_sent, NULL);
  ui_test_settle ();
  g_assert_true (gtk_window_get_focus (fixture->window) == focus);
  g_assert_nonnull (strstr (banner_of (fixture), "Nothing of it is lost"));
  g_assert_cmpuint (n_done, ==, 0);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (fixture->composer)));
  text = loft_editor_get_text (fixture->composer->editor);
  assert_text (text, "Hello");
}

static void
test_questions (Fixture *fixture, gconstpointer data)
{
  fill (fixture, "eva@x.org", "", "The plan is attached.");
  loft_composer_send (fixture->composer);
  answer ("cancel");
  loft_composer_send (fixture->composer);
  answer ("send"); /* without a subject */
  answer ("cancel"); /* without an attachment */
  ui_test_settle ();
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 0);
  loft_composer_send (fixture->composer);
  answer ("send");
  ui_test_wait (was_sent, NULL);
}

static void
test_send_while_saving (Fixture *fixture, gconstpointer data)
{
  fill (fixture, "eva@x.org", "Plan", "Hello");
  loft_composer_save (fixture->composer);
  loft_composer_send (fixture->composer);
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 0);
  ui_test_wait (was_sent, NULL);
  ui_test_settle ();
  g_assert_cmpint (fixture->composer->outgoing_id, ==, 1);
}

/* Where the words before a field begin, and where the field does. */
static void
find_edges (GtkWidget *row, int *label_edge, int *field_edge)
{
  GtkWidget *label = gtk_widget_get_first_child (row);
  graphene_rect_t bounds;
  int x = 0;

  gtk_label_get_layout_offsets (GTK_LABEL (label), &x, NULL);
  g_assert_true (gtk_widget_compute_bounds (label, gtk_widget_get_parent (row), &bounds));
  *label_edge = x;
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_next_sibling (label),
                                            gtk_widget_get_parent (row), &bounds));
  *field_edge = (int) bounds.origin.x;
}

static void
test_edges (Fixture *fixture, gconstpointer data)
{
  int first_label = -1, first_field = -1;
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (fixture->composer->fields); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      int label = 0, field = 0;

      if (!gtk_widget_get_visible (row))
        continue;
      find_edges (row, &label, &field);
      if (n++ == 0)
        first_label = label, first_field = field;
      g_assert_cmpint (label, ==, first_label);
      g_assert_cmpint (field, ==, first_field);
    }
  g_assert_cmpuint (n, ==, 3);
}

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  g_autofree char *now = loft_composer_send_label (fixture->composer);
  g_autofree char *offline = NULL;
  g_autofree char *later = NULL;

  g_assert_cmpstr (now, ==, "Send");
  loft_service_set_forced_offline (fixture->service, TRUE);
  offline = loft_composer_send_label (fixture->composer);
  g_assert_cmpstr (offline, ==, "Queue");
  g_action_group_activate_action (loft_composer_get_actions (fixture->composer), "later",
                                  g_variant_new_int32 (2));
  later = loft_composer_send_label (fixture->composer);
  g_assert_true (g_str_has_prefix (later, "Send at "));
}

/* Every time lies ahead, also on Mondays, in the evening and where clocks change. */
static void
test_send_times (void)
{
  for (gint64 now = 1700000000; now < 1700000000 + 14 * 86400; now += 1793)
    {
      for (guint i = 0; i < LOFT_SEND_TIMES; i++)
        {
          g_autofree char *text = loft_send_time_describe (i, now);
          gint64 when = loft_send_time_get (i, now);

          g_assert_cmpint (when, >, now);
          g_assert_cmpint (when, <=, now + 8 * 86400);
          g_assert_cmpuint (strlen (text), >, 0);
        }
    }
}

static void
test_reminder (void)
{
  static const char *const found[] = { "The plan is attached.", "ATTACHED", "see attachment",
                                       "two attachments:", "Enclosed you find" };
  static const char *const none[] = { "", "hello", "I am unattached", "reattachedly", "attach" };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autofree char *word = loft_attachment_reminder_find (found[i]);

      g_test_message ("%s", found[i]);
      g_assert_nonnull (word);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (loft_attachment_reminder_find (none[i]));
}

/* ---- attachments -------------------------------------------------------------------------- */

static gboolean
is_read (gpointer attachments)
{
  return !loft_draft_attachments_is_busy (attachments);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  LoftDraftAttachments *attachments = fixture->composer->attachments;
  g_autofree char *directory = g_dir_make_tmp ("loft-composer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "plan.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_new_for_path (directory);
  g_autoptr (GFile) gone = g_file_new_for_path ("/nonexistent/plan.txt");

  g_assert_true (g_file_set_contents (path, "one", -1, NULL));
  loft_draft_attachments_add_file (attachments, file);
  ui_test_wait (is_read, attachments);
  g_assert_cmpuint (loft_draft_attachments_get_n (attachments), ==, 1);
  g_assert_true (loft_composer_is_touched (fixture->composer));
  loft_draft_attachments_add_file (attachments, gone);
  ui_test_wait (is_read, attachments);
  g_assert_nonnull (strstr (banner_of (fixture), "plan.txt"));
  g_assert_nonnull (strstr (banner_of (fixture), "no longer there"));
  loft_draft_attachments_add_file (attachments, folder);
  ui_test_wait (is_read, attachments);
  g_assert_nonnull (strstr (banner_of (fixture), "is a folder"));
  g_assert_cmpuint (loft_draft_attachments_get_n (attachments), ==, 1);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

/* What is attached is what it was; who changes it is asked. */
static void
test_changed_file (Fixture *fixture, gconstpointer data)
{
  LoftDraftAttachments *attachments = fixture->composer->attachments;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "loft-composer-plan.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) parts = NULL;

  g_assert_true (g_file_set_contents (path, "one", -1, NULL));
  loft_draft_attachments_add_file (attachments, file);
  ui_test_wait (is_read, attachments);
  fill (fixture, "eva@x.org", "Plan", "Hello");
  g_assert_true (g_file_set_contents (path, "two two", -1, NULL));
  loft_composer_send (fixture->composer);
  ui_test_wait (is_asked, NULL);
  answer ("other");
  ui_test_wait (is_read, attachments);
  parts = loft_draft_attachments_get_parts (attachments);
  g_assert_cmpuint (parts->len, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (((LoftDraftPart *) g_ptr_array_index (parts, 0))->data), ==,
                    7);
  loft_composer_send (fixture->composer);
  ui_test_wait (was_sent, NULL);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

/* ---- in place ----------------------------------------------------------------------------- */

static gboolean
is_open (gpointer view)
{
  return loft_message_view_get_body (view) != NULL;
}

static gboolean
has_composer (gpointer view)
{
  return ui_test_find (view, LOFT_TYPE_COMPOSER) != NULL;
}

static LoftComposerWindow *
find_composer_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (LOFT_IS_COMPOSER_WINDOW (window))
        return LOFT_COMPOSER_WINDOW (window);
    }
  return NULL;
}

static void
test_in_place (Fixture *fixture, gconstpointer data)
{
  LoftMailFolder *inbox =
    fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  LoftMessageView *view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  GtkWindow *window = ui_test_show (GTK_WIDGET (view), 700, 700);
  g_autoptr (LoftMessageList) list = NULL;
  g_autoptr (LoftMessageRow) first = NULL;
  g_autoptr (LoftMessageRow) second = NULL;
  LoftComposer *composer = NULL;
  LoftComposerWindow *popped = NULL;
  GtkTextBuffer *buffer = NULL;
  GtkTextIter place;
  g_autofree char *text = NULL;
  g_autofree char *to = NULL;

  fake_account_add_message (fixture->account, inbox,
                            "From: Eva <eva@x.org>\r\nTo: me@home.example\r\nSubject: Hall\r\n"
                            "Message-ID: <1@x.org>\r\n\r\nShall we?\r\n",
                            -1, LOFT_FLAG_SEEN, 1000);
  fake_account_add_message (fixture->account, inbox,
                            "From: Jan <jan@x.org>\r\nSubject: Other\r\n\r\nText\r\n", -1,
                            LOFT_FLAG_SEEN, 900);
  list = loft_message_list_new (fixture->account, 1);
  ui_test_settle ();
  second = g_list_model_get_item (G_LIST_MODEL (list), 0);
  first = g_list_model_get_item (G_LIST_MODEL (list), 1);
  loft_message_view_open (view, fixture->account, first);
  ui_test_wait (is_open, view);
  loft_compose_reply (view, LOFT_REPLY_SENDER);
  ui_test_wait (has_composer, view);
  composer = ui_test_find (view, LOFT_TYPE_COMPOSER);
  to = addresses_of (composer->recipients[LOFT_RECIPIENT_TO]);
  g_assert_cmpstr (to, ==, "eva@x.org");
  g_assert_true (loft_composer_is_inline (composer));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (composer->editor));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert_at_cursor (buffer, "Yes", -1);
  gtk_text_buffer_end_user_action (buffer);
  /* To another message and back: it is where it was. */
  loft_message_view_open (view, fixture->account, second);
  ui_test_settle ();
  g_assert_false (has_composer (view));
  loft_message_view_open (view, fixture->account, first);
  ui_test_wait (has_composer, view);
  g_assert_true (ui_test_find (view, LOFT_TYPE_COMPOSER) == composer);
  /* Into a window: text, caret and what can be undone go with it. */
  g_action_group_activate_action (loft_composer_get_actions (composer), "pop-out", NULL);
  popped = find_composer_window ();
  g_assert_nonnull (popped);
  g_assert_true (loft_composer_window_get_composer (popped) == composer);
  g_assert_false (has_composer (view));
  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&place), ==, 3);
  g_assert_true (gtk_text_buffer_get_can_undo (buffer));
  text = loft_editor_get_text (composer->editor);
  g_assert_true (g_str_has_prefix (text, "Yes\n"));
  g_assert_nonnull (strstr (text, "> Shall we?"));
  gtk_window_destroy (GTK_WINDOW (popped));
  gtk_window_destroy (window);
  ui_test_settle ();
}

static void
test_mailto (Fixture *fixture, gconstpointer data)
{
  LoftComposerWindow *window = NULL;

  g_assert_false (loft_compose_mailto ("https://x.org"));
  g_assert_true (loft_compose_mailto ("mailto:eva@x.org?subject=Plan&attach=/etc/passwd"));
  window = find_composer_window ();
  g_assert_nonnull (window);
  g_assert_cmpstr (loft_composer_get_title (loft_composer_window_get_composer (window)), ==,
                   "Plan");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The window goes with its composer, also after a question. */
static void
test_window_closes (Fixture *fixture, gconstpointer data)
{
  LoftComposerWindow *window = NULL;
  LoftComposer *composer = NULL;

  g_assert_true (loft_compose_mailto ("mailto:eva@x.org?subject=Plan"));
  gtk_window_close (GTK_WINDOW (find_composer_window ()));
  ui_test_settle ();
  g_assert_null (find_composer_window ());
  g_assert_true (loft_compose_mailto ("mailto:eva@x.org?subject=Plan"));
  window = find_composer_window ();
  composer = loft_composer_window_get_composer (window);
  type (loft_recipient_entry_get_text (composer->recipients[LOFT_RECIPIENT_TO]), "bob");
  gtk_window_close (GTK_WINDOW (window));
  ui_test_settle ();
  answer ("discard");
  ui_test_settle ();
  g_assert_null (find_composer_window ());
}

/* What is stuck says why and what can be done. */
static void
test_outbox (Fixture *fixture, gconstpointer data)
{
  static const struct {
    LoftOutgoingState state;
    const char *button; /* one that it has */
    const char *missing;
  } rows[] = {
    { LOFT_OUTGOING_DRAFT, "Edit", "Send Again" },
    { LOFT_OUTGOING_QUEUED, "Send Now", "It Arrived" },
    { LOFT_OUTGOING_REFUSED, "Send Again", "It Arrived" },
    { LOFT_OUTGOING_UNCONFIRMED, "It Arrived", "Edit" },
    { LOFT_OUTGOING_UNCONFIRMED, "Send Again", "Send Now" },
    { LOFT_OUTGOING_SENDING, NULL, "Discard" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftOutgoing *outgoing = loft_outgoing_new ();
      g_autoptr (LoftOutgoingItem) item = NULL;
      GtkWidget *row = NULL;
      GtkWidget *list = NULL;
      GtkWindow *window = NULL;

      outgoing->state = rows[i].state;
      item = loft_outgoing_item_new (outgoing);
      row = loft_outbox_row_new (fixture->account, item);
      list = gtk_list_box_new ();
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      window = ui_test_show (list, 500, 200);
      g_assert_true (rows[i].button == NULL || ui_test_find_text (row, rows[i].button) != NULL);
      g_assert_null (ui_test_find_text (row, rows[i].missing));
      gtk_window_destroy (window);
    }
  loft_outbox_window_present (fixture->window, fixture->service);
  ui_test_settle ();
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

/* What must not depend on how it is written. */
static void
add_both (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *rich = g_strconcat (path, "/rich", NULL);

  add (path, test);
  g_test_add (rich, Fixture, "rich", set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  add ("/composer/pills", test_pills);
  add ("/composer/pasted-list", test_pasted_list);
  add ("/composer/key-in-a-frame", test_key_in_a_frame);
  add ("/composer/taking", test_taking);
  add ("/composer/taking-group", test_taking_group);
  add_both ("/composer/autosave", test_autosave);
  add_both ("/composer/save-fails", test_save_fails);
  add_both ("/composer/sender-changes", test_sender_changes);
  add_both ("/composer/close-untouched", test_close_untouched);
  add_both ("/composer/close-keeps", test_close_keeps);
  add_both ("/composer/close-discards", test_close_discards);
  add_both ("/composer/send", test_send);
  add_both ("/composer/not-sent", test_not_sent);
  add_both ("/composer/sentence-stays", test_sentence_stays);
  add_both ("/composer/refused", test_refused);
  add_both ("/composer/questions", test_questions);
  add_both ("/composer/send-while-saving", test_send_while_saving);
  add_both ("/composer/edges", test_edges);
  add_both ("/composer/labels", test_labels);
  add_both ("/composer/files", test_files);
  add_both ("/composer/changed-file", test_changed_file);
  add ("/composer/in-place", test_in_place);
  add ("/composer/mailto", test_mailto);
  add ("/composer/outbox", test_outbox);
  add ("/composer/window-closes", test_window_closes);
  g_test_add_func ("/composer/closed-while-typing", test_closed_while_typing);
  g_test_add_func ("/composer/send-times", test_send_times);
  g_test_add_func ("/composer/reminder", test_reminder);
  return g_test_run ();
}
