/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-mailbox.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

typedef struct {
  char *uid; /* (nullable) */
  char *text; /* as given */
  gboolean seen;
  gboolean marked; /* by DELE, in this session */
} Message;

struct _LoftPop3Mailbox {
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  guint16 port;

  GMutex lock; /* of the following */
  GPtrArray *messages; /* of Message */
  LoftPop3MailboxOptions options;
  guint n_uids;
  guint n_commands;
  guint dies_at;
  LoftPop3MailboxDeath death;
  guint n_retrieved;
  guint first_retrieved;
  guint n_connections;
};

typedef struct {
  LoftPop3Mailbox *mailbox;
  GOutputStream *output;
  GDataInputStream *input;
  GPtrArray *shown; /* of Message (borrowed): by number - 1 */
  GString *reply;
  gboolean signed_in;
  gboolean ended;
} Session;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->uid);
  g_free (message->text);
  g_free (message);
}

static gboolean
is (Session *session, LoftPop3MailboxOptions option)
{
  return (session->mailbox->options & option) != 0;
}

/* ---- replies ------------------------------------------------------------------------------ */

static void say (Session *session, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (Session *session, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (session->reply, format, args);
  va_end (args);
  g_string_append (session->reply, "\r\n");
}

/* (transfer full) with CRLF, as it is on the wire but for dots. */
/* (transfer full) with line ends of one byte. */
static char *
noted_text (Session *session, const Message *message)
{
  return message->seen && is (session, LOFT_POP3_MAILBOX_NOTES_STATUS)
           ? g_strconcat ("Status: RO\n", message->text, NULL)
           : g_strdup (message->text);
}

static gsize
wire_size (Session *session, const Message *message)
{
  g_autofree char *text = noted_text (session, message);
  gsize size = 0;

  for (const char *p = text; *p != '\0'; p++)
    size += *p == '\n' ? 2 : 1;
  return size;
}

/* n_lines of the body; -1: all. Nothing here looks at all that is left once a line. */
static void
say_content (Session *session, const Message *message, int n_lines)
{
  g_autofree char *text = noted_text (session, message);
  const char *stop = text + strlen (text);
  gboolean in_body = FALSE;
  const char *end;

  for (const char *line = text; line < stop; line = end + 1)
    {
      end = memchr (line, '\n', stop - line);
      end = end != NULL ? end : stop;
      if (in_body && n_lines == 0)
        break;
      n_lines -= in_body && n_lines > 0;
      say (session, "%s%.*s", line[0] == '.' ? "." : "", (int) (end - line), line);
      in_body = in_body || end == line;
    }
  say (session, ".");
}

static Message *
find (Session *session, const char *argument)
{
  guint64 number = g_ascii_strtoull (argument, NULL, 10);

  if (number == 0 || number > session->shown->len)
    return NULL;
  return g_ptr_array_index (session->shown, number - 1);
}

/* ---- commands ----------------------------------------------------------------------------- */

static void
do_capa (Session *session, const char *argument)
{
  if (is (session, LOFT_POP3_MAILBOX_NO_CAPA))
    {
      say (session, "-ERR what?");
      return;
    }
  say (session, "+OK");
  say (session, "USER");
  say (session, "RESP-CODES");
  if (!is (session, LOFT_POP3_MAILBOX_NO_UIDL))
    say (session, "UIDL");
  if (!is (session, LOFT_POP3_MAILBOX_NO_TOP))
    say (session, "TOP");
  if (!is (session, LOFT_POP3_MAILBOX_NO_PIPELINING))
    say (session, "PIPELINING");
  if (is (session, LOFT_POP3_MAILBOX_EXPIRES))
    say (session, "EXPIRE 30 USER");
  if (is (session, LOFT_POP3_MAILBOX_TELLS_DELAY))
    say (session, "LOGIN-DELAY %s", session->signed_in ? "600" : "1 USER");
  if (is (session, LOFT_POP3_MAILBOX_SHORT_DELAY))
    say (session, "LOGIN-DELAY 1 USER");
  say (session, ".");
}

static void
do_user (Session *session, const char *argument)
{
  say (session, "+OK");
}

static void
do_pass (Session *session, const char *argument)
{
  if (is (session, LOFT_POP3_MAILBOX_IN_USE))
    say (session, "-ERR [IN-USE] Do you have another POP session running?");
  else if (is (session, LOFT_POP3_MAILBOX_LOGIN_DELAY))
    say (session, "-ERR [LOGIN-DELAY] minimum time between mail checks violation");
  else if (is (session, LOFT_POP3_MAILBOX_SYS_TEMP))
    say (session, "-ERR [SYS/TEMP] the mail store sleeps");
  else
    {
      session->signed_in = TRUE;
      say (session, "+OK");
    }
}

static void
do_uidl (Session *session, const char *argument)
{
  if (is (session, LOFT_POP3_MAILBOX_NO_UIDL))
    {
      say (session, "-ERR unknown command");
      return;
    }
  say (session, "+OK");
  for (guint i = 0; i < session->shown->len; i++)
    {
      const Message *message = g_ptr_array_index (session->shown, i);

      if (is (session, LOFT_POP3_MAILBOX_NUMBERED))
        say (session, "%u %u", i + 1, i + 1);
      else if (message->uid != NULL)
        say (session, "%u %s", i + 1, message->uid);
    }
  say (session, ".");
}

static void
do_list (Session *session, const char *argument)
{
  say (session, "+OK");
  for (guint i = 0; i < session->shown->len; i++)
    say (session, "%u %zu", i + 1, wire_size (session, g_ptr_array_index (session->shown, i)));
  say (session, ".");
}

static void
do_retr (Session *session, const char *argument)
{
  Message *message = find (session, argument);

  if (message == NULL)
    {
      say (session, "-ERR no such message");
      return;
    }
  say (session, "+OK");
  say_content (session, message, -1);
  message->seen = TRUE;
  if (session->mailbox->n_retrieved++ == 0)
    session->mailbox->first_retrieved = (guint) g_ascii_strtoull (argument, NULL, 10);
}

static void
do_top (Session *session, const char *argument)
{
  Message *message = find (session, argument);
  const char *blank = strchr (argument, ' ');

  if (message == NULL || blank == NULL || is (session, LOFT_POP3_MAILBOX_NO_TOP))
    {
      say (session, "-ERR no");
      return;
    }
  say (session, "+OK");
  say_content (session, message, (int) g_ascii_strtoll (blank + 1, NULL, 10));
}

static void
do_dele (Session *session, const char *argument)
{
  Message *message = find (session, argument);

  if (message == NULL || message->marked)
    {
      say (session, "-ERR no such message");
      return;
    }
  message->marked = TRUE;
  say (session, "+OK");
}

static void
do_quit (Session *session, const char *argument)
{
  GPtrArray *messages = session->mailbox->messages;

  say (session, "+OK");
  session->ended = TRUE;
  for (guint i = messages->len; i > 0; i--)
    {
      const Message *message = g_ptr_array_index (messages, i - 1);

      if (message->marked && !is (session, LOFT_POP3_MAILBOX_KEEPS))
        g_ptr_array_remove_index (messages, i - 1);
    }
}

static void
do_other (Session *session, const char *argument)
{
  say (session, "-ERR unknown command");
}

static void
execute (Session *session, const char *line)
{
  static const struct {
    const char *verb;
    void (*run) (Session *session, const char *argument);
  } commands[] = {
    { "CAPA", do_capa }, { "USER", do_user }, { "PASS", do_pass },
    { "UIDL", do_uidl }, { "LIST", do_list }, { "RETR", do_retr },
    { "TOP", do_top },   { "DELE", do_dele }, { "QUIT", do_quit },
  };
  gsize length = strcspn (line, " ");
  const char *argument = line[length] == ' ' ? line + length + 1 : "";

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strlen (commands[i].verb) == length &&
        g_ascii_strncasecmp (commands[i].verb, line, length) == 0)
      {
        commands[i].run (session, argument);
        return;
      }
  do_other (session, argument);
}

