/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-view-private.h"

#define MAX_MATCHES 1000

/* In a card the page does not scroll, its column does. */
static void
on_asked_where (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlView) self = data;
  g_autoptr (JSCValue) value =
    loft_webkit.web_view_evaluate_javascript_finish ((WebKitWebView *) source, result, NULL);

  if (value != NULL && loft_webkit.value_is_number (value))
    loft_html_flow_scroll_to (self, loft_webkit.value_to_double (value));
}

static void
show_match (LoftHtmlView *self)
{
  if (self->flow)
    loft_webkit.web_view_evaluate_javascript (
      self->web_view,
      "(() => { const s = getSelection (); return s.rangeCount === 0 ? null"
      "  : s.getRangeAt (0).getBoundingClientRect ().top + scrollY; }) ()",
      -1, NULL, NULL, NULL, on_asked_where, g_object_ref (self));
}

/* How many there are the engine says of the first only, and which it is at not at all. */
static void
count (LoftHtmlView *self, guint n)
{
  if (self->found_step == 0)
    self->n_found = n > MAX_MATCHES ? G_MAXUINT : n;
  else if (self->found_at == 0 || (self->found_at == 1 && self->found_step < 0))
    self->found_at = self->n_found == G_MAXUINT ? 0 : self->n_found;
  else
    self->found_at =
      self->found_at + self->found_step > self->n_found ? 1 : self->found_at + self->found_step;
  self->found_step = 0;
}

static void
on_found_text (LoftHtmlView *self, guint n)
{
  count (self, n);
  loft_html_view_tell_found (self, self->n_found, self->found_at);
  if (!self->counting)
    show_match (self);
}

static void
on_failed_to_find_text (LoftHtmlView *self)
{
  self->n_found = 0;
  loft_html_view_tell_found (self, 0, 0);
}

void
loft_html_find_attach (LoftHtmlView *self)
{
  WebKitFindController *finder = loft_webkit.web_view_get_find_controller (self->web_view);

  g_signal_connect_object (finder, "found-text", G_CALLBACK (on_found_text), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (finder, "failed-to-find-text", G_CALLBACK (on_failed_to_find_text), self,
                           G_CONNECT_SWAPPED);
}

/* What is folded cannot be found. */
static void
unfold_quotes (LoftHtmlView *self)
{
  if (self->unfolded)
    return;
  self->unfolded = TRUE;
  loft_webkit.web_view_evaluate_javascript (
    self->web_view,
    "document.querySelectorAll ('details').forEach (quote => { quote.open = true; })", -1, NULL,
    NULL, NULL, NULL, NULL);
}

/* From the top, so that the first that is found is the first. */
static void
search (LoftHtmlView *self, WebKitFindController *controller, const char *text)
{
  g_free (self->found_text);
  self->found_text = g_strdup (text);
  self->found_at = self->counting ? 0 : 1;
  self->found_step = 0;
  loft_webkit.web_view_evaluate_javascript (self->web_view, "getSelection ().removeAllRanges ()",
                                            -1, NULL, NULL, NULL, NULL, NULL);
  loft_webkit.find_controller_search (controller, text,
                                      WEBKIT_FIND_OPTIONS_CASE_INSENSITIVE |
                                        WEBKIT_FIND_OPTIONS_WRAP_AROUND,
                                      MAX_MATCHES);
}

void
loft_html_view_count (LoftHtmlView *self, const char *text)
{
  if (self->web_view == NULL)
    return;
  unfold_quotes (self);
  self->counting = TRUE;
  search (self, loft_webkit.web_view_get_find_controller (self->web_view), text);
}

/* The engine stands at the first already. */
static void
show_first (LoftHtmlView *self)
{
  loft_html_view_tell_found (self, self->n_found, self->found_at);
  if (self->n_found > 0)
    show_match (self);
}

void
loft_html_view_find (LoftHtmlView *self, const char *text, gboolean forward)
{
  WebKitFindController *controller = NULL;
  gboolean counted = self->counting;

  self->counting = FALSE;
  if (self->web_view == NULL)
    return;
  controller = loft_webkit.web_view_get_find_controller (self->web_view);
  if (text == NULL || text[0] == '\0')
    {
      g_clear_pointer (&self->found_text, g_free);
      loft_webkit.find_controller_search_finish (controller);
      return;
    }
  unfold_quotes (self);
  if (g_strcmp0 (self->found_text, text) != 0)
    {
      search (self, controller, text);
      return;
    }
  if (counted)
    self->found_at = 1;
  if (counted && forward)
    {
      show_first (self);
      return;
    }
  self->found_step = forward ? 1 : -1;
  if (forward)
    loft_webkit.find_controller_search_next (controller);
  else
    loft_webkit.find_controller_search_previous (controller);
}
