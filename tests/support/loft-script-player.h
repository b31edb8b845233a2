/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-script-connection.h"

G_BEGIN_DECLS

typedef struct {
  /* Blocks until the connection may pass a "pause"; FALSE when cancelled. */
  gboolean (*pause) (gpointer user_data);
  /* Nothing more is expected of the client; its remaining bytes are only recorded. */
  void (*settled) (gpointer user_data);
} LoftScriptHooks;

/* Plays a script (loft-script-server.h) to its end on one connection. Fails with the line and what
 * was wrong with it. One thread. */
gboolean loft_script_player_run (LoftScriptConnection  *connection,
                                 const char            *script,
                                 const LoftScriptHooks *hooks,
                                 gpointer               user_data,
                                 GError               **error);

G_END_DECLS
