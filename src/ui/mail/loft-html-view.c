/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-view.h"

#include "config.h"
#include "loft-html-document.h"
#include "loft-picture-size.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <webkit/webkit.h>

#define MAX_MATCHES 1000
/* Of a picture in a message. */
#define MAX_PICTURE ((gsize) 32 * 1024 * 1024)
/* The web process is ended beyond, and the message read as text. */
#define MAX_MEMORY_MB 1024
#define LOOK_AT_MEMORY_S 1.0

struct _LoftHtmlView {
  GtkWidget parent_instance;

  LoftHtmlWalls walls;
  WebKitWebContext *context;
  WebKitWebView *web_view;
  WebKitUserContentFilter *filters[2]; /* without and with remote images */
  int active_filter;                   /* -1 none in force */
  guint n_filters_waiting;
  char *filter_problem;

  LoftMessageBody *body;
  gboolean remote_images;
  guint64 pixels_left;
  guint n_loads;
  char *own_uri;     /* (nullable) of the load that is ours and was not let through yet */
  double zoom;
};

enum {
  READY,
  FAILED,
  LINK_HOVERED,
  LINK_CLICKED,
  FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftHtmlView, loft_html_view, GTK_TYPE_WIDGET)

static void
fail (LoftHtmlView *self, const char *why)
{
  g_signal_emit (self, signals[FAILED], 0, why);
}

/* cid: */

typedef struct {
  LoftMessageBody *body;
  char *content_id;
  char *type;
  guint64 pixels;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  loft_message_body_unref (picture->body);
  g_free (picture->content_id);
  g_free (picture->type);
  g_free (picture);
}

static void
decode_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Picture *picture = data;
  g_autoptr (GBytes) bytes = loft_message_body_decode_inline (picture->body, picture->content_id,
                                                              &picture->type, NULL);

  if (bytes == NULL || picture->type == NULL || !g_str_has_prefix (picture->type, "image/") ||
      g_bytes_get_size (bytes) > MAX_PICTURE)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               "no such picture in this message");
      return;
    }
  picture->pixels =
    loft_picture_size_count (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static void
on_picture_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (WebKitURISchemeRequest) request = data;
  LoftHtmlView *self = LOFT_HTML_VIEW (source);
  Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GInputStream) stream = NULL;

  if (bytes != NULL && (picture->body != self->body || picture->pixels > self->pixels_left))
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "too large, or of another message");
  if (error != NULL)
    {
      webkit_uri_scheme_request_finish_error (request, error);
      return;
    }
  self->pixels_left -= picture->pixels;
  stream = g_memory_input_stream_new_from_bytes (bytes);
  webkit_uri_scheme_request_finish (request, stream, g_bytes_get_size (bytes), picture->type);
}

/* Every picture that a message shows by cid: is asked for here; what another message has is not
 * found, and nothing may be kept for the next one. The message may be large, so a thread looks. */
static void
on_cid_request (WebKitURISchemeRequest *request, gpointer data)
{
  LoftHtmlView *self = data;
  const char *uri = webkit_uri_scheme_request_get_uri (request);
  g_autofree char *content_id = g_uri_unescape_string (uri + strlen ("cid:"), NULL);
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Picture *picture = NULL;

  if (self->body == NULL || content_id == NULL)
    {
      error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such picture in this message");
      webkit_uri_scheme_request_finish_error (request, error);
      return;
    }
  picture = g_new0 (Picture, 1);
  picture->body = loft_message_body_ref (self->body);
  picture->content_id = g_steal_pointer (&content_id);
  task = g_task_new (self, NULL, on_picture_decoded, g_object_ref (request));
  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, decode_picture);
}

/* Navigation */

static gboolean
on_navigation (LoftHtmlView *self, WebKitPolicyDecision *decision)
{
  WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action (
    WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  const char *uri =
    webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));

  if (self->own_uri != NULL && g_strcmp0 (uri, self->own_uri) == 0)
    {
      g_clear_pointer (&self->own_uri, g_free);
      webkit_policy_decision_use (decision);
      return TRUE;
    }
  webkit_policy_decision_ignore (decision);
  if (webkit_navigation_action_get_navigation_type (action) ==
        WEBKIT_NAVIGATION_TYPE_LINK_CLICKED &&
      webkit_navigation_action_is_user_gesture (action) && uri != NULL)
    g_signal_emit (self, signals[LINK_CLICKED], 0, uri);
  return TRUE;
}

