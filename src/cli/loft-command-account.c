/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "loft-account-finder.h"
#include "loft-account-options.h"
#include "loft-account-sign-in.h"
#include "loft-dav-finder.h"
#include "loft-local-account.h"
#include "loft-mail-account-pickup.h"
#include "loft-output.h"

#define PASSWORD_LIMIT 4096

/* ---- passwords ---------------------------------------------------------------------------- */

/* (transfer full) (nullable) one line of standard input, without echo on a terminal. */
static char *
read_password (gboolean ask)
{
  struct termios quiet;
  struct termios before;
  gboolean terminal = ask && tcgetattr (STDIN_FILENO, &before) == 0;
  char line[PASSWORD_LIMIT];
  char *password;

  if (terminal)
    {
      fputs ("Password: ", stderr);
      quiet = before;
      quiet.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
    }
  password = fgets (line, sizeof line, stdin) != NULL ? g_strdup (line) : NULL;
  explicit_bzero (line, sizeof line);
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      fputc ('\n', stderr);
    }
  if (password != NULL)
    g_strdelimit (password, "\r\n", '\0');
  return password;
}

/* ---- sign-in by the browser --------------------------------------------------------------- */

static void
show_url (const char *url, gpointer user_data)
{
  fprintf (stderr, "Open this page in your browser:\n%s\n", url);
}

