/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-quirks.h"

#include <string.h>

static const LoftDavQuirks ordinary = { .name = "ordinary" };

/* The first row that fits; each needle is looked for in its text. */
static const struct {
  const char *in_url;
  const char *in_features;
  const char *in_product;
  LoftDavQuirks quirks;
} rows[] = {
  /* SOGo 5.8, tried: PUT with If-None-Match: * on what is there answers 204 and replaces it; the
   * organizer's own ATTENDEE goes and CLASS comes; sync tokens and ctags are seconds. */
  { "/SOGo/dav/",
    NULL,
    NULL,
    { .name = "SOGo", .rewrites = TRUE, .overwrites = TRUE, .counts_seconds = TRUE } },
  /* Google's guide to CalDAV: no MKCALENDAR, no tasks; properties that its own model does not have are
   * dropped from what is written. */
  { "googleusercontent.com/caldav/",
    NULL,
    NULL,
    { .name = "Google", .rewrites = TRUE, .keeps_one_home = TRUE } },
  { "www.googleapis.com/carddav/",
    NULL,
    NULL,
    { .name = "Google", .rewrites = TRUE, .keeps_one_home = TRUE } },
};

const LoftDavQuirks *
loft_dav_quirks_find (const char *url, const char *features, const char *product)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((rows[i].in_url == NULL || strstr (url, rows[i].in_url) != NULL) &&
        (rows[i].in_features == NULL || strstr (features, rows[i].in_features) != NULL) &&
        (rows[i].in_product == NULL || strstr (product, rows[i].in_product) != NULL))
      return &rows[i].quirks;
  return &ordinary;
}
