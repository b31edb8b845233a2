/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loft-http over connections that were kept and end when they are used again: what is repeated is the same
 * request, body and all. */
#include <string.h>
#include <sys/socket.h>

#include "loft-error.h"
#include "loft-http.h"

#define BODY   "<propfind/>"
#define ANSWER "HTTP/1.1 207 Multi-Status\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\nok"

typedef struct {
  GSocket *socket;
  GThread *thread;
  gboolean reset; /* ends with RST instead of FIN */
  guint n_answered;
  guint n_whole; /* requests that came with their bodies */
} Server;

/* TRUE: headers and as much body as they announce. */
static gboolean
read_request (GSocket *socket)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char bytes[4096];
  gssize n;

  while ((n = g_socket_receive (socket, bytes, sizeof bytes, NULL, NULL)) > 0)
    {
      g_string_append_len (text, bytes, n);
      if (g_str_has_suffix (text->str, "\r\n\r\n" BODY))
        return TRUE;
    }
  return FALSE;
}

/* The first connection answers once and ends with the second request, the next one lives. */
static gpointer
serve (gpointer data)
{
  Server *self = data;
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSocket) socket = g_socket_accept (self->socket, NULL, NULL);
      guint most = i == 0 ? 1 : G_MAXUINT;

      g_socket_set_timeout (socket, 5);
      for (guint n = 0; read_request (socket); n++)
        {
          self->n_whole++;
          if (n == most)
            break;
          g_socket_send (socket, ANSWER, strlen (ANSWER), NULL, NULL);
          self->n_answered++;
        }
      if (self->reset)
        setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      g_socket_close (socket, NULL);
    }
  return NULL;
}

static guint16
server_start (Server *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->socket, address, TRUE, &error) &&
                 g_socket_listen (self->socket, &error));
  bound = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->thread = g_thread_new ("server", serve, self);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
ask (LoftHttp *http, const LoftHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftHttpReply) reply = loft_http_send (http, request, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 207);
}

static void
try_method (const char *method, gboolean may_repeat, gboolean reset)
{
  Server server = { .reset = reset };
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", server_start (&server));
  g_autoptr (LoftHttp) http = loft_http_new (NULL);
  g_autoptr (GBytes) body = g_bytes_new_static (BODY, strlen (BODY));
  LoftHttpRequest request = {
    .method = method,
    .url = url,
    .content_type = "text/xml",
    .body = body,
    .limit = 1000,
    .seconds = 20,
    .may_repeat = may_repeat,
    .plain = TRUE,
  };

  ask (http, &request);
  ask (http, &request);
  ask (http, &request);
  g_clear_object (&http);
  g_thread_join (server.thread);
  g_object_unref (server.socket);
  g_assert_cmpuint (server.n_answered, ==, 3);
  g_assert_cmpuint (server.n_whole, ==, 4);
}

static void
test_ended (void)
{
  try_method ("PROPFIND", FALSE, FALSE);
  try_method ("POST", TRUE, FALSE);
}

static void
test_reset (void)
{
  try_method ("PROPFIND", FALSE, TRUE);
  try_method ("REPORT", FALSE, TRUE);
  try_method ("POST", TRUE, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-kept/ended", test_ended);
  g_test_add_func ("/http-kept/reset", test_reset);
  return g_test_run ();
}
