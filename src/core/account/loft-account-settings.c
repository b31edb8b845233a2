/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-settings.h"

#include <string.h>

#include "loft-account-identities.h"
#include "loft-error.h"

/* Every setting once: how it is read and written as text. */
typedef struct {
  const char *key;
  char *(*get) (LoftAccount *account);
  gboolean (*set) (LoftAccount *account, const char *value);
} Setting;

#define STRING_SETTING(name, field)                                                               \
  static char *get_##name (LoftAccount *account)                                                  \
  {                                                                                               \
    return g_strdup (account->field);                                                             \
  }                                                                                               \
  static gboolean set_##name (LoftAccount *account, const char *value)                            \
  {                                                                                               \
    g_free (account->field);                                                                      \
    account->field = g_strdup (value);                                                            \
    return TRUE;                                                                                  \
  }

STRING_SETTING (kind, kind)
STRING_SETTING (name, name)
STRING_SETTING (address, address)
STRING_SETTING (person, person)
STRING_SETTING (host, incoming.host)
STRING_SETTING (user, incoming.user)
STRING_SETTING (outgoing_host, outgoing.host)
STRING_SETTING (outgoing_user, outgoing.user)
STRING_SETTING (outgoing_auth, outgoing_auth)
STRING_SETTING (outgoing_trust, outgoing_trust)
STRING_SETTING (url, url)
STRING_SETTING (calendars, calendars)
STRING_SETTING (contacts, contacts)
STRING_SETTING (mail_account, mail_account)
STRING_SETTING (oauth_client, oauth.client_id)
STRING_SETTING (oauth_provider, oauth.provider)
STRING_SETTING (oauth_authorization_url, oauth.authorization_url)
STRING_SETTING (oauth_token_url, oauth.token_url)
STRING_SETTING (oauth_scope, oauth.scope)
STRING_SETTING (auth, auth)
STRING_SETTING (trust, trust)
STRING_SETTING (certificate, certificate)
STRING_SETTING (password_command, password_command)
STRING_SETTING (archive_folders, archive.folders)

static gboolean
parse_int (const char *value, gint64 min, gint64 max, gint *result)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, min, max, &number, NULL))
    return FALSE;
  *result = (gint) number;
  return TRUE;
}

static char *
get_port (LoftAccount *account)
{
  return g_strdup_printf ("%u", account->incoming.port);
}

/* 0 where there is no server. */
static gboolean
set_port (LoftAccount *account, const char *value)
{
  gint least = strcmp (account->kind, "local") == 0 ? 0 : 1;
  gint port;

  if (!parse_int (value, least, 65535, &port))
    return FALSE;
  account->incoming.port = (guint16) port;
  return TRUE;
}

static char *
get_security (LoftAccount *account)
{
  return g_strdup (loft_security_to_name (account->incoming.security));
}

static gboolean
set_security (LoftAccount *account, const char *value)
{
  return loft_security_from_name (value, &account->incoming.security);
}

static char *
get_outgoing_port (LoftAccount *account)
{
  return g_strdup_printf ("%u", account->outgoing.port);
}

/* 0 while none is known. */
static gboolean
set_outgoing_port (LoftAccount *account, const char *value)
{
  gint port;

  if (!parse_int (value, 0, 65535, &port))
    return FALSE;
  account->outgoing.port = (guint16) port;
  return TRUE;
}

static char *
get_outgoing_security (LoftAccount *account)
{
  return g_strdup (loft_security_to_name (account->outgoing.security));
}

static gboolean
set_outgoing_security (LoftAccount *account, const char *value)
{
  return loft_security_from_name (value, &account->outgoing.security);
}

static const char *const sent_policy_names[] = { "auto", "loft", "server", "none", NULL };

static char *
get_sent_copy (LoftAccount *account)
{
  return g_strdup (sent_policy_names[account->sent_copy]);
}

static gboolean
set_sent_copy (LoftAccount *account, const char *value)
{
  for (guint i = 0; sent_policy_names[i] != NULL; i++)
    if (strcmp (value, sent_policy_names[i]) == 0)
      {
        account->sent_copy = (LoftSentPolicy) i;
        return TRUE;
      }
  return FALSE;
}

static const char *const notify_names[] = { "inbox", "all", "never", NULL };

static char *
get_notify (LoftAccount *account)
{
  return g_strdup (notify_names[account->notify]);
}

