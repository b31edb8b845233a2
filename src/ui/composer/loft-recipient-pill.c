/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-recipient-pill.h"

#include "config.h"
#include "loft-recipient-text.h"

#include <glib/gi18n.h>

#define MAX_CHARS 32
#define MAX_LABEL 300

struct _LoftRecipientPill {
  GtkWidget parent_instance;

  LoftAddress *address;
  gboolean malformed;
};

enum { REMOVE, EDIT, LEAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftRecipientPill, loft_recipient_pill, GTK_TYPE_WIDGET)

const LoftAddress *
loft_recipient_pill_get_address (LoftRecipientPill *self)
{
  return self->address;
}

gboolean
loft_recipient_pill_is_malformed (LoftRecipientPill *self)
{
  return self->malformed;
}

static void
on_close (LoftRecipientPill *self)
{
  g_signal_emit (self, signals[REMOVE], 0, FALSE);
}

static gboolean
on_key (LoftRecipientPill *self, guint key, guint code, GdkModifierType modifiers)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_BackSpace:
      g_signal_emit (self, signals[REMOVE], 0, TRUE);
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      g_signal_emit (self, signals[REMOVE], 0, FALSE);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_F2:
      g_signal_emit (self, signals[EDIT], 0);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      g_signal_emit (self, signals[LEAVE], 0, rtl ? 1 : -1);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      g_signal_emit (self, signals[LEAVE], 0, rtl ? -1 : 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_pressed (LoftRecipientPill *self, int n_press)
{
  if (n_press == 2)
    g_signal_emit (self, signals[EDIT], 0);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
loft_recipient_pill_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (loft_recipient_pill_parent_class)->dispose (object);
}

static void
loft_recipient_pill_finalize (GObject *object)
{
  loft_address_free (LOFT_RECIPIENT_PILL (object)->address);
  G_OBJECT_CLASS (loft_recipient_pill_parent_class)->finalize (object);
}

static void
loft_recipient_pill_class_init (LoftRecipientPillClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_recipient_pill_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_recipient_pill_finalize;
  signals[REMOVE] = g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[EDIT] =
    g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "recipientpill");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
loft_recipient_pill_init (LoftRecipientPill *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* An address is shown in one line whatever it was pasted from. */
static char *
cut (const char *text)
{
  g_autofree char *start = g_strndup (text, MAX_LABEL);

  return g_utf8_make_valid (start, -1);
}

static void
add_label (LoftRecipientPill *self, const char *text, const char *tip)
{
  GtkWidget *label = gtk_label_new (text);

  if (self->malformed)
    gtk_widget_set_parent (gtk_image_new_from_icon_name ("dialog-warning-symbolic"),
                           GTK_WIDGET (self));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
}

static void
add_button (LoftRecipientPill *self, const char *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *tip = g_strdup_printf (_ ("Remove %s"), text);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  /* Keys take a pill out by themselves: one stop for each is enough. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_close), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

GtkWidget *
loft_recipient_pill_new (const LoftAddress *address)
{
  LoftRecipientPill *self = g_object_new (LOFT_TYPE_RECIPIENT_PILL, NULL);
  g_autofree char *all = loft_address_to_text (address);
  g_autofree char *whole = cut (all);
  g_autofree char *label = NULL;
  g_autofree char *tip = NULL;

  self->address = loft_address_new (address->name, address->email);
  self->malformed = !loft_recipient_text_is_address (address->email);
  /* What is wrong must be seen, not a name beside it. */
  label = cut (self->malformed && address->email[0] != '\0' ? address->email
                                                            : loft_address_label (address));
  tip =
    self->malformed ? g_strdup_printf (_ ("“%s” is not a mail address"), whole) : g_strdup (whole);
  if (self->malformed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "malformed");
  add_label (self, label, tip);
  add_button (self, label);
  return GTK_WIDGET (self);
}
