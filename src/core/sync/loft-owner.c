/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-owner.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-file-lock.h"

#define LINE_LIMIT  4096
#define SOCKET_NAME "owner.sock"

struct _LoftOwner {
  GObject parent;

  char *directory;
  int lock_fd;             /* -1: not the owner */
  GSocketService *service; /* (owned) (nullable) */
  LoftOwnerRequestFunc func;
  gpointer user_data;
};

struct _LoftOwnerRequest {
  GSocketConnection *connection; /* (owned) */
  char *text;
};

G_DEFINE_FINAL_TYPE (LoftOwner, loft_owner, G_TYPE_OBJECT)

/* A socket path may have 108 bytes, a profile's folder more: it is named through its descriptor. */
static GSocketAddress *
socket_address (const char *directory, int *directory_fd)
{
  g_autofree char *path = NULL;

  *directory_fd = open (directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (*directory_fd < 0)
    return NULL;
  path = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_NAME, *directory_fd);
  return g_unix_socket_address_new (path);
}

/* ---- serving ------------------------------------------------------------------------------ */

const char *
loft_owner_request_get_text (LoftOwnerRequest *self)
{
  return self->text;
}

void
loft_owner_request_tell (LoftOwnerRequest *self, const char *line)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autofree char *text = g_strdelimit (g_strdup (line), "\r\n", ' ');
  g_autofree char *ended = g_strconcat (text, "\n", NULL);

  /* The kernel's buffer takes what we tell; an asker that does not read is cut off. */
  g_socket_set_blocking (g_socket_connection_get_socket (self->connection), FALSE);
  g_output_stream_write_all (output, ended, strlen (ended), NULL, NULL, NULL);
}

/* Codes that people are told more of than their class. */
static const struct {
  int code;
  const char *name;
} details[] = {
  { LOFT_ERROR_DOWNGRADE, "downgrade" },
  { LOFT_ERROR_TOO_SOON, "too-soon" },
  { LOFT_ERROR_POLICY, "policy" },
  { LOFT_ERROR_WIPED, "wiped" },
  { LOFT_ERROR_NOT_ALLOWED, "not-allowed" },
  { LOFT_ERROR_DEVICE_BLOCKED, "device-blocked" },
  { LOFT_ERROR_ACCOUNT_DISABLED, "account-disabled" },
  { LOFT_ERROR_TOO_MANY_DEVICES, "too-many-devices" },
};

/* (transfer none) the class, or one of these. */
static const char *
name_of (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    if (g_error_matches (error, LOFT_ERROR, details[i].code))
      return details[i].name;
  return loft_error_class_name (loft_error_class (error));
}

void
loft_owner_request_finish (LoftOwnerRequest *self, const GError *error)
{
  g_autofree char *line = NULL;

  if (error == NULL)
    line = g_strdup ("done");
  else if (loft_error_is_cancelled (error))
    line = g_strdup ("error temporary The owner is closing");
  else
    line = g_strdup_printf ("error %s %s", name_of (error), error->message);
  loft_owner_request_tell (self, line);
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_object_unref (self->connection);
  g_free (self->text);
  g_free (self);
}

typedef struct {
  LoftOwner *owner;              /* (owned) */
  GSocketConnection *connection; /* (owned) */
} Greeting;

static void
on_request_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Greeting *greeting = user_data;
  LoftOwner *self = greeting->owner;
  g_autofree char *line =
      g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line != NULL && strlen (line) < LINE_LIMIT && self->func != NULL)
    {
      LoftOwnerRequest *request = g_new0 (LoftOwnerRequest, 1);

      request->connection = g_object_ref (greeting->connection);
      request->text = g_steal_pointer (&line);
      self->func (request, self->user_data);
    }
  g_object_unref (greeting->connection);
  g_object_unref (greeting->owner);
  g_free (greeting);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source,
             gpointer user_data)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  Greeting *greeting = g_new0 (Greeting, 1);

  greeting->owner = g_object_ref (user_data);
  greeting->connection = g_object_ref (connection);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_request_line, greeting);
  return TRUE;
}

static gboolean
serve (LoftOwner *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, SOCKET_NAME, NULL);
  g_autoptr (GSocketAddress) address = NULL;
  int directory_fd = -1;
  gboolean bound;

  g_unlink (path); /* a dead owner's; we hold the lock */
  address = socket_address (self->directory, &directory_fd);
  if (address == NULL)
    return FALSE;
  self->service = g_socket_service_new ();
  bound = g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                         G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL,
                                         NULL, error);
  close (directory_fd);
  if (!bound)
    return FALSE;
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_socket_service_start (self->service);
  return TRUE;
}

