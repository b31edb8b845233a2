/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-picture.h"

#include "loft-thread-task.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define WORTH_BYTES (150 * 1000)
#define MAX_PIXELS  (120 * 1000 * 1000)
#define QUALITY     "85"
#define CHUNK       (256 * 1024)

static gboolean
is_jpeg (const LoftDraftPart *part)
{
  return g_ascii_strcasecmp (part->content_type, "image/jpeg") == 0;
}

gboolean
loft_draft_picture_can_scale (const LoftDraftPart *part)
{
  return (is_jpeg (part) || g_ascii_strcasecmp (part->content_type, "image/png") == 0) &&
         g_bytes_get_size (part->data) >= WORTH_BYTES;
}

typedef struct {
  int longest;
  gboolean is_refused;
  gboolean is_small;
} Wish;

/* Before anything is decoded. */
static void
on_size (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Wish *wish = data;
  int longer = MAX (width, height);

  wish->is_refused = (gint64) width * height > MAX_PIXELS || width <= 0 || height <= 0;
  wish->is_small = longer <= wish->longest;
  if (wish->is_refused)
    gdk_pixbuf_loader_set_size (loader, 1, 1);
  else if (!wish->is_small)
    gdk_pixbuf_loader_set_size (loader, (int) MAX (1, (gint64) width * wish->longest / longer),
                                (int) MAX (1, (gint64) height * wish->longest / longer));
}

static gboolean
feed (GdkPixbufLoader *loader, GBytes *bytes, GCancellable *cancellable, const Wish *wish)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length; at += CHUNK)
    {
      if (g_cancellable_is_cancelled (cancellable) || wish->is_refused || wish->is_small ||
          !gdk_pixbuf_loader_write (loader, data + at, MIN (CHUNK, length - at), NULL))
        {
          gdk_pixbuf_loader_close (loader, NULL);
          return FALSE;
        }
    }
  return gdk_pixbuf_loader_close (loader, NULL);
}

/* (transfer full) (nullable) */
static GdkPixbuf *
decode (GBytes *bytes, guint longest, GCancellable *cancellable)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  Wish wish = { (int) longest, FALSE, FALSE };
  GdkPixbuf *pixbuf = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), &wish);
  if (!feed (loader, bytes, cancellable, &wish) || wish.is_refused || wish.is_small)
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  /* How the camera was held is told beside the picture, which is written without that. */
  return pixbuf == NULL ? NULL : gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

/* (transfer full) (nullable) Nothing of what cameras write beside pictures goes along: no places. */
static GBytes *
encode (GdkPixbuf *pixbuf, gboolean jpeg)
{
  char *buffer = NULL;
  gsize length = 0;
  gboolean done = jpeg ? gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &length, "jpeg", NULL,
                                                    "quality", QUALITY, NULL)
                       : gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &length, "png", NULL, NULL);

  return done ? g_bytes_new_take (buffer, length) : NULL;
}

static LoftDraftPart *
scale (const LoftDraftPart *part, guint longest, GCancellable *cancellable)
{
  g_autoptr (GdkPixbuf) pixbuf = decode (part->data, longest, cancellable);
  g_autoptr (GBytes) bytes = pixbuf != NULL ? encode (pixbuf, is_jpeg (part)) : NULL;
  gboolean is_won = bytes != NULL && g_bytes_get_size (bytes) < g_bytes_get_size (part->data);

  return loft_draft_part_new (part->name, part->content_type, part->content_id,
                              is_won ? bytes : part->data);
}

typedef struct {
  GPtrArray *parts;
  guint longest;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->parts);
  g_free (job);
}

static void
scale_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GPtrArray *scaled = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);

  for (guint i = 0; i < job->parts->len; i++)
    g_ptr_array_add (scaled, scale (g_ptr_array_index (job->parts, i), job->longest, cancellable));
  g_task_return_pointer (task, scaled, (GDestroyNotify) g_ptr_array_unref);
}

void
loft_draft_picture_scale_async (GPtrArray *parts, guint longest, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->parts = g_ptr_array_ref (parts);
  job->longest = longest;
  g_task_set_task_data (task, job, job_free);
  loft_thread_task_run (task, scale_in_thread);
}

GPtrArray *
loft_draft_picture_scale_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
