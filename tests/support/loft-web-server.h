/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "loft-test-tls.h"

G_BEGIN_DECLS

/* An https server on 127.0.0.1 in a thread of its own, with canned answers or a function. It notes
 * every request. */
typedef struct _LoftWebServer LoftWebServer;

/* Answers what no canned answer is there for; TRUE when it did. Server's thread. */
typedef gboolean (*LoftWebServerFunc) (SoupServerMessage *message, const char *path,
                                       GHashTable *query, gpointer user_data);

LoftWebServer *loft_web_server_new (LoftTestCertificate certificate, LoftWebServerFunc func,
                                    gpointer user_data);

/* The same in clear text, to see that nobody speaks to it. */
LoftWebServer *loft_web_server_new_plain (void);

void loft_web_server_free (LoftWebServer *self);

guint16 loft_web_server_get_port (LoftWebServer *self);

/* At "host/path" (without port and query). headers: (nullable) "Name: value" lines. An earlier
 * answer there is replaced. */
void loft_web_server_add (LoftWebServer *self, const char *place, guint status,
                          const char *headers, const char *body);

/* Is never answered; the connection stays open. */
void loft_web_server_add_silence (LoftWebServer *self, const char *place);

/* (transfer full) "METHOD host/path?query [Authorization] body" lines of all requests so far. */
char *loft_web_server_dup_log (LoftWebServer *self);

void  loft_web_server_clear_log (LoftWebServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftWebServer, loft_web_server_free)

G_END_DECLS
