/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-cutting-proxy.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE        16384
#define MIN_HALVED   3000 /* smaller literals come in one piece anyway */
#define MAX_LINE_END 32   /* enough of a line to see "{4294967295}" at its end */

struct _LoftCuttingProxy {
  guint16 server_port;
  guint16 port;
  int listener;
  int wake; /* an eventfd: readable once everything ends */
  GThread *thread;
  GMutex mutex;
  GPtrArray *threads; /* of GThread: one a connection; acceptor's, then the test's */

  /* under mutex */
  guint cut_after;
  gboolean has_cut;
  guint n_units;
  guint64 n_bytes;
  guint n_connections;
  GByteArray *sent;
};

/* One client and where its server's stream of bytes stands. */
typedef struct {
  LoftCuttingProxy *proxy;
  int client;
  int server;
  guint64 literal_left;
  guint64 literal_half; /* a unit when literal_left comes down to it; 0: none */
  char line_end[MAX_LINE_END + 1];
  guint line_length;
} Pair;

/* ---- units -------------------------------------------------------------------------------- */

static guint64
announced_literal (const char *line)
{
  const char *brace = strrchr (line, '{');
  char *end = NULL;
  guint64 size;

  if (brace == NULL || !g_ascii_isdigit (brace[1]))
    return 0;
  size = g_ascii_strtoull (brace + 1, &end, 10);
  return strcmp (end, "}\r\n") == 0 ? size : 0;
}

static void
add_line_byte (Pair *pair, char byte)
{
  if (pair->line_length == MAX_LINE_END)
    {
      memmove (pair->line_end, pair->line_end + 1, MAX_LINE_END - 1);
      pair->line_length--;
    }
  pair->line_end[pair->line_length++] = byte;
}

/* Takes one byte in; TRUE when a unit ends with it. */
static gboolean
ends_unit (Pair *pair, char byte)
{
  if (pair->literal_left > 0)
    {
      pair->literal_left--;
      if (pair->literal_left == 0)
        return TRUE;
      return pair->literal_left == pair->literal_half;
    }
  add_line_byte (pair, byte);
  if (byte != '\n')
    return FALSE;
  pair->line_end[pair->line_length] = '\0';
  pair->literal_left = announced_literal (pair->line_end);
  pair->literal_half = pair->literal_left >= MIN_HALVED ? pair->literal_left / 2 : 0;
  pair->line_length = 0;
  return TRUE;
}

/* How many of these bytes may pass; *cut: the connection ends behind them. */
static gsize
count_units (Pair *pair, const char *bytes, gsize length, gboolean *cut)
{
  LoftCuttingProxy *self = pair->proxy;
  gsize passing = 0;

  *cut = FALSE;
  g_mutex_lock (&self->mutex);
  while (passing < length && !*cut)
    if (ends_unit (pair, bytes[passing++]))
      {
        self->n_units++;
        *cut = !self->has_cut && self->cut_after != 0 && self->n_units == self->cut_after;
      }
  self->has_cut = self->has_cut || *cut;
  self->n_bytes += passing;
  g_mutex_unlock (&self->mutex);
  return passing;
}

/* ---- one connection ----------------------------------------------------------------------- */

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
pass_from_server (Pair *pair)
{
  char bytes[PIECE];
  gssize n = recv (pair->server, bytes, sizeof bytes, 0);
  gboolean cut;
  gsize passing;

  if (n <= 0)
    return n < 0 && errno == EINTR;
  passing = count_units (pair, bytes, (gsize) n, &cut);
  return send_all (pair->client, bytes, passing) && !cut;
}

static gboolean
pass_from_client (Pair *pair)
{
  LoftCuttingProxy *self = pair->proxy;
  char bytes[PIECE];
  gssize n = recv (pair->client, bytes, sizeof bytes, 0);

  if (n <= 0)
    return n < 0 && errno == EINTR;
  g_mutex_lock (&self->mutex);
  g_byte_array_append (self->sent, (const guint8 *) bytes, (guint) n);
  g_mutex_unlock (&self->mutex);
  return send_all (pair->server, bytes, (gsize) n);
}

