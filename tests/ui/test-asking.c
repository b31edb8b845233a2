/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Setting up an Exchange whose place tells of it only after a sign-in: each host is shown, and hears of the
 * password when the person has said yes. */

#include "fake-service.h"
#include "loft-account-assistant.h"
#include "loft-banner.h"
#include "loft-error.h"
#include "loft-found-account.h"
#include "ui-test.h"

#include <adwaita.h>

typedef struct {
  LoftService *service;
  LoftAccountAssistant *assistant;
  GtkWindow *window;
} Fixture;

static LoftFoundAccount *
found_new (const char *kind, const char *host, gboolean doubtful)
{
  LoftFoundAccount *found =
    loft_found_account_new (LOFT_FOUND_BY_AUTODISCOVER, "https://autodiscover.example.test/a.xml");
  LoftFoundServer *server = loft_found_server_new (kind, host, 443, LOFT_SECURITY_TLS);

  server->needs_confirmation = doubtful;
  g_ptr_array_add (found->servers, server);
  return found;
}

static LoftFoundAccount *
place_new (const char *host)
{
  return found_new (LOFT_FOUND_KIND_AUTODISCOVER, host, TRUE);
}

static void
name_origin (LoftFoundAccount *found, const char *origin)
{
  g_free (found->origin);
  found->origin = g_strdup (origin);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_found_account_unref);

  fixture->service = fake_service_new ();
  fixture->assistant = g_object_new (LOFT_TYPE_ACCOUNT_ASSISTANT, NULL);
  loft_account_assistant_set_service (fixture->assistant, fixture->service);
  fixture->window = ui_test_show (GTK_WIDGET (fixture->assistant), 460, 640);
  g_ptr_array_add (found, place_new ("autodiscover.example.test"));
  if (data != NULL)
    name_origin (g_ptr_array_index (found, 0), data);
  fake_service_set_found (fixture->service, found, NULL);
  fake_service_set_told (fixture->service, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fake_service_set_slow (fixture->service, FALSE);
  fake_service_set_told (fixture->service, NULL, NULL);
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static gpointer
child (Fixture *fixture, const char *id)
{
  return ui_test_child (fixture->assistant, id);
}

static void
press (Fixture *fixture, const char *id)
{
  g_assert_true (gtk_widget_get_mapped (child (fixture, id)));
  g_signal_emit_by_name (child (fixture, id), "clicked");
  ui_test_settle ();
}

static void
assert_page (Fixture *fixture, const char *page)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (fixture, "pages")), ==, page);
}

static void
assert_says (Fixture *fixture, const char *text)
{
  if (ui_test_find_text (fixture->assistant, text) == NULL)
    g_test_fail_printf ("nothing says “%s”", text);
}

static const char *
problem (Fixture *fixture)
{
  const char *title = loft_banner_get_title (child (fixture, "problem"));

  return title != NULL ? title : "";
}

static LoftAccount *
last (Fixture *fixture)
{
  return fake_service_get_last_check (fixture->service);
}

static void
search (Fixture *fixture)
{
  gtk_editable_set_text (child (fixture, "person"), "Alice");
  gtk_editable_set_text (child (fixture, "address"), "alice@example.test");
  gtk_editable_set_text (child (fixture, "password"), "secret");
  press (fixture, "submit");
  assert_page (fixture, "found");
}

/* Nothing is sent before the yes; the domain's own server needs no other. */
static void
test_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftFoundAccount) told = found_new ("eas", "mail.example.test", FALSE);
  g_autofree char *before = g_strdup (fake_service_get_last_asked (fixture->service));

  fake_service_set_told (fixture->service, told, NULL);
  search (fixture);
  assert_says (fixture, "tells where your mailbox is when you sign in there");
  assert_says (fixture, "your password is sent there if you agree");
  g_assert_cmpstr (fake_service_get_last_asked (fixture->service), ==, before);
  press (fixture, "agree");
  g_assert_cmpstr (fake_service_get_last_asked (fixture->service), ==, "autodiscover.example.test");
  g_assert_cmpstr (fake_service_get_last_secret (fixture->service), ==, "secret");
  g_assert_cmpstr (last (fixture)->kind, ==, "eas");
  g_assert_cmpstr (last (fixture)->incoming.host, ==, "mail.example.test");
  g_assert_cmpuint (g_list_model_get_n_items (loft_service_get_accounts (fixture->service)), ==, 1);
}

