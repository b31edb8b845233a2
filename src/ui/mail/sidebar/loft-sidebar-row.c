/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-row-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-account-color.h"
#include "loft-folder-look.h"
#include "loft-local-account.h"
#include "loft-sidebar-unified.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define INDENT      18
#define DEEP        4 /* from here on the names need the room more */
#define DEEP_INDENT 6

enum { TOGGLE, REMEDY, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftSidebarRow, loft_sidebar_row, GTK_TYPE_WIDGET)

/* Drafts are counted whole: none of them is "unread", yet each waits for its writer. */
static guint
count_of (const LoftFolder *folder)
{
  switch (folder->role)
    {
    case LOFT_FOLDER_ROLE_DRAFTS:
    case LOFT_FOLDER_ROLE_OUTBOX:
      return folder->total;
    case LOFT_FOLDER_ROLE_SENT:
    case LOFT_FOLDER_ROLE_TRASH:
      return 0;
    default:
      return folder->unread;
    }
}

static gboolean
counts_all (const LoftFolder *folder)
{
  return folder->role == LOFT_FOLDER_ROLE_DRAFTS || folder->role == LOFT_FOLDER_ROLE_OUTBOX;
}

/* For screen readers, whole; place: (nullable) whose it is, where several are alike. */
void
loft_sidebar_row_describe (LoftSidebarRow *self, const char *name, const char *place, guint count,
                           gboolean all)
{
  GString *label = g_string_new (name);
  g_autofree char *text = NULL;

  if (place != NULL)
    g_string_append_printf (label, ", %s", place);
  if (count > 0 && all)
    g_string_append_printf (label, ngettext (", %u message", ", %u messages", count), count);
  else if (count > 0)
    g_string_append_printf (label, ngettext (", %u unread", ", %u unread", count), count);
  text = g_string_free (label, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_count (LoftSidebarRow *self, guint count, gboolean is_inbox)
{
  g_autofree char *text = g_strdup_printf ("%'u", count);

  gtk_label_set_text (self->unread, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), count > 0);
  if (count > 0 && is_inbox)
    gtk_widget_add_css_class (self->folder_box, "has-unread");
  else
    gtk_widget_remove_css_class (self->folder_box, "has-unread");
}

gboolean
loft_sidebar_row_has_several_accounts (LoftSidebarRow *self)
{
  return self->accounts != NULL && loft_local_account_count_mail (self->accounts) > 1;
}

void
loft_sidebar_row_show_dot (LoftSidebarRow *self, LoftColorDot *dot, gboolean shown)
{
  GdkRGBA color;

  gtk_widget_set_visible (GTK_WIDGET (dot), shown);
  if (!shown)
    return;
  loft_account_color_get (self->accounts, loft_sidebar_item_get_account (self->item), &color);
  loft_color_dot_set_color (dot, &color);
}

/* Where it is, and how much is in it. */
static char *
folder_tooltip (LoftSidebarRow *self, LoftFolder *folder)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  g_autofree char *total =
    g_strdup_printf (ngettext ("%'u message", "%'u messages", folder->total), folder->total);
  g_autofree char *unread =
    g_strdup_printf (ngettext ("%'u unread", "%'u unread", folder->unread), folder->unread);
  const char *where =
    folder->role == LOFT_FOLDER_ROLE_INBOX ? loft_folder_look_name (folder) : folder->path;

  /* Translators: account, path of a folder in it; then a line with "N messages, N unread". */
  return g_strdup_printf (_ ("%1$s: %2$s\n%3$s, %4$s"), loft_mail_account_get_name (account), where,
                          total, unread);
}

static void
update_folder (LoftSidebarRow *self)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  LoftFolder *folder = loft_mail_folder_get (loft_sidebar_item_get_folder (self->item));
  gboolean favourite = loft_sidebar_item_get_kind (self->item) == LOFT_SIDEBAR_FAVOURITE;
  const char *label = loft_sidebar_item_get_label (self->item);
  const char *name =
    folder->role == LOFT_FOLDER_ROLE_NONE && label != NULL ? label : loft_folder_look_name (folder);
  guint count = count_of (folder);
  g_autofree char *tooltip = folder_tooltip (self, folder);
  gboolean marked = favourite && loft_sidebar_row_has_several_accounts (self);

  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (self->folder_box, tooltip);
  gtk_image_set_from_icon_name (self->icon, loft_folder_look_icon (folder));
  loft_sidebar_row_show_dot (self, self->folder_dot, marked);
  show_count (self, count, folder->role == LOFT_FOLDER_ROLE_INBOX);
  loft_sidebar_row_describe (self, name, marked ? loft_mail_account_get_name (account) : NULL,
                             count, counts_all (folder));
}

