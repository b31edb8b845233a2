/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-vcard-line.h"

G_BEGIN_DECLS

/* (transfer full) "1985-04-12", "--04-12" where no year is told (RFC 6350 4.3.1, and Apple's year
 * 1604); what is no such date as it is. */
char *loft_vcard_date_read (const LoftVcardLine *line);

/* Whether it is one of the two dates above. */
gboolean loft_vcard_date_is_whole (const char *date);

/* Into BDAY and the like, as version has it. */
void loft_vcard_date_write (LoftVcardLine *line, const char *date, guint version);

/* (transfer full) The same for a line that is to be made: "" or ";NAME=VALUE", and the value. */
char *loft_vcard_date_dup_parameters (const char *date, guint version);
char *loft_vcard_date_dup_value (const char *date, guint version);

/* Of REV: seconds since 1970; 0: no time. */
gint64 loft_vcard_date_read_time (const char *text);
char *loft_vcard_date_write_time (gint64 time);

G_END_DECLS
