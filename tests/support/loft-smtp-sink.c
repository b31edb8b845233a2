/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-sink.h"

#include <string.h>

#define NEVER G_MAXUINT

typedef struct {
  char *begin;
  char *answer;
  guint left; /* 0: always */
  gboolean used_up;
} Rule;

static void
rule_free (Rule *rule)
{
  g_free (rule->begin);
  g_free (rule->answer);
  g_free (rule);
}

struct _LoftSmtpSink {
  GSocketListener *listener;
  GCancellable *cancellable;
  guint16 port;
  GThread *thread;

  GMutex mutex; /* all below */
  GHashTable *counts;
  GPtrArray *rules;
  GString *last;
  const char *const *extensions;
  guint n_connections;
  guint cut_at;
  gboolean was_cut;
};

static const char *const usual_extensions[] = { "PIPELINING", "8BITMIME", "SIZE 1000000",
                                                "ENHANCEDSTATUSCODES", NULL };

/* One connection. */
typedef struct {
  LoftSmtpSink *sink;
  GDataInputStream *input;
  GOutputStream *output;
  GPtrArray *recipients;
  GString *message;
  guint step;
  guint cut_at;
} Talk;

/* ---- saying ------------------------------------------------------------------------------- */

static gboolean
is_cut (Talk *talk)
{
  if (talk->step++ != talk->cut_at)
    return FALSE;
  g_mutex_lock (&talk->sink->mutex);
  talk->sink->was_cut = TRUE;
  g_mutex_unlock (&talk->sink->mutex);
  return TRUE;
}

/* FALSE: the connection ends. */
static gboolean
say (Talk *talk, const char *answer)
{
  g_autofree char *line = NULL;

  if (is_cut (talk))
    return FALSE;
  line = g_strconcat (answer, "\r\n", NULL);
  return g_output_stream_write_all (talk->output, line, strlen (line), NULL, NULL, NULL) &&
         !is_cut (talk);
}

/* (transfer full) (nullable) */
static char *
find_answer (Talk *talk, const char *line)
{
  LoftSmtpSink *sink = talk->sink;
  char *answer = NULL;

  g_mutex_lock (&sink->mutex);
  for (guint i = 0; answer == NULL && i < sink->rules->len; i++)
    {
      Rule *rule = g_ptr_array_index (sink->rules, i);

      if (rule->used_up || !g_str_has_prefix (line, rule->begin))
        continue;
      answer = g_strdup (rule->answer);
      if (rule->left > 0)
        rule->used_up = --rule->left == 0;
    }
  g_mutex_unlock (&sink->mutex);
  return answer;
}

static gboolean
say_extensions (Talk *talk)
{
  g_autoptr (GString) text = g_string_new ("250-sink");
  const char *const *extensions = talk->sink->extensions;

  for (gsize i = 0; extensions[i] != NULL; i++)
    g_string_append_printf (text, "\r\n250%c%s", extensions[i + 1] != NULL ? '-' : ' ',
                            extensions[i]);
  return say (talk, text->str);
}

/* ---- a message ---------------------------------------------------------------------------- */

static void
deliver (Talk *talk)
{
  LoftSmtpSink *sink = talk->sink;

  g_mutex_lock (&sink->mutex);
  for (guint i = 0; i < talk->recipients->len; i++)
    {
      const char *address = g_ptr_array_index (talk->recipients, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (sink->counts, address));

      g_hash_table_insert (sink->counts, g_strdup (address), GUINT_TO_POINTER (n + 1));
    }
  g_string_assign (sink->last, talk->message->str);
  g_mutex_unlock (&sink->mutex);
}

static gboolean
end_message (Talk *talk)
{
  g_autofree char *answer = find_answer (talk, ".");

  if (answer == NULL || answer[0] == '2')
    deliver (talk);
  g_ptr_array_set_size (talk->recipients, 0);
  return say (talk, answer != NULL ? answer : "250 2.0.0 taken");
}

static gboolean
take_data (Talk *talk)
{
  g_autofree char *answer = find_answer (talk, "DATA");

  if (answer != NULL || talk->recipients->len == 0)
    return say (talk, answer != NULL ? answer : "503 5.5.1 no recipients");
  if (!say (talk, "354 go"))
    return FALSE;
  g_string_truncate (talk->message, 0);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (talk->input, NULL, NULL, NULL);

      if (line == NULL)
        return FALSE;
      if (strcmp (line, ".") == 0)
        return end_message (talk);
      g_string_append (talk->message, line[0] == '.' ? line + 1 : line);
      g_string_append_c (talk->message, '\n');
    }
}

/* ---- a connection ------------------------------------------------------------------------- */

