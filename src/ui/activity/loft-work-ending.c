/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-work-ending.h"

#include "config.h"
#include "loft-work.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PATIENCE_S 10

/* The program ends once. */
typedef struct {
  GtkWindow *question; /* (nullable) while it is on screen */
  gboolean stopping;
  guint limit;
  GSourceOnceFunc end;
  gpointer user_data;
} Ending;

static Ending ending;

/* (transfer full) of those that run. */
static GPtrArray *
list_running (void)
{
  GListModel *works = loft_work_list ();
  GPtrArray *running = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (works); i++)
    {
      g_autoptr (LoftWork) work = g_list_model_get_item (works, i);

      if (!loft_work_is_over (work))
        g_ptr_array_add (running, g_steal_pointer (&work));
    }
  return running;
}

/* ---- until nothing runs ------------------------------------------------------------------- */

static void
finish (void)
{
  ending.stopping = FALSE;
  g_clear_handle_id (&ending.limit, g_source_remove);
  /* What ended just now may be in the middle of saying so. */
  g_idle_add_once (ending.end, ending.user_data);
}

static void
check (void)
{
  g_autoptr (GPtrArray) running = list_running ();

  if (ending.stopping && running->len == 0)
    finish ();
}

static gboolean
on_late (gpointer data)
{
  ending.limit = 0;
  g_message ("What still runs does not end");
  finish ();
  return G_SOURCE_REMOVE;
}

static void
stop (GPtrArray *running)
{
  static gboolean follows = FALSE;

  ending.stopping = TRUE;
  ending.limit = g_timeout_add_seconds (PATIENCE_S, on_late, NULL);
  if (!follows)
    g_signal_connect (loft_work_list (), "items-changed", check, NULL);
  follows = TRUE;
  for (guint i = 0; i < running->len; i++)
    {
      LoftWork *work = g_ptr_array_index (running, i);

      g_signal_connect (work, "notify::progress", check, NULL);
      if (loft_work_can_cancel (work))
        loft_work_cancel (work);
    }
  check ();
}

/* ---- the question ------------------------------------------------------------------------- */

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (GPtrArray) running = list_running ();

  ending.question = NULL;
  if (g_str_equal (response, "stop"))
    stop (running);
}

static char *
describe (GPtrArray *running)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < running->len; i++)
    {
      LoftWork *work = g_ptr_array_index (running, i);
      const char *detail = loft_work_get_detail (work);

      g_string_append (text, loft_work_get_title (work));
      if (detail != NULL && *detail != '\0')
        g_string_append_printf (text, "\n%s", detail);
      g_string_append (text, "\n\n");
    }
  g_string_append (text,
                   _ ("What was done until now stays. The rest is done when you begin it again."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
ask (GtkWindow *parent, GPtrArray *running)
{
  g_autofree char *body = describe (running);
  GtkWidget *dialog =
    adw_message_dialog_new (parent,
                            ngettext ("Stop It and Quit?", "Stop Them and Quit?", running->len),
                            body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "wait", _ ("_Keep Running"),
                                    "stop", _ ("_Stop and Quit"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "wait");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "wait");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), NULL);
  ending.question = GTK_WINDOW (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
loft_work_ending_begin (GtkWindow *parent, gboolean asks, GSourceOnceFunc end, gpointer user_data)
{
  g_autoptr (GPtrArray) running = list_running ();

  if (ending.stopping)
    return;
  ending.end = end;
  ending.user_data = user_data;
  if (running->len == 0)
    end (user_data);
  else if (!asks)
    stop (running);
  else if (ending.question != NULL)
    gtk_window_present (ending.question);
  else
    ask (parent, running);
}
