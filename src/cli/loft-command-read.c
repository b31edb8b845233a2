/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-mail-folder.h"
#include "loft-output.h"
#include "loft-resource-command.h"

/* folders, messages, show: what is in the store. */

/* ---- folders ------------------------------------------------------------------------------ */

static void
print_folder (LoftContext *context, LoftMailAccount *account, const LoftFolder *folder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *path = loft_output_safe (folder->path);

  if (!context->json)
    {
      printf ("%-40s %-8s %7u %7u %7u\n", path,
              folder->role != LOFT_FOLDER_ROLE_NONE ? loft_folder_role_to_name (folder->role) : "",
              folder->total, folder->unread, folder->cached);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "path", folder->path);
  loft_output_add_text (builder, "role", loft_folder_role_to_name (folder->role));
  loft_output_add_int (builder, "total", folder->total);
  loft_output_add_int (builder, "unread", folder->unread);
  loft_output_add_int (builder, "cached", folder->cached);
  loft_output_add_int (builder, "bytes", (gint64) folder->bytes);
  json_builder_set_member_name (builder, "selectable");
  json_builder_add_boolean_value (builder, folder->selectable);
  json_builder_set_member_name (builder, "subscribed");
  json_builder_add_boolean_value (builder, folder->subscribed);
  loft_output_add_time (builder, "synced", folder->synced_at);
  loft_output_add_text (builder, "kind", loft_folder_kind_name (folder));
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_collections (LoftContext *context, LoftMailAccount *account)
{
  g_autoptr (GPtrArray) folders = loft_resources_list_folders (
    account, LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS | LOFT_FOLDER_KIND_CONTACTS, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    loft_print_collection (context, account, g_ptr_array_index (folders, i));
}

int
loft_command_folders (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autoptr (GPtrArray) accounts = loft_find_accounts (context, names);

  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (!context->json)
    printf ("%-40s %-8s %7s %7s %7s\n", "Folder", "Role", "Total", "Unread", "Here");
  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      GListModel *folders = loft_mail_account_get_folders (account);

      for (guint j = 0; j < g_list_model_get_n_items (folders); j++)
        {
          g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, j);

          print_folder (context, account, loft_mail_folder_get (row));
        }
      print_collections (context, account);
    }
  return LOFT_EXIT_DONE;
}

/* Before any of them is done. */
static gboolean
are_choices (GPtrArray *args)
{
  for (guint i = 0; i < args->len; i++)
    if (!g_str_has_prefix (g_ptr_array_index (args, i), "role=") &&
        !g_str_has_prefix (g_ptr_array_index (args, i), "window="))
      return FALSE;
  return args->len > 0;
}

static int
set_one (LoftMailAccount *account, const LoftFolder *folder, const char *assignment,
         GError **error)
{
  gint64 days = -1;

  if (g_str_has_prefix (assignment, "role="))
    {
      LoftFolderRole role = loft_folder_role_from_name (assignment + 5);

      if (role == LOFT_FOLDER_ROLE_NONE && strcmp (assignment, "role=none") != 0)
        return loft_usage_error ("\"%s\" is no role", assignment + 5);
      return loft_mail_account_set_folder_role (account, folder->id, role, error)
                 ? LOFT_EXIT_DONE
                 : LOFT_EXIT_FAILED;
    }
  if (strcmp (assignment + 7, "account") == 0)
    days = LOFT_FOLDER_WINDOW_ACCOUNT;
  else if (strcmp (assignment + 7, "all") != 0 &&
           !g_ascii_string_to_signed (assignment + 7, 10, 0, 100000, &days, NULL))
    return loft_usage_error ("window is all, account or a number of days");
  return loft_mail_account_set_folder_window (account, folder->id, (gint) days, error)
             ? LOFT_EXIT_DONE
             : LOFT_EXIT_FAILED;
}

