/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-dav-offer.h"

G_BEGIN_DECLS

/* Calendar and contacts that were found beside an account of mail, each with a switch: on where they took the
 * password, off where the person must say first that it may be sent there. Main thread only. */
#define LOFT_TYPE_DAV_OFFER_ROWS (loft_dav_offer_rows_get_type ())
G_DECLARE_FINAL_TYPE (LoftDavOfferRows, loft_dav_offer_rows, LOFT, DAV_OFFER_ROWS, GtkWidget)

/* address: of the mail. */
void loft_dav_offer_rows_show (LoftDavOfferRows *self, const LoftDavOffer *offer,
                               const char *address);

/* What is switched on. */
LoftDavOfferParts loft_dav_offer_rows_get_parts (LoftDavOfferRows *self);

/* (transfer full) An account of it, with a name that is free. */
LoftAccount *loft_dav_offer_rows_make_account (LoftService *service, const LoftDavOffer *offer,
                                               const LoftAccount *mail, LoftDavOfferParts parts);

/* (transfer full) Why a server that the person has agreed to was of no use. */
char *loft_dav_offer_rows_failure_text (const LoftDavOffer *offer, LoftDavOfferParts parts,
                                        const GError *error);

G_END_DECLS
