/* SPDX-License-Identifier: GPL-3.0-or-later */

/* As whom one writes, how, and when it leaves. */

#include "fake-service.h"
#include "loft-account-editor.h"
#include "loft-banner.h"
#include "loft-clock.h"
#include "loft-compose.h"
#include "loft-composer-private.h"
#include "loft-draft-picture.h"
#include "loft-error.h"
#include "loft-identity-fields.h"
#include "loft-identity-window.h"
#include "loft-outbox-line.h"
#include "loft-outbox-row.h"
#include "loft-outbox-trouble.h"
#include "loft-preferences-writing.h"
#include "loft-receipt-banner.h"
#include "loft-send-time-dialog.h"
#include "loft-send-time.h"
#include "loft-settings.h"
#include "loft-template-chooser.h"
#include "loft-text-editor.h"
#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftComposer *composer;
  GtkWindow *window;
} Fixture;

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
add_identity (LoftMailAccount *account, const char *address, const char *signature)
{
  LoftIdentity *identity = loft_identity_new ("Eva", address);

  replace (&identity->signature, signature);
  g_ptr_array_add (loft_mail_account_get_account (account)->identities, identity);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
  LoftAccount *settings = NULL;

  fake_outbox_clear ();
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "home", "eva@home.example");
  settings = loft_mail_account_get_account (fixture->account);
  replace (&settings->outgoing.host, "smtp.home.example");
  add_identity (fixture->account, "eva@home.example", "Eva\nat home");
  add_identity (fixture->account, "eva@club.example", "Eva Adler\nChair");
  add_identity (fixture->account, "eva@quiet.example", "");
  loft_compose_start (fixture->service);
  fixture->composer =
    LOFT_COMPOSER (loft_composer_new (fixture->service, fixture->account, draft, 0));
  g_object_ref_sink (fixture->composer);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->composer), 700, 600);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->composer);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

/* ---- signatures --------------------------------------------------------------------------- */

static void
assert_text (Fixture *fixture, const char *expected)
{
  g_autofree char *text = loft_editor_get_text (fixture->composer->editor);

  g_assert_cmpstr (text, ==, expected);
}

static void
write_at_start (Fixture *fixture, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (fixture->composer->editor));
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert (buffer, &start, text, -1);
}

static void
test_signature_follows (Fixture *fixture, gconstpointer data)
{
  write_at_start (fixture, "Dear all");
  assert_text (fixture, "Dear all\n\n-- \nEva\nat home\n");
  gtk_drop_down_set_selected (fixture->composer->sender, 1);
  assert_text (fixture, "Dear all\n\n-- \nEva Adler\nChair\n");
  gtk_drop_down_set_selected (fixture->composer->sender, 2);
  assert_text (fixture, "Dear all\n");
  gtk_drop_down_set_selected (fixture->composer->sender, 0);
  assert_text (fixture, "Dear all\n\n-- \nEva\nat home\n");
}

static void
test_signature_stays (Fixture *fixture, gconstpointer data)
{
  loft_text_editor_replace (LOFT_TEXT_EDITOR (fixture->composer->editor), "at home", "on the road");
  gtk_drop_down_set_selected (fixture->composer->sender, 1);
  assert_text (fixture, "\n\n-- \nEva\non the road\n");
}

static void
test_organization (Fixture *fixture, gconstpointer data)
{
  LoftAccount *settings = loft_mail_account_get_account (fixture->account);
  LoftIdentity *club = g_ptr_array_index (settings->identities, 1);
  g_autoptr (LoftDraft) empty = loft_draft_new (NULL);
  g_autoptr (LoftDraft) draft = NULL;
  LoftComposer *composer = NULL;

  replace (&club->organization, "Chess Club");
  replace (&club->reply_to, "desk@club.example");
  composer = LOFT_COMPOSER (loft_composer_new (fixture->service, fixture->account, empty, 0));
  g_object_ref_sink (composer);
  gtk_drop_down_set_selected (composer->sender, 1);
  draft = loft_composer_get_draft (composer);
  g_assert_cmpstr (draft->organization, ==, "Chess Club");
  g_assert_cmpstr (((LoftAddress *) g_ptr_array_index (draft->reply_to, 0))->email, ==,
                   "desk@club.example");
  g_object_unref (composer);
}

