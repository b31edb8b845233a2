/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-dialogs.h"

G_BEGIN_DECLS

/* What the dialogs about an account share. */

/* What a dialog works on until it is answered and the answer carried out. */
typedef struct {
  GtkWidget *parent;
  LoftService *service;
  LoftMailAccount *account;
  char *fingerprint; /* (nullable) on offer */
  GtkWindow *dialog; /* (nullable) that waits for the browser */
  GCancellable *cancellable; /* (nullable) of that wait */
  char *url; /* (nullable) the page in the browser */
} LoftAccountQuestion;

LoftAccountQuestion *loft_account_question_new (GtkWidget *parent, LoftService *service,
                                                LoftMailAccount *account);
void loft_account_question_free (LoftAccountQuestion *question);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAccountQuestion, loft_account_question_free)

/* An AdwMessageDialog above the parent. */
GtkWidget *loft_account_question_dialog (LoftAccountQuestion *question, const char *heading,
                                         const char *body);

/* Shows what is wrong with a certificate; answered: handler of the dialog's "response", whose data is
 * question, (transfer full). "trust" is what it calls acceptance. */
void loft_account_question_ask_certificate (LoftAccountQuestion *question,
                                            const LoftCertificateProblem *problem,
                                            GCallback answered);

/* A toast, where there is a place for one. */
void loft_account_question_tell (LoftAccountQuestion *question, const char *text);

/* (transfer full) question. Saves the settings and tries them at once; password: (nullable). */
void loft_account_question_update (LoftAccountQuestion *question, LoftAccount *account,
                                   const char *password);

/* Puts a field into the dialog, what is typed being its data below LOFT_PASSWORD_KEY. The response
 * "sign-in" waits for it, unless the field has data below LOFT_OPTIONAL_KEY. */
#define LOFT_PASSWORD_KEY "loft-password"
#define LOFT_OPTIONAL_KEY "loft-optional"
GtkWidget *loft_account_question_password_field (GtkWidget *dialog, const char *title);

/* Whether the server took user name and password and refuses all the same: asking for them helps nobody. */
gboolean loft_account_question_is_not_of_password (const GError *error);

G_END_DECLS
