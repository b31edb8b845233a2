/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wide-row.h"

#include "config.h"
#include "loft-avatar.h"
#include "loft-color-dot.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define FACE 28

struct _LoftWideRow {
  GtkListBoxRow parent_instance;

  LoftWideResult *result;
};

G_DEFINE_FINAL_TYPE (LoftWideRow, loft_wide_row, GTK_TYPE_LIST_BOX_ROW)

static void
loft_wide_row_finalize (GObject *object)
{
  loft_wide_result_unref (LOFT_WIDE_ROW (object)->result);
  G_OBJECT_CLASS (loft_wide_row_parent_class)->finalize (object);
}

static void
loft_wide_row_class_init (LoftWideRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_wide_row_finalize;
}

static void
loft_wide_row_init (LoftWideRow *self)
{
}

LoftWideResult *
loft_wide_row_get_result (LoftWideRow *self)
{
  return self->result;
}

static GtkWidget *
new_face (const LoftWideResult *result)
{
  GtkWidget *face = adw_avatar_new (FACE, NULL, TRUE);
  LoftMessage *message = NULL;

  if (result->place == LOFT_WIDE_CONTACTS || result->place == LOFT_WIDE_DIRECTORY)
    loft_avatar_show_contact (ADW_AVATAR (face),
                              loft_contact_item_get (LOFT_CONTACT_ITEM (result->item)));
  else
    message = loft_message_row_get_message (LOFT_MESSAGE_ROW (result->item));
  if (message != NULL)
    loft_avatar_show (ADW_AVATAR (face),
                      message->from->len > 0 ? g_ptr_array_index (message->from, 0) : NULL);
  return face;
}

static GtkWidget *
new_dot (const LoftWideResult *result)
{
  GtkWidget *dot = loft_color_dot_new ();
  GdkRGBA color;

  if (gdk_rgba_parse (&color, result->color))
    loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  g_object_set (dot, "halign", GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER, "hexpand", TRUE, NULL);
  return dot;
}

static GtkWidget *
new_sign (void)
{
  GtkWidget *sign = gtk_image_new_from_icon_name ("system-run-symbolic");

  gtk_widget_add_css_class (sign, "dim-label");
  g_object_set (sign, "halign", GTK_ALIGN_CENTER, "hexpand", TRUE, NULL);
  return sign;
}

/* As wide in every row, so that the words stand in one line. */
static GtkWidget *
new_start (const LoftWideResult *result)
{
  GtkWidget *start = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (start, FACE, -1);
  gtk_widget_set_valign (start, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (start, FALSE); /* whatever is in it */
  if (result->action != NULL)
    gtk_box_append (GTK_BOX (start), new_sign ());
  if (result->item == NULL)
    return start;
  gtk_box_append (GTK_BOX (start), *result->color != '\0' ? new_dot (result) : new_face (result));
  return start;
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "single-line-mode", TRUE,
                "visible", *text != '\0', NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static gboolean
leads_to_more (const LoftWideResult *result)
{
  return result->item == NULL && result->action == NULL;
}

static GtkWidget *
new_words (const LoftWideResult *result)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = new_label (result->title, leads_to_more (result) ? "dim-label" : NULL);
  GtkWidget *detail = new_label (result->detail, "dim-label");

  if (result->is_new)
    gtk_widget_add_css_class (title, "heading");
  if (result->is_done)
    gtk_widget_add_css_class (title, "struck");
  gtk_widget_add_css_class (detail, "caption");
  g_object_set (words, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), detail);
  return words;
}

static GtkWidget *
new_when (const LoftWideResult *result)
{
  GtkWidget *when = new_label (result->when, "dim-label");

  gtk_widget_add_css_class (when, "caption");
  gtk_widget_add_css_class (when, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (when), PANGO_ELLIPSIZE_NONE);
  return when;
}

static void
describe (LoftWideRow *self)
{
  const LoftWideResult *result = self->result;
  g_autoptr (GString) said = g_string_new (NULL);

  if (result->is_new)
    g_string_append_printf (said, "%s, ", _ ("Unread"));
  g_string_append (said, result->title);
  if (*result->detail != '\0')
    g_string_append_printf (said, ", %s", result->detail);
  if (*result->when != '\0')
    g_string_append_printf (said, ", %s", result->when);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said->str,
                                  -1);
}

GtkWidget *
loft_wide_row_new (LoftWideResult *result)
{
  LoftWideRow *self = g_object_new (LOFT_TYPE_WIDE_ROW, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->result = loft_wide_result_ref (result);
  gtk_widget_add_css_class (line, "wide-line");
  gtk_box_append (GTK_BOX (line), new_start (result));
  gtk_box_append (GTK_BOX (line), new_words (result));
  gtk_box_append (GTK_BOX (line), new_when (result));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), line);
  describe (self);
  return GTK_WIDGET (self);
}
