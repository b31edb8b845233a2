/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calendar and contacts that are set up with the mail account, or added to one that exists. */

#include "fake-service.h"
#include "loft-account-assistant.h"
#include "loft-account-editor.h"
#include "loft-banner.h"
#include "loft-dav-assistant-private.h"
#include "loft-dav-offer-window.h"
#include "loft-error.h"
#include "ui-test.h"

#include <adwaita.h>
#include <string.h>

#define BOTH (LOFT_DAV_OFFER_CALENDARS | LOFT_DAV_OFFER_CONTACTS)

typedef struct {
  LoftService *service;
  LoftAccountAssistant *assistant;
  GtkWindow *window;
  guint n_added;
} Fixture;

static void
on_added (Fixture *fixture)
{
  fixture->n_added++;
}

static void
set_found (Fixture *fixture)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_found_account_unref);
  LoftFoundAccount *found = loft_found_account_new (LOFT_FOUND_BY_SRV, "example.test");

  g_ptr_array_add (found->servers,
                   loft_found_server_new ("imap", "imap.example.test", 993, LOFT_SECURITY_TLS));
  g_ptr_array_add (list, found);
  fake_service_set_found (fixture->service, list, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = fake_service_new ();
  fixture->assistant = g_object_new (LOFT_TYPE_ACCOUNT_ASSISTANT, NULL);
  fixture->n_added = 0;
  loft_account_assistant_set_service (fixture->assistant, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->assistant), 460, 640);
  g_signal_connect_swapped (fixture->assistant, "added", G_CALLBACK (on_added), fixture);
  set_found (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fake_service_set_slow (fixture->service, FALSE);
  fake_service_set_offer (fixture->service, NULL, NULL);
  fake_service_set_offer_try (fixture->service, NULL);
  fake_service_set_found (fixture->service, NULL, NULL);
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

/* What is seen and done */

static void
offer (Fixture *fixture, const char *calendars, const char *contacts, LoftDavOfferParts foreign)
{
  g_autoptr (LoftDavOffer) there = loft_dav_offer_new (calendars, contacts, foreign, NULL);

  fake_service_set_offer (fixture->service, there, NULL);
}

static gpointer
child (Fixture *fixture, const char *id)
{
  return ui_test_child (fixture->assistant, id);
}

static void
press (GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

/* What was begun comes to an end, but where the test holds it up. */
static gboolean
has_ended (gpointer data)
{
  Fixture *fixture = data;

  return fake_service_is_slow (fixture->service) ||
         g_strcmp0 (gtk_stack_get_visible_child_name (child (fixture, "pages")), "steps") != 0;
}

static void
press_here (Fixture *fixture, const char *id)
{
  press (child (fixture, id));
  ui_test_wait_for (has_ended, fixture);
  ui_test_settle ();
}

static void
sign_in (Fixture *fixture)
{
  gtk_editable_set_text (child (fixture, "address"), "alice@example.test");
  gtk_editable_set_text (child (fixture, "password"), "secret");
  press_here (fixture, "submit");
}

static void
assert_page (Fixture *fixture, const char *page)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (fixture, "pages")), ==, page);
}

