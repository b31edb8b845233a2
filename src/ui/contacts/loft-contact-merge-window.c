/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-merge-window.h"

#include "config.h"
#include "loft-avatar.h"
#include "loft-contact-distinct.h"
#include "loft-contact-look.h"
#include "loft-contact-merge.h"
#include "loft-error-text.h"
#include "loft-thread-task.h"

#include <glib/gi18n.h>

#define WIDTH    480
#define HEIGHT   640
#define FACE     32
#define MAX_TEXT 200 /* bytes, of what a contact is told by */
#define MAX_ROWS 60 /* of a preview */

struct _LoftContactMergeWindow {
  AdwWindow parent_instance;

  LoftContactActions *contacts; /* (owned) */
  GPtrArray *groups; /* (nullable) of GPtrArray of LoftContact: found */
  guint next; /* group that is shown */
  LoftContact *preview; /* (owned) (nullable) of that group */
  GPtrArray *choices; /* (nullable) of LoftContactChoice: of that group */
  GCancellable *cancellable;
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkStack *stack; /* looking, group, none */
  GtkBox *page;
  AdwStatusPage *none;
  GtkWidget *merge;
  GtkWidget *skip;
  gboolean was_any;
};

G_DEFINE_FINAL_TYPE (LoftContactMergeWindow, loft_contact_merge_window, ADW_TYPE_WINDOW)

static GPtrArray *
get_group (LoftContactMergeWindow *self)
{
  return self->groups != NULL && self->next < self->groups->len
           ? g_ptr_array_index (self->groups, self->next)
           : NULL;
}

/* ---- a group ------------------------------------------------------------------------------ */

static GtkWidget *
add_list (LoftContactMergeWindow *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (self->page, group);
  return group;
}

/* (transfer full) What tells it from the others: its addresses and numbers. */
static char *
say_values (const LoftContact *contact)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < contact->values->len && text->len < MAX_TEXT; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (contact->values, i);

      if (g_str_equal (value->property, "EMAIL") || g_str_equal (value->property, "TEL"))
        g_string_append_printf (text, "%s\u2068%s\u2069", text->len > 0 ? ", " : "", value->value);
    }
  return g_strdup (text->str);
}

static void
add_contact (GtkWidget *list, const LoftContact *contact)
{
  g_autofree char *values = say_values (contact);
  g_autofree char *title = g_markup_escape_text (contact->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (values, -1);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *face = adw_avatar_new (FACE, NULL, TRUE);

  loft_avatar_show_contact (ADW_AVATAR (face), contact);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), face);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (list), row);
}

static const char *
say_field (const char *field)
{
  static const struct {
    const char *field;
    const char *title;
  } fields[] = {
    { "name", N_ ("Name") },
    { "nickname", N_ ("Nickname") },
    { "organization", N_ ("Organization") },
    { "department", N_ ("Department") },
    { "title", N_ ("Job Title") },
    { "role", N_ ("Role") },
    { "BDAY", N_ ("Birthday") },
    { "ANNIVERSARY", N_ ("Anniversary") },
    { "GENDER", N_ ("Gender") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].field, field))
      return _ (fields[i].title);
  return field;
}

static void
on_choice (AdwComboRow *row, GParamSpec *pspec, LoftContactMergeWindow *self)
{
  const LoftContactChoice *choice = g_object_get_data (G_OBJECT (row), "choice");
  guint selected = adw_combo_row_get_selected (row);

  if (selected < g_strv_length (choice->texts))
    loft_contact_merge_choose (self->preview, choice->field, choice->texts[selected]);
}

static void
add_choice (LoftContactMergeWindow *self, GtkWidget *list, LoftContactChoice *choice)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) texts = gtk_string_list_new ((const char *const *) choice->texts);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), say_field (choice->field));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (texts));
  g_object_set_data (G_OBJECT (row), "choice", choice);
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_choice), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (list), row);
}

static gboolean
is_chosen (LoftContactMergeWindow *self, const char *field)
{
  for (guint i = 0; i < self->choices->len; i++)
    if (g_str_equal (((LoftContactChoice *) g_ptr_array_index (self->choices, i))->field, field))
      return TRUE;
  return FALSE;
}

static void
add_row (GtkWidget *list, const char *title, const char *subtitle, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *above = g_markup_escape_text (title, -1);
  g_autofree char *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), above);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), *icon != '\0' ? icon : NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (list), row);
}

