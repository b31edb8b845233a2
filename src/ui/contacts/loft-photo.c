/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-photo.h"

#include "loft-error.h"
#include "loft-thread-task.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define MAX_PIXELS      (120 * 1000 * 1000)
#define MAX_CAMERA_SIDE 20000
#define MAX_KEPT        200 /* textures: those of a long list at hand */

/* ---- decoding ----------------------------------------------------------------------------- */

/* The loaders of other kinds have more ways to go wrong, and no card needs them. */
static const char *
find_kind (const guint8 *data, gsize length)
{
  if (length > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  if (length > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  if (length > 13 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    return "gif";
  if (length > 21 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBPVP8", 7) == 0 &&
      !(data[15] == 'X' && data[20] & 0x02)) /* no film */
    return "webp";
  return NULL;
}

/* Behind the blocks at at, each as long as its first byte says; length where they do not end. */
static gsize
skip_blocks (const guint8 *data, gsize length, gsize at)
{
  while (at < length && data[at] != 0)
    at += (gsize) data[at] + 1;
  return MIN (at + 1, length);
}

/* The bytes of a table of colours, as the flags before it say. */
static gsize
table_size (guint8 flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 0x07) + 1) : 0;
}

static guint
read_short (const guint8 *data)
{
  return (guint) (data[0] | data[1] << 8);
}

/* Whether the picture described at data lies on the screen of the file. */
static gboolean
lies_inside (const guint8 *data, const guint8 *file)
{
  return read_short (data) + read_short (data + 4) <= read_short (file + 6) &&
         read_short (data + 2) + read_short (data + 6) <= read_short (file + 8);
}

/* (transfer full) (nullable) A GIF with its first picture alone (GIF89a 18 to 23): a film of a hundred
 * thousand is none for a face, and its loader would keep them all. */
static GBytes *
keep_first (GBytes *file)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (file, &length);
  gsize at = 13 + table_size (data[10]);
  GByteArray *kept = NULL;

  while (at + 2 < length && data[at] == '!')
    at = skip_blocks (data, length, at + 2);
  if (at + 11 >= length || data[at] != ',' || !lies_inside (data + at + 1, data))
    return NULL;
  at = skip_blocks (data, length, at + 11 + table_size (data[at + 9]));
  kept = g_byte_array_sized_new ((guint) at + 1);
  g_byte_array_append (kept, data, (guint) at);
  g_byte_array_append (kept, (const guint8 *) ";", 1);
  return g_byte_array_free_to_bytes (kept);
}

typedef struct {
  int edge;
  gboolean is_longer; /* which side becomes the edge */
  int max_side;
  gboolean is_refused;
} Wish;

/* Before anything is decoded. */
static void
on_size (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Wish *wish = data;
  int side = wish->is_longer ? MAX (width, height) : MIN (width, height);

  wish->is_refused = MIN (width, height) <= 0 || MAX (width, height) > wish->max_side ||
                     (gint64) width * height > MAX_PIXELS;
  if (wish->is_refused)
    gdk_pixbuf_loader_set_size (loader, 1, 1);
  else if (side > wish->edge)
    gdk_pixbuf_loader_set_size (loader, (int) MAX (1, (gint64) width * wish->edge / side),
                                (int) MAX (1, (gint64) height * wish->edge / side));
}

/* The size is told with the first bytes, so that nothing is decoded of what is refused. */
static gboolean
feed (GdkPixbufLoader *loader, const guint8 *data, gsize length, const Wish *wish,
      GCancellable *cancellable)
{
  const gsize piece = 16 * 1024;
  gboolean is_good = TRUE;

  for (gsize at = 0; is_good && at < length; at += piece)
    is_good = !g_cancellable_is_cancelled (cancellable) && !wish->is_refused &&
              gdk_pixbuf_loader_write (loader, data + at, MIN (piece, length - at), NULL);
  return gdk_pixbuf_loader_close (loader, NULL) && is_good && !wish->is_refused;
}

/* (transfer full) (nullable) */
static GdkPixbuf *
decode (GBytes *given, Wish *wish, GCancellable *cancellable)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (given, &length);
  const char *kind = find_kind (data, length);
  g_autoptr (GBytes) file = g_strcmp0 (kind, "gif") == 0 ? keep_first (given) : g_bytes_ref (given);
  g_autoptr (GdkPixbufLoader) loader =
    kind != NULL && file != NULL ? gdk_pixbuf_loader_new_with_type (kind, NULL) : NULL;
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    return NULL;
  data = g_bytes_get_data (file, &length);
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), wish);
  if (!feed (loader, data, length, wish, cancellable))
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  /* How the camera was held is told beside the picture. */
  return pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

GdkTexture *
loft_photo_decode (GBytes *photo, int edge, GCancellable *cancellable)
{
  Wish wish = { edge, FALSE, LOFT_PHOTO_MAX_SIDE, FALSE };
  g_autoptr (GdkPixbuf) whole = decode (photo, &wish, cancellable);
  g_autoptr (GdkPixbuf) middle = NULL;
  int width, height, side;

  if (whole == NULL)
    return NULL;
  width = gdk_pixbuf_get_width (whole);
  height = gdk_pixbuf_get_height (whole);
  side = MIN (width, height);
  middle = gdk_pixbuf_new_subpixbuf (whole, (width - side) / 2, (height - side) / 2, side, side);
  return gdk_texture_new_for_pixbuf (middle);
}

GdkPixbuf *
loft_photo_decode_whole (GBytes *file, int longest, GCancellable *cancellable)
{
  Wish wish = { longest, TRUE, MAX_CAMERA_SIDE, FALSE };

  return decode (file, &wish, cancellable);
}

/* ---- what was decoded --------------------------------------------------------------------- */

typedef struct {
  GBytes *photo;
  int edge;
} Key;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_direct_hash (key->photo) ^ (guint) key->edge;
}

/* Contacts that did not change keep their bytes, so that these need not be compared. */
static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *one = a;
  const Key *other = b;

  return one->photo == other->photo && one->edge == other->edge;
}

static Key *
key_new (GBytes *photo, int edge)
{
  Key *key = g_new (Key, 1);

  key->photo = g_bytes_ref (photo);
  key->edge = edge;
  return key;
}

static void
key_free (gpointer data)
{
  Key *key = data;

  g_bytes_unref (key->photo);
  g_free (key);
}

/* (transfer none) */
static GHashTable *
get_kept (void)
{
  static GHashTable *kept; /* of the main thread, as long as the program */

  if (kept == NULL)
    kept = g_hash_table_new_full (key_hash, key_equal, key_free, g_object_unref);
  return kept;
}

GdkTexture *
loft_photo_recall (GBytes *photo, int edge)
{
  const Key key = { photo, edge };

  return g_hash_table_lookup (get_kept (), &key);
}

static void
decode_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Key *key = data;
  GdkTexture *texture = loft_photo_decode (key->photo, key->edge, cancellable);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED, "No picture that is shown");
}

void
loft_photo_load_async (GBytes *photo, int edge, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, key_new (photo, edge), key_free);
  loft_thread_task_run (task, decode_in_thread);
}

GdkTexture *
loft_photo_load_finish (GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);
  const Key *key = g_task_get_task_data (task);
  GdkTexture *texture = g_task_propagate_pointer (task, error);

  if (texture == NULL)
    return NULL;
  if (g_hash_table_size (get_kept ()) >= MAX_KEPT)
    g_hash_table_remove_all (get_kept ());
  g_hash_table_replace (get_kept (), key_new (key->photo, key->edge), g_object_ref (texture));
  return texture;
}
