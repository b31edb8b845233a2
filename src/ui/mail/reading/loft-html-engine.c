/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-engine.h"

#include "config.h"
#include "loft-html-document.h"
#include "loft-html-view-private.h"

#include <string.h>

/* The web process is ended beyond, and the message read as text. */
#define MAX_MEMORY_MB    1024
#define LOOK_AT_MEMORY_S 1.0
#define ANSWER           "loft-html-answer"

struct _LoftHtmlEngine {
  GObject parent_instance;

  LoftHtmlWalls walls;
  WebKitWebContext *context;
  WebKitNetworkSession *session;
  GPtrArray *views; /* of WebKitWebView, not owned; the living ones */
  WebKitUserContentFilter *filters[2]; /* without and with remote images */
  guint n_filters_waiting;
  char *problem;
  gint64 ended; /* by us, when; what ends by itself crashed */
};

enum { FILTERS_READY, N_SIGNALS };

static guint signals[N_SIGNALS];
static LoftHtmlEngine *shared; /* not owned, nor the next */
static LoftHtmlEngine *for_writing;

G_DEFINE_FINAL_TYPE (LoftHtmlEngine, loft_html_engine, G_TYPE_OBJECT)

/* Views */

static void
on_cid_request (WebKitURISchemeRequest *request, gpointer data)
{
  WebKitWebView *view = loft_webkit.uri_scheme_request_get_web_view (request);
  GtkWidget *owner = view == NULL ? NULL : gtk_widget_get_parent (GTK_WIDGET (view));

  LoftHtmlAnswer answer =
    owner == NULL ? NULL : (LoftHtmlAnswer) g_object_get_data (G_OBJECT (owner), ANSWER);

  if (answer != NULL)
    answer (owner, request);
  else
    loft_html_pictures_answer (LOFT_IS_HTML_VIEW (owner) ? LOFT_HTML_VIEW (owner)->pictures : NULL,
                               request);
}

void
loft_html_engine_answer_pictures (GtkWidget *owner, LoftHtmlAnswer answer)
{
  g_object_set_data (G_OBJECT (owner), ANSWER, (gpointer) answer);
}

/* What asks for no font, or for one that is not here, looks like the rest of the window. */
static void
use_window_font (GtkWidget *widget, WebKitSettings *settings)
{
  g_autofree char *name = NULL;
  PangoFontDescription *font = NULL;

  g_object_get (gtk_widget_get_settings (widget), "gtk-font-name", &name, NULL);
  font = pango_font_description_from_string (name);
  if (pango_font_description_get_family (font) != NULL)
    g_object_set (settings, "default-font-family", pango_font_description_get_family (font),
                  "sans-serif-font-family", pango_font_description_get_family (font), NULL);
  pango_font_description_free (font);
}

static WebKitSettings *
new_settings (LoftHtmlEngine *self)
{
  if ((self->walls & LOFT_HTML_WALL_SETTINGS) == 0)
    return loft_webkit.settings_new ();
  /* The engine stays on for our own calls; scripts of the page do not run. */
  return loft_webkit.settings_new_with_settings (
    "enable-javascript-markup", FALSE, "javascript-can-open-windows-automatically", FALSE,
    "javascript-can-access-clipboard", FALSE, "enable-html5-database", FALSE,
    "enable-html5-local-storage", FALSE, "enable-offline-web-application-cache", FALSE,
    "enable-webgl", FALSE, "enable-webaudio", FALSE, "enable-webrtc", FALSE, "enable-media", FALSE,
    "enable-media-stream", FALSE, "enable-dns-prefetching", FALSE, "enable-page-cache", FALSE,
    "enable-back-forward-navigation-gestures", FALSE, "allow-modal-dialogs", FALSE,
    "allow-file-access-from-file-urls", FALSE, "allow-universal-access-from-file-urls", FALSE,
    "hardware-acceleration-policy", WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER, NULL);
}

static void
on_view_gone (gpointer data, GObject *view)
{
  LoftHtmlEngine *self = data;

  g_ptr_array_remove (self->views, view);
  g_object_unref (self);
}

