/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-private.h"

/* Higher UIDs came later. */
static GPtrArray *
list_newest (LoftImapUidSet *uids, guint limit)
{
  g_autoptr (LoftImapUidSet) newest = loft_imap_uid_set_take_highest (uids, limit);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  guint n_ranges = 0;
  const LoftImapUidRange *ranges = loft_imap_uid_set_ranges (newest, &n_ranges);

  for (guint i = n_ranges; i > 0; i--)
    for (guint32 uid = ranges[i - 1].last; uid >= ranges[i - 1].first; uid--)
      g_ptr_array_add (ids, g_strdup_printf ("%u", uid));
  return ids;
}

GPtrArray *
loft_imap_backend_search (LoftBackend *backend, const char *mailbox, GBytes *token,
                          const LoftSearchQuery *query, guint limit, GCancellable *cancellable,
                          GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) found = NULL;

  if (!loft_imap_backend_ensure_selected (self, mailbox, token, cancellable, error))
    return NULL;
  found = loft_imap_session_search (self->session, query, cancellable, error);
  return found != NULL ? list_newest (found, limit) : NULL;
}
