/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows every leak vector as the window would, so that somebody outside can watch the network:
 *
 *   leak-view message       as a mail, through cleaner and reading view: all walls
 *   leak-view all           uncleaned, in the HTML view with all its walls
 *   leak-view filter|policy|settings|none    with only that wall
 *
 * Vector number n asks for vN.leak.test. */

#include "fake-service.h"
#include "leak-vectors.h"
#include "loft-html-view.h"
#include "loft-message-view.h"
#include "ui-test.h"

#include <string.h>

/* What is asked for late (refresh, prefetch) has this long to show up. */
#define LINGER_MS  120
#define PATIENCE_S 10

typedef struct {
  GMainLoop *loop;
  guint source;
} Pause;

static gboolean
stop_pause (gpointer data)
{
  Pause *pause = data;

  pause->source = 0;
  g_main_loop_quit (pause->loop);
  return G_SOURCE_REMOVE;
}

static void
linger (guint ms)
{
  Pause pause = { g_main_loop_new (NULL, FALSE), 0 };

  pause.source = g_timeout_add (ms, stop_pause, &pause);
  g_main_loop_run (pause.loop);
  g_main_loop_unref (pause.loop);
}

/* Waits for a signal of the view, or gives up: with the walls down a page may lead away. */
static void
wait_for (gpointer view, const char *ready, const char *failed)
{
  Pause pause = { g_main_loop_new (NULL, FALSE), 0 };
  gulong a = g_signal_connect_swapped (view, ready, G_CALLBACK (g_main_loop_quit), pause.loop);
  gulong b = failed == NULL ? 0
                            : g_signal_connect_swapped (view, failed,
                                                        G_CALLBACK (g_main_loop_quit), pause.loop);

  pause.source = g_timeout_add_seconds (PATIENCE_S, stop_pause, &pause);
  g_main_loop_run (pause.loop);
  if (pause.source != 0)
    g_source_remove (pause.source);
  g_signal_handler_disconnect (view, a);
  if (b != 0)
    g_signal_handler_disconnect (view, b);
  g_main_loop_unref (pause.loop);
}

static LoftMessageBody *
body_with (const char *html)
{
  static const char raw[] = "From: a@leak.invalid\r\nContent-Type: text/html\r\n\r\n<p>x";
  g_autoptr (LoftMessage) message = fake_message_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, strlen (raw));
  LoftMessageBody *body = loft_message_body_new (message, bytes);

  g_free (body->html);
  body->html = g_strdup (html);
  return body;
}

static void
show_in_html_view (LoftHtmlWalls walls)
{
  GtkWidget *view = loft_html_view_new_for_test (walls);
  GtkWindow *window = ui_test_show (view, 600, 500);
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("v%u.leak.test", i);
      g_autofree char *html = leak_vector_html (&vectors[i], host);
      g_autoptr (LoftMessageBody) body = body_with (html);

      loft_html_view_show (LOFT_HTML_VIEW (view), body, FALSE);
      wait_for (view, "ready", "failed");
      linger (LINGER_MS);
    }
  linger (1500);
  gtk_window_destroy (window);
}

static void
show_in_message_view (void)
{
  LoftService *service = fake_service_new ();
  LoftMailAccount *account = fake_service_add_account (service, "a", "me@leak.invalid");
  LoftMailFolder *folder = fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  LoftMessageView *view = g_object_new (LOFT_TYPE_MESSAGE_VIEW, NULL);
  GtkWindow *window = ui_test_show (GTK_WIDGET (view), 600, 500);
  guint n = 0;
  const LeakVector *vectors = leak_vectors_get (&n);
  LoftMessageList *list = NULL;

  for (guint i = n; i > 0; i--)
    {
      g_autofree char *host = g_strdup_printf ("v%u.leak.test", i - 1);
      g_autofree char *html = leak_vector_html (&vectors[i - 1], host);
      g_autofree char *raw = g_strconcat ("From: Some Body <a@leak.invalid>\r\n"
                                          "Subject: ", vectors[i - 1].name, "\r\n"
                                          "Content-Type: text/html; charset=utf-8\r\n\r\n",
                                          "<p>text</p>", html, NULL);

      fake_account_add_message (account, folder, raw, -1, LOFT_FLAG_NONE, i);
    }
  list = loft_message_list_new (account, 1);
  ui_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

      loft_message_view_open (view, account, row);
      wait_for (view, "shown", NULL);
      linger (LINGER_MS);
    }
  linger (1500);
  gtk_window_destroy (window);
  g_object_unref (list);
  g_object_unref (service);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    LoftHtmlWalls walls;
  } modes[] = {
    { "all", LOFT_HTML_WALLS_ALL },
    { "filter", LOFT_HTML_WALL_FILTER },
    { "policy", LOFT_HTML_WALL_POLICY },
    { "settings", LOFT_HTML_WALL_SETTINGS },
    { "none", 0 },
  };
  guint n = 0;

  ui_test_init (&argc, &argv);
  leak_vectors_get (&n);
  g_print ("vectors: %u\n", n);
  if (argc == 2 && g_str_equal (argv[1], "message"))
    {
      show_in_message_view ();
      return 0;
    }
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (modes); i++)
    {
      if (!g_str_equal (argv[1], modes[i].name))
        continue;
      show_in_html_view (modes[i].walls);
      return 0;
    }
  return 2;
}
