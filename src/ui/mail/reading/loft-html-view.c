/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-view-private.h"

#include "config.h"
#include "loft-html-document.h"
#include "loft-quote-header.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

enum { READY, FAILED, LINK_HOVERED, LINK_CLICKED, FOUND, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftHtmlView, loft_html_view, GTK_TYPE_WIDGET)

static void
fail (LoftHtmlView *self, const char *why)
{
  g_signal_emit (self, signals[FAILED], 0, why);
}

void
loft_html_view_tell_click (LoftHtmlView *self, const char *uri)
{
  g_signal_emit (self, signals[LINK_CLICKED], 0, uri);
}

void
loft_html_view_tell_hover (LoftHtmlView *self, const char *uri)
{
  g_signal_emit (self, signals[LINK_HOVERED], 0, uri);
}

void
loft_html_view_tell_found (LoftHtmlView *self, guint n, guint at)
{
  g_signal_emit (self, signals[FOUND], 0, n, at);
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
    loft_webkit.web_view_evaluate_javascript_finish ((WebKitWebView *) source, result, NULL);
  g_autofree char *which = value == NULL ? NULL : loft_webkit.value_to_string (value);
  g_autofree char *newest = g_strdup_printf ("?%u", self->n_loads);

  if (self->body != NULL && g_strcmp0 (which, newest) == 0)
    g_signal_emit (self, signals[READY], 0);
}

/* Mail that answers mail carries it along; folded, as the reader has it above. Outlook marks nothing:
 * what it quotes begins with a header whose labels are bold, below a rule, and goes on to the end. */
static const char fold_quotes[] =
  "const quotes = 'blockquote[type=cite],.gmail_quote,.yahoo_quoted,.protonmail_quote';"
  "const heads = '#divRplyFwdMsg,div[style*=border-top]';"
  "const foldInto = (place, content) => {"
  "  const details = document.createElement ('details');"
  "  const summary = document.createElement ('summary');"
  "  for (const name of ['show', 'hide']) {"
  "    const label = document.createElement ('span');"
  "    label.className = 'loft-' + name;"
  "    label.textContent = labels[name];"
  "    summary.append (label);"
  "  }"
  "  details.className = 'loft-quote';"
  "  place (details);"
  "  details.append (summary, content);"
  "};"
  "const isHead = element => {"
  "  const bold = [...element.querySelectorAll ('b,strong')].slice (0, 20);"
  "  return bold.filter (label => /[:\uff1a]\\s*$/.test (label.textContent)).length >= 3;"
  "};"
  "const foldTail = head => {"
  "  const before = head.previousElementSibling;"
  "  const range = document.createRange (), own = document.createRange ();"
  "  range.selectNodeContents (document.body);"
  "  range.setStartBefore (before && before.matches ('hr,#appendonsend') ? before : head);"
  "  own.selectNodeContents (document.body);"
  "  own.setEnd (range.startContainer, range.startOffset);"
  "  if (range.toString ().length < 400 || own.toString ().trim ().length < 2) return;"
  "  foldInto (details => document.body.append (details), range.extractContents ());"
  "};"
  "const head = forward ? undefined : [...document.querySelectorAll (heads)].find (isHead);"
  "if (head && !head.closest (quotes)) foldTail (head);"
  "document.querySelectorAll (quotes).forEach (quote => {"
  "  if (quote.parentElement.closest (quotes + ',details.loft-quote') ||"
  "      quote.textContent.length < 400 ||"
  "      document.body.textContent.trim ().length - quote.textContent.trim ().length < 2) return;"
  "  foldInto (details => quote.replaceWith (details), quote);"
  "});";

static void
run_script (LoftHtmlView *self, const char *script)
{
  loft_webkit.web_view_evaluate_javascript (self->web_view, script, -1, NULL, NULL, NULL, NULL,
                                            NULL);
}

static void
fold (LoftHtmlView *self)
{
  GVariantDict arguments, labels;

  g_variant_dict_init (&labels, NULL);
  g_variant_dict_insert (&labels, "show", "s", _ ("Show Quoted Text"));
  g_variant_dict_insert (&labels, "hide", "s", _ ("Hide Quoted Text"));
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert_value (&arguments, "labels", g_variant_dict_end (&labels));
  /* Numbers, texts and dictionaries are all that can be handed over. */
  g_variant_dict_insert (&arguments, "forward", "u",
                         (guint) loft_quote_header_is_forward (self->body->message->subject));
  loft_webkit.web_view_call_async_javascript_function (self->web_view, fold_quotes, -1,
                                                       g_variant_dict_end (&arguments), NULL, NULL,
                                                       NULL, NULL, NULL);
}

