/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-editor.h"

#include <adwaita.h>

#include "loft-archive-fields.h"
#include "loft-banner.h"
#include "loft-color-row.h"
#include "loft-dav-fields.h"
#include "loft-identity-fields.h"
#include "loft-outgoing-fields.h"
#include "loft-pickup-fields.h"
#include "loft-quota-row.h"
#include "loft-server-fields.h"

G_BEGIN_DECLS

/* What the editor's files share. */
struct _LoftAccountEditor {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  LoftBanner *problem;
  GtkWidget *save;
  GtkEditable *name;
  LoftColorRow *color;
  GtkEditable *person;
  GtkEditable *address;
  GtkWidget *mail;
  AdwComboRow *window;
  AdwComboRow *notify;
  AdwComboRow *check;
  LoftIdentityFields *identities;
  LoftPickupFields *pickup;
  LoftArchiveFields *archive;
  LoftServerFields *servers;
  LoftOutgoingFields *outgoing;
  LoftDavFields *dav;
  AdwComboRow *auth;
  GtkWidget *identity;
  GtkWidget *sign_in;
  LoftQuotaRow *quota;
  GtkWidget *password_row;
  GtkWidget *browser_row;
  AdwActionRow *policy_row;
  AdwActionRow *test_row;
  GtkWidget *absence_row;
  GtkWidget *offer_row; /* of calendar and contacts */
  GtkWidget *removal;

  LoftService *service;
  LoftMailAccount *account;
  GCancellable *cancellable; /* of a test that runs */
  gboolean filling;
  gboolean color_chosen;
};

/* (transfer full) (nullable) what is on screen; NULL after a complaint. */
LoftAccount *loft_account_editor_read_draft (LoftAccountEditor *self);

/* loft-account-editor-test.c: trying what is on screen */

/* Again while it runs: stops it. */
void loft_account_editor_test (LoftAccountEditor *self);
void loft_account_editor_stop_test (LoftAccountEditor *self);

G_END_DECLS
