/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-autodiscover.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define MAX_DEPTH    16
#define MAX_TEXT     2048
#define MAX_WORDS    200 /* of a server's own */
#define MAX_BRACKETS 32 /* of JSON, which is flat; json-glib recurses */

typedef struct {
  guint depth;
  char *type; /* (owned) (nullable) of the Server element that is open */
  char *server_url; /* (owned) (nullable) of it */
  char *url; /* (owned) (nullable) */
  char *redirect; /* (owned) (nullable) */
  char *words; /* (owned) (nullable) why there is nothing */
  gboolean is_error;
  GString *text; /* of the innermost element */
} Reader;

void
loft_eas_autodiscover_clear (LoftEasAutodiscover *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->redirect_address, g_free);
}

/* ---- asking ------------------------------------------------------------------------------- */

static GStrv
list_places (const LoftMailDomain *domain, guint16 port, const char *const *hosts, const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *colon = port == 443 ? g_strdup ("") : g_strdup_printf (":%u", port);

  for (guint i = 0; domain->registrable[0] != '\0' && hosts[i] != NULL; i++)
    {
      g_autofree char *url = g_strconcat ("https://", hosts[i], domain->name, colon, path, NULL);

      g_strv_builder_add (builder, url);
    }
  return g_strv_builder_end (builder);
}

char *
loft_eas_autodiscover_dup_json_place (const LoftMailDomain *domain, const char *host, guint16 port)
{
  g_autofree char *address = g_uri_escape_string (domain->address, NULL, FALSE);
  g_autofree char *colon = port == 443 ? g_strdup ("") : g_strdup_printf (":%u", port);

  return g_strdup_printf ("https://%s%s/autodiscover/autodiscover.json?Email=%s"
                          "&Protocol=ActiveSync&RedirectCount=1",
                          host, colon, address);
}

GStrv
loft_eas_autodiscover_list_json_places (const LoftMailDomain *domain, guint16 port)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *host = g_strconcat ("autodiscover.", domain->name, NULL);
  g_autofree char *place = loft_eas_autodiscover_dup_json_place (domain, host, port);

  if (domain->registrable[0] != '\0')
    g_strv_builder_add (builder, place);
  return g_strv_builder_end (builder);
}

GStrv
loft_eas_autodiscover_list_xml_places (const LoftMailDomain *domain, guint16 port)
{
  static const char *const hosts[] = { "autodiscover.", "", NULL };

  return list_places (domain, port, hosts, "/autodiscover/autodiscover.xml");
}

char *
loft_eas_autodiscover_ask (const LoftMailDomain *domain)
{
  return g_markup_printf_escaped (
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/mobilesync/"
    "requestschema/2006\"><Request><EMailAddress>%s</EMailAddress><AcceptableResponseSchema>"
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"
    "</AcceptableResponseSchema></Request></Autodiscover>\n",
    domain->address);
}

/* ---- what is taken ------------------------------------------------------------------------ */

/* A password may go there one day: https, a name, nobody's user information. */
static gboolean
is_url (const char *text)
{
  g_autoptr (GUri) uri =
    strlen (text) <= MAX_TEXT ? g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL) : NULL;
  g_autofree char *host = NULL;

  if (uri == NULL || strcmp (g_uri_get_scheme (uri), "https") != 0 ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL)
    return FALSE;
  host = loft_mail_domain_clean_host (g_uri_get_host (uri));
  return host != NULL;
}

static gboolean
take (LoftEasAutodiscover *found, const char *url, const char *redirect, GError **error)
{
  g_autoptr (LoftMailDomain) domain =
    redirect != NULL ? loft_mail_domain_new (redirect, NULL) : NULL;

  if (url != NULL && is_url (url))
    found->url = g_strconcat ("https", strchr (url, ':'), NULL);
  else if (domain != NULL && domain->registrable[0] != '\0')
    found->redirect_address = g_strdup (domain->address);
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "The Autodiscover answer names no server that can be used");
  return found->url != NULL || found->redirect_address != NULL;
}

static gboolean
refuse (const char *words, GError **error)
{
  g_autofree char *line = loft_text_one_line (words != NULL ? words : "", MAX_WORDS);
  g_autofree char *message = loft_text_quote ("Autodiscover knows nothing of this address", line);

  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, message);
  return FALSE;
}

static gboolean
check_size (gsize length, GError **error)
{
  if (length <= LOFT_EAS_AUTODISCOVER_LIMIT)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The Autodiscover answer is too large");
  return FALSE;
}

/* ---- XML ---------------------------------------------------------------------------------- */

