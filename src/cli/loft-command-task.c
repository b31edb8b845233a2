/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "loft-output.h"
#include "loft-resource-command.h"
#include "loft-task-group.h"
#include "loft-task-plan.h"
#include "loft-task-reading.h"

/* tasks, task: lists of tasks. */

/* ---- one task ----------------------------------------------------------------------------- */

/* (transfer full) (nullable) Of a whole day its date; of others with the offset of their zone. */
static char *
format_due (const LoftEventTime *due)
{
  g_autoptr (GDateTime) wall = g_date_time_new_from_unix_utc (due->wall);
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) there = NULL;

  if (!due->is_set || wall == NULL)
    return NULL;
  if (due->is_date)
    return g_date_time_format (wall, "%Y-%m-%d");
  if (!loft_event_time_is_instant (due))
    return g_date_time_format (wall, "%Y-%m-%dT%H:%M:%S");
  utc = g_date_time_new_from_unix_utc (due->at);
  zone = g_time_zone_new_identifier (due->zone);
  there = utc != NULL && zone != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  return g_date_time_format (there != NULL ? there : wall, "%Y-%m-%dT%H:%M:%S%:z");
}

static void
print_json (LoftMailAccount *account, const char *list, gint64 id, const LoftTask *task)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = loft_format_id (account, id);
  g_autofree char *due = format_due (&task->due);
  g_autofree char *status = g_ascii_strdown (loft_task_status_to_name (task->status), -1);

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", text);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "list", list);
  loft_output_add_text (builder, "uid", task->uid);
  loft_output_add_text (builder, "summary", task->summary);
  loft_output_add_text (builder, "due", due);
  loft_output_add_text (builder, "status", status);
  loft_output_add_int (builder, "percent", task->percent);
  loft_output_add_int (builder, "priority", task->priority);
  loft_output_add_text (builder, "parent", *task->parent != '\0' ? task->parent : NULL);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_line (LoftMailAccount *account, const char *list, gint64 id, const LoftTask *task)
{
  g_autofree char *text = loft_format_id (account, id);
  g_autofree char *due = format_due (&task->due);
  g_autofree char *summary = loft_output_safe (task->summary);
  g_autofree char *of = loft_output_safe (list);

  printf ("%-14s %s %-25s %-16s %s\n", text, loft_task_is_open (task) ? "[ ]" : "[x]",
          due != NULL ? due : "-", of, summary);
}

static void
print (LoftContext *context, LoftMailAccount *account, const char *list, gint64 id,
       const LoftTask *task)
{
  if (context->json)
    print_json (account, list, id, task);
  else
    print_line (account, list, id, task);
}

/* ---- tasks -------------------------------------------------------------------------------- */

static const char *
path_of (GPtrArray *folders, gint64 folder_id)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->id == folder_id)
        return folder->path;
    }
  return NULL;
}

static int
print_account (LoftContext *context, LoftMailAccount *account, const char *list, gboolean open)
{
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
  g_autoptr (GPtrArray) folders =
    loft_resources_list_folders (account, LOFT_FOLDER_KIND_TASKS, NULL);
  g_autoptr (GPtrArray) readings =
    reader != NULL && folders != NULL
      ? loft_task_reading_list (reader, NULL, context->cancellable, &error)
      : NULL;

  if (readings == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  for (guint i = 0; i < readings->len; i++)
    {
      const LoftTaskReading *reading = g_ptr_array_index (readings, i);
      const char *path = path_of (folders, reading->folder_id);

      if (path != NULL && (list == NULL || g_str_equal (path, list)) &&
          (!open || loft_task_is_open (reading->task)))
        print (context, account, path, reading->resource_id, reading->task);
    }
  return LOFT_EXIT_DONE;
}

int
loft_command_tasks (LoftContext *context, GPtrArray *args)
{
  g_autofree char *list = loft_args_take_value (args, "--list");
  gboolean open = loft_args_take_flag (args, "--open");
  g_autoptr (GPtrArray) accounts =
    loft_take_collection_accounts (context, args, LOFT_FOLDER_KIND_TASKS);
  int status = LOFT_EXIT_DONE;

  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  for (guint i = 0; i < accounts->len; i++)
    status =
      loft_combine_status (status,
                           print_account (context, g_ptr_array_index (accounts, i), list, open), i);
  return status;
}

/* ---- task --------------------------------------------------------------------------------- */

static int
show (LoftContext *context, GPtrArray *args)
{
  gboolean ics = loft_args_take_flag (args, "--ics");
  g_autofree char *text = loft_args_take_word (args);
  gint64 id = 0;
  gint64 folder_id = 0;
  LoftMailAccount *account;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftTask) task = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL || !loft_args_are_empty (args))
    return loft_usage_error ("task show ID [--ics]");
  account = loft_parse_id (context, text, &id);
  if (account == NULL)
    return LOFT_EXIT_USAGE;
  if (ics || !context->json)
    return loft_print_resource (account, id);
  raw = loft_resources_get_raw (account, id, &folder_id, &error);
  task = raw != NULL ? loft_task_reading_find (raw, &error) : NULL;
  folders =
    task != NULL ? loft_resources_list_folders (account, LOFT_FOLDER_KIND_TASKS, &error) : NULL;
  if (folders == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  print_json (account, path_of (folders, folder_id), id, task);
  return LOFT_EXIT_DONE;
}

