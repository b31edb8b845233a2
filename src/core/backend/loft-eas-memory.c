/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-memory.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-eas-connection.h"

#define WEEK (7 * 24 * 60 * 60) /* after which it is asked again what it can do */

/* The lines of the note. */
enum { HOME, URL, VERSION, EXCHANGE, WHEN, COMMANDS, N_LINES };

typedef struct {
  const LoftSignInMemory *memory; /* (nullable) */
  gpointer user_data;
} Memory;

static gboolean
may_be_kept (const char *url, const char *home)
{
  return strcmp (url, home) == 0 || g_ascii_strncasecmp (url, "https://", 8) == 0;
}

/* (transfer full) (nullable) The lines of what holds for home. */
static GStrv
read_lines (const LoftSignInMemory *memory, const char *home, gpointer user_data)
{
  g_autofree char *note = loft_eas_connection_get_note (memory, LOFT_EAS_MEMORY_NOTE, user_data);
  g_auto (GStrv) lines = note != NULL ? g_strsplit (note, "\n", -1) : NULL;

  if (lines == NULL || g_strv_length (lines) != N_LINES || strcmp (lines[HOME], home) != 0 ||
      !may_be_kept (lines[URL], home))
    return NULL;
  return g_steal_pointer (&lines);
}

static gboolean
is_fresh (const char *when)
{
  gint64 age = loft_clock_now () - g_ascii_strtoll (when, NULL, 10);

  return age >= 0 && age < WEEK;
}

gboolean
loft_eas_memory_recall (LoftEasServer *server, const LoftSignInMemory *memory, gpointer user_data)
{
  g_auto (GStrv) lines = read_lines (memory, server->url, user_data);

  if (lines == NULL)
    return FALSE;
  server->home = server->url;
  server->url = g_strdup (lines[URL]);
  server->version = (guint) g_ascii_strtoull (lines[VERSION], NULL, 10);
  server->is_exchange = strcmp (lines[EXCHANGE], "1") == 0;
  g_free (server->commands);
  server->commands = lines[COMMANDS][0] != '\0' ? g_strdup (lines[COMMANDS]) : NULL;
  return server->version != 0 && is_fresh (lines[WHEN]);
}

/* ---- while it learns ---------------------------------------------------------------------- */

/* But for when it was: each time is one to the disk. */
static gboolean
is_known (const Memory *self, const LoftEasServer *server, const char *version)
{
  g_auto (GStrv) lines = read_lines (self->memory, server->home, self->user_data);

  return lines != NULL && is_fresh (lines[WHEN]) && strcmp (lines[URL], server->url) == 0 &&
         strcmp (lines[VERSION], version) == 0 &&
         strcmp (lines[EXCHANGE], server->is_exchange ? "1" : "0") == 0 &&
         strcmp (lines[COMMANDS], server->commands != NULL ? server->commands : "") == 0;
}

static void
keep (const Memory *self, const LoftEasServer *server)
{
  g_autofree char *version = g_strdup_printf ("%u", server->version);
  g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, loft_clock_now ());
  g_autofree char *note =
    g_strjoin ("\n", server->home, server->url, version, server->is_exchange ? "1" : "0", when,
               server->commands != NULL ? server->commands : "", NULL);

  if (!is_known (self, server, version))
    loft_eas_connection_set_note (self->memory, LOFT_EAS_MEMORY_NOTE, note, self->user_data);
}

static void
forget (const Memory *self)
{
  g_autofree char *note =
    loft_eas_connection_get_note (self->memory, LOFT_EAS_MEMORY_NOTE, self->user_data);

  if (note != NULL)
    loft_eas_connection_set_note (self->memory, LOFT_EAS_MEMORY_NOTE, NULL, self->user_data);
}

static void
learn (LoftEasClient *client, gboolean holds, gpointer user_data)
{
  const LoftEasServer *server = loft_eas_client_get_server (client);

  if (!holds)
    forget (user_data);
  else if (may_be_kept (server->url, server->home))
    keep (user_data, server);
}

void
loft_eas_memory_attach (LoftEasClient *client, const LoftSignInMemory *memory, gpointer user_data)
{
  Memory *self = g_new0 (Memory, 1);

  self->memory = memory;
  self->user_data = user_data;
  loft_eas_client_set_learnt_func (client, learn, self, g_free);
}
