/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "loft-address.h"
#include "loft-command.h"
#include "loft-outbox.h"
#include "loft-output.h"

static const struct {
  const char *verb;
  LoftOutgoingChange what;
  gboolean sends;
} verbs[] = {
  { "retry", LOFT_OUTGOING_SEND_NOW, TRUE },        { "cancel", LOFT_OUTGOING_CANCEL, FALSE },
  { "send-again", LOFT_OUTGOING_SEND_AGAIN, TRUE }, { "arrived", LOFT_OUTGOING_ARRIVED, TRUE },
  { "sent", LOFT_OUTGOING_ARRIVED, TRUE },          { "discard", LOFT_OUTGOING_DISCARD, FALSE },
};

/* (transfer full) "Anna, b@example.org" */
static char *
people_text (const LoftOutgoing *outgoing)
{
  g_autoptr (GPtrArray) people = loft_addresses_unpack (outgoing->people);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            loft_address_label (g_ptr_array_index (people, i)));
  return loft_output_safe (text->str);
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void
add_recipients (JsonBuilder *builder, const LoftOutgoing *outgoing)
{
  json_builder_set_member_name (builder, "recipients");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);

      json_builder_begin_object (builder);
      loft_output_add_text (builder, "address", recipient->address);
      loft_output_add_text (builder, "state", loft_recipient_state_name (recipient->state));
      loft_output_add_int (builder, "code", recipient->code);
      loft_output_add_text (builder, "reason", recipient->reason);
      loft_output_add_text (builder, "text", recipient->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const char *id, const char *account, const LoftOutgoing *outgoing)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) people = loft_addresses_unpack (outgoing->people);

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", id);
  loft_output_add_text (builder, "account", account);
  loft_output_add_addresses (builder, "to", people);
  loft_output_add_text (builder, "subject", outgoing->subject);
  loft_output_add_text (builder, "message_id", outgoing->message_id);
  loft_output_add_text (builder, "state", loft_outgoing_state_name (outgoing->state));
  loft_output_add_text (builder, "reason", outgoing->reason);
  loft_output_add_text (builder, "error", outgoing->error);
  loft_output_add_time (builder, "since", outgoing->created);
  loft_output_add_time (builder, "not_before", outgoing->not_before);
  loft_output_add_int (builder, "tries", outgoing->tries);
  add_recipients (builder, outgoing);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

/* ---- list --------------------------------------------------------------------------------- */

static void
print_text (const char *id, const LoftOutgoing *outgoing)
{
  g_autofree char *since = loft_output_format_time (outgoing->created);
  g_autofree char *people = people_text (outgoing);
  g_autofree char *subject = loft_output_safe (outgoing->subject);
  g_autofree char *error = loft_output_safe (outgoing->error);

  printf ("%-16s %s  %-11s %s  %s %s\n", id, since, loft_outgoing_state_name (outgoing->state),
          people, subject, error);
  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);
      g_autofree char *text = loft_output_safe (recipient->text);

      if (recipient->state == LOFT_RECIPIENT_REFUSED)
        printf ("%18s%s: %s %s\n", "", recipient->address, recipient->reason, text);
    }
}

static void
print_outgoing (LoftContext *context, LoftMailAccount *account, const LoftOutgoing *outgoing)
{
  g_autofree char *id = loft_format_id (account, outgoing->id);

  if (context->json)
    print_json (id, loft_mail_account_get_name (account), outgoing);
  else
    print_text (id, outgoing);
}

static int
list_outgoing (LoftContext *context, GPtrArray *accounts, gboolean drafts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      GListModel *items = loft_mail_account_get_outgoing (account);
      guint n = g_list_model_get_n_items (items);

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (LoftOutgoingItem) item = g_list_model_get_item (items, j);
          const LoftOutgoing *outgoing = loft_outgoing_item_get (item);

          if (drafts || outgoing->state != LOFT_OUTGOING_DRAFT)
            print_outgoing (context, account, outgoing);
        }
    }
  return LOFT_EXIT_DONE;
}

/* ---- decisions ---------------------------------------------------------------------------- */

static int
decide (LoftContext *context, guint verb, const char *id_text)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;
  LoftMailAccount *account = loft_parse_id (context, id_text, &id);

  if (account == NULL)
    return LOFT_EXIT_USAGE;
  loft_mail_account_change_outgoing_async (account, id, verbs[verb].what, context->cancellable,
                                           loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_change_outgoing_finish (account, result, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return verbs[verb].sends && !context->offline ? loft_send_outgoing (context, account)
                                                : LOFT_EXIT_DONE;
}

static int
send_all (LoftContext *context, GPtrArray *accounts)
{
  int status = LOFT_EXIT_DONE;

  for (guint i = 0; i < accounts->len; i++)
    status = loft_combine_status (
      status, loft_send_outgoing (context, g_ptr_array_index (accounts, i)), i);
  return status;
}

int
loft_command_outbox (LoftContext *context, GPtrArray *args)
{
  gboolean drafts = loft_args_take_flag (args, "--drafts");
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autoptr (GPtrArray) accounts = loft_find_accounts (context, names);
  g_autofree char *verb = loft_args_take_word (args);
  g_autofree char *id_text = loft_args_take_word (args);

  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (verb == NULL || strcmp (verb, "list") == 0)
    return list_outgoing (context, accounts, drafts);
  if (strcmp (verb, "send") == 0 && id_text == NULL)
    return send_all (context, accounts);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].verb, verb) == 0 && id_text != NULL)
      return decide (context, i, id_text);
  return loft_usage_error ("outbox [send | retry|cancel|send-again|arrived|discard ID]");
}
