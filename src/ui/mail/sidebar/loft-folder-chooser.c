/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-chooser.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-folder-look.h"
#include "loft-folder-match.h"
#include "loft-settings.h"
#include "loft-sidebar-item.h"
#include "loft-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_RECENT 8

struct _LoftFolderChooser {
  AdwWindow parent_instance;

  GtkSearchEntry *entry;
  GtkListView *view;
  GtkStack *pages;
  GtkButton *button;

  LoftService *service;
  LoftMailAccount *account; /* (nullable) */
  LoftMailFolder *except; /* (nullable) */
  char **recent; /* of "ACCOUNT/PATH", the last one first */
  GListStore *choices; /* of LoftSidebarItem */
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (LoftFolderChooser, loft_folder_chooser, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- what is offered ---------------------------------------------------------------------- */

static char *
place_of (LoftMailAccount *account, LoftMailFolder *folder)
{
  return g_strconcat (loft_mail_account_get_account (account)->id, "/",
                      loft_mail_folder_get (folder)->path, NULL);
}

void
loft_folder_chooser_note (LoftMailAccount *account, LoftMailFolder *folder)
{
  g_autofree char *place = place_of (account, folder);
  g_auto (GStrv) old = loft_settings_get_strings (LOFT_SETTING_RECENT_FOLDERS);
  const char *recent[MAX_RECENT + 1] = { place };
  guint n = 1;

  for (gsize i = 0; old[i] != NULL && n < MAX_RECENT; i++)
    if (!g_str_equal (old[i], place))
      recent[n++] = old[i];
  loft_settings_set_strings (LOFT_SETTING_RECENT_FOLDERS, recent);
}

typedef struct {
  LoftSidebarItem *item;
  guint rank;
  guint place; /* among equals: recent ones, the account's, then others as they stand */
} Choice;

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const Choice *left = a;
  const Choice *right = b;

  if (left->rank != right->rank)
    return left->rank < right->rank ? -1 : 1;
  return (left->place > right->place) - (left->place < right->place);
}

static gboolean
can_hold (LoftFolderChooser *self, LoftMailFolder *folder)
{
  LoftFolder *shown = loft_mail_folder_get (folder);

  return folder != self->except && shown->selectable && shown->role != LOFT_FOLDER_ROLE_FLAGGED &&
         shown->role != LOFT_FOLDER_ROLE_OUTBOX;
}

static guint
place_among (LoftFolderChooser *self, LoftMailAccount *account, LoftMailFolder *folder, guint n)
{
  g_autofree char *place = place_of (account, folder);

  for (guint i = 0; self->recent[i] != NULL; i++)
    if (g_str_equal (self->recent[i], place))
      return i;
  return MAX_RECENT + n + (account == self->account ? 0 : G_MAXINT / 2);
}

static gboolean
has_several_accounts (LoftFolderChooser *self)
{
  return g_list_model_get_n_items (loft_service_get_accounts (self->service)) > 1;
}

/* What is typed may name the account, where there are several. */
static guint
match (LoftFolderChooser *self, LoftMailAccount *account, const LoftFolder *folder,
       const char *typed)
{
  const char *name = loft_folder_look_name (folder);
  g_autofree char *path = NULL;

  if (!has_several_accounts (self))
    return loft_folder_match (typed, name, folder->path);
  path = g_strjoin ("/", loft_mail_account_get_name (account), name, folder->path, NULL);
  return loft_folder_match (typed, name, path);
}

static void
add_choices (LoftFolderChooser *self, GArray *choices, LoftMailAccount *account, const char *typed)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);
      LoftFolder *shown = loft_mail_folder_get (folder);
      guint rank = match (self, account, shown, typed);
      Choice choice = { NULL, rank, 0 };

      if (rank == LOFT_FOLDER_MATCH_NONE || !can_hold (self, folder))
        continue;
      choice.place = place_among (self, account, folder, choices->len);
      choice.item = loft_sidebar_item_new (LOFT_SIDEBAR_FOLDER, account, folder);
      g_array_append_val (choices, choice);
    }
}

static void
fill (LoftFolderChooser *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  GListModel *accounts = loft_service_get_accounts (self->service);
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_choices (self, choices, account, typed);
    }
  g_array_sort (choices, compare_choices);
  for (guint i = 0; i < choices->len; i++)
    g_ptr_array_add (items, g_array_index (choices, Choice, i).item);
  g_list_store_splice (self->choices, 0, g_list_model_get_n_items (G_LIST_MODEL (self->choices)),
                       items->pdata, items->len);
  gtk_single_selection_set_selected (self->selection, 0);
  gtk_stack_set_visible_child_name (self->pages, items->len > 0 ? "list" : "none");
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), items->len > 0);
}