static void
test_nobody_writes (Fixture *fixture, gconstpointer data)
{
  LoftAccount *settings = loft_mail_account_get_account (fixture->account);

  g_assert_true (loft_compose_is_possible ());
  g_ptr_array_set_size (settings->identities, 0);
  replace (&settings->address, "");
  g_assert_false (loft_compose_is_possible ());
}

static void
test_no_server (Fixture *fixture, gconstpointer data)
{
  replace (&loft_mail_account_get_account (fixture->account)->outgoing.host, "");
  gtk_editable_set_text (loft_recipient_entry_get_text (fixture->composer->recipients[0]),
                         "bob@x.org");
  loft_composer_send (fixture->composer);
  g_assert_nonnull (strstr (loft_banner_get_title (fixture->composer->banner), "no server"));
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 0);
}

static void
test_receipt_by_default (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDraft) new = loft_draft_new (NULL);
  g_autoptr (LoftDraft) kept = loft_draft_new (NULL);

  loft_settings_set_boolean (LOFT_SETTING_ASK_RECEIPT, TRUE);
  replace (&kept->message_id, "kept@home.example");
  loft_composer_fill (fixture->composer, new, 0);
  g_assert_true (fixture->composer->wants_receipt);
  g_assert_true (g_variant_get_boolean (
    g_action_group_get_action_state (loft_composer_get_actions (fixture->composer), "receipt")));
  loft_composer_fill (fixture->composer, kept, 0);
  g_assert_false (fixture->composer->wants_receipt);
  loft_settings_set_boolean (LOFT_SETTING_ASK_RECEIPT, FALSE);
}

/* ---- identities --------------------------------------------------------------------------- */

static gpointer
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

/* The row or button below root that says text. */
static GtkWidget *
find_text (GtkWidget *root, const char *text)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), text) == 0)
    return root;
  if (GTK_IS_BUTTON (root) && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), text) == 0 ||
                               g_strcmp0 (gtk_widget_get_tooltip_text (root), text) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press (gpointer root, const char *text)
{
  GtkWidget *found = find_text (root, text);

  g_assert_nonnull (found);
  g_signal_emit_by_name (found, ADW_IS_ACTION_ROW (found) ? "activated" : "clicked");
  ui_test_settle ();
}

static void
type (gpointer window, const char *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_text (window, row)), text);
}

static void
test_identities (Fixture *fixture, gconstpointer data)
{
  LoftAccount *settings = loft_mail_account_get_account (fixture->account);
  GtkWidget *fields = g_object_new (LOFT_TYPE_IDENTITY_FIELDS, NULL);
  GtkWindow *window = ui_test_show (fields, 400, 400);
  LoftIdentityWindow *one = NULL;
  LoftIdentity *first = NULL;

  loft_identity_fields_show (LOFT_IDENTITY_FIELDS (fields), settings);
  press (fields, "Add Identity");
  one = find_window (LOFT_TYPE_IDENTITY_WINDOW);
  /* What is no address is refused where it is. */
  type (one, "Your Name", "Mallory");
  type (one, "Email Address", "mallory");
  press (one, "Done");
  g_assert_true (find_window (LOFT_TYPE_IDENTITY_WINDOW) == one);
  g_assert_true (gtk_widget_has_css_class (find_text (GTK_WIDGET (one), "Email Address"), "error"));
  type (one, "Email Address", "mallory@x.example");
  type (one, "Answers Go To Another Address", "a b@x.example");
  press (one, "Done");
  g_assert_true (
    gtk_widget_has_css_class (find_text (GTK_WIDGET (one), "Answers Go To Another Address"),
                              "error"));
  type (one, "Answers Go To Another Address", "");
  gtk_switch_set_active (GTK_SWITCH (adw_action_row_get_activatable_widget (
                           ADW_ACTION_ROW (find_text (GTK_WIDGET (one), "Use for New Messages")))),
                         TRUE);
  press (one, "Done");
  g_assert_null (find_window (LOFT_TYPE_IDENTITY_WINDOW));
  loft_identity_fields_read (LOFT_IDENTITY_FIELDS (fields), settings);
  g_assert_cmpuint (settings->identities->len, ==, 4);
  first = g_ptr_array_index (settings->identities, 0);
  g_assert_cmpstr (first->address, ==, "mallory@x.example");
  press (fields, "Mallory");
  press (find_window (LOFT_TYPE_IDENTITY_WINDOW), "Remove Identity");
  loft_identity_fields_read (LOFT_IDENTITY_FIELDS (fields), settings);
  g_assert_cmpuint (settings->identities->len, ==, 3);
  gtk_window_destroy (window);
}

