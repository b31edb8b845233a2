/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fault-proxy.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE   16384
#define SLOW_MS 2 /* for a byte, while the link is slow */

typedef struct {
  int client;
  int server;
  gboolean lost; /* silent for ever */
} Pair;

struct _LoftFaultProxy {
  guint16 server_port;
  guint16 port;
  int listener; /* -1 while it refuses; the thread's */
  int wake; /* an eventfd: the link has changed */
  GThread *thread;
  GPtrArray *pairs; /* of Pair (owned); the thread's */
  GMutex mutex;
  GCond changed;

  /* under mutex */
  LoftFaultLink link;
  LoftFaultLink acted_on; /* by the thread */
  gboolean ends;
  guint n_connections;
  GByteArray *sent;
};

/* ---- sockets ------------------------------------------------------------------------------ */

static struct sockaddr_in
loopback (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  return address;
}

/* The same port each time. */
static void
listen_on (LoftFaultProxy *self)
{
  struct sockaddr_in address = loopback (self->port);
  socklen_t length = sizeof address;
  int on = 1;

  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt (self->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (self->listener, (struct sockaddr *) &address, length) != 0 ||
      listen (self->listener, 16) != 0 ||
      getsockname (self->listener, (struct sockaddr *) &address, &length) != 0)
    g_error ("proxy: %s", g_strerror (errno));
  self->port = ntohs (address.sin_port);
}

static void
stop_listening (LoftFaultProxy *self)
{
  if (self->listener >= 0)
    close (self->listener);
  self->listener = -1;
}

static void
send_at_once (int fd)
{
  int on = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* With a RST. */
static void
break_socket (int fd)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (fd < 0)
    return;
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close (fd);
}

static void
break_pair (Pair *pair)
{
  break_socket (pair->client);
  break_socket (pair->server);
  g_free (pair);
}

static void
accept_one (LoftFaultProxy *self, LoftFaultLink link)
{
  struct sockaddr_in address = loopback (self->server_port);
  int client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
  int server = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Pair *pair;

  g_mutex_lock (&self->mutex);
  self->n_connections++;
  g_mutex_unlock (&self->mutex);
  if (client < 0 || link == LOFT_FAULT_LINK_RESET ||
      connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      break_socket (client);
      close (server);
      return;
    }
  send_at_once (client);
  send_at_once (server);
  pair = g_new0 (Pair, 1);
  pair->client = client;
  pair->server = server;
  g_ptr_array_add (self->pairs, pair);
}

/* ---- bytes -------------------------------------------------------------------------------- */

