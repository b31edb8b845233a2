/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>

#include "loft-mail-actions.h"
#include "loft-output.h"

/* move, copy, delete, folder create|rename|delete|subscribe|unsubscribe, problems. */

/* ---- one act ------------------------------------------------------------------------------ */

/* Waits for it, then tries to send it. Kept safe here already: a server that cannot be reached now is no
 * failure. */
static int
finish_act (LoftContext *context, LoftMailAccount *account, LoftMailAccount *other, LoftWait *wait)
{
  const char *name = loft_mail_account_get_name (account);
  g_autoptr (GAsyncResult) result = loft_wait_for (wait);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) undo = loft_mail_account_act_finish (account, result, &error);

  if (undo == NULL)
    return loft_report_error (name, error);
  if (other != NULL && other != account)
    return loft_carry (context);
  if (!context->offline)
    {
      LoftWait sending = { NULL };
      g_autoptr (GAsyncResult) sent = NULL;
      g_autoptr (GError) failure = NULL;

      loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done,
                                            &sending);
      sent = loft_wait_for (&sending);
      if (!loft_mail_account_send_changes_finish (account, sent, &failure))
        fprintf (stderr, "loftctl: %s: kept here, waits for the server: %s\n", name,
                 failure->message);
    }
  return LOFT_EXIT_DONE;
}

/* ---- messages ----------------------------------------------------------------------------- */

/* (transfer full) account -> GArray of gint64; NULL after a complaint. */
static GHashTable *
take_ids (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GHashTable) ids =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < args->len; i++)
    {
      gint64 id;
      LoftMailAccount *owner = loft_parse_id (context, g_ptr_array_index (args, i), &id);

      if (owner == NULL)
        return NULL;
      if (g_hash_table_lookup (ids, owner) == NULL)
        g_hash_table_insert (ids, owner, g_array_new (FALSE, FALSE, sizeof (gint64)));
      g_array_append_val ((GArray *) g_hash_table_lookup (ids, owner), id);
    }
  return g_steal_pointer (&ids);
}

typedef struct {
  LoftMailAccount *to; /* (nullable) the messages' own */
  const char *path;
  gboolean copy;
} Destination;

static gint64
find_folder (LoftMailAccount *account, const char *path, GError **error)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, error);
  g_autoptr (LoftFolder) folder =
    reader != NULL ? loft_mail_reader_find_folder (reader, path, error) : NULL;

  return folder != NULL ? folder->id : 0;
}

static int
move_some (LoftContext *context, LoftMailAccount *account, GArray *ids,
           const Destination *destination)
{
  LoftMailAccount *to = destination->to != NULL ? destination->to : account;
  const gint64 *first = (const gint64 *) (gpointer) ids->data;
  LoftWait wait = { NULL };
  g_autoptr (GError) error = NULL;
  gint64 folder_id = find_folder (to, destination->path, &error);

  if (folder_id == 0)
    return loft_report_error (loft_mail_account_get_name (to), error);
  if (destination->copy)
    loft_mail_account_copy_async (account, first, ids->len, to, folder_id, loft_wait_done, &wait);
  else
    loft_mail_account_move_async (account, first, ids->len, to, folder_id, loft_wait_done, &wait);
  return finish_act (context, account, to, &wait);
}

/* *named FALSE: the account was named and there is none. */
static LoftMailAccount *
take_destination (LoftContext *context, GPtrArray *args, gboolean *named)
{
  g_autofree char *name = loft_args_take_value (args, "--to-account");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = NULL;

  *named = TRUE;
  if (name == NULL)
    return NULL;
  g_ptr_array_add (names, name);
  found = loft_find_accounts (context, names);
  *named = found != NULL && found->len == 1;
  return *named ? g_ptr_array_index (found, 0) : NULL;
}

