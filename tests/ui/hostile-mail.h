/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Mails that were made to hurt whoever shows them. */
typedef struct {
  const char *name;     /* also the last word of the subject where the subject is not the attack */
  GString *(*make) (void);
} HostileMail;

/* (transfer none) */
const HostileMail *hostile_mails_get (guint *n);

/* (transfer full) the whole mail. */
GBytes *hostile_mail_make (const HostileMail *self);

/* (transfer full) a picture with so many pixels and hardly any bytes. */
GBytes *hostile_picture_make (guint width, guint height);

G_END_DECLS
