/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A zone as MS-ASDTYPE 2.7.6 has it, in words. Changes: "10 0 5 03:00" (month, weekday from Sunday, nth,
 * time), "2026 10 0 25 03:00" of a year; NULL: none. */
typedef struct {
  int bias;
  const char *to_standard;
  const char *to_daylight;
  int daylight_bias;
  const char *standard_name;
  const char *daylight_name;
} LoftEasBlob;

/* (transfer full) In base64. */
char *loft_eas_blob_write (const LoftEasBlob *self);

G_END_DECLS
