/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How well what a person typed means a folder: 0 best, LOFT_FOLDER_MATCH_NONE not at all. name: as it
 * is shown; path: levels joined with "/". Every word of typed must begin a word of the name, or of the
 * path, or be found in it; case and diacritics do not count. "" means every folder. Pure. */
#define LOFT_FOLDER_MATCH_NONE G_MAXUINT
guint loft_folder_match (const char *typed, const char *name, const char *path);

G_END_DECLS
