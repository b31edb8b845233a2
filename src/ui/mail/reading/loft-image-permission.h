/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Whose messages may load remote images without being asked: addresses and domains, kept in
 * remote-images.ini of the profile. Names are compared in lower case. Main thread only. */

/* Reads what was allowed before; nothing is remembered before that. */
void loft_image_permission_open (const char *profile_dir);

/* (transfer full) what people see and what is stored: "eva@example.org", "@example.org"; NULL when
 * the message cannot be told to be from there: no or several authors, or one of the checks of who
 * sent it failed. */
char *loft_image_permission_sender (LoftMessageBody *body);
char *loft_image_permission_domain (LoftMessageBody *body);

/* Whether the images of body load by themselves. */
gboolean loft_image_permission_has (LoftMessageBody *body);

void loft_image_permission_add    (const char *name);
void loft_image_permission_remove (const char *name);

/* (transfer none) of GtkStringObject, sorted; follows. */
GListModel *loft_image_permission_list (void);

G_END_DECLS
