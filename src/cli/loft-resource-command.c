/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-command.h"

#include <stdio.h>
#include <string.h>

#include "loft-output.h"
#include "loft-scheduling-telling.h"

#define MOST_BYTES (64 * 1024 * 1024)

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
has_collection (LoftMailAccount *account, LoftFolderKinds kinds)
{
  g_autoptr (GPtrArray) folders = loft_resources_list_folders (account, kinds, NULL);

  return folders != NULL && folders->len > 0;
}

static gboolean
is_named (GPtrArray *names, LoftMailAccount *account)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (g_ptr_array_index (names, i), loft_mail_account_get_name (account)))
      return TRUE;
  return names->len == 0;
}

GPtrArray *
loft_take_collection_accounts (LoftContext *context, GPtrArray *args, LoftFolderKinds kinds)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  GListModel *accounts = loft_service_get_accounts (context->service);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (is_named (names, account) && has_collection (account, kinds))
        g_ptr_array_add (found, account);
    }
  for (guint i = 0; i < names->len; i++)
    if (loft_service_find_account (context->service, g_ptr_array_index (names, i)) == NULL)
      {
        loft_usage_error ("there is no account \"%s\"", (char *) g_ptr_array_index (names, i));
        g_ptr_array_unref (found);
        return NULL;
      }
  return found;
}

static LoftFolder *
choose (GPtrArray *folders, const char *path, const char *option)
{
  if (path == NULL && folders->len == 1)
    return loft_folder_ref (g_ptr_array_index (folders, 0));
  for (guint i = 0; path != NULL && i < folders->len; i++)
    if (g_str_equal (((LoftFolder *) g_ptr_array_index (folders, i))->path, path))
      return loft_folder_ref (g_ptr_array_index (folders, i));
  if (path != NULL)
    loft_usage_error ("there is no \"%s\" of this kind", path);
  else
    loft_usage_error ("say which one with %s PATH", option);
  return NULL;
}

LoftFolder *
loft_take_collection (LoftContext *context, GPtrArray *args, const char *option,
                      LoftFolderKinds kinds, LoftMailAccount **account)
{
  g_autofree char *path = loft_args_take_value (args, option);
  g_autoptr (GPtrArray) accounts = loft_take_collection_accounts (context, args, kinds);
  g_autoptr (GPtrArray) folders = NULL;

  if (accounts == NULL)
    return NULL;
  if (accounts->len != 1)
    {
      loft_usage_error (accounts->len == 0 ? "there is no account that keeps things of this kind"
                                           : "say which account with --account NAME");
      return NULL;
    }
  *account = g_ptr_array_index (accounts, 0);
  folders = loft_resources_list_folders (*account, kinds, NULL);
  return folders != NULL ? choose (folders, path, option) : NULL;
}

/* ---- acting ------------------------------------------------------------------------------- */

GBytes *
loft_read_argument_file (const char *name)
{
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  if (g_file_get_contents (strcmp (name, "-") == 0 ? "/dev/stdin" : name, &contents, &length,
                           &error))
    {
      if (length <= MOST_BYTES)
        return g_bytes_new_take (contents, length);
      g_free (contents);
      g_set_error (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is too large", name);
    }
  fprintf (stderr, "loftctl: %s\n", error->message);
  return NULL;
}

static void
print_id (LoftContext *context, LoftMailAccount *account, gint64 id)
{
  g_autofree char *text = loft_format_id (account, id);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      puts (text);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", text);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

/* It is safe here: a server that cannot be reached now is no failure. */
void
loft_send_resources (LoftContext *context, LoftMailAccount *account)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (context->offline ||
      loft_account_kind_is_local (loft_mail_account_get_account (account)->kind))
    return;
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_send_changes_finish (account, result, &error))
    fprintf (stderr, "loftctl: %s: kept here, waits for the server: %s\n",
             loft_mail_account_get_name (account), error->message);
}

