/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-format-bar.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-color-dot.h"
#include "loft-link-popover.h"

#include <glib/gi18n.h>

#define MAX_TABLE 30

struct _LoftFormatBar {
  GtkWidget parent_instance;

  LoftHtmlEditor *editor; /* (borrowed) */
  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *more; /* stands for the second */
  GtkWidget *block;
  GtkWidget *colors;
  GtkWidget *link_button;
  GtkWidget *table_button;
  GtkWidget *link; /* popover */
  GtkWidget *table; /* popover */
};

G_DEFINE_FINAL_TYPE (LoftFormatBar, loft_format_bar, GTK_TYPE_WIDGET)

/* The caret stays in the text. */
static GtkWidget *
add_button (GtkWidget *box, gboolean is_toggle, const char *icon, const char *name,
            const char *action)
{
  GtkWidget *button = is_toggle ? gtk_toggle_button_new () : gtk_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  loft_accessibility_set_button_name (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_gap (GtkWidget *box)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  gtk_widget_add_css_class (line, "format-gap");
  gtk_box_append (GTK_BOX (box), line);
}

/* Blocks */

static const struct {
  const char *name;
  const char *title;
} blocks[] = {
  { "div", NC_ ("format", "Text") },        { "h1", NC_ ("format", "Heading 1") },
  { "h2", NC_ ("format", "Heading 2") },    { "h3", NC_ ("format", "Heading 3") },
  { "pre", NC_ ("format", "Fixed Width") },
};

static void
append_target (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
new_block_menu (void)
{
  static const struct {
    const char *size;
    const char *title;
  } sizes[] = {
    { "2", NC_ ("format", "Small") },
    { "3", NC_ ("format", "Normal") },
    { "5", NC_ ("format", "Large") },
    { "6", NC_ ("format", "Huge") },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) second = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    append_target (first, g_dpgettext2 (NULL, "format", blocks[i].title), "format.block",
                   blocks[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    append_target (second, g_dpgettext2 (NULL, "format", sizes[i].title), "format.size",
                   sizes[i].size);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, C_ ("format", "Size"), G_MENU_MODEL (second));
  return G_MENU_MODEL (menu);
}

static void
on_caret_moved (LoftFormatBar *self)
{
  GActionGroup *actions = loft_html_editor_get_actions (self->editor);
  g_autoptr (GVariant) state = g_action_group_get_action_state (actions, "block");

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      if (g_str_equal (blocks[i].name, g_variant_get_string (state, NULL)))
        gtk_menu_button_set_label (GTK_MENU_BUTTON (self->block),
                                   g_dpgettext2 (NULL, "format", blocks[i].title));
    }
}

static void
add_block_button (LoftFormatBar *self)
{
  g_autoptr (GMenuModel) menu = new_block_menu ();

  self->block = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->block), C_ ("format", "Text"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->block), menu);
  gtk_widget_set_tooltip_text (self->block, _ ("Headings and Size"));
  gtk_widget_add_css_class (self->block, "flat");
  gtk_widget_add_css_class (self->block, "format-block");
  gtk_box_append (GTK_BOX (self->first), self->block);
}

/* Colours: dark enough on white, light enough on a dark window. */

static const struct {
  const char *color;
  const char *name;
} colors[] = {
  { "#c01c28", NC_ ("color", "Red") },    { "#c64600", NC_ ("color", "Orange") },
  { "#9c6b00", NC_ ("color", "Brown") },  { "#26863a", NC_ ("color", "Green") },
  { "#1a7f9c", NC_ ("color", "Teal") },   { "#1c71d8", NC_ ("color", "Blue") },
  { "#8a3fb0", NC_ ("color", "Purple") }, { "#77767b", NC_ ("color", "Grey") },
};

static void
on_color_clicked (GtkWidget *button)
{
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER)));
}

static GtkWidget *
new_color_button (guint i)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *dot = loft_color_dot_new ();
  GdkRGBA color;

  gdk_rgba_parse (&color, colors[i].color);
  loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  gtk_button_set_child (GTK_BUTTON (button), dot);
  loft_accessibility_set_button_name (button, g_dpgettext2 (NULL, "color", colors[i].name));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "format.color");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", colors[i].color);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_signal_connect (button, "clicked", G_CALLBACK (on_color_clicked), NULL);
  return button;
}

