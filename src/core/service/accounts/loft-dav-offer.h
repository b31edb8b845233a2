/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

G_BEGIN_DECLS

/* Calendars and contacts that belong to an account of mail: looked for with what signs in there, offered to
 * the person, and made an account of kind "dav" beside it. Main thread. */

typedef enum {
  LOFT_DAV_OFFER_CALENDARS = 1 << 0,
  LOFT_DAV_OFFER_CONTACTS = 1 << 1,
} LoftDavOfferParts;

typedef struct {
  char *calendars; /* https address, "": none were found */
  char *contacts; /* the same */
  LoftDavOfferParts
    foreign; /* in other hands than mail and its address: they were not sent the password, and
                              * are not before the person has said yes (loft_dav_offer_try_async ()) */
  char *secret; /* what the others took, kept for the account that is made of it */
} LoftDavOffer;

LoftDavOffer *loft_dav_offer_new (const char *calendars, const char *contacts,
                                  LoftDavOfferParts foreign, const char *secret);
LoftDavOffer *loft_dav_offer_copy (const LoftDavOffer *self);
void loft_dav_offer_free (LoftDavOffer *self);

/* Which were found. */
LoftDavOfferParts loft_dav_offer_get_parts (const LoftDavOffer *self);

/* (transfer full) the host of one part, for people. */
char *loft_dav_offer_dup_host (const LoftDavOffer *self, LoftDavOfferParts part);

/* (transfer full) An account of those parts, which writes to guests by mail, as yet without a name. Its
 * password is secret, in the place where mail's is. */
LoftAccount *loft_dav_offer_make_account (const LoftDavOffer *self, const LoftAccount *mail,
                                          LoftDavOfferParts parts);

/* Whether mail is an account that may have something beside it: signed in to with a password, and without
 * calendars and contacts of its own or of an account of its address. */
gboolean loft_dav_offer_is_missing (LoftService *service, const LoftAccount *mail);

/* Looks where mail's settings say, else where its domain does; ends after so many seconds with what was
 * found until then. password: (nullable) taken from mail's secret place then. */
void loft_dav_offer_find_async (LoftService *service, LoftAccount *mail, const char *password,
                                guint seconds, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) LOFT_ERROR_GONE: there is nothing, _TEMPORARY: the time is over, _AUTH: another password
 * is wanted there; else why nobody knows. */
LoftDavOffer *loft_dav_offer_find_finish (GAsyncResult *result, GError **error);

/* Signs in to those parts that are in other hands: the person has said yes. */
void loft_dav_offer_try_async (const LoftDavOffer *self, const LoftAccount *mail,
                               LoftDavOfferParts parts, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) the offer with what has taken the password; LOFT_ERROR_AUTH, … */
LoftDavOffer *loft_dav_offer_try_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDavOffer, loft_dav_offer_free)

G_END_DECLS
