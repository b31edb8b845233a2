/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-lying-server.h"

#include <string.h>

#include "loft-lying-mailbox.h"
#include "loft-script-connection.h"

typedef struct {
  GPatternSpec *command;
  LoftLieKind kind;
  char *text;
} Lie;

struct _LoftLyingServer {
  LoftLyingStyle style;
  GSocket *listener;
  guint16 port;
  GCancellable *cancellable;
  GThread *thread;
  GPtrArray *mailboxes; /* of LoftLyingMailbox */
  guint32 last_validity;

  GMutex mutex; /* of all below, and of the truth while a client is served */
  GPtrArray *lies;
  guint n_lies;
  guint n_commands;
  LoftLyingHook hook;
  gpointer hook_data;
  gboolean drops_client;
};

/* One client. */
typedef struct {
  LoftLyingServer *server;
  LoftScriptConnection *connection;
  LoftLyingMailbox *selected; /* (borrowed) (nullable) */
} Client;

static const struct {
  const char *name;
  const char *capabilities;
} styles[] = {
  [LOFT_LYING_PLAIN] = { "plain", "IMAP4rev1" },
  [LOFT_LYING_CONDSTORE] = { "condstore", "IMAP4rev1 ENABLE CONDSTORE ESEARCH IDLE" },
  [LOFT_LYING_QRESYNC] = { "qresync", "IMAP4rev1 ENABLE CONDSTORE QRESYNC ESEARCH IDLE "
                                      "LIST-EXTENDED LIST-STATUS" },
};

const char *
loft_lying_style_get_name (LoftLyingStyle style)
{
  return styles[style].name;
}

char *
loft_lying_server_make_raw (const char *subject)
{
  return g_strdup_printf ("From: Anna <anna@test>\r\nTo: bob@test\r\nSubject: %s\r\n"
                          "Message-ID: <%s@test>\r\nDate: Thu, 09 Oct 2025 08:53:20 +0000\r\n\r\n"
                          "Body of %s.\r\n",
                          subject, subject, subject);
}

/* ---- answers ------------------------------------------------------------------------------ */

static LoftLyingMailbox *
find_mailbox (LoftLyingServer *self, const char *name)
{
  for (guint i = 0; i < self->mailboxes->len; i++)
    {
      LoftLyingMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

      if (strcmp (mailbox->name, name) == 0)
        return mailbox;
    }
  return NULL;
}

/* The mailbox that the first argument names, in quotes or without. */
static LoftLyingMailbox *
find_named (LoftLyingServer *self, const char *arguments)
{
  gboolean quoted = arguments[0] == '"';
  const char *start = arguments + (quoted ? 1 : 0);
  g_autofree char *name = g_strndup (start, strcspn (start, quoted ? "\"" : " "));

  return find_mailbox (self, name);
}

static void
answer_list (LoftLyingServer *self, const char *verb, const char *arguments, GString *out)
{
  for (guint i = 0; i < self->mailboxes->len; i++)
    {
      LoftLyingMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

      g_string_append_printf (out, "* %s () \"/\" \"%s\"\r\n", verb, mailbox->name);
      if (strstr (arguments, "STATUS") != NULL)
        loft_lying_mailbox_answer_status (mailbox, out);
    }
}

/* FALSE: NO. */
static gboolean
answer_mailbox (Client *client, const char *tag, const char *command, GString *out)
{
  LoftLyingServer *self = client->server;

  if (g_str_has_prefix (command, "SELECT "))
    {
      client->selected = find_named (self, command + 7);
      if (client->selected != NULL)
        loft_lying_mailbox_answer_select (client->selected, command + 7, out);
      return client->selected != NULL;
    }
  if (client->selected == NULL)
    return FALSE;
  if (g_str_has_prefix (command, "UID SEARCH "))
    loft_lying_mailbox_answer_search (client->selected, tag, command + 11, out);
  else if (g_str_has_prefix (command, "UID FETCH "))
    loft_lying_mailbox_answer_fetch (client->selected, command + 10, out);
  else if (g_str_has_prefix (command, "UID STORE "))
    loft_lying_mailbox_answer_store (client->selected, command + 10, out);
  return TRUE;
}

