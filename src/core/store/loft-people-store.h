/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Who wrote the newest limit messages, and to whom, in the store's form (loft_addresses_unpack()). */
typedef void (*LoftPeopleFunc) (const char *sender, const char *recipients, gpointer user_data);
gboolean loft_people_store_foreach (LoftMailStore *store, guint limit, LoftPeopleFunc func,
                                    gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