static gboolean
send_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = send (fd, bytes, length, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static gboolean
pass (LoftFaultProxy *self, int from, int to, gsize most, gboolean from_client)
{
  char bytes[PIECE];
  gssize n = recv (from, bytes, most, 0);

  if (n <= 0)
    return n < 0 && errno == EINTR;
  if (from_client)
    {
      g_mutex_lock (&self->mutex);
      g_byte_array_append (self->sent, (const guint8 *) bytes, (guint) n);
      g_mutex_unlock (&self->mutex);
    }
  return send_all (to, bytes, (gsize) n);
}

/* ---- the thread --------------------------------------------------------------------------- */

static void
act_on_link (LoftFaultProxy *self, LoftFaultLink link)
{
  if (link == LOFT_FAULT_LINK_RESET || link == LOFT_FAULT_LINK_REFUSE)
    g_ptr_array_set_size (self->pairs, 0);
  for (guint i = 0; i < self->pairs->len && link == LOFT_FAULT_LINK_LOST; i++)
    ((Pair *) g_ptr_array_index (self->pairs, i))->lost = TRUE;
  if (link == LOFT_FAULT_LINK_REFUSE)
    stop_listening (self);
  else if (self->listener < 0)
    listen_on (self);
}

static gboolean
look_at_link (LoftFaultProxy *self, LoftFaultLink *link)
{
  gboolean goes_on;
  gboolean is_new;

  g_mutex_lock (&self->mutex);
  *link = self->link;
  goes_on = !self->ends;
  is_new = self->acted_on != self->link;
  g_mutex_unlock (&self->mutex);
  if (!is_new)
    return goes_on;
  act_on_link (self, *link);
  g_mutex_lock (&self->mutex);
  self->acted_on = *link;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  return goes_on;
}

static void
add_fds (LoftFaultProxy *self, GArray *fds, LoftFaultLink link)
{
  short wanted = link == LOFT_FAULT_LINK_HOLE ? 0 : POLLIN;
  struct pollfd first[] = { { self->wake, POLLIN, 0 }, { self->listener, wanted, 0 } };

  g_array_set_size (fds, 0);
  g_array_append_vals (fds, first, 2);
  for (guint i = 0; i < self->pairs->len; i++)
    {
      Pair *pair = g_ptr_array_index (self->pairs, i);
      gboolean silent = pair->lost || wanted == 0;
      struct pollfd both[] = { { silent ? -1 : pair->client, POLLIN, 0 },
                               { silent ? -1 : pair->server, POLLIN, 0 } };

      g_array_append_vals (fds, both, 2);
    }
}

static void
pass_pairs (LoftFaultProxy *self, GArray *fds, LoftFaultLink link)
{
  gsize most = link == LOFT_FAULT_LINK_SLOW ? 1 : PIECE;

  for (guint i = fds->len / 2 - 1; i > 0; i--)
    {
      Pair *pair = g_ptr_array_index (self->pairs, i - 1);
      const struct pollfd *both = &g_array_index (fds, struct pollfd, 2 * i);

      if ((both[0].revents != 0 && !pass (self, pair->client, pair->server, most, TRUE)) ||
          (both[1].revents != 0 && !pass (self, pair->server, pair->client, most, FALSE)))
        g_ptr_array_remove_index (self->pairs, i - 1);
    }
}

static gpointer
run (gpointer data)
{
  LoftFaultProxy *self = data;
  g_autoptr (GArray) fds = g_array_new (FALSE, FALSE, sizeof (struct pollfd));
  LoftFaultLink link;
  guint64 count;

  while (look_at_link (self, &link))
    {
      add_fds (self, fds, link);
      if (poll ((struct pollfd *) (gpointer) fds->data, fds->len, -1) < 0)
        continue;
      if (g_array_index (fds, struct pollfd, 0).revents != 0)
        {
          if (read (self->wake, &count, sizeof count) < 0)
            g_error ("proxy: %s", g_strerror (errno));
          continue;
        }
      pass_pairs (self, fds, link);
      if (g_array_index (fds, struct pollfd, 1).revents != 0)
        accept_one (self, link);
      if (link == LOFT_FAULT_LINK_SLOW)
        poll (NULL, 0, SLOW_MS);
    }
  return NULL;
}

/* ---- the test's side ---------------------------------------------------------------------- */

LoftFaultProxy *
loft_fault_proxy_new (guint16 server_port)
{
  LoftFaultProxy *self = g_new0 (LoftFaultProxy, 1);

  self->server_port = server_port;
  self->sent = g_byte_array_new ();
  self->pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) break_pair);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->wake = eventfd (0, EFD_CLOEXEC);
  listen_on (self);
  self->thread = g_thread_new ("fault-proxy", run, self);
  return self;
}

static void
wake (LoftFaultProxy *self)
{
  guint64 one = 1;

  if (write (self->wake, &one, sizeof one) != sizeof one)
    g_error ("proxy: %s", g_strerror (errno));
}

void
loft_fault_proxy_free (LoftFaultProxy *self)
{
  g_mutex_lock (&self->mutex);
  self->ends = TRUE;
  g_mutex_unlock (&self->mutex);
  wake (self);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->pairs);
  g_byte_array_unref (self->sent);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  stop_listening (self);
  close (self->wake);
  g_free (self);
}

guint16
loft_fault_proxy_get_port (LoftFaultProxy *self)
{
  return self->port;
}

void
loft_fault_proxy_set_link (LoftFaultProxy *self, LoftFaultLink link)
{
  g_mutex_lock (&self->mutex);
  self->link = link;
  wake (self);
  while (self->acted_on != link)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

guint
loft_fault_proxy_get_n_connections (LoftFaultProxy *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
loft_fault_proxy_count_sent (LoftFaultProxy *self, const char *text)
{
  gsize length = strlen (text);
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (gsize i = 0; i + length <= self->sent->len; i++)
    if (memcmp (self->sent->data + i, text, length) == 0)
      n++;
  g_mutex_unlock (&self->mutex);
  return n;
}