/* ---- sessions ----------------------------------------------------------------------------- */

/* Whether it dies at this command. */
static gboolean
count_command (LoftPop3Mailbox *self)
{
  self->n_commands++;
  if (self->dies_at == 0 || self->n_commands != self->dies_at)
    return FALSE;
  self->dies_at = 0;
  return TRUE;
}

static void
serve_line (Session *session, const char *line)
{
  LoftPop3Mailbox *self = session->mailbox;
  gboolean dies;

  g_string_truncate (session->reply, 0);
  g_mutex_lock (&self->lock);
  dies = count_command (self);
  if (!dies || self->death != LOFT_POP3_MAILBOX_DROPS)
    execute (session, line);
  if (dies)
    g_string_truncate (session->reply,
                       self->death == LOFT_POP3_MAILBOX_CUTS ? session->reply->len / 2 : 0);
  session->ended = session->ended || dies;
  g_mutex_unlock (&self->lock);
  if (!g_output_stream_write_all (session->output, session->reply->str, session->reply->len, NULL,
                                  self->cancellable, NULL))
    session->ended = TRUE;
}

static void
begin_session (Session *session)
{
  LoftPop3Mailbox *self = session->mailbox;

  g_mutex_lock (&self->lock);
  self->n_connections++;
  for (guint i = 0; i < self->messages->len; i++)
    {
      Message *message = g_ptr_array_index (self->messages, i);

      message->marked = FALSE;
      g_ptr_array_add (session->shown, message);
    }
  g_mutex_unlock (&self->lock);
}

