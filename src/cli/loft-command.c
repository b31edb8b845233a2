/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loft-local-account.h"

/* ---- arguments ---------------------------------------------------------------------------- */

/* Where options end: at "--", after which everything is what it says. */
static guint
count_before_end (GPtrArray *args)
{
  for (guint i = 0; i < args->len; i++)
    if (strcmp (g_ptr_array_index (args, i), "--") == 0)
      return i;
  return args->len;
}

gboolean
loft_args_take_flag (GPtrArray *args, const char *name)
{
  guint end = count_before_end (args);

  for (guint i = 0; i < end; i++)
    if (strcmp (g_ptr_array_index (args, i), name) == 0)
      {
        g_ptr_array_remove_index (args, i);
        return TRUE;
      }
  return FALSE;
}

static char *
take_first_value (GPtrArray *args, const char *name)
{
  gsize length = strlen (name);
  guint end = count_before_end (args);

  for (guint i = 0; i < end; i++)
    {
      const char *arg = g_ptr_array_index (args, i);
      char *value;

      if (strncmp (arg, name, length) != 0)
        continue;
      if (arg[length] == '=')
        {
          value = g_strdup (arg + length + 1);
          g_ptr_array_remove_index (args, i);
          return value;
        }
      if (arg[length] == '\0' && i + 1 < end)
        {
          value = g_strdup (g_ptr_array_index (args, i + 1));
          g_ptr_array_remove_range (args, i, 2);
          return value;
        }
    }
  return NULL;
}

char *
loft_args_take_value (GPtrArray *args, const char *name)
{
  char *value = NULL;
  char *next;

  while ((next = take_first_value (args, name)) != NULL)
    {
      g_free (value);
      value = next;
    }
  return value;
}

GPtrArray *
loft_args_take_values (GPtrArray *args, const char *name)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  char *value;

  while ((value = take_first_value (args, name)) != NULL)
    g_ptr_array_add (values, value);
  return values;
}

char *
loft_args_take_word (GPtrArray *args)
{
  guint end = count_before_end (args);

  for (guint i = 0; i < args->len; i++)
    if (i > end || !g_str_has_prefix (g_ptr_array_index (args, i), "--"))
      return g_ptr_array_steal_index (args, i);
  return NULL;
}

gboolean
loft_args_end_options (GPtrArray *args)
{
  guint end = count_before_end (args);

  for (guint i = 0; i < end; i++)
    if (g_str_has_prefix (g_ptr_array_index (args, i), "--"))
      {
        loft_usage_error ("do not know what to do with \"%s\"",
                          (const char *) g_ptr_array_index (args, i));
        return FALSE;
      }
  if (end < args->len)
    g_ptr_array_remove_index (args, end);
  return TRUE;
}

gboolean
loft_args_are_empty (GPtrArray *args)
{
  if (args->len == 0)
    return TRUE;
  loft_usage_error ("do not know what to do with \"%s\"",
                    (const char *) g_ptr_array_index (args, 0));
  return FALSE;
}

/* ---- outcomes ----------------------------------------------------------------------------- */

int
loft_usage_error (const char *format, ...)
{
  va_list args;

  fputs ("loftctl: ", stderr);
  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fputs (" (see loftctl --help)\n", stderr);
  return LOFT_EXIT_USAGE;
}

static const char *
advice_for (const GError *error)
{
  if (loft_error_is_cancelled (error))
    return "run it again to go on";
  if (error->domain == LOFT_ERROR)
    switch (error->code)
      {
      case LOFT_ERROR_POLICY:
        return "look at it with loftctl account policy NAME, and accept it there";
      case LOFT_ERROR_WIPED:
        return "it is deleted here; ask the organisation";
      case LOFT_ERROR_NOT_ALLOWED:
      case LOFT_ERROR_DEVICE_BLOCKED:
      case LOFT_ERROR_ACCOUNT_DISABLED:
      case LOFT_ERROR_TOO_MANY_DEVICES:
        return "the password is right; ask whoever runs the server";
      default:
        break;
      }
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_OFFLINE:
      return "check the network and the server's name; what is here can be read offline";
    case LOFT_ERROR_TEMPORARY:
      return "try again later";
    case LOFT_ERROR_AUTH:
      return "check user and password with loftctl account set";
    case LOFT_ERROR_UNTRUSTED:
      return "if you know this certificate, pin it: loftctl account set NAME trust=SHA256";
    case LOFT_ERROR_GONE:
      return "list again to see what is there";
    case LOFT_ERROR_CONFLICT:
      return "both versions were kept";
    case LOFT_ERROR_REFUSED:
      return "change what was asked for";
    case LOFT_ERROR_LIMIT:
      return "it is larger than Loft or the server allows";
    case LOFT_ERROR_PROTOCOL:
      return "the server broke its protocol; LOFT_TRACE=imap shows how";
    case LOFT_ERROR_STORE:
      return "check free space and rights of the profile, then run loftctl doctor";
    }
  return "";
}

