/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-search.h"
#include "loft-imap-session-private.h"

/* What a search brought. */
typedef struct {
  LoftImapUidSet *uids;
  guint64 n_ranges; /* that were added */
} Found;

#define SEARCH_CHUNK 100000 /* UIDs in one command; the length of its line is the real bound */
#define MAX_FOUND 3000000 /* ranges; 2,000,000 single UIDs are the most that one line holds */

static gboolean
take_found (LoftImapResponse *response, gpointer user_data)
{
  Found *found = user_data;
  const LoftImapUidRange *ranges;
  guint n = 0;

  if (response->kind != LOFT_IMAP_RESPONSE_SEARCH &&
      !(response->kind == LOFT_IMAP_RESPONSE_ESEARCH && response->by_uid))
    return FALSE;
  ranges = loft_imap_uid_set_ranges (response->uids, &n);
  found->n_ranges += n;
  for (guint i = 0; i < n && found->n_ranges <= MAX_FOUND; i++)
    loft_imap_uid_set_add_range (found->uids, ranges[i].first, ranges[i].last);
  return TRUE;
}

static LoftImapUidSet *
run_search (LoftImapSession *self, LoftImapCommand *command, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_new ();
  Found found = { uids, 0 };
  gboolean done;

  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LIST, LOFT_IMAP_MAX_LITERAL);
  done = loft_imap_session_run (self, command, take_found, &found, cancellable, error);
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE, LOFT_IMAP_MAX_LITERAL);
  if (done && found.n_ranges > MAX_FOUND)
    done = loft_imap_session_break (self, error, LOFT_ERROR_LIMIT,
                                    "The server lists messages without end");
  return done ? g_steal_pointer (&uids) : NULL;
}

static LoftImapCommand *
new_search (LoftImapSession *self)
{
  LoftImapCommand *command = loft_imap_session_new_command (self, "UID SEARCH");

  if (loft_imap_session_has_capability (self, "ESEARCH"))
    loft_imap_command_add (command, "RETURN (ALL)");
  return command;
}

static LoftImapUidSet *
search_key (LoftImapSession *self, const char *key, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_selected (self, error))
    return NULL;
  command = new_search (self);
  loft_imap_command_add (command, key);
  return run_search (self, command, cancellable, error);
}

LoftImapUidSet *
loft_imap_session_search_all (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  return search_key (self, "ALL", cancellable, error);
}

LoftImapUidSet *
loft_imap_session_search_deleted (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  return search_key (self, "DELETED", cancellable, error);
}

static gboolean
search_some (LoftImapSession *self, const char *set, LoftImapUidSet *found,
             GCancellable *cancellable, GError **error)
{
  g_autofree char *key = g_strconcat ("UID ", set, NULL);
  g_autoptr (LoftImapUidSet) some = search_key (self, key, cancellable, error);
  const LoftImapUidRange *ranges;
  guint n = 0;

  if (some == NULL)
    return FALSE;
  ranges = loft_imap_uid_set_ranges (some, &n);
  for (guint i = 0; i < n; i++)
    loft_imap_uid_set_add_range (found, ranges[i].first, ranges[i].last);
  return TRUE;
}

LoftImapUidSet *
loft_imap_session_search_uids (LoftImapSession *self, const LoftImapUidSet *uids,
                               GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) remaining = loft_imap_uid_set_copy (uids);
  g_autoptr (LoftImapUidSet) found = loft_imap_uid_set_new ();
  guint chunk = SEARCH_CHUNK;

  while (!loft_imap_uid_set_is_empty (remaining))
    {
      g_autofree char *set = loft_imap_take_for_line (remaining, &chunk);

      if (!search_some (self, set, found, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&found);
}

LoftImapUidSet *
loft_imap_session_search_since (LoftImapSession *self, gint64 since, GCancellable *cancellable,
                                GError **error)
{
  /* By their English names, whatever the locale says. */
  static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (since);
  g_autofree char *key = NULL;

  if (date == NULL)
    return search_key (self, "ALL", cancellable, error);
  key = g_strdup_printf ("SINCE %d-%s-%04d", g_date_time_get_day_of_month (date),
                         months[g_date_time_get_month (date) - 1], g_date_time_get_year (date));
  return search_key (self, key, cancellable, error);
}

LoftImapUidSet *
loft_imap_session_search (LoftImapSession *self, const LoftSearchQuery *query,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_selected (self, error))
    return NULL;
  if (!loft_imap_search_can_ask (query))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "IMAP has no search for what is asked");
      return NULL;
    }
  command = new_search (self);
  /* RFC 6855, 3: not once UTF8=ACCEPT is on, when all strings are UTF-8 anyway. */
  if (loft_imap_search_needs_charset (query) && !self->utf8)
    loft_imap_command_add (command, "CHARSET UTF-8");
  loft_imap_search_add_keys (command, query, self->utf8);
  return run_search (self, command, cancellable, error);
}