/* Related views share a web process. */
static GtkWidget *
on_create (WebKitWebView *view)
{
  return NULL;
}

static gboolean
on_permission_request (WebKitWebView *view, WebKitPermissionRequest *request)
{
  loft_webkit.permission_request_deny (request);
  return TRUE;
}

WebKitWebView *
loft_html_engine_new_view (LoftHtmlEngine *self, GtkWidget *owner)
{
  g_autoptr (WebKitSettings) settings = new_settings (self);
  g_autoptr (WebKitUserContentManager) manager = loft_webkit.user_content_manager_new ();
  WebKitWebView *view = NULL;

  use_window_font (owner, settings);
  if (self->views->len > 0)
    view = g_object_new (loft_webkit.web_view_get_type (), "related-view",
                         g_ptr_array_index (self->views, 0), "settings", settings,
                         "user-content-manager", manager, NULL);
  else
    view = g_object_new (loft_webkit.web_view_get_type (), "web-context", self->context,
                         "network-session", self->session, "settings", settings,
                         "user-content-manager", manager, NULL);
  g_signal_connect (view, "create", G_CALLBACK (on_create), NULL);
  g_signal_connect (view, "permission-request", G_CALLBACK (on_permission_request), NULL);
  g_ptr_array_add (self->views, view);
  g_object_weak_ref (G_OBJECT (view), on_view_gone, g_object_ref (self));
  return view;
}

gboolean
loft_html_engine_shorten_menu (WebKitContextMenu *menu, const WebKitContextMenuAction *kept,
                               guint n_kept)
{
  for (guint i = loft_webkit.context_menu_get_n_items (menu); i > 0; i--)
    {
      WebKitContextMenuItem *item = loft_webkit.context_menu_get_item_at_position (menu, i - 1);
      WebKitContextMenuAction action = loft_webkit.context_menu_item_get_stock_action (item);
      guint k = 0;

      while (k < n_kept && kept[k] != action)
        k++;
      if (k == n_kept)
        loft_webkit.context_menu_remove (menu, item);
    }
  return loft_webkit.context_menu_get_n_items (menu) == 0;
}

/* Filters */

static const char *const filter_names[] = { "nothing-remote", "remote-images" };

typedef struct {
  LoftHtmlEngine *self;
  int which;
} FilterJob;

static void
on_filter_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  FilterJob *job = data;
  g_autoptr (LoftHtmlEngine) self = job->self;
  g_autoptr (GError) error = NULL;

  self->filters[job->which] =
    loft_webkit.user_content_filter_store_save_finish ((WebKitUserContentFilterStore *) source,
                                                       result, &error);
  if (error != NULL)
    {
      g_free (self->problem);
      self->problem = g_strdup (error->message);
    }
  g_free (job);
  self->n_filters_waiting--;
  if (self->n_filters_waiting == 0)
    g_signal_emit (self, signals[FILTERS_READY], 0);
}

static void
make_filters (LoftHtmlEngine *self)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_cache_dir (), "loft", "content-filters", NULL);
  g_autoptr (WebKitUserContentFilterStore) store =
    loft_webkit.user_content_filter_store_new (folder);

  for (int which = 0; which < 2; which++)
    {
      FilterJob *job = g_new0 (FilterJob, 1);
      const char *rules = loft_html_document_filter (which == 1);
      g_autoptr (GBytes) source = g_bytes_new_static (rules, strlen (rules));

      job->self = g_object_ref (self);
      job->which = which;
      self->n_filters_waiting++;
      g_clear_pointer (&self->filters[which], loft_webkit.user_content_filter_unref);
      loft_webkit.user_content_filter_store_save (store, filter_names[which], source, NULL,
                                                  on_filter_saved, job);
    }
}

gboolean
loft_html_engine_prepare (LoftHtmlEngine *self)
{
  if (self->n_filters_waiting > 0)
    return FALSE;
  if (self->problem != NULL || (self->filters[0] != NULL && self->filters[1] != NULL))
    return TRUE;
  make_filters (self);
  return FALSE;
}

