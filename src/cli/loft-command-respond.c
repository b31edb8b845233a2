/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-event-reading.h"
#include "loft-outbox.h"
#include "loft-resource-command.h"
#include "loft-scheduling-post.h"
#include "loft-scheduling.h"

/* event respond: an answer to an invitation, in a calendar or still in its mail. */

static gboolean
parse_answer (const char *word, LoftPartstat *partstat)
{
  static const struct {
    const char *word;
    LoftPartstat partstat;
  } answers[] = {
    { "accept", LOFT_PARTSTAT_ACCEPTED },
    { "decline", LOFT_PARTSTAT_DECLINED },
    { "tentative", LOFT_PARTSTAT_TENTATIVE },
  };

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (answers); i++)
    if (strcmp (answers[i].word, word) == 0)
      {
        *partstat = answers[i].partstat;
        return TRUE;
      }
  return FALSE;
}

void
loft_post_scheduling (LoftContext *context)
{
  GListModel *accounts = loft_service_get_accounts (context->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      LoftWait wait = { NULL };
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      loft_scheduling_post_async (context->service, account, loft_wait_done, &wait);
      result = loft_wait_for (&wait);
      if (!loft_scheduling_post_finish (result, &error))
        g_message ("An invitation or answer waits: %s", error->message);
    }
}

/* Both are safe here: a server that cannot be reached now is no failure. */
int
loft_send_scheduling (LoftContext *context, LoftMailAccount *calendar)
{
  GListModel *accounts = loft_service_get_accounts (context->service);

  if (context->offline)
    return LOFT_EXIT_DONE;
  if (calendar != NULL)
    loft_send_resources (context, calendar);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      GListModel *outgoing = loft_mail_account_get_outgoing (account);

      if (g_list_model_get_n_items (outgoing) > 0)
        loft_send_outgoing (context, account);
    }
  return LOFT_EXIT_DONE;
}

/* ---- in a calendar ------------------------------------------------------------------------ */

/* (transfer full) (nullable) */
static LoftOccurrenceItem *
find_item (LoftContext *context, LoftMailAccount *account, gint64 id, GError **error)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, error);
  g_autoptr (GPtrArray) occurrences =
    reader != NULL ? loft_event_reading_list_resource (reader, id, error) : NULL;
  GListModel *calendars =
    loft_calendar_actions_get_calendars (loft_service_get_calendar (context->service));
  LoftCalendarItem *calendar = NULL;

  if (occurrences == NULL)
    return NULL;
  if (occurrences->len > 0)
    calendar =
      loft_calendar_item_find (calendars, loft_mail_account_get_account (account)->id,
                               ((LoftOccurrence *) g_ptr_array_index (occurrences, 0))->folder_id);
  if (calendar != NULL)
    return loft_occurrence_item_new (g_ptr_array_index (occurrences, 0), calendar);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no such event");
  return NULL;
}

