/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-status.h"

#include "loft-eas-status-table.h"
#include "loft-error.h"

static const LoftEasMeaning unknown = {
  LOFT_EAS_RECOVERY_REFUSE,
  LOFT_ERROR_PROTOCOL,
  "the server answers with something that Loft does not know; if it stays like that, report it with "
  "this number",
};
static const LoftEasMeaning http_refused = {
  LOFT_EAS_RECOVERY_REFUSE,
  LOFT_ERROR_REFUSED,
  "the server refused",
};
static const LoftEasMeaning http_trouble = {
  LOFT_EAS_RECOVERY_RETRY,
  LOFT_ERROR_TEMPORARY,
  "the server has a trouble of its own; Loft tries again later",
};
static const LoftEasMeaning http_done = { LOFT_EAS_RECOVERY_NONE, 0, "done" };
/* 400 and, by SOGo (5.8), 501 are what a Sync with a key gets that the server cannot read. */
static const LoftEasMeaning http_sync_key = {
  LOFT_EAS_RECOVERY_REKEY,
  LOFT_ERROR_PROTOCOL,
  "the server does not accept where the last synchronization ended; Loft begins anew and keeps what was "
  "changed here",
};

static const LoftEasMeaning *
look_up (LoftEasStatusTable table, gint64 status)
{
  for (guint i = 0; i < table.n_rows; i++)
    if (table.rows[i].status == status)
      return &table.rows[i].meaning;
  return NULL;
}

const LoftEasMeaning *
loft_eas_status_find (guint of, gint64 status)
{
  const LoftEasMeaning *meaning = look_up (loft_eas_status_table_of (of), status);

  if (meaning == NULL)
    meaning = look_up (loft_eas_status_table_common (), status);
  return meaning != NULL ? meaning : &unknown;
}

const LoftEasMeaning *
loft_eas_status_find_http (guint command, guint status)
{
  const LoftEasMeaning *meaning = look_up (loft_eas_status_table_http (), status);

  if (command == LOFT_EAS_COMMAND_SYNC && (status == 400 || status == 501))
    return &http_sync_key;
  if (meaning != NULL)
    return meaning;
  if (status >= 200 && status < 300)
    return &http_done;
  return status >= 500 ? &http_trouble : status >= 400 ? &http_refused : &unknown;
}

gboolean
loft_eas_status_check (guint of, gint64 status, const char *what, GError **error)
{
  const LoftEasMeaning *meaning = loft_eas_status_find (of, status);

  if (meaning->recovery == LOFT_EAS_RECOVERY_NONE)
    return TRUE;
  g_set_error (error, LOFT_ERROR, meaning->code, "%s: %s (status %" G_GINT64_FORMAT ")", what,
               meaning->sentence, status);
  return FALSE;
}

void
loft_eas_status_set_http (GError **error, const char *what, guint command, guint status,
                          guint retry_after)
{
  const LoftEasMeaning *meaning = loft_eas_status_find_http (command, status);
  int code = meaning->recovery != LOFT_EAS_RECOVERY_NONE ? meaning->code : LOFT_ERROR_PROTOCOL;

  if (retry_after > 0)
    g_set_error (error, LOFT_ERROR, code,
                 "%s: %s (HTTP %u); it wants to be left alone for %u seconds", what,
                 meaning->sentence, status, retry_after);
  else
    g_set_error (error, LOFT_ERROR, code, "%s: %s (HTTP %u)", what, meaning->sentence, status);
}
