/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include "config.h"

#include <string.h>

/* From nothing to an authenticated session. What the server said in clear before TLS counts for
 * nothing after it. */

/* --- Greeting ----------------------------------------------------------------------------- */

typedef struct {
  gboolean seen;
  LoftImapStatus status;
  char *text;
} Greeting;

static gboolean
take_greeting (LoftImapResponse *response, gpointer user_data)
{
  Greeting *greeting = user_data;

  greeting->seen = response->kind == LOFT_IMAP_RESPONSE_STATUS;
  greeting->status = response->status;
  greeting->text = g_strdup (response->text);
  return FALSE;
}


/* The very first response must be OK, PREAUTH or BYE (RFC 9051, 7.1); BYE became an error while
 * it was read. */
static gboolean
read_greeting (LoftImapSession *self, gboolean *authenticated, GCancellable *cancellable,
               GError **error)
{
  Greeting greeting = { FALSE };
  gboolean ok;

  self->handler = take_greeting;
  self->handler_data = &greeting;
  ok = loft_imap_session_read (self, cancellable, error);
  self->handler = NULL;
  self->greeted = TRUE;
  g_free (self->greeting);
  self->greeting = greeting.text;
  if (!ok)
    return FALSE;
  if (!greeting.seen ||
      (greeting.status != LOFT_IMAP_STATUS_OK && greeting.status != LOFT_IMAP_STATUS_PREAUTH))
    return loft_imap_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                    "This does not look like an IMAP server");
  *authenticated = greeting.status == LOFT_IMAP_STATUS_PREAUTH;
  return TRUE;
}

/* --- Capabilities ------------------------------------------------------------------------- */

gboolean
loft_imap_session_ask_capabilities (LoftImapSession *self, GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (self->capabilities != NULL)
    return TRUE;
  command = loft_imap_session_new_command (self, "CAPABILITY");
  if (!loft_imap_session_run (self, command, NULL, NULL, cancellable, error))
    return FALSE;
  if (self->capabilities == NULL)
    return loft_imap_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                    "The server does not tell what it can do");
  return TRUE;
}

/* --- STARTTLS ----------------------------------------------------------------------------- */

static gboolean
refuse_clear_text (LoftImapSession *self, GError **error)
{
  return loft_imap_session_break (self, error, LOFT_ERROR_REFUSED,
                                  "The server offers no encryption (STARTTLS); "
                                  "no password was sent");
}

static gboolean
start_tls (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!loft_imap_session_ask_capabilities (self, cancellable, error))
    return FALSE;
  if (!loft_imap_session_has_capability (self, "STARTTLS"))
    return refuse_clear_text (self, error);
  command = loft_imap_session_new_command (self, "STARTTLS");
  if (!loft_imap_session_run (self, command, NULL, NULL, cancellable, &refusal))
    {
      if (self->stream != NULL)
        return refuse_clear_text (self, error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  loft_imap_session_forget_capabilities (self);
  return loft_stream_start_tls (self->stream, &self->sign_in.problem, cancellable, error);
}

/* --- After authentication ----------------------------------------------------------------- */

static gboolean
send_id (LoftImapSession *self, LoftImapPipeline *pipeline, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_has_capability (self, "ID") &&
      !(self->quirks & LOFT_IMAP_QUIRK_WANTS_ID))
    return TRUE;
  command = loft_imap_session_new_command (self, "ID");
  loft_imap_command_add (command, "(\"name\" \"Loft\" \"version\" \"" LOFT_VERSION "\")");
  return loft_imap_pipeline_send (pipeline, command, cancellable, error);
}

/* UTF8=ACCEPT (RFC 6855): messages with addresses and subjects in UTF-8 come as they are, not in a
 * mutilated form, or not at all. QRESYNC brings CONDSTORE with it (RFC 7162, 3.2.3); both are named
 * for servers that read the RFC 5162 of old. What is really on, ENABLED tells. */
static gboolean
send_enable (LoftImapSession *self, LoftImapPipeline *pipeline, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;
  gboolean qresync = loft_imap_session_has_capability (self, "QRESYNC") &&
                     !(self->quirks & LOFT_IMAP_QUIRK_NO_QRESYNC);
  gboolean condstore = qresync || loft_imap_session_has_capability (self, "CONDSTORE");
  gboolean utf8 = loft_imap_session_has_capability (self, "UTF8=ACCEPT") ||
                  loft_imap_session_has_capability (self, "UTF8=ONLY");

  if (!loft_imap_session_has_capability (self, "ENABLE") || (!condstore && !utf8))
    return TRUE;
  command = loft_imap_session_new_command (self, "ENABLE");
  if (qresync)
    loft_imap_command_add (command, "QRESYNC");
  if (condstore)
    loft_imap_command_add (command, "CONDSTORE");
  if (utf8)
    loft_imap_command_add (command, "UTF8=ACCEPT");
  return loft_imap_pipeline_send (pipeline, command, cancellable, error);
}

