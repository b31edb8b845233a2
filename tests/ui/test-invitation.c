/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of an invitation in a mail: what it says and offers in each state, and that nothing
 * happens without a button. With LOFT_TEST_PICTURES=FOLDER what is seen is kept there. */

#include <adwaita.h>
#include <string.h>

#include "fake-scheduling.h"
#include "fake-service.h"
#include "loft-invitation-card.h"
#include "loft-error.h"
#include "ui-test.h"

#define MONDAY 1772409600 /* 2026-03-02T00:00Z */
#define HOUR   3600

typedef struct {
  const char *name;
  LoftSchedulingState state;
  LoftPartstat answer;
  const char *title; /* a label has it */
  const char *note; /* (nullable) the same */
  const char *buttons; /* their texts, joined with ", " */
  guint n_guests;
  guint n_conflicts;
  gboolean is_in_calendar;
  const char *comment;
} Row;

static const Row rows[] = {
  { "new", LOFT_SCHEDULING_INVITATION, LOFT_PARTSTAT_NONE, "Eva Adler invites you", NULL,
    "Accept, Perhaps, Decline, Propose New Time…", 2, 0, FALSE, "" },
  { "conflict", LOFT_SCHEDULING_INVITATION, LOFT_PARTSTAT_NONE, "Eva Adler invites you",
    "Overlaps “Lunch”, 10:30 – 11:30, and 2 more", "Accept, Perhaps, Decline, Propose New Time…",
    40, 3, FALSE, "Please bring the figures of last year." },
  { "update", LOFT_SCHEDULING_UPDATE, LOFT_PARTSTAT_ACCEPTED, "Eva Adler changed the meeting",
    "The time is new.", "Accept, Perhaps, Decline, Propose New Time…", 3, 0, TRUE, "" },
  { "accepted", LOFT_SCHEDULING_KNOWN, LOFT_PARTSTAT_ACCEPTED, "Meeting of Eva Adler",
    "You accepted", "Perhaps, Decline, Propose New Time…", 3, 0, TRUE, "" },
  { "cancelled", LOFT_SCHEDULING_CANCELLATION, LOFT_PARTSTAT_ACCEPTED,
    "Eva Adler cancelled the meeting", NULL, "Remove from Calendar, Keep as Cancelled", 3, 0, TRUE,
    "" },
  { "outdated", LOFT_SCHEDULING_OUTDATED, LOFT_PARTSTAT_ACCEPTED, "Meeting of Eva Adler",
    "Out of date", "", 3, 0, TRUE, "" },
  { "other-sender", LOFT_SCHEDULING_OTHER_SENDER, LOFT_PARTSTAT_NONE, "Meeting of Eva Adler",
    "from somebody else than it says", "Apply Anyway", 2, 0, TRUE, "" },
  { "not-for-me", LOFT_SCHEDULING_NOT_FOR_ME, LOFT_PARTSTAT_NONE, "Meeting of Eva Adler",
    "None of your addresses is invited.", "Add to Calendar", 2, 0, FALSE, "" },
  { "unknown", LOFT_SCHEDULING_UNKNOWN_EVENT, LOFT_PARTSTAT_NONE, "Meeting of Eva Adler",
    "None of your calendars has this meeting.", "", 2, 0, FALSE, "" },
  { "nothing", LOFT_SCHEDULING_NOTHING, LOFT_PARTSTAT_NONE, "Invitation", "cannot be understood",
    "", 2, 0, FALSE, "" },
};

static LoftEvent *
make_event (const Row *row, gint64 start)
{
  LoftEvent *event = loft_event_new ();

  g_free (event->summary);
  event->summary = g_strdup ("Budget for the spring fair and what is left of last year’s");
  g_free (event->location);
  event->location = g_strdup ("Large meeting room, second floor");
  event->start =
    (LoftEventTime){ TRUE, FALSE, start + HOUR, g_intern_string ("Europe/Vienna"), start };
  event->end = event->start;
  event->end.wall += HOUR;
  event->end.at += HOUR;
  event->organizer = loft_attendee_new ("eva@x.org", "Eva Adler");
  for (guint i = 0; i < row->n_guests; i++)
    {
      g_autofree char *name = g_strdup_printf ("Guest Number %u", i);
      LoftAttendee *guest = loft_attendee_new ("guest@x.org", name);

      guest->partstat = (LoftPartstat) (i % 4);
      g_ptr_array_add (event->attendees, guest);
    }
  return event;
}

