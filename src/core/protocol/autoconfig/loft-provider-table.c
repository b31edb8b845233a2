/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-provider-table.h"

#include <gio/gio.h>
#include <string.h>

#include "loft-autoconfig-resource.h"
#include "loft-resource.h"

#define RESOURCE "/org/loftmail/autoconfig/providers.ini"

/* Never changed after it was made. */
typedef struct {
  GKeyFile *file;
  GHashTable *domains; /* -> group */
  GHashTable *mx_hosts; /* ends of names -> group */
  GHashTable *hosts; /* of all servers */
} Table;

static const struct {
  const char *key;
  guint16 port;
} kinds[] = {
  { "imap", 993 }, { "pop3", 995 }, { "smtp", 465 }, { "caldav", 443 }, { "carddav", 443 },
};

/* ---- one server --------------------------------------------------------------------------- */

static gboolean
is_dav (const char *kind)
{
  return g_str_has_suffix (kind, "dav");
}

/* "HOST", "HOST:PORT", "HOST:PORT:starttls"; for DAV "HOST[:PORT]/PATH". */
static LoftFoundServer *
parse_server (const char *kind, guint16 port, const char *text)
{
  g_autofree char *place = g_strndup (text, strcspn (text, "/"));
  g_auto (GStrv) words = g_strsplit (place, ":", 3);
  LoftFoundServer *server = loft_found_server_new (kind, words[0], port, LOFT_SECURITY_TLS);

  if (words[1] != NULL)
    server->port = (guint16) g_ascii_strtoull (words[1], NULL, 10);
  if (words[1] != NULL && words[2] != NULL)
    loft_security_from_name (words[2], &server->security);
  if (is_dav (kind))
    {
      g_free (server->path);
      server->path = g_strdup (text + strlen (place));
    }
  return server;
}

static LoftFoundServer *
read_server (GKeyFile *file, const char *group, guint kind)
{
  g_autofree char *text = g_key_file_get_string (file, group, kinds[kind].key, NULL);

  return text != NULL ? parse_server (kinds[kind].key, kinds[kind].port, text) : NULL;
}

/* ---- the table ---------------------------------------------------------------------------- */

static void
index_names (Table *table, GHashTable *names, const char *group, const char *key)
{
  g_auto (GStrv) list = g_key_file_get_string_list (table->file, group, key, NULL, NULL);

  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    g_hash_table_insert (names, g_strdup (list[i]), g_strdup (group));
}

static void
index_group (Table *table, const char *group)
{
  index_names (table, table->domains, group, "domains");
  index_names (table, table->mx_hosts, group, "mx");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (LoftFoundServer) server = read_server (table->file, group, i);

      if (server != NULL)
        g_hash_table_add (table->hosts, g_strdup (server->host));
    }
}

static Table *
load_table (void)
{
  Table *table = g_new0 (Table, 1);
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (loft_resource_get (loft_autoconfig_get_resource), RESOURCE, 0, NULL);
  g_auto (GStrv) groups = NULL;

  table->file = g_key_file_new ();
  table->domains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  table->mx_hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  table->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_key_file_load_from_bytes (table->file, bytes, G_KEY_FILE_NONE, NULL);
  groups = g_key_file_get_groups (table->file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    index_group (table, groups[i]);
  return table;
}

static const Table *
shared_table (void)
{
  static Table *table = NULL;
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      table = load_table ();
      g_once_init_leave (&once, 1);
    }
  return table;
}

/* ---- one provider ------------------------------------------------------------------------- */

static void
take_text (const Table *table, const char *group, const char *key, char **field)
{
  char *text = g_key_file_get_string (table->file, group, key, NULL);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

static LoftSignInWays
read_ways (const Table *table, const char *group)
{
  g_auto (GStrv) words = g_key_file_get_string_list (table->file, group, "ways", NULL, NULL);
  LoftSignInWays ways = 0;

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    ways |= strcmp (words[i], "oauth") == 0 ? LOFT_SIGN_IN_OAUTH : LOFT_SIGN_IN_PASSWORD;
  return ways;
}

static void
add_server (LoftFoundAccount *found, LoftFoundServer *server, LoftSignInWays ways, const char *user)
{
  server->ways = ways;
  g_free (server->user);
  server->user = g_strdup (user);
  g_ptr_array_add (found->servers, server);
}

static LoftFoundAccount *
read_provider (const Table *table, const char *group, LoftFoundBy by, const char *origin,
               const LoftMailDomain *domain)
{
  LoftFoundAccount *found = loft_found_account_new (by, origin);
  g_autofree char *user = g_key_file_get_string (table->file, group, "user", NULL);
  gboolean local = g_strcmp0 (user, "local") == 0;
  LoftSignInWays ways = read_ways (table, group);

  take_text (table, group, "name", &found->provider);
  take_text (table, group, "oauth", &found->oauth);
  take_text (table, group, "app-password", &found->app_password_url);
  take_text (table, group, "help", &found->help_url);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      LoftFoundServer *server = read_server (table->file, group, i);

      if (server != NULL)
        add_server (found, server, ways, local ? domain->local_part : domain->address);
    }
  return found;
}

LoftFoundAccount *
loft_provider_table_find (const LoftMailDomain *domain)
{
  const Table *table = shared_table ();
  const char *group = g_hash_table_lookup (table->domains, domain->name);

  if (group == NULL)
    return NULL;
  return read_provider (table, group, LOFT_FOUND_IN_TABLE, domain->name, domain);
}

/* The longest end that is known: "mail.protection.outlook.com" before "outlook.com". */
LoftFoundAccount *
loft_provider_table_find_mx (const LoftMailDomain *domain, const char *mx_host)
{
  const Table *table = shared_table ();
  const char *end = mx_host;

  while (end != NULL)
    {
      const char *group = g_hash_table_lookup (table->mx_hosts, end);

      if (group != NULL)
        return read_provider (table, group, LOFT_FOUND_BY_MX, mx_host, domain);
      end = strchr (end, '.');
      if (end != NULL)
        end++;
    }
  return NULL;
}

gboolean
loft_provider_table_has_host (const char *host)
{
  return g_hash_table_contains (shared_table ()->hosts, host);
}
