/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which process owns an account: the one that holds flock (owner.lock) in its folder. It alone
 * talks to the server, collects and checkpoints; others ask it through a socket beside the lock. A
 * dead owner's lock falls free by itself. Main thread, but loft_owner_ask(). */
#define LOFT_TYPE_OWNER (loft_owner_get_type ())
G_DECLARE_FINAL_TYPE (LoftOwner, loft_owner, LOFT, OWNER, GObject)

LoftOwner *loft_owner_new (const char *directory);

/* TRUE when this process is the owner now; FALSE without error when another is. */
gboolean loft_owner_try (LoftOwner *self, GError **error);
gboolean loft_owner_is_owner (LoftOwner *self);

/* Gives the account up. Idempotent; done by dispose. */
void loft_owner_release (LoftOwner *self);

/* A request of another process: one line. Answered with any number of lines and one end. */
typedef struct _LoftOwnerRequest LoftOwnerRequest;
typedef void (*LoftOwnerRequestFunc) (LoftOwnerRequest *request, gpointer user_data);

/* Whoever owns serves: func gets each request and must finish it. Set before loft_owner_try(). */
void loft_owner_set_request_func (LoftOwner *self, LoftOwnerRequestFunc func, gpointer user_data);

const char *loft_owner_request_get_text (LoftOwnerRequest *self);
void        loft_owner_request_tell     (LoftOwnerRequest *self, const char *line);
/* error: (nullable) of LOFT_ERROR or GIO. Frees the request. */
void        loft_owner_request_finish   (LoftOwnerRequest *self, const GError *error);

/* Asks the owner of a folder and waits for the end; func (nullable) gets the lines between. Errors
 * come over with their class. *gone (out, optional): no owner answers, or it went away before the
 * end; LOFT_ERROR_TEMPORARY then. Blocks; not in the main thread of a window. */
typedef void (*LoftOwnerLineFunc) (const char *line, gpointer user_data);
gboolean loft_owner_ask (const char *directory, const char *request, LoftOwnerLineFunc func,
                         gpointer user_data, gboolean *gone, GCancellable *cancellable,
                         GError **error);

G_END_DECLS