/* A day, or a time of here. */
static gboolean
parse_due (const char *text, LoftEventTime *due)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  gboolean is_date = strlen (text) == 10;
  g_autofree char *whole = is_date ? g_strconcat (text, "T00:00:00", NULL) : g_strdup (text);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, is_date ? utc : here);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_timezone (time, here) : NULL;

  if (time == NULL)
    return FALSE;
  due->is_set = TRUE;
  due->is_date = is_date;
  due->at = due->wall = g_date_time_to_unix (time);
  due->zone = "";
  if (is_date)
    return TRUE;
  due->wall += g_date_time_get_utc_offset (local) / G_USEC_PER_SEC;
  due->zone = g_intern_string (g_time_zone_get_identifier (here));
  return TRUE;
}

/* (transfer full) (nullable) after a complaint. */
static GBytes *
make_text (char *summary, const char *due, const char *priority)
{
  LoftTaskEdit edit = { 0 };
  g_autoptr (LoftTask) task = loft_task_new ();
  guint64 number = 0;

  g_free (task->summary);
  task->summary = g_utf8_make_valid (summary, -1);
  edit.after = task;
  if (due != NULL && !parse_due (due, &task->due))
    loft_usage_error ("--due takes a day (2026-11-22) or an RFC 3339 time");
  else if (priority != NULL && !g_ascii_string_to_unsigned (priority, 10, 0, 9, &number, NULL))
    loft_usage_error ("--priority takes 1 (the highest) to 9, or 0");
  else
    {
      task->priority = (guint) number;
      return loft_task_edit_write (&edit, NULL, NULL);
    }
  return NULL;
}

static int
add (LoftContext *context, GPtrArray *args, char *summary)
{
  g_autofree char *due = loft_args_take_value (args, "--due");
  g_autofree char *priority = loft_args_take_value (args, "--priority");
  LoftMailAccount *account = NULL;
  g_autoptr (LoftFolder) folder =
    loft_take_collection (context, args, "--list", LOFT_FOLDER_KIND_TASKS, &account);
  g_autoptr (GBytes) raw = NULL;

  if (folder == NULL)
    return LOFT_EXIT_USAGE;
  if (!loft_args_are_empty (args))
    return loft_usage_error ("task add --summary TEXT [--due TIME] [--priority N]");
  raw = make_text (summary, due, priority);
  if (raw == NULL)
    return LOFT_EXIT_USAGE;
  return loft_act_on_resources (context, account, &(LoftResourceWish){ 0, folder->id, raw }, 1);
}

/* (transfer full) */
static GBytes *
complete (GBytes *raw, GError **error)
{
  g_autoptr (LoftTask) before = loft_task_reading_find (raw, error);
  g_autoptr (LoftTask) after = before != NULL ? loft_task_copy (before) : NULL;
  LoftTaskEdit edit = { .before = before, .after = after };

  if (before == NULL)
    return NULL;
  loft_task_set_completed (after);
  return loft_task_edit_write (&edit, raw, error);
}

static int
complete_one (LoftContext *context, const char *text)
{
  LoftResourceWish wish = { 0, 0, NULL };
  LoftMailAccount *account = loft_parse_id (context, text, &wish.resource_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) after = NULL;

  if (account == NULL)
    return LOFT_EXIT_USAGE;
  raw = loft_resources_get_raw (account, wish.resource_id, NULL, &error);
  after = raw != NULL ? complete (raw, &error) : NULL;
  if (after == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  wish.raw = after;
  return loft_act_on_resources (context, account, &wish, 1);
}

static int
complete_all (LoftContext *context, GPtrArray *args)
{
  int status = LOFT_EXIT_DONE;

  if (args->len == 0)
    return loft_usage_error ("task done ID…");
  for (guint i = 0; i < args->len; i++)
    status = loft_combine_status (status, complete_one (context, g_ptr_array_index (args, i)), i);
  return status;
}

int
loft_command_task (LoftContext *context, GPtrArray *args)
{
  g_autofree char *verb = loft_args_take_word (args);
  g_autofree char *summary = NULL;

  if (verb == NULL)
    return loft_usage_error ("task show|add|edit|done|delete …");
  if (strcmp (verb, "show") == 0)
    return show (context, args);
  if (strcmp (verb, "done") == 0)
    return complete_all (context, args);
  if (strcmp (verb, "add") == 0)
    summary = loft_args_take_value (args, "--summary");
  if (summary != NULL)
    return add (context, args, summary);
  return loft_run_resource_verb (context, verb, args, "--list", LOFT_FOLDER_KIND_TASKS);
}
