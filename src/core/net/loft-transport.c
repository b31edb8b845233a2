/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-transport-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loft-clock.h"
#include "loft-error.h"

#define DEFAULT_IDLE_SECONDS 60
#define FOR_EVER             (-1)

struct _LoftTransport {
  GSocket *socket; /* (owned) (nullable) NULL once closed */
  GObject *owner;  /* (owned) (nullable) */
  LoftEndpoint *endpoint;
  LoftTlsPeer peer;
  SSL *ssl; /* (owned) (nullable) */
  gboolean secure;
  gboolean broken; /* TLS may not be shut down politely any more */
  guint idle_seconds;
  int wake_fd;
  GCancellable *cancellable; /* (owned) (nullable) of the last wait, whose fd is kept for the next: */
  GPollFD cancel_fd;         /* a mailbox takes tens of thousands of them */
};

/* What one non-blocking call led to. */
typedef enum {
  TRIED_DONE,
  TRIED_END,
  TRIED_WANTS_READ,
  TRIED_WANTS_WRITE,
  TRIED_LOST,   /* peer.last_errno tells why */
  TRIED_BROKEN, /* the TLS layer gave up; OpenSSL's error queue tells why */
} Tried;

LoftTransport *
loft_transport_new (GSocket *socket, GObject *owner, const LoftEndpoint *endpoint)
{
  LoftTransport *self = g_new0 (LoftTransport, 1);

  self->socket = g_object_ref (socket);
  g_set_object (&self->owner, owner);
  self->endpoint = loft_endpoint_copy (endpoint);
  self->peer.fd = g_socket_get_fd (socket);
  self->peer.endpoint = self->endpoint;
  self->idle_seconds = DEFAULT_IDLE_SECONDS;
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_unix_set_fd_nonblocking (self->peer.fd, TRUE, NULL);
  return self;
}

