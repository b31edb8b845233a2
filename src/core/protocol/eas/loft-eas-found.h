/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* What Search and Find bring. Pure; any thread. */

/* Somebody of the organisation's address book (GAL, MS-ASCMD 2.2.3). All texts (owned), "" for none. */
typedef struct {
  char *name; /* made of first and last name where the server has none */
  char *address;
  char *alias;
  char *first_name;
  char *last_name;
  char *title;
  char *company;
  char *office;
  char *phone;
  char *home_phone;
  char *mobile_phone;
  GBytes *picture; /* (owned) (nullable) */
} LoftEasPerson;

/* An item of the mailbox. */
typedef struct {
  char *item_class; /* (owned) "Email", "" unknown */
  char *collection_id; /* (owned) "" unknown */
  char *server_id; /* (owned) of Find; "" of Search */
  char *long_id; /* (owned) of Search, for ItemOperations; "" of Find */
  LoftWbxmlElement *properties; /* (owned) as in Sync; of Find the few that a list shows */
} LoftEasHit;

typedef struct {
  GPtrArray *people; /* (owned) of LoftEasPerson */
  GPtrArray *hits; /* (owned) of LoftEasHit */
  gint64 total; /* of all that fit, -1: the server does not tell */
  guint next; /* where the next range begins; 0: there is no more */
} LoftEasFound;

void loft_eas_found_clear (LoftEasFound *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasFound, loft_eas_found_clear)

G_END_DECLS