static void
add_color_button (LoftFormatBar *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *grid = gtk_grid_new ();

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    gtk_grid_attach (GTK_GRID (grid), new_color_button (i), (int) i % 4, (int) i / 4, 1, 1);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  self->colors = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->colors), "color-select-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->colors), popover);
  gtk_widget_set_tooltip_text (self->colors, _ ("Text Colour"));
  gtk_widget_add_css_class (self->colors, "flat");
  gtk_box_append (GTK_BOX (self->first), self->colors);
}

/* Tables */

static void
on_insert_table (LoftFormatBar *self)
{
  GtkWidget *grid = gtk_popover_get_child (GTK_POPOVER (self->table));
  GtkWidget *rows = gtk_grid_get_child_at (GTK_GRID (grid), 1, 0);
  GtkWidget *columns = gtk_grid_get_child_at (GTK_GRID (grid), 1, 1);

  gtk_popover_popdown (GTK_POPOVER (self->table));
  loft_html_editor_insert_table (self->editor,
                                 (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (rows)),
                                 (guint) gtk_spin_button_get_value_as_int (
                                   GTK_SPIN_BUTTON (columns)));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
attach_number (GtkWidget *grid, int row, const char *title, int value)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *number = gtk_spin_button_new_with_range (1, MAX_TABLE, 1);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (number), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), number, 1, row, 1, 1);
}

static GtkWidget *
new_table_popover (LoftFormatBar *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *insert = gtk_button_new_with_mnemonic (_ ("_Insert"));

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  attach_number (grid, 0, _ ("Rows"), 2);
  attach_number (grid, 1, _ ("Columns"), 3);
  gtk_widget_add_css_class (insert, "suggested-action");
  g_signal_connect_swapped (insert, "clicked", G_CALLBACK (on_insert_table), self);
  gtk_grid_attach (GTK_GRID (grid), insert, 0, 2, 2, 1);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  gtk_popover_set_default_widget (GTK_POPOVER (popover), insert);
  gtk_widget_add_css_class (popover, "format-popover");
  return popover;
}

/* Pictures */

static void
on_picture_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (LoftHtmlEditor) editor = data;
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (owned));
  loft_html_editor_insert_picture (editor, file);
}

/* Actions */

static void
on_picture (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftFormatBar *self = data;
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Insert a Picture"), GTK_WINDOW (window),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Insert"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/gif");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_picture_chosen),
                    g_object_ref (self->editor));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* At its button, or at the menu that stands for it. */
static void
popup (LoftFormatBar *self, GtkWidget *popover, GtkWidget *button)
{
  GtkWidget *anchor = gtk_widget_get_mapped (button) ? button : self->more;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 1, 1);
  GdkRectangle place;

  if (!gtk_widget_compute_bounds (anchor, GTK_WIDGET (self), &bounds))
    return;
  place.x = (int) bounds.origin.x;
  place.y = (int) bounds.origin.y;
  place.width = (int) bounds.size.width;
  place.height = (int) bounds.size.height;
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
on_link (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftFormatBar *self = data;

  loft_link_popover_start (LOFT_LINK_POPOVER (self->link));
  popup (self, self->link, self->link_button);
}

static void
on_table (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftFormatBar *self = data;

  popup (self, self->table, self->table_button);
}

static GMenuModel *
new_more_menu (void)
{
  static const struct {
    const char *label;
    const char *action;
  } items[] = {
    { N_ ("_Strikethrough"), "format.strike" }, { N_ ("_Numbered List"), "format.numbers" },
    { N_ ("Indent _More"), "format.indent" },   { N_ ("Indent _Less"), "format.outdent" },
    { N_ ("_Quote"), "format.quote" },          { N_ ("_Picture…"), "format.picture" },
    { N_ ("_Table…"), "format.table" },         { N_ ("_Clear Formatting"), "format.clear" },
  };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    g_menu_append (menu, _ (items[i].label), items[i].action);
  return G_MENU_MODEL (menu);
}

/* Layout */

gboolean
loft_format_bar_is_folded (LoftFormatBar *self)
{
  return gtk_widget_get_child_visible (self->more);
}

static int
width_of (GtkWidget *widget)
{
  int natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
loft_format_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftFormatBar *self = LOFT_FORMAT_BAR (widget);
  int first_min = 0, first = 0;

  *minimum_baseline = *natural_baseline = -1;
  gtk_widget_measure (self->first, orientation, -1, &first_min, &first, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = first;
      return;
    }
  *minimum = first_min + width_of (self->more);
  *natural = first + width_of (self->second);
}

