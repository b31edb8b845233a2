/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-account-finder.h"
#include "loft-output.h"

/* ---- looking up --------------------------------------------------------------------------- */

/* (transfer full) NULL after a complaint; status (out) then. */
static GPtrArray *
find (LoftContext *context, const char *address, int *status)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  if (context->offline)
    {
      fprintf (stderr, "loftctl: servers cannot be looked up offline (say --host HOST)\n");
      *status = LOFT_EXIT_OFFLINE;
      return NULL;
    }
  loft_account_finder_find_async (address, NULL, NULL, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  found = loft_account_finder_find_finish (result, &error);
  if (found == NULL)
    *status = loft_report_error (NULL, error);
  return found;
}

static const char *
source_in_words (LoftFoundBy by)
{
  switch (by)
    {
    case LOFT_FOUND_IN_TABLE:
      return "known to Loft";
    case LOFT_FOUND_BY_AUTOCONFIG:
      return "named by";
    case LOFT_FOUND_BY_SRV:
      return "named by DNS, service records of";
    case LOFT_FOUND_BY_MX:
      return "known to Loft, because mail goes to";
    case LOFT_FOUND_BY_AUTODISCOVER:
      return "published for Outlook by";
    case LOFT_FOUND_BY_GUESS:
      break;
    }
  return "guessed from";
}

/* ---- account find ------------------------------------------------------------------------- */

static void
print_json (const LoftFoundAccount *found, const LoftFoundServer *server)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "by", loft_found_by_name (found->by));
  loft_output_add_text (builder, "origin", found->origin);
  loft_output_add_text (builder, "provider", found->provider);
  loft_output_add_text (builder, "kind", server->kind);
  loft_output_add_text (builder, "host", server->host);
  loft_output_add_int (builder, "port", server->port);
  loft_output_add_text (builder, "security", loft_security_to_name (server->security));
  loft_output_add_text (builder, "user", server->user);
  loft_output_add_text (builder, "path", server->path);
  json_builder_set_member_name (builder, "needs_confirmation");
  json_builder_add_boolean_value (builder, server->needs_confirmation);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_line (const LoftFoundAccount *found, const LoftFoundServer *server)
{
  g_autofree char *origin = loft_output_safe (found->origin);

  printf ("%-8s %s:%u %s%s  %s %s\n", server->kind, server->host, server->port,
          loft_security_to_name (server->security), server->needs_confirmation ? " (?)" : "",
          source_in_words (found->by), origin);
}

static void
print_hints (const LoftFoundAccount *found)
{
  g_autofree char *provider = loft_output_safe (found->provider);
  g_autofree char *help = loft_output_safe (found->help_url);

  if (found->app_password_url[0] != '\0')
    fprintf (stderr, "loftctl: %s takes an app password, made at %s\n", provider,
             found->app_password_url);
  if (found->servers->len == 0)
    fprintf (stderr, "loftctl: %s has no servers for mail programs; see %s\n", provider, help);
}

int
loft_command_account_find (LoftContext *context, GPtrArray *args)
{
  g_autofree char *address = loft_args_take_word (args);
  g_autoptr (GPtrArray) results = NULL;
  int status;

  if (address == NULL)
    return loft_usage_error ("account find needs an address");
  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  results = find (context, address, &status);
  if (results == NULL)
    return status;
  for (guint i = 0; i < results->len; i++)
    {
      const LoftFoundAccount *found = g_ptr_array_index (results, i);

      for (guint j = 0; j < found->servers->len; j++)
        (context->json ? print_json : print_line) (found, g_ptr_array_index (found->servers, j));
      print_hints (found);
    }
  if (results->len > 0)
    return LOFT_EXIT_DONE;
  fprintf (stderr, "loftctl: no server was found for %s\n", address);
  return LOFT_EXIT_FAILED;
}

/* ---- account add -------------------------------------------------------------------------- */

static gboolean
person_agrees (const LoftFoundServer *server)
{
  char line[16];

  fprintf (stderr, "Send the password to %s? [y/N] ", server->host);
  return fgets (line, sizeof line, stdin) != NULL && (line[0] == 'y' || line[0] == 'Y');
}

static int
check_server (LoftAccount *account, const LoftFoundAccount *found, const LoftFoundServer *server,
              gboolean ask)
{
  g_autofree char *origin = loft_output_safe (found->origin);

  fprintf (stderr, "loftctl: %s:%u (%s), %s %s\n", server->host, server->port,
           loft_security_to_name (server->security), source_in_words (found->by), origin);
  print_hints (found);
  if (server->ways == LOFT_SIGN_IN_OAUTH && account->oauth.client_id[0] == '\0')
    {
      fprintf (stderr, "loftctl: this server takes no password, only a sign-in in the browser "
                       "(say --oauth-client ID, with a client id of yours)\n");
      return LOFT_EXIT_SIGN_IN;
    }
  if (!server->needs_confirmation ||
      (ask && isatty (STDIN_FILENO) && isatty (STDERR_FILENO) && person_agrees (server)))
    return LOFT_EXIT_DONE;
  fprintf (stderr,
           "loftctl: no password goes to a host that you have not named "
           "(say --host %s --port %u --security %s if it is right)\n",
           server->host, server->port, loft_security_to_name (server->security));
  return LOFT_EXIT_FAILED;
}

int
loft_command_account_look_up (LoftContext *context, LoftAccount *account, gboolean ask)
{
  g_autoptr (GPtrArray) results = NULL;
  int status = LOFT_EXIT_FAILED;

  results = find (context, account->address, &status);
  if (results == NULL)
    return status;
  for (guint i = 0; i < results->len; i++)
    {
      const LoftFoundAccount *found = g_ptr_array_index (results, i);
      const LoftFoundServer *server = loft_account_finder_apply (found, account);

      if (server == NULL)
        {
          print_hints (found);
          continue;
        }
      if (account->incoming.user[0] == '\0')
        {
          g_free (account->incoming.user);
          account->incoming.user = g_strdup (account->address);
        }
      loft_account_finder_apply_others (found, FALSE, account);
      return check_server (account, found, server, ask);
    }
  fprintf (stderr, "loftctl: no server was found for %s (say --host HOST)\n", account->address);
  return LOFT_EXIT_FAILED;
}