static gboolean
send_namespace (LoftImapSession *self, LoftImapPipeline *pipeline, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_has_capability (self, "NAMESPACE"))
    return TRUE;
  command = loft_imap_session_new_command (self, "NAMESPACE");
  return loft_imap_pipeline_send (pipeline, command, cancellable, error);
}

/* Nearby, it costs more time than it saves. Measured with Dovecot 2.3: 73 MB of mail become 24 MB
 * (headers a sixth) for 1.7 s of the server's processor and 0.15 s of ours, so it pays below about
 * 200 Mbit/s; on loopback it makes a full sync three times as long. */
static gboolean
wants_compression (LoftImapSession *self)
{
  LoftEndpointCompression wish = self->sign_in.endpoint->compression;

  return loft_imap_session_has_capability (self, "COMPRESS=DEFLATE") &&
         !self->distrusts_compression && wish != LOFT_ENDPOINT_COMPRESSION_NEVER &&
         (wish == LOFT_ENDPOINT_COMPRESSION_ALWAYS || !loft_stream_is_nearby (self->stream));
}

/* Nothing may follow it before its reply (RFC 4978, 3), so it goes last. */
static gboolean
send_compress (LoftImapSession *self, LoftImapExchange *exchange, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!wants_compression (self))
    return TRUE;
  command = loft_imap_session_new_command (self, "COMPRESS DEFLATE");
  return loft_imap_session_send (self, command, exchange, cancellable, error);
}

static gboolean
start_compression (LoftImapSession *self, LoftImapExchange *exchange, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (exchange->session == NULL)
    return TRUE;
  if (loft_imap_session_finish (self, exchange, cancellable, &refusal))
    return loft_stream_start_deflate (self->stream, error);
  if (self->stream != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* Whoever offers QRESYNC and does not confirm it does not have it. */
void
loft_imap_session_give_up_qresync (LoftImapSession *self)
{
  self->qresync = FALSE;
  if (self->capabilities != NULL)
    g_hash_table_remove (self->capabilities, "QRESYNC");
}

/* There names are UTF-8 without asking (RFC 9051, 5.1). */
static gboolean
is_rev2_only (LoftImapSession *self)
{
  return loft_imap_session_has_capability (self, "IMAP4REV2") &&
         !loft_imap_session_has_capability (self, "IMAP4REV1");
}

/* All that is asked here is nice to have: NO is no error. */
static gboolean
set_up (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapPipeline) pipeline = { NULL };
  g_auto (LoftImapExchange) compress = { NULL };
  g_autoptr (GError) refusal = NULL;

  if (!loft_imap_session_ask_capabilities (self, cancellable, error))
    return FALSE;
  loft_imap_session_find_quirks (self, NULL);
  if (is_rev2_only (self))
    loft_imap_session_use_utf8 (self);
  loft_imap_pipeline_init (&pipeline, self, LOFT_IMAP_MAX_WINDOW);
  if (!send_id (self, &pipeline, cancellable, error) ||
      !send_enable (self, &pipeline, cancellable, error) ||
      !send_namespace (self, &pipeline, cancellable, error) ||
      !send_compress (self, &compress, cancellable, error))
    return FALSE;
  if (!loft_imap_pipeline_finish (&pipeline, cancellable, &refusal) &&
      !loft_imap_session_is_connected (self))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (!self->qresync)
    loft_imap_session_give_up_qresync (self);
  return start_compression (self, &compress, cancellable, error);
}

/* --- Connect ------------------------------------------------------------------------------ */

static gboolean
open_stream (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&self->alert, g_free);
  self->n_untagged = 0;
  self->n_expected = 0;
  self->stream = loft_sign_in_open_stream (&self->sign_in, "imap", cancellable, error);
  if (self->stream == NULL)
    return FALSE;
  g_weak_ref_set (&self->wakeable, self->stream);
  return TRUE;
}

/* PREAUTH on a connection that was to be encrypted first is how an attacker keeps it in clear
 * (CVE-2020-12398). */
static gboolean
open_session (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  gboolean authenticated = FALSE;

  if (!read_greeting (self, &authenticated, cancellable, error))
    return FALSE;
  if (self->sign_in.endpoint->security == LOFT_ENDPOINT_STARTTLS)
    {
      if (authenticated)
        return refuse_clear_text (self, error);
      if (!start_tls (self, cancellable, error))
        return FALSE;
    }
  if (authenticated)
    self->authenticated = TRUE;
  else if (!loft_imap_session_authenticate (self, cancellable, error))
    return FALSE;
  return set_up (self, cancellable, error);
}

gboolean
loft_imap_session_connect (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  if (loft_imap_session_is_connected (self))
    return TRUE;
  loft_imap_session_close (self);
  if (loft_sign_in_load_certificate (&self->sign_in, cancellable, error) &&
      open_stream (self, cancellable, error) &&
      open_session (self, cancellable, error))
    return TRUE;
  loft_imap_session_close (self);
  return FALSE;
}
