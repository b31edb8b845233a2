/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A conversation in the reading view: which card is open, what it costs, what is marked as read. */

#include "fake-service.h"
#include "loft-conversation-card.h"
#include "loft-find-bar.h"
#include "loft-html-view.h"
#include "loft-message-view.h"
#include "ui-test.h"

#include <string.h>

#define MAX_PARTS 1000

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftMessageList *list;
  LoftMessageRow *row;
  LoftMessageView *view;
  GtkWindow *window;
  gint64 ids[MAX_PARTS];
} Fixture;

static const char html_part[] = "From: Eva <eva@example.org>\r\nSubject: Hall\r\n"
                                "Content-Type: text/html\r\n\r\n<p>Text of part %u</p>";
static const char text_part[] = "From: Jan <jan@example.org>\r\nSubject: Hall\r\n\r\n"
                                "Text of part %u\r\n";

static void
add_part (Fixture *fixture, guint i, gboolean html, LoftFlags flags)
{
  g_autofree char *raw = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  raw = g_strdup_printf (html ? html_part : text_part, i);
#pragma GCC diagnostic pop
  fixture->ids[i] =
    fake_account_add_message (fixture->account, fixture->inbox, raw, -1, flags, 1000 + i);
}

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

static void
open_conversation (Fixture *fixture, guint n)
{
  fake_account_join (fixture->account, 77, fixture->ids, n);
  fixture->list = loft_message_list_new (fixture->account, 1);
  ui_test_settle ();
  fixture->row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  loft_message_view_open (fixture->view, fixture->account, fixture->row);
  ui_test_wait_for (is_open, fixture);
}

static void
collect (gpointer root, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    g_ptr_array_add (found, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GPtrArray *
cards_of (Fixture *fixture)
{
  GPtrArray *cards = g_ptr_array_new ();

  collect (fixture->view, LOFT_TYPE_CONVERSATION_CARD, cards);
  return cards;
}

static guint
count_open (Fixture *fixture)
{
  g_autoptr (GPtrArray) cards = cards_of (fixture);
  guint n = 0;

  for (guint i = 0; i < cards->len; i++)
    n += loft_conversation_card_is_open (g_ptr_array_index (cards, i));
  return n;
}

static gint64
read_id (Fixture *fixture)
{
  return loft_message_view_get_body (fixture->view)->message->id;
}

static void
test_newest_unread_is_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;

  for (guint i = 0; i < 6; i++)
    add_part (fixture, i, FALSE, i == 2 || i == 3 ? LOFT_FLAG_NONE : LOFT_FLAG_SEEN);
  open_conversation (fixture, 6);
  cards = cards_of (fixture);
  g_assert_cmpuint (cards->len, ==, 6);
  g_assert_cmpuint (count_open (fixture), ==, 1);
  g_assert_cmpint (read_id (fixture), ==, fixture->ids[3]);
  g_assert_true (loft_message_view_is_conversation (fixture->view));
}

static void
test_newest_when_all_are_read (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    add_part (fixture, i, FALSE, LOFT_FLAG_SEEN);
  open_conversation (fixture, 3);
  g_assert_cmpint (read_id (fixture), ==, fixture->ids[2]);
}

static gboolean
is_seen (Fixture *fixture, guint i)
{
  return (fake_account_get_message (fixture->account, fixture->ids[i])->flags & LOFT_FLAG_SEEN) !=
         0;
}

static gboolean
second_is_seen (Fixture *fixture)
{
  return is_seen (fixture, 1);
}

/* What stays folded was not read. */
static void
test_marks_what_was_open (Fixture *fixture, gconstpointer data)
{
  add_part (fixture, 0, FALSE, LOFT_FLAG_NONE);
  add_part (fixture, 1, FALSE, LOFT_FLAG_NONE);
  open_conversation (fixture, 2);
  ui_test_wait_for (second_is_seen, fixture);
  g_assert_false (is_seen (fixture, 0));
}

static gboolean
reads_first (Fixture *fixture)
{
  return is_open (fixture) && read_id (fixture) == fixture->ids[0];
}

static gboolean
reads_second (Fixture *fixture)
{
  return is_open (fixture) && read_id (fixture) == fixture->ids[1];
}

static void
test_moves (Fixture *fixture, gconstpointer data)
{
  add_part (fixture, 0, FALSE, LOFT_FLAG_SEEN);
  add_part (fixture, 1, FALSE, LOFT_FLAG_SEEN);
  open_conversation (fixture, 2);
  loft_message_view_move (fixture->view, -1);
  ui_test_wait_for (reads_first, fixture);
  g_assert_cmpuint (count_open (fixture), ==, 2);
  loft_message_view_move (fixture->view, -1);
  loft_message_view_move (fixture->view, 1);
  ui_test_wait_for (reads_second, fixture);
}

static gboolean
few_are_open (Fixture *fixture)
{
  return count_open (fixture) <= 4;
}

/* However many are opened, a handful of web views lives, and one process serves them. */
static void
test_few_web_views (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) views = g_ptr_array_new ();

  for (guint i = 0; i < 10; i++)
    add_part (fixture, i, TRUE, LOFT_FLAG_SEEN);
  open_conversation (fixture, 10);
  for (guint i = 0; i < 9; i++)
    {
      loft_message_view_move (fixture->view, -1);
      ui_test_wait_for (is_open, fixture);
    }
  ui_test_wait_for (reads_first, fixture);
  collect (fixture->view, LOFT_TYPE_HTML_VIEW, views);
  /* A card counts as HTML once it is shown as that, which may be later than its text is there. */
  ui_test_wait_for (few_are_open, fixture);
  for (guint i = views->len; i > 0; i--)
    {
      if (loft_html_view_get_web_view (g_ptr_array_index (views, i - 1)) == NULL)
        g_ptr_array_remove_index (views, i - 1);
    }
  g_assert_cmpuint (views->len, <=, 4);
}