/* One that is the account's own name and address goes on to be. */
static void
test_identity_follows (Fixture *fixture, gconstpointer data)
{
  LoftAccount *settings = loft_mail_account_get_account (fixture->account);
  GtkWidget *fields = g_object_ref_sink (g_object_new (LOFT_TYPE_IDENTITY_FIELDS, NULL));
  LoftIdentity *first = g_ptr_array_index (settings->identities, 0);

  replace (&settings->person, "Eva");
  loft_identity_fields_show (LOFT_IDENTITY_FIELDS (fields), settings);
  replace (&settings->person, "Eva Adler");
  replace (&settings->address, "eva@new.example");
  loft_identity_fields_read (LOFT_IDENTITY_FIELDS (fields), settings);
  first = g_ptr_array_index (settings->identities, 0);
  g_assert_cmpstr (first->name, ==, "Eva Adler");
  g_assert_cmpstr (first->address, ==, "eva@new.example");
  g_assert_cmpstr (first->signature, ==, "Eva\nat home");
  /* All that there is to say is in the account. */
  g_ptr_array_set_size (settings->identities, 0);
  loft_identity_fields_show (LOFT_IDENTITY_FIELDS (fields), settings);
  loft_identity_fields_read (LOFT_IDENTITY_FIELDS (fields), settings);
  g_assert_cmpuint (settings->identities->len, ==, 0);
  g_object_unref (fields);
}

/* ---- times -------------------------------------------------------------------------------- */