static gboolean
set_notify (LoftAccount *account, const char *value)
{
  for (guint i = 0; notify_names[i] != NULL; i++)
    if (strcmp (value, notify_names[i]) == 0)
      {
        account->notify = (LoftNotify) i;
        return TRUE;
      }
  return FALSE;
}

static char *
get_color (LoftAccount *account)
{
  return g_strdup (account->color != NULL ? account->color : "");
}

static gboolean
set_color (LoftAccount *account, const char *value)
{
  if (value[0] != '\0' &&
      (value[0] != '#' || strlen (value) != 7 || strspn (value + 1, "0123456789abcdefABCDEF") != 6))
    return FALSE;
  g_free (account->color);
  account->color = value[0] != '\0' ? g_ascii_strdown (value, -1) : NULL;
  return TRUE;
}

static const char *const secret_names[] = { "service", "file", "command", NULL };

static char *
get_secret (LoftAccount *account)
{
  return g_strdup (secret_names[account->secret]);
}

static gboolean
set_secret (LoftAccount *account, const char *value)
{
  for (guint i = 0; secret_names[i] != NULL; i++)
    if (strcmp (value, secret_names[i]) == 0)
      {
        account->secret = (LoftSecretPlace) i;
        return TRUE;
      }
  return FALSE;
}

static const char *const compression_names[] = { "auto", "never", "always", NULL };

static char *
get_compression (LoftAccount *account)
{
  return g_strdup (compression_names[account->compression]);
}

static gboolean
set_compression (LoftAccount *account, const char *value)
{
  for (guint i = 0; compression_names[i] != NULL; i++)
    if (strcmp (value, compression_names[i]) == 0)
      {
        account->compression = (LoftCompression) i;
        return TRUE;
      }
  return FALSE;
}

static char *
get_window (LoftAccount *account)
{
  return account->window_days < 0 ? g_strdup ("all")
                                  : g_strdup_printf ("%d", account->window_days);
}

static gboolean
set_window (LoftAccount *account, const char *value)
{
  if (strcmp (value, "all") == 0)
    {
      account->window_days = -1;
      return TRUE;
    }
  return parse_int (value, 0, 100000, &account->window_days);
}

static char *
get_check (LoftAccount *account)
{
  return g_strdup_printf ("%d", account->check_minutes);
}

static gboolean
set_check (LoftAccount *account, const char *value)
{
  return parse_int (value, 1, 100000, &account->check_minutes);
}

static const char *const removal_names[] = { "never",      "after-days",    "when-deleted",
                                            "when-moved", "keep-messages", "keep-megabytes",
                                            "at-once",    NULL };

static char *
get_removal (LoftAccount *account)
{
  return g_strdup (removal_names[account->removal.kind]);
}

static gboolean
set_removal (LoftAccount *account, const char *value)
{
  for (guint i = 0; removal_names[i] != NULL; i++)
    if (strcmp (value, removal_names[i]) == 0)
      {
        account->removal.kind = (LoftRemovalKind) i;
        return TRUE;
      }
  return FALSE;
}

static char *
get_removal_limit (LoftAccount *account)
{
  return g_strdup_printf ("%d", account->removal.limit);
}

static gboolean
set_removal_limit (LoftAccount *account, const char *value)
{
  return parse_int (value, 1, 10000000, &account->removal.limit);
}

static char *
get_download_limit (LoftAccount *account)
{
  return g_strdup_printf ("%d", account->download_limit);
}

static gboolean
set_download_limit (LoftAccount *account, const char *value)
{
  return parse_int (value, 0, 1000000, &account->download_limit);
}

static char *
get_enabled (LoftAccount *account)
{
  return g_strdup (account->enabled ? "true" : "false");
}

static gboolean
set_enabled (LoftAccount *account, const char *value)
{
  account->enabled = strcmp (value, "true") == 0;
  return account->enabled || strcmp (value, "false") == 0;
}

static char *
get_offline (LoftAccount *account)
{
  return g_strdup (account->offline ? "true" : "false");
}

static gboolean
set_offline (LoftAccount *account, const char *value)
{
  account->offline = strcmp (value, "true") == 0;
  return account->offline || strcmp (value, "false") == 0;
}

static char *
get_archive (LoftAccount *account)
{
  return g_strdup (account->archive.daily ? "daily" : "never");
}

static gboolean
set_archive (LoftAccount *account, const char *value)
{
  account->archive.daily = strcmp (value, "daily") == 0;
  return account->archive.daily || strcmp (value, "never") == 0;
}