/* What is on its way into a card finds it folded, or gone. */
static void
test_folded_while_opening (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;

  add_part (fixture, 0, FALSE, LOFT_FLAG_SEEN);
  add_part (fixture, 1, FALSE, LOFT_FLAG_SEEN);
  open_conversation (fixture, 2);
  cards = cards_of (fixture);
  loft_conversation_card_set_open (g_ptr_array_index (cards, 0), TRUE);
  loft_conversation_card_set_open (g_ptr_array_index (cards, 0), FALSE);
  ui_test_settle ();
  g_assert_cmpuint (count_open (fixture), ==, 1);
  loft_conversation_card_set_open (g_ptr_array_index (cards, 0), TRUE);
  loft_message_view_close (fixture->view, 0);
  ui_test_settle ();
  g_assert_null (loft_message_view_get_body (fixture->view));
}

static gboolean
has_three_cards (Fixture *fixture)
{
  g_autoptr (GPtrArray) cards = cards_of (fixture);

  return cards->len == 3;
}

/* Mail comes while one reads: nothing moves. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  add_part (fixture, 0, FALSE, LOFT_FLAG_SEEN);
  add_part (fixture, 1, FALSE, LOFT_FLAG_SEEN);
  open_conversation (fixture, 2);
  add_part (fixture, 2, FALSE, LOFT_FLAG_NONE);
  fake_account_join (fixture->account, 77, fixture->ids, 3);
  ui_test_wait_for (has_three_cards, fixture);
  g_assert_cmpint (read_id (fixture), ==, fixture->ids[1]);
  g_assert_cmpuint (count_open (fixture), ==, 1);
}

static gboolean
has_more_cards (Fixture *fixture)
{
  g_autoptr (GPtrArray) cards = cards_of (fixture);

  return cards->len == 48;
}

static void
test_thousand (Fixture *fixture, gconstpointer data)
{
  gint64 start = 0;
  GtkWidget *more = NULL;
  g_autoptr (GPtrArray) cards = NULL;

  for (guint i = 0; i < MAX_PARTS; i++)
    add_part (fixture, i, FALSE, LOFT_FLAG_SEEN);
  fake_account_join (fixture->account, 77, fixture->ids, MAX_PARTS);
  fixture->list = loft_message_list_new (fixture->account, 1);
  ui_test_settle ();
  fixture->row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  start = ui_test_cpu_time ();
  loft_message_view_open (fixture->view, fixture->account, fixture->row);
  g_test_minimized_result ((ui_test_cpu_time () - start) / 1000.0, "opened in, ms");
  g_assert_cmpint (ui_test_cpu_time () - start, <, G_USEC_PER_SEC / 2);
  ui_test_wait_for (is_open, fixture);
  cards = cards_of (fixture);
  g_assert_cmpuint (cards->len, ==, 8);
  more = ui_test_find_text (fixture->view, "992 Older Messages");
  g_assert_nonnull (more);
  g_signal_emit_by_name (gtk_widget_get_parent (more), "clicked");
  ui_test_wait_for (has_more_cards, fixture);
  g_assert_nonnull (ui_test_find_text (fixture->view, "952 Older Messages"));
}

static void
test_closes (Fixture *fixture, gconstpointer data)
{
  add_part (fixture, 0, TRUE, LOFT_FLAG_SEEN);
  add_part (fixture, 1, TRUE, LOFT_FLAG_SEEN);
  open_conversation (fixture, 2);
  loft_message_view_close (fixture->view, 0);
  g_assert_null (loft_message_view_get_body (fixture->view));
  g_assert_cmpuint (count_open (fixture), ==, 0);
}

/* Finding goes through all open cards, of text and of HTML. */

