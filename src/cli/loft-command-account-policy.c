/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>

#include "loft-account-policy.h"
#include "loft-output.h"
#include "loft-wipe-watch.h"

static const char *const honours[] = {
  [LOFT_POLICY_KEPT] = "kept",
  [LOFT_POLICY_PERSON] = "yours",
  [LOFT_POLICY_NOT_KEPT] = "not kept",
};

static const char *const states[] = {
  [LOFT_POLICY_STATE_NONE] = "none",
  [LOFT_POLICY_STATE_WAITING] = "waiting",
  [LOFT_POLICY_STATE_NOT_ENOUGH] = "not enough",
  [LOFT_POLICY_STATE_ACCEPTED] = "accepted",
};

/* ---- showing ------------------------------------------------------------------------------ */

static void
print_json (LoftMailAccount *account, const LoftPolicyDemand *demand, LoftPolicyState state)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *sentence = loft_policy_describe (demand);

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "state", states[state]);
  loft_output_add_text (builder, "rule", demand->name);
  loft_output_add_int (builder, "value", demand->value);
  loft_output_add_text (builder, "honour", honours[demand->honour]);
  loft_output_add_text (builder, "sentence", sentence);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_line (const LoftPolicyDemand *demand)
{
  g_autofree char *sentence = loft_policy_describe (demand);

  printf ("%-10s %s\n", honours[demand->honour], sentence);
}

static void
print_head (LoftPolicyState state, LoftPolicyAnswer answer)
{
  if (state == LOFT_POLICY_STATE_ACCEPTED)
    printf ("Accepted; the server is told that %s.\n",
            answer == LOFT_POLICY_ANSWER_ALL ? "all is kept" : "a part of it is not kept");
  else if (state == LOFT_POLICY_STATE_NOT_ENOUGH)
    printf ("Accepted, but it is not enough for the server that a part of it is not kept.\n");
  else
    printf ("Not accepted yet; the server gives nothing until it is.\n");
}

/* What a wipe takes is said before anybody accepts. */
static void
print_tail (LoftMailAccount *account, const LoftPolicy *policy, LoftPolicyState state)
{
  printf ("The organisation can at any time have everything of this account deleted here, what was "
          "not sent yet too; nothing else.\n");
  if (state == LOFT_POLICY_STATE_ACCEPTED)
    return;
  printf ("Accept it with: loftctl account policy \"%s\" accept\n",
          loft_mail_account_get_name (account));
  if (loft_policy_has (policy, LOFT_POLICY_PERSON))
    printf ("and --all-is-so if all that is \"yours\" is so on this computer.\n");
}

static int
show (LoftContext *context, LoftMailAccount *account)
{
  LoftPolicyAnswer answer;
  LoftPolicyState state;
  g_autoptr (LoftPolicy) policy = loft_account_policy_read (account, &state, &answer);

  if (policy == NULL)
    {
      if (!context->json)
        printf ("Its server demands nothing, as far as it has told.\n");
      return LOFT_EXIT_DONE;
    }
  if (!context->json)
    print_head (state, answer);
  for (guint i = 0; i < policy->demands->len; i++)
    {
      const LoftPolicyDemand *demand = &g_array_index (policy->demands, LoftPolicyDemand, i);

      if (context->json)
        print_json (account, demand, state);
      else
        print_line (demand);
    }
  if (!context->json)
    print_tail (account, policy, state);
  return LOFT_EXIT_DONE;
}

/* ---- accepting ---------------------------------------------------------------------------- */

static int
accept (LoftContext *context, LoftMailAccount *account, gboolean confirmed)
{
  LoftPolicyState state;
  g_autoptr (LoftPolicy) policy = loft_account_policy_read (account, &state, NULL);
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *name = loft_mail_account_get_name (account);

  if (policy == NULL)
    {
      fprintf (stderr, "loftctl: %s: there is nothing to accept (sync first)\n", name);
      return LOFT_EXIT_FAILED;
    }
  loft_account_policy_accept_async (account, policy, confirmed, context->cancellable,
                                    loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_account_policy_accept_finish (account, result, &error))
    return loft_report_error (name, error);
  if (!context->json)
    printf ("Accepted. Next: loftctl sync --account \"%s\"\n", name);
  return LOFT_EXIT_DONE;
}

int
loft_command_account_policy (LoftContext *context, GPtrArray *args)
{
  gboolean confirmed = loft_args_take_flag (args, "--all-is-so");
  g_autofree char *name = loft_args_take_word (args);
  g_autofree char *verb = loft_args_take_word (args);
  LoftMailAccount *account =
    name != NULL ? loft_service_find_account (context->service, name) : NULL;

  if (account == NULL)
    return loft_usage_error ("there is no account called \"%s\"", name != NULL ? name : "");
  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (verb == NULL && !confirmed)
    return show (context, account);
  if (g_strcmp0 (verb, "accept") == 0)
    return accept (context, account, confirmed);
  return loft_usage_error ("account policy takes NAME, or NAME accept");
}

/* ---- what is gone ------------------------------------------------------------------------- */

void
loft_command_account_tell_removed (LoftContext *context)
{
  GListModel *removed = loft_wipe_watch_get_removed (context->service);

  for (guint i = 0; i < g_list_model_get_n_items (removed); i++)
    {
      g_autoptr (LoftRemovedItem) item = g_list_model_get_item (removed, i);
      g_autofree char *sentence = loft_removed_item_describe (item);
      g_autofree char *safe = loft_output_safe (sentence);

      fprintf (stderr, "loftctl: %s\n", safe);
    }
}
