/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-category-dialog.h"
#include "loft-category-look.h"
#include "loft-color-dot.h"
#include "loft-color-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define EMPTY "empty"
#define LIST  "list"

/* What the window is made of; goes with it. */
typedef struct {
  GtkWidget *window; /* (borrowed) */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListBox *list;
  char *open; /* (nullable) keyword of the row that is unfolded */
} Editor;

/* A category as its row has it. */
typedef struct {
  Editor *editor;
  LoftCategory *category; /* (owned) */
} Line;

static void
editor_free (gpointer data)
{
  Editor *editor = data;

  g_free (editor->open);
  g_free (editor);
}

static void
line_free (gpointer data, GClosure *closure)
{
  Line *line = data;

  g_object_unref (line->category);
  g_free (line);
}

static Line *
line_new (Editor *editor, LoftCategory *category)
{
  Line *line = g_new0 (Line, 1);

  line->editor = editor;
  line->category = g_object_ref (category);
  return line;
}

static void
connect (gpointer object, const char *signal, void (*func) (Line *line), Editor *editor,
         LoftCategory *category)
{
  g_signal_connect_data (object, signal, G_CALLBACK (func), line_new (editor, category), line_free,
                         G_CONNECT_SWAPPED);
}

static void
tell (Editor *editor, const char *text)
{
  adw_toast_overlay_add_toast (editor->toasts, adw_toast_new (text));
}

static void
tell_error (Editor *editor, gboolean done)
{
  if (!done)
    tell (editor, _ ("This could not be kept. Is the disk full?"));
}

/* ---- what people do ----------------------------------------------------------------------- */

static void
on_renamed (Line *line, GtkEditable *entry)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  g_autofree char *objection = loft_category_dialog_find_objection (name, line->category);

  if (name[0] == '\0' || objection != NULL)
    {
      tell (line->editor, objection != NULL ? objection : _ ("A category needs a name."));
      gtk_editable_set_text (entry, loft_category_look_name (line->category));
      return;
    }
  if (!g_str_equal (name, loft_category_look_name (line->category)))
    tell_error (line->editor, loft_categories_change (loft_category_look_get_list (),
                                                      line->category, name, NULL, NULL));
}

static void
on_colored (Line *line, LoftColorRow *row)
{
  const char *color = loft_color_row_get_color (row);

  if (g_ascii_strcasecmp (color, loft_category_get_color (line->category)) != 0)
    tell_error (line->editor, loft_categories_change (loft_category_look_get_list (),
                                                      line->category, NULL, color, NULL));
}

static guint
position_of (LoftCategory *category)
{
  GListModel *list = G_LIST_MODEL (loft_category_look_get_list ());
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCategory) each = g_list_model_get_item (list, i);

      if (each == category)
        return i;
    }
  return n;
}

static void
on_up (Line *line)
{
  guint position = position_of (line->category);

  if (position > 0)
    tell_error (line->editor, loft_categories_move (loft_category_look_get_list (), line->category,
                                                    position - 1, NULL));
}

static void
on_down (Line *line)
{
  guint position = position_of (line->category) + 1;

  if (position < g_list_model_get_n_items (G_LIST_MODEL (loft_category_look_get_list ())))
    tell_error (line->editor, loft_categories_move (loft_category_look_get_list (), line->category,
                                                    position, NULL));
}

static void
on_answer (Line *line, const char *response)
{
  if (g_str_equal (response, "remove"))
    tell_error (line->editor,
                loft_categories_remove (loft_category_look_get_list (), line->category, NULL));
}

static void
on_remove (Line *line)
{
  /* Translators: name of a category. */
  g_autofree char *title =
    g_strdup_printf (_ ("Remove the Category “%s”?"), loft_category_look_name (line->category));
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (line->editor->window), title,
    _ ("Messages keep its mark and show it again when a category of the same name is added."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                    _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response::remove", G_CALLBACK (on_answer),
                         line_new (line->editor, line->category), line_free, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_expanded (Line *line, GParamSpec *pspec, AdwExpanderRow *row)
{
  const char *keyword = loft_category_get_keyword (line->category);

  if (adw_expander_row_get_expanded (row))
    {
      g_free (line->editor->open);
      line->editor->open = g_strdup (keyword);
    }
  else if (g_strcmp0 (line->editor->open, keyword) == 0)
    g_clear_pointer (&line->editor->open, g_free);
}

static void
on_made (LoftCategory *category, gpointer data)
{
}

static void
on_add (Editor *editor)
{
  loft_category_dialog_present (editor->window, on_made, NULL, NULL);
}

/* ---- rows --------------------------------------------------------------------------------- */

static GtkWidget *
new_dot (LoftCategory *category)
{
  GtkWidget *dot = loft_color_dot_new ();
  GdkRGBA color = { 0, 0, 0, 1 };

  loft_category_look_color (category, &color);
  loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  return dot;
}

static void
add_button (GtkWidget *box, const char *icon, const char *name, void (*func) (Line *line),
            Editor *editor, LoftCategory *category)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  loft_accessibility_set_button_name (button, name);
  connect (button, "clicked", func, editor, category);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
new_place_row (Editor *editor, LoftCategory *category)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Keyword on Servers"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), loft_category_get_keyword (category));
  add_button (box, "go-up-symbolic", _ ("Move Up"), on_up, editor, category);
  add_button (box, "go-down-symbolic", _ ("Move Down"), on_down, editor, category);
  add_button (box, "user-trash-symbolic", _ ("Remove"), on_remove, editor, category);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), box);
  return row;
}

