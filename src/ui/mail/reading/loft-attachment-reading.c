/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-reading.h"

#include <string.h>

#include "loft-error.h"
#include "loft-thread-task.h"

/* More is no page that anybody wrote to be read. */
#define MAX_PAGE ((gsize) 8 * 1024 * 1024)

typedef struct {
  LoftMessageBody *body;
  guint n;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  loft_message_body_unref (job->body);
  g_free (job);
}

void
loft_attachment_reading_free (LoftAttachmentReading *self)
{
  g_free (self->text);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_clear_pointer (&self->message, loft_message_body_unref);
  g_free (self);
}

/* In the shape of a message it goes through the cleaner as every HTML does. */
static LoftMessageBody *
read_page (GBytes *bytes)
{
  static const char header[] = "Content-Type: text/html\r\n\r\n";
  g_autoptr (GByteArray) raw = NULL;
  g_autoptr (GBytes) whole = NULL;
  LoftMessageBody *body = NULL;

  if (g_bytes_get_size (bytes) > MAX_PAGE)
    return NULL;
  raw = g_byte_array_new ();
  g_byte_array_append (raw, (const guint8 *) header, strlen (header));
  g_byte_array_append (raw, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  whole = g_byte_array_free_to_bytes (g_steal_pointer (&raw));
  body = loft_message_body_new_alone (whole);
  /* That a file names no sender is nothing to warn of. */
  body->sender->oddities = 0;
  return body;
}

static void
read_bytes (LoftAttachmentReading *self, GBytes *bytes)
{
  g_autofree char *picture = NULL;

  switch (self->kind)
    {
    case LOFT_ATTACHMENT_KIND_PICTURE:
      picture = loft_attachment_kind_picture_type (bytes);
      self->kind = picture == NULL ? LOFT_ATTACHMENT_KIND_OTHER : self->kind;
      break;
    case LOFT_ATTACHMENT_KIND_TEXT:
      self->text = loft_attachment_kind_text (bytes);
      self->kind = self->text == NULL ? LOFT_ATTACHMENT_KIND_OTHER : self->kind;
      break;
    case LOFT_ATTACHMENT_KIND_PAGE:
      self->message = read_page (bytes);
      self->kind = self->message == NULL ? LOFT_ATTACHMENT_KIND_OTHER : self->kind;
      break;
    case LOFT_ATTACHMENT_KIND_PDF:
      if (loft_attachment_kind_is_pdf (bytes))
        self->pdf = g_bytes_ref (bytes);
      else
        self->kind = LOFT_ATTACHMENT_KIND_OTHER;
      break;
    case LOFT_ATTACHMENT_KIND_MESSAGE:
      self->message = loft_message_body_new_alone (bytes);
      break;
    case LOFT_ATTACHMENT_KIND_OTHER:
    default:
      break;
    }
}

static const LoftAttachment *
find_attachment (Job *job)
{
  GPtrArray *all = job->body->message->attachments;

  for (guint i = 0; i < all->len; i++)
    {
      const LoftAttachment *each = g_ptr_array_index (all, i);

      if (each->n == job->n)
        return each;
    }
  return NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  const LoftAttachment *attachment = find_attachment (job);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  LoftAttachmentReading *reading = NULL;

  if (attachment == NULL)
    {
      g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_GONE, "no attachment %u", job->n);
      return;
    }
  bytes = loft_message_body_decode_attachment (job->body, job->n, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reading = g_new0 (LoftAttachmentReading, 1);
  reading->kind = loft_attachment_kind_guess (attachment);
  read_bytes (reading, bytes);
  g_task_return_pointer (task, reading, (GDestroyNotify) loft_attachment_reading_free);
}

void
loft_attachment_reading_start (LoftMessageBody *body, guint n, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->body = loft_message_body_ref (body);
  job->n = n;
  g_task_set_task_data (task, job, job_free);
  loft_thread_task_run (task, read_in_thread);
}

LoftAttachmentReading *
loft_attachment_reading_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
