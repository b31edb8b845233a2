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

static GtkWidget *
on_create (LoftHtmlEditor *self)
{
  return NULL;
}

static gboolean
on_permission_request (LoftHtmlEditor *self, WebKitPermissionRequest *request)
{
  loft_webkit.permission_request_deny (request);
  return TRUE;
}

static gboolean
is_for_writing (WebKitContextMenuAction action)
{
  switch (action)
    {
    case WEBKIT_CONTEXT_MENU_ACTION_COPY:
    case WEBKIT_CONTEXT_MENU_ACTION_CUT:
    case WEBKIT_CONTEXT_MENU_ACTION_PASTE:
    case WEBKIT_CONTEXT_MENU_ACTION_DELETE:
    case WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL:
    case WEBKIT_CONTEXT_MENU_ACTION_SPELLING_GUESS:
    case WEBKIT_CONTEXT_MENU_ACTION_NO_GUESSES_FOUND:
    case WEBKIT_CONTEXT_MENU_ACTION_IGNORE_SPELLING:
    case WEBKIT_CONTEXT_MENU_ACTION_LEARN_SPELLING:
    case WEBKIT_CONTEXT_MENU_ACTION_NO_ACTION: /* a line between */
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_context_menu (LoftHtmlEditor *self, WebKitContextMenu *menu)
{
  for (guint i = loft_webkit.context_menu_get_n_items (menu); i > 0; i--)
    {
      WebKitContextMenuItem *item = loft_webkit.context_menu_get_item_at_position (menu, i - 1);

      if (!is_for_writing (loft_webkit.context_menu_item_get_stock_action (item)))
        loft_webkit.context_menu_remove (menu, item);
    }
  return loft_webkit.context_menu_get_n_items (menu) == 0;
}

void
loft_html_editor_guard (LoftHtmlEditor *self)
{
  GObject *view = G_OBJECT (self->web_view);

  g_signal_connect_object (view, "decide-policy", G_CALLBACK (on_decide_policy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "create", G_CALLBACK (on_create), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "permission-request", G_CALLBACK (on_permission_request), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "context-menu", G_CALLBACK (on_context_menu), self,
                           G_CONNECT_SWAPPED);
}
