/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-calendar.h"
#include "fake-contacts.h"
#include "loft-birthday-calendar.h"
#include "loft-calendar-pane.h"
#include "loft-calendar-sidebar.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-event-chip.h"
#include "loft-event-popover.h"
#include "loft-month-view.h"
#include "loft-settings.h"
#include "loft-wall.h"
#include "ui-test.h"

#define YEAR 2026

/* The birthdays of the fake contacts (Eva's is on 12 April 1985) beside a calendar with one event. */

typedef struct {
  FakeCalendar *calendar;
  FakeContacts *contacts;
  LoftCalendarItem *home; /* (borrowed) */
  LoftCalendarActions *actions;
  GListModel *april;
  gint64 day; /* her birthday */
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_settings_set_boolean (LOFT_SETTING_BIRTHDAYS, TRUE);
  fixture->day = loft_wall_day_new (YEAR, 4, 12);
  loft_clock_set_for_test (fixture->day * LOFT_WALL_DAY + 8 * 3600);
  fixture->calendar = fake_calendar_new ();
  fixture->home =
    fake_calendar_add_calendar (fixture->calendar, "On This Computer", "Home", "#2ec27e");
  fake_calendar_add (fixture->calendar, fixture->home, "Choir",
                     fixture->day * LOFT_WALL_DAY + 36000, fixture->day * LOFT_WALL_DAY + 39600);
  fixture->contacts = fake_contacts_new ();
  fixture->actions = loft_birthday_calendar_new (LOFT_CALENDAR_ACTIONS (fixture->calendar),
                                                 LOFT_CONTACT_ACTIONS (fixture->contacts));
  fixture->april =
    loft_calendar_actions_list_events (fixture->actions,
                                       loft_wall_day_new (YEAR, 4, 1) * LOFT_WALL_DAY,
                                       loft_wall_day_new (YEAR, 5, 1) * LOFT_WALL_DAY);
  fake_contacts_fill (fixture->contacts);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_object_unref (fixture->april);
  g_object_unref (fixture->actions);
  g_object_unref (fixture->contacts);
  g_object_unref (fixture->calendar);
  loft_settings_set_boolean (LOFT_SETTING_BIRTHDAYS, TRUE);
  loft_clock_set_for_test (0);
}

static void
assert_shown (Fixture *fixture, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (fixture->april); i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (fixture->april, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "",
                              loft_occurrence_item_get (item)->summary);
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static guint
count_calendars (LoftCalendarActions *actions)
{
  return g_list_model_get_n_items (loft_calendar_actions_get_calendars (actions));
}

static LoftCalendarItem *
get_birthdays (LoftCalendarActions *actions)
{
  GListModel *calendars = loft_calendar_actions_get_calendars (actions);
  g_autoptr (LoftCalendarItem) last =
    g_list_model_get_item (calendars, g_list_model_get_n_items (calendars) - 1);

  g_assert_true (loft_calendar_item_is_made (last));
  return last; /* the list holds it */
}

static LoftOccurrenceItem *
get_birthday (Fixture *fixture)
{
  g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (fixture->april, 0);

  g_assert_nonnull (loft_birthday_calendar_get_contact (item));
  return item; /* the list holds it */
}

static gboolean
has_one (GListModel *list)
{
  return g_list_model_get_n_items (list) == 1;
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  LoftContactChange change = { .kind = LOFT_CONTACT_REMOVE };
  const LoftOccurrence *occurrence;

  assert_shown (fixture, "Choir");
  g_assert_cmpuint (count_calendars (fixture->actions), ==, 1);
  fake_contacts_load (fixture->contacts);
  /* Whole days are before hours. */
  assert_shown (fixture, "Eva Adler, 41; Choir");
  g_assert_cmpuint (count_calendars (fixture->actions), ==, 2);
  occurrence = loft_occurrence_item_get (get_birthday (fixture));
  g_assert_true (occurrence->all_day && occurrence->is_wall && occurrence->is_transparent);
  g_assert_cmpint (occurrence->start, ==, fixture->day * LOFT_WALL_DAY);
  g_assert_cmpint (occurrence->end, ==, (fixture->day + 1) * LOFT_WALL_DAY);
  g_assert_cmpstr (loft_birthday_calendar_get_contact (get_birthday (fixture)), ==, "1");
  change.before = fake_contacts_find (fixture->contacts, "Eva Adler");
  loft_contact_actions_change_async (LOFT_CONTACT_ACTIONS (fixture->contacts), &change, 1, NULL,
                                     NULL, NULL);
  ui_test_wait_for (has_one, fixture->april); /* the list is read in a thread */
  assert_shown (fixture, "Choir");
  g_assert_cmpuint (count_calendars (fixture->actions), ==, 1);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  static const char *const dates[] = { "BDAY",       "--04-01", "ANNIVERSARY",
                                       "2016-04-02", "BDAY",    "2026-04-03" };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i += 2)
    {
      LoftContact *contact = loft_contact_new ();

      g_free (contact->name);
      contact->name = g_strdup_printf ("Nora %u", i / 2 + 1);
      g_free (contact->uid);
      contact->uid = g_strdup_printf ("nora:%u", i);
      g_ptr_array_add (contact->values, loft_contact_value_new (dates[i], dates[i + 1]));
      fake_contacts_add (fixture->contacts, contact);
    }
  fake_contacts_load (fixture->contacts);
  assert_shown (fixture, "Nora 1; Nora 2, anniversary (10); Nora 3; Eva Adler, 41; Choir");
  g_assert_cmpstr (loft_birthday_calendar_get_contact (get_birthday (fixture)), ==, "nora:0");
}

