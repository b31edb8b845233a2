/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-archive-look.h"
#include "loft-archiver.h"
#include "loft-output.h"

/* archive: old messages, by the account's rule or another. */

#define USAGE                                                                                        \
  "archive [--account NAME]… [--folder PATH]… [--older-than N(m|y)] [--to archive|years|local] " \
  "[--unread] [--flagged] [--dry-run]"

/* What was said on the command line goes before the account's rule. */
typedef struct {
  gint months; /* 0: not said */
  char *place; /* (owned) (nullable) */
  char *folders; /* (owned) (nullable) */
  gboolean unread;
  gboolean flagged;
  gboolean dry;
} Wish;

static void
wish_clear (Wish *wish)
{
  g_free (wish->place);
  g_free (wish->folders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

/* "18m", "2y" */
static gboolean
parse_age (const char *text, gint *months)
{
  g_autofree char *number = g_strndup (text, MAX (strlen (text), 1) - 1);
  gboolean years = g_str_has_suffix (text, "y");
  gint64 count = 0;

  if ((!years && !g_str_has_suffix (text, "m")) ||
      !g_ascii_string_to_signed (number, 10, 1, years ? 100 : 1200, &count, NULL))
    return FALSE;
  *months = (gint) (years ? count * 12 : count);
  return TRUE;
}

static gboolean
take_wish (GPtrArray *args, Wish *wish)
{
  g_autofree char *age = loft_args_take_value (args, "--older-than");
  g_autoptr (GPtrArray) folders = loft_args_take_values (args, "--folder");
  LoftArchivePlace place;

  wish->place = loft_args_take_value (args, "--to");
  wish->unread = loft_args_take_flag (args, "--unread");
  wish->flagged = loft_args_take_flag (args, "--flagged");
  wish->dry = loft_args_take_flag (args, "--dry-run");
  if (folders->len > 0)
    {
      g_ptr_array_add (folders, NULL);
      wish->folders = g_strjoinv ("//", (char **) folders->pdata);
    }
  return (age == NULL || parse_age (age, &wish->months)) &&
         (wish->place == NULL || loft_archive_place_from_name (wish->place, &place));
}

static void
make_rule (const Wish *wish, const LoftArchiveRule *of_account, LoftArchiveRule *rule)
{
  loft_archive_rule_copy (of_account, rule);
  if (wish->months != 0)
    rule->months = wish->months;
  if (wish->place != NULL)
    loft_archive_place_from_name (wish->place, &rule->place);
  if (wish->folders != NULL)
    {
      g_free (rule->folders);
      rule->folders = g_strdup (wish->folders);
    }
  rule->unread |= wish->unread;
  rule->flagged |= wish->flagged;
}

/* ---- the dry look ------------------------------------------------------------------------- */

static void
print_folder (LoftContext *context, LoftMailAccount *account, const LoftArchiveRule *rule,
              const LoftArchiveFolder *folder)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *path = loft_output_safe (folder->path);

  if (!context->json)
    {
      g_autofree char *size = g_format_size (folder->bytes);

      printf ("%-30s %8u  %s\n", path, folder->n_messages, size);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "folder", folder->path);
  loft_output_add_text (builder, "to", loft_archive_place_to_name (rule->place));
  loft_output_add_int (builder, "messages", folder->n_messages);
  loft_output_add_int (builder, "bytes", (gint64) folder->bytes);
  loft_output_add_time (builder, "oldest", folder->oldest);
  loft_output_add_time (builder, "newest", folder->newest);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static int
look (LoftContext *context, LoftMailAccount *account, const LoftArchiveRule *rule)
{
  const char *name = loft_mail_account_get_name (account);
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftArchiveLook) found = NULL;
  g_autoptr (GError) error = NULL;

  loft_archive_look_async (account, rule, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  found = loft_archive_look_finish (account, result, &error);
  if (found == NULL)
    return loft_report_error (name, error);
  for (guint i = 0; i < found->folders->len; i++)
    print_folder (context, account, rule, g_ptr_array_index (found->folders, i));
  if (!context->json)
    {
      g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (found->before);
      g_autofree char *before = day != NULL ? g_date_time_format (day, "%F") : g_strdup ("");

      printf ("%s: %u messages from before %s would move\n", name, found->n_messages, before);
    }
  return LOFT_EXIT_DONE;
}

/* ---- the run ------------------------------------------------------------------------------ */

static void
tell_progress (LoftArchiving *run, GParamSpec *spec, LoftContext *context)
{
  if (g_cancellable_is_cancelled (context->cancellable))
    loft_archiving_cancel (run);
  if (context->progress || isatty (STDERR_FILENO))
    fprintf (stderr, "%s%s: %u/%u messages%s", isatty (STDERR_FILENO) ? "\r\033[K" : "",
             loft_mail_account_get_name (loft_archiving_get_account (run)),
             loft_archiving_get_done (run), loft_archiving_get_total (run),
             isatty (STDERR_FILENO) ? "" : "\n");
}

static void
print_done (LoftContext *context, LoftArchiving *run)
{
  const char *name = loft_mail_account_get_name (loft_archiving_get_account (run));
  g_autoptr (JsonBuilder) builder = NULL;

  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
  if (!context->json)
    {
      printf ("%s: %u archived%s\n", name, loft_archiving_get_done (run),
              loft_archiving_is_cancelled (run) ? " (stopped)" : "");
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", name);
  loft_output_add_int (builder, "archived", loft_archiving_get_done (run));
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

/* Kept safe here already: a server that cannot be reached now is no failure. */
static void
send_changes (LoftContext *context, LoftMailAccount *account)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (context->offline || loft_mail_account_get_n_pending (account) == 0)
    return;
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_send_changes_finish (account, result, &error))
    fprintf (stderr, "loftctl: %s: kept here, waits for the server: %s\n",
             loft_mail_account_get_name (account), error->message);
}

static int
run (LoftContext *context, LoftMailAccount *account, LoftMailAccount *local,
     const LoftArchiveRule *rule)
{
  g_autoptr (LoftArchiving) archiving = loft_archiving_new (account, local, rule);
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_signal_connect (archiving, "notify::progress", G_CALLBACK (tell_progress), context);
  loft_archiving_run_async (archiving, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  done = loft_archiving_run_finish (archiving, result, &error);
  print_done (context, archiving);
  if (!done)
    return loft_report_error (loft_mail_account_get_name (account), error);
  send_changes (context, account);
  return loft_archiving_is_cancelled (archiving) ? LOFT_EXIT_FAILED : LOFT_EXIT_DONE;
}

/* (transfer none) */
static LoftMailAccount *
find_local (LoftContext *context)
{
  GListModel *accounts = loft_service_get_accounts (context->service);
  guint n = g_list_model_get_n_items (accounts);
  g_autoptr (LoftMailAccount) last = g_list_model_get_item (accounts, n - 1);

  return last; /* the list holds it */
}

int
loft_command_archive (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_auto (Wish) wish = { 0 };
  g_autoptr (GPtrArray) accounts = NULL;
  int status = LOFT_EXIT_DONE;

  if (!take_wish (args, &wish))
    return loft_usage_error (USAGE);
  accounts = loft_args_are_empty (args) ? loft_find_accounts (context, names) : NULL;
  if (accounts == NULL)
    return LOFT_EXIT_USAGE;
  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      g_auto (LoftArchiveRule) rule = { 0 };
      int next;

      make_rule (&wish, &loft_mail_account_get_account (account)->archive, &rule);
      next = wish.dry ? look (context, account, &rule)
                      : run (context, account, find_local (context), &rule);
      status = loft_combine_status (status, next, i);
    }
  return wish.dry || status != LOFT_EXIT_DONE ? status : loft_carry (context);
}
