/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pdf-document.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "config.h"

#define HELPER     "loft-pdf-pages"
#define RECORD     64
#define MAX_PAGES  500
#define MAX_POINTS 20000
#define MAX_PIXELS (16 * 1000 * 1000)
#define MAX_SIDE   8000
#define PATIENCE_S 15 /* with one answer */

typedef struct {
  int width; /* points */
  int height;
  int wanted; /* pixels; 0: not wanted */
} Page;

struct _LoftPdfDocument {
  GObject parent_instance;

  GSubprocess *process; /* (nullable) */
  GCancellable *cancellable;
  GArray *pages; /* of Page */
  GQueue *asked; /* of page number + 1, the next first */
  guint drawn; /* page that is waited for + 1; 0: none */
  char record[RECORD + 1];
  char *sizes; /* (nullable) records of all pages, while they come */
  guchar *pixels; /* (nullable) of the page that comes */
  int pixel_width;
  int pixel_height;
  guint patience;
};

enum { OPENED, PAGE, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftPdfDocument, loft_pdf_document, G_TYPE_OBJECT)

/* The program */

/* (transfer full) (nullable) beside the window's own program where that was built, else installed. */
static char *
find_helper (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  const char *const folders[] = { folder, "../pdf", LOFT_LIBEXEC_DIR };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = i == 1 ? g_build_filename (folder, folders[i], HELPER, NULL)
                                     : g_build_filename (folders[i], HELPER, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static const char *
get_helper (void)
{
  static char *path = NULL;
  static gboolean looked = FALSE;
  const char *told = g_getenv ("LOFT_PDF_HELPER"); /* of tests */

  if (told != NULL)
    return g_file_test (told, G_FILE_TEST_IS_EXECUTABLE) ? told : NULL;
  if (!looked)
    path = find_helper ();
  looked = TRUE;
  return path;
}

gboolean
loft_pdf_document_is_available (void)
{
  return get_helper () != NULL;
}

/* Ends */

void
loft_pdf_document_stop (LoftPdfDocument *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

static void
fail (LoftPdfDocument *self, gboolean locked)
{
  if (self->process == NULL)
    return;
  loft_pdf_document_stop (self);
  g_signal_emit (self, signals[FAILED], 0, locked);
}

static gboolean
on_late (gpointer data)
{
  LoftPdfDocument *self = data;

  self->patience = 0;
  fail (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
be_patient (LoftPdfDocument *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  self->patience = g_timeout_add_seconds (PATIENCE_S, on_late, self);
}

/* Reading */

typedef void (*ReadFunc) (LoftPdfDocument *self);

typedef struct {
  LoftPdfDocument *self;
  ReadFunc func;
  gsize length;
} Reading;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Reading *reading = data;
  g_autoptr (LoftPdfDocument) self = reading->self;
  gsize length = 0;
  gboolean done = g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);

  if (self->process == NULL)
    return;
  if (!done || length != reading->length)
    fail (self, FALSE);
  else
    reading->func (self);
}

static void
read_to (LoftPdfDocument *self, void *buffer, gsize length, ReadFunc func)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->self = g_object_ref (self);
  reading->func = func;
  reading->length = length;
  g_input_stream_read_all_async (g_subprocess_get_stdout_pipe (self->process), buffer, length,
                                 G_PRIORITY_DEFAULT, self->cancellable, on_read, reading);
}

static void ask_next (LoftPdfDocument *self);

static void
on_pixels (LoftPdfDocument *self)
{
  gsize stride = (gsize) self->pixel_width * 4;
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (g_steal_pointer (&self->pixels), stride * (gsize) self->pixel_height);
  g_autoptr (GdkTexture) texture = NULL;
  guint page = self->drawn - 1;

  texture = gdk_memory_texture_new (self->pixel_width, self->pixel_height, GDK_MEMORY_DEFAULT,
                                    bytes, stride);
  g_clear_handle_id (&self->patience, g_source_remove);
  self->drawn = 0;
  g_signal_emit (self, signals[PAGE], 0, page, texture);
  if (self->process != NULL)
    ask_next (self);
}

static void
on_image (LoftPdfDocument *self)
{
  guint page = 0;
  int width = 0, height = 0;

  if (sscanf (self->record, "image %u %d %d", &page, &width, &height) != 3 ||
      page + 1 != self->drawn || width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE ||
      (gint64) width * height > MAX_PIXELS)
    {
      fail (self, FALSE);
      return;
    }
  self->pixel_width = width;
  self->pixel_height = height;
  g_free (self->pixels);
  self->pixels = g_malloc ((gsize) width * (gsize) height * 4);
  read_to (self, self->pixels, (gsize) width * (gsize) height * 4, on_pixels);
}

static void
on_sizes (LoftPdfDocument *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      Page *page = &g_array_index (self->pages, Page, i);
      g_autofree char *record = g_strndup (self->sizes + (gsize) i * RECORD, RECORD);

      if (sscanf (record, "%d %d", &page->width, &page->height) != 2)
        page->width = page->height = 1;
      page->width = CLAMP (page->width, 1, MAX_POINTS);
      page->height = CLAMP (page->height, 1, MAX_POINTS);
    }
  g_clear_pointer (&self->sizes, g_free);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_signal_emit (self, signals[OPENED], 0);
}

static void
on_first_record (LoftPdfDocument *self)
{
  guint n_pages = 0;

  if (sscanf (self->record, "pages %u", &n_pages) != 1 || n_pages < 1 || n_pages > MAX_PAGES)
    {
      fail (self, g_str_has_prefix (self->record, "locked"));
      return;
    }
  g_array_set_size (self->pages, n_pages);
  self->sizes = g_malloc ((gsize) n_pages * RECORD);
  read_to (self, self->sizes, (gsize) n_pages * RECORD, on_sizes);
}

/* Writing */

typedef struct {
  LoftPdfDocument *self;
  GBytes *bytes;
  GBytes *more; /* (nullable) to be written next */
} Writing;

static void write_bytes (LoftPdfDocument *self, GBytes *bytes, GBytes *more);

/* What became of it the answer tells. */
static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Writing *writing = data;
  g_autoptr (LoftPdfDocument) self = writing->self;
  g_autoptr (GBytes) bytes = writing->bytes;
  g_autoptr (GBytes) more = writing->more;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    fail (self, FALSE);
  else if (more != NULL && self->process != NULL)
    write_bytes (self, more, NULL);
}

