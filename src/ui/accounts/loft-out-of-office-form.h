/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-out-of-office.h"

G_BEGIN_DECLS

/* What a server answers with while a person is away: whether and when, to whom, in which words. What is
 * HTML is shown as text, and stays HTML unless it is changed. Signal "changed" (by the person). Main thread
 * only. */
#define LOFT_TYPE_OUT_OF_OFFICE_FORM (loft_out_of_office_form_get_type ())
G_DECLARE_FINAL_TYPE (LoftOutOfOfficeForm, loft_out_of_office_form, LOFT, OUT_OF_OFFICE_FORM,
                      GtkBox)

GtkWidget *loft_out_of_office_form_new (void);

void loft_out_of_office_form_show (LoftOutOfOfficeForm *self, const LoftOutOfOffice *absence);

/* (transfer full) What is on screen. */
LoftOutOfOffice *loft_out_of_office_form_read (LoftOutOfOfficeForm *self);

/* Whether it is something else than what was shown. */
gboolean loft_out_of_office_form_is_changed (LoftOutOfOfficeForm *self);

/* (transfer full) (nullable) A sentence about what cannot stay; its field gets the focus. */
char *loft_out_of_office_form_check (LoftOutOfOfficeForm *self);

G_END_DECLS