static void
drop_cancellable (LoftTransport *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_release_fd (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
loft_transport_close (LoftTransport *self)
{
  if (self->socket == NULL)
    return;
  if (self->ssl != NULL && self->secure && !self->broken)
    {
      ERR_clear_error ();
      SSL_shutdown (self->ssl);
    }
  g_clear_pointer (&self->ssl, SSL_free);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_clear_object (&self->owner);
  drop_cancellable (self);
  self->peer.fd = -1;
  self->secure = FALSE;
}

void
loft_transport_free (LoftTransport *self)
{
  loft_transport_close (self);
  g_clear_pointer (&self->peer.problem, loft_certificate_problem_free);
  g_clear_pointer (&self->peer.faults, g_free);
  loft_endpoint_free (self->endpoint);
  if (self->wake_fd >= 0)
    close (self->wake_fd);
  g_free (self);
}

void
loft_transport_set_idle_timeout (LoftTransport *self, guint seconds)
{
  self->idle_seconds = seconds;
}

gboolean
loft_transport_is_secure (LoftTransport *self)
{
  return self->secure;
}

void
loft_transport_wake (LoftTransport *self)
{
  guint64 one = 1;

  while (write (self->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
    ;
}

/* Whether there was a wake since the last call. */
static gboolean
take_wake (LoftTransport *self)
{
  guint64 count;

  return read (self->wake_fd, &count, sizeof count) == sizeof count;
}

static void
set_lost (LoftTransport *self, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "The connection to %s port %u was lost: %s",
               self->endpoint->host, self->endpoint->port,
               self->peer.last_errno != 0 ? g_strerror (self->peer.last_errno)
                                          : "the server closed it");
}

static void
set_broken (LoftTransport *self, const char *what, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s with %s port %u failed: %s", what,
               self->endpoint->host, self->endpoint->port, loft_tls_describe_error ());
}

static void
set_timed_out (LoftTransport *self, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "%s port %u did not answer in time",
               self->endpoint->host, self->endpoint->port);
}

static void
set_failure (LoftTransport *self, Tried tried, const char *what, GError **error)
{
  self->broken = TRUE;
  if (tried == TRIED_BROKEN)
    set_broken (self, what, error);
  else
    set_lost (self, error);
}

static Tried
tried_ssl (LoftTransport *self, int result)
{
  switch (SSL_get_error (self->ssl, result))
    {
    case SSL_ERROR_NONE:
      return TRIED_DONE;
    case SSL_ERROR_ZERO_RETURN:
      return TRIED_END;
    case SSL_ERROR_WANT_READ:
      return TRIED_WANTS_READ;
    case SSL_ERROR_WANT_WRITE:
      return TRIED_WANTS_WRITE;
    case SSL_ERROR_SYSCALL:
      /* Many servers close without the close alert. Lines and literals have their own ends, so
       * nothing is taken for complete that is not. */
      return self->peer.ended && self->peer.last_errno == 0 ? TRIED_END : TRIED_LOST;
    default:
      return TRIED_BROKEN;
    }
}

static Tried
tried_socket (LoftTransport *self, gssize n, Tried when_full)
{
  if (n > 0)
    return TRIED_DONE;
  if (n == 0)
    return TRIED_END;
  if (errno == EAGAIN || errno == EWOULDBLOCK)
    return when_full;
  self->peer.last_errno = errno;
  return TRIED_LOST;
}

static Tried
try_receive (LoftTransport *self, gpointer bytes, gsize length, gsize *n)
{
  gssize received;

  if (self->ssl != NULL)
    {
      ERR_clear_error ();
      return tried_ssl (self, SSL_read_ex (self->ssl, bytes, length, n));
    }
  do
    received = recv (self->peer.fd, bytes, length, 0);
  while (received < 0 && errno == EINTR);
  *n = MAX (received, 0);
  return tried_socket (self, received, TRIED_WANTS_READ);
}

static Tried
try_send (LoftTransport *self, gconstpointer bytes, gsize length, gsize *n)
{
  gssize sent;

  if (self->ssl != NULL)
    {
      ERR_clear_error ();
      return tried_ssl (self, SSL_write_ex (self->ssl, bytes, length, n));
    }
  do
    sent = send (self->peer.fd, bytes, length, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  *n = MAX (sent, 0);
  return tried_socket (self, sent, TRIED_WANTS_WRITE);
}

/* Milliseconds for poll (), rounded up, so that it does not spin at the end. */
static int
milliseconds_until (gint64 deadline)
{
  gint64 left;

  if (deadline == FOR_EVER)
    return -1;
  left = deadline - loft_clock_monotonic ();
  return left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
}

static LoftTransportWait
poll_until (LoftTransport *self, struct pollfd *fds, guint n_fds, gboolean wakes, gint64 deadline,
            GCancellable *cancellable, GError **error)
{
  int n;

  do
    n = poll (fds, n_fds, milliseconds_until (deadline));
  while (n < 0 && errno == EINTR);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return LOFT_TRANSPORT_FAILED;
  if (n < 0)
    {
      self->peer.last_errno = errno;
      set_lost (self, error);
      return LOFT_TRANSPORT_FAILED;
    }
  if (n == 0)
    return LOFT_TRANSPORT_TIMED_OUT;
  return fds[0].revents != 0 || !wakes ? LOFT_TRANSPORT_READY : LOFT_TRANSPORT_WOKEN;
}

/* FALSE when there is nothing to wait for. */
static gboolean
keep_cancellable (LoftTransport *self, GCancellable *cancellable)
{
  if (self->cancellable != NULL && self->cancellable == cancellable)
    return TRUE;
  drop_cancellable (self);
  if (!g_cancellable_make_pollfd (cancellable, &self->cancel_fd))
    return FALSE;
  self->cancellable = g_object_ref (cancellable);
  return TRUE;
}

static LoftTransportWait
wait_until (LoftTransport *self,
            Tried          wants,
            gboolean       wakes,
            gint64         deadline,
            GCancellable  *cancellable,
            GError       **error)
{
  struct pollfd fds[3] = {
    { .fd = self->peer.fd, .events = wants == TRIED_WANTS_WRITE ? POLLOUT : POLLIN },
  };
  guint n_fds = 1;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return LOFT_TRANSPORT_FAILED;
  if (keep_cancellable (self, cancellable))
    fds[n_fds++] = (struct pollfd) { .fd = self->cancel_fd.fd, .events = POLLIN };
  if (wakes)
    fds[n_fds++] = (struct pollfd) { .fd = self->wake_fd, .events = POLLIN };
  return poll_until (self, fds, n_fds, wakes, deadline, cancellable, error);
}

static gint64
idle_deadline (LoftTransport *self)
{
  return loft_clock_monotonic () + (gint64) self->idle_seconds * G_USEC_PER_SEC;
}

/* For a call that does not want wakes and for which time-out is an error. */
static gboolean
wait_idle (LoftTransport *self, Tried wants, gint64 deadline, GCancellable *cancellable,
           GError **error)
{
  LoftTransportWait result = wait_until (self, wants, FALSE, deadline, cancellable, error);

  if (result == LOFT_TRANSPORT_TIMED_OUT)
    set_timed_out (self, error);
  return result == LOFT_TRANSPORT_READY;
}

static gboolean
wants_more (Tried tried)
{
  return tried == TRIED_WANTS_READ || tried == TRIED_WANTS_WRITE;
}

static gboolean
start_ssl (LoftTransport *self, GError **error)
{
  if (self->ssl != NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "TLS was started already");
      return FALSE;
    }
  self->ssl = loft_tls_new (&self->peer, error);
  return self->ssl != NULL;
}

static gboolean
fail_handshake (LoftTransport *self, Tried tried, LoftCertificateProblem **problem, GError **error)
{
  LoftCertificateProblem *found = g_steal_pointer (&self->peer.problem);

  self->broken = TRUE;
  if (found == NULL && tried == TRIED_DONE)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "%s port %u showed no certificate",
                   self->endpoint->host, self->endpoint->port);
      return FALSE;
    }
  if (found == NULL)
    {
      set_failure (self, tried, "The TLS handshake", error);
      return FALSE;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED,
               "The certificate of %s port %u was not accepted: %s", self->endpoint->host,
               self->endpoint->port, found->reason);
  if (problem != NULL)
    *problem = found;
  else
    loft_certificate_problem_free (found);
  return FALSE;
}