/* folder set PATH KEY=VALUE… */
int
loft_command_folder (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *account = loft_take_account (context, args);
  g_autofree char *verb = loft_args_take_word (args);
  g_autofree char *path = loft_args_take_word (args);
  g_autoptr (LoftFolder) folder = NULL;
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader;
  int status = LOFT_EXIT_DONE;

  if (account == NULL)
    return LOFT_EXIT_USAGE;
  if (verb != NULL && loft_command_folder_knows (verb))
    return loft_command_folder_change (context, account, verb, path, args);
  if (verb == NULL || strcmp (verb, "set") != 0 || path == NULL || !are_choices (args))
    return loft_usage_error ("folder set PATH window=all|account|DAYS role=ROLE|none");
  reader = loft_mail_account_get_reader (account, &error);
  folder = reader != NULL ? loft_mail_reader_find_folder (reader, path, &error) : NULL;
  if (folder == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  for (guint i = 0; i < args->len && status == LOFT_EXIT_DONE; i++)
    status = set_one (account, folder, g_ptr_array_index (args, i), &error);
  return error != NULL ? loft_report_error (loft_mail_account_get_name (account), error) : status;
}

/* ---- messages ----------------------------------------------------------------------------- */

gboolean
loft_parse_count (const char *text, guint fallback, guint *count)
{
  guint64 number;

  *count = fallback;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL))
    return FALSE;
  *count = (guint) number;
  return TRUE;
}

/* (transfer none) (nullable) */
static const char *
folder_path (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (row)->id == folder_id)
        return loft_mail_folder_get (row)->path;
    }
  return NULL;
}

int
loft_print_messages (LoftContext *context, LoftMailAccount *account, LoftMailReader *reader,
                     GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (LoftMessage) message =
          loft_mail_reader_get_message (reader, g_array_index (ids, gint64, i), NULL);

      if (message == NULL)
        continue; /* gone since the list was made */
      loft_output_message (context->json, account, folder_path (account, message->folder_id),
                           message);
    }
  return LOFT_EXIT_DONE;
}

static int
print_conversations (LoftContext *context, LoftMailAccount *account, LoftMailReader *reader,
                     const LoftFolder *folder, guint limit, guint offset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) conversations =
      loft_mail_reader_list_conversations (reader, folder->id, limit, offset,
                                           context->cancellable, &error);

  if (conversations == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  for (guint i = 0; i < conversations->len; i++)
    {
      const LoftConversation *line = &g_array_index (conversations, LoftConversation, i);
      g_autoptr (LoftMessage) newest =
          loft_mail_reader_get_message (reader, line->newest_id, NULL);
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autofree char *id = loft_format_id (account, line->newest_id);

      if (newest == NULL)
        continue;
      if (!context->json)
        {
          printf ("%3u %3u  ", line->total, line->unread);
          loft_output_message (FALSE, account, folder->path, newest);
          continue;
        }
      json_builder_begin_object (builder);
      loft_output_add_int (builder, "conversation", line->conversation_id);
      loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
      loft_output_add_text (builder, "folder", folder->path);
      loft_output_add_text (builder, "newest", id);
      loft_output_add_time (builder, "date", newest->date);
      loft_output_add_text (builder, "subject", newest->subject);
      loft_output_add_int (builder, "total", line->total);
      loft_output_add_int (builder, "unread", line->unread);
      json_builder_end_object (builder);
      loft_output_json_line (builder);
    }
  return LOFT_EXIT_DONE;
}

int
loft_command_messages (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *account = loft_take_account (context, args);
  g_autofree char *path = loft_args_take_value (args, "--folder");
  g_autofree char *limit_text = loft_args_take_value (args, "--limit");
  g_autofree char *offset_text = loft_args_take_value (args, "--offset");
  gboolean conversations = loft_args_take_flag (args, "--conversations");
  g_autoptr (LoftFolder) folder = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader;
  guint limit;
  guint offset;

  if (account == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (!loft_parse_count (limit_text, G_MAXINT32, &limit) || !loft_parse_count (offset_text, 0, &offset))
    return loft_usage_error ("--limit and --offset take numbers");
  reader = loft_mail_account_get_reader (account, &error);
  if (reader != NULL)
    folder = loft_mail_reader_find_folder (reader, path != NULL ? path : "INBOX", &error);
  if (folder == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (conversations)
    return print_conversations (context, account, reader, folder, limit, offset);
  ids = loft_mail_reader_list_ids (reader, folder->id, limit, offset, context->cancellable, &error);
  if (ids == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  return loft_print_messages (context, account, reader, ids);
}

/* ---- show --------------------------------------------------------------------------------- */

static LoftMessageBody *
open_message (LoftContext *context, LoftMailAccount *account, gint64 id, GError **error)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  loft_mail_account_open_message_async (account, id, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  return loft_mail_account_open_message_finish (account, result, error);
}

static int
write_bytes (int fd, GBytes *bytes, const char *where)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize written = write (fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          fprintf (stderr, "loftctl: %s cannot be written: %s\n", where, g_strerror (errno));
          return LOFT_EXIT_FAILED;
        }
      data += written;
      length -= (gsize) written;
    }
  return LOFT_EXIT_DONE;
}

/* Never over a file that is there. */
static int
save_attachment (LoftMessageBody *body, const char *number, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 n;
  int status;
  int fd;

  if (!g_ascii_string_to_unsigned (number, 10, 1, G_MAXUINT32, &n, NULL))
    return loft_usage_error ("--attachment takes the number that messages prints");
  bytes = loft_message_body_decode_attachment (body, (guint) n, &error);
  if (bytes == NULL)
    return loft_report_error (NULL, error);
  if (path == NULL)
    return write_bytes (STDOUT_FILENO, bytes, "standard output");
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fprintf (stderr, "loftctl: %s cannot be made: %s\n", path, g_strerror (errno));
      return LOFT_EXIT_FAILED;
    }
  status = write_bytes (fd, bytes, path);
  close (fd);
  return status;
}

