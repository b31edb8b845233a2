/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-priority-look.h"

#include "config.h"

#include <glib/gi18n.h>

const char *
loft_priority_look_describe (LoftPriority priority)
{
  switch (priority)
    {
    case LOFT_PRIORITY_HIGH:
      return _ ("High importance");
    case LOFT_PRIORITY_LOW:
      return _ ("Low importance");
    case LOFT_PRIORITY_NORMAL:
    default:
      return NULL;
    }
}

void
loft_priority_look_show (GtkImage *image, LoftPriority priority)
{
  const char *words = loft_priority_look_describe (priority);

  gtk_image_set_from_icon_name (image, priority == LOFT_PRIORITY_HIGH
                                         ? "loft-priority-high-symbolic"
                                         : "loft-priority-low-symbolic");
  if (priority == LOFT_PRIORITY_HIGH)
    gtk_widget_remove_css_class (GTK_WIDGET (image), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (image), "dim-label");
  gtk_widget_set_tooltip_text (GTK_WIDGET (image), words);
  gtk_widget_set_visible (GTK_WIDGET (image), words != NULL);
}
