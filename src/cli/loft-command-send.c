/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-command.h"
#include "loft-outbox.h"
#include "loft-output.h"
#include "loft-resource-command.h"

#define MOST_BYTES (200u * 1024 * 1024)

/* ---- what is to be sent ------------------------------------------------------------------- */

static gboolean
read_input (FILE *file, GByteArray *bytes, GError **error)
{
  guint8 buffer[65536];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, file)) > 0)
    {
      if (bytes->len + n > MOST_BYTES)
        {
          g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The message is too large");
          return FALSE;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }
  if (!ferror (file))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, "The message cannot be read");
  return FALSE;
}

/* path: NULL or "-" for standard input. (transfer full) */
static GBytes *
read_message (const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean from_file = path != NULL && strcmp (path, "-") != 0;
  FILE *file = from_file ? fopen (path, "rb") : stdin;
  gboolean done;

  if (file == NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "%s cannot be opened", path);
      return NULL;
    }
  done = read_input (file, bytes, error);
  if (from_file)
    fclose (file);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/* RFC 3339, "YYYY-MM-DDThh:mm" here, or "+SECONDS". */
static gboolean
parse_time (const char *text, gint64 *seconds)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *with_seconds = g_strconcat (text, ":00", NULL);
  guint64 offset = 0;

  if (text[0] == '+' && g_ascii_string_to_unsigned (text + 1, 10, 0, G_MAXINT32, &offset, NULL))
    {
      *seconds = g_get_real_time () / G_USEC_PER_SEC + (gint64) offset;
      return TRUE;
    }
  time = g_date_time_new_from_iso8601 (text, here);
  if (time == NULL)
    time = g_date_time_new_from_iso8601 (with_seconds, here);
  if (time == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (time);
  return TRUE;
}

/* ---- what became of it -------------------------------------------------------------------- */

static void
print_refusal (const char *account, const LoftOutgoingRecipient *recipient)
{
  g_autofree char *text = loft_output_safe (recipient->text);

  fprintf (stderr, "loftctl: %s: %s was %s%s%s\n", account, recipient->address,
           recipient->state == LOFT_RECIPIENT_REFUSED ? "refused" : "put off",
           text[0] != '\0' ? ": " : "", text);
}

static int
report_outgoing (LoftMailAccount *account, const LoftOutgoing *outgoing)
{
  const char *name = loft_mail_account_get_name (account);
  guint n_accepted = loft_outgoing_count (outgoing, LOFT_RECIPIENT_ACCEPTED);

  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);

      if (recipient->state == LOFT_RECIPIENT_REFUSED || recipient->code != 0)
        if (recipient->state != LOFT_RECIPIENT_ACCEPTED)
          print_refusal (name, recipient);
    }
  switch (outgoing->state)
    {
    case LOFT_OUTGOING_SENT:
      return LOFT_EXIT_DONE;
    case LOFT_OUTGOING_REFUSED:
      return n_accepted > 0 ? LOFT_EXIT_PARTLY : LOFT_EXIT_FAILED;
    case LOFT_OUTGOING_UNCONFIRMED:
      fprintf (stderr,
               "loftctl: %s: it is not known whether the message arrived (loftctl outbox)\n", name);
      return LOFT_EXIT_FAILED;
    case LOFT_OUTGOING_HELD:
      fprintf (stderr, "loftctl: %s: the message is held: %s\n", name, outgoing->reason);
      return LOFT_EXIT_FAILED;
    case LOFT_OUTGOING_DRAFT:
    case LOFT_OUTGOING_QUEUED:
    case LOFT_OUTGOING_SENDING:
    case LOFT_OUTGOING_AT_DOT:
      break;
    }
  fprintf (stderr, "loftctl: %s: kept here, waits to be sent\n", name);
  return LOFT_EXIT_DONE;
}

static void
send_copies (LoftContext *context, LoftMailAccount *account)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  if (loft_mail_account_get_n_pending (account) == 0)
    return;
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  loft_mail_account_send_changes_finish (account, result, NULL);
}

static gboolean
send_due (LoftContext *context, LoftMailAccount *account, GError **error)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  loft_post_scheduling (context);
  loft_mail_account_send_outgoing_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_send_outgoing_finish (account, result, error))
    return FALSE;
  send_copies (context, account);
  return TRUE;
}

int
loft_send_outgoing (LoftContext *context, LoftMailAccount *account)
{
  g_autoptr (GError) error = NULL;

  return send_due (context, account, &error)
           ? LOFT_EXIT_DONE
           : loft_report_error (loft_mail_account_get_name (account), error);
}

/* Kept safe here already: a server that cannot be reached now is no failure. */
static int
deliver (LoftContext *context, LoftMailAccount *account, gint64 id)
{
  const char *name = loft_mail_account_get_name (account);
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GError) error = NULL;

  if (!send_due (context, account, &error))
    {
      fprintf (stderr, "loftctl: %s: kept here, waits to be sent: %s\n", name, error->message);
      return loft_error_class (error) == LOFT_ERROR_AUTH ? LOFT_EXIT_SIGN_IN : LOFT_EXIT_DONE;
    }
  outgoing = loft_mail_account_read_outgoing (account, id, NULL);
  return outgoing != NULL ? report_outgoing (account, outgoing) : LOFT_EXIT_DONE;
}

static void
print_queued (LoftContext *context, LoftMailAccount *account, gint64 id)
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
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static int
send_message (LoftContext *context, LoftMailAccount *account, GBytes *raw, gint64 at)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  loft_mail_account_send_raw_async (account, raw, at, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  id = loft_mail_account_send_finish (account, result, &error);
  if (id < 0)
    return loft_report_error (loft_mail_account_get_name (account), error);
  print_queued (context, account, id);
  return context->offline ? LOFT_EXIT_DONE : deliver (context, account, id);
}

int
loft_command_send (LoftContext *context, GPtrArray *args)
{
  g_autofree char *at_text = loft_args_take_value (args, "--at");
  g_autoptr (LoftMailAccount) account = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;
  gint64 at = 0;

  for (guint i = 0; i < args->len; i++)
    if (strcmp (g_ptr_array_index (args, i), "-") == 0)
      g_ptr_array_remove_index (args, i--);
  if (at_text != NULL && !parse_time (at_text, &at))
    return loft_usage_error ("\"%s\" is no time", at_text);
  account = loft_take_account (context, args);
  if (account == NULL)
    return LOFT_EXIT_USAGE;
  g_object_ref (account);
  path = loft_args_take_word (args);
  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  raw = read_message (path, &error);
  if (raw == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  return send_message (context, account, raw, at);
}
