/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-autodiscover-file.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define MAX_DEPTH   16
#define MAX_SERVERS 32
#define MAX_TEXT    1024
#define MAX_URL     2048

typedef struct {
  LoftFoundAccount *found; /* (owned) */
  LoftAutodiscoverRedirect redirect; /* (owned) */
  guint depth;
  guint protocol_depth; /* of the Protocol element that is open; 0 none */
  GHashTable *values; /* of it: element -> text, the first of each */
  GString *text; /* of the innermost element */
} Reader;

void
loft_autodiscover_redirect_clear (LoftAutodiscoverRedirect *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->address, g_free);
}

/* ---- servers ------------------------------------------------------------------------------ */

static const char *
value_of (Reader *reader, const char *element)
{
  const char *value = g_hash_table_lookup (reader->values, element);

  return value != NULL ? value : "";
}

/* The kind of server that a Type means. NULL: none of ours (EXCH, EXPR, WEB, mapiHttp). */
static const char *
kind_of (const char *type)
{
  static const char *const kinds[] = { "imap", "pop3", "smtp" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_ascii_strcasecmp (type, kinds[i]) == 0)
      return kinds[i];
  return NULL;
}

/* SSL is "on" unless it is said to be off; on the ports that begin in clear text that means STARTTLS.
 * Encryption, where it is told, is more exact. */
static LoftSecurity
read_security (Reader *reader, guint16 port)
{
  const char *encryption = value_of (reader, "Encryption");

  if (g_ascii_strcasecmp (encryption, "TLS") == 0)
    return LOFT_SECURITY_STARTTLS;
  if (g_ascii_strcasecmp (encryption, "SSL") == 0)
    return LOFT_SECURITY_TLS;
  if (g_ascii_strcasecmp (encryption, "None") == 0 ||
      g_ascii_strcasecmp (value_of (reader, "SSL"), "off") == 0)
    return LOFT_SECURITY_NONE;
  return port == 143 || port == 110 || port == 587 || port == 25 ? LOFT_SECURITY_STARTTLS
                                                                 : LOFT_SECURITY_TLS;
}

static void
close_protocol (Reader *reader)
{
  const char *kind = kind_of (value_of (reader, "Type"));
  g_autofree char *host = loft_mail_domain_clean_host (value_of (reader, "Server"));
  LoftFoundServer *server;
  guint64 port = 0;

  reader->protocol_depth = 0;
  if (kind == NULL || host == NULL || reader->found->servers->len >= MAX_SERVERS ||
      !g_ascii_string_to_unsigned (value_of (reader, "Port"), 10, 1, G_MAXUINT16, &port, NULL))
    return;
  server =
    loft_found_server_new (kind, host, (guint16) port, read_security (reader, (guint16) port));
  g_free (server->user);
  server->user = loft_text_one_line (value_of (reader, "LoginName"), MAX_TEXT);
  server->ways = LOFT_SIGN_IN_PASSWORD;
  g_ptr_array_add (reader->found->servers, server);
}

/* ---- elements ----------------------------------------------------------------------------- */

static void
on_start (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (++reader->depth > MAX_DEPTH)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "More than %d levels", MAX_DEPTH);
      return;
    }
  if (reader->depth == 1 && strcmp (element, "Autodiscover") != 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is no Autodiscover answer");
      return;
    }
  if (strcmp (element, "Protocol") == 0 && reader->protocol_depth == 0)
    {
      reader->protocol_depth = reader->depth;
      g_hash_table_remove_all (reader->values);
    }
  g_string_truncate (reader->text, 0);
}

static void
note_url (Reader *reader, const char *text)
{
  if (reader->redirect.url == NULL && strlen (text) <= MAX_URL &&
      g_str_has_prefix (text, "https://"))
    reader->redirect.url = g_strdup (text);
}