static gboolean
on_decide_policy (LoftHtmlView            *self,
                  WebKitPolicyDecision    *decision,
                  WebKitPolicyDecisionType type)
{
  if ((self->walls & LOFT_HTML_WALL_SETTINGS) == 0)
    return FALSE;
  switch (type)
    {
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
      return on_navigation (self, decision);
    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
    default:
      return FALSE;
    }
}

static GtkWidget *
on_create (LoftHtmlView *self)
{
  return NULL;
}

static gboolean
on_permission_request (LoftHtmlView *self, WebKitPermissionRequest *request)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

/* Copying is all that the page's own menu is for: its other entries load and save. */
static gboolean
on_context_menu (LoftHtmlView *self, WebKitContextMenu *menu)
{
  for (guint i = webkit_context_menu_get_n_items (menu); i > 0; i--)
    {
      WebKitContextMenuItem *item = webkit_context_menu_get_item_at_position (menu, i - 1);

      switch (webkit_context_menu_item_get_stock_action (item))
        {
        case WEBKIT_CONTEXT_MENU_ACTION_COPY:
        case WEBKIT_CONTEXT_MENU_ACTION_COPY_LINK_TO_CLIPBOARD:
        case WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL:
          break;
        default:
          webkit_context_menu_remove (menu, item);
        }
    }
  return webkit_context_menu_get_n_items (menu) == 0;
}

static void
on_hover (LoftHtmlView *self, WebKitHitTestResult *hit, guint modifiers)
{
  const char *uri = webkit_hit_test_result_context_is_link (hit)
                      ? webkit_hit_test_result_get_link_uri (hit)
                      : NULL;

  g_signal_emit (self, signals[LINK_HOVERED], 0, uri);
}

/* The cleaner keeps where remote pictures were; the page itself has no script to put them back.
 * They are asked for over https alone, whatever the message says. */
static const char load_pictures[] =
  "const secure = uri => uri.replace (/^http:/i, 'https:');"
  "document.querySelectorAll ('img[data-loft-src]').forEach (image => {"
  "  image.referrerPolicy = 'no-referrer'; image.src = secure (image.dataset.loftSrc); });"
  "document.querySelectorAll ('[data-loft-background]').forEach (element => {"
  "  const uri = JSON.stringify (secure (element.dataset.loftBackground));"
  "  element.style.backgroundImage = 'url(' + uri + ')'; });";

/* The end of one load may be told when the next is on its way already: the page itself is asked
 * which it is. */
static void
on_asked_which (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlView) self = data;
  g_autoptr (JSCValue) value =
    webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (source), result, NULL);
  g_autofree char *which = value == NULL ? NULL : jsc_value_to_string (value);
  g_autofree char *newest = g_strdup_printf ("?%u", self->n_loads);

  if (self->body != NULL && g_strcmp0 (which, newest) == 0)
    g_signal_emit (self, signals[READY], 0);
}

static void
on_load_changed (LoftHtmlView *self, WebKitLoadEvent event)
{
  if (event != WEBKIT_LOAD_FINISHED || self->body == NULL)
    return;
  if (self->remote_images)
    webkit_web_view_evaluate_javascript (self->web_view, load_pictures, -1, NULL, NULL, NULL,
                                         NULL, NULL);
  webkit_web_view_evaluate_javascript (self->web_view, "location.search", -1, NULL, NULL, NULL,
                                       on_asked_which, g_object_ref (self));
}

static void
on_terminated (LoftHtmlView *self)
{
  if (self->body != NULL)
    fail (self, "the web process ended");
}

/* A page that keeps its process busy for seconds is ended: the next message would wait for it. */
static void
on_responsive_changed (LoftHtmlView *self)
{
  if (!webkit_web_view_get_is_web_process_responsive (self->web_view))
    webkit_web_view_terminate_web_process (self->web_view);
}

/* The web view */