static void
write_bytes (LoftPdfDocument *self, GBytes *bytes, GBytes *more)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->self = g_object_ref (self);
  writing->bytes = g_bytes_ref (bytes);
  writing->more = more != NULL ? g_bytes_ref (more) : NULL;
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (self->process),
                                   g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, self->cancellable, on_written, writing);
}

static void
write_line (LoftPdfDocument *self, char *line, GBytes *more)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (line, strlen (line));

  write_bytes (self, bytes, more);
}

/* Pages that were forgotten meanwhile are left out. */
static void
ask_next (LoftPdfDocument *self)
{
  while (self->drawn == 0 && !g_queue_is_empty (self->asked))
    {
      guint number = GPOINTER_TO_UINT (g_queue_pop_head (self->asked));
      Page *page = &g_array_index (self->pages, Page, number - 1);
      int width = page->wanted;

      if (width == 0)
        continue;
      page->wanted = 0;
      self->drawn = number;
      be_patient (self);
      write_line (self, g_strdup_printf ("%u %d\n", number - 1, width), NULL);
      read_to (self, self->record, RECORD, on_image);
    }
}

/* Width within what is drawn at all. */
static int
possible_width (const Page *page, int width)
{
  double ratio = (double) page->height / page->width;

  width = CLAMP (width, 1, MAX_SIDE);
  while (width > 1 && (width * ratio > MAX_SIDE || width * ratio * width > MAX_PIXELS))
    width -= MAX (width / 8, 1);
  return width;
}

