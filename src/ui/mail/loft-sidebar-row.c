/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-row.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-error-text.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define INDENT 18

struct _LoftSidebarRow {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkWidget *folder_box;
  GtkButton *expander;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *unread;
  GtkLabel *account_name;
  GtkLabel *account_state;
  GtkSpinner *spinner;
  GtkMenuButton *account_menu;
  GtkLabel *problem_title;
  GtkLabel *problem_text;
  GtkButton *remedy;

  LoftSidebarItem *item;
};

enum {
  TOGGLE,
  REMEDY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftSidebarRow, loft_sidebar_row, GTK_TYPE_WIDGET)

typedef struct {
  const char *name; /* (nullable) the folder's own name is shown then */
  const char *icon;
} RoleLook;

static const RoleLook looks[] = {
  [LOFT_FOLDER_ROLE_NONE] = { NULL, "folder-symbolic" },
  [LOFT_FOLDER_ROLE_INBOX] = { NC_ ("folder", "Inbox"), "loft-inbox-symbolic" },
  [LOFT_FOLDER_ROLE_DRAFTS] = { NC_ ("folder", "Drafts"), "loft-drafts-symbolic" },
  [LOFT_FOLDER_ROLE_SENT] = { NC_ ("folder", "Sent"), "loft-sent-symbolic" },
  [LOFT_FOLDER_ROLE_ARCHIVE] = { NC_ ("folder", "Archive"), "loft-archive-symbolic" },
  [LOFT_FOLDER_ROLE_JUNK] = { NC_ ("folder", "Junk"), "loft-junk-symbolic" },
  [LOFT_FOLDER_ROLE_TRASH] = { NC_ ("folder", "Trash"), "user-trash-symbolic" },
  [LOFT_FOLDER_ROLE_FLAGGED] = { NC_ ("folder", "Flagged"), "loft-flag-symbolic" },
  [LOFT_FOLDER_ROLE_ALL] = { NC_ ("folder", "All Mail"), "loft-archive-symbolic" },
  [LOFT_FOLDER_ROLE_OUTBOX] = { NC_ ("folder", "Outbox"), "loft-sent-symbolic" },
};

static const RoleLook *
look_of (const LoftFolder *folder)
{
  return &looks[(guint) folder->role < G_N_ELEMENTS (looks) ? folder->role : 0];
}

const char *
loft_sidebar_row_folder_name (const LoftFolder *folder)
{
  const RoleLook *look = look_of (folder);

  return look->name == NULL ? folder->name : g_dpgettext2 (NULL, "folder", look->name);
}

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

static void
describe_folder (LoftSidebarRow *self, const char *name, guint count)
{
  g_autofree char *label = NULL;

  if (count > 0)
    label = g_strdup_printf (ngettext ("%s, %u unread", "%s, %u unread", count), name, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : name, -1);
}

static void
update_folder (LoftSidebarRow *self)
{
  LoftFolder *folder = loft_mail_folder_get (loft_sidebar_item_get_folder (self->item));
  const char *label = loft_sidebar_item_get_label (self->item);
  const char *name = look_of (folder)->name == NULL && label != NULL
                       ? label
                       : loft_sidebar_row_folder_name (folder);
  guint count = count_of (folder);
  g_autofree char *text = g_strdup_printf ("%'u", count);

  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), folder->path);
  gtk_image_set_from_icon_name (self->icon, look_of (folder)->icon);
  gtk_label_set_text (self->unread, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), count > 0);
  if (count > 0 && folder->role == LOFT_FOLDER_ROLE_INBOX)
    gtk_widget_add_css_class (self->folder_box, "has-unread");
  else
    gtk_widget_remove_css_class (self->folder_box, "has-unread");
  describe_folder (self, name, count);
}

static void
update_tree (LoftSidebarRow *self)
{
  gboolean expandable = loft_sidebar_item_get_expandable (self->item);
  gboolean expanded = loft_sidebar_item_get_expanded (self->item);

  update_folder (self);
  gtk_widget_set_margin_start (self->folder_box,
                               loft_sidebar_item_get_depth (self->item) * INDENT);
  gtk_button_set_icon_name (self->expander, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_opacity (GTK_WIDGET (self->expander), expandable ? 1.0 : 0.0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->expander), expandable);
  gtk_widget_set_can_target (GTK_WIDGET (self->expander), expandable);
  loft_accessibility_set_button_name (GTK_WIDGET (self->expander),
                                      expanded ? _ ("Hide Subfolders") : _ ("Show Subfolders"));
  loft_accessibility_set_hidden (GTK_WIDGET (self->expander), !expandable);
}

