/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-header.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_SHORT   3   /* recipients named in the short line */
#define MAX_DETAILS 200 /* and in the long one */

struct _LoftMessageHeader {
  GtkWidget parent_instance;

  AdwClamp *clamp;
  GtkLabel *subject;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *date;
  GtkLabel *address;
  GtkWidget *recipients_button;
  GtkLabel *recipients;
  GtkImage *recipients_arrow;
  GtkRevealer *details;
  GtkGrid *details_grid;

  gint64 message_id;
};

G_DEFINE_FINAL_TYPE (LoftMessageHeader, loft_message_header, GTK_TYPE_WIDGET)

static const char *
short_name (const LoftAddress *address, const char *own_address)
{
  if (own_address != NULL && g_ascii_strcasecmp (address->email, own_address) == 0)
    return C_ ("recipient", "me");
  return loft_address_label (address);
}

static void
append_names (GString *text, GPtrArray *addresses, const char *own_address, guint *n_named)
{
  for (guint i = 0; i < addresses->len && *n_named < MAX_SHORT; i++, (*n_named)++)
    {
      if (text->len > 0)
        g_string_append (text, C_ ("people", ", "));
      g_string_append (text, short_name (g_ptr_array_index (addresses, i), own_address));
    }
}

static char *
recipients_text (LoftMessage *message, const char *own_address)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_all = message->to->len + message->cc->len;
  guint n_named = 0;

  append_names (names, message->to, own_address, &n_named);
  append_names (names, message->cc, own_address, &n_named);
  if (n_all == 0)
    return g_strdup (_ ("Details"));
  if (n_all > n_named)
    /* Translators: the first recipients of a message, and how many others there are. */
    return g_strdup_printf (ngettext ("to %1$s and %2$u other", "to %1$s and %2$u others",
                                      n_all - n_named),
                            names->str, n_all - n_named);
  return g_strdup_printf (C_ ("recipients", "to %s"), names->str);
}

static void
set_details_shown (LoftMessageHeader *self, gboolean shown)
{
  gtk_revealer_set_reveal_child (self->details, shown);
  gtk_image_set_from_icon_name (self->recipients_arrow,
                                shown ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->recipients_button),
                               GTK_ACCESSIBLE_STATE_EXPANDED, shown, -1);
}

static void
on_recipients_clicked (LoftMessageHeader *self)
{
  set_details_shown (self, !gtk_revealer_get_reveal_child (self->details));
}

static void
add_detail (LoftMessageHeader *self, int *row, const char *title, const char *value)
{
  GtkWidget *key = gtk_label_new (title);
  GtkWidget *text = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (key), 1);
  gtk_widget_set_valign (key, GTK_ALIGN_START);
  gtk_widget_add_css_class (key, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_focusable (text, FALSE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_grid_attach (self->details_grid, key, 0, *row, 1, 1);
  gtk_grid_attach (self->details_grid, text, 1, *row, 1, 1);
  (*row)++;
}

static void
add_addresses (LoftMessageHeader *self, int *row, const char *title, GPtrArray *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (addresses == NULL || addresses->len == 0)
    return;
  for (guint i = 0; i < addresses->len && i < MAX_DETAILS; i++)
    {
      g_autofree char *each = loft_address_to_text (g_ptr_array_index (addresses, i));

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, each);
    }
  if (addresses->len > MAX_DETAILS)
    g_string_append_printf (text, "\n%s", _ ("… and more"));
  add_detail (self, row, title, text->str);
}

static void
fill_details (LoftMessageHeader *self, LoftMessage *message, GPtrArray *reply_to)
{
  g_autofree char *date = loft_date_text_full (message->date);
  GtkWidget *child = NULL;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details_grid))) != NULL)
    gtk_grid_remove (self->details_grid, child);
  add_addresses (self, &row, C_ ("header", "From"), message->from);
  add_addresses (self, &row, C_ ("header", "Reply to"), reply_to);
  add_addresses (self, &row, C_ ("header", "To"), message->to);
  add_addresses (self, &row, C_ ("header", "Cc"), message->cc);
  add_detail (self, &row, C_ ("header", "Date"), date);
}

static void
show_sender (LoftMessageHeader *self, LoftMessage *message)
{
  const LoftAddress *from =
    message->from->len == 0 ? NULL : g_ptr_array_index (message->from, 0);
  g_autofree char *label = NULL;

  if (from == NULL)
    label = g_strdup (_ ("Unknown Sender"));
  else if (message->from->len > 1)
    label = g_strdup_printf (ngettext ("%1$s and %2$u other", "%1$s and %2$u others",
                                       message->from->len - 1),
                             loft_address_label (from), message->from->len - 1);
  gtk_label_set_text (self->name, label != NULL ? label : loft_address_label (from));
  adw_avatar_set_text (self->avatar, from == NULL ? "" : loft_address_label (from));
  gtk_label_set_text (self->address, from == NULL ? "" : from->email);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address), from == NULL ? NULL : from->email);
  /* A name that is the address needs no second line saying it again. */
  gtk_widget_set_visible (GTK_WIDGET (self->address),
                          from != NULL && from->name[0] != '\0' && from->email[0] != '\0');
}

void
loft_message_header_set_message (LoftMessageHeader *self,
                                 LoftMessage       *message,
                                 const char        *own_address,
                                 GPtrArray         *reply_to)
{
  g_autofree char *recipients = recipients_text (message, own_address);
  g_autofree char *date = loft_date_text_medium (message->date, loft_clock_now ());
  g_autofree char *full = loft_date_text_full (message->date);

  gtk_label_set_text (self->subject,
                      message->subject[0] == '\0' ? _ ("No Subject") : message->subject);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subject), message->subject);
  show_sender (self, message);
  gtk_label_set_text (self->date, date);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->date), full);
  gtk_label_set_text (self->recipients, recipients);
  fill_details (self, message, reply_to);
  if (self->message_id != message->id)
    set_details_shown (self, FALSE);
  self->message_id = message->id;
}

static void
loft_message_header_dispose (GObject *object)
{
  g_clear_pointer ((GtkWidget **) &LOFT_MESSAGE_HEADER (object)->clamp, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_message_header_parent_class)->dispose (object);
}

static void
loft_message_header_class_init (LoftMessageHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_header_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-message-header.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, subject);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, avatar);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, name);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, date);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, address);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, recipients_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, recipients);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, recipients_arrow);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, details);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, details_grid);
  gtk_widget_class_bind_template_callback (widget_class, on_recipients_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_message_header_init (LoftMessageHeader *self)
{
  int width = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  width = LOFT_READING_WIDTH * loft_ui_text_scale (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (self->clamp, width);
  adw_clamp_set_tightening_threshold (self->clamp, width);
}