/* In a zone whose clocks change. */
static void
test_times (void)
{
  static const struct {
    int year, month, day, hour, minute;
    const char *shown; /* "": there is no such day */
  } rows[] = {
    { 2027, 3, 27, 8, 5, "2027-03-27 08:05 +0100" },
    { 2027, 3, 28, 1, 59, "2027-03-28 01:59 +0100" },
    { 2027, 3, 28, 2, 30, "2027-03-28 03:00 +0200" },
    { 2027, 3, 28, 8, 0, "2027-03-28 08:00 +0200" },
    { 2026, 10, 25, 8, 0, "2026-10-25 08:00 +0100" },
    { 2027, 2, 29, 8, 0, "" },
    { 2028, 2, 29, 8, 0, "2028-02-29 08:00 +0100" },
    { 10000, 1, 1, 0, 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 when =
        loft_send_time_at (rows[i].year, rows[i].month, rows[i].day, rows[i].hour, rows[i].minute);
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (when);
      g_autofree char *shown = g_date_time_format (time, "%Y-%m-%d %H:%M %z");

      g_assert_cmpstr (when == 0 ? "" : shown, ==, rows[i].shown);
    }
}

static void
test_time_words (void)
{
  static const struct {
    gint64 after;
    const char *end;
  } rows[] = {
    { 30, "in 1 minute" },    { 600, "in 10 minutes" }, { 3600, "in 1 hour" },
    { 36000, "in 10 hours" }, { 86400, "in 24 hours" }, { 3 * 86400, "in 3 days" },
  };
  gint64 now = loft_send_time_at (2027, 3, 27, 12, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = loft_send_time_words (now + rows[i].after, now);

      g_assert_true (g_str_has_suffix (words, rows[i].end));
    }
}

static gint64 chosen_time;

static void
on_chosen (gint64 when, gpointer data)
{
  chosen_time = when;
}

static void
test_time_dialog (Fixture *fixture, gconstpointer data)
{
  gint64 begin = loft_clock_now () + 5 * 86400;
  g_autoptr (GDateTime) past = g_date_time_new_local (2001, 2, 3, 4, 5, 6);
  AdwMessageDialog *dialog = NULL;

  chosen_time = 0;
  begin -= begin % 60;
  loft_send_time_dialog_present (GTK_WIDGET (fixture->composer), begin, on_chosen,
                                 fixture->composer);
  ui_test_settle ();
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, "choose"));
  gtk_calendar_select_day (GTK_CALENDAR (ui_test_find (dialog, GTK_TYPE_CALENDAR)), past);
  ui_test_settle ();
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "choose"));
  adw_message_dialog_response (dialog, "choose");
  g_assert_cmpint (chosen_time, ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
  loft_send_time_dialog_present (GTK_WIDGET (fixture->composer), begin, on_chosen,
                                 fixture->composer);
  ui_test_settle ();
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (dialog, "choose");
  g_assert_cmpint (chosen_time, ==, begin);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_not_before (Fixture *fixture, gconstpointer data)
{
  g_autofree char *now = NULL;
  g_autofree char *later = NULL;

  loft_composer_set_not_before (fixture->composer, loft_clock_now () + 86400);
  later = loft_composer_send_label (fixture->composer);
  g_assert_true (g_str_has_prefix (later, "Send at"));
  loft_composer_set_not_before (fixture->composer, loft_clock_now () - 1);
  now = loft_composer_send_label (fixture->composer);
  g_assert_false (g_str_has_prefix (now, "Send at"));
}

/* ---- size --------------------------------------------------------------------------------- */

/* Noise, which no encoder makes small. */
static GBytes *
new_photo (int side)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  char *buffer = NULL;
  gsize length = 0;

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (pixbuf); i++)
    pixels[i] = (guchar) g_rand_int (random);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &length, "jpeg", NULL, NULL));
  return g_bytes_new_take (buffer, length);
}

static void
on_scaled (GObject *source, GAsyncResult *result, gpointer parts)
{
  *(GPtrArray **) parts = loft_draft_picture_scale_finish (result, NULL);
}

static gboolean
is_set (gpointer place)
{
  return *(gpointer *) place != NULL;
}

static GBytes *
data_of (GPtrArray *parts, guint i)
{
  return ((LoftDraftPart *) g_ptr_array_index (parts, i))->data;
}

static void
test_pictures_scale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) parts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  g_autoptr (GBytes) photo = new_photo (1000);
  g_autoptr (GBytes) junk = g_bytes_new_static ("no picture at all", 17);
  g_autoptr (GPtrArray) scaled = NULL;

  g_ptr_array_add (parts, loft_draft_part_new ("a.jpg", "image/jpeg", NULL, photo));
  g_ptr_array_add (parts, loft_draft_part_new ("b.jpg", "image/jpeg", NULL, junk));
  loft_draft_picture_scale_async (parts, 400, NULL, on_scaled, &scaled);
  ui_test_wait (is_set, &scaled);
  g_assert_cmpuint (scaled->len, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (data_of (scaled, 0)), <, g_bytes_get_size (photo) / 3);
  g_assert_true (data_of (scaled, 1) == junk);
  g_clear_pointer (&scaled, g_ptr_array_unref);
  /* Nothing to win. */
  loft_draft_picture_scale_async (parts, 2000, NULL, on_scaled, &scaled);
  ui_test_wait (is_set, &scaled);
  g_assert_true (data_of (scaled, 0) == photo);
}

