/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reply-bar.h"

#include "config.h"
#include "loft-compose.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _LoftReplyBar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *all;
  LoftMessageContent *content; /* (nullable) weak; where the body comes */
  GSimpleActionGroup *actions;
  LoftMailAccount *account; /* (nullable) */
  LoftMessageBody *body; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LoftReplyBar, loft_reply_bar, GTK_TYPE_WIDGET)

static const struct {
  const char *action;
  LoftReplyKind kind;
} kinds[] = {
  { "reply", LOFT_REPLY_SENDER },
  { "reply-all", LOFT_REPLY_ALL },
  { "reply-list", LOFT_REPLY_LIST },
  { "forward", LOFT_REPLY_FORWARD },
  { "forward-attached", LOFT_REPLY_FORWARD_WHOLE },
  { "edit-as-new", LOFT_REPLY_EDIT },
};

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftReplyBar *self = data;
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), LOFT_TYPE_MESSAGE_VIEW);
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && view != NULL; i++)
    {
      if (!g_str_equal (kinds[i].action, name))
        continue;
      if (self->body != NULL)
        loft_compose_reply_to (LOFT_MESSAGE_VIEW (view), self->account, self->body, kinds[i].kind);
      else if (self->content != NULL)
        loft_compose_reply_later (self->content, kinds[i].kind);
    }
}

static void
on_redirect (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftReplyBar *self = data;

  if (self->body != NULL)
    loft_compose_redirect (GTK_WIDGET (self), self->account, self->body);
}

static void
enable (LoftReplyBar *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
loft_reply_bar_set_body (LoftReplyBar *self, LoftMailAccount *account, LoftMessageBody *body)
{
  g_set_object (&self->account, account);
  loft_message_body_ref (body);
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->body = body;
  gtk_widget_set_visible (GTK_WIDGET (self), loft_compose_is_possible ());
  gtk_widget_set_visible (self->all, loft_compose_has_others (account, body));
  enable (self, "reply-list", loft_reply_has_list (body));
  enable (self, "redirect", TRUE);
}

void
loft_reply_bar_await (LoftReplyBar *self, LoftMailAccount *account, LoftMessage *message,
                      LoftMessageContent *content)
{
  g_set_object (&self->account, account);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_set_weak_pointer (&self->content, content);
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL && loft_compose_is_possible ());
  gtk_widget_set_visible (self->all,
                          message != NULL && loft_compose_seems_to_have_others (account, message));
  enable (self, "reply-list", FALSE);
  enable (self, "redirect", FALSE);
}

static void
loft_reply_bar_dispose (GObject *object)
{
  LoftReplyBar *self = LOFT_REPLY_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_weak_pointer (&self->content);
  g_clear_object (&self->account);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (loft_reply_bar_parent_class)->dispose (object);
}

static void
loft_reply_bar_class_init (LoftReplyBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_reply_bar_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "replybar");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_actions (LoftReplyBar *self)
{
  g_autoptr (GSimpleAction) redirect = g_simple_action_new ("redirect", NULL);

  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (kinds[i].action, NULL);

      g_signal_connect (action, "activate", G_CALLBACK (on_action), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  g_signal_connect (redirect, "activate", G_CALLBACK (on_redirect), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (redirect));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "answer", G_ACTION_GROUP (self->actions));
}

static GtkWidget *
add_button (LoftReplyBar *self, const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
add_menu (LoftReplyBar *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _ ("Reply to _List"), "answer.reply-list");
  g_menu_append (menu, _ ("Forward as _Attachment"), "answer.forward-attached");
  g_menu_append (menu, _ ("_Redirect…"), "answer.redirect");
  g_menu_append (menu, _ ("_Edit as New"), "answer.edit-as-new");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("More Answers"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More Answers"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
loft_reply_bar_init (LoftReplyBar *self)
{
  add_actions (self);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->box, GTK_ALIGN_END);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_button (self, "mail-reply-sender-symbolic", _ ("Reply"), "answer.reply");
  self->all = add_button (self, "mail-reply-all-symbolic", _ ("Reply All"), "answer.reply-all");
  add_button (self, "mail-forward-symbolic", _ ("Forward"), "answer.forward");
  add_menu (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
loft_reply_bar_new (void)
{
  return g_object_new (LOFT_TYPE_REPLY_BAR, NULL);
}
