/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Contacts that look like one person and are not, because somebody said so: remembered in the settings by
 * digests of their uids. Main thread only. */

/* groups: of GPtrArray of LoftContact; those that are known to be several people are removed. */
void loft_contact_distinct_filter (GPtrArray *groups);

/* group: of LoftContact. */
void loft_contact_distinct_remember (GPtrArray *group);

G_END_DECLS