static gboolean
has_attachment (gpointer attachments)
{
  return loft_draft_attachments_get_n (attachments) > 0;
}

static void
test_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) photo = new_photo (1000);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "loft-writing-photo.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  LoftDraftAttachments *attachments = fixture->composer->attachments;
  LoftBanner *banner = fixture->composer->banner;
  GActionGroup *actions = G_ACTION_GROUP (fixture->composer->actions);
  AdwMessageDialog *dialog = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (photo, NULL),
                                      (gssize) g_bytes_get_size (photo), NULL));
  g_assert_false (g_action_group_get_action_enabled (actions, "scale-pictures"));
  loft_draft_attachments_add_file (attachments, file);
  ui_test_wait (has_attachment, attachments);
  g_assert_true (g_action_group_get_action_enabled (actions, "scale-pictures"));
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  fake_outbox_set_max_message_size (200000);
  loft_composer_check_size (fixture->composer);
  g_assert_nonnull (strstr (loft_banner_get_title (banner), "home"));
  /* Not sent without a question. */
  gtk_editable_set_text (GTK_EDITABLE (fixture->composer->subject), "Photo");
  gtk_editable_set_text (loft_recipient_entry_get_text (fixture->composer->recipients[0]),
                         "bob@x.org");
  loft_composer_send (fixture->composer);
  ui_test_settle ();
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 0);
  fake_outbox_set_max_message_size (0);
  g_unlink (path);
}

/* ---- the outbox --------------------------------------------------------------------------- */

/* In a box that is there when it is not. */
static GtkWindow *
show_in_box (GtkWidget *widget, int width, int height)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), widget);
  return ui_test_show (box, width, height);
}

static LoftOutgoingItem *
add_outgoing (Fixture *fixture, LoftOutgoingState state)
{
  LoftOutgoing *outgoing = loft_outgoing_new ();
  g_autoptr (LoftOutgoingItem) item = NULL;

  outgoing->state = state;
  item = loft_outgoing_item_new (outgoing);
  g_list_store_append (G_LIST_STORE (loft_mail_account_get_outgoing (fixture->account)), item);
  ui_test_settle ();
  return item;
}

/* Of the first button below the text; 0: beside it. */
static double
button_below (Fixture *fixture, int width)
{
  LoftOutgoing *outgoing = loft_outgoing_new ();
  g_autoptr (LoftOutgoingItem) item = NULL;
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = NULL;
  GtkWindow *window = NULL;
  GtkWidget *text = NULL;
  double x = 0, y = 0;

  outgoing->state = LOFT_OUTGOING_QUEUED;
  item = loft_outgoing_item_new (outgoing);
  row = loft_outbox_row_new (fixture->account, item);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  window = show_in_box (list, width, 200);
  text = gtk_widget_get_parent (ui_test_find_text (row, "No Subject"));
  g_assert_true (
    gtk_widget_translate_coordinates (ui_test_find (row, GTK_TYPE_BUTTON), text, 0, 0, &x, &y));
  y -= gtk_widget_get_height (text);
  gtk_window_destroy (window);
  return MAX (y, 0);
}

/* Three buttons leave a narrow window no room for words. */
static void
test_outbox_narrow (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (button_below (fixture, 620), ==, 0);
  g_assert_cmpfloat (button_below (fixture, 340), >, 0);
}

static void
test_priority (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDraft) draft = NULL;

  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.priority", "s", "low"));
  draft = loft_composer_get_draft (fixture->composer);
  g_assert_cmpint (draft->priority, ==, LOFT_PRIORITY_LOW);
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.priority", "s", "high"));
  loft_draft_free (g_steal_pointer (&draft));
  draft = loft_composer_get_draft (fixture->composer);
  g_assert_cmpint (draft->priority, ==, LOFT_PRIORITY_HIGH);
}

static gboolean
has_rows (gpointer window)
{
  return ui_test_find_text (window, "Weekly report") != NULL;
}