typedef struct {
  Fixture *fixture;
  const char *text;
} Expected;

static gboolean
counts (Expected *expected)
{
  LoftFindBar *bar = ui_test_child (expected->fixture->view, "find_bar");

  return g_str_equal (gtk_label_get_text (ui_test_child (bar, "count")), expected->text);
}

static void
expect_count (Fixture *fixture, const char *text)
{
  Expected expected = { fixture, text };

  ui_test_wait_for (counts, &expected);
}

static void
press (Fixture *fixture, const char *button)
{
  g_signal_emit_by_name (ui_test_child (ui_test_child (fixture->view, "find_bar"), button),
                         "clicked");
}

static gboolean
all_shown (Fixture *fixture)
{
  g_autoptr (GPtrArray) cards = cards_of (fixture);

  for (guint i = 0; i < cards->len; i++)
    {
      LoftMessageContent *content =
        loft_conversation_card_get_content (g_ptr_array_index (cards, i));

      if (content == NULL || loft_message_content_get_body (content) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
open_all (Fixture *fixture)
{
  g_autoptr (GPtrArray) cards = cards_of (fixture);

  for (guint i = 0; i < cards->len; i++)
    loft_conversation_card_set_open (g_ptr_array_index (cards, i), TRUE);
  ui_test_wait_for (all_shown, fixture);
}

static void
test_finds_in_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;
  GtkEditable *entry = NULL;

  for (guint i = 0; i < 3; i++)
    add_part (fixture, i, i == 1, LOFT_FLAG_SEEN);
  open_conversation (fixture, 3);
  open_all (fixture);
  loft_message_view_start_find (fixture->view);
  entry = ui_test_child (ui_test_child (fixture->view, "find_bar"), "entry");
  gtk_editable_set_text (entry, "text of part");
  expect_count (fixture, "1 of 3");
  press (fixture, "next");
  expect_count (fixture, "2 of 3");
  press (fixture, "next");
  expect_count (fixture, "3 of 3");
  press (fixture, "next");
  expect_count (fixture, "1 of 3");
  press (fixture, "previous");
  expect_count (fixture, "3 of 3");
  press (fixture, "previous");
  expect_count (fixture, "2 of 3");
  /* What is folded is not looked through, what is opened is. */
  cards = cards_of (fixture);
  loft_conversation_card_set_open (g_ptr_array_index (cards, 0), FALSE);
  expect_count (fixture, "1 of 2");
  loft_conversation_card_set_open (g_ptr_array_index (cards, 0), TRUE);
  expect_count (fixture, "2 of 3");
  gtk_editable_set_text (entry, "part 2");
  expect_count (fixture, "1 of 1");
  press (fixture, "next");
  expect_count (fixture, "1 of 1");
  gtk_editable_set_text (entry, "part 3");
  expect_count (fixture, "Not Found");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/conversation/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("newest-unread-is-open", test_newest_unread_is_open);
  ADD ("newest-when-all-are-read", test_newest_when_all_are_read);
  ADD ("marks-what-was-open", test_marks_what_was_open);
  ADD ("moves", test_moves);
  ADD ("few-web-views", test_few_web_views);
  ADD ("folded-while-opening", test_folded_while_opening);
  ADD ("goes-on", test_goes_on);
  ADD ("thousand", test_thousand);
  ADD ("finds-in-all", test_finds_in_all);
  ADD ("closes", test_closes);
  return g_test_run ();
}