static LoftOccurrence *
make_conflict (void)
{
  LoftOccurrence *occurrence = loft_occurrence_new ();

  g_free (occurrence->summary);
  occurrence->summary = g_strdup ("Lunch");
  occurrence->start = MONDAY + 10 * HOUR + HOUR / 2;
  occurrence->end = occurrence->start + HOUR;
  return occurrence;
}

static LoftSchedulingCard *
make_card (gconstpointer data)
{
  const Row *row = data;
  LoftSchedulingCard *card = g_new0 (LoftSchedulingCard, 1);
  static const char *const names[] = { "Personal", "Team" };

  card->state = row->state;
  card->method = g_strdup ("REQUEST");
  card->event = make_event (row, MONDAY + 10 * HOUR);
  card->present = row->is_in_calendar ? make_event (row, MONDAY + 8 * HOUR) : NULL;
  card->recurrence_id = g_strdup ("");
  card->comment = g_strdup (row->comment);
  card->join = g_strdup (row->n_conflicts > 0 ? "https://meet.example/abc" : "");
  card->time_changed = TRUE;
  card->can_be_taken = TRUE;
  card->own_address = g_strdup (row->state == LOFT_SCHEDULING_NOT_FOR_ME ? "" : "bob@x.org");
  card->answer = row->answer;
  card->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  for (guint i = 0; i < row->n_conflicts; i++)
    g_ptr_array_add (card->conflicts, make_conflict ());
  card->choice = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (card->choice,
                     loft_calendar_item_new ("a", (gint64) i + 1, "Work", names[i], "#3584e4"));
  return card;
}

/* ------------------------------------------------------------------------------------------- */

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  FakeScheduling *scheduling;
  GtkWindow *window;
  GtkWidget *card;
  LoftMessageBody *body;
} Fixture;

static LoftMessageBody *
make_body (const char *type)
{
  g_autofree char *text =
    g_strdup_printf ("From: eva@x.org\r\nContent-Type: %s\r\n\r\nx\r\n", type);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));

  return loft_message_body_new_alone (raw);
}

static void
fixture_open (Fixture *fixture, int width)
{
  GtkWidget *toasts = adw_toast_overlay_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "bob@x.org");
  fixture->scheduling = fake_scheduling_new ();
  loft_scheduling_actions_attach (LOFT_SCHEDULING_ACTIONS (fixture->scheduling), fixture->account);
  fixture->card = g_object_new (LOFT_TYPE_INVITATION_CARD, "valign", GTK_ALIGN_START, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->card);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), scrolled);
  fixture->window = ui_test_show (toasts, width, 460);
  fixture->body = make_body ("text/calendar; method=REQUEST");
}

static void
fixture_close (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  loft_message_body_unref (fixture->body);
  loft_scheduling_actions_attach (NULL, fixture->account);
  g_object_unref (fixture->scheduling);
  g_object_unref (fixture->service);
}

static void
show_row (Fixture *fixture, const Row *row)
{
  fake_scheduling_set_card (fixture->scheduling, make_card, row);
  loft_invitation_card_set_body (LOFT_INVITATION_CARD (fixture->card), fixture->account,
                                 fixture->body);
  ui_test_settle ();
}

static void
list_buttons (GtkWidget *widget, GString *texts)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      gtk_widget_has_css_class (gtk_widget_get_parent (widget), "answers"))
    {
      g_auto (GStrv) parts = g_strsplit (gtk_button_get_label (GTK_BUTTON (widget)), "_", -1);
      g_autofree char *label = g_strjoinv ("", parts);

      g_string_append_printf (texts, "%s%s", texts->len > 0 ? ", " : "", label);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_buttons (child, texts);
}

/* What is drawn is known after a frame. */
static gboolean
is_drawn (gpointer data)
{
  GskRenderNode **node = data;
  GtkWidget *window = g_object_get_data (G_OBJECT (gtk_window_get_toplevels ()), "pictured");
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  *node = gtk_snapshot_free_to_node (snapshot);
  gtk_widget_queue_draw (window);
  return *node != NULL;
}