/* (transfer full) the account's secret; NULL after a complaint, status (out) then. */
static char *
sign_in (LoftContext *context, LoftAccount *account, int *status)
{
  static const char page[] =
    "<!DOCTYPE html><title>Loft</title><p>Loft is signed in. You may close this page.</p>";
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *secret;

  loft_account_sign_in_async (loft_service_get_profile_dir (context->service), account, NULL, page,
                              show_url, NULL, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  secret = loft_account_sign_in_finish (result, &error);
  if (secret == NULL)
    *status = loft_report_error (account->name, error);
  return secret;
}

/* ---- add ---------------------------------------------------------------------------------- */

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_ascii_strcasecmp (host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

static int
finish_add (LoftContext *context, LoftAccount *account, const char *password)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftMailAccount) added = NULL;
  g_autoptr (GError) error = NULL;

  loft_service_add_account_async (context->service, account, password, context->cancellable,
                                  loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  added = loft_service_add_account_finish (context->service, result, &error);
  if (added == NULL)
    return loft_report_error (account->name, error);
  if (!context->json)
    printf ("Added \"%s\". Next: loftctl sync --account \"%s\"\n", account->name, account->name);
  return LOFT_EXIT_DONE;
}

static gboolean
is_known_kind (const char *kind)
{
  static const char *const kinds[] = { "imap", "pop3", "eas", "dav", "ics", "ldap", "local", NULL };

  return g_strv_contains (kinds, kind);
}

/* ---- calendars and address books ---------------------------------------------------------- */

/* Named by its name, kept by its id; a dav account is the same person's. */
static gboolean
join_mail_account (LoftContext *context, LoftAccount *account)
{
  LoftMailAccount *running = account->mail_account[0] != '\0'
                               ? loft_service_find_account (context->service, account->mail_account)
                               : NULL;
  const LoftAccount *mail = running != NULL ? loft_mail_account_get_account (running) : NULL;

  if (strcmp (account->kind, "dav") != 0)
    return TRUE;
  if (account->mail_account[0] != '\0' && mail == NULL)
    return FALSE;
  if (mail != NULL)
    {
      g_free (account->mail_account);
      account->mail_account = g_strdup (mail->id);
    }
  if (mail != NULL && account->address[0] == '\0')
    {
      g_free (account->address);
      account->address = g_strdup (mail->address);
    }
  if (account->incoming.user[0] == '\0')
    {
      g_free (account->incoming.user);
      account->incoming.user = g_strdup (account->address);
    }
  return TRUE;
}

/* Replaces account by one with addresses. */
static int
find_dav (LoftContext *context, LoftAccount **account, const char *password)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftAccount *found;

  loft_dav_finder_find_async (*account, password, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  found = loft_dav_finder_find_finish (result, &error);
  if (found == NULL)
    return loft_report_error ((*account)->name, error);
  loft_account_unref (*account);
  *account = found;
  if (!context->json)
    printf ("Found %s%s%s\n", found->calendars, found->calendars[0] != '\0' ? " " : "",
            found->contacts);
  return LOFT_EXIT_DONE;
}

/* Most published calendars are for everybody, and so are some directories. */
static gboolean
needs_password (const LoftAccount *account)
{
  return account->secret != LOFT_SECRET_COMMAND &&
         ((strcmp (account->kind, "ics") != 0 && strcmp (account->kind, "ldap") != 0) ||
          account->incoming.user[0] != '\0');
}

static int
add (LoftContext *context, GPtrArray *args)
{
  g_autofree char *kind = loft_args_take_word (args);
  gboolean from_stdin = loft_args_take_flag (args, "--password-stdin");
  gboolean allow_plaintext = loft_args_take_flag (args, "--allow-plaintext");
  g_autoptr (LoftAccount) account = NULL;
  g_autofree char *complaint = NULL;
  char *password = NULL;
  int status;

  if (kind == NULL || !is_known_kind (kind))
    return loft_usage_error (
      "this version adds accounts of the kinds imap, pop3, eas, dav, ics, ldap and "
      "local");
  account = loft_account_options_parse (kind, args, &complaint);
  if (account == NULL)
    return loft_usage_error ("%s", complaint);
  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  if (strcmp (kind, "local") == 0)
    return finish_add (context, account, NULL);
  if (!join_mail_account (context, account))
    return loft_usage_error ("there is no account called \"%s\"", account->mail_account);
  if (account->incoming.host[0] == '\0' && strcmp (kind, "dav") != 0)
    {
      status = loft_command_account_look_up (context, account, !from_stdin);
      if (status != LOFT_EXIT_DONE)
        return status;
    }
  if (account->incoming.security == LOFT_SECURITY_NONE && !allow_plaintext &&
      !is_loopback (account->incoming.host))
    return loft_usage_error ("without encryption anybody on the way can read the password; "
                             "--allow-plaintext says that you want that");
  if (account->oauth.client_id[0] != '\0')
    {
      password = sign_in (context, account, &status);
      if (password == NULL)
        return status;
    }
  else if (needs_password (account))
    {
      password = read_password (!from_stdin);
      if (password == NULL || password[0] == '\0')
        return loft_usage_error ("no password was given");
    }
  status =
    account->incoming.host[0] == '\0' ? find_dav (context, &account, password) : LOFT_EXIT_DONE;
  if (status == LOFT_EXIT_DONE)
    status = finish_add (context, account, password);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
  return status;
}

/* ---- the others --------------------------------------------------------------------------- */

/* Why nothing is removed from the server that mail is picked up from, whatever was set. */
static void
print_hold (LoftContext *context, LoftMailAccount *running, JsonBuilder *builder)
{
  static const char *const words[] = {
    [LOFT_REMOVAL_HOLD_NONE] = "none",
    [LOFT_REMOVAL_HOLD_UNSOUND] = "the server does not tell its messages apart",
    [LOFT_REMOVAL_HOLD_RENAMED] = "the server has given its messages new names",
  };
  guint hold = loft_mail_account_get_removal_hold (running);

  if (strcmp (loft_mail_account_get_account (running)->kind, "pop3") != 0 ||
      hold >= G_N_ELEMENTS (words))
    return;
  if (context->json)
    loft_output_add_text (builder, "removal-hold", words[hold]);
  else
    printf ("%-18s %s\n", "removal-hold", words[hold]);
}

static void
print_expiry (LoftContext *context, LoftMailAccount *running, JsonBuilder *builder)
{
  gint days = loft_mail_account_get_server_expiry (running);
  g_autofree char *text = days < 0 ? g_strdup ("never") : g_strdup_printf ("%d days", days);

  if (strcmp (loft_mail_account_get_account (running)->kind, "pop3") != 0)
    return;
  if (context->json)
    loft_output_add_text (builder, "server-expiry", text);
  else
    printf ("%-18s %s\n", "server-expiry", text);
}

static void
print_account (LoftContext *context, LoftMailAccount *running, gboolean whole)
{
  LoftAccount *account = loft_mail_account_get_account (running);
  const char *const *keys = loft_account_options_keys ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json && !whole)
    {
      printf ("%-20s %-6s %-30s %s:%u\n", account->name, account->kind, account->address,
              account->incoming.host, account->incoming.port);
      return;
    }
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", account->id);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = loft_account_options_get (account, keys[i]);

      if (context->json)
        loft_output_add_text (builder, keys[i], value);
      else
        printf ("%-18s %s\n", keys[i], value);
    }
  print_hold (context, running, builder);
  print_expiry (context, running, builder);
  json_builder_end_object (builder);
  if (context->json)
    loft_output_json_line (builder);
}

static int
list (LoftContext *context, GPtrArray *args)
{
  GListModel *accounts = loft_service_get_accounts (context->service);
  gboolean all = loft_args_take_flag (args, "--all");

  if (!loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  loft_command_account_tell_removed (context);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (all || !loft_local_account_is_quiet (account))
        print_account (context, account, FALSE);
    }
  return LOFT_EXIT_DONE;
}

/* The account that the next word names; NULL after a complaint. */
static LoftMailAccount *
take_named (LoftContext *context, GPtrArray *args)
{
  g_autofree char *name = loft_args_take_word (args);
  LoftMailAccount *account =
    name != NULL ? loft_service_find_account (context->service, name) : NULL;

  if (account == NULL)
    loft_usage_error ("there is no account called \"%s\"", name != NULL ? name : "");
  return account;
}