/* A server of somebody else is shown, and asked about once more. */
static void
test_foreign_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftFoundAccount) told = found_new ("eas", "mail.hoster.test", TRUE);

  fake_service_set_told (fixture->service, told, NULL);
  search (fixture);
  press (fixture, "agree");
  assert_page (fixture, "found");
  assert_says (fixture, "mail.hoster.test is not part of example.test");
  g_assert_null (last (fixture));
  press (fixture, "agree");
  g_assert_cmpstr (last (fixture)->incoming.host, ==, "mail.hoster.test");
}

/* The next place hears of the password after another yes; at some time there is an end. */
static void
test_led_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftFoundAccount) told = place_new ("autodiscover.hoster.test");

  fake_service_set_told (fixture->service, told, NULL);
  search (fixture);
  press (fixture, "agree");
  assert_page (fixture, "found");
  assert_says (fixture, "autodiscover.hoster.test is not part of example.test");
  g_assert_cmpstr (fake_service_get_last_asked (fixture->service), ==, "autodiscover.example.test");
  for (guint i = 0; i < 5; i++)
    press (fixture, "agree");
  g_assert_cmpstr (fake_service_get_last_asked (fixture->service), ==, "autodiscover.hoster.test");
  assert_page (fixture, "found");
  assert_says (fixture, "accepted no question about your mailbox");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) refusal = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "401");
  g_autoptr (GError) gone = g_error_new (LOFT_ERROR, LOFT_ERROR_GONE, "404");
  g_autoptr (LoftFoundAccount) told = found_new ("eas", "mail.example.test", FALSE);

  fake_service_set_told (fixture->service, NULL, refusal);
  search (fixture);
  press (fixture, "agree");
  assert_page (fixture, "address");
  g_assert_true (gtk_widget_has_css_class (child (fixture, "password"), "error"));
  g_assert_true (g_str_has_prefix (problem (fixture), "autodiscover.example.test did not accept"));
  /* The host stays agreed to while the password is mended. */
  fake_service_set_told (fixture->service, NULL, gone);
  gtk_editable_set_text (child (fixture, "password"), "better");
  press (fixture, "submit");
  g_assert_cmpstr (fake_service_get_last_secret (fixture->service), ==, "better");
  assert_page (fixture, "found");
  assert_says (fixture, "accepted no question about your mailbox");
  fake_service_set_told (fixture->service, told, NULL);
  press (fixture, "agree");
  g_assert_cmpstr (last (fixture)->incoming.host, ==, "mail.example.test");
}

/* What comes after Cancel is nobody's. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftFoundAccount) told = found_new ("eas", "mail.example.test", FALSE);

  fake_service_set_told (fixture->service, told, NULL);
  search (fixture);
  fake_service_set_slow (fixture->service, TRUE);
  press (fixture, "agree");
  assert_page (fixture, "steps");
  assert_says (fixture, "Asking autodiscover.example.test for your mailbox");
  press (fixture, "stop");
  assert_page (fixture, "found");
  fake_service_set_slow (fixture->service, FALSE);
  ui_test_settle ();
  assert_page (fixture, "found");
  g_assert_null (last (fixture));
}

/* Who sent us there could be anybody on the way. */
static void
test_plain_origin (Fixture *fixture, gconstpointer data)
{
  search (fixture);
  assert_says (fixture, "Named by autodiscover.example.test, without protection");
}

/* By hand it is an Exchange, and the place is not its server. */
static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  GtkWidget *servers = NULL;

  search (fixture);
  press (fixture, "found_by_hand");
  assert_page (fixture, "hand");
  servers = child (fixture, "servers");
  g_assert_cmpuint (adw_combo_row_get_selected (ui_test_child (servers, "kind")), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (ui_test_child (servers, "host")), ==, "");
}

#define ADD(name, func) g_test_add ("/asking/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("told", test_told);
  ADD ("foreign-server", test_foreign_server);
  ADD ("led-on", test_led_on);
  ADD ("refused", test_refused);
  ADD ("cancelled", test_cancelled);
  ADD ("by-hand", test_by_hand);
  g_test_add ("/asking/plain-origin", Fixture, "http://autodiscover.example.test/a.xml", set_up,
              test_plain_origin, tear_down);
  return g_test_run ();
}