static gboolean
answer_truly (Client *client, const char *tag, const char *command, GString *out)
{
  LoftLyingServer *self = client->server;
  LoftLyingMailbox *named;

  if (g_str_has_prefix (command, "LIST ") || g_str_has_prefix (command, "LSUB "))
    {
      g_autofree char *verb = g_strndup (command, 4);

      answer_list (self, verb, command, out);
      return TRUE;
    }
  if (g_str_has_prefix (command, "STATUS "))
    {
      named = find_named (self, command + 7);
      if (named != NULL)
        loft_lying_mailbox_answer_status (named, out);
      return named != NULL;
    }
  if (g_str_has_prefix (command, "ENABLE "))
    {
      g_string_append (out, self->style == LOFT_LYING_QRESYNC ? "* ENABLED QRESYNC CONDSTORE\r\n"
                                                              : "* ENABLED CONDSTORE\r\n");
      return TRUE;
    }
  return answer_mailbox (client, tag, command, out);
}

/* ---- lies --------------------------------------------------------------------------------- */

static void
lie_free (Lie *lie)
{
  g_pattern_spec_free (lie->command);
  g_free (lie->text);
  g_free (lie);
}

/* Quotes do not count. */
static Lie *
find_lie (Client *client, const char *command)
{
  LoftLyingServer *self = client->server;
  g_auto (GStrv) pieces = g_strsplit (command, "\"", -1);
  g_autofree char *bare = g_strjoinv ("", pieces);
  g_autofree char *within =
    g_strdup_printf ("%s %s", client->selected != NULL ? client->selected->name : "-", bare);

  for (guint i = 0; i < self->lies->len; i++)
    {
      Lie *lie = g_ptr_array_index (self->lies, i);

      if (g_pattern_spec_match_string (lie->command, bare) ||
          g_pattern_spec_match_string (lie->command, within))
        return lie;
    }
  return NULL;
}

/* "<raw a>" is the literal of the message "a". */
static void
expand_raw (GString *text)
{
  char *start;

  while ((start = strstr (text->str, "<raw ")) != NULL)
    {
      gssize position = start - text->str;
      gssize length = strchr (start, '>') + 1 - start;
      g_autofree char *subject = g_strndup (start + 5, (gsize) length - 6);
      g_autofree char *raw = loft_lying_server_make_raw (subject);
      g_autofree char *literal = g_strdup_printf ("{%" G_GSIZE_FORMAT "}\r\n%s", strlen (raw), raw);

      g_string_erase (text, position, length);
      g_string_insert (text, position, literal);
    }
}

static void
replace_all (GString *text, const char *lie)
{
  const char *arrow = strstr (lie, "=>");
  g_autofree char *from = g_strndup (lie, (gsize) (arrow - lie));

  g_string_replace (text, from, arrow + 2, 0);
}

static void
twist (const Lie *lie, const char *tag, GString *data, GString *reply)
{
  g_autoptr (GString) text = g_string_new (lie->text);

  g_string_replace (text, "<tag>", tag, 0);
  expand_raw (text);
  switch (lie->kind)
    {
    case LOFT_LIE_FIRST:
      g_string_prepend (data, text->str);
      break;
    case LOFT_LIE_LAST:
      g_string_append (data, text->str);
      break;
    case LOFT_LIE_ONLY:
      g_string_assign (data, text->str);
      break;
    case LOFT_LIE_INSTEAD:
      g_string_assign (data, text->str);
      g_string_truncate (reply, 0);
      break;
    case LOFT_LIE_REPLACE:
      replace_all (data, text->str);
      break;
    }
}

