/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>

#include "loft-local-account.h"
#include "loft-output.h"

/* flag, pending, doctor. */

/* ---- flag --------------------------------------------------------------------------------- */

typedef struct {
  LoftFlags add;
  LoftFlags remove;
  char *add_keywords;    /* (owned) */
  char *remove_keywords; /* (owned) */
} Wanted;

/* "+seen", "-$Work". A keyword is an IMAP atom (RFC 9051, 9). */
static gboolean
take_change (Wanted *wanted, const char *word)
{
  LoftFlags flag = loft_flag_from_name (word + 1);
  gboolean adds = word[0] == '+';
  char **keywords = adds ? &wanted->add_keywords : &wanted->remove_keywords;
  char *joined;

  if (flag != LOFT_FLAG_NONE)
    {
      if (adds)
        wanted->add |= flag;
      else
        wanted->remove |= flag;
      return TRUE;
    }
  for (const char *p = word + 1; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || strchr ("(){%*\"\\]", *p) != NULL)
      return FALSE;
  if (word[1] == '\0' || g_str_has_prefix (word, "--"))
    return FALSE;
  joined = loft_keywords_change (*keywords, word + 1, NULL);
  g_free (*keywords);
  *keywords = joined;
  return TRUE;
}

static int
change_account (LoftContext *context, LoftMailAccount *account, GArray *ids, const Wanted *wanted)
{
  const char *name = loft_mail_account_get_name (account);
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GError) error = NULL;

  loft_mail_account_change_flags_async (account, (const gint64 *) (gpointer) ids->data, ids->len,
                                        wanted->add, wanted->remove, wanted->add_keywords,
                                        wanted->remove_keywords, context->cancellable,
                                        loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_change_flags_finish (account, result, &error))
    return loft_report_error (name, error);
  if (context->offline)
    return LOFT_EXIT_DONE;
  /* Kept safe here already: a server that cannot be reached now is no failure. */
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  sent = loft_wait_for (&wait);
  if (!loft_mail_account_send_changes_finish (account, sent, &error))
    fprintf (stderr, "loftctl: %s: kept here, waits for the server: %s\n", name, error->message);
  return LOFT_EXIT_DONE;
}

int
loft_command_flag (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GHashTable) ids =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  Wanted wanted = { 0, 0, NULL, NULL };
  GHashTableIter iter;
  gpointer account;
  gpointer account_ids;
  int status = LOFT_EXIT_DONE;
  guint n = 0;

  for (guint i = 0; i < args->len; i++)
    {
      const char *word = g_ptr_array_index (args, i);
      LoftMailAccount *owner;
      gint64 id;

      if (word[0] == '+' || word[0] == '-')
        {
          if (!take_change (&wanted, word))
            return loft_usage_error ("\"%s\" is no flag", word);
          continue;
        }
      owner = loft_parse_id (context, word, &id);
      if (owner == NULL)
        return LOFT_EXIT_USAGE;
      if (g_hash_table_lookup (ids, owner) == NULL)
        g_hash_table_insert (ids, owner, g_array_new (FALSE, FALSE, sizeof (gint64)));
      g_array_append_val ((GArray *) g_hash_table_lookup (ids, owner), id);
    }
  if (g_hash_table_size (ids) == 0)
    return loft_usage_error ("flag ID… +seen -flagged +KEYWORD …");
  if (wanted.add == 0 && wanted.remove == 0 && wanted.add_keywords == NULL &&
      wanted.remove_keywords == NULL)
    return loft_usage_error ("say what to change, as +seen or -flagged");
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &account, &account_ids))
    status = loft_combine_status (status, change_account (context, account, account_ids, &wanted),
                                  n++);
  g_free (wanted.add_keywords);
  g_free (wanted.remove_keywords);
  return status;
}

/* ---- pending ------------------------------------------------------------------------------ */

static void
print_pending (LoftContext *context, LoftMailAccount *account,
               const LoftPendingOperation *operation)
{
  g_autofree char *id = loft_format_id (account, operation->id);
  g_autofree char *since = loft_output_format_time (operation->since);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      printf ("%-16s %s  %-24s %u message%s, %u tries %s\n", id, since, operation->what,
              operation->items, operation->items == 1 ? "" : "s", operation->tries,
              operation->error);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", id);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "what", operation->what);
  loft_output_add_int (builder, "items", operation->items);
  loft_output_add_text (builder, "since", since);
  loft_output_add_int (builder, "tries", operation->tries);
  loft_output_add_text (builder, "error", operation->error);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static int
list_pending (LoftContext *context, GPtrArray *accounts)
{
  int status = LOFT_EXIT_DONE;

  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;
      LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
      g_autoptr (GPtrArray) pending =
          reader != NULL ? loft_mail_reader_list_pending (reader, &error) : NULL;

      for (guint j = 0; pending != NULL && j < pending->len; j++)
        print_pending (context, account, g_ptr_array_index (pending, j));
      status = loft_combine_status (
          status,
          pending != NULL ? LOFT_EXIT_DONE
                          : loft_report_error (loft_mail_account_get_name (account), error),
          i);
    }
  return status;
}

