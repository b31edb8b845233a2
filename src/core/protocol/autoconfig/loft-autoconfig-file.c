/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autoconfig-file.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define MAX_DEPTH   16
#define MAX_SERVERS 32
#define MAX_TEXT    1024
#define MAX_NAME    100 /* characters of what people are shown */

typedef struct {
  const LoftMailDomain *domain; /* (borrowed) */
  LoftFoundAccount *found; /* (owned) */
  guint depth;
  guint server_depth; /* of the server element that is open; 0 none */
  char *kind; /* its kind; NULL for one of no use */
  GHashTable *values; /* of it: element -> text, the first of each */
  LoftSignInWays ways;
  GString *text; /* of the innermost element */
} Reader;

/* ---- servers ------------------------------------------------------------------------------ */

static gboolean
read_security (const char *socket_type, LoftSecurity *security)
{
  static const struct {
    const char *name;
    LoftSecurity security;
  } types[] = {
    { "SSL", LOFT_SECURITY_TLS },
    { "TLS", LOFT_SECURITY_TLS },
    { "STARTTLS", LOFT_SECURITY_STARTTLS },
    { "plain", LOFT_SECURITY_NONE },
  };

  for (guint i = 0; socket_type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (socket_type, types[i].name) == 0)
      {
        *security = types[i].security;
        return TRUE;
      }
  return FALSE;
}

/* (transfer full) (nullable) one line without controls. */
static char *
expand_value (Reader *reader, const char *element)
{
  const char *text = g_hash_table_lookup (reader->values, element);
  g_autofree char *expanded = NULL;

  if (text == NULL)
    return NULL;
  expanded = loft_mail_domain_expand (reader->domain, text);
  return loft_text_one_line (expanded, MAX_TEXT);
}

static void
add_server (Reader *reader, const char *host, guint16 port, LoftSecurity security, const char *path)
{
  g_autofree char *clean = loft_mail_domain_clean_host (host);
  LoftFoundServer *server;

  if (clean == NULL || port == 0 || reader->found->servers->len >= MAX_SERVERS)
    return;
  server = loft_found_server_new (reader->kind, clean, port, security);
  g_free (server->user);
  server->user = expand_value (reader, "username");
  if (server->user == NULL)
    server->user = g_strdup ("");
  g_free (server->path);
  server->path = g_strdup (path);
  server->ways = reader->ways;
  g_ptr_array_add (reader->found->servers, server);
}

static void
add_mail_server (Reader *reader)
{
  const char *port_text = g_hash_table_lookup (reader->values, "port");
  const char *socket_type = g_hash_table_lookup (reader->values, "socketType");
  g_autofree char *host = expand_value (reader, "hostname");
  LoftSecurity security;
  guint64 port;

  if (host == NULL || port_text == NULL || !read_security (socket_type, &security) ||
      !g_ascii_string_to_unsigned (port_text, 10, 1, G_MAXUINT16, &port, NULL))
    return;
  add_server (reader, host, (guint16) port, security, "");
}

static void
add_dav_server (Reader *reader)
{
  g_autofree char *url = expand_value (reader, "serverURL");
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  gboolean https = uri != NULL && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL ||
      (!https && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    return;
  add_server (reader, g_uri_get_host (uri),
              g_uri_get_port (uri) > 0 ? (guint16) g_uri_get_port (uri)
              : https                  ? 443
                                       : 80,
              https ? LOFT_SECURITY_TLS : LOFT_SECURITY_NONE, g_uri_get_path (uri));
}

/* ---- elements ----------------------------------------------------------------------------- */

static const char *
attribute (const char **names, const char **values, const char *wanted)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], wanted) == 0)
      return values[i];
  return "";
}

/* The kind of server that an element describes. NULL for one of no use to us, or none at all. */
static const char *
kind_of (const char *element, const char *type)
{
  static const struct {
    const char *element;
    const char *type;
  } kinds[] = {
    { "incomingServer", "imap" }, { "incomingServer", "pop3" }, { "outgoingServer", "smtp" },
    { "calendar", "caldav" },     { "addressbook", "carddav" }, { "addressBook", "carddav" },
    { "contacts", "carddav" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (element, kinds[i].element) == 0 && g_ascii_strcasecmp (type, kinds[i].type) == 0)
      return kinds[i].type;
  return NULL;
}

static void
open_server (Reader *reader, const char *kind)
{
  reader->kind = g_strdup (kind);
  reader->server_depth = reader->depth;
  reader->ways = 0;
  g_hash_table_remove_all (reader->values);
}

static void
close_server (Reader *reader)
{
  if (g_str_has_suffix (reader->kind, "dav"))
    add_dav_server (reader);
  else
    add_mail_server (reader);
  g_clear_pointer (&reader->kind, g_free);
  reader->server_depth = 0;
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  const char *kind = kind_of (element, attribute (names, values, "type"));
  const char *url = attribute (names, values, "url");

  if (++reader->depth > MAX_DEPTH)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "More than %d levels", MAX_DEPTH);
      return;
    }
  if (reader->depth == 1 && strcmp (element, "clientConfig") != 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is no clientConfig");
      return;
    }
  if (kind != NULL && reader->server_depth == 0)
    open_server (reader, kind);
  if (strcmp (element, "documentation") == 0 && g_str_has_prefix (url, "https://") &&
      reader->found->help_url[0] == '\0')
    {
      g_free (reader->found->help_url);
      reader->found->help_url = loft_text_one_line (url, MAX_TEXT);
    }
  g_string_truncate (reader->text, 0);
}