static int
respond_to_event (LoftContext *context, LoftMailAccount *account, gint64 id, LoftPartstat partstat,
                  const char *comment)
{
  LoftCalendarActions *actions = loft_service_get_calendar (context->service);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOccurrenceItem) item = find_item (context, account, id, &error);
  LoftCalendarChange change = { .kind = LOFT_CHANGE_ANSWER,
                                .item = item,
                                .scope = LOFT_SCOPE_ALL,
                                .partstat = partstat,
                                .comment = comment };
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  if (item == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  loft_calendar_actions_change_async (actions, &change, context->cancellable, loft_wait_done,
                                      &wait);
  result = loft_wait_for (&wait);
  if (!loft_calendar_actions_change_finish (actions, result, NULL, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return loft_send_scheduling (context, account);
}

/* ---- in its mail -------------------------------------------------------------------------- */

static LoftMessageBody *
open_message (LoftContext *context, LoftMailAccount *account, gint64 id, GError **error)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  loft_mail_account_open_message_async (account, id, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  return loft_mail_account_open_message_finish (account, result, error);
}

static LoftSchedulingCard *
read_card (LoftContext *context, LoftMailAccount *account, LoftMessageBody *body, GError **error)
{
  LoftSchedulingActions *actions = LOFT_SCHEDULING_ACTIONS (loft_scheduling_of (context->service));
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  loft_scheduling_actions_read_async (actions, account, body, context->cancellable, loft_wait_done,
                                      &wait);
  result = loft_wait_for (&wait);
  return loft_scheduling_actions_read_finish (actions, result, error);
}

static gboolean
respond_to_body (LoftContext *context, LoftMailAccount *account, LoftMessageBody *body,
                 LoftSchedulingWish *wish, GError **error)
{
  LoftSchedulingActions *actions = LOFT_SCHEDULING_ACTIONS (loft_scheduling_of (context->service));
  g_autoptr (LoftSchedulingCard) card = read_card (context, account, body, error);
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  if (card == NULL)
    return FALSE;
  if (card->state == LOFT_SCHEDULING_OTHER_SENDER || card->state == LOFT_SCHEDULING_OUTDATED)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           card->state == LOFT_SCHEDULING_OUTDATED
                             ? "The calendar has a newer version of it"
                             : "The message is from somebody else than it says");
      return FALSE;
    }
  wish->seen = card->state;
  loft_scheduling_actions_act_async (actions, account, body, wish, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  return loft_scheduling_actions_act_finish (actions, result, NULL, error);
}

static int
respond_to_message (LoftContext *context, LoftMailAccount *account, gint64 id,
                    LoftPartstat partstat, const char *comment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMessageBody) body = open_message (context, account, id, &error);
  LoftSchedulingWish wish = { .deed = LOFT_SCHEDULING_DO_ANSWER,
                              .partstat = partstat,
                              .comment = comment };

  if (body == NULL || !respond_to_body (context, account, body, &wish, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return loft_send_scheduling (context, NULL);
}

/* ---- what a mail says --------------------------------------------------------------------- */

static gboolean
apply (LoftContext *context, LoftMailAccount *account, gint64 id, GError **error)
{
  LoftSchedulingActions *actions = LOFT_SCHEDULING_ACTIONS (loft_scheduling_of (context->service));
  g_autoptr (LoftMessageBody) body = open_message (context, account, id, error);
  g_autoptr (LoftSchedulingCard) card =
    body != NULL ? read_card (context, account, body, error) : NULL;
  LoftSchedulingWish wish = { .deed = LOFT_SCHEDULING_DO_TAKE };
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  if (card == NULL)
    return FALSE;
  if (card->state == LOFT_SCHEDULING_OTHER_SENDER || card->state == LOFT_SCHEDULING_STRANGER)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "It is from somebody who may not say this");
      return FALSE;
    }
  wish.seen = card->state;
  loft_scheduling_actions_act_async (actions, account, body, &wish, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  return loft_scheduling_actions_act_finish (actions, result, NULL, error);
}

int
loft_command_event_apply (LoftContext *context, GPtrArray *args)
{
  g_autofree char *text = loft_args_take_word (args);
  g_autoptr (GError) error = NULL;
  LoftMailAccount *account = NULL;
  gint64 id = 0;

  if (text == NULL || !loft_args_are_empty (args))
    return loft_usage_error ("event apply MESSAGE");
  account = loft_parse_id (context, text, &id);
  if (account == NULL)
    return LOFT_EXIT_USAGE;
  if (!apply (context, account, id, &error))
    return loft_report_error (loft_mail_account_get_name (account), error);
  return loft_send_scheduling (context, NULL);
}

int
loft_command_event_respond (LoftContext *context, GPtrArray *args)
{
  gboolean in_mail = loft_args_take_flag (args, "--message");
  g_autofree char *comment = loft_args_take_value (args, "--comment");
  g_autofree char *text = loft_args_take_word (args);
  g_autofree char *word = loft_args_take_word (args);
  LoftPartstat partstat = LOFT_PARTSTAT_NONE;
  LoftMailAccount *account = NULL;
  gint64 id = 0;

  if (text == NULL || !parse_answer (word, &partstat) || !loft_args_are_empty (args))
    return loft_usage_error ("event respond ID accept|decline|tentative [--comment TEXT] "
                             "[--message]");
  account = loft_parse_id (context, text, &id);
  if (account == NULL)
    return LOFT_EXIT_USAGE;
  return in_mail ? respond_to_message (context, account, id, partstat, comment)
                 : respond_to_event (context, account, id, partstat, comment);
}