void
loft_sidebar_row_update_expander (GtkButton *expander, LoftSidebarItem *item)
{
  gboolean expandable = loft_sidebar_item_get_expandable (item);
  gboolean expanded = loft_sidebar_item_get_expanded (item);
  gboolean subfolders = loft_sidebar_item_get_folder (item) != NULL;

  gtk_button_set_icon_name (expander, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_opacity (GTK_WIDGET (expander), expandable ? 1.0 : 0.0);
  gtk_widget_set_sensitive (GTK_WIDGET (expander), expandable);
  gtk_widget_set_can_target (GTK_WIDGET (expander), expandable);
  if (subfolders)
    loft_accessibility_set_button_name (GTK_WIDGET (expander),
                                        expanded ? _ ("Hide Subfolders") : _ ("Show Subfolders"));
  else
    loft_accessibility_set_button_name (GTK_WIDGET (expander),
                                        expanded ? _ ("Hide Folders") : _ ("Show Folders"));
  loft_accessibility_set_hidden (GTK_WIDGET (expander), !expandable);
}

void
loft_sidebar_row_tell_expanded (LoftSidebarRow *self)
{
  if (loft_sidebar_item_get_expandable (self->item))
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 loft_sidebar_item_get_expanded (self->item), -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static int
indent_of (guint depth)
{
  return (int) (depth <= DEEP ? depth * INDENT : DEEP * INDENT + (depth - DEEP) * DEEP_INDENT);
}

static void
update_tree (LoftSidebarRow *self)
{
  update_folder (self);
  gtk_widget_set_margin_start (self->folder_box,
                               indent_of (loft_sidebar_item_get_depth (self->item)));
  loft_sidebar_row_update_expander (self->expander, self->item);
  loft_sidebar_row_tell_expanded (self);
}

/* Lines of no account */

static const char *const unified_icons[] = {
  [LOFT_UNIFIED_INBOX] = "loft-inbox-symbolic",
  [LOFT_UNIFIED_FLAGGED] = "loft-flag-symbolic",
  [LOFT_UNIFIED_DRAFTS] = "loft-drafts-symbolic",
  [LOFT_UNIFIED_SENT] = "loft-sent-symbolic",
};

static void
update_unified (LoftSidebarRow *self)
{
  LoftUnifiedKind unified = loft_sidebar_item_get_unified (self->item);
  const char *name = loft_sidebar_unified_name (unified);
  guint count = loft_sidebar_item_get_count (self->item);

  gtk_label_set_text (self->name, name);
  gtk_image_set_from_icon_name (self->icon, unified_icons[unified]);
  show_count (self, count, unified == LOFT_UNIFIED_INBOX);
  loft_sidebar_row_describe (self, name, _ ("all accounts"), count, unified == LOFT_UNIFIED_DRAFTS);
}

static void
update_search (LoftSidebarRow *self)
{
  const char *name = loft_sidebar_item_get_label (self->item);

  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (self->folder_box, name);
  gtk_image_set_from_icon_name (self->icon, "system-search-symbolic");
  show_count (self, loft_sidebar_item_get_count (self->item), FALSE);
  loft_sidebar_row_describe (self, name, _ ("saved search"),
                             loft_sidebar_item_get_count (self->item), FALSE);
}

static void
update_heading (LoftSidebarRow *self)
{
  const char *title = loft_sidebar_item_get_label (self->item);

  gtk_label_set_text (self->account_name, title);
  loft_sidebar_row_update_expander (self->account_expander, self->item);
  loft_sidebar_row_tell_expanded (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

void
loft_sidebar_row_refresh (LoftSidebarRow *self)
{
  if (self->item == NULL)
    return;
  if (loft_sidebar_item_get_kind (self->item) == LOFT_SIDEBAR_ACCOUNT)
    loft_sidebar_row_update_account (self);
  else if (loft_sidebar_item_get_folder (self->item) != NULL)
    update_folder (self);
}

static void
follow_account (LoftSidebarRow *self, GCallback update)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);

  g_signal_connect_swapped (account, "notify", update, self);
  ((void (*) (LoftSidebarRow *)) update) (self);
}

static void
show_page (LoftSidebarRow *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_tooltip_text (self->folder_box, NULL);
  gtk_widget_set_tooltip_text (self->account_box, NULL);
}

static void
follow_line (LoftSidebarRow *self, GCallback update)
{
  show_page (self, "folder");
  gtk_widget_set_margin_start (self->folder_box, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->folder_dot), FALSE);
  loft_sidebar_row_update_expander (self->expander, self->item);
  loft_sidebar_row_tell_expanded (self);
  g_signal_connect_swapped (self->item, "tree-changed", update, self);
  ((void (*) (LoftSidebarRow *)) update) (self);
}

static void
follow_heading (LoftSidebarRow *self)
{
  show_page (self, "account");
  gtk_widget_set_visible (GTK_WIDGET (self->account_menu), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->account_state), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->account_unread), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->account_dot), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  g_signal_connect_swapped (self->item, "tree-changed", G_CALLBACK (update_heading), self);
  update_heading (self);
}

