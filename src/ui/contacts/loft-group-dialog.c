/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-group-dialog.h"

#include "config.h"
#include "loft-calendar-chooser.h"
#include "loft-contact-groups.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

#define WIDTH 400

struct _LoftGroupDialog {
  AdwWindow parent_instance;

  LoftContactActions *contacts; /* (owned) */
  LoftContact *before; /* (owned) (nullable) the group that gets another name */
  GPtrArray *members; /* (owned) (nullable) of LoftContact */
  LoftContact *after; /* (owned) (nullable) while it is saved */
  GtkWidget *name;
  GtkWidget *book; /* (nullable) */
  GtkWidget *note;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (LoftGroupDialog, loft_group_dialog, ADW_TYPE_WINDOW)

static char *
get_name (LoftGroupDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static gint64
get_folder_id (LoftGroupDialog *self)
{
  LoftCalendarItem *book =
    self->book != NULL ? loft_calendar_chooser_get (LOFT_CALENDAR_CHOOSER (self->book)) : NULL;

  if (self->before != NULL)
    return self->before->folder_id;
  return book != NULL ? loft_contact_actions_get_book_id (self->contacts, book) : 0;
}

/* Two of one name in a book could not be told apart. */
static gboolean
is_taken (LoftGroupDialog *self, const char *name)
{
  g_autoptr (GPtrArray) contacts =
    loft_contact_list_get_contacts (loft_contact_actions_get_list (self->contacts));
  gint64 folder_id = get_folder_id (self);

  for (guint i = 0; i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);

      if (contact->is_group && contact->folder_id == folder_id &&
          g_str_equal (contact->name, name) &&
          (self->before == NULL || !g_str_equal (contact->uid, self->before->uid)))
        return TRUE;
    }
  return FALSE;
}

static void
show_note (LoftGroupDialog *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->note), text);
  gtk_widget_set_visible (self->note, *text != '\0');
}

static void
update (LoftGroupDialog *self)
{
  g_autofree char *name = get_name (self);
  gboolean taken = is_taken (self, name);

  gtk_widget_set_sensitive (self->save, *name != '\0' && !taken && self->after == NULL);
  show_note (self, taken ? _ ("This address book has a group of that name.") : "");
}

/* ---- saving ------------------------------------------------------------------------------- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftGroupDialog) self = data;
  g_autoptr (LoftContact) after = g_steal_pointer (&self->after);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 undo = 0;

  if (loft_contact_actions_change_finish (LOFT_CONTACT_ACTIONS (source), result, &undo, &error))
    {
      g_signal_emit_by_name (self, "saved", after, undo);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  text = loft_error_text_for_change (error);
  update (self);
  show_note (self, text);
}

/* (transfer full) */
static LoftContact *
make_group (LoftGroupDialog *self, char *name)
{
  g_autoptr (LoftContact) group =
    self->before != NULL ? loft_contact_copy (self->before) : loft_contact_new ();

  g_free (group->name);
  group->name = name;
  if (self->before != NULL)
    return g_steal_pointer (&group);
  group->is_group = TRUE;
  group->folder_id = get_folder_id (self);
  g_free (group->uid);
  group->uid = g_uuid_string_random ();
  return self->members != NULL ? loft_contact_groups_add (group, self->members)
                               : g_steal_pointer (&group);
}

static void
on_save (LoftGroupDialog *self)
{
  LoftContactChange change = { LOFT_CONTACT_EDIT, self->before, NULL, NULL };

  if (!gtk_widget_get_sensitive (self->save))
    return;
  self->after = make_group (self, get_name (self));
  change.after = self->after;
  if (self->before == NULL)
    {
      change.kind = LOFT_CONTACT_ADD;
      change.book = loft_calendar_chooser_get (LOFT_CALENDAR_CHOOSER (self->book));
    }
  update (self);
  loft_contact_actions_change_async (self->contacts, &change, 1, NULL, on_saved,
                                     g_object_ref (self));
}

