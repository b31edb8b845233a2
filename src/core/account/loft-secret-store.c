/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-secret-store.h"

#include <errno.h>
#include <libsecret/secret.h>
#include <string.h>

#include "loft-account-oauth.h"
#include "loft-error.h"
#include "loft-file-lock.h"

#define COMMAND_LIMIT 4096

static const SecretSchema *
password_schema (void)
{
  static const SecretSchema schema = {
    "org.loftmail.Loft.Account",
    SECRET_SCHEMA_NONE,
    { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };

  return &schema;
}

/* ---- secret service ----------------------------------------------------------------------- */

static gboolean
service_failed (GError *failure, GError **error)
{
  if (loft_error_is_cancelled (failure))
    g_propagate_error (error, failure);
  else
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                   "The secret service cannot be used (%s); unlock it, or keep the password in a "
                   "file (--secrets-file)",
                   failure->message);
      g_error_free (failure);
    }
  return FALSE;
}

static gboolean
service_save (LoftAccount *account, const char *password, GCancellable *cancellable,
              GError **error)
{
  g_autofree char *label = g_strdup_printf ("Loft: %s", account->name);
  GError *failure = NULL;

  if (secret_password_store_sync (password_schema (), SECRET_COLLECTION_DEFAULT, label, password,
                                  cancellable, &failure, "account", account->id, NULL))
    return TRUE;
  return service_failed (failure, error);
}

/* A lookup asks for the keyring to be unlocked; where that is dismissed, or nobody is there to ask, it
 * finds nothing without an error. Searched for without the schema, whose name a locked gnome-keyring
 * 42 does not match. */
static gboolean
is_locked_away (LoftAccount *account, GCancellable *cancellable)
{
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autolist (SecretItem) found = NULL;

  g_hash_table_insert (attributes, (gpointer) "account", account->id);
  found = secret_service_search_sync (NULL, NULL, attributes, SECRET_SEARCH_ALL, cancellable, NULL);
  for (GList *l = found; l != NULL; l = l->next)
    if (secret_item_get_locked (l->data))
      return TRUE;
  return FALSE;
}

static char *
service_lookup (LoftAccount *account, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;
  char *stored = secret_password_lookup_sync (password_schema (), cancellable, &failure, "account",
                                              account->id, NULL);
  char *password;

  if (failure != NULL)
    {
      service_failed (failure, error);
      return NULL;
    }
  if (stored == NULL && is_locked_away (account, cancellable))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                           "The keyring that holds the password is locked; unlock it and try again");
      return NULL;
    }
  password = g_strdup (stored);
  secret_password_free (stored);
  return password;
}

/* ---- file --------------------------------------------------------------------------------- */

static char *
secrets_path (const char *profile_dir)
{
  return g_build_filename (profile_dir, "secrets.ini", NULL);
}

/* Empty when there is no file yet. One that cannot be read must not be written anew without the
 * passwords that it holds. */
static GKeyFile *
load_secrets (const char *profile_dir, GError **error)
{
  g_autofree char *path = secrets_path (profile_dir);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &failure) ||
      g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&file);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be read: %s", path,
               failure->message);
  return NULL;
}

static gboolean
save_secrets (const char *profile_dir, GKeyFile *file, GError **error)
{
  g_autofree char *path = secrets_path (profile_dir);
  gsize length;
  char *text = g_key_file_to_data (file, &length, NULL);
  gboolean saved =
      g_file_set_contents_full (path, text, length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                error);

  loft_secret_free (text);
  return saved;
}

/* Accounts share the file, and their owners may be several processes: without the lock one could
 * put back a refresh token that another has just replaced. -1 with error. */
static int
lock_secrets (const char *profile_dir, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, "secrets.lock", NULL);
  int lock = loft_file_lock_take (path, LOFT_FILE_LOCK_EXCLUSIVE, TRUE);

  if (lock < 0)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be locked: %s", path,
                 g_strerror (errno));
  return lock;
}

