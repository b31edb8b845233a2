/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-banner.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

struct _LoftBanner {
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
  GtkWidget *dismiss;
};

enum {
  PROP_0,
  PROP_TITLE,
  PROP_BUTTON_LABEL,
};

enum {
  BUTTON_CLICKED,
  DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftBanner, loft_banner, GTK_TYPE_WIDGET)

static void
set_title (LoftBanner *self, const char *title)
{
  gboolean shown = title != NULL && title[0] != '\0';

  /* What slides away keeps its words meanwhile. */
  if (shown)
    gtk_label_set_text (self->label, title);
  gtk_revealer_set_reveal_child (self->revealer, shown);
}

static void
set_button_label (LoftBanner *self, const char *label)
{
  gboolean shown = label != NULL && label[0] != '\0';

  if (shown)
    gtk_button_set_label (self->button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->button), shown);
}

void
loft_banner_set (LoftBanner *self, const char *title, const char *button_label)
{
  g_return_if_fail (LOFT_IS_BANNER (self));

  set_title (self, title);
  if (title != NULL && title[0] != '\0')
    set_button_label (self, button_label);
}

const char *
loft_banner_get_title (LoftBanner *self)
{
  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_text (self->label) : "";
}

static void
on_clicked (LoftBanner *self)
{
  g_signal_emit (self, signals[BUTTON_CLICKED], 0);
}

static void
on_dismissed (LoftBanner *self)
{
  g_signal_emit (self, signals[DISMISSED], 0);
}

void
loft_banner_set_dismissable (LoftBanner *self, gboolean dismissable)
{
  gtk_widget_set_visible (self->dismiss, dismissable);
}

static void
loft_banner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LoftBanner *self = LOFT_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, loft_banner_get_title (self));
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
loft_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LoftBanner *self = LOFT_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      set_button_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GtkSizeRequestMode
loft_banner_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A grid that is asked for its height alone answers for its least width, a letter on each line: a
 * window would grow to that. As a label does it, this is answered for all words on one line. */
static void
loft_banner_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size < 0)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &for_size, NULL, NULL);
  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
loft_banner_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
loft_banner_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (loft_banner_parent_class)->dispose (object);
}

static void
loft_banner_class_init (LoftBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = loft_banner_dispose;
  object_class->get_property = loft_banner_get_property;
  object_class->set_property = loft_banner_set_property;
  g_object_class_install_property (
    object_class, PROP_TITLE, g_param_spec_string ("title", NULL, NULL, "", flags));
  g_object_class_install_property (
    object_class, PROP_BUTTON_LABEL, g_param_spec_string ("button-label", NULL, NULL, "", flags));
  signals[BUTTON_CLICKED] = g_signal_new ("button-clicked", LOFT_TYPE_BANNER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DISMISSED] = g_signal_new ("dismissed", LOFT_TYPE_BANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("widgets/loft-banner.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, LoftBanner, label);
  gtk_widget_class_bind_template_child (widget_class, LoftBanner, button);
  gtk_widget_class_bind_template_child (widget_class, LoftBanner, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);
  widget_class->get_request_mode = loft_banner_get_request_mode;
  widget_class->measure = loft_banner_measure;
  widget_class->size_allocate = loft_banner_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "loftbanner");
}

static void
loft_banner_init (LoftBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_accessibility_set_button_name (self->dismiss, _ ("Dismiss"));
}