gboolean
loft_html_engine_use_filter (LoftHtmlEngine *self, WebKitWebView *view, gboolean remote_images)
{
  WebKitUserContentManager *manager = loft_webkit.web_view_get_user_content_manager (view);
  WebKitUserContentFilter *filter = self->filters[remote_images ? 1 : 0];

  if ((self->walls & LOFT_HTML_WALL_FILTER) == 0)
    return TRUE;
  loft_webkit.user_content_manager_remove_all_filters (manager);
  if (filter == NULL)
    return FALSE;
  loft_webkit.user_content_manager_add_filter (manager, filter);
  return TRUE;
}

void
loft_html_engine_end_process (LoftHtmlEngine *self, WebKitWebView *view)
{
  self->ended = g_get_monotonic_time ();
  loft_webkit.web_view_terminate_web_process (view);
}

gboolean
loft_html_engine_has_ended (LoftHtmlEngine *self)
{
  return self->ended != 0 && g_get_monotonic_time () - self->ended < G_USEC_PER_SEC;
}

char *
loft_html_engine_take_problem (LoftHtmlEngine *self)
{
  return g_steal_pointer (&self->problem);
}

/* Life */

/* One message can ask for any amount of memory: pictures, grids, filters. */
static WebKitWebContext *
new_context (void)
{
  WebKitMemoryPressureSettings *limits = loft_webkit.memory_pressure_settings_new ();
  WebKitWebContext *context = NULL;

  loft_webkit.memory_pressure_settings_set_memory_limit (limits, MAX_MEMORY_MB);
  loft_webkit.memory_pressure_settings_set_kill_threshold (limits, 1.0);
  loft_webkit.memory_pressure_settings_set_poll_interval (limits, LOOK_AT_MEMORY_S);
  context =
    g_object_new (loft_webkit.web_context_get_type (), "memory-pressure-settings", limits, NULL);
  loft_webkit.memory_pressure_settings_free (limits);
  return context;
}

static void
loft_html_engine_finalize (GObject *object)
{
  LoftHtmlEngine *self = LOFT_HTML_ENGINE (object);

  if (shared == self)
    shared = NULL;
  if (for_writing == self)
    for_writing = NULL;
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->context);
  g_clear_object (&self->session);
  g_clear_pointer (&self->filters[0], loft_webkit.user_content_filter_unref);
  g_clear_pointer (&self->filters[1], loft_webkit.user_content_filter_unref);
  g_clear_pointer (&self->problem, g_free);
  G_OBJECT_CLASS (loft_html_engine_parent_class)->finalize (object);
}

static void
loft_html_engine_class_init (LoftHtmlEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_html_engine_finalize;
  signals[FILTERS_READY] = g_signal_new ("filters-ready", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_html_engine_init (LoftHtmlEngine *self)
{
  self->views = g_ptr_array_new ();
  self->session = loft_webkit.network_session_new_ephemeral ();
  loft_webkit.cookie_manager_set_accept_policy (loft_webkit.network_session_get_cookie_manager (
                                                  self->session),
                                                WEBKIT_COOKIE_POLICY_ACCEPT_NEVER);
  loft_webkit.network_session_set_itp_enabled (self->session, TRUE);
  self->context = new_context ();
  /* No memory cache: a picture of one message must not answer for another's of the same name. */
  loft_webkit.web_context_set_cache_model (self->context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  loft_webkit.web_context_register_uri_scheme (self->context, "cid", on_cid_request, NULL, NULL);
}

LoftHtmlEngine *
loft_html_engine_get (LoftHtmlWalls walls)
{
  LoftHtmlEngine *self = NULL;

  if (walls == LOFT_HTML_WALLS_ALL && shared != NULL)
    return g_object_ref (shared);
  self = g_object_new (LOFT_TYPE_HTML_ENGINE, NULL);
  self->walls = walls;
  if (walls == LOFT_HTML_WALLS_ALL)
    shared = self;
  return self;
}

LoftHtmlEngine *
loft_html_engine_get_for_writing (void)
{
  if (for_writing != NULL)
    return g_object_ref (for_writing);
  for_writing = g_object_new (LOFT_TYPE_HTML_ENGINE, NULL);
  for_writing->walls = LOFT_HTML_WALLS_ALL;
  return for_writing;
}