/* Below a public suffix autodiscover.DOMAIN is a stranger. */
static void
note_address (Reader *reader, const char *text)
{
  g_autoptr (LoftMailDomain) domain =
    strlen (text) <= MAX_TEXT ? loft_mail_domain_new (text, NULL) : NULL;

  if (reader->redirect.address == NULL && domain != NULL && domain->registrable[0] != '\0')
    reader->redirect.address = g_strdup (domain->address);
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  char *text = g_strstrip (reader->text->str);

  if (reader->protocol_depth > 0 && reader->depth == reader->protocol_depth + 1)
    {
      if (!g_hash_table_contains (reader->values, element))
        g_hash_table_insert (reader->values, g_strdup (element), g_strdup (text));
    }
  else if (reader->protocol_depth > 0 && reader->depth == reader->protocol_depth)
    close_protocol (reader);
  else if (strcmp (element, "RedirectUrl") == 0)
    note_url (reader, text);
  else if (strcmp (element, "RedirectAddr") == 0)
    note_address (reader, text);
  reader->depth--;
  g_string_truncate (reader->text, 0);
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
         GError **error)
{
  Reader *reader = user_data;

  if (reader->text->len + length <= MAX_URL)
    g_string_append_len (reader->text, text, length);
}

/* As in loft-autoconfig-file.c: no document types. */
static void
on_passthrough (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
                GError **error)
{
  if (length >= 2 && text[0] == '<' && text[1] == '!' &&
      !(length >= 4 && strncmp (text, "<!--", 4) == 0))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It has a document type");
}

/* ---- the file ----------------------------------------------------------------------------- */

static gboolean
parse (Reader *reader, const char *bytes, gsize length, GError **error)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, on_passthrough, NULL };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reader, NULL);

  if (length > LOFT_AUTODISCOVER_FILE_LIMIT)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "It is too large");
      return FALSE;
    }
  if (!g_utf8_validate_len (bytes, length, NULL))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is not UTF-8");
      return FALSE;
    }
  return g_markup_parse_context_parse (context, bytes, length, error) &&
         g_markup_parse_context_end_parse (context, error);
}

/* Servers go before a place that may know others, that before another name; NULL for none. */
static LoftFoundAccount *
take (Reader *reader, LoftAutodiscoverRedirect *redirect, GError **error)
{
  if (loft_found_account_get_server (reader->found, "imap") != NULL ||
      loft_found_account_get_server (reader->found, "pop3") != NULL)
    return g_steal_pointer (&reader->found);
  if (reader->redirect.url != NULL)
    redirect->url = g_steal_pointer (&reader->redirect.url);
  else if (reader->redirect.address != NULL)
    redirect->address = g_steal_pointer (&reader->redirect.address);
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It names no server");
  return NULL;
}

LoftFoundAccount *
loft_autodiscover_file_read (const char *bytes, gsize length, const char *origin,
                             LoftAutodiscoverRedirect *redirect, GError **error)
{
  Reader reader = { 0 };
  g_autoptr (GError) local_error = NULL;
  LoftFoundAccount *found = NULL;

  *redirect = (LoftAutodiscoverRedirect){ 0 };
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }
  reader.found = loft_found_account_new (LOFT_FOUND_BY_AUTODISCOVER, origin);
  reader.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.text = g_string_new (NULL);
  if (parse (&reader, bytes, length, &local_error))
    found = take (&reader, redirect, &local_error);
  if (local_error != NULL)
    g_set_error (error, LOFT_ERROR,
                 local_error->domain == LOFT_ERROR ? local_error->code : LOFT_ERROR_PROTOCOL,
                 "%s is no Autodiscover answer: %s", origin, local_error->message);
  loft_found_account_unref (reader.found);
  loft_autodiscover_redirect_clear (&reader.redirect);
  g_hash_table_unref (reader.values);
  g_string_free (reader.text, TRUE);
  return found;
}

char *
loft_autodiscover_file_ask (const LoftMailDomain *domain)
{
  return g_markup_printf_escaped (
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"
    "requestschema/2006\"><Request><EMailAddress>%s</EMailAddress><AcceptableResponseSchema>"
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
    "</AcceptableResponseSchema></Request></Autodiscover>\n",
    domain->address);
}