/* ---- rows --------------------------------------------------------------------------------- */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *where = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (where), PANGO_ELLIPSIZE_START);
  gtk_label_set_max_width_chars (GTK_LABEL (where), 24);
  gtk_widget_add_css_class (where, "dim-label");
  gtk_widget_add_css_class (where, "caption");
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), where);
  gtk_list_item_set_child (list_item, box);
}

/* The levels above it, and the account where there are several. */
static char *
text_of_where (LoftFolderChooser *self, LoftSidebarItem *item)
{
  LoftFolder *folder = loft_mail_folder_get (loft_sidebar_item_get_folder (item));
  const char *account = loft_mail_account_get_name (loft_sidebar_item_get_account (item));
  const char *slash = strrchr (folder->path, '/');
  g_autofree char *above =
    slash != NULL ? g_strndup (folder->path, (gsize) (slash - folder->path)) : g_strdup ("");

  if (!has_several_accounts (self))
    return g_steal_pointer (&above);
  return above[0] == '\0' ? g_strdup (account) : g_strdup_printf ("%s: %s", account, above);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, LoftFolderChooser *self)
{
  LoftSidebarItem *item = gtk_list_item_get_item (list_item);
  LoftFolder *folder = loft_mail_folder_get (loft_sidebar_item_get_folder (item));
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *name = gtk_widget_get_next_sibling (icon);
  g_autofree char *where = text_of_where (self, item);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), loft_folder_look_icon (folder));
  gtk_label_set_text (GTK_LABEL (name), loft_folder_look_name (folder));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), where);
}

/* ---- choosing ----------------------------------------------------------------------------- */

static void
on_typed (LoftFolderChooser *self)
{
  fill (self);
}

static void
on_activate (LoftFolderChooser *self)
{
  g_autoptr (LoftSidebarItem) item = NULL;

  g_set_object (&item, gtk_single_selection_get_selected_item (self->selection));
  if (item == NULL)
    return;
  loft_folder_chooser_note (loft_sidebar_item_get_account (item),
                            loft_sidebar_item_get_folder (item));
  g_signal_emit (self, signals[CHOSEN], 0, loft_sidebar_item_get_account (item),
                 loft_sidebar_item_get_folder (item));
  gtk_window_close (GTK_WINDOW (self));
}

static void
move_selection (LoftFolderChooser *self, int by)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->choices));
  int at = (int) gtk_single_selection_get_selected (self->selection) + by;

  if (n == 0)
    return;
  at = CLAMP (at, 0, n - 1);
  gtk_single_selection_set_selected (self->selection, (guint) at);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", (guint) at);
}

/* The list is gone through without leaving the entry. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers,
        LoftFolderChooser *self)
{
  switch (key)
    {
    case GDK_KEY_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the window --------------------------------------------------------------------------- */

static void
loft_folder_chooser_dispose (GObject *object)
{
  LoftFolderChooser *self = LOFT_FOLDER_CHOOSER (object);

  g_clear_object (&self->service);
  g_clear_object (&self->account);
  g_clear_object (&self->except);
  g_clear_pointer (&self->recent, g_strfreev);
  g_clear_object (&self->choices);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (loft_folder_chooser_parent_class)->dispose (object);
}

static void
loft_folder_chooser_class_init (LoftFolderChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_folder_chooser_dispose;
  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LOFT_TYPE_MAIL_ACCOUNT, LOFT_TYPE_MAIL_FOLDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/sidebar/loft-folder-chooser.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftFolderChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderChooser, view);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderChooser, pages);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderChooser, button);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
}

static void
loft_folder_chooser_init (LoftFolderChooser *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->choices = g_list_store_new (LOFT_TYPE_SIDEBAR_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->choices)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  loft_accessibility_prepare (GTK_WIDGET (self));
}

GtkWidget *
loft_folder_chooser_new (GtkWindow *parent, LoftService *service, const char *title,
                         const char *button, LoftMailAccount *account, LoftMailFolder *except)
{
  LoftFolderChooser *self =
    g_object_new (LOFT_TYPE_FOLDER_CHOOSER, "transient-for", parent, "title", title, NULL);

  gtk_button_set_label (self->button, button);
  self->service = g_object_ref (service);
  g_set_object (&self->account, account);
  g_set_object (&self->except, except);
  self->recent = loft_settings_get_strings (LOFT_SETTING_RECENT_FOLDERS);
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return GTK_WIDGET (self);
}