/* What asks for no font, or for one that is not here, looks like the rest of the window. */
static void
use_window_font (LoftHtmlView *self, WebKitSettings *settings)
{
  g_autofree char *name = NULL;
  PangoFontDescription *font = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-font-name", &name, NULL);
  font = pango_font_description_from_string (name);
  if (pango_font_description_get_family (font) != NULL)
    g_object_set (settings, "default-font-family", pango_font_description_get_family (font),
                  "sans-serif-font-family", pango_font_description_get_family (font), NULL);
  pango_font_description_free (font);
}

static WebKitSettings *
new_settings (LoftHtmlView *self)
{
  if ((self->walls & LOFT_HTML_WALL_SETTINGS) == 0)
    return webkit_settings_new ();
  /* The engine stays on for our own calls; scripts of the page do not run. */
  return webkit_settings_new_with_settings (
    "enable-javascript-markup", FALSE, "javascript-can-open-windows-automatically", FALSE,
    "javascript-can-access-clipboard", FALSE, "enable-html5-database", FALSE,
    "enable-html5-local-storage", FALSE, "enable-offline-web-application-cache", FALSE,
    "enable-webgl", FALSE, "enable-webaudio", FALSE, "enable-webrtc", FALSE, "enable-media", FALSE,
    "enable-media-stream", FALSE, "enable-dns-prefetching", FALSE, "enable-page-cache", FALSE,
    "enable-back-forward-navigation-gestures", FALSE,
    "allow-modal-dialogs", FALSE, "allow-file-access-from-file-urls", FALSE,
    "allow-universal-access-from-file-urls", FALSE, "hardware-acceleration-policy",
    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER, NULL);
}

static void
on_found_text (LoftHtmlView *self)
{
  g_signal_emit (self, signals[FOUND], 0, TRUE);
}

static void
on_failed_to_find_text (LoftHtmlView *self)
{
  g_signal_emit (self, signals[FOUND], 0, FALSE);
}

