/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* One identity of an account: name, address, Reply-To, organization, signatures. What is no address
 * is refused at its row. Closed by Done, the signal "done" (gboolean is_usual: it was made the usual
 * one) follows, by Remove "removed". Main thread only. */
#define LOFT_TYPE_IDENTITY_WINDOW (loft_identity_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftIdentityWindow, loft_identity_window, LOFT, IDENTITY_WINDOW, AdwWindow)

/* Shown above parent. identity: (nullable) a new one. is_usual: it is already; can_remove: there are
 * others. */
LoftIdentityWindow *loft_identity_window_present (GtkWindow *parent, const LoftIdentity *identity,
                                                  gboolean is_usual, gboolean can_remove);

/* (transfer full) What is on screen. */
LoftIdentity *loft_identity_window_read (LoftIdentityWindow *self);

G_END_DECLS
