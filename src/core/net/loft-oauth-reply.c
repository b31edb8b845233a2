/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-oauth-reply.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-text.h"

#define MAX_DEPTH       8 /* json-glib recurses */
#define MAX_TOKEN       (16 * 1024)
#define MAX_DESCRIPTION 200
#define USUAL_LIFE      3600
#define LONGEST_LIFE    (400 * 24 * 3600)

/* ---- errors ------------------------------------------------------------------------------- */

int
loft_oauth_reply_class_of (const char *error_code)
{
  static const struct {
    const char *code;
    LoftError error;
  } classes[] = {
    { "invalid_grant", LOFT_ERROR_AUTH },
    { "interaction_required", LOFT_ERROR_AUTH },
    { "login_required", LOFT_ERROR_AUTH },
    { "consent_required", LOFT_ERROR_AUTH },
    { "temporarily_unavailable", LOFT_ERROR_TEMPORARY },
    { "server_error", LOFT_ERROR_TEMPORARY },
    { "slow_down", LOFT_ERROR_TEMPORARY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i].code, error_code) == 0)
      return classes[i].error;
  return LOFT_ERROR_REFUSED;
}

static LoftOauthTokens *
fail (GError **error, int code, const char *what)
{
  g_set_error (error, LOFT_ERROR, code, "The sign-in server's answer %s", what);
  return NULL;
}

/* ---- JSON --------------------------------------------------------------------------------- */

/* UTF-8, an object, not deeper than a reader that recurses can bear. */
static gboolean
passes_gate (const char *bytes, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  if (length > LOFT_OAUTH_REPLY_LIMIT || !g_utf8_validate_len (bytes, length, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (in_string && bytes[i] == '\\')
        i++;
      else if (bytes[i] == '"')
        in_string = !in_string;
      else if (!in_string && (bytes[i] == '{' || bytes[i] == '[') && ++depth > MAX_DEPTH)
        return FALSE;
      else if (!in_string && (bytes[i] == '}' || bytes[i] == ']') && depth > 0)
        depth--;
    }
  return TRUE;
}

static const char *
member_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* Some send numbers as texts. */
static gint64
read_life (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "expires_in");
  const char *text = member_text (object, "expires_in");
  gint64 seconds = USUAL_LIFE;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, 0, LONGEST_LIFE, &seconds, NULL))
    return USUAL_LIFE;
  if (text == NULL && node != NULL && JSON_NODE_HOLDS_VALUE (node))
    seconds = json_node_get_int (node);
  return CLAMP (seconds, 0, LONGEST_LIFE);
}

/* Printable ASCII (RFC 6749, appendix A): a line end would break out of a SASL answer. */
static gboolean
is_token (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return FALSE;
  return length > 0 && length <= MAX_TOKEN;
}

/* ---- answers ------------------------------------------------------------------------------ */

static LoftOauthTokens *
read_tokens (JsonObject *object, const char *old_refresh_token, GError **error)
{
  const char *type = member_text (object, "token_type");
  const char *access_token = member_text (object, "access_token");
  const char *refresh_token = member_text (object, "refresh_token");

  if (type == NULL || g_ascii_strcasecmp (type, "bearer") != 0)
    return fail (error, LOFT_ERROR_PROTOCOL, "brings no bearer token");
  if (!is_token (access_token))
    return fail (error, LOFT_ERROR_PROTOCOL, "brings no access token");
  if (refresh_token != NULL && refresh_token[0] != '\0' && !is_token (refresh_token))
    return fail (error, LOFT_ERROR_PROTOCOL, "brings a refresh token that is none");
  if (refresh_token == NULL || refresh_token[0] == '\0')
    refresh_token = old_refresh_token;
  return loft_oauth_tokens_new (access_token, refresh_token,
                                loft_clock_now () + read_life (object));
}

static LoftOauthTokens *
read_refusal (JsonObject *object, guint status, GError **error)
{
  const char *code = member_text (object, "error");
  const char *description = member_text (object, "error_description");
  g_autofree char *line = NULL;

  if (code == NULL)
    return fail (error, status >= 500 || status == 429 ? LOFT_ERROR_TEMPORARY : LOFT_ERROR_PROTOCOL,
                 "is an error without a name");
  line = loft_text_one_line (description != NULL ? description : code, MAX_DESCRIPTION);
  g_set_error (error, LOFT_ERROR, loft_oauth_reply_class_of (code),
               "The sign-in server refused: %s", line);
  return NULL;
}

LoftOauthTokens *
loft_oauth_reply_read (guint status, const char *bytes, gsize length, const char *refresh_token,
                       GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;

  if (passes_gate (bytes, length) && json_parser_load_from_data (parser, bytes, length, NULL))
    root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return fail (error, status >= 500 || status == 429 ? LOFT_ERROR_TEMPORARY : LOFT_ERROR_PROTOCOL,
                 "cannot be read");
  if (status != 200)
    return read_refusal (json_node_get_object (root), status, error);
  return read_tokens (json_node_get_object (root), refresh_token, error);
}