static void
connect_web_view (LoftHtmlView *self)
{
  GObject *view = G_OBJECT (self->web_view);
  WebKitFindController *finder = webkit_web_view_get_find_controller (self->web_view);

  g_signal_connect_object (finder, "found-text", G_CALLBACK (on_found_text), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (finder, "failed-to-find-text", G_CALLBACK (on_failed_to_find_text),
                           self, G_CONNECT_SWAPPED);

  g_signal_connect_object (view, "decide-policy", G_CALLBACK (on_decide_policy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "create", G_CALLBACK (on_create), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "permission-request", G_CALLBACK (on_permission_request), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "context-menu", G_CALLBACK (on_context_menu), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "mouse-target-changed", G_CALLBACK (on_hover), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "web-process-terminated", G_CALLBACK (on_terminated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::is-web-process-responsive",
                           G_CALLBACK (on_responsive_changed), self, G_CONNECT_SWAPPED);
}

/* One message can ask for any amount of memory: pictures, grids, filters. */
static WebKitWebContext *
new_context (void)
{
  WebKitMemoryPressureSettings *limits = webkit_memory_pressure_settings_new ();
  WebKitWebContext *context = NULL;

  webkit_memory_pressure_settings_set_memory_limit (limits, MAX_MEMORY_MB);
  webkit_memory_pressure_settings_set_kill_threshold (limits, 1.0);
  webkit_memory_pressure_settings_set_poll_interval (limits, LOOK_AT_MEMORY_S);
  context = g_object_new (WEBKIT_TYPE_WEB_CONTEXT, "memory-pressure-settings", limits, NULL);
  webkit_memory_pressure_settings_free (limits);
  return context;
}

static void
make_web_view (LoftHtmlView *self)
{
  g_autoptr (WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  g_autoptr (WebKitSettings) settings = new_settings (self);

  use_window_font (self, settings);
  webkit_cookie_manager_set_accept_policy (webkit_network_session_get_cookie_manager (session),
                                           WEBKIT_COOKIE_POLICY_ACCEPT_NEVER);
  webkit_network_session_set_itp_enabled (session, TRUE);
  self->context = new_context ();
  /* No memory cache: a picture of one message must not answer for another's of the same name. */
  webkit_web_context_set_cache_model (self->context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  webkit_web_context_register_uri_scheme (self->context, "cid", on_cid_request, self, NULL);
  self->web_view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "web-context", self->context,
                                 "network-session", session, "settings", settings, NULL);
  webkit_web_view_set_zoom_level (self->web_view, self->zoom);
  connect_web_view (self);
  gtk_widget_set_parent (GTK_WIDGET (self->web_view), GTK_WIDGET (self));
}

/* Filters */

static void load (LoftHtmlView *self);

static const char *const filter_names[] = { "nothing-remote", "remote-images" };

typedef struct {
  LoftHtmlView *self;
  int which;
} FilterJob;

static void
on_filter_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  FilterJob *job = data;
  LoftHtmlView *self = job->self;
  g_autoptr (GError) error = NULL;

  self->filters[job->which] = webkit_user_content_filter_store_save_finish (
    WEBKIT_USER_CONTENT_FILTER_STORE (source), result, &error);
  if (error != NULL)
    {
      g_free (self->filter_problem);
      self->filter_problem = g_strdup (error->message);
    }
  self->n_filters_waiting--;
  if (self->n_filters_waiting == 0)
    load (self);
  g_object_unref (self);
  g_free (job);
}

static void
make_filters (LoftHtmlView *self)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_cache_dir (), "loft", "content-filters", NULL);
  g_autoptr (WebKitUserContentFilterStore) store = webkit_user_content_filter_store_new (folder);

  g_clear_pointer (&self->filter_problem, g_free);
  for (int which = 0; which < 2; which++)
    {
      FilterJob *job = g_new0 (FilterJob, 1);
      const char *rules = loft_html_document_filter (which == 1);
      g_autoptr (GBytes) source = g_bytes_new_static (rules, strlen (rules));

      job->self = g_object_ref (self);
      job->which = which;
      self->n_filters_waiting++;
      webkit_user_content_filter_store_save (store, filter_names[which], source, NULL,
                                             on_filter_saved, job);
    }
}

static void
use_filter (LoftHtmlView *self, int which)
{
  WebKitUserContentManager *manager =
    webkit_web_view_get_user_content_manager (self->web_view);

  if (self->active_filter == which)
    return;
  webkit_user_content_manager_remove_all_filters (manager);
  webkit_user_content_manager_add_filter (manager, self->filters[which]);
  self->active_filter = which;
}

/* Loading */

static void
theme_colors (LoftHtmlView *self, LoftHtmlDocument *document)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  document->dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  gdk_rgba_parse (&document->paper, document->dark ? "#1e1e1e" : "#ffffff");
  gdk_rgba_parse (&document->ink, document->dark ? "#ffffff" : "#202020");
  gdk_rgba_parse (&document->link, document->dark ? "#78aeed" : "#1c71d8");
  gtk_style_context_lookup_color (style, "view_bg_color", &document->paper);
  gtk_style_context_lookup_color (style, "view_fg_color", &document->ink);
  gtk_style_context_lookup_color (style, "accent_color", &document->link);
  document->ink.alpha = 1.0;
}

/* Each load has an address of its own: answers to those before it may still be on their way. */
static void
load_page (LoftHtmlView *self, const char *page)
{
  g_autofree char *uri = g_strdup_printf ("about:blank?%u", ++self->n_loads);

  g_free (self->own_uri);
  self->own_uri = g_strdup (uri);
  webkit_web_view_load_html (self->web_view, page, uri);
}

static void
load_document (LoftHtmlView *self)
{
  LoftHtmlDocument document = { 0 };
  GdkRGBA white = { 1, 1, 1, 1 };
  g_autofree char *page = NULL;

  document.html = self->body->html;
  document.own_colors = self->body->sets_colors;
  document.remote_images = self->remote_images;
  document.policy = (self->walls & LOFT_HTML_WALL_POLICY) != 0;
  document.text_scale = loft_ui_text_scale (GTK_WIDGET (self));
  theme_colors (self, &document);
  page = loft_html_document_build (&document);
  /* What is seen until the page has painted, without a flash. */
  webkit_web_view_set_background_color (self->web_view,
                                        document.own_colors ? &white : &document.paper);
  self->pixels_left = LOFT_PICTURE_MAX_PIXELS;
  load_page (self, page);
}

static void
load (LoftHtmlView *self)
{
  int which = self->remote_images ? 1 : 0;

  if (self->body == NULL || self->n_filters_waiting > 0)
    return;
  if ((self->walls & LOFT_HTML_WALL_FILTER) == 0)
    {
      load_document (self);
      return;
    }
  if (self->filters[which] == NULL && self->filter_problem == NULL)
    {
      make_filters (self);
      return;
    }
  if (self->filters[which] == NULL)
    {
      /* Without its third wall no HTML is shown; the next message tries again. */
      g_autofree char *why = g_steal_pointer (&self->filter_problem);

      fail (self, why);
      return;
    }
  use_filter (self, which);
  load_document (self);
}

