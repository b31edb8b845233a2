/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Little-endian reading that cannot leave its bytes, and the property lists inside of TNEF
 * (MS-OXTNEF, 2.1.3.4). Pure; any thread. */
typedef struct {
  const guint8 *at;
  const guint8 *end;
} LoftTnefCursor;

/* FALSE, and the cursor at its end, when there are not enough bytes. */
gboolean loft_tnef_cursor_skip (LoftTnefCursor *self, gsize n);
gboolean loft_tnef_cursor_take (LoftTnefCursor *self, guint n_bytes, guint32 *value);

enum {
  LOFT_TNEF_TYPE_INTEGER = 0x0003,
  LOFT_TNEF_TYPE_OBJECT = 0x000d,
  LOFT_TNEF_TYPE_STRING8 = 0x001e,
  LOFT_TNEF_TYPE_UNICODE = 0x001f,
  LOFT_TNEF_TYPE_TIME = 0x0040,
  LOFT_TNEF_TYPE_BINARY = 0x0102,
};

/* One property: of several values the first. bytes are borrowed. */
typedef void (*LoftTnefPropertyFunc) (guint16       id,
                                      guint16       type,
                                      const guint8 *bytes,
                                      gsize         length,
                                      gpointer      user_data);

void loft_tnef_properties_read (const guint8        *bytes,
                                gsize                length,
                                LoftTnefPropertyFunc func,
                                gpointer             user_data);

/* (transfer full) A string property as UTF-8; codepage (Windows', 0 unknown) is for STRING8. */
char *loft_tnef_string (guint16 type, const guint8 *bytes, gsize length, guint codepage);

/* (transfer full) (nullable) "windows-1251" for 1251. */
char *loft_tnef_charset (guint codepage);

G_END_DECLS