/* (transfer full) what stands between < and > */
static char *
address_of (const char *line)
{
  const char *open = strchr (line, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;

  return close != NULL ? g_strndup (open + 1, close - open - 1) : g_strdup ("");
}

static gboolean
answer_rcpt (Talk *talk, const char *line)
{
  g_autofree char *answer = find_answer (talk, line);

  if (answer == NULL || answer[0] == '2')
    g_ptr_array_add (talk->recipients, address_of (line));
  return say (talk, answer != NULL ? answer : "250 2.1.5 ok");
}

static gboolean
answer_line (Talk *talk, const char *line)
{
  g_autofree char *answer = NULL;

  if (g_str_has_prefix (line, "RCPT TO:"))
    return answer_rcpt (talk, line);
  if (strcmp (line, "DATA") == 0)
    return take_data (talk);
  answer = find_answer (talk, line);
  if (answer != NULL)
    return say (talk, answer);
  if (g_str_has_prefix (line, "EHLO "))
    return say_extensions (talk);
  if (g_str_has_prefix (line, "MAIL FROM:") || strcmp (line, "RSET") == 0)
    g_ptr_array_set_size (talk->recipients, 0);
  if (strcmp (line, "QUIT") == 0)
    {
      say (talk, "221 2.0.0 bye");
      return FALSE;
    }
  return say (talk, "250 2.0.0 ok");
}

static void
converse (Talk *talk)
{
  gboolean goes_on = say (talk, "220 sink");

  while (goes_on)
    {
      g_autofree char *line = g_data_input_stream_read_line (talk->input, NULL, NULL, NULL);

      goes_on = line != NULL && answer_line (talk, line);
    }
}

static void
serve (LoftSmtpSink *self, GSocketConnection *connection)
{
  Talk talk = { .sink = self };

  talk.input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (talk.input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  talk.output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  talk.recipients = g_ptr_array_new_with_free_func (g_free);
  talk.message = g_string_new (NULL);
  g_mutex_lock (&self->mutex);
  self->n_connections++;
  talk.cut_at = self->cut_at;
  self->cut_at = NEVER;
  g_mutex_unlock (&self->mutex);
  converse (&talk);
  g_object_unref (talk.input);
  g_ptr_array_unref (talk.recipients);
  g_string_free (talk.message, TRUE);
}

/* ---- the server --------------------------------------------------------------------------- */

/* One after the other: an account sends by one connection. */
static gpointer
serve_all (gpointer user_data)
{
  LoftSmtpSink *self = user_data;

  for (;;)
    {
      g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);

      if (connection == NULL)
        return NULL;
      serve (self, connection);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
}

LoftSmtpSink *
loft_smtp_sink_new (void)
{
  LoftSmtpSink *self = g_new0 (LoftSmtpSink, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_free);
  self->last = g_string_new (NULL);
  self->extensions = usual_extensions;
  self->cut_at = NEVER;
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  if (!g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error))
    g_error ("%s", error->message);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->thread = g_thread_new ("sink", serve_all, self);
  return self;
}

/* Clients have gone by then. */
void
loft_smtp_sink_free (LoftSmtpSink *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->counts);
  g_ptr_array_unref (self->rules);
  g_string_free (self->last, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
loft_smtp_sink_get_port (LoftSmtpSink *self)
{
  return self->port;
}

guint
loft_smtp_sink_count (LoftSmtpSink *self, const char *address)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, address));
  g_mutex_unlock (&self->mutex);
  return n;
}

char *
loft_smtp_sink_dup_last (LoftSmtpSink *self)
{
  char *text;

  g_mutex_lock (&self->mutex);
  text = g_strdup (self->last->str);
  g_mutex_unlock (&self->mutex);
  return text;
}

guint
loft_smtp_sink_get_n_connections (LoftSmtpSink *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

void
loft_smtp_sink_reset (LoftSmtpSink *self)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove_all (self->counts);
  g_ptr_array_set_size (self->rules, 0);
  self->cut_at = NEVER;
  self->was_cut = FALSE;
  self->n_connections = 0;
  self->extensions = usual_extensions;
  g_mutex_unlock (&self->mutex);
}

void
loft_smtp_sink_cut_at (LoftSmtpSink *self, guint step)
{
  g_mutex_lock (&self->mutex);
  self->cut_at = step;
  self->was_cut = FALSE;
  g_mutex_unlock (&self->mutex);
}

gboolean
loft_smtp_sink_was_cut (LoftSmtpSink *self)
{
  gboolean was_cut;

  g_mutex_lock (&self->mutex);
  was_cut = self->was_cut;
  g_mutex_unlock (&self->mutex);
  return was_cut;
}

void
loft_smtp_sink_answer (LoftSmtpSink *self, const char *begin, const char *answer, guint times)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->begin = g_strdup (begin);
  rule->answer = g_strdup (answer);
  rule->left = times;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->rules, rule);
  g_mutex_unlock (&self->mutex);
}

void
loft_smtp_sink_set_extensions (LoftSmtpSink *self, const char *const *extensions)
{
  g_mutex_lock (&self->mutex);
  self->extensions = extensions;
  g_mutex_unlock (&self->mutex);
}