static void
test_templates (Fixture *fixture, gconstpointer data)
{
  LoftMailFolder *folder = NULL;
  GtkWindow *window = NULL;

  loft_template_chooser_present (GTK_WINDOW (fixture->window), fixture->service);
  ui_test_settle ();
  window = find_window (LOFT_TYPE_TEMPLATE_CHOOSER);
  g_assert_nonnull (ui_test_find_text (window, "No Templates"));
  gtk_window_destroy (window);
  folder = fake_account_add_folder (fixture->account, "Templates", LOFT_FOLDER_ROLE_NONE);
  fake_account_add_message (fixture->account, folder,
                            "From: eva@home.example\r\nSubject: Weekly report\r\n\r\nDear all", -1,
                            LOFT_FLAG_SEEN, 1000);
  loft_template_chooser_present (GTK_WINDOW (fixture->window), fixture->service);
  ui_test_settle ();
  window = find_window (LOFT_TYPE_TEMPLATE_CHOOSER);
  ui_test_wait (has_rows, window);
  gtk_window_destroy (window);
}

static void
test_outbox_line (Fixture *fixture, gconstpointer data)
{
  GtkWidget *line = g_object_new (LOFT_TYPE_OUTBOX_LINE, NULL);
  GtkWindow *window = show_in_box (line, 260, 60);
  GtkWidget *button = ui_test_find (line, GTK_TYPE_BUTTON);
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "?");
  LoftOutgoing *refused = NULL;
  LoftOutgoingItem *item = NULL;

  loft_outbox_line_set_service (LOFT_OUTBOX_LINE (line), fixture->service);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (line));
  add_outgoing (fixture, LOFT_OUTGOING_DRAFT);
  g_assert_false (gtk_widget_get_visible (line));
  item = add_outgoing (fixture, LOFT_OUTGOING_QUEUED);
  g_assert_true (gtk_widget_get_visible (line));
  g_assert_null (strstr (gtk_widget_get_tooltip_text (button), "decision"));
  refused = loft_outgoing_copy (loft_outgoing_item_get (item));
  refused->state = LOFT_OUTGOING_REFUSED;
  loft_outgoing_item_set (item, refused);
  ui_test_settle ();
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "1 needs a decision"));
  refused = loft_outgoing_copy (refused);
  refused->state = LOFT_OUTGOING_QUEUED;
  loft_outgoing_item_set (item, refused);
  fake_outbox_set_error (fixture->account, error, NULL);
  ui_test_settle ();
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "nobody in"));
  fake_outbox_set_error (fixture->account, NULL, NULL);
  g_list_store_remove_all (G_LIST_STORE (loft_mail_account_get_outgoing (fixture->account)));
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (line));
  gtk_window_destroy (window);
}

/* The certificate of the server to send by, which is not that of the other. */
static void
test_outgoing_certificate (Fixture *fixture, gconstpointer data)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWindow *window = ui_test_show (group, 400, 300);
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "?");
  char *words = (char *) "?";
  const LoftCertificateProblem problem = {
    words, 465, (char *) "ab12", words, words, 1, 2, words,
  };
  AdwMessageDialog *dialog = NULL;

  loft_outbox_trouble_add (ADW_PREFERENCES_GROUP (group), fixture->service, fixture->account);
  fake_outbox_set_error (fixture->account, error, &problem);
  ui_test_settle ();
  g_assert_nonnull (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (group)));
  press (group, "Review Certificate…");
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (dialog, "trust");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();
  g_assert_cmpstr (loft_mail_account_get_account (fixture->account)->outgoing_trust, ==, "ab12");
  g_assert_cmpstr (loft_mail_account_get_account (fixture->account)->trust, ==, "");
  fake_outbox_set_error (fixture->account, NULL, NULL);
  gtk_window_destroy (window);
}

/* ---- read receipts ------------------------------------------------------------------------ */