/* (nullable) one that is on screen. */
static GtkWidget *
row_of (gpointer widget, const char *title)
{
  if (ADW_IS_ACTION_ROW (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (adw_preferences_row_get_title (widget), title))
    return widget;
  for (GtkWidget *each = gtk_widget_get_first_child (widget); each != NULL;
       each = gtk_widget_get_next_sibling (each))
    {
      GtkWidget *row = row_of (each, title);

      if (row != NULL)
        return row;
    }
  return NULL;
}

static GtkSwitch *
switch_of (gpointer widget, const char *title)
{
  GtkWidget *row = row_of (widget, title);

  g_assert_nonnull (row);
  return GTK_SWITCH (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

static guint
n_accounts (Fixture *fixture)
{
  return g_list_model_get_n_items (loft_service_get_accounts (fixture->service));
}

static LoftAccount *
account_at (Fixture *fixture, guint i)
{
  g_autoptr (LoftMailAccount) account =
    g_list_model_get_item (loft_service_get_accounts (fixture->service), i);

  return loft_mail_account_get_account (account);
}

/* With the mail account */

static void
test_both (Fixture *fixture, gconstpointer data)
{
  LoftAccount *dav = NULL;

  offer (fixture, "https://cal.example.test/a/", "https://card.example.test/a/", 0);
  sign_in (fixture);
  assert_page (fixture, "more");
  /* All of it, or nothing yet. */
  g_assert_cmpuint (n_accounts (fixture), ==, 0);
  g_assert_true (gtk_switch_get_active (switch_of (fixture->assistant, "Calendar")));
  g_assert_true (gtk_switch_get_active (switch_of (fixture->assistant, "Contacts")));
  g_assert_nonnull (ui_test_find_text (fixture->assistant, "cal.example.test"));
  g_assert_nonnull (ui_test_find_text (fixture->assistant, "card.example.test"));
  g_assert_null (ui_test_find_text (fixture->assistant, "is not part of"));
  press_here (fixture, "more_add");
  g_assert_cmpuint (n_accounts (fixture), ==, 2);
  g_assert_cmpuint (fixture->n_added, ==, 1);
  g_assert_cmpuint (fake_service_get_n_offer_tries (fixture->service), ==, 0);
  dav = account_at (fixture, 1);
  g_assert_cmpstr (dav->kind, ==, "dav");
  g_assert_cmpstr (dav->name, ==, "alice@example.test – Calendar and Contacts");
  g_assert_cmpstr (dav->calendars, ==, "https://cal.example.test/a/");
  g_assert_cmpstr (dav->contacts, ==, "https://card.example.test/a/");
  g_assert_cmpstr (dav->mail_account, ==, account_at (fixture, 0)->id);
  g_assert_cmpstr (dav->incoming.user, ==, "alice@example.test");
  assert_page (fixture, "address");
}

static void
test_one (Fixture *fixture, gconstpointer data)
{
  offer (fixture, "https://dav.example.test/", "https://dav.example.test/", 0);
  sign_in (fixture);
  gtk_switch_set_active (switch_of (fixture->assistant, "Calendar"), FALSE);
  press_here (fixture, "more_add");
  g_assert_cmpuint (n_accounts (fixture), ==, 2);
  g_assert_cmpstr (account_at (fixture, 1)->calendars, ==, "");
  g_assert_cmpstr (account_at (fixture, 1)->contacts, ==, "https://dav.example.test/");
  g_assert_cmpstr (account_at (fixture, 1)->name, ==, "alice@example.test – Contacts");
}

static void
test_only_mail (Fixture *fixture, gconstpointer data)
{
  offer (fixture, "https://dav.example.test/", "", 0);
  sign_in (fixture);
  g_assert_null (row_of (fixture->assistant, "Contacts"));
  gtk_switch_set_active (switch_of (fixture->assistant, "Calendar"), FALSE);
  press_here (fixture, "more_add");
  g_assert_cmpuint (n_accounts (fixture), ==, 1);
  g_assert_cmpuint (fixture->n_added, ==, 1);
}

/* Nobody is bothered with what there is not. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  fake_service_set_offer (fixture->service, NULL, NULL);
  sign_in (fixture);
  g_assert_cmpuint (fake_service_get_n_looks (fixture->service), ==, 1);
  g_assert_cmpuint (n_accounts (fixture), ==, 1);
  assert_page (fixture, "address");
}

/* The password waits for a yes, and no answer to it stops the mail. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) refused = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "no");

  offer (fixture, "https://dav.hoster.test/", "https://dav.hoster.test/", BOTH);
  fake_service_set_offer_try (fixture->service, refused);
  sign_in (fixture);
  assert_page (fixture, "more");
  g_assert_false (gtk_switch_get_active (switch_of (fixture->assistant, "Calendar")));
  g_assert_nonnull (
    ui_test_find_text (fixture->assistant, "dav.hoster.test is not part of example.test"));
  gtk_switch_set_active (switch_of (fixture->assistant, "Calendar"), TRUE);
  press_here (fixture, "more_add");
  g_assert_cmpuint (fake_service_get_n_offer_tries (fixture->service), ==, 1);
  assert_page (fixture, "more");
  g_assert_nonnull (strstr (loft_banner_get_title (child (fixture, "problem")), "dav.hoster.test"));
  g_assert_cmpuint (n_accounts (fixture), ==, 0);
  fake_service_set_offer_try (fixture->service, NULL);
  press_here (fixture, "more_add");
  g_assert_cmpuint (n_accounts (fixture), ==, 2);
  g_assert_cmpstr (account_at (fixture, 1)->calendars, ==, "https://dav.hoster.test/");
  g_assert_cmpstr (account_at (fixture, 1)->contacts, ==, "");
}

static void
test_foreign_left (Fixture *fixture, gconstpointer data)
{
  offer (fixture, "https://dav.hoster.test/", "", LOFT_DAV_OFFER_CALENDARS);
  sign_in (fixture);
  press_here (fixture, "more_add");
  g_assert_cmpuint (fake_service_get_n_offer_tries (fixture->service), ==, 0);
  g_assert_cmpuint (n_accounts (fixture), ==, 1);
}

static gboolean
was_added (gpointer fixture)
{
  return ((Fixture *) fixture)->n_added > 0;
}

/* Who does not want to wait for it need not. */
static void
test_skip (Fixture *fixture, gconstpointer data)
{
  offer (fixture, "https://dav.example.test/", "https://dav.example.test/", 0);
  fake_service_set_slow (fixture->service, TRUE);
  sign_in (fixture);
  while (fake_service_get_n_looks (fixture->service) == 0)
    {
      fake_service_set_slow (fixture->service, FALSE);
      fake_service_set_slow (fixture->service, TRUE);
      ui_test_settle ();
    }
  g_assert_nonnull (
    ui_test_find_text (fixture->assistant, "Calendar and contacts of example.test"));
  g_assert_false (gtk_widget_get_visible (child (fixture, "stop_by_hand")));
  press_here (fixture, "skip");
  ui_test_wait_for (was_added, fixture);
  g_assert_cmpuint (n_accounts (fixture), ==, 1);
}

/* Cancelled in the middle of it, and gone back from the end: nothing was added. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  offer (fixture, "https://dav.example.test/", "", 0);
  sign_in (fixture);
  press_here (fixture, "more_back");
  assert_page (fixture, "address");
  fake_service_set_slow (fixture->service, TRUE);
  press_here (fixture, "submit");
  while (fake_service_get_n_looks (fixture->service) < 2)
    {
      fake_service_set_slow (fixture->service, FALSE);
      fake_service_set_slow (fixture->service, TRUE);
      ui_test_settle ();
    }
  press_here (fixture, "stop");
  fake_service_set_slow (fixture->service, FALSE);
  ui_test_settle ();
  assert_page (fixture, "address");
  g_assert_cmpuint (n_accounts (fixture), ==, 0);
}

/* The place of the password is decided on once. */
static void
test_no_keyring (Fixture *fixture, gconstpointer data)
{
  offer (fixture, "https://dav.example.test/", "https://dav.example.test/", 0);
  fake_service_set_keyring (fixture->service, FALSE);
  sign_in (fixture);
  press_here (fixture, "more_add");
  assert_page (fixture, "more");
  g_assert_cmpuint (n_accounts (fixture), ==, 0);
  g_signal_emit_by_name (child (fixture, "problem"), "button-clicked");
  ui_test_wait_for (was_added, fixture);
  g_assert_cmpuint (n_accounts (fixture), ==, 2);
  g_assert_cmpint (account_at (fixture, 0)->secret, ==, LOFT_SECRET_FILE);
  g_assert_cmpint (account_at (fixture, 1)->secret, ==, LOFT_SECRET_FILE);
}

/* There are calendars of this address already. */
static void
test_there_already (Fixture *fixture, gconstpointer data)
{
  LoftMailAccount *team =
    fake_service_add_dav_account (fixture->service, "dav", "Team", "https://dav.example.org/");
  LoftAccount *settings = loft_mail_account_get_account (team);

  g_free (settings->address);
  settings->address = g_strdup ("Alice@example.test");
  offer (fixture, "https://dav.example.test/", "", 0);
  sign_in (fixture);
  g_assert_cmpuint (fake_service_get_n_looks (fixture->service), ==, 0);
  g_assert_cmpuint (n_accounts (fixture), ==, 2);
}

/* To an account that exists */

static gboolean
has_looked (gpointer window)
{
  return fake_service_is_slow (NULL) ||
         ui_test_find_text (window, "Looking for the calendars and contacts") == NULL;
}

static gboolean
is_closed (gpointer window)
{
  return !gtk_widget_get_visible (window);
}

static GtkWindow *
open_window (Fixture *fixture)
{
  LoftMailAccount *mail = loft_service_find_account (fixture->service, "Work");
  GtkWindow *editor = NULL;
  GtkWindow *found = NULL;
  GListModel *windows = gtk_window_get_toplevels ();

  if (mail == NULL)
    mail = fake_service_add_account (fixture->service, "Work", "anna@example.org");
  editor = loft_account_editor_present (GTK_WIDGET (fixture->assistant), fixture->service, mail);
  ui_test_settle ();
  adw_action_row_activate (ui_test_child (editor, "offer_row"));
  ui_test_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (LOFT_IS_DAV_OFFER_WINDOW (each) && gtk_widget_get_visible (GTK_WIDGET (each)))
        found = each; /* it is never freed */
    }
  g_assert_nonnull (found);
  ui_test_wait_for (has_looked, found);
  ui_test_settle ();
  return found;
}

static void
close_all (Fixture *fixture, GtkWindow *window)
{
  GtkWindow *editor = gtk_window_get_transient_for (window);

  gtk_window_close (window);
  if (editor != NULL)
    gtk_window_close (editor);
  ui_test_settle ();
}

static void
test_add_later (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = NULL;
  GtkWindow *editor = NULL;

  offer (fixture, "https://dav.example.org/", "https://dav.example.org/", 0);
  window = open_window (fixture);
  editor = gtk_window_get_transient_for (window);
  g_assert_true (gtk_widget_get_visible (ui_test_child (editor, "offer_row")));
  g_assert_true (gtk_switch_get_active (switch_of (window, "Contacts")));
  press (gtk_widget_get_ancestor (ui_test_find_text (window, "Add"), GTK_TYPE_BUTTON));
  ui_test_wait_for (is_closed, window);
  g_assert_cmpuint (n_accounts (fixture), ==, 2);
  g_assert_cmpstr (account_at (fixture, 1)->name, ==, "Work – Calendar and Contacts");
  g_assert_cmpstr (account_at (fixture, 1)->mail_account, ==, account_at (fixture, 0)->id);
  /* Once is enough. */
  g_assert_false (gtk_widget_get_visible (ui_test_child (editor, "offer_row")));
  gtk_window_close (editor);
  ui_test_settle ();
}

typedef struct {
  const char *path;
  LoftError error_class;
  const char *says;
} NothingRow;

static const NothingRow nothing[] = {
  { "gone", LOFT_ERROR_GONE, "example.org does not tell where" },
  { "offline", LOFT_ERROR_OFFLINE, "example.org could not be asked" },
  { "too-slow", LOFT_ERROR_TEMPORARY, "example.org could not be asked" },
  { "another-password", LOFT_ERROR_AUTH, "want another password" },
};

/* Then a person says where. */
static void
test_nothing_later (Fixture *fixture, gconstpointer data)
{
  const NothingRow *row = data;
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, row->error_class, "x");
  GtkWindow *window = NULL;

  fake_service_set_offer (fixture->service, NULL, error);
  window = open_window (fixture);
  g_assert_nonnull (ui_test_find_text (window, row->says));
  g_assert_nonnull (ui_test_find_text (window, "Server or Email Address"));
  close_all (fixture, window);
}

/* Closed while it looks. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = NULL;

  offer (fixture, "https://dav.example.org/", "", 0);
  fake_service_set_slow (fixture->service, TRUE);
  window = open_window (fixture);
  g_assert_nonnull (ui_test_find_text (window, "Looking for the calendars and contacts"));
  close_all (fixture, window);
  fake_service_set_slow (fixture->service, FALSE);
  ui_test_settle ();
  g_assert_cmpuint (n_accounts (fixture), ==, 1);
}

#define ADD(path, func) g_test_add ("/account-offer/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("both", test_both);
  ADD ("one", test_one);
  ADD ("only-mail", test_only_mail);
  ADD ("nothing", test_nothing);
  ADD ("foreign", test_foreign);
  ADD ("foreign-left", test_foreign_left);
  ADD ("skip", test_skip);
  ADD ("given-up", test_given_up);
  ADD ("no-keyring", test_no_keyring);
  ADD ("there-already", test_there_already);
  ADD ("add-later", test_add_later);
  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      g_autofree char *path = g_strconcat ("/account-offer/nothing-later/", nothing[i].path, NULL);

      g_test_add (path, Fixture, &nothing[i], set_up, test_nothing_later, tear_down);
    }
  ADD ("closed", test_closed);
  return g_test_run ();
}