static const char *
state_text (LoftMailAccount *account)
{
  switch (loft_mail_account_get_state (account))
    {
    case LOFT_ACCOUNT_OFFLINE:
      return _ ("Offline");
    case LOFT_ACCOUNT_CONNECTING:
      return _ ("Connecting…");
    case LOFT_ACCOUNT_SYNCING:
      return loft_mail_account_get_last_success (account) == 0 ? _ ("Downloading…") : "";
    case LOFT_ACCOUNT_PROBLEM:
      return _ ("Stopped");
    case LOFT_ACCOUNT_IDLE:
    default:
      return "";
    }
}

static void
update_account (LoftSidebarRow *self)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  LoftAccountState state = loft_mail_account_get_state (account);
  const char *text = state_text (account);
  const char *name = loft_mail_account_get_name (account);

  gtk_label_set_text (self->account_name, name);
  gtk_label_set_text (self->account_state, text);
  gtk_widget_set_visible (GTK_WIDGET (self->account_state), text[0] != '\0');
  gtk_spinner_set_spinning (self->spinner, state == LOFT_ACCOUNT_SYNCING);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == LOFT_ACCOUNT_SYNCING);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_problem (LoftSidebarRow *self)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  const GError *error = loft_mail_account_get_error (account);
  const char *host = loft_mail_account_get_account (account)->incoming.host;
  g_autofree char *title = loft_error_text_title (error);
  g_autofree char *text = loft_error_text_for_account (error, host);
  g_autofree char *details = loft_error_text_details (error);
  const char *remedy = loft_error_text_remedy (error);

  gtk_label_set_text (self->problem_title, title);
  gtk_label_set_text (self->problem_text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->problem_text),
                               details);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), remedy != NULL);
  if (remedy != NULL)
    gtk_button_set_label (self->remedy, remedy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
build_account_menu (LoftSidebarRow *self)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);
  const char *id = loft_mail_account_get_account (account)->id;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) removal = g_menu_new ();
  g_autoptr (GMenuItem) sync = g_menu_item_new (_ ("Check for New Mail"), NULL);
  g_autoptr (GMenuItem) password = g_menu_item_new (_ ("Change Password…"), NULL);
  g_autoptr (GMenuItem) removing = g_menu_item_new (_ ("Remove Account…"), NULL);

  g_menu_item_set_action_and_target (sync, "mail.sync-account", "s", id);
  g_menu_item_set_action_and_target (password, "mail.change-password", "s", id);
  g_menu_item_set_action_and_target (removing, "mail.remove-account", "s", id);
  g_menu_append_item (menu, sync);
  g_menu_append_item (menu, password);
  g_menu_append_item (removal, removing);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (removal));
  gtk_menu_button_set_menu_model (self->account_menu, G_MENU_MODEL (menu));
}

static void
follow_account (LoftSidebarRow *self, GCallback update)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (self->item);

  g_signal_connect_swapped (account, "notify::state", update, self);
  ((void (*) (LoftSidebarRow *)) update) (self);
}

static void
follow (LoftSidebarRow *self)
{
  switch (loft_sidebar_item_get_kind (self->item))
    {
    case LOFT_SIDEBAR_ACCOUNT:
      gtk_stack_set_visible_child_name (self->stack, "account");
      build_account_menu (self);
      follow_account (self, G_CALLBACK (update_account));
      break;
    case LOFT_SIDEBAR_PROBLEM:
      gtk_stack_set_visible_child_name (self->stack, "problem");
      follow_account (self, G_CALLBACK (update_problem));
      break;
    case LOFT_SIDEBAR_FOLDER:
      gtk_stack_set_visible_child_name (self->stack, "folder");
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

      g_signal_handlers_disconnect_by_data (loft_sidebar_item_get_account (self->item), self);
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
  G_OBJECT_CLASS (loft_sidebar_row_parent_class)->dispose (object);
}

static void
loft_sidebar_row_class_init (LoftSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_sidebar_row_dispose;
  signals[TOGGLE] = g_signal_new ("toggle", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[REMEDY] = g_signal_new ("remedy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-sidebar-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, stack);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, folder_box);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, expander);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, name);
  gtk_widget_class_bind_template_child (widget_class, LoftSidebarRow, unread);
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
  loft_accessibility_prepare (GTK_WIDGET (self));
}

GtkWidget *
loft_sidebar_row_new (void)
{
  return g_object_new (LOFT_TYPE_SIDEBAR_ROW, NULL);
}