static gboolean
file_save (const char *profile_dir, LoftAccount *account, const char *password, GError **error)
{
  int lock = lock_secrets (profile_dir, error);
  g_autoptr (GKeyFile) file = lock >= 0 ? load_secrets (profile_dir, error) : NULL;
  gboolean saved = FALSE;

  if (file != NULL)
    {
      if (password != NULL)
        g_key_file_set_string (file, account->id, "password", password);
      else
        g_key_file_remove_group (file, account->id, NULL);
      saved = save_secrets (profile_dir, file, error);
    }
  loft_file_lock_release (lock);
  return saved;
}

static char *
file_lookup (const char *profile_dir, LoftAccount *account, GError **error)
{
  g_autoptr (GKeyFile) file = load_secrets (profile_dir, error);

  return file != NULL ? g_key_file_get_string (file, account->id, "password", NULL) : NULL;
}

/* ---- command ------------------------------------------------------------------------------ */

/* The first line that the command prints. */
static char *
command_lookup (LoftAccount *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, "/bin/sh", "-c",
                        account->password_command, NULL);
  g_autoptr (GBytes) output = NULL;
  const char *text;
  gsize length;

  if (process == NULL ||
      !g_subprocess_communicate (process, NULL, cancellable, &output, NULL, error))
    return NULL;
  text = g_bytes_get_data (output, &length);
  length = MIN (length, COMMAND_LIMIT);
  if (!g_subprocess_get_successful (process) || length == 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH, "The password command failed: %s",
                   account->password_command);
      return NULL;
    }
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\r' || text[i] == '\n' || text[i] == '\0')
      length = i;
  return g_strndup (text, length);
}

/* ---- choice ------------------------------------------------------------------------------- */

gboolean
loft_secret_store_save (const char *profile_dir, LoftAccount *account, const char *password,
                        GCancellable *cancellable, GError **error)
{
  switch (account->secret)
    {
    case LOFT_SECRET_FILE:
      return file_save (profile_dir, account, password, error);
    case LOFT_SECRET_COMMAND:
      return TRUE;
    case LOFT_SECRET_SERVICE:
      break;
    }
  return service_save (account, password, cancellable, error);
}

gboolean
loft_secret_store_remove (const char *profile_dir, LoftAccount *account,
                          GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;

  if (account->secret == LOFT_SECRET_FILE)
    return file_save (profile_dir, account, NULL, error);
  if (account->secret == LOFT_SECRET_COMMAND)
    return TRUE;
  secret_password_clear_sync (password_schema (), cancellable, &failure, "account", account->id,
                              NULL);
  return failure == NULL || service_failed (failure, error);
}

char *
loft_secret_store_read (const char *profile_dir, LoftAccount *account, GCancellable *cancellable,
                        GError **error)
{
  GError *failure = NULL;
  char *secret = NULL;

  switch (account->secret)
    {
    case LOFT_SECRET_FILE:
      secret = file_lookup (profile_dir, account, &failure);
      break;
    case LOFT_SECRET_COMMAND:
      secret = command_lookup (account, cancellable, &failure);
      break;
    case LOFT_SECRET_SERVICE:
      secret = service_lookup (account, cancellable, &failure);
      break;
    }
  if (secret == NULL && failure == NULL)
    g_set_error (&failure, LOFT_ERROR, LOFT_ERROR_AUTH, "No password is kept for \"%s\"",
                 account->name);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return secret;
}

LoftCredentials *
loft_secret_store_use (LoftAccount *account, const char *secret, GError **error)
{
  g_autoptr (LoftOauthTokens) tokens = NULL;

  if (account->oauth.client_id[0] == '\0')
    return loft_credentials_new (account->incoming.user, secret, NULL);
  tokens = loft_account_oauth_decode (secret, NULL);
  if (tokens != NULL)
    return loft_credentials_new (account->incoming.user, NULL, tokens->access_token);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH, "\"%s\" has to be signed in by the browser",
               account->name);
  return NULL;
}

LoftCredentials *
loft_secret_store_lookup (const char *profile_dir, LoftAccount *account,
                          GCancellable *cancellable, GError **error)
{
  LoftCredentials *credentials;
  char *password;

  if (account->oauth.client_id[0] != '\0')
    return loft_account_oauth_lookup (profile_dir, account, cancellable, error);
  password = loft_secret_store_read (profile_dir, account, cancellable, error);
  if (password == NULL)
    return NULL;
  credentials = loft_credentials_new (account->incoming.user, password, NULL);
  loft_secret_free (password);
  return credentials;
}