/* TRUE while the connection lives. */
static gboolean
send_answer (Client *client, const GString *data, const GString *reply)
{
  gboolean closes = g_str_has_suffix (data->str, "<close>");
  gsize length = data->len - (closes ? strlen ("<close>") : 0);

  return loft_script_connection_write (client->connection, data->str, length, 0, NULL) &&
         loft_script_connection_write (client->connection, reply->str, reply->len, 0, NULL) &&
         !closes;
}

/* ---- connections -------------------------------------------------------------------------- */

/* TRUE for an answer. */
static gboolean
prepare_answer (Client *client, const char *tag, const char *command, GString *data, GString *reply)
{
  LoftLyingServer *self = client->server;
  Lie *lie;
  gboolean ok;

  g_mutex_lock (&self->mutex);
  self->n_commands++;
  if (self->hook != NULL)
    self->hook (self, self->n_commands, command, self->hook_data);
  if (self->drops_client)
    {
      self->drops_client = FALSE;
      g_mutex_unlock (&self->mutex);
      return FALSE;
    }
  ok = answer_truly (client, tag, command, data);
  g_string_printf (reply, "%s %s x\r\n", tag, ok ? "OK" : "NO [NONEXISTENT]");
  lie = find_lie (client, command);
  if (lie != NULL)
    {
      self->n_lies++;
      twist (lie, tag, data, reply);
    }
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
obey (Client *client, const char *line)
{
  const char *blank = strchr (line, ' ');
  g_autofree char *tag = blank != NULL ? g_strndup (line, (gsize) (blank - line)) : NULL;
  g_autoptr (GString) data = g_string_new (NULL);
  g_autoptr (GString) reply = g_string_new (NULL);

  if (tag == NULL)
    return FALSE;
  return prepare_answer (client, tag, blank + 1, data, reply) &&
         send_answer (client, data, reply);
}

static void
ignore_bytes (gconstpointer bytes, gsize length, gboolean secure, gpointer user_data)
{
}

static void
serve (LoftLyingServer *self, GSocket *socket)
{
  g_autoptr (LoftScriptConnection) connection =
    loft_script_connection_new (socket, self->cancellable, ignore_bytes, NULL);
  g_autofree char *greeting =
    g_strdup_printf ("* PREAUTH [CAPABILITY %s] hi\r\n", styles[self->style].capabilities);
  Client client = { self, connection, NULL };
  gboolean alive = loft_script_connection_write (connection, greeting, strlen (greeting), 0, NULL);

  while (alive)
    {
      g_autofree char *line = loft_script_connection_read_line (connection, NULL);

      alive = line != NULL && obey (&client, line);
    }
  loft_script_connection_shut_down (connection);
}

static gpointer
accept_all (gpointer data)
{
  LoftLyingServer *self = data;

  for (;;)
    {
      g_autoptr (GSocket) socket = g_socket_accept (self->listener, self->cancellable, NULL);

      if (socket == NULL)
        return NULL;
      serve (self, socket);
    }
}

/* ---- object ------------------------------------------------------------------------------- */

LoftLyingServer *
loft_lying_server_new (LoftLyingStyle style)
{
  LoftLyingServer *self = g_new0 (LoftLyingServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->style = style;
  self->mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_lying_mailbox_free);
  self->lies = g_ptr_array_new_with_free_func ((GDestroyNotify) lie_free);
  self->last_validity = 1000;
  self->cancellable = g_cancellable_new ();
  self->listener =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (self->listener, any, TRUE, NULL));
  g_assert_true (g_socket_listen (self->listener, NULL));
  bound = g_socket_get_local_address (self->listener, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->thread = g_thread_new ("lying server", accept_all, self);
  return self;
}

void
loft_lying_server_free (LoftLyingServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_socket_close (self->listener, NULL);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->mailboxes);
  g_ptr_array_unref (self->lies);
  g_free (self);
}

guint16
loft_lying_server_get_port (LoftLyingServer *self)
{
  return self->port;
}

