/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include "loft-clock.h"

/* RFC 2177: servers may log out who idles for 30 minutes. */
#define IDLE_MICROSECONDS (25 * 60 * (gint64) G_USEC_PER_SEC)
#define POLL_MICROSECONDS (60 * (gint64) G_USEC_PER_SEC)
#define MAX_BURST         10000 /* responses read before the caller hears of the change */

typedef struct {
  LoftImapSession *session;
  const LoftImapExchange *exchange; /* (nullable) the IDLE; its end is the server's fault */
  gint64 deadline;
  gboolean woken;
} Watching;

static gboolean
is_over (Watching *watching)
{
  if (g_atomic_int_compare_and_exchange (&watching->session->woken, 1, 0))
    watching->woken = TRUE;
  return watching->woken || watching->session->changed || watching->session->changed_elsewhere ||
         (watching->exchange != NULL && watching->exchange->done) ||
         loft_clock_monotonic () >= watching->deadline;
}

/* Reads what comes until something changed, a wake, or the time. FALSE: the connection broke. */
static gboolean
read_until (Watching *watching, gint64 until, GCancellable *cancellable, GError **error)
{
  LoftImapSession *self = watching->session;
  g_autoptr (GError) failure = NULL;

  while (!is_over (watching))
    {
      gint64 left = MIN (until, watching->deadline) - loft_clock_monotonic ();

      if (left <= 0)
        return TRUE;
      if (loft_stream_wait (self->stream, left, cancellable, &failure))
        {
          if (!loft_imap_session_read (self, cancellable, error))
            return FALSE;
        }
      else if (failure != NULL)
        {
          loft_imap_session_close (self);
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  return TRUE;
}

/* Changes come in bursts; what is there already is taken along. */
static gboolean
read_burst (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < MAX_BURST && loft_stream_wait (self->stream, 0, cancellable, NULL); i++)
    if (!loft_imap_session_read (self, cancellable, error))
      return FALSE;
  return TRUE;
}

/* A server may offer IDLE and not have it (Courier without a file alteration monitor): then it is
 * asked now and then. */
static gboolean
is_refused (const LoftImapExchange *exchange)
{
  return exchange->done && exchange->reply.status != LOFT_IMAP_STATUS_OK &&
         loft_imap_code_to_error (exchange->reply.code) == LOFT_ERROR_REFUSED;
}

/* One IDLE from its "+" to the reply after DONE. */
static gboolean
idle_once (Watching *watching, GCancellable *cancellable, GError **error)
{
  LoftImapSession *self = watching->session;
  g_auto (LoftImapExchange) exchange = { NULL };
  g_autoptr (LoftImapCommand) command = loft_imap_session_new_command (self, "IDLE");

  if (!loft_imap_session_send (self, command, &exchange, cancellable, error) ||
      !loft_imap_session_await_continuation (self, &exchange, cancellable, error))
    return FALSE;
  if (is_refused (&exchange))
    {
      self->refuses_idle = TRUE;
      return TRUE;
    }
  watching->exchange = &exchange;
  if (!read_until (watching, loft_clock_monotonic () + IDLE_MICROSECONDS, cancellable, error) ||
      !read_burst (self, cancellable, error))
    return FALSE;
  watching->exchange = NULL;
  if (exchange.done && exchange.reply.status == LOFT_IMAP_STATUS_OK)
    return loft_imap_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                    "The server ended IDLE by itself");
  return (exchange.done ||
          loft_imap_session_write_line (self, "DONE", FALSE, cancellable, error)) &&
         loft_imap_session_finish (self, &exchange, cancellable, error);
}

static gboolean
poll_once (Watching *watching, GCancellable *cancellable, GError **error)
{
  if (!loft_imap_session_noop (watching->session, cancellable, error))
    return FALSE;
  return read_until (watching, loft_clock_monotonic () + POLL_MICROSECONDS, cancellable, error);
}

gboolean
loft_imap_session_idle (LoftImapSession *self, guint seconds, gboolean *changed,
                        GCancellable *cancellable, GError **error)
{
  Watching watching = { self, NULL, 0, FALSE };

  *changed = FALSE;
  if (!loft_imap_session_check_selected (self, error))
    return FALSE;
  watching.deadline = loft_clock_monotonic () + (gint64) seconds * G_USEC_PER_SEC;
  /* What a server says beside its answer to another command, it does not say again. */
  self->changed = self->unlisted;
  self->told_elsewhere = FALSE;
  while (!is_over (&watching))
    if (!(loft_imap_session_has_capability (self, "IDLE") && !self->refuses_idle
            ? idle_once (&watching, cancellable, error)
            : poll_once (&watching, cancellable, error)))
      return FALSE;
  self->told_elsewhere = self->changed_elsewhere;
  self->changed_elsewhere = FALSE;
  *changed = self->changed || self->told_elsewhere;
  self->unlisted = FALSE;
  return TRUE;
}
