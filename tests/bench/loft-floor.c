/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that any client must wait for: one connection, one UID FETCH 1:* BODY.PEEK[], every
 * byte read and thrown away.
 *
 *   loft-floor PORT USER PASSWORD [MAILBOX]     a server on loopback, TLS from the first byte
 *
 * Prints one line of JSON: seconds from the first packet to the last byte, messages, bytes. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#define BUFFER_SIZE (64 * 1024)

typedef struct {
  SSL *tls;
  char buffer[BUFFER_SIZE];
  gsize start;
  gsize end;
  guint64 bytes;
} Connection;

static void
fail (const char *what)
{
  g_printerr ("loft-floor: %s\n", what);
  exit (1);
}

/* No certificate is checked: it is the private server that was just started. */
static SSL *
connect_tls (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *tls = SSL_new (context);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    fail ("cannot connect");
  SSL_set_fd (tls, fd);
  if (SSL_connect (tls) != 1)
    fail ("no TLS");
  return tls;
}

static void
fill (Connection *self)
{
  int count;

  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  if (self->end == BUFFER_SIZE)
    fail ("a line is too long");
  count = SSL_read (self->tls, self->buffer + self->end, (int) (BUFFER_SIZE - self->end));
  if (count <= 0)
    fail ("the server closed the connection");
  self->end += count;
  self->bytes += count;
}

/* NUL-terminated, valid until the next read. */
static const char *
read_line (Connection *self)
{
  char *line;
  char *line_end;

  while ((line_end = memchr (self->buffer + self->start, '\n', self->end - self->start)) == NULL)
    fill (self);
  line = self->buffer + self->start;
  *line_end = '\0';
  self->start = line_end + 1 - self->buffer;
  return line;
}

static void
skip (Connection *self, guint64 length)
{
  while (length > 0)
    {
      gsize part = MIN (length, self->end - self->start);

      self->start += part;
      length -= part;
      if (length > 0)
        fill (self);
    }
}

static guint64
literal_size (const char *line)
{
  const char *brace = strrchr (line, '{');

  return brace != NULL ? g_ascii_strtoull (brace + 1, NULL, 10) : 0;
}

/* Sends one command and reads up to its answer; returns the number of FETCH responses. */
static guint
run (Connection *self, const char *command)
{
  g_autofree char *text = g_strdup_printf ("x %s\r\n", command);
  guint messages = 0;
  const char *line;

  if (SSL_write (self->tls, text, (int) strlen (text)) <= 0)
    fail ("cannot write");
  while (line = read_line (self), !g_str_has_prefix (line, "x "))
    {
      messages += strstr (line, " FETCH ") != NULL;
      skip (self, literal_size (line));
    }
  if (!g_str_has_prefix (line, "x OK"))
    fail (line);
  return messages;
}

int
main (int argc, char *argv[])
{
  Connection self = { 0 };
  g_autofree char *login = NULL;
  g_autofree char *examine = NULL;
  gint64 begin;
  guint messages;

  if (argc < 4)
    fail ("usage: loft-floor PORT USER PASSWORD [MAILBOX]");
  login = g_strdup_printf ("LOGIN %s %s", argv[2], argv[3]);
  examine = g_strdup_printf ("EXAMINE \"%s\"", argc > 4 ? argv[4] : "INBOX");

  begin = g_get_monotonic_time ();
  self.tls = connect_tls (atoi (argv[1]));
  run (&self, login);
  run (&self, examine);
  messages = run (&self, "UID FETCH 1:* BODY.PEEK[]");
  g_print ("{\"seconds\": %.4f, \"messages\": %u, \"bytes\": %" G_GUINT64_FORMAT "}\n",
           (g_get_monotonic_time () - begin) / 1e6, messages, self.bytes);
  return 0;
}
