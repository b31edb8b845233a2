/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-print-job.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-html-view.h"
#include "loft-webkit.h"

#include <glib/gi18n.h>

/* Of each kind; more is not read on paper. */
#define MAX_ADDRESSES 100
#define MAX_FIELD     2000
#define PATIENCE_S    15

typedef struct {
  LoftHtmlView *view;
  GtkWindow *window; /* (nullable) */
  char *pdf_uri; /* (nullable) */
  WebKitPrintOperation *operation;
  guint source;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_handle_id (&job->source, g_source_remove);
  g_clear_object (&job->operation);
  g_clear_object (&job->view);
  g_clear_object (&job->window);
  g_free (job->pdf_uri);
  g_free (job);
}

/* What goes on the page */

static void
add_field (GString *html, const char *title, const char *value)
{
  g_autofree char *start = g_strndup (value, MAX_FIELD);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  g_autofree char *line = g_markup_printf_escaped ("<tr><th>%s</th><td>%s</td></tr>", title, valid);

  if (valid[0] != '\0')
    g_string_append (html, line);
}

static void
add_addresses (GString *html, const char *title, GPtrArray *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len && i < MAX_ADDRESSES; i++)
    {
      g_autofree char *each = loft_address_to_text (g_ptr_array_index (addresses, i));

      g_string_append_printf (text, "%s%s", i == 0 ? "" : ", ", each);
    }
  if (addresses->len > MAX_ADDRESSES)
    g_string_append (text, " …");
  add_field (html, title, text->str);
}

static char *
make_page (LoftMessageBody *body, gboolean html)
{
  GString *page = g_string_new ("<table class=\"loft-header\">");
  LoftMessage *message = body->message;
  g_autofree char *date = loft_date_text_full (message->date);
  g_autofree char *text = NULL;

  add_field (page, C_ ("header", "Subject"), message->subject);
  add_addresses (page, C_ ("header", "From"), message->from);
  add_addresses (page, C_ ("header", "To"), message->to);
  add_addresses (page, C_ ("header", "Cc"), message->cc);
  add_field (page, C_ ("header", "Date"), date);
  g_string_append (page, "</table>");
  if (html)
    g_string_append (page, body->html);
  else
    {
      text = g_markup_escape_text (body->text, -1);
      g_string_append_printf (page, "<pre class=\"loft-text\">%s</pre>", text);
    }
  return g_string_free (page, FALSE);
}

/* Printing */

static void
on_finished (GTask *task)
{
  if (!g_task_get_completed (task))
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_print_failed (GTask *task, GError *error)
{
  if (!g_task_get_completed (task))
    g_task_return_error (task, g_error_copy (error));
}

static void
print_to_file (Job *job)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();

  gtk_print_settings_set_printer (settings, "Print to File");
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_URI, job->pdf_uri);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf");
  loft_webkit.print_operation_set_print_settings (job->operation, settings);
  loft_webkit.print_operation_print (job->operation);
}

static void
on_ready (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->operation != NULL || g_task_get_completed (task))
    return;
  g_clear_handle_id (&job->source, g_source_remove);
  job->operation =
    loft_webkit.print_operation_new ((WebKitWebView *) loft_html_view_get_web_view (job->view));
  g_signal_connect_object (job->operation, "failed", G_CALLBACK (on_print_failed), task,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job->operation, "finished", G_CALLBACK (on_finished), task,
                           G_CONNECT_SWAPPED);
  if (job->pdf_uri != NULL)
    {
      print_to_file (job);
      return;
    }
  if (loft_webkit.print_operation_run_dialog (job->operation, job->window) ==
      WEBKIT_PRINT_OPERATION_RESPONSE_CANCEL)
    on_finished (task);
}

static void
give_up (GTask *task, const char *why)
{
  Job *job = g_task_get_task_data (task);

  if (job->operation != NULL || g_task_get_completed (task))
    return;
  g_clear_handle_id (&job->source, g_source_remove);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", why);
  g_object_unref (task);
}

static void
on_failed (GTask *task, const char *why)
{
  give_up (task, why);
}

static gboolean
on_late (gpointer task)
{
  Job *job = g_task_get_task_data (task);

  job->source = 0;
  give_up (task, "it takes too long");
  return G_SOURCE_REMOVE;
}

void
loft_print_job_run (GtkWindow *window, LoftMessageBody *body, gboolean html, gboolean remote_images,
                    const char *pdf_uri, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Job *job = g_new0 (Job, 1);
  g_autofree char *page = make_page (body, html);

  job->view = g_object_ref_sink (LOFT_HTML_VIEW (loft_html_view_new ()));
  job->window = window == NULL ? NULL : g_object_ref (window);
  job->pdf_uri = g_strdup (pdf_uri);
  job->source = g_timeout_add_seconds (PATIENCE_S, on_late, task);
  g_task_set_task_data (task, job, job_free);
  g_signal_connect_object (job->view, "ready", G_CALLBACK (on_ready), task, G_CONNECT_SWAPPED);
  g_signal_connect_object (job->view, "failed", G_CALLBACK (on_failed), task, G_CONNECT_SWAPPED);
  loft_html_view_show_page (job->view, body, page, remote_images);
}

gboolean
loft_print_job_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