gboolean
loft_transport_handshake (LoftTransport           *self,
                          gint64                   deadline,
                          LoftCertificateProblem **problem,
                          GCancellable            *cancellable,
                          GError                 **error)
{
  Tried tried;

  if (!start_ssl (self, error))
    return FALSE;
  while (TRUE)
    {
      ERR_clear_error ();
      tried = tried_ssl (self, SSL_do_handshake (self->ssl));
      if (!wants_more (tried))
        break;
      if (!wait_idle (self, tried, MIN (deadline, idle_deadline (self)), cancellable, error))
        return FALSE;
    }
  if (tried != TRIED_DONE || !self->peer.judged)
    return fail_handshake (self, tried, problem, error);
  self->secure = TRUE;
  return TRUE;
}

const char *
loft_transport_get_faults (LoftTransport *self)
{
  return self->secure ? self->peer.faults : NULL;
}

gboolean
loft_transport_has_unread (LoftTransport *self)
{
  char byte;

  return recv (self->peer.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

LoftTransportWait
loft_transport_receive_until (LoftTransport *self,
                              gpointer       bytes,
                              gsize          length,
                              gint64         deadline,
                              gssize        *n,
                              GCancellable  *cancellable,
                              GError       **error)
{
  LoftTransportWait result = LOFT_TRANSPORT_READY;
  gsize received = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return LOFT_TRANSPORT_FAILED;
  while (result == LOFT_TRANSPORT_READY)
    {
      Tried tried = try_receive (self, bytes, length, &received);

      if (tried == TRIED_DONE || tried == TRIED_END)
        {
          *n = tried == TRIED_DONE ? (gssize) received : 0;
          return LOFT_TRANSPORT_READY;
        }
      if (!wants_more (tried))
        {
          set_failure (self, tried, "TLS", error);
          return LOFT_TRANSPORT_FAILED;
        }
      if (take_wake (self))
        return LOFT_TRANSPORT_WOKEN;
      result = wait_until (self, tried, TRUE, deadline, cancellable, error);
    }
  if (result == LOFT_TRANSPORT_WOKEN)
    take_wake (self);
  return result;
}

gssize
loft_transport_receive (LoftTransport *self, gpointer bytes, gsize length,
                        GCancellable *cancellable, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      gsize n = 0;
      Tried tried = try_receive (self, bytes, length, &n);

      if (tried == TRIED_DONE)
        return n;
      if (tried == TRIED_END)
        return 0;
      if (!wants_more (tried))
        {
          set_failure (self, tried, "TLS", error);
          return -1;
        }
      if (!wait_idle (self, tried, idle_deadline (self), cancellable, error))
        return -1;
    }
  return -1;
}

gboolean
loft_transport_send (LoftTransport *self, gconstpointer bytes, gsize length,
                     GCancellable *cancellable, GError **error)
{
  const guint8 *p = bytes;

  while (length > 0)
    {
      gsize n = 0;
      Tried tried;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      tried = try_send (self, p, length, &n);

      if (tried == TRIED_DONE)
        {
          p += n;
          length -= n;
          continue;
        }
      if (!wants_more (tried))
        {
          set_failure (self, tried, "TLS", error);
          return FALSE;
        }
      if (!wait_idle (self, tried, idle_deadline (self), cancellable, error))
        return FALSE;
    }
  return TRUE;
}
