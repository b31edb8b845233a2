/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-assistant.h"

#include <adwaita.h>

#include "loft-banner.h"
#include "loft-certificate-view.h"

G_BEGIN_DECLS

/* What the assistant's files share: its pages, and what is to be added. */
struct _LoftDavAssistant {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftBanner *problem;
  GtkStack *pages; /* "form", "busy", "found", "certificate" */
  GtkWidget *server;
  GtkWidget *user;
  GtkWidget *password;
  GtkWidget *warning;
  GtkWidget *submit;
  GtkSpinner *spinner;
  GtkLabel *busy_text;
  GtkWidget *calendars;
  GtkWidget *contacts;
  GtkWidget *name;
  AdwComboRow *sender;
  GtkWidget *add;
  LoftCertificateView *certificate;

  LoftService *service;
  GCancellable *cancellable; /* (nullable) of what runs */
  LoftAccount *account; /* (nullable) that was found */
  char *trust; /* (nullable) accepted by the person */
  char *offered; /* (nullable) on screen */
  gboolean in_file; /* the password goes into a file: there is no keyring */
};

/* loft-dav-assistant-pages.c */
void loft_dav_assistant_build (LoftDavAssistant *self);

/* loft-dav-assistant-account.c: what was typed */

/* Whether it is the address of a directory (LDAP), which many may ask who do not sign in. */
gboolean loft_dav_assistant_is_directory (const char *server);

/* (transfer full) (nullable) what is on screen; NULL after a complaint. */
LoftAccount *loft_dav_assistant_make_account (LoftDavAssistant *self);

/* field: (nullable) where it can be mended. */
void loft_dav_assistant_complain (LoftDavAssistant *self, const char *text, GtkWidget *field);

/* loft-dav-assistant.c: what the buttons do */
void loft_dav_assistant_on_typed (LoftDavAssistant *self);
void loft_dav_assistant_submit (LoftDavAssistant *self);
void loft_dav_assistant_go_back (LoftDavAssistant *self);
void loft_dav_assistant_leave (LoftDavAssistant *self);
void loft_dav_assistant_add (LoftDavAssistant *self);
void loft_dav_assistant_trust (LoftDavAssistant *self);
void loft_dav_assistant_keep_in_file (LoftDavAssistant *self);

G_END_DECLS