/* ---- what it is made of ------------------------------------------------------------------- */

static GtkWidget *
new_header (LoftGroupDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->save = gtk_button_new_with_mnemonic (self->before != NULL ? _ ("_Rename") : _ ("C_reate"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

static GtkWidget *
new_book_row (LoftGroupDialog *self, LoftCalendarItem *book)
{
  GtkWidget *row = adw_action_row_new ();

  self->book = loft_calendar_chooser_new (loft_contact_actions_get_books (self->contacts));
  if (book != NULL)
    loft_calendar_chooser_set (LOFT_CALENDAR_CHOOSER (self->book), book);
  gtk_widget_set_valign (self->book, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Address Book"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->book);
  g_signal_connect_swapped (gtk_widget_get_first_child (self->book), "notify::selected",
                            G_CALLBACK (update), self);
  return row;
}

/* What people are told before they wonder: how a group is filled. */
static char *
describe_members (LoftGroupDialog *self)
{
  guint n = self->members != NULL ? self->members->len : 0;

  if (n == 0)
    return g_strdup (_ ("People are added from their menu, or by dragging them to the group."));
  return g_strdup_printf (ngettext ("%u contact will be in it.", "%u contacts will be in it.", n),
                          n);
}

static GtkWidget *
new_fields (LoftGroupDialog *self, LoftCalendarItem *book)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->name);
  if (self->before == NULL)
    {
      g_autofree char *text = describe_members (self);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_book_row (self, book));
    }
  else
    gtk_editable_set_text (GTK_EDITABLE (self->name), self->before->name);
  self->note = gtk_label_new (NULL);
  g_object_set (self->note, "xalign", 0.0, "wrap", TRUE, "margin-top", 9, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->note, "error");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->note);
  g_object_set (group, "margin-top", 12, "margin-bottom", 18, "margin-start", 18, "margin-end", 18,
                NULL);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->name, "entry-activated", G_CALLBACK (on_save), self);
  return group;
}

static void
loft_group_dialog_finalize (GObject *object)
{
  LoftGroupDialog *self = LOFT_GROUP_DIALOG (object);

  g_object_unref (self->contacts);
  g_clear_pointer (&self->before, loft_contact_unref);
  g_clear_pointer (&self->after, loft_contact_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  G_OBJECT_CLASS (loft_group_dialog_parent_class)->finalize (object);
}

static void
loft_group_dialog_class_init (LoftGroupDialogClass *class)
{
  G_OBJECT_CLASS (class)->finalize = loft_group_dialog_finalize;
  g_signal_new ("saved", LOFT_TYPE_GROUP_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT64);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_group_dialog_init (LoftGroupDialog *self)
{
}

static GtkWindow *
new_dialog (LoftContactActions *contacts, LoftContact *group, LoftCalendarItem *book,
            GPtrArray *members)
{
  LoftGroupDialog *self =
    g_object_new (LOFT_TYPE_GROUP_DIALOG, "modal", TRUE, "default-width", WIDTH, "title",
                  group != NULL ? _ ("Rename Group") : _ ("New Group"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->contacts = g_object_ref (contacts);
  self->before = group != NULL ? loft_contact_ref (group) : NULL;
  self->members = members != NULL ? g_ptr_array_ref (members) : NULL;
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), new_fields (self, book));
  adw_window_set_content (ADW_WINDOW (self), box);
  update (self);
  gtk_widget_grab_focus (self->name);
  return GTK_WINDOW (self);
}

GtkWindow *
loft_group_dialog_new (LoftContactActions *contacts, LoftCalendarItem *book, GPtrArray *members)
{
  return new_dialog (contacts, NULL, book, members);
}

GtkWindow *
loft_group_dialog_new_rename (LoftContactActions *contacts, LoftContact *group)
{
  return new_dialog (contacts, group, NULL, NULL);
}
