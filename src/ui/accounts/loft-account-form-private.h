/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-form.h"

#include <adwaita.h>

#include "loft-banner.h"
#include "loft-certificate-view.h"

G_BEGIN_DECLS

/* What the files of the form share: the form with its fields, and the checking of what they say. */
struct _LoftAccountForm {
  GtkWidget parent_instance;

  GtkStack *pages;
  LoftBanner *problem;
  GtkEditable *person;
  GtkEditable *address;
  GtkEditable *password;
  AdwActionRow *server;
  GtkImage *server_arrow;
  GtkEditable *host;
  GtkEditable *port;
  AdwComboRow *security;
  GtkEditable *user;
  GtkWidget *submit;
  GtkSpinner *spinner;
  GtkLabel *submit_label;
  LoftCertificateView *certificate;
  GtkWidget *back;
  GtkWidget *trust_button;

  LoftService *service;
  GCancellable *cancellable; /* while a check runs */
  char *trust;               /* fingerprint that the person accepted */
  char *offered;             /* the one on screen */
  gboolean secret_in_file;   /* the person agreed, for want of a keyring */
  gboolean filling;          /* a field is set by us */
  gboolean host_edited;
  gboolean port_edited;
  gboolean user_edited;
};

/* loft-account-form.c */

/* (transfer full) without blanks around it. */
char        *loft_account_form_text_of       (GtkEditable *field);
LoftSecurity loft_account_form_get_security  (LoftAccountForm *self);
void         loft_account_form_clear_problem (LoftAccountForm *self);
/* field: (nullable) where it can be mended */
void         loft_account_form_show_problem  (LoftAccountForm *self,
                                              const char      *text,
                                              GtkEditable     *field);
void         loft_account_form_update_submit (LoftAccountForm *self);
/* Empties it for the next account. */
void         loft_account_form_reset         (LoftAccountForm *self);
void         loft_account_form_added         (LoftAccountForm *self, LoftMailAccount *account);

/* loft-account-form-check.c */
void loft_account_form_submit       (LoftAccountForm *self);
void loft_account_form_finish_check (LoftAccountForm *self);

G_END_DECLS