static int
decide (LoftContext *context, const char *verb, const char *id_text)
{
  LoftPendingDecision decision =
      strcmp (verb, "discard") == 0 ? LOFT_PENDING_DISCARD : LOFT_PENDING_RETRY;
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftMailAccount *account;
  gint64 id;

  account = id_text != NULL ? loft_parse_id (context, id_text, &id) : NULL;
  if (account == NULL)
    return id_text != NULL ? LOFT_EXIT_USAGE : loft_usage_error ("pending %s ID", verb);
  loft_mail_account_decide_pending_async (account, id, decision, context->cancellable,
                                          loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_decide_pending_finish (account, result, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (loft_carry (context) != LOFT_EXIT_DONE)
    return LOFT_EXIT_FAILED;
  if (decision == LOFT_PENDING_DISCARD || context->offline)
    return LOFT_EXIT_DONE;
  g_clear_object (&result);
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_send_changes_finish (account, result, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return LOFT_EXIT_DONE;
}

int
loft_command_pending (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autoptr (GPtrArray) accounts = loft_find_accounts (context, names);
  g_autofree char *verb = loft_args_take_word (args);
  g_autofree char *id_text = loft_args_take_word (args);

  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (verb == NULL)
    return list_pending (context, accounts);
  if (strcmp (verb, "discard") != 0 && strcmp (verb, "retry") != 0)
    return loft_usage_error ("pending [retry ID | discard ID]");
  return decide (context, verb, id_text);
}

/* ---- doctor ------------------------------------------------------------------------------- */

static void
print_report (LoftContext *context, LoftMailAccount *account, const LoftMailReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      printf ("%s: %s; %" G_GUINT64_FORMAT " folders, %" G_GUINT64_FORMAT
              " messages, %" G_GUINT64_FORMAT " here, %" G_GUINT64_FORMAT
              " indexed, %" G_GUINT64_FORMAT " conversations, %" G_GUINT64_FORMAT " waiting\n",
              loft_mail_account_get_name (account),
              report->findings->len == 0 ? "sound" : "DAMAGED", report->folders, report->messages,
              report->cached, report->indexed, report->conversations, report->operations);
      for (guint i = 0; i < report->findings->len; i++)
        printf ("  %s\n", (char *) g_ptr_array_index (report->findings, i));
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  json_builder_set_member_name (builder, "sound");
  json_builder_add_boolean_value (builder, report->findings->len == 0);
  loft_output_add_int (builder, "folders", (gint64) report->folders);
  loft_output_add_int (builder, "messages", (gint64) report->messages);
  loft_output_add_int (builder, "cached", (gint64) report->cached);
  loft_output_add_int (builder, "indexed", (gint64) report->indexed);
  loft_output_add_int (builder, "conversations", (gint64) report->conversations);
  loft_output_add_int (builder, "operations", (gint64) report->operations);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->findings->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (report->findings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_repairs (LoftContext *context, LoftMailAccount *account, char **sentences)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *name = loft_mail_account_get_name (account);

  if (!context->json)
    {
      for (guint i = 0; sentences[i] != NULL; i++)
        printf ("%s: %s\n", name, sentences[i]);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", name);
  json_builder_set_member_name (builder, "repairs");
  json_builder_begin_array (builder);
  for (guint i = 0; sentences[i] != NULL; i++)
    json_builder_add_string_value (builder, sentences[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static gboolean
repair_account (LoftContext *context, LoftMailAccount *account, GError **error)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (GStrv) sentences = NULL;

  loft_mail_account_repair_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  sentences = loft_mail_account_repair_finish (account, result, error);
  if (sentences != NULL && (sentences[0] != NULL || !loft_local_account_is_quiet (account)))
    print_repairs (context, account, sentences);
  return sentences != NULL;
}

static LoftMailReport *
examine_account (LoftContext *context, LoftMailAccount *account, gboolean repair, GError **error)
{
  LoftMailReader *reader;

  if (repair && !repair_account (context, account, error))
    return NULL;
  reader = loft_mail_account_get_reader (account, error);
  return reader != NULL ? loft_mail_reader_examine (reader, context->cancellable, error) : NULL;
}

static void
add_quiet (LoftContext *context, GPtrArray *accounts)
{
  GListModel *all = loft_service_get_accounts (context->service);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (all, i);

      if (loft_local_account_is_quiet (account))
        g_ptr_array_add (accounts, g_steal_pointer (&account));
    }
}

int
loft_command_doctor (LoftContext *context, GPtrArray *args)
{
  gboolean repair = loft_args_take_flag (args, "--repair");
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autoptr (GPtrArray) accounts = loft_find_accounts (context, names);
  int status = LOFT_EXIT_DONE;
  guint n_told;

  if (accounts == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  n_told = accounts->len;
  /* An empty store may be damaged too, and only then is worth a word. */
  if (names->len == 0)
    add_quiet (context, accounts);
  for (guint i = 0; i < accounts->len; i++)
    {
      LoftMailAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftMailReport) report = examine_account (context, account, repair, &error);

      if (report == NULL)
        {
          status = loft_combine_status (
              status, loft_report_error (loft_mail_account_get_name (account), error), i);
          continue;
        }
      if (i >= n_told && report->findings->len == 0)
        continue;
      print_report (context, account, report);
      status = loft_combine_status (
          status, report->findings->len == 0 ? LOFT_EXIT_DONE : LOFT_EXIT_FAILED, i);
    }
  return status;
}
