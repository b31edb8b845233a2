/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

/* A message that the server does not have yet (RFC 9051, 6.3.12; UIDPLUS: RFC 4315). */

/* RFC 9051 "date-time", by the English names whatever the locale says. */
static char *
format_date (gint64 seconds)
{
  static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  if (date == NULL || g_date_time_get_year (date) < 1970)
    return NULL;
  return g_strdup_printf ("\"%2d-%s-%04d %02d:%02d:%02d +0000\"",
                          g_date_time_get_day_of_month (date),
                          months[g_date_time_get_month (date) - 1], g_date_time_get_year (date),
                          g_date_time_get_hour (date), g_date_time_get_minute (date),
                          g_date_time_get_second (date));
}

static gsize
header_length (const char *bytes, gsize length)
{
  const char *end = g_strstr_len (bytes, (gssize) length, "\r\n\r\n");

  return end != NULL ? (gsize) (end - bytes) : length;
}

static gboolean
has_bytes_above_ascii (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) bytes[i] > 0x7f)
      return TRUE;
  return FALSE;
}

static gboolean
check_content (LoftImapSession *self, const char *mailbox, GBytes *raw, GCancellable *cancellable,
               GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);
  guint64 limit = 0;

  if (length == 0 || memchr (bytes, '\0', length) != NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "An IMAP server takes no message that is empty or holds zero bytes");
      return FALSE;
    }
  if (!loft_imap_session_get_append_limit (self, mailbox, &limit, cancellable, error))
    return FALSE;
  if (limit == 0 || length <= limit)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
               "The message has %" G_GSIZE_FORMAT " bytes, the server takes %" G_GUINT64_FORMAT,
               length, limit);
  return FALSE;
}

static guint32
appended_uid (const LoftImapResponse *reply)
{
  const LoftImapUidRange *ranges;
  guint n = 0;

  if (reply->code != LOFT_IMAP_CODE_APPENDUID || reply->uids == NULL)
    return 0;
  ranges = loft_imap_uid_set_ranges (reply->uids, &n);
  return n == 1 && ranges[0].first == ranges[0].last ? ranges[0].first : 0;
}

gboolean
loft_imap_session_append (LoftImapSession *self, const char *mailbox, LoftFlags flags,
                          const char *keywords, gint64 received, GBytes *raw, guint32 *uid,
                          GCancellable *cancellable, GError **error)
{
  const char *words = loft_imap_command_allows_keywords (keywords) ? keywords : "";
  g_autofree char *list = loft_imap_session_flags_to_text (flags, words, FALSE);
  g_autofree char *date = received > 0 ? format_date (received) : NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);
  g_auto (LoftImapExchange) exchange = { NULL };
  g_autoptr (LoftImapCommand) command = NULL;

  *uid = 0;
  if (!loft_imap_session_check_connected (self, error) ||
      !check_content (self, mailbox, raw, cancellable, error))
    return FALSE;
  command = loft_imap_session_new_command (self, "APPEND");
  loft_imap_session_add_mailbox (self, command, mailbox);
  loft_imap_command_add (command, list);
  if (date != NULL)
    loft_imap_command_add (command, date);
  loft_imap_command_add_message (command, raw,
                                 self->utf8 &&
                                   has_bytes_above_ascii (bytes, header_length (bytes, length)));
  if (!loft_imap_session_send (self, command, &exchange, cancellable, error) ||
      !loft_imap_session_finish (self, &exchange, cancellable, error))
    return FALSE;
  *uid = appended_uid (&exchange.reply);
  return TRUE;
}
