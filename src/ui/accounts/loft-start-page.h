/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* What a person sees who has no account yet: a welcome and the assistant. Main thread only. */
#define LOFT_TYPE_START_PAGE (loft_start_page_get_type ())
G_DECLARE_FINAL_TYPE (LoftStartPage, loft_start_page, LOFT, START_PAGE, GtkWidget)

GtkWidget *loft_start_page_new (LoftService *service);

G_END_DECLS