/* ---- the truth ---------------------------------------------------------------------------- */

void
loft_lying_server_add_mailbox (LoftLyingServer *self, const char *name)
{
  g_ptr_array_add (self->mailboxes, loft_lying_mailbox_new (name, ++self->last_validity,
                                                            self->style != LOFT_LYING_PLAIN));
}

void
loft_lying_server_deliver (LoftLyingServer *self, const char *mailbox, guint32 uid,
                           const char *subject, const char *flags, gint64 received)
{
  loft_lying_mailbox_deliver (find_mailbox (self, mailbox), uid, subject, flags, received);
}

void
loft_lying_server_expunge (LoftLyingServer *self, const char *mailbox, guint32 uid)
{
  loft_lying_mailbox_expunge (find_mailbox (self, mailbox), uid);
}

void
loft_lying_server_set_flags (LoftLyingServer *self, const char *mailbox, guint32 uid,
                             const char *flags)
{
  LoftLyingMailbox *found = find_mailbox (self, mailbox);

  loft_lying_mailbox_flag (found, loft_lying_mailbox_find (found, uid), flags);
}

void
loft_lying_server_empty (LoftLyingServer *self, const char *mailbox)
{
  LoftLyingMailbox *found = find_mailbox (self, mailbox);

  g_ptr_array_set_size (found->messages, 0);
  g_hash_table_remove_all (found->gone);
  found->uid_next = 1;
}

void
loft_lying_server_set_validity (LoftLyingServer *self, const char *mailbox, guint32 uid_validity)
{
  find_mailbox (self, mailbox)->uid_validity = uid_validity;
}

void
loft_lying_server_set_uid_next (LoftLyingServer *self, const char *mailbox, guint32 uid_next)
{
  find_mailbox (self, mailbox)->uid_next = uid_next;
}

void
loft_lying_server_set_modseq (LoftLyingServer *self, const char *mailbox, guint64 highest_modseq)
{
  find_mailbox (self, mailbox)->modseq = highest_modseq;
}

char *
loft_lying_server_describe (LoftLyingServer *self, const char *mailbox)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->mailboxes->len; i++)
    {
      LoftLyingMailbox *box = g_ptr_array_index (self->mailboxes, i);

      for (guint j = 0; j < box->messages->len; j++)
        {
          LoftLyingMessage *message = g_ptr_array_index (box->messages, j);

          if (mailbox == NULL || strcmp (mailbox, box->name) == 0)
            g_string_append_printf (text, "%s\t%u\t%s\t%s\n", box->name, message->uid,
                                    message->flags, message->subject);
        }
    }
  return g_string_free (text, FALSE);
}

void
loft_lying_server_lie (LoftLyingServer *self, const char *command, LoftLieKind kind,
                       const char *text)
{
  Lie *lie = g_new0 (Lie, 1);
  g_autofree char *pattern = g_strconcat (command, "*", NULL);

  lie->command = g_pattern_spec_new (pattern);
  lie->kind = kind;
  lie->text = g_strdup (text);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->lies, lie);
  g_mutex_unlock (&self->mutex);
}

void
loft_lying_server_stop_lying (LoftLyingServer *self)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_set_size (self->lies, 0);
  g_mutex_unlock (&self->mutex);
}

guint
loft_lying_server_get_n_lies (LoftLyingServer *self)
{
  return self->n_lies;
}

void
loft_lying_server_set_hook (LoftLyingServer *self, LoftLyingHook hook, gpointer user_data)
{
  g_mutex_lock (&self->mutex);
  self->n_commands = 0;
  self->hook = hook;
  self->hook_data = user_data;
  g_mutex_unlock (&self->mutex);
}

void
loft_lying_server_drop_client (LoftLyingServer *self)
{
  self->drops_client = TRUE;
}

guint
loft_lying_server_get_n_commands (LoftLyingServer *self)
{
  return self->n_commands;
}
