/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window that asks for the address of a published calendar. */

#include "fake-service.h"
#include "loft-error.h"
#include "loft-subscribe-window.h"
#include "ui-test.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct {
    const char *text;
    const char *address; /* NULL: none */
    gboolean is_plain;
  } rows[] = {
    { "https://example.org/a.ics", "https://example.org/a.ics" },
    { " webcal://example.org/a.ics\n", "https://example.org/a.ics" },
    { "WEBCAL://example.org/a.ics", "https://example.org/a.ics" },
    { "example.org/a.ics", "https://example.org/a.ics" },
    { "http://example.org/a.ics", "http://example.org/a.ics", TRUE },
    { "https://example.org:8443/a?x=1", "https://example.org:8443/a?x=1" },
    { "", NULL },
    { "holidays", NULL },
    { "file:///etc/passwd", NULL },
    { "https://", NULL },
    { "https://u:p@example.org/", NULL },
    { "javascript://example.org/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean is_plain = TRUE;
      g_autofree char *address = loft_subscribe_window_read_address (rows[i].text, &is_plain);

      g_assert_cmpstr (address, ==, rows[i].address);
      g_assert_true (address == NULL || is_plain == rows[i].is_plain);
    }
}

static void
test_names (void)
{
  static const struct {
    const char *address;
    const char *name;
  } rows[] = {
    { "https://example.org/public_holidays.ics", "public holidays" },
    { "https://example.org/Caf%C3%A9.ics", "Café" },
    { "https://example.org/feed?id=1", "example.org" },
    { "https://example.org/", "example.org" },
    { "https://example.org/.ics", "example.org" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = loft_subscribe_window_guess_name (rows[i].address);

      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (LOFT_IS_SUBSCRIBE_WINDOW (window))
        return window;
    }
  return NULL;
}

static guint
count_accounts (LoftService *service)
{
  return g_list_model_get_n_items (loft_service_get_accounts (service));
}

static void
test_subscribed (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  guint n = count_accounts (service);
  GtkWidget *button;
  const LoftAccount *account;

  loft_subscribe_window_present (NULL, service, "webcal://example.org/holidays.ics");
  ui_test_settle ();
  button = find_button (find_window (), "_Subscribe");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
  g_assert_cmpuint (count_accounts (service), ==, n + 1);
  account = fake_service_get_last_check (service);
  g_assert_cmpstr (account->kind, ==, "ics");
  g_assert_cmpstr (account->name, ==, "holidays");
  g_assert_cmpstr (account->calendars, ==, "https://example.org/holidays.ics");
  g_assert_cmpint (account->incoming.security, ==, LOFT_SECURITY_TLS);
  g_assert_null (find_window ());
}

/* The sentence stands there, and what was typed too. */
static void
test_refused (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  g_autoptr (GError) error =
    g_error_new_literal (LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "The address leads to a web page, not to a calendar");
  guint n = count_accounts (service);
  GtkWidget *window;

  fake_service_set_check (service, error, NULL);
  loft_subscribe_window_present (NULL, service, "https://example.org/sign-in");
  ui_test_settle ();
  window = find_window ();
  g_signal_emit_by_name (find_button (window, "_Subscribe"), "clicked");
  ui_test_settle ();
  g_assert_cmpuint (count_accounts (service), ==, n);
  g_assert_nonnull (ui_test_find_text (window, "There is no calendar to be had"));
  g_assert_true (gtk_widget_get_sensitive (find_button (window, "_Subscribe")));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_empty (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  GtkWidget *window;

  loft_subscribe_window_present (NULL, service, NULL);
  ui_test_settle ();
  window = find_window ();
  g_assert_false (gtk_widget_get_sensitive (find_button (window, "_Subscribe")));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/subscribe/addresses", test_addresses);
  g_test_add_func ("/subscribe/names", test_names);
  g_test_add_func ("/subscribe/subscribed", test_subscribed);
  g_test_add_func ("/subscribe/refused", test_refused);
  g_test_add_func ("/subscribe/empty", test_empty);
  return g_test_run ();
}
