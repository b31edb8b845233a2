/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "loft-command.h"
#include "loft-local-account.h"
#include "loft-process.h"

/* loftctl: the core without a screen. Finds the command, opens the profile, runs it. */

static const LoftCommand commands[] = {
  { "account",
    "account add imap --name NAME --address ADDR [--host HOST] [--port N]\n"
    "            [--security tls|starttls|none] [--user USER] [--person NAME]\n"
    "            [--password-stdin | --password-command CMD] [--secrets-file]\n"
    "            [--auth MECHANISM] [--trust SHA256] [--window all|DAYS] [--allow-plaintext]\n"
    "            [--smtp-host HOST] [--smtp-port N] [--smtp-security tls|starttls|none]\n"
    "            [--smtp-user USER] [--smtp-auth MECHANISM|none] [--smtp-trust SHA256]\n"
    "            [--sent-copy auto|loft|server|none]\n"
    "            [--oauth-client ID [--oauth-provider google|microsoft|yahoo|aol]]\n"
    "  without --host the servers are looked up from the address\n"
    "account add eas --name NAME --address ADDR --url URL [--user USER]\n"
    "  Exchange by ActiveSync: mail, calendars, contacts and tasks of one server\n"
    "account add dav --name NAME [--url URL] [--mail-account NAME] [--address ADDR] [--user USER]\n"
    "  calendars and address books; without --url they are looked up from the address\n"
    "account add ics --name NAME --url URL [--user USER]\n"
    "  a published calendar (https or webcal), which can be read only\n"
    "account add ldap --name NAME --url ldap://HOST/BASE [--user NAME-OF-ENTRY] [--security none]\n"
    "  a directory of people, by StartTLS; with ldaps:// by TLS\n"
    "account find ADDR\n"
    "account list [--all] | show NAME | set NAME KEY=VALUE… [--password-stdin] | remove NAME | test NAME\n"
    "account sign-in NAME\n"
    "account policy NAME [accept [--all-is-so]]",
    "configured accounts", loft_command_account },
  { "sync", "sync [--account NAME]… [--folder PATH]… [--watch SECONDS]",
    "bring store and server together", loft_command_sync },
  { "folders", "folders [--account NAME]…", "folders with their counts", loft_command_folders },
  { "folder",
    "folder set PATH [--account NAME] window=all|account|DAYS role=ROLE|none\n"
    "folder create|delete|subscribe|unsubscribe PATH [--account NAME]\n"
    "folder rename PATH NEW-PATH [--account NAME]",
    "make and change folders, choices for one", loft_command_folder },
  { "messages",
    "messages [--account NAME] [--folder PATH] [--limit N] [--offset N] [--conversations]",
    "messages of a folder, newest first", loft_command_messages },
  { "show", "show ID [--raw | --headers | --text | --html | --attachment N [--output FILE]]",
    "one message", loft_command_show },
  { "search",
    "search QUERY [--account NAME]… [--folder PATH] [--limit N] [--order newest|relevance]\n"
    "  [--server]\n"
    "  words are ANDed, \"…\" is a phrase, - negates, OR, word* is a prefix; from: to: subject:\n"
    "  body: has:attachment is:unread in:PATH before:DATE after:DATE larger:SIZE smaller:SIZE\n"
    "  filename:",
    "find messages", loft_command_search },
  { "flag", "flag ID… +seen -seen +flagged +answered +KEYWORD …", "change flags and keywords",
    loft_command_flag },
  { "move", "move ID… --to PATH [--to-account NAME]", "messages to another folder",
    loft_command_move },
  { "copy", "copy ID… --to PATH [--to-account NAME]", "messages to another folder too",
    loft_command_copy },
  { "delete", "delete ID… [--permanently]", "messages to the trash, or for ever",
    loft_command_delete },
  { "pending", "pending [retry ID | discard ID]", "what waits for the server",
    loft_command_pending },
  { "problems", "problems [retry ID | export ID FILE | discard ID]",
    "what came to nothing, and why", loft_command_problems },
  { "send", "send [FILE.eml | -] [--account NAME] [--at TIME]",
    "queue a message, and deliver it when online", loft_command_send },
  { "outbox",
    "outbox [--account NAME]… [--drafts]\n"
    "outbox send\n"
    "outbox retry ID | cancel ID | send-again ID | arrived ID | discard ID",
    "what is on its way out", loft_command_outbox },
  { "archive",
    "archive [--account NAME]… [--folder PATH]… [--older-than N(m|y)]\n"
    "        [--to archive|years|local] [--unread] [--flagged] [--dry-run]\n"
    "  what is not said is as the account's rule has it (account set NAME archive-months=…)",
    "move old messages to the archive", loft_command_archive },
  { "status", "status [--account NAME]…", "what each account has, and the room on its server",
    loft_command_status },
  { "events", "events [--account NAME]… [--calendar PATH] [--from DATE] [--to DATE]",
    "what takes place, a line an occurrence", loft_command_events },
  { "event",
    "event show ID [--ics]\n"
    "event add FILE.ics [--account NAME] [--calendar PATH]\n"
    "event edit ID FILE.ics | delete ID…\n"
    "event add|edit|delete … [--invite]\n"
    "event respond ID accept|decline|tentative [--comment TEXT] [--message]\n"
    "event apply MESSAGE",
    "one event", loft_command_event },
  { "tasks", "tasks [--account NAME]… [--list PATH] [--open]", "what is to be done, a line a task",
    loft_command_tasks },
  { "task",
    "task show ID [--ics]\n"
    "task add FILE.ics [--account NAME] [--list PATH]\n"
    "task add --summary TEXT [--due TIME] [--priority N] [--account NAME] [--list PATH]\n"
    "task edit ID FILE.ics | done ID… | delete ID…",
    "one task", loft_command_task },
  { "contacts", "contacts [QUERY] [--directory] [--account NAME]…", "people of the address books",
    loft_command_contacts },
  { "contact",
    "contact show ID [--vcf]\n"
    "contact add FILE.vcf [--account NAME] [--book PATH]\n"
    "contact edit ID FILE.vcf | delete ID…",
    "one contact", loft_command_contact },
  { "import",
    "import FILE|DIR --account NAME --folder PATH\n"
    "  mbox, Maildir, .eml, .emlx and folders of them, found by content; what is there already is\n"
    "  not imported again; .ics and .vcf into the calendar, task list or address book PATH",
    "take mail, calendars and contacts from files", loft_command_import },
  { "export",
    "export --account NAME [--folder PATH] --output DIR|FILE "
    "[--format mbox|maildir|eml|ics|vcf]",
    "write mail, calendars and contacts into files", loft_command_export },
  { "doctor", "doctor [--repair] [--account NAME]…", "integrity of every store; 0 when sound",
    loft_command_doctor },
};