static int
move_or_copy (LoftContext *context, GPtrArray *args, gboolean copy)
{
  g_autofree char *path = loft_args_take_value (args, "--to");
  gboolean named = FALSE;
  Destination destination = { take_destination (context, args, &named), path, copy };
  g_autoptr (GHashTable) ids = NULL;
  GHashTableIter iter;
  gpointer account;
  gpointer account_ids;
  int status = LOFT_EXIT_DONE;
  guint n = 0;

  if (!named)
    return LOFT_EXIT_USAGE;
  if (path == NULL || args->len == 0)
    return loft_usage_error ("%s ID… --to PATH [--to-account NAME]", copy ? "copy" : "move");
  ids = take_ids (context, args);
  if (ids == NULL)
    return LOFT_EXIT_USAGE;
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &account, &account_ids))
    status =
      loft_combine_status (status, move_some (context, account, account_ids, &destination), n++);
  return status;
}

int
loft_command_move (LoftContext *context, GPtrArray *args)
{
  return move_or_copy (context, args, FALSE);
}

int
loft_command_copy (LoftContext *context, GPtrArray *args)
{
  return move_or_copy (context, args, TRUE);
}

int
loft_command_delete (LoftContext *context, GPtrArray *args)
{
  gboolean permanently = loft_args_take_flag (args, "--permanently");
  g_autoptr (GHashTable) ids = args->len > 0 ? take_ids (context, args) : NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  int status = LOFT_EXIT_DONE;
  guint n = 0;

  if (ids == NULL)
    return args->len > 0 ? LOFT_EXIT_USAGE : loft_usage_error ("delete ID… [--permanently]");
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      LoftMailAccount *account = key;
      GArray *of_account = value;
      const gint64 *first = (const gint64 *) (gpointer) of_account->data;
      LoftWait wait = { NULL };

      if (permanently)
        loft_mail_account_delete_async (account, first, of_account->len, loft_wait_done, &wait);
      else
        loft_mail_account_move_to_role_async (account, first, of_account->len,
                                              LOFT_FOLDER_ROLE_TRASH, loft_wait_done, &wait);
      status = loft_combine_status (status, finish_act (context, account, NULL, &wait), n++);
    }
  return status;
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
start_folder_act (LoftMailAccount *account, const char *verb, const char *path,
                  const char *new_path, LoftWait *wait, GError **error)
{
  gint64 id;

  if (strcmp (verb, "create") == 0)
    {
      loft_mail_account_create_folder_async (account, path, loft_wait_done, wait);
      return TRUE;
    }
  id = find_folder (account, path, error);
  if (id == 0)
    return FALSE;
  if (strcmp (verb, "rename") == 0)
    loft_mail_account_rename_folder_async (account, id, new_path, loft_wait_done, wait);
  else if (strcmp (verb, "delete") == 0)
    loft_mail_account_delete_folder_async (account, id, loft_wait_done, wait);
  else
    loft_mail_account_subscribe_folder_async (account, id, strcmp (verb, "subscribe") == 0,
                                              loft_wait_done, wait);
  return TRUE;
}

gboolean
loft_command_folder_knows (const char *verb)
{
  static const char *const verbs[] = { "create",    "rename",      "delete",
                                       "subscribe", "unsubscribe", NULL };

  return g_strv_contains (verbs, verb);
}

