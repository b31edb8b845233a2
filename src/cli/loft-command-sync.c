/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-mail-folder.h"
#include "loft-output.h"
#include "loft-resources.h"

typedef struct {
  LoftContext *context;
  LoftMailAccount *account; /* (owned) */
  GAsyncResult *result; /* (owned) (nullable) */
  gulong progress_handler;
  gulong alert_handler;
  gint64 shown_at;
} Running;

static const char *
step_name (LoftProgressKind kind)
{
  switch (kind)
    {
    case LOFT_PROGRESS_FOLDERS:
      return "folders";
    case LOFT_PROGRESS_HEADERS:
      return "headers";
    case LOFT_PROGRESS_BODIES:
      return "messages";
    case LOFT_PROGRESS_CHANGES:
      return "changes";
    case LOFT_PROGRESS_NONE:
      break;
    }
  return "";
}

static void
show_progress (Running *running)
{
  const LoftProgress *progress = loft_mail_account_get_progress (running->account);
  gint64 now = g_get_monotonic_time ();
  gboolean terminal = isatty (STDERR_FILENO);

  if (progress->kind == LOFT_PROGRESS_NONE || progress->total == 0 ||
      (!terminal && now - running->shown_at < G_USEC_PER_SEC && progress->done < progress->total))
    return;
  running->shown_at = now;
  fprintf (stderr, "%s%s: %s %s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "%s",
           terminal ? "\r\033[K" : "", loft_mail_account_get_name (running->account),
           progress->folder, step_name (progress->kind), progress->done, progress->total,
           terminal ? "" : "\n");
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Running *running = user_data;

  running->result = g_object_ref (result);
}

/* On one line already; quotation marks of its own must not end ours. */
static void
print_alert (LoftMailAccount *account, const char *text, gpointer user_data)
{
  g_autofree char *words = g_strdelimit (g_strdup (text), "\"", '\'');

  fprintf (stderr, "loftctl: %s: the server says: \"%s\"\n", loft_mail_account_get_name (account),
           words);
}

static void
begin (Running *running, LoftContext *context, LoftMailAccount *account, gint64 folder_id)
{
  running->context = context;
  running->account = g_object_ref (account);
  running->alert_handler = g_signal_connect (account, "alert", G_CALLBACK (print_alert), NULL);
  if (context->progress || isatty (STDERR_FILENO))
    running->progress_handler =
      g_signal_connect_swapped (account, "notify::progress", G_CALLBACK (show_progress), running);
  loft_mail_account_sync_async (account, folder_id, context->cancellable, on_synced, running);
}

static const struct {
  LoftFolderKinds kind;
  const char *name;
} resources[] = {
  { LOFT_FOLDER_KIND_EVENTS, "events" },
  { LOFT_FOLDER_KIND_TASKS, "tasks" },
  { LOFT_FOLDER_KIND_CONTACTS, "contacts" },
};

/* Of what an account may have everything is told, of what it has none of nothing. */
static void
print_words (LoftMailAccount *account, guint64 total, guint64 cached)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    {
      guint64 n = loft_resources_count (account, resources[i].kind);

      if (n > 0)
        g_string_append_printf (words, ", %" G_GUINT64_FORMAT " %s", n, resources[i].name);
    }
  if (total > 0 || words->len == 0)
    printf ("%s: %" G_GUINT64_FORMAT " messages, %" G_GUINT64_FORMAT " of them here%s\n",
            loft_mail_account_get_name (account), total, cached, words->str);
  else
    printf ("%s: %s\n", loft_mail_account_get_name (account), words->str + strlen (", "));
}

static void
print_summary (LoftContext *context, LoftMailAccount *account, guint n_left_out)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint64 total = 0;
  guint64 cached = 0;

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);

      total += loft_mail_folder_get (row)->total;
      cached += loft_mail_folder_get (row)->cached;
    }
  if (!context->json)
    {
      print_words (account, total, cached);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "state", n_left_out == 0 ? "done" : "partly");
  loft_output_add_int (builder, "messages", (gint64) total);
  loft_output_add_int (builder, "cached", (gint64) cached);
  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    loft_output_add_int (builder, resources[i].name,
                         (gint64) loft_resources_count (account, resources[i].kind));
  loft_output_add_int (builder, "left_out", n_left_out);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static int
