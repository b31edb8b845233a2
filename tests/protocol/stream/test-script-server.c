/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The script server itself, spoken to by GIO's own sockets. */
#include <gio/gio.h>
#include <string.h>

#include "loft-script-server.h"

typedef struct {
  GSocketConnection *connection;
  GDataInputStream *in;
  GOutputStream *out;
} Client;

static Client
connect_client (LoftScriptServer *server)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  Client self;

  self.connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                     loft_script_server_get_port (server), NULL,
                                                     &error);
  g_assert_no_error (error);
  self.in = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self.connection)));
  g_data_input_stream_set_newline_type (self.in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  self.out = g_io_stream_get_output_stream (G_IO_STREAM (self.connection));
  return self;
}

static void
client_say (Client *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (self->out, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
client_expect (Client *self, const char *line)
{
  g_autofree char *got = g_data_input_stream_read_line (self->in, NULL, NULL, NULL);

  g_assert_cmpstr (got, ==, line);
}

static void
client_close (Client *self)
{
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->in);
  g_clear_object (&self->connection);
}

static void
test_dialogue (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: * OK <there>\n"
                                                     "# a comment\n"
                                                     "  C: <tag> LOGIN * \"?\"\n"
                                                     "  S: <tag> OK\n"
                                                     "C: <tag> APPEND {*}\n"
                                                     "receive literal\n"
                                                     "C:  trailing\n"
                                                     "split 1\n"
                                                     "repeat 2\n"
                                                     "  S: * <i> EXISTS\n"
                                                     "end\n"
                                                     "raw a\\x41\\r\\n\n"
                                                     "literal 5 z\n"
                                                     "S:\n");
  Client client = connect_client (server);
  g_autofree char *received = NULL;
  gsize length = 0;

  client_expect (&client, "* OK <there>");
  client_say (&client, "A1 LOGIN me \"x\"\r\n");
  client_expect (&client, "A1 OK");
  client_say (&client, "A2 APPEND {3}\r\na\nb trailing\r\n");
  client_expect (&client, "* 1 EXISTS");
  client_expect (&client, "* 2 EXISTS");
  client_expect (&client, "aA");
  client_expect (&client, "zzzzz");
  client_expect (&client, NULL);
  client_close (&client);
  received = loft_script_server_get_received_plain (server, &length);
  g_assert_cmpstr (received, ==, "A1 LOGIN me \"x\"\r\nA2 APPEND {3}\r\na\nb trailing\r\n");
  g_assert_cmpuint (length, ==, strlen (received));
  loft_script_server_finish (server);
}

static void
test_connections (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: first\npause\nS: go");
  Client first, second, third;

  loft_script_server_add (server, "S: second");
  loft_script_server_repeat_last (server, 1);
  first = connect_client (server);
  second = connect_client (server);
  third = connect_client (server);
  client_expect (&first, "first");
  client_expect (&second, "second");
  client_expect (&third, "second");
  loft_script_server_wait_paused (server);
  loft_script_server_resume (server);
  client_expect (&first, "go");
  client_close (&first);
  client_close (&second);
  client_close (&third);
  loft_script_server_finish (server);
}

/* Each script must fail when the client says "hello" and closes. */
static const char *const wrong_scripts[] = {
  "C: hallo",
  "C: hell",
  "C: hello\nC: more",
  "C: hello\nreceive 3",
  "eof",
  "C: hello\nreceive literal",
  "nonsense",
  "tls good",
  "tls-refused nothing",
};

/* Run by test_mismatch () only. */
#define WRONG_PATH "/script-server/wrong/subprocess/%" G_GSIZE_FORMAT

static void
test_mismatch (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_scripts); i++)
    {
      g_autofree char *path = g_strdup_printf (WRONG_PATH, i);

      g_test_trap_subprocess (path, 0, 0);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*script server: connection 1*");
    }
}

static void
run_wrong_script (gconstpointer data)
{
  LoftScriptServer *server;
  Client client;

  server = loft_script_server_new (data);
  client = connect_client (server);
  client_say (&client, "hello\r\n");
  client_close (&client);
  loft_script_server_finish (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/script-server/dialogue", test_dialogue);
  g_test_add_func ("/script-server/connections", test_connections);
  g_test_add_func ("/script-server/mismatch", test_mismatch);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_scripts); i++)
    {
      g_autofree char *path = g_strdup_printf (WRONG_PATH, i);

      g_test_add_data_func (path, wrong_scripts[i], run_wrong_script);
    }
  return g_test_run ();
}
