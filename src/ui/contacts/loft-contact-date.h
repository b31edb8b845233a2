/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A day that is typed, of a year or of none: "1985-04-12", "--04-12". Signal "changed". Main thread only. */
#define LOFT_TYPE_CONTACT_DATE (loft_contact_date_get_type ())
G_DECLARE_FINAL_TYPE (LoftContactDate, loft_contact_date, LOFT, CONTACT_DATE, GtkWidget)

/* text: "": none yet. */
LoftContactDate *loft_contact_date_new (const char *text);

/* Whether it can be typed here. */
gboolean loft_contact_date_fits (const char *text);

/* (transfer full) "": nothing is typed. */
char *loft_contact_date_dup (LoftContactDate *self);

/* TRUE for nothing, too. */
gboolean loft_contact_date_is_valid (LoftContactDate *self);

G_END_DECLS
