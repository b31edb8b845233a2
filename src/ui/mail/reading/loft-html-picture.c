/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-picture.h"

#include "loft-attachment-kind.h"
#include "loft-picture-size.h"
#include "loft-thread-task.h"

#include <string.h>

/* Of a picture in a message. */
#define MAX_PICTURE ((gsize) 32 * 1024 * 1024)

typedef struct {
  LoftHtmlPictures *pictures;
  LoftMessageBody *body;
  WebKitURISchemeRequest *request;
  guint attachment; /* 0: by its Content-ID */
  char *content_id;
  char *type;
  guint64 pixels;
} Picture;

LoftHtmlPictures *
loft_html_pictures_new (LoftMessageBody *body)
{
  LoftHtmlPictures *self = g_new0 (LoftHtmlPictures, 1);

  g_ref_count_init (&self->ref_count);
  self->body = loft_message_body_ref (body);
  self->pixels_left = LOFT_PICTURE_MAX_PIXELS;
  return self;
}

static void
pictures_unref (LoftHtmlPictures *self)
{
  if (g_ref_count_dec (&self->ref_count))
    {
      g_clear_pointer (&self->body, loft_message_body_unref);
      g_free (self);
    }
}

void
loft_html_pictures_close (LoftHtmlPictures *self)
{
  g_clear_pointer (&self->body, loft_message_body_unref);
  pictures_unref (self);
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  pictures_unref (picture->pictures);
  loft_message_body_unref (picture->body);
  g_object_unref (picture->request);
  g_free (picture->content_id);
  g_free (picture->type);
  g_free (picture);
}

static void
refuse (WebKitURISchemeRequest *request)
{
  g_autoptr (GError) error =
    g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such picture in this message");

  loft_webkit.uri_scheme_request_finish_error (request, error);
}

static GBytes *
decode (Picture *picture)
{
  GBytes *bytes = NULL;

  if (picture->attachment == 0)
    return loft_message_body_decode_inline (picture->body, picture->content_id, &picture->type,
                                            NULL);
  bytes = loft_message_body_decode_attachment (picture->body, picture->attachment, NULL);
  picture->type = bytes == NULL ? NULL : loft_attachment_kind_picture_type (bytes);
  return bytes;
}

static void
decode_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Picture *picture = data;
  g_autoptr (GBytes) bytes = decode (picture);

  if (bytes == NULL || picture->type == NULL || !g_str_has_prefix (picture->type, "image/") ||
      g_bytes_get_size (bytes) > MAX_PICTURE)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  picture->pixels =
    loft_picture_size_count (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static void
on_picture_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GInputStream) stream = NULL;

  if (bytes == NULL || picture->body != picture->pictures->body ||
      picture->pixels > picture->pictures->pixels_left)
    {
      refuse (picture->request);
      return;
    }
  picture->pictures->pixels_left -= picture->pixels;
  stream = g_memory_input_stream_new_from_bytes (bytes);
  loft_webkit.uri_scheme_request_finish (picture->request, stream, g_bytes_get_size (bytes),
                                         picture->type);
}

/* Every picture that a message shows by cid: is asked for here; what another message has is not
 * found, and nothing may be kept for the next one. */
void
loft_html_pictures_answer (LoftHtmlPictures *self, WebKitURISchemeRequest *request)
{
  /* cid:N/ID, see loft-html-document.h */
  const char *id = strchr (loft_webkit.uri_scheme_request_get_uri (request), '/');
  g_autofree char *content_id = id == NULL ? NULL : g_uri_unescape_string (id + 1, NULL);
  g_autoptr (GTask) task = NULL;
  Picture *picture = NULL;

  if (self == NULL || self->body == NULL || content_id == NULL)
    {
      refuse (request);
      return;
    }
  picture = g_new0 (Picture, 1);
  picture->pictures = self;
  g_ref_count_inc (&self->ref_count);
  picture->body = loft_message_body_ref (self->body);
  picture->request = g_object_ref (request);
  picture->attachment = self->attachment;
  picture->content_id = g_steal_pointer (&content_id);
  task = g_task_new (NULL, NULL, on_picture_decoded, NULL);
  g_task_set_task_data (task, picture, picture_free);
  loft_thread_task_run (task, decode_picture);
}
