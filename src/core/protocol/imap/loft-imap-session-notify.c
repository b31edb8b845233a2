/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

/* NOTIFY (RFC 5465): the server tells of mailboxes that are not selected. */

/* For the selected one as without NOTIFY ("delayed": EXPUNGE only where it may be said). */
static const char *const sets[] = {
  "NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange)) "
  "(personal (MessageNew MessageExpunge FlagChange MailboxName))",
  /* A server need not know all events (RFC 5465, 5: BADEVENT). */
  "NOTIFY SET (selected-delayed (MessageNew MessageExpunge)) "
  "(personal (MessageNew MessageExpunge))",
};

gboolean
loft_imap_session_notify (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sets) && !self->notifies && !self->refuses_notify; i++)
    {
      g_autoptr (LoftImapCommand) command = NULL;
      g_autoptr (GError) refusal = NULL;

      if (!loft_imap_session_has_capability (self, "NOTIFY"))
        break;
      command = loft_imap_session_new_command (self, sets[i]);
      self->notifies = loft_imap_session_run (self, command, NULL, NULL, cancellable, &refusal);
      if (self->notifies || loft_imap_session_is_connected (self))
        continue;
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  self->refuses_notify = !self->notifies;
  return TRUE;
}

gboolean
loft_imap_session_notifies (LoftImapSession *self)
{
  return self->notifies;
}

gboolean
loft_imap_session_changed_elsewhere (LoftImapSession *self)
{
  return self->told_elsewhere;
}

/* After it the server says no more (RFC 5465, 5.8), and nobody knows what was missed. */
void
loft_imap_session_take_overflow (LoftImapSession *self)
{
  self->changed_elsewhere |= self->notifies;
  self->notifies = FALSE;
}
