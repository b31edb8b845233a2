/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The gate in front of GMime: a single linear pass over raw bytes that allocates nothing that
 * grows with the input, and tells whether a library may see them. Reasons are measured: nested
 * address groups crash GMime 3.2.13, a million parts cost 1.3 GB. Pure; any thread.
 *
 * The reader of loft-mime-reader.h asks for itself and needs no call of this: it never gives a
 * whole message to a library, cuts what is too long, and so still shows mails that the gate
 * refuses for their address fields. */
typedef struct {
  gsize message;        /* 200 MiB */
  gsize header_block;   /* 4 MiB, of the message and of each part */
  gsize header;         /* 1 MiB */
  gsize address_header; /* 64 KiB: longer ones are parsed up to a cut by us */
  guint addresses;      /* 1,000 kept in a field */
  guint group_depth;    /* 64 */
  guint group_marks;    /* 1,000 colons in an address field, wherever they stand */
  guint mime_depth;     /* 100 */
  guint parts;          /* 10,000 */
  guint fields;         /* 100,000 in the headers of all parts */
} LoftMimeLimits;

extern const LoftMimeLimits loft_mime_limits;

typedef enum {
  LOFT_MIME_GATE_OPEN,         /* a library may parse the whole message */
  LOFT_MIME_GATE_HEADERS_ONLY, /* only our reader may, which shows at least the headers */
  LOFT_MIME_GATE_SHUT,         /* nothing may: listed by size and date, kept raw, exportable */
} LoftMimeGate;

/* reason (out, optional): static English sentence for anything but OPEN. */
LoftMimeGate loft_mime_gate_check (const guint8 *bytes, gsize length, const char **reason);

G_END_DECLS
