/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Flags of an Exchange account get days from a menu, are done, and are as before again; the message says
 * so. Other accounts have no such menu. */

#include "fake-service.h"
#include "loft-clock.h"
#include "loft-follow-up-text.h"
#include "loft-mail-pane.h"
#include "loft-message-header.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "ui-test.h"

#include <adwaita.h>

/* Tuesday, 24 November 2026, at noon */
#define NOW ((gint64) 1795521600)

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMailPane *pane;
  LoftMessageListView *list;
  GtkWindow *window;
  gint64 id;
} Fixture;

static gboolean
list_is_filled (Fixture *fixture)
{
  return ui_test_find (fixture->list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static gboolean
header_is_there (Fixture *fixture)
{
  return ui_test_find (fixture->pane, LOFT_TYPE_MESSAGE_HEADER) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer kind)
{
  LoftAccount *account;

  loft_clock_set_for_test (NOW);
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  account = (LoftAccount *) loft_mail_account_get_account (fixture->account);
  g_free (account->kind);
  account->kind = g_strdup (kind);
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->id =
    fake_account_add_message (fixture->account, fixture->inbox,
                              "From: Eva Adler <eva@example.org>\r\nSubject: Fair\r\n\r\nText\r\n",
                              -1, LOFT_FLAG_SEEN, NOW - 600);
  fixture->pane = g_object_new (LOFT_TYPE_MAIL_PANE, NULL);
  fixture->list = ui_test_child (fixture->pane, "list");
  loft_mail_pane_set_service (fixture->pane, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->pane), 1180, 700);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "mail",
                                  loft_mail_pane_get_actions (fixture->pane));
  ui_test_wait_for (list_is_filled, fixture);
  loft_message_list_view_move (fixture->list, 1);
  ui_test_wait_for (header_is_there, fixture);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer kind)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
  loft_clock_set_for_test (0);
}

static const LoftMessage *
message (Fixture *fixture)
{
  return fake_account_get_message (fixture->account, fixture->id);
}

static void
follow_up (Fixture *fixture, const char *choice)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "mail.follow-up", "s", choice));
  ui_test_settle ();
}

static void
act (Fixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), name, NULL));
  ui_test_settle ();
}

/* The line of the header; "": there is none. */
static const char *
line (Fixture *fixture)
{
  GtkWidget *header = ui_test_find (fixture->pane, LOFT_TYPE_MESSAGE_HEADER);
  GtkWidget *box = ui_test_child (header, "follow_up");

  return gtk_widget_get_visible (box)
           ? gtk_label_get_text (ui_test_child (header, "follow_up_text"))
           : "";
}

/* In how many of the two menus, of the list and of the message, it stands. */
static guint
count_menus (Fixture *fixture)
{
  GMenuModel *menus[] = { ui_test_child (fixture->pane, "list_menu"),
                          gtk_menu_button_get_menu_model (
                            ui_test_child (fixture->pane, "message_menu_button")) };
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (menus); i++)
    for (int j = 0; j < g_menu_model_get_n_items (menus[i]); j++)
      {
        g_autoptr (GMenuModel) section =
          g_menu_model_get_item_link (menus[i], j, G_MENU_LINK_SECTION);
        g_autofree char *label = NULL;

        if (section != NULL && g_menu_model_get_n_items (section) > 0 &&
            g_menu_model_get_item_attribute (section, 0, "label", "s", &label))
          count += g_str_equal (label, "Follo_w Up");
      }
  return count;
}

static void
test_days (Fixture *fixture, gconstpointer kind)
{
  g_assert_cmpuint (count_menus (fixture), ==, 2);
  g_assert_cmpstr (line (fixture), ==, "");
  follow_up (fixture, "this-week");
  g_assert_cmpint (message (fixture)->flags, ==, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED);
  g_assert_cmpstr (message (fixture)->keywords, ==, "$due:2026-11-27 $start:2026-11-24");
  g_assert_cmpstr (line (fixture), ==, "Follow up by Friday");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "1 message is flagged for follow-up"));
  follow_up (fixture, "tomorrow");
  g_assert_cmpstr (line (fixture), ==, "Follow up tomorrow");
  act (fixture, "mail.undo");
  g_assert_cmpstr (line (fixture), ==, "Follow up by Friday");
  follow_up (fixture, "no-date");
  g_assert_cmpstr (message (fixture)->keywords, ==, "");
  g_assert_cmpstr (line (fixture), ==, "");
}

static void
test_done (Fixture *fixture, gconstpointer kind)
{
  GActionGroup *actions = loft_mail_pane_get_actions (fixture->pane);

  g_assert_false (g_action_group_get_action_enabled (actions, "follow-up-done"));
  follow_up (fixture, "today");
  g_assert_cmpstr (line (fixture), ==, "Follow up today");
  g_assert_true (g_action_group_get_action_enabled (actions, "follow-up-done"));
  act (fixture, "mail.follow-up-done");
  g_assert_cmpint (message (fixture)->flags, ==, LOFT_FLAG_SEEN);
  g_assert_cmpstr (line (fixture), ==, "Done");
  g_assert_false (g_action_group_get_action_enabled (actions, "follow-up-done"));
  act (fixture, "mail.undo");
  g_assert_cmpstr (line (fixture), ==, "Follow up today");
}

