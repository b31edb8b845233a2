/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls mark once when an unread message that has just come on screen was there for as long as the
 * setting says. 0 when it never counts as read by itself, else a source to remove when the message
 * leaves. Main thread only. */
guint loft_seen_delay_start (GSourceFunc mark, gpointer data);

G_END_DECLS
