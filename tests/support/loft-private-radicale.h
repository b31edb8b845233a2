/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A Radicale (CalDAV, CardDAV) of the test's own on loopback with TLS: users alice and bob, password
 * NAME-secret. It ends with loft_private_radicale_free(), and with the test process. loft_test_tls_install()
 * comes first. Every failure ends the test program with the reason. One thread. */
typedef struct _LoftPrivateRadicale LoftPrivateRadicale;

LoftPrivateRadicale *loft_private_radicale_new  (void);
void                 loft_private_radicale_free (LoftPrivateRadicale *self);

/* (transfer none) "https://localhost:PORT" */
const char *loft_private_radicale_get_url (LoftPrivateRadicale *self);

/* Forgets all sync tokens: they mean nothing any more. */
void loft_private_radicale_forget_tokens (LoftPrivateRadicale *self);

/* An independent client: alice asks for path. headers: (nullable) "Name: value" lines. Gives the status;
 * body (out, optional): (transfer full). */
guint loft_private_radicale_ask (LoftPrivateRadicale *self, const char *method, const char *path,
                                 const char *headers, const char *body, char **answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPrivateRadicale, loft_private_radicale_free)

G_END_DECLS
