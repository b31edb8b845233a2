/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-session-private.h"

#include "loft-text.h"

/* From nothing to a session that is signed in. What the server said in clear before TLS counts for
 * nothing after it. */

/* --- Greeting ----------------------------------------------------------------------------- */

static gboolean
refuse_greeting (LoftPop3Session *self, const LoftPop3Response *greeting, GError **error)
{
  g_autofree char *text = loft_text_quote ("The server refuses to serve", greeting->text);

  return loft_pop3_session_break (self, error,
                                  greeting->code == LOFT_POP3_CODE_SYS_PERM ? LOFT_ERROR_REFUSED
                                                                            : LOFT_ERROR_TEMPORARY,
                                  text);
}

static gboolean
read_greeting (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) greeting = { 0 };
  g_autoptr (GError) failure = NULL;

  if (!loft_pop3_session_read_any (self, &greeting, cancellable, &failure))
    {
      if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
        g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                             "This does not look like a POP3 server");
      else
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (greeting.status == LOFT_POP3_STATUS_ERR)
    return refuse_greeting (self, &greeting, error);
  if (greeting.status != LOFT_POP3_STATUS_OK)
    return loft_pop3_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                    "This does not look like a POP3 server");
  self->timestamp = loft_pop3_greeting_get_timestamp (greeting.text);
  return TRUE;
}

/* --- Capabilities ------------------------------------------------------------------------- */

typedef struct {
  GHashTable *capabilities;
  guint n_lines;
} Capabilities;

/* Lines that are no capability hurt nobody, but like repeated ones they count. */
static gboolean
take_capability (const char *line, gsize length, gpointer user_data, GError **error)
{
  Capabilities *taken = user_data;
  char *tag = NULL;
  char *arguments = NULL;

  if (++taken->n_lines > LOFT_POP3_MAX_CAPABILITIES)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "The server has more capabilities than there can be");
      return FALSE;
    }
  if (loft_pop3_capability_parse (line, length, &tag, &arguments))
    g_hash_table_replace (taken->capabilities, tag, arguments);
  return TRUE;
}

gboolean
loft_pop3_session_ask_capabilities (LoftPop3Session *self, GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr (GHashTable) capabilities = NULL;
  g_auto (LoftPop3Response) response = { 0 };
  Capabilities taken = { NULL };

  if (!loft_pop3_session_send (self, "CAPA", cancellable, error) ||
      !loft_pop3_session_read_status (self, &response, cancellable, error))
    return FALSE;
  if (response.status == LOFT_POP3_STATUS_ERR)
    return TRUE;
  capabilities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  taken.capabilities = capabilities;
  if (!loft_pop3_session_read_lines (self, take_capability, &taken, cancellable, error))
    return FALSE;
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  self->capabilities = g_steal_pointer (&capabilities);
  return TRUE;
}

/* --- STLS --------------------------------------------------------------------------------- */

/* Also the greeting's time stamp: who chose it could be anybody. */
static void
forget_clear_text (LoftPop3Session *self)
{
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  g_clear_pointer (&self->timestamp, g_free);
}

/* A server without CAPA may have STLS all the same. */
static gboolean
start_tls (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) response = { LOFT_POP3_STATUS_ERR };

  if (!loft_pop3_session_ask_capabilities (self, cancellable, error))
    return FALSE;
  if (loft_pop3_session_offers (self, "STLS", TRUE) &&
      (!loft_pop3_session_send (self, "STLS", cancellable, error) ||
       !loft_pop3_session_read_status (self, &response, cancellable, error)))
    return FALSE;
  if (response.status != LOFT_POP3_STATUS_OK)
    return loft_pop3_session_break (self, error, LOFT_ERROR_REFUSED,
                                    "The server offers no encryption (STLS); no password was sent");
  forget_clear_text (self);
  return loft_stream_start_tls (self->stream, &self->sign_in.problem, cancellable, error);
}

/* --- Connect ------------------------------------------------------------------------------ */

/* Nice to have: without it messages with addresses in UTF-8 come altered, or are refused. Only
 * before sign-in, and never before STLS (RFC 6856, 2). */
static gboolean
enable_utf8 (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  return !loft_pop3_session_offers (self, "UTF8", FALSE) ||
         (loft_pop3_session_send (self, "UTF8", cancellable, error) &&
          loft_pop3_session_read_status (self, &response, cancellable, error));
}

static gboolean
open_stream (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  self->refusal = LOFT_POP3_CODE_NONE;
  self->stream = loft_sign_in_open_stream (&self->sign_in, "pop3", cancellable, error);
  return self->stream != NULL;
}

/* What the server can do after sign-in may differ from before (RFC 2449, 5). */
static gboolean
open_session (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  if (!read_greeting (self, cancellable, error))
    return FALSE;
  if (self->sign_in.endpoint->security == LOFT_ENDPOINT_STARTTLS &&
      !start_tls (self, cancellable, error))
    return FALSE;
  if (!loft_pop3_session_ask_capabilities (self, cancellable, error) ||
      !enable_utf8 (self, cancellable, error) ||
      !loft_pop3_session_authenticate (self, cancellable, error))
    return FALSE;
  return self->capabilities == NULL ||
         loft_pop3_session_ask_capabilities (self, cancellable, error);
}

gboolean
loft_pop3_session_connect (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  if (loft_pop3_session_is_connected (self))
    return TRUE;
  loft_pop3_session_close (self);
  if (loft_sign_in_load_certificate (&self->sign_in, cancellable, error) &&
      open_stream (self, cancellable, error) && open_session (self, cancellable, error))
    return TRUE;
  loft_pop3_session_close (self);
  return FALSE;
}
