/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* Items of class Contacts (MS-ASCNTC; its body MS-ASAIRS) <-> vCards (RFC 6350). Pure; any thread;
 * the same data gives the same bytes.
 *
 * What Exchange says and vCards have no line for stands in lines and parameters that begin with
 * X-LOFT-EAS, elements that nobody knows too, and goes back from there. */

/* Of a picture that a person chose (MS-ASCNTC 2.2.2.56): the file, not its base64. */
#define LOFT_EAS_PICTURE_MAX (48 * 1024)

/* (transfer full) A vCard 4.0. uid: of the card, since Exchange has none. FN is FileAs where
 * somebody filed the contact under words of their own, else made of the names. Birthdays are
 * instants, which other programs write in several ways: the nearest day in how's zone. Errors:
 * LOFT_ERROR_PROTOCOL where data is nothing of the kind; LOFT_ERROR_LIMIT. */
char *loft_eas_contact_to_vcard (const LoftWbxmlElement *data, const char *uid,
                                 const LoftEasMapping *how, GError **error);

/* (transfer full) All of the contact for an Add or a Change, as LOFT_EAS_AIRSYNC_APPLICATION_DATA.
 * vcard: of any version. A day without a year is told of the year 1604, as by Apple's programs. Not
 * told, and not refused either, since nobody edits it here: LANG, GENDER, TZ, GEO, KEY and the
 * like, pictures that are elsewhere, labels, types of other lines than numbers and postal
 * addresses.
 *
 * What Exchange has no place for is left out with a sentence where how takes such, else
 * LOFT_ERROR_REFUSED: a role, a fourth e-mail address, more numbers of a kind or more postal addresses
 * than it keeps, another web page, a relative who is neither spouse nor child, days that are no dates.
 * LOFT_ERROR_REFUSED for a group, and for a change of a note that came cut off; LOFT_ERROR_LIMIT for a new
 * picture beyond LOFT_EAS_PICTURE_MAX in place of another (one that came from the server goes back at any
 * size; a new contact goes without); LOFT_ERROR_PROTOCOL where there is no vCard. */
LoftWbxmlElement *loft_eas_contact_from_vcard (const char *vcard, const LoftEasMapping *how,
                                               GError **error);

G_END_DECLS