static void
test_switched (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftCalendarActions) later = NULL;

  fake_contacts_load (fixture->contacts);
  loft_calendar_actions_set_shown (fixture->actions, get_birthdays (fixture->actions), FALSE);
  assert_shown (fixture, "Choir");
  /* It can be switched on again, also at the next start. */
  later = loft_birthday_calendar_new (LOFT_CALENDAR_ACTIONS (fixture->calendar),
                                      LOFT_CONTACT_ACTIONS (fixture->contacts));
  g_assert_cmpuint (count_calendars (later), ==, 2);
  g_assert_false (loft_calendar_item_get_shown (get_birthdays (later)));
  loft_calendar_actions_set_shown (fixture->actions, get_birthdays (fixture->actions), TRUE);
  assert_shown (fixture, "Eva Adler, 41; Choir");
}

/* Changing */

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Fixture *) data)->result, result);
}

static gboolean
change (Fixture *fixture, const LoftCalendarChange *wish, GError **error)
{
  g_clear_object (&fixture->result);
  loft_calendar_actions_change_async (fixture->actions, wish, NULL, on_done, fixture);
  ui_test_settle ();
  g_assert_nonnull (fixture->result);
  return loft_calendar_actions_change_finish (fixture->actions, fixture->result, NULL, error);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_REMOVE };
  g_autoptr (LoftEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  fake_contacts_load (fixture->contacts);
  g_assert_false (loft_calendar_item_get_writable (get_birthdays (fixture->actions)));
  wish.item = get_birthday (fixture);
  g_assert_false (change (fixture, &wish, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  /* What belongs to the others still goes to them. */
  loft_calendar_actions_read_async (fixture->actions, get_birthday (fixture), LOFT_SCOPE_THIS, NULL,
                                    on_done, fixture);
  ui_test_settle ();
  event = loft_calendar_actions_read_finish (fixture->actions, fixture->result, NULL);
  g_assert_cmpstr (event->summary, ==, "Eva Adler, 41");
  wish.item = g_list_model_get_item (fixture->april, 1);
  g_assert_true (change (fixture, &wish, NULL));
  g_object_unref (wish.item);
  assert_shown (fixture, "Eva Adler, 41");
}

static void
test_copied (Fixture *fixture, gconstpointer data)
{
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_COPY, .all_day = TRUE };
  const LoftOccurrence *made;

  fake_contacts_load (fixture->contacts);
  wish.item = get_birthday (fixture);
  wish.calendar = fixture->home;
  wish.start = (fixture->day + 2) * LOFT_WALL_DAY;
  wish.end = wish.start + LOFT_WALL_DAY;
  g_assert_true (change (fixture, &wish, NULL));
  made = fake_calendar_find (fixture->calendar, "Eva Adler, 41");
  g_assert_nonnull (made);
  g_assert_true (made->all_day);
  g_assert_cmpint (made->start, ==, wish.start);
  assert_shown (fixture, "Eva Adler, 41; Choir; Eva Adler, 41");
}

/* In the pane */

static void
on_show_contact (GSimpleAction *action, GVariant *uid, gpointer shown)
{
  *(char **) shown = g_variant_dup_string (uid, NULL);
}

static LoftEventChip *
find_chip (GtkWidget *root, const char *summary)
{
  LoftEventChip *found = NULL;

  if (LOFT_IS_EVENT_CHIP (root) && gtk_widget_get_mapped (root) &&
      g_str_equal (
        loft_occurrence_item_get (loft_event_chip_get_item (LOFT_EVENT_CHIP (root)))->summary,
        summary))
    return LOFT_EVENT_CHIP (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_chip (child, summary);
  return found;
}

static void
test_pane (Fixture *fixture, gconstpointer data)
{
  static const GActionEntry entries[] = { { "show-contact", on_show_contact, "s" } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autofree char *shown = NULL;
  GtkWidget *pane = loft_calendar_pane_new (fixture->actions);
  GtkWindow *window;
  GtkWidget *label;
  LoftEventChip *chip;

  fake_contacts_load (fixture->contacts);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), &shown);
  window = ui_test_show (pane, 1180, 800);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "win", G_ACTION_GROUP (group));
  ui_test_settle ();
  g_assert_nonnull (
    ui_test_find_text (ui_test_find (pane, LOFT_TYPE_CALENDAR_SIDEBAR), "Birthdays"));
  chip = find_chip (pane, "Eva Adler, 41");
  g_assert_nonnull (chip);
  loft_calendar_view_open (ui_test_find (pane, LOFT_TYPE_MONTH_VIEW),
                           loft_event_chip_get_item (chip), GTK_WIDGET (chip));
  ui_test_settle ();
  label = ui_test_find_text (ui_test_find (pane, LOFT_TYPE_EVENT_POPOVER), "Open Contact");
  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_parent (label), "clicked");
  ui_test_settle ();
  g_assert_cmpstr (shown, ==, "1");
  gtk_window_destroy (window);
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, test) g_test_add ("/birthdays/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("follows", test_follows);
  ADD ("words", test_words);
  ADD ("switched", test_switched);
  ADD ("read-only", test_read_only);
  ADD ("copied", test_copied);
  ADD ("pane", test_pane);
  return g_test_run ();
}