static LoftMessageBody *
new_body (const char *from)
{
  g_autofree char *text =
    g_strdup_printf ("From: %s\r\nTo: eva@club.example\r\nSubject: Plan\r\n"
                     "Message-ID: <one@x.org>\r\n"
                     "Disposition-Notification-To: <bob@x.org>\r\n\r\nHello\r\n",
                     from);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  LoftMessageBody *body = loft_message_body_new_alone (raw);

  body->message->id = 7;
  return body;
}

static void
test_receipt_asked (Fixture *fixture, gconstpointer data)
{
  GtkWidget *banner = g_object_new (LOFT_TYPE_RECEIPT_BANNER, NULL);
  GtkWindow *window = show_in_box (banner, 600, 80);
  g_autoptr (LoftMessageBody) body = new_body ("bob@x.org");
  g_autoptr (LoftMessageBody) own = new_body ("eva@club.example");

  loft_receipt_banner_set_body (LOFT_RECEIPT_BANNER (banner), fixture->account, own);
  g_assert_false (gtk_widget_get_visible (banner));
  loft_receipt_banner_set_body (LOFT_RECEIPT_BANNER (banner), fixture->account, body);
  g_assert_true (gtk_widget_get_visible (banner));
  press (banner, "Not Now");
  g_assert_false (gtk_widget_get_visible (banner));
  loft_receipt_banner_set_body (LOFT_RECEIPT_BANNER (banner), fixture->account, body);
  press (banner, "Never");
  g_assert_false (gtk_widget_get_visible (banner));
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 0);
  loft_receipt_banner_set_body (LOFT_RECEIPT_BANNER (banner), fixture->account, body);
  press (banner, "Send");
  g_assert_cmpuint (fake_outbox_get_n_sent (), ==, 1);
  g_assert_nonnull (strstr (fake_outbox_get_last_text (), "Original-Message-ID: <one@x.org>"));
  g_assert_nonnull (strstr (fake_outbox_get_last_text (), "Final-Recipient: rfc822;eva@club"));
  /* It is decided. */
  g_free (body->message->keywords);
  body->message->keywords = g_strdup ("$MDNSent");
  loft_receipt_banner_set_body (LOFT_RECEIPT_BANNER (banner), fixture->account, body);
  g_assert_false (gtk_widget_get_visible (banner));
  gtk_window_destroy (window);
}

/* ---- preferences -------------------------------------------------------------------------- */

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (loft_preferences_writing_new (fixture->service));
  GtkWindow *window = ui_test_show (page, 480, 600);
  GtkWidget *row = find_text (page, "Undo Sending");

  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 4);
  g_assert_cmpint (loft_settings_get_int (LOFT_SETTING_UNDO_SEND, 0), ==, 30);
  loft_settings_set_int (LOFT_SETTING_UNDO_SEND, 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  loft_settings_set_int (LOFT_SETTING_UNDO_SEND, 10);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  ui_test_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/writing/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("signature/follows", test_signature_follows);
  ADD ("signature/stays", test_signature_stays);
  ADD ("organization", test_organization);
  ADD ("nobody", test_nobody_writes);
  ADD ("no-server", test_no_server);
  ADD ("receipt", test_receipt_by_default);
  ADD ("identities/edit", test_identities);
  ADD ("identities/follow", test_identity_follows);
  ADD ("time/dialog", test_time_dialog);
  ADD ("time/not-before", test_not_before);
  ADD ("size/pictures", test_pictures_scale);
  ADD ("size/limit", test_size);
  ADD ("outbox/narrow", test_outbox_narrow);
  ADD ("priority", test_priority);
  ADD ("templates", test_templates);
  ADD ("outbox/line", test_outbox_line);
  ADD ("outbox/certificate", test_outgoing_certificate);
  ADD ("receipt/asked", test_receipt_asked);
  ADD ("preferences", test_preferences);
#undef ADD
  g_test_add_func ("/writing/time/zones", test_times);
  g_test_add_func ("/writing/time/words", test_time_words);
  return g_test_run ();
}