/* What there is a choice of stands above. */
static void
add_values (LoftContactMergeWindow *self, GtkWidget *list)
{
  const LoftContact *preview = self->preview;

  if (!is_chosen (self, "organization") && *preview->organization != '\0')
    add_row (list, preview->organization, _ ("Organization"), "system-users-symbolic");
  for (guint i = 0; i < preview->values->len && i < MAX_ROWS; i++)
    {
      const LoftContactValue *value = g_ptr_array_index (preview->values, i);
      g_autofree char *text = loft_contact_look_text (value);
      g_autofree char *kind = loft_contact_look_kind (value);

      if (!is_chosen (self, value->property))
        add_row (list, text, kind, loft_contact_look_icon (value->property));
    }
}

static void
clear_page (LoftContactMergeWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->page))) != NULL)
    gtk_box_remove (self->page, child);
  g_clear_pointer (&self->preview, loft_contact_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
}

static void
show_group (LoftContactMergeWindow *self, GPtrArray *group)
{
  GtkWidget *who = add_list (self, _ ("Contacts"));
  GtkWidget *kept = NULL;

  self->preview = loft_contact_merge_preview (group);
  self->choices = loft_contact_merge_list_choices (group);
  for (guint i = 0; i < group->len; i++)
    add_contact (who, g_ptr_array_index (group, i));
  kept = add_list (self, _ ("What Is Kept"));
  if (!is_chosen (self, "name"))
    add_row (kept, self->preview->name, _ ("Name"), "avatar-default-symbolic");
  for (guint i = 0; i < self->choices->len; i++)
    add_choice (self, kept, g_ptr_array_index (self->choices, i));
  add_values (self, kept);
}

static void
say_place (LoftContactMergeWindow *self)
{
  g_autofree char *text = NULL;

  if (self->groups->len > 1)
    /* Translators: which one of how many. */
    text = g_strdup_printf (_ ("%u of %u"), self->next + 1, self->groups->len);
  adw_window_title_set_subtitle (self->title, text != NULL ? text : "");
}

static void
update (LoftContactMergeWindow *self)
{
  GPtrArray *group = get_group (self);

  clear_page (self);
  gtk_widget_set_visible (self->merge, group != NULL);
  gtk_widget_set_visible (self->skip, group != NULL);
  gtk_widget_set_sensitive (self->merge, TRUE);
  if (group != NULL)
    {
      say_place (self);
      show_group (self, group);
      gtk_stack_set_visible_child_name (self->stack, "group");
      gtk_widget_grab_focus (self->merge);
      return;
    }
  adw_window_title_set_subtitle (self->title, "");
  adw_status_page_set_title (self->none,
                             self->was_any ? _ ("All Looked Through") : _ ("No Duplicates"));
  gtk_stack_set_visible_child_name (self->stack, "none");
}

/* ---- doing it ----------------------------------------------------------------------------- */

static void
go_on (LoftContactMergeWindow *self)
{
  gboolean was_one = self->groups->len == 1;

  self->was_any = TRUE;
  self->next++;
  if (was_one)
    gtk_window_close (GTK_WINDOW (self));
  else
    update (self);
}

static void
on_merged (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftContactMergeWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 undo = 0;

  if (loft_contact_actions_change_finish (LOFT_CONTACT_ACTIONS (source), result, &undo, &error))
    {
      g_signal_emit_by_name (self, "merged", undo);
      if (self->toasts != NULL)
        go_on (self);
      return;
    }
  if (self->toasts == NULL)
    return;
  gtk_widget_set_sensitive (self->merge, TRUE);
  text = loft_error_text_for_change (error);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* The fullest becomes what was shown, the others go: one change, which is taken back as one. */
static void
on_merge (LoftContactMergeWindow *self)
{
  GPtrArray *group = get_group (self);
  g_autofree LoftContactChange *changes = NULL;

  if (group == NULL)
    return;
  gtk_widget_set_sensitive (self->merge, FALSE);
  changes = g_new0 (LoftContactChange, group->len);
  changes[0].kind = LOFT_CONTACT_EDIT;
  changes[0].before = g_ptr_array_index (group, 0);
  changes[0].after = self->preview;
  for (guint i = 1; i < group->len; i++)
    {
      changes[i].kind = LOFT_CONTACT_REMOVE;
      changes[i].before = g_ptr_array_index (group, i);
    }
  loft_contact_actions_change_async (self->contacts, changes, group->len, self->cancellable,
                                     on_merged, g_object_ref (self));
}

static void
on_skip (LoftContactMergeWindow *self)
{
  if (get_group (self) == NULL)
    return;
  loft_contact_distinct_remember (get_group (self));
  go_on (self);
}

/* ---- looking ------------------------------------------------------------------------------ */

static void
find_in_thread (GTask *task, gpointer source, gpointer all, GCancellable *cancellable)
{
  g_task_return_pointer (task, loft_contact_merge_find (all), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftContactMergeWindow) self = data;
  GPtrArray *groups = g_task_propagate_pointer (G_TASK (result), NULL);

  if (groups == NULL)
    return;
  self->groups = groups;
  loft_contact_distinct_filter (groups);
  update (self);
}

static void
look (LoftContactMergeWindow *self, GPtrArray *all)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_found, g_object_ref (self));

  g_task_set_task_data (task, g_ptr_array_ref (all), (GDestroyNotify) g_ptr_array_unref);
  loft_thread_task_run (task, find_in_thread);
}

