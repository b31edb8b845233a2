/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-client-private.h"

#include <string.h>

#include "loft-eas-failure.h"
#include "loft-error.h"
#include "loft-log.h"

/* What both may speak, the best first; below 12.1 there is no header of the message. */
static const struct {
  const char *name;
  guint number;
} versions[] = {
  { "16.1", 161 }, { "16.0", 160 }, { "14.1", 141 }, { "14.0", 140 }, { "12.1", 121 },
};

/* Names between commas. */
static gboolean
lists (const char *list, const char *name)
{
  g_auto (GStrv) words = g_strsplit (list, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (words[i]), name) == 0)
      return TRUE;
  return FALSE;
}

gboolean
loft_eas_client_has_command (LoftEasClient *self, LoftEasCommand command)
{
  return self->server.commands == NULL ||
         lists (self->server.commands, loft_eas_command_get_name (command));
}

const char *
loft_eas_client_name_version (LoftEasClient *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (versions[i].number == self->server.version)
      return versions[i].name;
  return versions[G_N_ELEMENTS (versions) - 1].name;
}

/* 0: none is known here. */
static guint
find_best (const char *offered)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (lists (offered, versions[i].name))
      return versions[i].number;
  return 0;
}

gboolean
loft_eas_client_would_change (LoftEasClient *self, const char *offered)
{
  guint best = find_best (offered);

  return best != 0 && best != self->server.version;
}

static gboolean
agree (LoftEasClient *self, const char *offered, GError **error)
{
  guint best = find_best (offered);

  if (best == 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                   "The server speaks ActiveSync %s; Loft needs 12.1 or a later one", offered);
      return FALSE;
    }
  self->server.version = best;
  return TRUE;
}

/* ---- where it is -------------------------------------------------------------------------- */

static void
tell (LoftEasClient *self, gboolean holds)
{
  if (self->learnt_func != NULL)
    self->learnt_func (self, holds, self->learnt_data);
}

gboolean
loft_eas_client_follow (LoftEasClient *self, const char *location, GError **error)
{
  if (!loft_http_client_is_allowed (self->http, location))
    return loft_eas_failure_set_elsewhere (location, error);
  g_free (self->server.url);
  self->server.url = g_strndup (location, strcspn (location, "?"));
  self->moved = TRUE;
  return TRUE;
}

void
loft_eas_client_confirm (LoftEasClient *self, gboolean renegotiate)
{
  if (renegotiate)
    {
      self->outdated = TRUE;
      tell (self, FALSE);
    }
  else if (self->moved)
    tell (self, TRUE);
  self->moved = FALSE;
}

gboolean
loft_eas_client_doubt (LoftEasClient *self, const GError *error)
{
  if (g_str_equal (self->server.url, self->server.home) || loft_error_is_cancelled (error) ||
      loft_error_class (error) == LOFT_ERROR_TEMPORARY)
    return FALSE;
  g_free (self->server.url);
  self->server.url = g_strdup (self->server.home);
  self->moved = FALSE;
  tell (self, FALSE);
  return TRUE;
}

gboolean
loft_eas_client_fail_endless (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       "The server sends from one address to the next");
  return FALSE;
}

/* ---- OPTIONS ------------------------------------------------------------------------------ */

/* (transfer full) (nullable) What the server says of itself, wherever it is reached. */
static LoftHttpReply *
ask_options (LoftEasClient *self, GCancellable *cancellable, GError **error)
{
  const char *headers[] = { "User-Agent", LOFT_EAS_USER_AGENT, NULL };

  for (guint i = 0; i <= LOFT_EAS_MAX_MOVES; i++)
    {
      LoftHttpCall call = { .method = "OPTIONS", .url = self->server.url, .headers = headers };
      g_autoptr (LoftHttpReply) answer = NULL;
      const char *location;

      self->n_requests[LOFT_EAS_N_COMMANDS]++;
      answer = loft_http_client_send (self->http, &call, cancellable, error);
      location = answer != NULL ? loft_http_reply_get_header (answer, "x-ms-location") : NULL;
      if (answer == NULL || answer->status != 451 || location == NULL)
        return g_steal_pointer (&answer);
      if (!loft_eas_client_follow (self, location, error))
        return NULL;
    }
  loft_eas_client_fail_endless (error);
  return NULL;
}

gboolean
loft_eas_client_is_exchange (LoftEasClient *self)
{
  return self->server.is_exchange;
}

/* By what its web server and its proxies add to answers. */
static gboolean
looks_like_exchange (const LoftHttpReply *answer)
{
  const char *server = loft_http_reply_get_header (answer, "server");

  return (server != NULL && strstr (server, "Microsoft") != NULL) ||
         loft_http_reply_get_header (answer, "x-feserver") != NULL ||
         loft_http_reply_get_header (answer, "x-diaginfo") != NULL ||
         loft_http_reply_get_header (answer, "x-owa-version") != NULL;
}

static gboolean
take_options (LoftEasClient *self, const LoftHttpReply *answer, GError **error)
{
  const char *offered = loft_http_reply_get_header (answer, "ms-asprotocolversions");

  if (answer->status != 200)
    return loft_eas_failure_set_http (LOFT_EAS_N_COMMANDS, answer, error);
  if (offered == NULL)
    return loft_eas_failure_set_no_server (error);
  self->server.is_exchange = looks_like_exchange (answer);
  g_free (self->server.commands);
  self->server.commands = g_strdup (loft_http_reply_get_header (answer, "ms-asprotocolcommands"));
  if (loft_log_traces ("eas"))
    loft_log_trace ("eas", "versions %s; commands %s", offered,
                    self->server.commands != NULL ? self->server.commands : "not told");
  return agree (self, offered, error);
}

static gboolean
negotiate_once (LoftEasClient *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttpReply) answer = ask_options (self, cancellable, error);

  return answer != NULL && take_options (self, answer, error);
}

gboolean
loft_eas_client_negotiate (LoftEasClient *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!negotiate_once (self, cancellable, &failure) &&
      (!loft_eas_client_doubt (self, failure) || !negotiate_once (self, cancellable, error)))
    {
      if (error != NULL && *error == NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->moved = self->outdated = FALSE;
  tell (self, TRUE);
  return TRUE;
}