static GtkWidget *
new_name_row (Editor *editor, LoftCategory *category)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Name"));
  gtk_editable_set_text (GTK_EDITABLE (row), loft_category_look_name (category));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_data (row, "apply", G_CALLBACK (on_renamed), line_new (editor, category),
                         line_free, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
new_color_row (Editor *editor, LoftCategory *category)
{
  GtkWidget *row = g_object_new (LOFT_TYPE_COLOR_ROW, NULL);

  loft_color_row_set_color (LOFT_COLOR_ROW (row), loft_category_get_color (category));
  g_signal_connect_data (row, "changed", G_CALLBACK (on_colored), line_new (editor, category),
                         line_free, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
new_row (Editor *editor, LoftCategory *category, guint position)
{
  GtkWidget *row = adw_expander_row_new ();
  /* Translators: a key of the keyboard, 1 to 9. */
  g_autofree char *key = position < 9 ? g_strdup_printf (_ ("Key %u"), position + 1) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), loft_category_look_name (category));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), key != NULL ? key : "");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), new_dot (category));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_name_row (editor, category));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_color_row (editor, category));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_place_row (editor, category));
  if (g_strcmp0 (editor->open, loft_category_get_keyword (category)) == 0)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  g_signal_connect_data (row, "notify::expanded", G_CALLBACK (on_expanded),
                         line_new (editor, category), line_free, G_CONNECT_SWAPPED);
  return row;
}

static gboolean
fill (gpointer data)
{
  Editor *editor = g_object_get_data (data, "loft-editor");
  GListModel *list = G_LIST_MODEL (loft_category_look_get_list ());
  guint n = g_list_model_get_n_items (list);
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (editor->list, 0)) != NULL)
    gtk_list_box_remove (editor->list, GTK_WIDGET (old));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (list, i);

      gtk_list_box_append (editor->list, new_row (editor, category, i));
    }
  gtk_stack_set_visible_child_name (editor->stack, n > 0 ? LIST : EMPTY);
  return G_SOURCE_REMOVE;
}

/* Later: the row whose signal this is still runs. */
static void
queue_fill (GtkWidget *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fill, g_object_ref (window), g_object_unref);
}

/* ---- the window --------------------------------------------------------------------------- */

static GtkWidget *
new_header (Editor *editor)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  loft_accessibility_set_button_name (add, _ ("New Category"));
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (on_add), editor);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), add);
  gtk_widget_add_css_class (header, "flat");
  return header;
}

static GtkWidget *
new_list_page (Editor *editor)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  editor->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (editor->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (editor->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (editor->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Categories"), -1);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (editor->list));
  gtk_widget_set_margin_top (clamp, 12);
  gtk_widget_set_margin_bottom (clamp, 18);
  gtk_widget_set_margin_start (clamp, 12);
  gtk_widget_set_margin_end (clamp, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static GtkWidget *
new_empty_page (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "loft-category-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No Categories"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _ ("Categories mark messages with a name and a color."));
  return page;
}

static GtkWidget *
new_content (Editor *editor)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  editor->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (editor->stack, new_list_page (editor), LIST);
  gtk_stack_add_named (editor->stack, new_empty_page (), EMPTY);
  gtk_widget_set_vexpand (GTK_WIDGET (editor->stack), TRUE);
  editor->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (editor->toasts, GTK_WIDGET (editor->stack));
  gtk_box_append (GTK_BOX (box), new_header (editor));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (editor->toasts));
  return box;
}

GtkWidget *
loft_category_window_new (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  Editor *editor = g_new0 (Editor, 1);

  editor->window = window;
  g_object_set_data_full (G_OBJECT (window), "loft-editor", editor, editor_free);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Categories"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 560);
  gtk_widget_set_size_request (window, 340, -1);
  adw_window_set_content (ADW_WINDOW (window), new_content (editor));
  g_signal_connect_object (loft_category_look_get_list (), "items-changed", G_CALLBACK (queue_fill),
                           window, G_CONNECT_SWAPPED);
  fill (window);
  loft_accessibility_prepare (window);
  return window;
}