static gpointer
run_pair (gpointer data)
{
  Pair *pair = data;
  struct pollfd fds[] = { { pair->client, POLLIN, 0 },
                          { pair->server, POLLIN, 0 },
                          { pair->proxy->wake, POLLIN, 0 } };
  gboolean going = TRUE;

  while (going)
    {
      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
        continue;
      going = fds[2].revents == 0 && (fds[1].revents == 0 || pass_from_server (pair)) &&
              (fds[0].revents == 0 || pass_from_client (pair));
    }
  close (pair->client);
  close (pair->server);
  g_free (pair);
  return NULL;
}

/* ---- accepting ---------------------------------------------------------------------------- */

static struct sockaddr_in
loopback (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  return address;
}

/* Or an answer in two pieces waits for the client's delayed acknowledgement, 40 ms. */
static void
send_at_once (int fd)
{
  int on = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void
accept_one (LoftCuttingProxy *self)
{
  struct sockaddr_in address = loopback (self->server_port);
  int client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
  int server = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Pair *pair;

  if (client < 0 || connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      if (client >= 0)
        close (client);
      close (server);
      return;
    }
  g_mutex_lock (&self->mutex);
  self->n_connections++;
  g_mutex_unlock (&self->mutex);
  send_at_once (client);
  send_at_once (server);
  pair = g_new0 (Pair, 1);
  pair->proxy = self;
  pair->client = client;
  pair->server = server;
  g_ptr_array_add (self->threads, g_thread_new ("proxy", run_pair, pair));
}

static gpointer
run_acceptor (gpointer data)
{
  LoftCuttingProxy *self = data;
  struct pollfd fds[] = { { self->listener, POLLIN, 0 }, { self->wake, POLLIN, 0 } };

  while (fds[1].revents == 0)
    {
      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
        continue;
      if (fds[0].revents != 0)
        accept_one (self);
    }
  return NULL;
}

LoftCuttingProxy *
loft_cutting_proxy_new (guint16 server_port)
{
  LoftCuttingProxy *self = g_new0 (LoftCuttingProxy, 1);
  struct sockaddr_in address = loopback (0);
  socklen_t length = sizeof address;

  self->server_port = server_port;
  self->sent = g_byte_array_new ();
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  self->wake = eventfd (0, EFD_CLOEXEC);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind (self->listener, (struct sockaddr *) &address, length) != 0 ||
      listen (self->listener, 16) != 0 ||
      getsockname (self->listener, (struct sockaddr *) &address, &length) != 0)
    g_error ("proxy: %s", g_strerror (errno));
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("proxy-accept", run_acceptor, self);
  return self;
}

void
loft_cutting_proxy_free (LoftCuttingProxy *self)
{
  guint64 one = 1;

  if (write (self->wake, &one, sizeof one) != sizeof one)
    g_error ("proxy: %s", g_strerror (errno));
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_unref (self->threads);
  g_byte_array_unref (self->sent);
  g_mutex_clear (&self->mutex);
  close (self->listener);
  close (self->wake);
  g_free (self);
}

/* ---- asking ------------------------------------------------------------------------------- */

guint16
loft_cutting_proxy_get_port (LoftCuttingProxy *self)
{
  return self->port;
}

void
loft_cutting_proxy_arm (LoftCuttingProxy *self, guint n)
{
  g_mutex_lock (&self->mutex);
  self->cut_after = n;
  self->has_cut = FALSE;
  self->n_units = 0;
  self->n_bytes = 0;
  self->n_connections = 0;
  g_byte_array_set_size (self->sent, 0);
  g_mutex_unlock (&self->mutex);
}

guint
loft_cutting_proxy_get_n_units (LoftCuttingProxy *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_units;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint64
loft_cutting_proxy_get_n_bytes (LoftCuttingProxy *self)
{
  guint64 n;

  g_mutex_lock (&self->mutex);
  n = self->n_bytes;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
loft_cutting_proxy_get_n_connections (LoftCuttingProxy *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

gboolean
loft_cutting_proxy_has_cut (LoftCuttingProxy *self)
{
  gboolean has_cut;

  g_mutex_lock (&self->mutex);
  has_cut = self->has_cut;
  g_mutex_unlock (&self->mutex);
  return has_cut;
}

guint
loft_cutting_proxy_count_sent (LoftCuttingProxy *self, const char *text)
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