static void
follow (LoftSidebarRow *self)
{
  switch (loft_sidebar_item_get_kind (self->item))
    {
    case LOFT_SIDEBAR_HEADING:
      follow_heading (self);
      break;
    case LOFT_SIDEBAR_UNIFIED:
      follow_line (self, G_CALLBACK (update_unified));
      break;
    case LOFT_SIDEBAR_SEARCH:
      follow_line (self, G_CALLBACK (update_search));
      break;
    case LOFT_SIDEBAR_ACCOUNT:
      show_page (self, "account");
      gtk_widget_set_visible (GTK_WIDGET (self->account_menu), TRUE);
      g_signal_connect_swapped (self->item, "tree-changed",
                                G_CALLBACK (loft_sidebar_row_update_account), self);
      follow_account (self, G_CALLBACK (loft_sidebar_row_update_account));
      break;
    case LOFT_SIDEBAR_PROBLEM:
      show_page (self, "problem");
      follow_account (self, G_CALLBACK (loft_sidebar_row_update_problem));
      break;
    case LOFT_SIDEBAR_FAVOURITE:
    case LOFT_SIDEBAR_FOLDER:
    default:
      show_page (self, "folder");
      g_signal_connect_swapped (loft_sidebar_item_get_folder (self->item), "notify::folder",
                                G_CALLBACK (update_folder), self);
      g_signal_connect_swapped (self->item, "tree-changed", G_CALLBACK (update_tree), self);
      update_tree (self);
      break;
    }
}

void
loft_sidebar_row_set_item (LoftSidebarRow *self, LoftSidebarItem *item)
{
  if (self->item == item)
    return;
  if (self->item != NULL)
    {
      LoftMailFolder *folder = loft_sidebar_item_get_folder (self->item);
      LoftMailAccount *account = loft_sidebar_item_get_account (self->item);

      if (account != NULL)
        g_signal_handlers_disconnect_by_data (account, self);
      g_signal_handlers_disconnect_by_data (self->item, self);
      if (folder != NULL)
        g_signal_handlers_disconnect_by_data (folder, self);
    }
  g_set_object (&self->item, item);
  if (item != NULL)
    follow (self);
}

LoftSidebarItem *
loft_sidebar_row_get_item (LoftSidebarRow *self)
{
  return self->item;
}

static void
on_expander_clicked (LoftSidebarRow *self)
{
  g_signal_emit (self, signals[TOGGLE], 0);
}

static void
on_remedy_clicked (LoftSidebarRow *self)
{
  g_signal_emit (self, signals[REMEDY], 0);
}

static void
loft_sidebar_row_dispose (GObject *object)
{
  LoftSidebarRow *self = LOFT_SIDEBAR_ROW (object);

  loft_sidebar_row_set_item (self, NULL);
  g_clear_pointer ((GtkWidget **) &self->stack, gtk_widget_unparent);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (loft_sidebar_row_parent_class)->dispose (object);
}

static void
loft_sidebar_row_class_init (LoftSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_sidebar_row_dispose;
  signals[TOGGLE] =
    g_signal_new ("toggle", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMEDY] =
    g_signal_new ("remedy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/sidebar/loft-sidebar-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, stack);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, folder_box);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, expander);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, name);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, folder_dot);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, unread);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_box);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_expander);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_dot);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_unread);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_name);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_state);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, account_menu);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, problem_title);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, problem_text);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, remedy);
  gtk_widget_class_bind_template_callback (widget_class, on_expander_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_sidebar_row_init (LoftSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->account_menu, loft_sidebar_row_on_menu, self, NULL);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

GtkWidget *
loft_sidebar_row_new (GListModel *accounts)
{
  LoftSidebarRow *self = g_object_new (LOFT_TYPE_SIDEBAR_ROW, NULL);

  self->accounts = g_object_ref (accounts);
  return GTK_WIDGET (self);
}