end (Running *running)
{
  g_autoptr (GError) error = NULL;
  guint n_left_out = 0;
  int status = LOFT_EXIT_DONE;

  if (running->progress_handler != 0)
    {
      g_signal_handler_disconnect (running->account, running->progress_handler);
      if (isatty (STDERR_FILENO))
        fputs ("\r\033[K", stderr);
    }
  if (!loft_mail_account_sync_finish (running->account, running->result, &n_left_out, &error))
    status = loft_report_error (loft_mail_account_get_name (running->account), error);
  else
    {
      print_summary (running->context, running->account, n_left_out);
      status = loft_send_outgoing (running->context, running->account);
    }
  if (n_left_out > 0)
    status = loft_report_left_out (loft_mail_account_get_name (running->account), n_left_out);
  g_signal_handler_disconnect (running->account, running->alert_handler);
  g_object_unref (running->result);
  g_object_unref (running->account);
  return status;
}

static int
sync_everything (LoftContext *context, GPtrArray *accounts)
{
  g_autofree Running *running = g_new0 (Running, accounts->len + 1);
  int status = LOFT_EXIT_DONE;

  for (guint i = 0; i < accounts->len; i++)
    begin (&running[i], context, g_ptr_array_index (accounts, i), 0);
  for (guint i = 0; i < accounts->len; i++)
    {
      while (running[i].result == NULL)
        g_main_context_iteration (NULL, TRUE);
      status = loft_combine_status (status, end (&running[i]), i);
    }
  return status;
}

static int
sync_folder (LoftContext *context, LoftMailAccount *account, const char *path)
{
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
  g_autoptr (LoftFolder) folder =
    reader != NULL ? loft_mail_reader_find_folder (reader, path, &error) : NULL;
  Running running = { NULL };

  if (folder == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  begin (&running, context, account, folder->id);
  while (running.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return end (&running);
}

/* There are no folders to choose from before the server was seen once. */
static gboolean
was_never_synced (LoftMailAccount *account)
{
  return g_list_model_get_n_items (loft_mail_account_get_folders (account)) == 0;
}

static int
sync_folders (LoftContext *context, GPtrArray *accounts, GPtrArray *paths)
{
  int status = LOFT_EXIT_DONE;
  guint n = 0;

  for (guint i = 0; i < accounts->len; i++)
    if (was_never_synced (g_ptr_array_index (accounts, i)))
      return sync_everything (context, accounts);

  for (guint i = 0; i < accounts->len; i++)
    for (guint j = 0; j < paths->len; j++)
      status = loft_combine_status (status,
                                    sync_folder (context, g_ptr_array_index (accounts, i),
                                                 g_ptr_array_index (paths, j)),
                                    n++);
  return status;
}

static gboolean
on_time_up (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* What the accounts are left with when the watch ends. */
static int
final_status (GPtrArray *accounts)
{
  int status = LOFT_EXIT_DONE;

  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      const GError *error = loft_mail_account_get_error (account);

      status =
        loft_combine_status (status,
                             error != NULL
                               ? loft_report_error (loft_mail_account_get_name (account), error)
                               : LOFT_EXIT_DONE,
                             i);
    }
  return status;
}

/* Syncs by itself, as the window does, until the time is up or Ctrl-C. Trouble on the way is gone
 * around as there: it counts only if it lasts. */
static int
watch (LoftContext *context, GPtrArray *accounts, guint seconds)
{
  gboolean time_up = FALSE;
  guint source = g_timeout_add_seconds (seconds, on_time_up, &time_up);

  loft_service_start (context->service);
  while (!time_up && !g_cancellable_is_cancelled (context->cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!time_up)
    g_source_remove (source);
  return final_status (accounts);
}

int
loft_command_sync (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autoptr (GPtrArray) paths = loft_args_take_values (args, "--folder");
  g_autofree char *seconds_text = loft_args_take_value (args, "--watch");
  g_autoptr (GPtrArray) accounts = NULL;
  guint64 seconds = 0;
  int status;

  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (seconds_text != NULL &&
      !g_ascii_string_to_unsigned (seconds_text, 10, 1, G_MAXUINT32, &seconds, NULL))
    return loft_usage_error ("--watch takes a number of seconds");
  accounts = loft_find_accounts (context, names);
  if (accounts == NULL)
    return LOFT_EXIT_USAGE;
  if (accounts->len == 0)
    return loft_usage_error ("there are no accounts yet: loftctl account add imap …");
  /* As the window does: new mail is noticed during the first sync too. */
  if (seconds > 0 && paths->len == 0)
    loft_service_start (context->service);
  status =
    paths->len > 0 ? sync_folders (context, accounts, paths) : sync_everything (context, accounts);
  if (status == LOFT_EXIT_DONE || status == LOFT_EXIT_PARTLY)
    loft_carry (context);
  if (seconds > 0 && status != LOFT_EXIT_USAGE && status != LOFT_EXIT_SIGN_IN &&
      !g_cancellable_is_cancelled (context->cancellable))
    status = watch (context, accounts, (guint) seconds);
  return status;
}
