/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* The rows of an account that has calendars and address books ("dav") or one published calendar ("ics"):
 * where it is, whose it is, how often it is asked, who sends its invitations. Signals "changed" and
 * "activated". Main thread only. */
#define LOFT_TYPE_DAV_FIELDS (loft_dav_fields_get_type ())
G_DECLARE_FINAL_TYPE (LoftDavFields, loft_dav_fields, LOFT, DAV_FIELDS, AdwPreferencesGroup)

/* service: kept. */
void loft_dav_fields_show (LoftDavFields *self, LoftService *service, const LoftAccount *account);

/* Puts what is on screen into the account. FALSE with a complaint (transfer full); the row is marked. */
gboolean loft_dav_fields_read (LoftDavFields *self, LoftAccount *account, char **complaint);

/* What a person writes as address of a server, with or without https:// before it. FALSE with a
 * complaint (transfer full). What was accepted of another server goes. */
gboolean loft_dav_fields_set_address (LoftAccount *account, const char *text, char **complaint);

/* Which mail account sends the invitations, by id; "": the one that has the address. Away while there is
 * none to choose. */
void loft_dav_fields_fill_senders (AdwComboRow *row, LoftService *service, const char *id);
/* (transfer none) */
const char *loft_dav_fields_get_sender (AdwComboRow *row);
/* Binds the account to it; what has no address of its own has its. */
void loft_dav_fields_bind_sender (LoftAccount *account, LoftService *service, const char *id);

G_END_DECLS