int
loft_report_error (const char *account, const GError *error)
{
  fprintf (stderr, "loftctl: %s%s%s (%s)\n", account != NULL ? account : "",
           account != NULL ? ": " : "", error->message, advice_for (error));
  if (loft_error_is_cancelled (error))
    return LOFT_EXIT_FAILED;
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_AUTH:
      return LOFT_EXIT_SIGN_IN;
    case LOFT_ERROR_OFFLINE:
      return LOFT_EXIT_OFFLINE;
    default:
      return LOFT_EXIT_FAILED;
    }
}

int
loft_report_left_out (const char *account, guint n_left_out)
{
  fprintf (stderr,
           "loftctl: %s: %u folders or messages could not be had, everything else is done (what is"
           " said above tells why; sync again later)\n",
           account, n_left_out);
  return LOFT_EXIT_PARTLY;
}

int
loft_combine_status (int before, int next, guint index)
{
  if (index == 0 || before == next)
    return next;
  return before == LOFT_EXIT_DONE || next == LOFT_EXIT_DONE || before == LOFT_EXIT_PARTLY
           ? LOFT_EXIT_PARTLY
           : LOFT_EXIT_FAILED;
}

/* ---- accounts and items ------------------------------------------------------------------- */

GPtrArray *
loft_find_accounts (LoftContext *context, GPtrArray *names)
{
  GListModel *accounts = loft_service_get_accounts (context->service);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; names->len == 0 && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (!loft_local_account_is_quiet (account))
        g_ptr_array_add (found, g_steal_pointer (&account));
    }
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      LoftMailAccount *account = loft_service_find_account (context->service, name);

      if (account == NULL)
        {
          loft_usage_error ("there is no account called \"%s\"", name);
          return NULL;
        }
      g_ptr_array_add (found, g_object_ref (account));
    }
  return g_steal_pointer (&found);
}

LoftMailAccount *
loft_take_account (LoftContext *context, GPtrArray *args)
{
  g_autofree char *name = loft_args_take_value (args, "--account");
  GListModel *accounts = loft_service_get_accounts (context->service);
  LoftMailAccount *account = NULL;

  if (name != NULL)
    {
      account = loft_service_find_account (context->service, name);
      if (account == NULL)
        loft_usage_error ("there is no account called \"%s\"", name);
      return account;
    }
  if (loft_local_account_count_others (accounts) != 1)
    {
      loft_usage_error ("say which account: --account NAME");
      return NULL;
    }
  account = g_list_model_get_item (accounts, 0);
  g_object_unref (account); /* the service keeps it */
  return account;
}

char *
loft_format_id (LoftMailAccount *account, gint64 id)
{
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT, loft_mail_account_get_account (account)->id, id);
}

LoftMailAccount *
loft_parse_id (LoftContext *context, const char *text, gint64 *id)
{
  GListModel *accounts = loft_service_get_accounts (context->service);
  const char *dot = strrchr (text, '.');
  gint64 number = 0;

  for (guint i = 0; dot != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const char *account_id = loft_mail_account_get_account (account)->id;

      if (strlen (account_id) == (gsize) (dot - text) &&
          strncmp (account_id, text, dot - text) == 0 &&
          g_ascii_string_to_signed (dot + 1, 10, 1, G_MAXINT64, &number, NULL))
        {
          *id = number;
          return account; /* the service keeps it */
        }
    }
  loft_usage_error ("\"%s\" is no id of this profile", text);
  return NULL;
}

/* ---- waiting ------------------------------------------------------------------------------ */

void
loft_wait_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftWait *wait = user_data;

  wait->result = g_object_ref (result);
}

GAsyncResult *
loft_wait_for (LoftWait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&wait->result);
}