/* The header block with the empty line that ends it. */
static GBytes *
header_bytes (GBytes *raw)
{
  gsize length;
  const char *data = g_bytes_get_data (raw, &length);

  for (gsize i = 0; i + 1 < length; i++)
    if (data[i] == '\n' &&
        (data[i + 1] == '\n' || (i + 2 < length && data[i + 1] == '\r' && data[i + 2] == '\n')))
      return g_bytes_new_from_bytes (raw, 0, i + (data[i + 1] == '\n' ? 2 : 3));
  return g_bytes_ref (raw);
}

static void
print_for_people (LoftMailAccount *account, LoftMessageBody *body)
{
  const LoftMessage *message = body->message;
  g_autofree char *date = loft_output_format_time (message->date);
  g_autofree char *subject = loft_output_safe (message->subject);

  for (guint i = 0; i < message->from->len; i++)
    {
      g_autofree char *address = loft_address_to_text (g_ptr_array_index (message->from, i));
      g_autofree char *safe = loft_output_safe (address);

      printf ("From:    %s\n", safe);
    }
  for (guint i = 0; i < message->to->len; i++)
    {
      g_autofree char *address = loft_address_to_text (g_ptr_array_index (message->to, i));
      g_autofree char *safe = loft_output_safe (address);

      printf ("To:      %s\n", safe);
    }
  printf ("Date:    %s\nSubject: %s\n", date, subject);
  for (guint i = 0; i < message->attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (message->attachments, i);

      printf ("Part %u:  %s (%s, %" G_GUINT64_FORMAT " bytes)\n", attachment->n,
              attachment->name, attachment->type, attachment->size);
    }
  if (body->refused != NULL)
    printf ("Note:    %s\n", body->refused);
  printf ("\n%s\n", body->text);
}

static int
print_text (const char *text)
{
  fputs (text, stdout);
  fputc ('\n', stdout);
  return LOFT_EXIT_DONE;
}

int
loft_command_show (LoftContext *context, GPtrArray *args)
{
  gboolean raw = loft_args_take_flag (args, "--raw");
  gboolean headers = loft_args_take_flag (args, "--headers");
  gboolean text = loft_args_take_flag (args, "--text");
  gboolean html = loft_args_take_flag (args, "--html");
  g_autofree char *number = loft_args_take_value (args, "--attachment");
  g_autofree char *output = loft_args_take_value (args, "--output");
  g_autofree char *id_text = loft_args_take_word (args);
  g_autoptr (LoftMessageBody) body = NULL;
  g_autoptr (GError) error = NULL;
  LoftMailAccount *account;
  gint64 id;

  if (id_text == NULL)
    return loft_usage_error ("show needs the id of a message");
  account = loft_parse_id (context, id_text, &id);
  if (account == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  body = open_message (context, account, id, &error);
  if (body == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (raw)
    return write_bytes (STDOUT_FILENO, body->raw, "standard output");
  if (headers)
    {
      g_autoptr (GBytes) block = header_bytes (body->raw);

      return write_bytes (STDOUT_FILENO, block, "standard output");
    }
  if (number != NULL)
    return save_attachment (body, number, output);
  if (text)
    return print_text (body->text);
  if (html)
    return print_text (body->html != NULL ? body->html : "");
  if (context->json)
    loft_output_message (TRUE, account, folder_path (account, body->message->folder_id),
                         body->message);
  else
    print_for_people (account, body);
  return LOFT_EXIT_DONE;
}