static int
show (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *account = take_named (context, args);

  if (account == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  print_account (context, account, TRUE);
  return LOFT_EXIT_DONE;
}

static int
set (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *running = take_named (context, args);
  g_autoptr (LoftAccount) changed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftWait wait = { NULL };
  char *password = NULL;

  if (running == NULL)
    return LOFT_EXIT_USAGE;
  changed = loft_account_copy (loft_mail_account_get_account (running));
  if (loft_args_take_flag (args, "--password-stdin"))
    password = read_password (FALSE);
  for (guint i = 0; i < args->len; i++)
    {
      g_autofree char *complaint = NULL;

      if (!loft_account_options_set (changed, g_ptr_array_index (args, i), &complaint))
        return loft_usage_error ("%s", complaint);
    }
  loft_service_update_account_async (context->service, changed, password, context->cancellable,
                                     loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
  if (!loft_service_update_account_finish (context->service, result, &error))
    return loft_report_error (changed->name, error);
  return LOFT_EXIT_DONE;
}

static int
sign_in_again (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *running = take_named (context, args);
  LoftAccount *account;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftWait wait = { NULL };
  char *secret;
  int status = LOFT_EXIT_FAILED;

  if (running == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  account = loft_mail_account_get_account (running);
  if (account->oauth.client_id[0] == '\0')
    return loft_usage_error ("\"%s\" has a password (account set … --password-stdin)",
                             account->name);
  secret = sign_in (context, account, &status);
  if (secret == NULL)
    return status;
  loft_service_update_account_async (context->service, account, secret, context->cancellable,
                                     loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
  if (!loft_service_update_account_finish (context->service, result, &error))
    return loft_report_error (account->name, error);
  return LOFT_EXIT_DONE;
}

static int
remove_account (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *account = take_named (context, args);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftWait wait = { NULL };

  if (account == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  loft_service_remove_account_async (context->service, account, context->cancellable,
                                     loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_service_remove_account_finish (context->service, result, &error))
    return loft_report_error (NULL, error);
  return LOFT_EXIT_DONE;
}

static void
print_report (LoftContext *context, LoftMailAccount *running, const LoftSignInReport *report)
{
  const char *name = loft_mail_account_get_name (running);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!context->json)
    {
      if (report->mechanism[0] != '\0')
        printf ("%s: signed in as %s by %s\n", name, report->user, report->mechanism);
      else
        printf ("%s: reached, without a sign-in\n", name);
      if (report->offered[0] != '\0')
        printf ("%s: the server offers %s\n", name, report->offered);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  loft_output_add_text (builder, "account", name);
  loft_output_add_text (builder, "user", report->user);
  loft_output_add_text (builder, "mechanism", report->mechanism);
  loft_output_add_text (builder, "offered", report->offered);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

static void
print_problem (const LoftCertificateProblem *problem)
{
  fprintf (stderr, "loftctl: certificate of %s:%u: %s\n  subject %s\n  issuer  %s\n  SHA-256 %s\n",
           problem->host, problem->port, problem->reason, problem->subject, problem->issuer,
           problem->fingerprint);
}

static int
end_test (LoftContext *context, LoftMailAccount *running, GAsyncResult *result)
{
  g_autoptr (LoftSignInReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (loft_account_finder_probe_finish (result, &report, &error))
    {
      print_report (context, running, report);
      return LOFT_EXIT_DONE;
    }
  if (report->problem != NULL)
    print_problem (report->problem);
  return loft_report_error (loft_mail_account_get_name (running), error);
}

/* Nothing where none is known: an account may only receive. */
static int
test_outgoing (LoftContext *context, LoftMailAccount *running)
{
  LoftAccount *account = loft_mail_account_get_account (running);
  g_autoptr (GAsyncResult) result = NULL;
  LoftWait wait = { NULL };

  if (account->outgoing.host[0] == '\0') /* or the incoming one sends */
    return LOFT_EXIT_DONE;
  loft_account_finder_probe_outgoing_async (context->service, account, NULL, context->cancellable,
                                            loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  return end_test (context, running, result);
}

static int
test (LoftContext *context, GPtrArray *args)
{
  LoftMailAccount *running = take_named (context, args);
  g_autoptr (GAsyncResult) result = NULL;
  LoftWait wait = { NULL };
  int status;

  if (running == NULL || !loft_args_are_empty (args))
    return LOFT_EXIT_USAGE;
  loft_account_finder_probe_async (context->service, loft_mail_account_get_account (running), NULL,
                                   context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  status = end_test (context, running, result);
  return status == LOFT_EXIT_DONE ? test_outgoing (context, running) : status;
}

int
loft_command_account (LoftContext *context, GPtrArray *args)
{
  static const LoftCommand commands[] = {
    { "add", NULL, NULL, add },
    { "list", NULL, NULL, list },
    { "show", NULL, NULL, show },
    { "set", NULL, NULL, set },
    { "remove", NULL, NULL, remove_account },
    { "test", NULL, NULL, test },
    { "find", NULL, NULL, loft_command_account_find },
    { "sign-in", NULL, NULL, sign_in_again },
    { "policy", NULL, NULL, loft_command_account_policy },
  };
  g_autofree char *name = loft_args_take_word (args);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return commands[i].run (context, args);
  return loft_usage_error (
    "account needs one of: add find list show set sign-in policy remove test");
}