static void
place (GtkWidget *child, int x, int width, int bar_width, int height, gboolean is_rtl)
{
  GtkAllocation place = { is_rtl ? bar_width - x - width : x, 0, width, height };

  gtk_widget_size_allocate (child, &place, -1);
}

static void
loft_format_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftFormatBar *self = LOFT_FORMAT_BAR (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int first = width_of (self->first), second = width_of (self->second);
  gboolean fits = first + second <= width;
  int more = width_of (self->more);

  if (!fits)
    first = MIN (first, width - more);
  gtk_widget_set_child_visible (self->second, fits);
  gtk_widget_set_child_visible (self->more, !fits);
  place (self->first, 0, first, width, height, is_rtl);
  place (self->second, first, second, width, height, is_rtl);
  place (self->more, first, more, width, height, is_rtl);
  gtk_popover_present (GTK_POPOVER (self->link));
  gtk_popover_present (GTK_POPOVER (self->table));
}

/* Object */

static void
loft_format_bar_dispose (GObject *object)
{
  LoftFormatBar *self = LOFT_FORMAT_BAR (object);

  g_clear_pointer (&self->link, gtk_widget_unparent);
  g_clear_pointer (&self->table, gtk_widget_unparent);
  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_format_bar_parent_class)->dispose (object);
}

static void
loft_format_bar_class_init (LoftFormatBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_format_bar_dispose;
  GTK_WIDGET_CLASS (klass)->measure = loft_format_bar_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = loft_format_bar_size_allocate;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "formatbar");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static GtkWidget *
new_box (LoftFormatBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_parent (box, GTK_WIDGET (self));
  return box;
}

static void
loft_format_bar_init (LoftFormatBar *self)
{
  g_autoptr (GMenuModel) menu = new_more_menu ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Formatting"), -1);
  self->first = new_box (self);
  self->second = new_box (self);
  add_block_button (self);
  add_gap (self->first);
  add_button (self->first, TRUE, "format-text-bold-symbolic", _ ("Bold"), "format.bold");
  add_button (self->first, TRUE, "format-text-italic-symbolic", _ ("Italic"), "format.italic");
  add_button (self->first, TRUE, "format-text-underline-symbolic", _ ("Underline"),
              "format.underline");
  add_color_button (self);
  add_button (self->first, TRUE, "loft-bullets-symbolic", _ ("List"), "format.bullets");
  self->link_button =
    add_button (self->first, FALSE, "insert-link-symbolic", _ ("Link"), "format.link");
  add_gap (self->second);
  add_button (self->second, TRUE, "format-text-strikethrough-symbolic", _ ("Strikethrough"),
              "format.strike");
  add_button (self->second, TRUE, "loft-numbers-symbolic", _ ("Numbered List"), "format.numbers");
  add_button (self->second, FALSE, "format-indent-less-symbolic", _ ("Indent Less"),
              "format.outdent");
  add_button (self->second, FALSE, "format-indent-more-symbolic", _ ("Indent More"),
              "format.indent");
  add_button (self->second, TRUE, "loft-quote-symbolic", _ ("Quote"), "format.quote");
  add_gap (self->second);
  add_button (self->second, FALSE, "insert-image-symbolic", _ ("Picture"), "format.picture");
  self->table_button =
    add_button (self->second, FALSE, "loft-table-symbolic", _ ("Table"), "format.table");
  add_button (self->second, FALSE, "edit-clear-all-symbolic", _ ("Clear Formatting"),
              "format.clear");
  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->more), menu);
  gtk_widget_set_tooltip_text (self->more, _ ("More Formatting"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

GtkWidget *
loft_format_bar_new (LoftHtmlEditor *editor)
{
  static const GActionEntry entries[] = {
    { "link", on_link },
    { "picture", on_picture },
    { "table", on_table },
  };
  LoftFormatBar *self = g_object_new (LOFT_TYPE_FORMAT_BAR, NULL);

  self->editor = editor;
  g_action_map_add_action_entries (G_ACTION_MAP (loft_html_editor_get_actions (editor)), entries,
                                   G_N_ELEMENTS (entries), self);
  self->link = loft_link_popover_new (editor);
  gtk_widget_set_parent (self->link, GTK_WIDGET (self));
  self->table = new_table_popover (self);
  gtk_widget_set_parent (self->table, GTK_WIDGET (self));
  g_signal_connect_object (editor, "caret-moved", G_CALLBACK (on_caret_moved), self,
                           G_CONNECT_SWAPPED);
  loft_accessibility_prepare (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