/* Exchange writes the names with a prefix, others do not. */
static const char *
get_local_name (const char *element)
{
  const char *colon = strrchr (element, ':');

  return colon != NULL ? colon + 1 : element;
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  const char *name = get_local_name (element);

  if (++reader->depth > MAX_DEPTH)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                 "The Autodiscover answer has more than %d levels", MAX_DEPTH);
  else if (reader->depth == 1 && strcmp (name, "Autodiscover") != 0)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is no Autodiscover answer");
  if (strcmp (name, "Server") == 0)
    {
      g_clear_pointer (&reader->type, g_free);
      g_clear_pointer (&reader->server_url, g_free);
    }
  reader->is_error = reader->is_error || strcmp (name, "Error") == 0;
  g_string_truncate (reader->text, 0);
}

static void
keep_first (char **place, const char *text)
{
  if (*place == NULL && text[0] != '\0')
    *place = g_strdup (text);
}

static void
close_server (Reader *reader)
{
  if (g_strcmp0 (reader->type, "MobileSync") == 0 && reader->server_url != NULL)
    keep_first (&reader->url, reader->server_url);
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  const char *name = get_local_name (element);
  char *text = g_strstrip (reader->text->str);

  if (strcmp (name, "Type") == 0)
    keep_first (&reader->type, text);
  else if (strcmp (name, "Url") == 0)
    keep_first (&reader->server_url, text);
  else if (strcmp (name, "Redirect") == 0)
    keep_first (&reader->redirect, text);
  else if (strcmp (name, "Message") == 0)
    keep_first (&reader->words, text);
  else if (strcmp (name, "Server") == 0)
    close_server (reader);
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

/* As in loft-autoconfig-file.c: no document types. */
static void
on_passthrough (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
                GError **error)
{
  if (length >= 2 && text[0] == '<' && text[1] == '!' &&
      !(length >= 4 && strncmp (text, "<!--", 4) == 0))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "The Autodiscover answer has a document type");
}

static gboolean
parse (Reader *reader, const char *bytes, gsize length, GError **error)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, on_passthrough, NULL };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reader, NULL);
  g_autoptr (GError) reason = NULL;

  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }
  if (g_utf8_validate_len (bytes, length, NULL) &&
      g_markup_parse_context_parse (context, bytes, length, &reason) &&
      g_markup_parse_context_end_parse (context, &reason))
    return TRUE;
  if (reason != NULL && reason->domain == LOFT_ERROR)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is no Autodiscover answer");
  return FALSE;
}

static void
reader_clear (Reader *self)
{
  g_free (self->type);
  g_free (self->server_url);
  g_free (self->url);
  g_free (self->redirect);
  g_free (self->words);
  g_string_free (self->text, TRUE);
}

gboolean
loft_eas_autodiscover_read (const char *bytes, gsize length, LoftEasAutodiscover *found,
                            GError **error)
{
  Reader reader = { .text = g_string_new (NULL) };
  gboolean well;

  *found = (LoftEasAutodiscover){ NULL, NULL };
  well = check_size (length, error) && parse (&reader, bytes, length, error);
  if (well)
    well = reader.is_error && reader.url == NULL && reader.redirect == NULL
             ? refuse (reader.words, error)
             : take (found, reader.url, reader.redirect, error);
  reader_clear (&reader);
  return well;
}

/* ---- JSON --------------------------------------------------------------------------------- */

static gboolean
passes_gate (const char *bytes, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += bytes[i] == '{' || bytes[i] == '[';
  return n <= MAX_BRACKETS && g_utf8_validate_len (bytes, length, NULL);
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
read_object (JsonObject *object, LoftEasAutodiscover *found, GError **error)
{
  const char *protocol = get_string (object, "Protocol");

  if (json_object_has_member (object, "ErrorCode"))
    return refuse (get_string (object, "ErrorMessage"), error);
  if (protocol != NULL && g_ascii_strcasecmp (protocol, "ActiveSync") != 0)
    return take (found, NULL, NULL, error);
  return take (found, get_string (object, "Url"), NULL, error);
}

gboolean
loft_eas_autodiscover_read_json (const char *bytes, gsize length, LoftEasAutodiscover *found,
                                 GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;

  *found = (LoftEasAutodiscover){ NULL, NULL };
  if (!check_size (length, error))
    return FALSE;
  if (passes_gate (bytes, length) && length > 0 &&
      json_parser_load_from_data (parser, bytes, (gssize) length, NULL))
    root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return read_object (json_node_get_object (root), found, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "It is no Autodiscover answer");
  return FALSE;
}
