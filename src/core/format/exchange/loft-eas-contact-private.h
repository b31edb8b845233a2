/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-contact.h"
#include "loft-vcard-card.h"

G_BEGIN_DECLS

/* Of a line: the element it came from, so that the second number stays the second; of a day: the
 * instant that the server wrote; of a picture: that it came from the server. */
#define LOFT_EAS_PARAMETER       "X-LOFT-EAS"
#define LOFT_EAS_PARAMETER_SHOWN "X-LOFT-EAS-SHOWN" /* "Eva Adler" <eva@example.org> */
#define LOFT_EAS_PARAMETER_CUT   "X-LOFT-EAS-CUT" /* mark of a note that came cut off */
#define LOFT_EAS_LINE_FILE_AS    "X-LOFT-EAS-FILE-AS" /* how it is made of the names */
#define LOFT_EAS_LINE_ELEMENT    "X-LOFT-EAS-ELEMENT" /* one that nobody knows */

#define LOFT_EAS_NO_YEAR 1604

/* A text that one line holds. */
typedef struct {
  guint tag;
  const char *name;
  gboolean is_uri;
} LoftEasContactText;

/* One of several elements that lines of a name share. */
typedef struct {
  guint tag;
  const char *name;
  const char *types; /* between commas */
  const char *key; /* the type without which nothing else belongs here; "": anything does */
} LoftEasContactSlot;

/* Of one of the three addresses: street, city, state, code, country. */
typedef struct {
  guint tags[5];
  const char *type;
} LoftEasContactAddress;

typedef struct {
  guint tag;
  const char *type;
} LoftEasContactPerson;

extern const LoftEasContactText loft_eas_contact_texts[];
extern const LoftEasContactSlot loft_eas_contact_slots[];
extern const LoftEasContactAddress loft_eas_contact_addresses[];
extern const LoftEasContactPerson loft_eas_contact_people[];
extern const guint loft_eas_contact_n_texts, loft_eas_contact_n_slots, loft_eas_contact_n_addresses,
  loft_eas_contact_n_people;

/* Whether something of its own is made of an element, so that it need not be kept as it is. */
gboolean loft_eas_contact_knows (const LoftWbxmlElement *element);

/* Puts each line of EMAIL, TEL and IMPP into an element: where it came from, else where its types
 * belong, else where there is room. Where there is none it is left out, or LOFT_ERROR_REFUSED. */
gboolean loft_eas_contact_fill_slots (LoftVcardCard *card, const LoftEasMapping *how,
                                      LoftWbxmlElement *data, GError **error);

/* (transfer full) "Adler, Eva"; NULL: form is unknown or lacks a name. (transfer none) (nullable)
 * the form that makes file_as of these names. */
char *loft_eas_contact_dup_file_as (const LoftContact *contact, const char *form);
const char *loft_eas_contact_find_form (const LoftContact *contact, const char *file_as);

G_END_DECLS