static void
serve (LoftPop3Mailbox *self, GSocketConnection *connection)
{
  g_autoptr (GDataInputStream) input =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  Session session = { self,
                      g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                      input,
                      shown,
                      g_string_new (NULL),
                      FALSE };

  /* Replies to pipelined commands go one by one. */
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1,
                       NULL);
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  begin_session (&session);
  g_output_stream_write_all (session.output, "+OK ready\r\n", 11, NULL, self->cancellable, NULL);
  while (!session.ended)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, self->cancellable, NULL);

      if (line == NULL)
        break;
      serve_line (&session, line);
    }
  g_string_free (session.reply, TRUE);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gpointer
run (gpointer data)
{
  LoftPop3Mailbox *self = data;

  for (;;)
    {
      g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);

      if (connection == NULL)
        return NULL;
      serve (self, connection);
    }
}

/* ---- the mailbox -------------------------------------------------------------------------- */

LoftPop3Mailbox *
loft_pop3_mailbox_new (void)
{
  LoftPop3Mailbox *self = g_new0 (LoftPop3Mailbox, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();
  self->messages = g_ptr_array_new_with_free_func (message_free);
  g_mutex_init (&self->lock);
  g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &got, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  self->thread = g_thread_new ("pop3-mailbox", run, self);
  return self;
}

void
loft_pop3_mailbox_free (LoftPop3Mailbox *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->messages);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
loft_pop3_mailbox_get_port (LoftPop3Mailbox *self)
{
  return self->port;
}

void
loft_pop3_mailbox_set_options (LoftPop3Mailbox *self, LoftPop3MailboxOptions options)
{
  g_mutex_lock (&self->lock);
  self->options = options;
  g_mutex_unlock (&self->lock);
}

void
loft_pop3_mailbox_die_at (LoftPop3Mailbox *self, guint nth, LoftPop3MailboxDeath how)
{
  g_mutex_lock (&self->lock);
  self->n_commands = 0;
  self->dies_at = nth;
  self->death = how;
  g_mutex_unlock (&self->lock);
}

void
loft_pop3_mailbox_add (LoftPop3Mailbox *self, const char *uid, const char *text)
{
  Message *message = g_new0 (Message, 1);

  g_mutex_lock (&self->lock);
  self->n_uids++;
  message->uid = uid != NULL ? g_strdup (uid) : g_strdup_printf ("uid-%u", self->n_uids);
  message->text = g_strdup (text);
  g_ptr_array_add (self->messages, message);
  g_mutex_unlock (&self->lock);
}

/* Between sessions only: a running one shows what it began with. */
void
loft_pop3_mailbox_remove (LoftPop3Mailbox *self, guint index)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_remove_index (self->messages, index);
  g_mutex_unlock (&self->lock);
}

void
loft_pop3_mailbox_set_uid (LoftPop3Mailbox *self, guint index, const char *uid)
{
  Message *message;

  g_mutex_lock (&self->lock);
  message = g_ptr_array_index (self->messages, index);
  g_free (message->uid);
  message->uid = g_strdup (uid);
  g_mutex_unlock (&self->lock);
}

gboolean
loft_pop3_mailbox_has (LoftPop3Mailbox *self, const char *text)
{
  gboolean has = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->messages->len; i++)
    has = has || strcmp (((Message *) g_ptr_array_index (self->messages, i))->text, text) == 0;
  g_mutex_unlock (&self->lock);
  return has;
}

static guint
read_count (LoftPop3Mailbox *self, const guint *count)
{
  guint value;

  g_mutex_lock (&self->lock);
  value = *count;
  g_mutex_unlock (&self->lock);
  return value;
}

guint
loft_pop3_mailbox_count (LoftPop3Mailbox *self)
{
  return read_count (self, &self->messages->len);
}

guint
loft_pop3_mailbox_count_commands (LoftPop3Mailbox *self)
{
  return read_count (self, &self->n_commands);
}

guint
loft_pop3_mailbox_get_first_retrieved (LoftPop3Mailbox *self)
{
  return read_count (self, &self->first_retrieved);
}

guint
loft_pop3_mailbox_count_retrieved (LoftPop3Mailbox *self)
{
  return read_count (self, &self->n_retrieved);
}

guint
loft_pop3_mailbox_count_connections (LoftPop3Mailbox *self)
{
  return read_count (self, &self->n_connections);
}
