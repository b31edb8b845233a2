/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Attachments become files here and nowhere else. Names come from strangers: only the last part
 * of a name is used, without anything that hides its type; files are 0600, never executable,
 * never written through a link. */

/* (transfer full) a file name that is safe in any folder: at most 200 bytes, never "". */
char *loft_attachment_file_safe_name (const char *name);

/* Whether opening it would run it, by its name or by its first bytes. Such files can only be
 * saved. */
gboolean loft_attachment_file_is_program (const char *name, GBytes *bytes);

/* Writes bytes to path. What is there already is replaced only as a whole and only if replace.
 * Blocks: in a thread. */
gboolean loft_attachment_file_write (const char *path,
                                     GBytes     *bytes,
                                     gboolean    replace,
                                     GError    **error);

/* Decodes attachment n in a thread and writes it to path (replacing it: the chooser asked); with n
 * 0 the whole message, byte by byte. */
void     loft_attachment_file_save_async  (LoftMessageBody     *body,
                                           guint                n,
                                           const char          *path,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean loft_attachment_file_save_finish (GAsyncResult *result, GError **error);

/* Decodes it into a private folder to be opened by another program. LOFT_ERROR_REFUSED when it is
 * a program. (transfer full) the path. */
void  loft_attachment_file_unpack_async  (LoftMessageBody     *body,
                                          guint                n,
                                          const char          *name,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
char *loft_attachment_file_unpack_finish (GAsyncResult *result, GError **error);

/* The same with bytes that were decoded already; finish as above. */
void loft_attachment_file_save_bytes_async (GBytes *bytes, const char *path,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
void loft_attachment_file_unpack_bytes_async (GBytes *bytes, const char *name,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);

/* Removes what was unpacked to be opened: at the start (after a crash) and at the end. */
void loft_attachment_file_clean (void);

G_END_DECLS