static void
on_load_changed (LoftHtmlView *self, WebKitLoadEvent event)
{
  if (event != WEBKIT_LOAD_FINISHED || self->body == NULL)
    return;
  if (self->remote_images)
    run_script (self, load_pictures);
  if (!self->unfolded)
    fold (self);
  loft_html_flow_measure (self);
  loft_webkit.web_view_evaluate_javascript (self->web_view, "location.search", -1, NULL, NULL, NULL,
                                            on_asked_which, g_object_ref (self));
}

static void load (LoftHtmlView *self);

/* All views have one process. Who did not end it shows its message again. */
static void
on_terminated (LoftHtmlView *self)
{
  if (self->body == NULL)
    return;
  if (loft_html_engine_has_ended (self->engine) && !self->gave_up)
    load (self);
  else
    fail (self, "the web process ended");
}

/* A page that keeps its process busy for seconds is ended: the next message would wait for it. */
static void
on_responsive_changed (LoftHtmlView *self)
{
  if (loft_webkit.web_view_get_is_web_process_responsive (self->web_view))
    return;
  self->gave_up = TRUE;
  loft_html_engine_end_process (self->engine, self->web_view);
}

static void
make_web_view (LoftHtmlView *self)
{
  GObject *view = NULL;

  self->engine = loft_html_engine_get (self->walls);
  g_signal_connect_object (self->engine, "filters-ready", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  self->web_view = loft_html_engine_new_view (self->engine, GTK_WIDGET (self));
  view = G_OBJECT (self->web_view);
  loft_webkit.web_view_set_zoom_level (self->web_view, self->zoom);
  loft_html_guard_attach (self);
  loft_html_find_attach (self);
  loft_html_flow_attach (self);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "web-process-terminated", G_CALLBACK (on_terminated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::is-web-process-responsive",
                           G_CALLBACK (on_responsive_changed), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->web_view), GTK_WIDGET (self));
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
  loft_webkit.web_view_load_html (self->web_view, page, uri);
}

static void
load_document (LoftHtmlView *self)
{
  LoftHtmlDocument document = { 0 };
  GdkRGBA white = { 1, 1, 1, 1 };
  g_autofree char *html =
    loft_html_document_number_pictures (self->page != NULL ? self->page : self->body->html,
                                        self->n_loads + 1);
  g_autofree char *page = NULL;

  document.html = html;
  document.own_colors = self->attachment == 0 && (self->page != NULL || self->body->sets_colors);
  document.remote_images = self->remote_images;
  document.policy = (self->walls & LOFT_HTML_WALL_POLICY) != 0;
  document.text_scale = loft_ui_text_scale (GTK_WIDGET (self));
  theme_colors (self, &document);
  page = loft_html_document_build (&document);
  /* What is seen until the page has painted, without a flash. */
  loft_webkit.web_view_set_background_color (self->web_view,
                                             document.own_colors ? &white : &document.paper);
  g_clear_pointer (&self->pictures, loft_html_pictures_close);
  self->pictures = loft_html_pictures_new (self->body);
  self->pictures->attachment = self->attachment;
  loft_html_flow_reset (self);
  load_page (self, page);
}

static void
load (LoftHtmlView *self)
{
  if (self->body == NULL)
    return;
  if ((self->walls & LOFT_HTML_WALL_FILTER) != 0 && !loft_html_engine_prepare (self->engine))
    return;
  if (!loft_html_engine_use_filter (self->engine, self->web_view, self->remote_images))
    {
      /* Without its third wall no HTML is shown; the next message tries again. */
      g_autofree char *why = loft_html_engine_take_problem (self->engine);

      fail (self, why);
      return;
    }
  load_document (self);
}

static void
start (LoftHtmlView *self, LoftMessageBody *body)
{
  const char *why = loft_webkit_load ();

  if (why != NULL)
    {
      fail (self, why);
      return;
    }
  self->body = loft_message_body_ref (body);
  if (self->web_view == NULL)
    make_web_view (self);
  load (self);
}