static void
print_help (void)
{
  puts ("Usage: loftctl [--profile DIR] [--json] [--offline] [--progress] COMMAND …\n\nCommands:");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  %-10s %s\n", commands[i].name, commands[i].summary);
  puts (
    "\n  --profile DIR  everything that Loft keeps lies below DIR\n"
    "  --json         one JSON object a line on standard output\n"
    "  --offline      do not touch the network\n"
    "  --progress     tell progress on standard error, terminal or not\n"
    "  --version      version\n\n"
    "loftctl COMMAND --help tells more. Exit status: 0 done, 1 failed, 2 usage, 3 partly done,\n"
    "4 sign-in needed, 5 offline.");
}

static const LoftCommand *
find_command (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static gboolean
on_interrupt (gpointer user_data)
{
  LoftContext *context = user_data;

  g_cancellable_cancel (context->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
quiet_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if ((level & G_LOG_LEVEL_MASK) <= G_LOG_LEVEL_MESSAGE)
    fprintf (stderr, "loftctl: %s\n", message);
}

/* Accounts that cannot be opened were warned of; nothing was done for them. */
static int
run_for_opened (LoftContext *context, const LoftCommand *command, GPtrArray *args)
{
  GListModel *accounts = loft_service_get_accounts (context->service);
  gboolean none = loft_local_account_count_used (accounts) == 0;
  int status;

  if (loft_service_get_n_unopened (context->service) == 0)
    return command->run (context, args);
  if (none && strcmp (command->name, "account") != 0)
    return LOFT_EXIT_FAILED;
  status = command->run (context, args);
  return status == LOFT_EXIT_DONE ? LOFT_EXIT_PARTLY : status;
}

static int
run (LoftContext *context, const LoftCommand *command, GPtrArray *args)
{
  g_autoptr (GError) error = NULL;
  guint interrupt;
  guint terminate;
  int status;

  context->service = loft_service_open (context->profile_dir, &error);
  if (context->service == NULL)
    return loft_report_error (NULL, error);
  loft_service_set_forced_offline (context->service, context->offline);
  context->cancellable = g_cancellable_new ();
  interrupt = g_unix_signal_add (SIGINT, on_interrupt, context);
  terminate = g_unix_signal_add (SIGTERM, on_interrupt, context);
  status = run_for_opened (context, command, args);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  loft_service_stop (context->service);
  g_object_unref (context->service);
  g_object_unref (context->cancellable);
  return status;
}

static int
run_command_line (int argc, char **argv)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  LoftContext context = { NULL };
  const LoftCommand *command;
  gboolean help;
  int status;

  setlocale (LC_ALL, "");
  g_log_set_default_handler (quiet_log, NULL);
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (args, g_strdup (argv[i]));
  context.profile_dir = loft_args_take_value (args, "--profile");
  context.json = loft_args_take_flag (args, "--json");
  context.offline = loft_args_take_flag (args, "--offline");
  context.progress = loft_args_take_flag (args, "--progress");
  help = loft_args_take_flag (args, "--help") || loft_args_take_flag (args, "-h");
  if (loft_args_take_flag (args, "--version"))
    {
      puts ("loftctl " LOFT_VERSION);
      return LOFT_EXIT_DONE;
    }
  name = loft_args_take_word (args);
  command = find_command (name);
  if (help && command != NULL)
    printf ("%s: %s\n\n%s\n", command->name, command->summary, command->usage);
  else if (help)
    print_help ();
  if (help)
    return LOFT_EXIT_DONE;
  if (command == NULL)
    return name != NULL ? loft_usage_error ("there is no command \"%s\"", name)
                        : loft_usage_error ("say what to do");
  status = run (&context, command, args);
  g_free (context.profile_dir);
  return status;
}

int
main (int argc, char **argv)
{
  loft_process_exit (run_command_line (argc, argv));
}
