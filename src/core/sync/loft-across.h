/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Arguments of an operation that brings one message to another account on this computer. Pure.
 *
 * The operation waits in the account that the message leaves; what it brings there carries its uuid
 * (store/loft-carried-store.h), by which both ends find each other again whatever happened between. */
typedef enum {
  LOFT_ACROSS_WAITS, /* shown where it is, until it can be read */
  LOFT_ACROSS_COPIED, /* durable and read back there; shown there alone */
  LOFT_ACROSS_WITHDRAWN, /* a person took it back: what is there goes again */
} LoftAcrossState;

typedef struct {
  char *account; /* id */
  char *name; /* of the account, for people */
  gint64 folder_id;
  char *path; /* of that folder when it was asked for */
  LoftAcrossState state;
  guint64 size; /* of what was copied */
  char *digest; /* SHA-256 of it, "" before */
  gboolean is_begun; /* it may have been brought there, also when nobody knows of it there */
  guint n_twins; /* is_begun: messages like it that were there before */
} LoftAcross;

char *loft_across_format (const LoftAcross *self);
LoftAcross *loft_across_parse (const char *text); /* (transfer full) NULL for what is none */
void loft_across_free (LoftAcross *self);

/* (transfer full) "Work/Archive of Bob". */
char *loft_across_describe (const LoftAcross *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAcross, loft_across_free)

G_END_DECLS