static char *
get_archive_months (LoftAccount *account)
{
  return g_strdup_printf ("%d", account->archive.months);
}

static gboolean
set_archive_months (LoftAccount *account, const char *value)
{
  return parse_int (value, 1, 1200, &account->archive.months);
}

static char *
get_archive_to (LoftAccount *account)
{
  return g_strdup (loft_archive_place_to_name (account->archive.place));
}

static gboolean
set_archive_to (LoftAccount *account, const char *value)
{
  return loft_archive_place_from_name (value, &account->archive.place);
}

static char *
get_archive_unread (LoftAccount *account)
{
  return g_strdup (account->archive.unread ? "true" : "false");
}

static gboolean
set_archive_unread (LoftAccount *account, const char *value)
{
  account->archive.unread = strcmp (value, "true") == 0;
  return account->archive.unread || strcmp (value, "false") == 0;
}

static char *
get_archive_flagged (LoftAccount *account)
{
  return g_strdup (account->archive.flagged ? "true" : "false");
}

static gboolean
set_archive_flagged (LoftAccount *account, const char *value)
{
  account->archive.flagged = strcmp (value, "true") == 0;
  return account->archive.flagged || strcmp (value, "false") == 0;
}

static const Setting settings[] = {
  { "kind", get_kind, set_kind },
  { "name", get_name, set_name },
  { "address", get_address, set_address },
  { "person", get_person, set_person },
  { "host", get_host, set_host },
  { "port", get_port, set_port },
  { "security", get_security, set_security },
  { "user", get_user, set_user },
  { "outgoing-host", get_outgoing_host, set_outgoing_host },
  { "outgoing-port", get_outgoing_port, set_outgoing_port },
  { "outgoing-security", get_outgoing_security, set_outgoing_security },
  { "outgoing-user", get_outgoing_user, set_outgoing_user },
  { "outgoing-auth", get_outgoing_auth, set_outgoing_auth },
  { "outgoing-trust", get_outgoing_trust, set_outgoing_trust },
  { "sent-copy", get_sent_copy, set_sent_copy },
  { "url", get_url, set_url },
  { "calendars", get_calendars, set_calendars },
  { "contacts", get_contacts, set_contacts },
  { "mail-account", get_mail_account, set_mail_account },
  { "oauth-client", get_oauth_client, set_oauth_client },
  { "oauth-provider", get_oauth_provider, set_oauth_provider },
  { "oauth-authorization-url", get_oauth_authorization_url, set_oauth_authorization_url },
  { "oauth-token-url", get_oauth_token_url, set_oauth_token_url },
  { "oauth-scope", get_oauth_scope, set_oauth_scope },
  { "auth", get_auth, set_auth },
  { "trust", get_trust, set_trust },
  { "certificate", get_certificate, set_certificate },
  { "compression", get_compression, set_compression },
  { "secret", get_secret, set_secret },
  { "password-command", get_password_command, set_password_command },
  { "window", get_window, set_window },
  { "check-minutes", get_check, set_check },
  { "removal", get_removal, set_removal },
  { "removal-limit", get_removal_limit, set_removal_limit },
  { "download-limit", get_download_limit, set_download_limit },
  { "enabled", get_enabled, set_enabled },
  { "offline", get_offline, set_offline },
  { "color", get_color, set_color },
  { "notify", get_notify, set_notify },
  { "archive", get_archive, set_archive },
  { "archive-months", get_archive_months, set_archive_months },
  { "archive-to", get_archive_to, set_archive_to },
  { "archive-folders", get_archive_folders, set_archive_folders },
  { "archive-unread", get_archive_unread, set_archive_unread },
  { "archive-flagged", get_archive_flagged, set_archive_flagged },
};

static const Setting *
find_setting (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].key, key) == 0)
      return &settings[i];
  return NULL;
}

const char *const *
loft_account_settings_keys (void)
{
  static const char *keys[G_N_ELEMENTS (settings) + 1];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        keys[i] = settings[i].key;
      g_once_init_leave (&once, 1);
    }
  return keys;
}

char *
loft_account_settings_get (LoftAccount *account, const char *key)
{
  const Setting *setting = find_setting (key);

  return setting != NULL ? setting->get (account) : NULL;
}

