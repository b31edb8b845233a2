/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>

#include "loft-categories.h"
#include "loft-error.h"
#include "loft-server-search.h"

/* search: what is here, and with --server what the server finds in texts that are not. */

typedef struct {
  LoftContext *context;
  const char *text;
  LoftSearchQuery *query;
  char *folder; /* (nullable) */
  guint limit;
  gboolean by_relevance;
  gboolean server;
  guint n_without_folder; /* accounts */
} Request;

/* ---- the server --------------------------------------------------------------------------- */

static void
on_found (LoftServerSearch *search, LoftMailAccount *account, GArray *ids, GArray **found)
{
  g_clear_pointer (found, g_array_unref);
  *found = g_array_ref (ids);
}

static const char *
describe_state (LoftServerSearchState state)
{
  switch (state)
    {
    case LOFT_SERVER_SEARCH_OFFLINE:
      return "offline; only what is here was searched";
    case LOFT_SERVER_SEARCH_REFUSED:
      return "the server cannot look for this; only what is here was searched";
    case LOFT_SERVER_SEARCH_FAILED:
      return "the server could not be searched, only what is here was (try again later)";
    case LOFT_SERVER_SEARCH_NOT_NEEDED:
    case LOFT_SERVER_SEARCH_RUNNING:
    case LOFT_SERVER_SEARCH_DONE:
    default:
      return NULL;
    }
}

/* *found: (transfer full) (nullable) */
static int
ask_server (Request *request, LoftMailAccount *account, gint64 folder_id, GArray **found)
{
  g_autoptr (LoftServerSearch) search =
    loft_server_search_new (request->context->service, account, folder_id, request->text);
  GPtrArray *parts = loft_server_search_get_parts (search);
  const char *trouble;

  g_signal_connect (search, "found", G_CALLBACK (on_found), found);
  while (loft_server_search_is_running (search) &&
         !g_cancellable_is_cancelled (request->context->cancellable))
    g_main_context_iteration (NULL, TRUE);
  trouble = parts->len > 0
              ? describe_state (((LoftServerSearchPart *) g_ptr_array_index (parts, 0))->state)
              : NULL;
  g_signal_handlers_disconnect_by_data (search, found);
  loft_server_search_stop (search);
  if (trouble == NULL)
    return LOFT_EXIT_DONE;
  fprintf (stderr, "loftctl: %s: %s\n", loft_mail_account_get_name (account), trouble);
  return LOFT_EXIT_PARTLY;
}

/* ---- an account --------------------------------------------------------------------------- */

static int
search_store (Request *request, LoftMailAccount *account, LoftMailReader *reader, gint64 folder_id,
              GArray *from_server)
{
  const LoftMailSearch what = { .query = request->query,
                                .folder_id = folder_id,
                                .limit = request->limit,
                                .by_relevance = request->by_relevance,
                                .from_server = from_server };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits =
    loft_mail_reader_search_for (reader, &what, request->context->cancellable, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (hits == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  for (guint i = 0; i < hits->len; i++)
    g_array_append_val (ids, g_array_index (hits, LoftSearchHit, i).id);
  return loft_print_messages (request->context, account, reader, ids);
}

/* FALSE: *status says why not. An account without the folder has nothing in it. */
static gboolean
find_folder (Request *request, LoftMailAccount *account, LoftMailReader *reader, gint64 *id,
             int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFolder) folder = NULL;

  *id = 0;
  if (request->folder == NULL)
    return TRUE;
  folder = loft_mail_reader_find_folder (reader, request->folder, &error);
  if (folder != NULL)
    {
      *id = folder->id;
      return TRUE;
    }
  *status = LOFT_EXIT_DONE;
  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_GONE))
    request->n_without_folder++;
  else
    *status = loft_report_error (loft_mail_account_get_name (account), error);
  return FALSE;
}

static int
search_account (Request *request, LoftMailAccount *account)
{
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (account, &error);
  g_autoptr (GArray) from_server = NULL;
  gint64 folder_id = 0;
  int asked = LOFT_EXIT_DONE;
  int status;

  if (reader == NULL)
    return loft_report_error (loft_mail_account_get_name (account), error);
  if (!find_folder (request, account, reader, &folder_id, &status))
    return status;
  if (request->server)
    asked = ask_server (request, account, folder_id, &from_server);
  status = search_store (request, account, reader, folder_id, from_server);
  return status == LOFT_EXIT_DONE ? asked : status;
}

/* ---- the command -------------------------------------------------------------------------- */

static int
search_all (Request *request, GPtrArray *accounts)
{
  int status = LOFT_EXIT_DONE;

  request->query = loft_search_query_parse (request->text);
  for (guint i = 0; i < accounts->len; i++)
    status =
      loft_combine_status (status, search_account (request, g_ptr_array_index (accounts, i)), i);
  loft_search_query_unref (request->query);
  if (accounts->len == 0 || request->n_without_folder < accounts->len)
    return status;
  fprintf (stderr, "loftctl: there is no folder “%s” (loftctl folders lists them)\n",
           request->folder);
  return LOFT_EXIT_FAILED;
}

static gboolean
parse_order (const char *order, gboolean *by_relevance)
{
  *by_relevance = g_strcmp0 (order, "relevance") == 0;
  return order == NULL || *by_relevance || strcmp (order, "newest") == 0;
}

/* (transfer full) with categories by their keywords */
static char *
join_query (LoftContext *context, GPtrArray *args)
{
  g_autoptr (LoftCategories) categories =
    loft_categories_new (loft_service_get_profile_dir (context->service));
  g_autofree char *typed = g_strjoinv (" ", (char **) args->pdata);

  return loft_categories_resolve (categories, typed, NULL);
}

int
loft_command_search (LoftContext *context, GPtrArray *args)
{
  g_autoptr (GPtrArray) names = loft_args_take_values (args, "--account");
  g_autofree char *folder = loft_args_take_value (args, "--folder");
  g_autofree char *limit = loft_args_take_value (args, "--limit");
  g_autofree char *order = loft_args_take_value (args, "--order");
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  Request request = { .context = context, .folder = folder };

  request.server = loft_args_take_flag (args, "--server");
  if (!loft_parse_count (limit, 50, &request.limit))
    return loft_usage_error ("--limit takes a number");
  if (!parse_order (order, &request.by_relevance))
    return loft_usage_error ("--order takes newest or relevance");
  if (!loft_args_end_options (args))
    return LOFT_EXIT_USAGE;
  accounts = loft_find_accounts (context, names);
  if (accounts == NULL)
    return LOFT_EXIT_USAGE;
  g_ptr_array_add (args, NULL);
  text = join_query (context, args);
  if (text[0] == '\0')
    return loft_usage_error ("search for what?");
  request.text = text;
  return search_all (&request, accounts);
}