void
loft_html_view_show (LoftHtmlView *self, LoftMessageBody *body, gboolean remote_images)
{
  g_return_if_fail (LOFT_IS_HTML_VIEW (self));

  g_clear_pointer (&self->body, loft_message_body_unref);
  self->remote_images = remote_images;
  if (self->web_view != NULL)
    webkit_web_view_stop_loading (self->web_view);
  if (body == NULL)
    {
      if (self->web_view != NULL)
        load_page (self, "");
      return;
    }
  g_return_if_fail (body->html != NULL);
  self->body = loft_message_body_ref (body);
  if (self->web_view == NULL)
    make_web_view (self);
  load (self);
}

void
loft_html_view_give_up (LoftHtmlView *self)
{
  g_clear_pointer (&self->body, loft_message_body_unref);
  if (self->web_view != NULL)
    webkit_web_view_terminate_web_process (self->web_view);
}

void
loft_html_view_set_zoom (LoftHtmlView *self, double zoom)
{
  self->zoom = zoom;
  if (self->web_view != NULL)
    webkit_web_view_set_zoom_level (self->web_view, zoom);
}

void
loft_html_view_find (LoftHtmlView *self, const char *text, gboolean forward)
{
  WebKitFindController *controller = NULL;
  const char *current = NULL;

  if (self->web_view == NULL)
    return;
  controller = webkit_web_view_get_find_controller (self->web_view);
  if (text == NULL || text[0] == '\0')
    {
      webkit_find_controller_search_finish (controller);
      return;
    }
  current = webkit_find_controller_get_search_text (controller);
  if (g_strcmp0 (current, text) != 0)
    webkit_find_controller_search (controller, text,
                                   WEBKIT_FIND_OPTIONS_CASE_INSENSITIVE |
                                     WEBKIT_FIND_OPTIONS_WRAP_AROUND,
                                   MAX_MATCHES);
  else if (forward)
    webkit_find_controller_search_next (controller);
  else
    webkit_find_controller_search_previous (controller);
}

GtkWidget *
loft_html_view_get_web_view (LoftHtmlView *self)
{
  return self->web_view == NULL ? NULL : GTK_WIDGET (self->web_view);
}

static void
on_dark_changed (LoftHtmlView *self)
{
  if (self->body != NULL && !self->body->sets_colors)
    load (self);
}

static void
loft_html_view_dispose (GObject *object)
{
  LoftHtmlView *self = LOFT_HTML_VIEW (object);

  g_clear_pointer (&self->body, loft_message_body_unref);
  if (self->web_view != NULL)
    {
      webkit_web_view_terminate_web_process (self->web_view);
      gtk_widget_unparent (GTK_WIDGET (self->web_view));
      self->web_view = NULL;
    }
  g_clear_object (&self->context);
  g_clear_pointer (&self->filters[0], webkit_user_content_filter_unref);
  g_clear_pointer (&self->filters[1], webkit_user_content_filter_unref);
  g_clear_pointer (&self->filter_problem, g_free);
  g_clear_pointer (&self->own_uri, g_free);
  G_OBJECT_CLASS (loft_html_view_parent_class)->dispose (object);
}

static void
loft_html_view_class_init (LoftHtmlViewClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_html_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[READY] = g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_HOVERED] = g_signal_new ("link-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_CLICKED] = g_signal_new ("link-clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
loft_html_view_init (LoftHtmlView *self)
{
  self->walls = LOFT_HTML_WALLS_ALL;
  self->active_filter = -1;
  self->zoom = 1.0;
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (on_dark_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
loft_html_view_new (void)
{
  return g_object_new (LOFT_TYPE_HTML_VIEW, NULL);
}

GtkWidget *
loft_html_view_new_for_test (LoftHtmlWalls walls)
{
  LoftHtmlView *self = g_object_new (LOFT_TYPE_HTML_VIEW, NULL);

  self->walls = walls;
  return GTK_WIDGET (self);
}
