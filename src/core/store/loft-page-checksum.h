/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file system layer of SQLite that keeps a CRC-32C at the end of each page of a database file and
 * holds every page that is read against it, so that a flipped bit is an error (SQLITE_CORRUPT)
 * and never a wrong flag or a wrong word. The write-ahead log has checksums of SQLite's own, which
 * are looked at when it is recovered. Files without LOFT_PAGE_CHECKSUM_APPLICATION_ID are read and
 * written as they are. Other programs may read these files, but one that writes to them, or brings
 * the log into them as the last to close, makes the pages it wrote look damaged. */

/* Bytes at the end of each page; SQLITE_FCNTL_RESERVE_BYTES asks for them in a new file. */
#define LOFT_PAGE_CHECKSUM_BYTES 4

/* PRAGMA application_id of a file with checksums: "Loft". */
#define LOFT_PAGE_CHECKSUM_APPLICATION_ID 0x4c6f6674

/* The name for sqlite3_open_v2(), registered at the first call. Any thread. */
const char *loft_page_checksum_get_vfs (void);

G_END_DECLS