static void
note_way (Reader *reader, const char *authentication)
{
  if (g_ascii_strcasecmp (authentication, "OAuth2") == 0)
    reader->ways |= LOFT_SIGN_IN_OAUTH;
  else if (g_str_has_prefix (authentication, "password-") ||
           strcmp (authentication, "plain") == 0 || strcmp (authentication, "secure") == 0 ||
           strcmp (authentication, "http-basic") == 0)
    reader->ways |= LOFT_SIGN_IN_PASSWORD;
}

static void
note_value (Reader *reader, const char *element, const char *text)
{
  if (strcmp (element, "authentication") == 0)
    note_way (reader, text);
  else if (!g_hash_table_contains (reader->values, element))
    g_hash_table_insert (reader->values, g_strdup (element), g_strdup (text));
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  char *text = g_strstrip (reader->text->str);

  if (reader->server_depth > 0 && reader->depth == reader->server_depth + 1)
    note_value (reader, element, text);
  else if (reader->server_depth > 0 && reader->depth == reader->server_depth)
    close_server (reader);
  else if (strcmp (element, "displayName") == 0 && reader->found->provider[0] == '\0')
    {
      g_autofree char *expanded = loft_mail_domain_expand (reader->domain, text);

      g_free (reader->found->provider);
      reader->found->provider = loft_text_one_line (expanded, MAX_NAME);
    }
  reader->depth--;
  g_string_truncate (reader->text, 0);
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
         GError **error)
{
  Reader *reader = user_data;

  if (reader->text->len + length <= MAX_TEXT)
    g_string_append_len (reader->text, text, length);
}

/* Comments, the XML declaration and other instructions are skipped. Document types are not: they
 * define entities, and web pages have them. */
static void
on_passthrough (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
                GError **error)
{
  if (length >= 2 && text[0] == '<' && text[1] == '!' &&
      !(length >= 4 && strncmp (text, "<!--", 4) == 0))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It has a document type");
}

/* ---- the file ----------------------------------------------------------------------------- */

static void
reader_clear (Reader *reader)
{
  loft_found_account_unref (reader->found);
  g_free (reader->kind);
  g_hash_table_unref (reader->values);
  g_string_free (reader->text, TRUE);
}

static gboolean
parse (Reader *reader, const char *bytes, gsize length, GError **error)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, on_passthrough, NULL };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reader, NULL);

  return g_markup_parse_context_parse (context, bytes, length, error) &&
         g_markup_parse_context_end_parse (context, error);
}

static gboolean
check (const char *bytes, gsize length, GError **error)
{
  if (length > LOFT_AUTOCONFIG_FILE_LIMIT)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "It is larger than %d kB",
                 LOFT_AUTOCONFIG_FILE_LIMIT / 1024);
  else if (!g_utf8_validate_len (bytes, length, NULL))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is not UTF-8");
  else
    return TRUE;
  return FALSE;
}

static gboolean
has_server_for_mail (const LoftFoundAccount *found)
{
  for (guint i = 0; i < found->servers->len; i++)
    {
      const LoftFoundServer *server = g_ptr_array_index (found->servers, i);

      if (strcmp (server->kind, "imap") == 0 || strcmp (server->kind, "pop3") == 0)
        return TRUE;
    }
  return FALSE;
}

LoftFoundAccount *
loft_autoconfig_file_read (const char *bytes, gsize length, const LoftMailDomain *domain,
                           const char *origin, GError **error)
{
  Reader reader = { .domain = domain };
  g_autoptr (GError) local_error = NULL;
  LoftFoundAccount *found = NULL;

  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }
  reader.found = loft_found_account_new (LOFT_FOUND_BY_AUTOCONFIG, origin);
  reader.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.text = g_string_new (NULL);
  if (check (bytes, length, &local_error) && parse (&reader, bytes, length, &local_error))
    {
      if (has_server_for_mail (reader.found))
        found = g_steal_pointer (&reader.found);
      else
        g_set_error_literal (&local_error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It names no server");
    }
  if (found == NULL)
    g_set_error (error, LOFT_ERROR,
                 local_error->domain == LOFT_ERROR ? local_error->code : LOFT_ERROR_PROTOCOL,
                 "%s is no settings file: %s", origin, local_error->message);
  reader_clear (&reader);
  return found;
}
