/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-view-private.h"

#define MAX_MATCHES 1000

static void
on_found_text (LoftHtmlView *self)
{
  loft_html_view_tell_found (self, TRUE);
}

static void
on_failed_to_find_text (LoftHtmlView *self)
{
  loft_html_view_tell_found (self, FALSE);
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

void
loft_html_view_find (LoftHtmlView *self, const char *text, gboolean forward)
{
  WebKitFindController *controller = NULL;
  const char *current = NULL;

  if (self->web_view == NULL)
    return;
  controller = loft_webkit.web_view_get_find_controller (self->web_view);
  if (text == NULL || text[0] == '\0')
    {
      loft_webkit.find_controller_search_finish (controller);
      return;
    }
  unfold_quotes (self);
  current = loft_webkit.find_controller_get_search_text (controller);
  if (g_strcmp0 (current, text) != 0)
    loft_webkit.find_controller_search (controller, text,
                                        WEBKIT_FIND_OPTIONS_CASE_INSENSITIVE |
                                          WEBKIT_FIND_OPTIONS_WRAP_AROUND,
                                        MAX_MATCHES);
  else if (forward)
    loft_webkit.find_controller_search_next (controller);
  else
    loft_webkit.find_controller_search_previous (controller);
}