/* ---- what it is made of ------------------------------------------------------------------- */

static GtkWidget *
new_page (LoftContactMergeWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->page = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  gtk_widget_add_css_class (GTK_WIDGET (self->page), "contact-page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->page));
  return scroller;
}

static GtkWidget *
new_stack (LoftContactMergeWindow *self)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  self->none = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->none, "emblem-ok-symbolic");
  adw_status_page_set_description (
    self->none, _ ("Contacts that share a name, an address or a number are shown here."));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, spinner, "looking");
  gtk_stack_add_named (self->stack, new_page (self), "group");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->none), "none");
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->stack));
  return GTK_WIDGET (self->toasts);
}

static GtkWidget *
new_buttons (LoftContactMergeWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->skip = gtk_button_new_with_mnemonic (_ ("_Not the Same"));
  self->merge = gtk_button_new_with_mnemonic (_ ("_Merge"));
  gtk_widget_add_css_class (self->merge, "suggested-action");
  gtk_widget_add_css_class (box, "contact-merge-buttons");
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_widget_set_hexpand (self->skip, TRUE);
  gtk_box_append (GTK_BOX (box), self->skip);
  gtk_box_append (GTK_BOX (box), self->merge);
  g_signal_connect_swapped (self->skip, "clicked", G_CALLBACK (on_skip), self);
  g_signal_connect_swapped (self->merge, "clicked", G_CALLBACK (on_merge), self);
  return box;
}

static void
loft_contact_merge_window_dispose (GObject *object)
{
  LoftContactMergeWindow *self = LOFT_CONTACT_MERGE_WINDOW (object);

  self->toasts = NULL;
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (loft_contact_merge_window_parent_class)->dispose (object);
}

static void
loft_contact_merge_window_finalize (GObject *object)
{
  LoftContactMergeWindow *self = LOFT_CONTACT_MERGE_WINDOW (object);

  g_object_unref (self->contacts);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->preview, loft_contact_unref);
  G_OBJECT_CLASS (loft_contact_merge_window_parent_class)->finalize (object);
}

static void
loft_contact_merge_window_class_init (LoftContactMergeWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_contact_merge_window_dispose;
  G_OBJECT_CLASS (class)->finalize = loft_contact_merge_window_finalize;
  g_signal_new ("merged", LOFT_TYPE_CONTACT_MERGE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT64);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
loft_contact_merge_window_init (LoftContactMergeWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->cancellable = g_cancellable_new ();
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Merge Contacts"), NULL));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Merge Contacts"));
  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), new_stack (self));
  gtk_box_append (GTK_BOX (box), new_buttons (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_widget_set_visible (self->merge, FALSE);
  gtk_widget_set_visible (self->skip, FALSE);
}

static void
group_free (gpointer group)
{
  g_ptr_array_unref (group);
}

GtkWidget *
loft_contact_merge_window_new (LoftContactActions *contacts, GPtrArray *all, gboolean is_one)
{
  LoftContactMergeWindow *self =
    g_object_new (LOFT_TYPE_CONTACT_MERGE_WINDOW, "modal", TRUE, "default-width", WIDTH,
                  "default-height", HEIGHT, NULL);

  self->contacts = g_object_ref (contacts);
  if (!is_one)
    {
      look (self, all);
      return GTK_WIDGET (self);
    }
  self->groups = g_ptr_array_new_with_free_func (group_free);
  if (all->len > 1)
    g_ptr_array_add (self->groups, g_ptr_array_ref (all));
  update (self);
  return GTK_WIDGET (self);
}