void
loft_pdf_document_ask (LoftPdfDocument *self, guint n, int width)
{
  Page *page = NULL;

  g_return_if_fail (n < self->pages->len);

  if (self->process == NULL)
    return;
  page = &g_array_index (self->pages, Page, n);
  page->wanted = possible_width (page, width);
  g_queue_remove (self->asked, GUINT_TO_POINTER (n + 1));
  g_queue_push_head (self->asked, GUINT_TO_POINTER (n + 1));
  ask_next (self);
}

void
loft_pdf_document_forget (LoftPdfDocument *self, guint n)
{
  g_return_if_fail (n < self->pages->len);

  g_array_index (self->pages, Page, n).wanted = 0;
}

guint
loft_pdf_document_get_n_pages (LoftPdfDocument *self)
{
  return self->pages->len;
}

void
loft_pdf_document_get_size (LoftPdfDocument *self, guint n, int *width, int *height)
{
  g_return_if_fail (n < self->pages->len);

  *width = g_array_index (self->pages, Page, n).width;
  *height = g_array_index (self->pages, Page, n).height;
}

/* Life */

static gboolean
fail_later (gpointer data)
{
  LoftPdfDocument *self = data;

  g_signal_emit (self, signals[FAILED], 0, FALSE);
  return G_SOURCE_REMOVE;
}

/* It needs nothing of our environment but where fonts are. */
static GSubprocess *
start_process (void)
{
  static const char *const kept[] = { "HOME",          "LANG",
                                      "LC_ALL",        "FONTCONFIG_FILE",
                                      "XDG_DATA_HOME", "XDG_CONFIG_HOME",
                                      "ASAN_OPTIONS",  "UBSAN_OPTIONS" };
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_auto (GStrv) environment = g_new0 (char *, 1);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      if (g_getenv (kept[i]) != NULL)
        environment = g_environ_setenv (environment, kept[i], g_getenv (kept[i]), TRUE);
    }
  g_subprocess_launcher_set_environ (launcher, environment);
  process = get_helper () == NULL
              ? NULL
              : g_subprocess_launcher_spawn (launcher, &error, get_helper (), NULL);
  if (error != NULL)
    g_message ("PDF is not drawn: %s", error->message);
  return process;
}

LoftPdfDocument *
loft_pdf_document_new (GBytes *bytes)
{
  LoftPdfDocument *self = g_object_new (LOFT_TYPE_PDF_DOCUMENT, NULL);

  self->process = start_process ();
  if (self->process == NULL)
    {
      g_idle_add_full (G_PRIORITY_DEFAULT, fail_later, g_object_ref (self), g_object_unref);
      return self;
    }
  be_patient (self);
  write_line (self, g_strdup_printf ("%" G_GSIZE_FORMAT "\n", g_bytes_get_size (bytes)), bytes);
  read_to (self, self->record, RECORD, on_first_record);
  return self;
}

static void
loft_pdf_document_dispose (GObject *object)
{
  loft_pdf_document_stop (LOFT_PDF_DOCUMENT (object));
  G_OBJECT_CLASS (loft_pdf_document_parent_class)->dispose (object);
}

static void
loft_pdf_document_finalize (GObject *object)
{
  LoftPdfDocument *self = LOFT_PDF_DOCUMENT (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->pages);
  g_queue_free (self->asked);
  g_free (self->sizes);
  g_free (self->pixels);
  G_OBJECT_CLASS (loft_pdf_document_parent_class)->finalize (object);
}

static void
loft_pdf_document_class_init (LoftPdfDocumentClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_pdf_document_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_pdf_document_finalize;
  signals[OPENED] =
    g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PAGE] = g_signal_new ("page", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_UINT, GDK_TYPE_TEXTURE);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
loft_pdf_document_init (LoftPdfDocument *self)
{
  self->cancellable = g_cancellable_new ();
  self->pages = g_array_new (FALSE, TRUE, sizeof (Page));
  self->asked = g_queue_new ();
}
