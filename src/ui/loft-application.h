/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program: command line, profile, one main window. */
#define LOFT_TYPE_APPLICATION (loft_application_get_type ())
G_DECLARE_FINAL_TYPE (LoftApplication, loft_application, LOFT, APPLICATION, AdwApplication)

LoftApplication *loft_application_new (void);

G_END_DECLS