int
loft_command_folder_change (LoftContext *context, LoftMailAccount *account, const char *verb,
                            const char *path, GPtrArray *args)
{
  gboolean renames = strcmp (verb, "rename") == 0;
  g_autofree char *new_path = renames ? loft_args_take_word (args) : NULL;
  LoftWait wait = { NULL };
  g_autoptr (GError) error = NULL;

  if (path == NULL || (renames && new_path == NULL))
    return loft_usage_error ("folder %s PATH%s", verb, renames ? " NEW-PATH" : "");
  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (!start_folder_act (account, verb, path, new_path, &wait, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return finish_act (context, account, NULL, &wait);
}

/* ---- problems ----------------------------------------------------------------------------- */

static void
print_problem (LoftContext *context, LoftMailAccount *account, const LoftProblem *problem)
{
  g_autofree char *id = loft_format_id (account, problem->id);
  g_autofree char *at = loft_output_format_time (problem->at);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      printf ("%-16s %s  %-14s %-20s %s  %s\n", id, at, problem->kind, problem->folder,
              problem->subject, problem->reason);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", id);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "what", problem->kind);
  loft_output_add_text (builder, "folder", problem->folder);
  loft_output_add_text (builder, "subject", problem->subject);
  loft_output_add_int (builder, "items", problem->items);
  loft_output_add_text (builder, "since", at);
  loft_output_add_text (builder, "error", problem->reason);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static int
list_problems (LoftContext *context, GPtrArray *accounts)
{
  int status = LOFT_EXIT_DONE;

  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;
      LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
      g_autoptr (GPtrArray) problems =
        reader != NULL ? loft_mail_reader_list_problems (reader, &error) : NULL;
      int this_status = LOFT_EXIT_DONE;

      for (guint j = 0; problems != NULL && j < problems->len; j++)
        print_problem (context, account, g_ptr_array_index (problems, j));
      if (problems == NULL)
        this_status = loft_report_error (loft_mail_account_get_name (account), error);
      status = loft_combine_status (status, this_status, i);
    }
  return status;
}

static int
export_problem (LoftMailAccount *account, gint64 id, const char *file)
{
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
  g_autoptr (GBytes) raw =
    reader != NULL ? loft_mail_reader_get_problem_raw (reader, id, &error) : NULL;
  gsize size = 0;
  const char *bytes = raw != NULL ? g_bytes_get_data (raw, &size) : NULL;

  if (raw == NULL || !g_file_set_contents (file, bytes, (gssize) size, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return LOFT_EXIT_DONE;
}

static int
forget_problem (LoftMailAccount *account, gint64 id)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftMailUndo) undo = NULL;
  g_autoptr (GError) error = NULL;

  loft_mail_account_forget_problem_async (account, id, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  undo = loft_mail_account_act_finish (account, result, &error);
  return undo != NULL ? LOFT_EXIT_DONE
                      : loft_report_error (loft_mail_account_get_name (account), error);
}

static int
retry_problem (LoftContext *context, LoftMailAccount *account, gint64 id)
{
  LoftWait wait = { NULL };
  int status;

  loft_mail_account_retry_problem_async (account, id, loft_wait_done, &wait);
  status = finish_act (context, account, NULL, &wait);
  return status == LOFT_EXIT_DONE ? loft_carry (context) : status;
}

static gboolean
is_problem_verb (const char *verb)
{
  static const char *const verbs[] = { "retry", "export", "discard", NULL };

  return g_strv_contains (verbs, verb);
}

int
loft_command_problems (LoftContext *context, GPtrArray *args)
{
  g_autofree char *verb = loft_args_take_word (args);
  g_autofree char *id_text = verb != NULL ? loft_args_take_word (args) : NULL;
  g_autofree char *file = verb != NULL ? loft_args_take_word (args) : NULL;
  g_autoptr (GPtrArray) no_names = g_ptr_array_new ();
  g_autoptr (GPtrArray) accounts = NULL;
  LoftMailAccount *account;
  gint64 id = 0;

  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (verb == NULL)
    {
      accounts = loft_find_accounts (context, no_names);
      return accounts != NULL ? list_problems (context, accounts) : LOFT_EXIT_USAGE;
    }
  if (id_text == NULL || !is_problem_verb (verb) ||
      (strcmp (verb, "export") == 0) != (file != NULL))
    return loft_usage_error ("problems [retry ID | export ID FILE | discard ID]");
  account = loft_parse_id (context, id_text, &id);
  if (account == NULL)
    return LOFT_EXIT_USAGE;
  if (strcmp (verb, "retry") == 0)
    return retry_problem (context, account, id);
  return file != NULL ? export_problem (account, id, file) : forget_problem (account, id);
}