int
loft_act_on_resources (LoftContext *context, LoftMailAccount *account,
                       const LoftResourceWish *wishes, guint n)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  loft_resources_act_async (account, wishes, n, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_resources_act_finish (account, result, &id, NULL, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (n > 0 && wishes[0].resource_id == 0)
    print_id (context, account, id);
  loft_send_resources (context, account);
  return LOFT_EXIT_DONE;
}

static int
invite (LoftContext *context, LoftMailAccount *account, const LoftResourceWish *wish)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  loft_scheduling_tell_async (context->service, account, wish, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_scheduling_tell_finish (result, &id, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (wish->resource_id == 0)
    print_id (context, account, id);
  return loft_send_scheduling (context, account);
}

static int
act (LoftContext *context, LoftMailAccount *account, const LoftResourceWish *wish,
     gboolean invites)
{
  return invites ? invite (context, account, wish)
                 : loft_act_on_resources (context, account, wish, 1);
}

static int
add (LoftContext *context, GPtrArray *args, const char *option, LoftFolderKinds kinds,
     gboolean invites)
{
  LoftMailAccount *account = NULL;
  g_autoptr (LoftFolder) folder = loft_take_collection (context, args, option, kinds, &account);
  g_autofree char *file = folder != NULL ? loft_args_take_word (args) : NULL;
  g_autoptr (GBytes) raw = NULL;
  LoftResourceWish wish;

  if (folder == NULL)
    return LOFT_EXIT_USAGE;
  if (file == NULL || !loft_args_are_empty (args))
    return loft_usage_error ("add FILE --account NAME %s PATH", option);
  raw = loft_read_argument_file (file);
  if (raw == NULL)
    return LOFT_EXIT_FAILED;
  wish = (LoftResourceWish){ 0, folder->id, raw };
  return act (context, account, &wish, invites);
}

static int
edit (LoftContext *context, GPtrArray *args, gboolean invites)
{
  g_autofree char *text = loft_args_take_word (args);
  g_autofree char *file = loft_args_take_word (args);
  LoftResourceWish wish = { 0, 0, NULL };
  LoftMailAccount *account;
  g_autoptr (GBytes) raw = NULL;

  if (text == NULL || file == NULL || !loft_args_are_empty (args))
    return loft_usage_error ("edit ID FILE");
  account = loft_parse_id (context, text, &wish.resource_id);
  raw = account != NULL ? loft_read_argument_file (file) : NULL;
  if (raw == NULL)
    return account != NULL ? LOFT_EXIT_FAILED : LOFT_EXIT_USAGE;
  wish.raw = raw;
  return act (context, account, &wish, invites);
}

static int
delete_all (LoftContext *context, GPtrArray *args, gboolean invites)
{
  int status = LOFT_EXIT_DONE;

  if (args->len == 0)
    return loft_usage_error ("delete ID…");
  for (guint i = 0; i < args->len; i++)
    {
      LoftResourceWish wish = { 0, 0, NULL };
      LoftMailAccount *account =
        loft_parse_id (context, g_ptr_array_index (args, i), &wish.resource_id);

      if (account == NULL)
        return LOFT_EXIT_USAGE;
      status = loft_combine_status (status, act (context, account, &wish, invites), i);
    }
  return status;
}

int
loft_run_resource_verb (LoftContext *context, const char *verb, GPtrArray *args, const char *option,
                        LoftFolderKinds kinds)
{
  gboolean invites =
    kinds == LOFT_FOLDER_KIND_EVENTS && loft_args_take_flag (args, "--invite");

  if (strcmp (verb, "add") == 0)
    return add (context, args, option, kinds, invites);
  if (strcmp (verb, "edit") == 0)
    return edit (context, args, invites);
  if (strcmp (verb, "delete") == 0)
    return delete_all (context, args, invites);
  return loft_usage_error ("\"%s\" is not known", verb);
}

int
loft_print_resource (LoftMailAccount *account, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = loft_resources_get_raw (account, id, NULL, &error);
  gsize size;
  const char *bytes;

  if (raw == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  bytes = g_bytes_get_data (raw, &size);
  fwrite (bytes, 1, size, stdout);
  return LOFT_EXIT_DONE;
}
