/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-session-private.h"

#include <string.h>

#define QUIT_SECONDS   (10 * 60)
#define POLITE_SECONDS 2

G_DEFINE_FINAL_TYPE (LoftPop3Session, loft_pop3_session, G_TYPE_OBJECT)

static void
loft_pop3_session_finalize (GObject *object)
{
  LoftPop3Session *self = LOFT_POP3_SESSION (object);

  loft_pop3_session_close (self);
  loft_sign_in_clear (&self->sign_in);
  G_OBJECT_CLASS (loft_pop3_session_parent_class)->finalize (object);
}

static void
loft_pop3_session_class_init (LoftPop3SessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_pop3_session_finalize;
}

static void
loft_pop3_session_init (LoftPop3Session *self)
{
}

LoftPop3Session *
loft_pop3_session_new (const LoftEndpoint *endpoint, const char *mechanism,
                       LoftCredentialsFunc func, gpointer user_data)
{
  LoftPop3Session *self = g_object_new (LOFT_TYPE_POP3_SESSION, NULL);

  loft_sign_in_init (&self->sign_in, endpoint, mechanism, func, user_data);
  return self;
}

void
loft_pop3_session_set_terms (LoftPop3Session *self, const LoftSignInTerms *terms)
{
  loft_sign_in_set_terms (&self->sign_in, terms);
}

void
loft_pop3_session_set_certificate_file (LoftPop3Session *self, const char *path)
{
  loft_sign_in_set_certificate_file (&self->sign_in, path);
}

void
loft_pop3_session_set_pipelining (LoftPop3Session *self, gboolean pipelining)
{
  self->avoids_pipelining = !pipelining;
}

gboolean
loft_pop3_session_is_connected (LoftPop3Session *self)
{
  return self->stream != NULL && self->authenticated;
}

void
loft_pop3_session_close (LoftPop3Session *self)
{
  if (self->stream != NULL)
    {
      self->bytes_before += loft_stream_get_bytes_received (self->stream);
      loft_stream_close (self->stream);
      g_clear_object (&self->stream);
    }
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  g_clear_pointer (&self->timestamp, g_free);
  g_clear_pointer (&self->listing, loft_pop3_listing_unref);
  self->authenticated = FALSE;
  self->n_in_flight = 0;
  self->n_marked = 0;
}

gboolean
loft_pop3_session_break (LoftPop3Session *self, GError **error, LoftError code, const char *message)
{
  g_set_error_literal (error, LOFT_ERROR, code, message);
  loft_pop3_session_close (self);
  return FALSE;
}

gboolean
loft_pop3_session_check_connected (LoftPop3Session *self, GError **error)
{
  if (loft_pop3_session_is_connected (self))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "There is no connection");
  return FALSE;
}

/* --- Single commands ---------------------------------------------------------------------- */

gboolean
loft_pop3_session_stat (LoftPop3Session *self, guint *n_messages, guint64 *octets,
                        GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };
  guint32 n = 0;

  if (!loft_pop3_session_run (self, "STAT", &response, cancellable, error))
    return FALSE;
  if (!loft_pop3_numbers_parse (response.text, strlen (response.text), &n, octets))
    return loft_pop3_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                    "The server does not tell how many messages there are");
  *n_messages = n;
  return TRUE;
}

gboolean
loft_pop3_session_reset (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  if (!loft_pop3_session_run (self, "RSET", &response, cancellable, error))
    return FALSE;
  self->n_marked = 0;
  return TRUE;
}

gboolean
loft_pop3_session_noop (LoftPop3Session *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  return loft_pop3_session_run (self, "NOOP", &response, cancellable, error);
}

/* --- QUIT --------------------------------------------------------------------------------- */

static gboolean
commit (LoftPop3Session *self, LoftPop3Deletions *deletions, GCancellable *cancellable,
        GError **error)
{
  g_auto (LoftPop3Response) response = { 0 };

  if (!loft_pop3_session_send (self, "QUIT", cancellable, error))
    return FALSE;
  *deletions = LOFT_POP3_DELETIONS_UNKNOWN;
  if (!loft_pop3_session_read_status (self, &response, cancellable, error))
    return FALSE;
  *deletions = response.status == LOFT_POP3_STATUS_OK ? LOFT_POP3_DELETIONS_COMMITTED
                                                      : LOFT_POP3_DELETIONS_PARTLY;
  return response.status == LOFT_POP3_STATUS_OK || loft_pop3_session_refuse (&response, error);
}

/* Nothing hangs on the reply, but a server may hold the mailbox for a while when none waits for it. */
static void
take_leave (LoftPop3Session *self)
{
  if (loft_pop3_session_send (self, "QUIT", NULL, NULL) &&
      loft_stream_flush (self->stream, NULL, NULL))
    loft_stream_wait (self->stream, POLITE_SECONDS * G_USEC_PER_SEC, NULL, NULL);
}

gboolean
loft_pop3_session_quit (LoftPop3Session *self, LoftPop3Deletions *deletions,
                        GCancellable *cancellable, GError **error)
{
  gboolean ok = TRUE;

  *deletions = LOFT_POP3_DELETIONS_NONE;
  if (!loft_pop3_session_check_connected (self, error))
    return FALSE;
  if (self->n_marked == 0)
    take_leave (self);
  else
    {
      loft_stream_set_idle_timeout (self->stream, QUIT_SECONDS);
      ok = commit (self, deletions, cancellable, error);
    }
  loft_pop3_session_close (self);
  return ok;
}

/* --- What is known ------------------------------------------------------------------------ */

const LoftCertificateProblem *
loft_pop3_session_get_certificate_problem (LoftPop3Session *self)
{
  return self->sign_in.problem;
}

const char *
loft_pop3_session_get_certificate_faults (LoftPop3Session *self)
{
  return self->stream != NULL ? loft_stream_get_certificate_faults (self->stream) : NULL;
}

const char *
loft_pop3_session_get_mechanism (LoftPop3Session *self)
{
  return self->sign_in.used_mechanism;
}

LoftPop3Code
loft_pop3_session_get_refusal (LoftPop3Session *self)
{
  return self->refusal;
}

const char *
loft_pop3_session_get_capability (LoftPop3Session *self, const char *tag)
{
  return self->capabilities != NULL ? g_hash_table_lookup (self->capabilities, tag) : NULL;
}

gboolean
loft_pop3_session_offers (LoftPop3Session *self, const char *tag, gboolean guess)
{
  return self->capabilities != NULL ? g_hash_table_contains (self->capabilities, tag) : guess;
}

gboolean
loft_pop3_session_pipelines (LoftPop3Session *self)
{
  return !self->avoids_pipelining && loft_pop3_session_offers (self, "PIPELINING", FALSE);
}

guint64
loft_pop3_session_get_bytes_received (LoftPop3Session *self)
{
  guint64 bytes = self->bytes_before;

  if (self->stream != NULL)
    bytes += loft_stream_get_bytes_received (self->stream);
  return bytes;
}
