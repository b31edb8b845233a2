/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The messages in the folders of templates of all accounts; the one that is chosen begins a new
 * message. Main thread only. */
#define LOFT_TYPE_TEMPLATE_CHOOSER (loft_template_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LoftTemplateChooser, loft_template_chooser, LOFT, TEMPLATE_CHOOSER, AdwWindow)

void loft_template_chooser_present (GtkWindow *parent, LoftService *service);

G_END_DECLS