gboolean
loft_account_settings_set (LoftAccount *account, const char *key, const char *value,
                           GError **error)
{
  const Setting *setting = find_setting (key);

  if (setting == NULL || strcmp (key, "kind") == 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "There is no setting called \"%s\"", key);
      return FALSE;
    }
  if (strpbrk (value, "\r\n") != NULL || !setting->set (account, value))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "\"%s\" is no value for %s", value, key);
      return FALSE;
    }
  return TRUE;
}

/* ---- the file ----------------------------------------------------------------------------- */

static GKeyFile *
load_file (const char *profile_dir, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, "accounts.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, &local_error) ||
      g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&file);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be read: %s", path,
               local_error->message);
  return NULL;
}

static gboolean
save_file (const char *profile_dir, GKeyFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, "accounts.ini", NULL);
  g_autoptr (GError) local_error = NULL;
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  if (g_file_set_contents_full (path, text, length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local_error))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be written: %s", path,
               local_error->message);
  return FALSE;
}

static LoftAccount *
read_account (GKeyFile *file, const char *group)
{
  g_autofree char *kind = g_key_file_get_string (file, group, "kind", NULL);
  g_autoptr (LoftAccount) account = NULL;

  if (kind == NULL || group[strspn (group, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
    return NULL;
  account = loft_account_new (kind);
  g_free (account->id);
  account->id = g_strdup (group);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, settings[i].key, NULL);

      if (value != NULL && !settings[i].set (account, value))
        g_warning ("accounts.ini: [%s] %s=%s is no value for it", group, settings[i].key, value);
    }
  loft_account_identities_read (file, account);
  return account->name[0] != '\0' ? g_steal_pointer (&account) : NULL;
}

GPtrArray *
loft_account_settings_load (const char *profile_dir, GError **error)
{
  g_autoptr (GKeyFile) file = load_file (profile_dir, error);
  g_auto (GStrv) groups = NULL;
  GPtrArray *accounts;

  if (file == NULL)
    return NULL;
  accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_account_unref);
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      LoftAccount *account = NULL;

      if (loft_account_identities_is_group (groups[i]))
        continue;
      account = read_account (file, groups[i]);
      if (account != NULL)
        g_ptr_array_add (accounts, account);
      else
        g_warning ("accounts.ini: [%s] is no account and was left out", groups[i]);
    }
  return accounts;
}

gboolean
loft_account_settings_save (const char *profile_dir, LoftAccount *account, GError **error)
{
  g_autoptr (GKeyFile) file = load_file (profile_dir, error);

  if (file == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *value = settings[i].get (account);

      g_key_file_set_string (file, account->id, settings[i].key, value);
    }
  loft_account_identities_write (file, account);
  return save_file (profile_dir, file, error);
}

/* A group with all that is in it, comments too. */
static void
copy_group (GKeyFile *from, GKeyFile *to, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (from, group, NULL, NULL);
  g_autofree char *comment = g_key_file_get_comment (from, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (from, group, keys[i], NULL);
      g_autofree char *above = g_key_file_get_comment (from, group, keys[i], NULL);

      g_key_file_set_value (to, group, keys[i], value);
      if (above != NULL && above[0] != '\0')
        g_key_file_set_comment (to, group, keys[i], above, NULL);
    }
  if (comment != NULL && comment[0] != '\0' && keys != NULL && keys[0] != NULL)
    g_key_file_set_comment (to, group, NULL, comment, NULL);
}

gboolean
loft_account_settings_reorder (const char *profile_dir, const char *const *ids, GError **error)
{
  g_autoptr (GKeyFile) file = load_file (profile_dir, error);
  g_autoptr (GKeyFile) ordered = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (file == NULL)
    return FALSE;
  for (gsize i = 0; ids[i] != NULL; i++)
    if (g_key_file_has_group (file, ids[i]))
      copy_group (file, ordered, ids[i]);
  /* What was added meanwhile, and groups that are no accounts. */
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (!g_strv_contains (ids, groups[i]))
      copy_group (file, ordered, groups[i]);
  return save_file (profile_dir, ordered, error);
}

gboolean
loft_account_settings_remove (const char *profile_dir, const char *account_id, GError **error)
{
  g_autoptr (GKeyFile) file = load_file (profile_dir, error);

  if (file == NULL)
    return FALSE;
  g_key_file_remove_group (file, account_id, NULL);
  loft_account_identities_remove (file, account_id);
  return save_file (profile_dir, file, error);
}
