/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-view-private.h"

/* Navigation */

static gboolean
on_navigation (LoftHtmlView *self, WebKitPolicyDecision *decision)
{
  WebKitNavigationAction *action = loft_webkit.navigation_policy_decision_get_navigation_action (
    (WebKitNavigationPolicyDecision *) decision);
  const char *uri =
    loft_webkit.uri_request_get_uri (loft_webkit.navigation_action_get_request (action));

  if (self->own_uri != NULL && g_strcmp0 (uri, self->own_uri) == 0)
    {
      g_clear_pointer (&self->own_uri, g_free);
      loft_webkit.policy_decision_use (decision);
      return TRUE;
    }
  loft_webkit.policy_decision_ignore (decision);
  if (loft_webkit.navigation_action_get_navigation_type (action) ==
        WEBKIT_NAVIGATION_TYPE_LINK_CLICKED &&
      loft_webkit.navigation_action_is_user_gesture (action) && uri != NULL)
    loft_html_view_tell_click (self, uri);
  return TRUE;
}

static gboolean
on_decide_policy (LoftHtmlView *self, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type)
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

/* Copying is all that the page's own menu is for: its other entries load and save. */
static gboolean
on_context_menu (LoftHtmlView *self, WebKitContextMenu *menu)
{
  static const WebKitContextMenuAction kept[] = { WEBKIT_CONTEXT_MENU_ACTION_COPY,
                                                  WEBKIT_CONTEXT_MENU_ACTION_COPY_LINK_TO_CLIPBOARD,
                                                  WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL };

  return loft_html_engine_shorten_menu (menu, kept, G_N_ELEMENTS (kept));
}

static void
on_hover (LoftHtmlView *self, WebKitHitTestResult *hit, guint modifiers)
{
  const char *uri = loft_webkit.hit_test_result_context_is_link (hit)
                      ? loft_webkit.hit_test_result_get_link_uri (hit)
                      : NULL;

  loft_html_view_tell_hover (self, uri);
}

void
loft_html_guard_attach (LoftHtmlView *self)
{
  GObject *view = G_OBJECT (self->web_view);

  g_signal_connect_object (view, "decide-policy", G_CALLBACK (on_decide_policy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "context-menu", G_CALLBACK (on_context_menu), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "mouse-target-changed", G_CALLBACK (on_hover), self,
                           G_CONNECT_SWAPPED);
}