/* ---- the lock ----------------------------------------------------------------------------- */

gboolean
loft_owner_try (LoftOwner *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "owner.lock", NULL);
  g_autoptr (GError) local_error = NULL;

  if (self->lock_fd >= 0)
    return TRUE;
  self->lock_fd = loft_file_lock_take (path, LOFT_FILE_LOCK_EXCLUSIVE, FALSE);
  if (self->lock_fd < 0)
    {
      if (errno != EWOULDBLOCK)
        g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "Cannot open %s: %s", path,
                     g_strerror (errno));
      return FALSE;
    }
  if (!serve (self, &local_error))
    g_warning ("Other programs cannot reach the owner of %s: %s", self->directory,
               local_error != NULL ? local_error->message : g_strerror (errno));
  return TRUE;
}

gboolean
loft_owner_is_owner (LoftOwner *self)
{
  return self->lock_fd >= 0;
}

void
loft_owner_release (LoftOwner *self)
{
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_clear_object (&self->service);
    }
  loft_file_lock_release (self->lock_fd);
  self->lock_fd = -1;
}

void
loft_owner_set_request_func (LoftOwner *self, LoftOwnerRequestFunc func, gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;
}

static void
loft_owner_dispose (GObject *object)
{
  loft_owner_release (LOFT_OWNER (object));
  G_OBJECT_CLASS (loft_owner_parent_class)->dispose (object);
}

static void
loft_owner_finalize (GObject *object)
{
  g_free (LOFT_OWNER (object)->directory);
  G_OBJECT_CLASS (loft_owner_parent_class)->finalize (object);
}

static void
loft_owner_class_init (LoftOwnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_owner_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_owner_finalize;
}

static void
loft_owner_init (LoftOwner *self)
{
  self->lock_fd = -1;
}

LoftOwner *
loft_owner_new (const char *directory)
{
  LoftOwner *self = g_object_new (LOFT_TYPE_OWNER, NULL);

  self->directory = g_strdup (directory);
  return self;
}

/* ---- asking ------------------------------------------------------------------------------- */

static int
code_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    if (g_str_equal (name, details[i].name))
      return details[i].code;
  for (int i = LOFT_ERROR_OFFLINE; i <= LOFT_ERROR_STORE; i++)
    if (g_str_equal (loft_error_class_name ((LoftError) i), name))
      return (LoftError) i;
  return LOFT_ERROR_TEMPORARY;
}

/* "error CLASS TEXT" */
static void
set_told_error (const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (g_strv_length (words) == 3)
    g_set_error_literal (error, LOFT_ERROR, code_from_name (words[1]), words[2]);
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "The owner gave no reason");
}

static GSocketConnection *
connect_to_owner (const char *directory, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  int directory_fd = -1;
  g_autoptr (GSocketAddress) address = socket_address (directory, &directory_fd);
  GSocketConnection *connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  if (address != NULL)
    connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), cancellable,
                                          error);
  if (directory_fd >= 0)
    close (directory_fd);
  return connection;
}

/* *told: the owner's own last line was read; TRUE or error accordingly. */
static gboolean
read_answer (GInputStream *stream, LoftOwnerLineFunc func, gpointer user_data, gboolean *told,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, cancellable, error);

      if (line == NULL)
        return FALSE;
      *told = g_str_equal (line, "done") || g_str_has_prefix (line, "error ");
      if (g_str_equal (line, "done"))
        return TRUE;
      if (*told)
        {
          set_told_error (line, error);
          return FALSE;
        }
      if (func != NULL)
        func (line, user_data);
    }
}

gboolean
loft_owner_ask (const char *directory, const char *request, LoftOwnerLineFunc func,
                gpointer user_data, gboolean *gone, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GSocketConnection) connection = connect_to_owner (directory, cancellable, &failure);
  g_autofree char *ended = g_strconcat (request, "\n", NULL);
  GIOStream *stream = G_IO_STREAM (connection);
  gboolean told = FALSE;

  if (gone != NULL)
    *gone = FALSE;
  if (connection != NULL &&
      g_output_stream_write_all (g_io_stream_get_output_stream (stream), ended, strlen (ended),
                                 NULL, cancellable, &failure) &&
      read_answer (g_io_stream_get_input_stream (stream), func, user_data, &told, cancellable,
                   &failure))
    return TRUE;
  if (told || (failure != NULL && loft_error_is_cancelled (failure)))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (gone != NULL)
    *gone = TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                       "The program that owns this account went away");
  return FALSE;
}
