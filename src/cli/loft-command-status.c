/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>

#include "loft-folder-usage.h"
#include "loft-mail-folder.h"
#include "loft-output.h"

/* status: what each account has, what waits, and how much room is left on the server. */

#define NEARLY_FULL 80 /* per cent: said so from here on */
#define FULL        95

typedef struct {
  guint total;
  guint unread;
  gint64 inbox; /* 0: none is known */
} Counts;

static Counts
count (LoftMailAccount *account)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  Counts counts = { 0 };

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);
      const LoftFolder *folder = loft_mail_folder_get (row);

      counts.total += folder->total;
      counts.unread += folder->unread;
      if (folder->role == LOFT_FOLDER_ROLE_INBOX && folder->remote_id != NULL)
        counts.inbox = folder->id;
    }
  return counts;
}

/* (transfer full) (nullable) A server that cannot be asked, or tells nothing, is no failure here. */
static LoftFolderUsage *
read_usage (LoftContext *context, LoftMailAccount *account, gint64 inbox)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (context->offline || inbox == 0)
    return NULL;
  loft_mail_account_read_usage_async (account, inbox, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  return loft_mail_account_read_usage_finish (account, result, &error);
}

static guint
per_cent (const LoftFolderUsage *usage)
{
  double share = (double) usage->quota_used / (double) usage->quota_limit;

  return (guint) MIN (share * 100, 1000);
}

static void
print_text (const char *name, const Counts *counts, guint n_pending, const LoftFolderUsage *usage)
{
  printf ("%s: %u messages, %u unread, %u waiting", name, counts->total, counts->unread, n_pending);
  if (usage != NULL)
    {
      g_autofree char *used = g_format_size (usage->quota_used);
      g_autofree char *limit = g_format_size (usage->quota_limit);
      guint share = per_cent (usage);

      printf ("; %s of %s used (%u %%)%s", used, limit, share,
              share >= FULL          ? ", FULL: mail will soon be refused"
              : share >= NEARLY_FULL ? ", nearly full"
                                     : "");
    }
  puts ("");
}

static void
print_json (const char *name, const Counts *counts, guint n_pending, const LoftFolderUsage *usage)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", name);
  loft_output_add_int (builder, "messages", counts->total);
  loft_output_add_int (builder, "unread", counts->unread);
  loft_output_add_int (builder, "pending", n_pending);
  if (usage != NULL)
    {
      loft_output_add_int (builder, "quota_used", (gint64) usage->quota_used);
      loft_output_add_int (builder, "quota_limit", (gint64) usage->quota_limit);
      loft_output_add_int (builder, "quota_percent", per_cent (usage));
    }
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_status (LoftContext *context, LoftMailAccount *account)
{
  Counts counts = count (account);
  g_autofree LoftFolderUsage *usage = read_usage (context, account, counts.inbox);
  const LoftFolderUsage *told =
    usage != NULL && usage->has_quota && usage->quota_limit > 0 ? usage : NULL;
  const char *name = loft_mail_account_get_name (account);
  guint n_pending = loft_mail_account_get_n_pending (account);

  if (context->json)
    print_json (name, &counts, n_pending, told);
  else
    print_text (name, &counts, n_pending, told);
}

int
loft_command_status (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autoptr (GPtrArray) accounts = NULL;

  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  accounts = loft_find_accounts (context, names);
  if (accounts == NULL)
    return LOFT_EXIT_USAGE;
  for (guint i = 0; i < accounts->len; i++)
    print_status (context, g_ptr_array_index (accounts, i));
  return LOFT_EXIT_DONE;
}
