/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact.h"

G_BEGIN_DECLS

/* A day of a year on which a contact's BDAY or ANNIVERSARY comes round. */
typedef struct {
  LoftContact *contact; /* (owned) */
  gboolean is_anniversary;
  gint64 day; /* from 1970-01-01 on */
  int years; /* that are full on it; 0: it is the first day itself; -1: the year is not told */
} LoftBirthday;

void loft_birthday_free (LoftBirthday *self);

/* (transfer full) of LoftBirthday: those of contacts on the n_days from first_day on, in the order of the
 * contacts. What comes on 29 February is on the 28th of common years. Nothing comes before its first day;
 * a date that is not whole does not come at all; groups have none. Somebody who is in two books with the
 * same name and date is there once. Pure; linear; any thread. */
GPtrArray *loft_birthdays_list (GPtrArray *contacts, gint64 first_day, gint64 n_days);

/* Whether any of contacts has a date that comes round. */
gboolean loft_birthdays_has_any (GPtrArray *contacts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftBirthday, loft_birthday_free)

G_END_DECLS
