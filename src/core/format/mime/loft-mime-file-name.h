/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) A name from a mail made fit for a file: the last component of what may be a
 * path of any system, without control, reordering and unseen characters, no dots, blanks, '~' or
 * '-' in front, no dots or blanks behind, '_' for what other systems refuse and before their device
 * names, at most 200 bytes with the extension kept; "" when
 * nothing is left. name must be valid UTF-8. Pure; any thread. */
char *loft_mime_file_name_safe (const char *name);

/* (transfer full) The type that a name's extension stands for, where nothing else says one. */
char *loft_mime_type_of_name (const char *name);

G_END_DECLS
