/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-editor-private.h"

static gboolean
on_decide_policy (LoftHtmlEditor *self, WebKitPolicyDecision *decision,
                  WebKitPolicyDecisionType type)
{
  WebKitNavigationAction *action = NULL;
  const char *uri = NULL;

  if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
    return FALSE;
  action = loft_webkit.navigation_policy_decision_get_navigation_action (
    (WebKitNavigationPolicyDecision *) decision);
  uri = loft_webkit.uri_request_get_uri (loft_webkit.navigation_action_get_request (action));
  if (self->own_uri != NULL && g_strcmp0 (uri, self->own_uri) == 0)
    {
      g_clear_pointer (&self->own_uri, g_free);
      loft_webkit.policy_decision_use (decision);
    }
  else
    loft_webkit.policy_decision_ignore (decision);
  return TRUE;
}

static gboolean
on_context_menu (LoftHtmlEditor *self, WebKitContextMenu *menu)
{
  static const WebKitContextMenuAction kept[] = {
    WEBKIT_CONTEXT_MENU_ACTION_COPY,
    WEBKIT_CONTEXT_MENU_ACTION_CUT,
    WEBKIT_CONTEXT_MENU_ACTION_PASTE,
    WEBKIT_CONTEXT_MENU_ACTION_DELETE,
    WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL,
    WEBKIT_CONTEXT_MENU_ACTION_SPELLING_GUESS,
    WEBKIT_CONTEXT_MENU_ACTION_NO_GUESSES_FOUND,
    WEBKIT_CONTEXT_MENU_ACTION_IGNORE_SPELLING,
    WEBKIT_CONTEXT_MENU_ACTION_LEARN_SPELLING,
    WEBKIT_CONTEXT_MENU_ACTION_NO_ACTION, /* a line between */
  };

  return loft_html_engine_shorten_menu (menu, kept, G_N_ELEMENTS (kept));
}

void
loft_html_editor_guard (LoftHtmlEditor *self)
{
  GObject *view = G_OBJECT (self->web_view);

  g_signal_connect_object (view, "decide-policy", G_CALLBACK (on_decide_policy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "context-menu", G_CALLBACK (on_context_menu), self,
                           G_CONNECT_SWAPPED);
}