static void
keep_picture (Fixture *fixture, const char *name)
{
  const char *folder = g_getenv ("LOFT_TEST_PICTURES");
  GskRenderNode *node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;
  g_object_set_data (G_OBJECT (gtk_window_get_toplevels ()), "pictured", fixture->window);
  ui_test_wait (is_drawn, &node);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node, NULL);
  gsk_render_node_unref (node);
  path = g_strdup_printf ("%s/invitation-%s.png", folder, name);
  gdk_texture_save_to_png (texture, path);
}

static void
test_states (void)
{
  Fixture fixture = { 0 };

  fixture_open (&fixture, 560);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) buttons = g_string_new (NULL);

      show_row (&fixture, &rows[i]);
      g_test_message ("%s", rows[i].name);
      keep_picture (&fixture, rows[i].name);
      g_assert_true (gtk_widget_get_visible (fixture.card));
      g_assert_nonnull (ui_test_find_text (fixture.card, rows[i].title));
      if (rows[i].note != NULL)
        g_assert_nonnull (ui_test_find_text (fixture.card, rows[i].note));
      list_buttons (fixture.card, buttons);
      g_assert_cmpstr (buttons->str, ==, rows[i].buttons);
    }
  g_assert_cmpuint (fake_scheduling_get_n_acts (fixture.scheduling), ==, 0);
  fixture_close (&fixture);
}

static gboolean
has_answered (Fixture *fixture)
{
  return fake_scheduling_get_n_acts (fixture->scheduling) == 1;
}

static gboolean
was_undone (Fixture *fixture)
{
  return fake_scheduling_get_n_undos (fixture->scheduling) == 1;
}

static void
click (Fixture *fixture, const char *text)
{
  GtkWidget *label = ui_test_find_text (fixture->window, text);

  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
}

static void
test_answer (void)
{
  Fixture fixture = { 0 };
  GtkWidget *entry = NULL;

  fixture_open (&fixture, 560);
  show_row (&fixture, &rows[0]);
  entry = ui_test_find (fixture.card, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Gladly");
  click (&fixture, "Accept");
  ui_test_wait_for (has_answered, &fixture);
  g_assert_cmpint (fake_scheduling_get_last (fixture.scheduling)->deed, ==,
                   LOFT_SCHEDULING_DO_ANSWER);
  g_assert_cmpint (fake_scheduling_get_last (fixture.scheduling)->partstat, ==,
                   LOFT_PARTSTAT_ACCEPTED);
  g_assert_cmpint (fake_scheduling_get_last (fixture.scheduling)->seen, ==,
                   LOFT_SCHEDULING_INVITATION);
  g_assert_cmpstr (fake_scheduling_get_last_comment (fixture.scheduling), ==, "Gladly");
  ui_test_settle ();
  click (&fixture, "Undo");
  ui_test_wait_for (was_undone, &fixture);
  fixture_close (&fixture);
}

static void
test_error (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_PROTOCOL, "bad");
  g_autoptr (LoftMessageBody) plain = make_body ("text/plain");

  fixture_open (&fixture, 560);
  fake_scheduling_set_error (fixture.scheduling, error);
  show_row (&fixture, &rows[0]);
  g_assert_nonnull (ui_test_find_text (fixture.card, "cannot be understood"));
  keep_picture (&fixture, "error");
  loft_invitation_card_set_body (LOFT_INVITATION_CARD (fixture.card), fixture.account, plain);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (fixture.card));
  fixture_close (&fixture);
}

/* Narrow, dark, from right to left: nothing is wider than a telephone. */
static void
test_looks (void)
{
  Fixture fixture = { 0 };

  fixture_open (&fixture, 360);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int minimum = 0;

      show_row (&fixture, &rows[i]);
      gtk_widget_measure (fixture.card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
  show_row (&fixture, &rows[1]);
  keep_picture (&fixture, "narrow");
  gtk_widget_set_direction (fixture.card, GTK_TEXT_DIR_RTL);
  fixture_close (&fixture);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  fixture_open (&fixture, 560);
  show_row (&fixture, &rows[1]);
  keep_picture (&fixture, "mirrored");
  fixture_close (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  fixture_open (&fixture, 560);
  show_row (&fixture, &rows[1]);
  keep_picture (&fixture, "dark");
  fixture_close (&fixture);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  ui_test_init (&argc, &argv);
  g_test_add_func ("/invitation/states", test_states);
  g_test_add_func ("/invitation/answer", test_answer);
  g_test_add_func ("/invitation/error", test_error);
  g_test_add_func ("/invitation/looks", test_looks);
  return g_test_run ();
}