void
loft_html_view_show_page (LoftHtmlView *self, LoftMessageBody *body, const char *page,
                          gboolean remote_images)
{
  g_return_if_fail (self->body == NULL);

  self->page = g_strdup (page);
  self->unfolded = TRUE;
  self->remote_images = remote_images;
  start (self, body);
}

void
loft_html_view_show_picture (LoftHtmlView *self, LoftMessageBody *body, guint n, const char *name)
{
  loft_html_view_show (self, NULL, FALSE);
  self->page =
    g_markup_printf_escaped ("<style>body{max-width:none;padding:18px;text-align:center}</style>"
                             "<img src=\"cid:attachment\" alt=\"%s\">",
                             name);
  self->attachment = n;
  self->unfolded = TRUE;
  start (self, body);
}

void
loft_html_view_show (LoftHtmlView *self, LoftMessageBody *body, gboolean remote_images)
{
  g_return_if_fail (LOFT_IS_HTML_VIEW (self));

  if (body != self->body)
    self->unfolded = FALSE;
  g_clear_pointer (&self->pictures, loft_html_pictures_close);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->found_text, g_free);
  self->attachment = 0;
  self->remote_images = remote_images;
  self->gave_up = FALSE;
  if (self->web_view != NULL)
    loft_webkit.web_view_stop_loading (self->web_view);
  if (body == NULL)
    {
      if (self->web_view != NULL)
        load_page (self, "");
      return;
    }
  g_return_if_fail (body->html != NULL);
  start (self, body);
}

void
loft_html_view_give_up (LoftHtmlView *self)
{
  g_clear_pointer (&self->pictures, loft_html_pictures_close);
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->gave_up = TRUE;
  if (self->web_view != NULL)
    loft_html_engine_end_process (self->engine, self->web_view);
}

void
loft_html_view_set_zoom (LoftHtmlView *self, double zoom)
{
  self->zoom = zoom;
  if (self->web_view == NULL)
    return;
  loft_webkit.web_view_set_zoom_level (self->web_view, zoom);
  self->n_measured = 0;
  if (self->body != NULL)
    loft_html_flow_measure (self);
}

void
loft_html_view_set_flow (LoftHtmlView *self, gboolean flow)
{
  g_return_if_fail (self->web_view == NULL);

  self->flow = flow;
}

GtkWidget *
loft_html_view_get_web_view (LoftHtmlView *self)
{
  return self->web_view == NULL ? NULL : GTK_WIDGET (self->web_view);
}

static void
on_dark_changed (LoftHtmlView *self)
{
  if (self->body != NULL && (self->attachment != 0 || !self->body->sets_colors))
    load (self);
}

/* A web view asks for the height of its page, which is never less than its own. */
static void
loft_html_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftHtmlView *self = LOFT_HTML_VIEW (widget);

  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = 0;
  if (self->flow && orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = self->height;
  else if (self->web_view != NULL)
    gtk_widget_measure (GTK_WIDGET (self->web_view), orientation, for_size, minimum, natural, NULL,
                        NULL);
}

static void
loft_html_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftHtmlView *self = LOFT_HTML_VIEW (widget);

  if (self->web_view != NULL)
    gtk_widget_allocate (GTK_WIDGET (self->web_view), width, height, baseline, NULL);
}

static void
loft_html_view_dispose (GObject *object)
{
  LoftHtmlView *self = LOFT_HTML_VIEW (object);

  g_clear_pointer (&self->pictures, loft_html_pictures_close);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_pointer ((GtkWidget **) &self->web_view, gtk_widget_unparent);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->own_uri, g_free);
  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->found_text, g_free);
  G_OBJECT_CLASS (loft_html_view_parent_class)->dispose (object);
}

static void
loft_html_view_class_init (LoftHtmlViewClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_html_view_dispose;
  GTK_WIDGET_CLASS (klass)->measure = loft_html_view_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = loft_html_view_size_allocate;
  signals[READY] =
    g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_HOVERED] = g_signal_new ("link-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_CLICKED] = g_signal_new ("link-clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
loft_html_view_init (LoftHtmlView *self)
{
  self->walls = LOFT_HTML_WALLS_ALL;
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