/* What comes from elsewhere shows at once. */
static void
test_from_elsewhere (Fixture *fixture, gconstpointer kind)
{
  fake_account_mark (fixture->account, fixture->id, LOFT_FLAG_FLAGGED,
                     "$due:2026-11-23 $remind:20261127T080000Z");
  ui_test_settle ();
  g_assert_cmpstr (line (fixture), ==, "Follow-up was due yesterday");
  fake_account_mark (fixture->account, fixture->id, LOFT_FLAG_NONE, "$due:2026-11-23");
  ui_test_settle ();
  g_assert_cmpstr (line (fixture), ==, "");
}

static void
test_not_here (Fixture *fixture, gconstpointer kind)
{
  GActionGroup *actions = loft_mail_pane_get_actions (fixture->pane);

  g_assert_cmpuint (count_menus (fixture), ==, 0);
  g_assert_false (g_action_group_get_action_enabled (actions, "follow-up"));
  g_assert_false (g_action_group_get_action_enabled (actions, "follow-up-done"));
}

/* ---- words -------------------------------------------------------------------------------- */

static void
test_texts (void)
{
  static const struct {
    const char *keywords;
    LoftFollowUpState state;
    const char *text;
  } cases[] = {
    { "", LOFT_FOLLOW_UP_NOTHING, NULL },
    { "$start:2026-11-24", LOFT_FOLLOW_UP_NOTHING, NULL },
    { "$due:2026-11-24", LOFT_FOLLOW_UP_OPEN, "Follow up today" },
    { "$due:2026-11-25", LOFT_FOLLOW_UP_OPEN, "Follow up tomorrow" },
    { "$due:2026-11-30", LOFT_FOLLOW_UP_OPEN, "Follow up by Monday" },
    { "$due:2026-12-01", LOFT_FOLLOW_UP_OPEN, "Follow up by 1 December" },
    { "$due:2027-01-02", LOFT_FOLLOW_UP_OPEN, "Follow up by 2 January 2027" },
    { "$due:2026-11-23", LOFT_FOLLOW_UP_LATE, "Follow-up was due yesterday" },
    { "$due:2026-11-18", LOFT_FOLLOW_UP_LATE, "Follow-up was due on Wednesday" },
    { "$due:2026-11-17", LOFT_FOLLOW_UP_LATE, "Follow-up was due on 17 November" },
    { "$due:2025-11-17", LOFT_FOLLOW_UP_LATE, "Follow-up was due on 17 November 2025" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_assert_cmpint (loft_follow_up_describe (LOFT_FLAG_FLAGGED, cases[i].keywords, NOW, &text),
                       ==, cases[i].state);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_choices (void)
{
  static const struct {
    int day; /* after Tuesday */
    LoftFollowUpChoice choice;
    const char *keywords;
  } cases[] = {
    { 0, LOFT_FOLLOW_UP_TODAY, "$due:2026-11-24 $start:2026-11-24" },
    { 0, LOFT_FOLLOW_UP_TOMORROW, "$due:2026-11-25 $start:2026-11-25" },
    { 0, LOFT_FOLLOW_UP_THIS_WEEK, "$due:2026-11-27 $start:2026-11-24" },
    { 3, LOFT_FOLLOW_UP_THIS_WEEK, "$due:2026-11-27 $start:2026-11-27" },
    { 4, LOFT_FOLLOW_UP_THIS_WEEK, "$due:2026-11-29 $start:2026-11-28" },
    { 0, LOFT_FOLLOW_UP_NEXT_WEEK, "$due:2026-12-04 $start:2026-11-30" },
    { 5, LOFT_FOLLOW_UP_NEXT_WEEK, "$due:2026-12-04 $start:2026-11-30" },
    { 6, LOFT_FOLLOW_UP_NEXT_WEEK, "$due:2026-12-11 $start:2026-12-07" },
    { 0, LOFT_FOLLOW_UP_NO_DATE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *keywords =
        loft_follow_up_choice_dup_keywords (cases[i].choice, NOW + cases[i].day * 86400);

      g_assert_cmpstr (keywords, ==, cases[i].keywords);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/ui/follow-up/days", Fixture, "eas", set_up, test_days, tear_down);
  g_test_add ("/ui/follow-up/done", Fixture, "eas", set_up, test_done, tear_down);
  g_test_add ("/ui/follow-up/from-elsewhere", Fixture, "eas", set_up, test_from_elsewhere,
              tear_down);
  g_test_add ("/ui/follow-up/not-here", Fixture, "imap", set_up, test_not_here, tear_down);
  g_test_add_func ("/ui/follow-up/texts", test_texts);
  g_test_add_func ("/ui/follow-up/choices", test_choices);
  return g_test_run ();
}
