/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands between a client and an https server, with a certificate of the test's own, and can end the
 * connection in the middle of a request, once and again when it is repeated. It has one request a connection,
 * as servers of HTTP/1.0 do. All functions are for the test's thread. */
typedef struct _LoftCuttingWeb LoftCuttingWeb;

/* Where a connection ends. */
typedef enum {
  LOFT_CUT_REQUEST, /* the server never sees it */
  LOFT_CUT_ANSWER, /* done by the server, but nothing is told of it */
  LOFT_CUT_HEADERS, /* behind the first lines of the answer */
  LOFT_CUT_HALF, /* in the middle of its body */
} LoftCut;

#define LOFT_N_CUTS (LOFT_CUT_HALF + 1)

/* url: of the server, "https://localhost:PORT". loft_test_tls_install () comes first. */
LoftCuttingWeb *loft_cutting_web_new (const char *url);
void loft_cutting_web_free (LoftCuttingWeb *self);

/* (transfer none) what the client is to take for the server's. */
const char *loft_cutting_web_get_url (LoftCuttingWeb *self);

/* Begins to count anew; request n from now (from 1) is cut there, and many - 1 after it. 0: never. */
void loft_cutting_web_arm (LoftCuttingWeb *self, guint n, LoftCut cut, guint many);

/* Requests since it was armed last. */
guint loft_cutting_web_get_n_requests (LoftCuttingWeb *self);
/* (transfer full) (nullable) "METHOD path" of the one that was cut first. */
char *loft_cutting_web_dup_cut (LoftCuttingWeb *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCuttingWeb, loft_cutting_web_free)

G_END_DECLS
