/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

/* Messages from one mailbox to another (RFC 6851; UIDPLUS: RFC 4315). */

#define MOVE_CHUNK 100000 /* UIDs in one command; the length of its line is the real bound */

/* MOVE tells COPYUID in an untagged OK before the messages go (RFC 6851, 4.3), COPY in its
 * reply. */
static gboolean
take_copied (LoftImapResponse *response, gpointer user_data)
{
  if (response->kind == LOFT_IMAP_RESPONSE_STATUS && response->code == LOFT_IMAP_CODE_COPYUID)
    loft_imap_copied_add (user_data, &response->copied);
  return FALSE;
}

/* One command after the other: when one is refused, the next is not sent, and copied tells how far
 * it went. */
static gboolean
run_chunk (LoftImapSession *self, const char *words, const char *set, const char *mailbox,
           LoftImapCopied *copied, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = loft_imap_session_new_command (self, words);
  g_auto (LoftImapExchange) exchange = { NULL };
  gboolean ok;

  loft_imap_command_add (command, set);
  loft_imap_session_add_mailbox (self, command, mailbox);
  self->handler = take_copied;
  self->handler_data = copied;
  ok = loft_imap_session_send (self, command, &exchange, cancellable, error) &&
       loft_imap_session_finish (self, &exchange, cancellable, error);
  self->handler = NULL;
  if (ok && exchange.reply.code == LOFT_IMAP_CODE_COPYUID)
    loft_imap_copied_add (copied, &exchange.reply.copied);
  return ok;
}

static gboolean
run_chunks (LoftImapSession *self, const char *words, const LoftImapUidSet *uids,
            const char *mailbox, LoftImapCopied *copied, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) remaining = loft_imap_uid_set_copy (uids);
  guint chunk = MOVE_CHUNK;

  if (!loft_imap_session_check_selected (self, error))
    return FALSE;
  while (!loft_imap_uid_set_is_empty (remaining))
    {
      g_autofree char *set = loft_imap_take_for_line (remaining, &chunk);

      if (!run_chunk (self, words, set, mailbox, copied, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_imap_session_copy (LoftImapSession *self, const LoftImapUidSet *uids, const char *mailbox,
                        LoftImapCopied *copied, GCancellable *cancellable, GError **error)
{
  return run_chunks (self, "UID COPY", uids, mailbox, copied, cancellable, error);
}

gboolean
loft_imap_session_move (LoftImapSession *self, const LoftImapUidSet *uids, const char *mailbox,
                        LoftImapCopied *copied, GCancellable *cancellable, GError **error)
{
  if (!loft_imap_session_check_offered (self, "MOVE", error))
    return FALSE;
  return run_chunks (self, "UID MOVE", uids, mailbox, copied, cancellable, error);
}

gboolean
loft_imap_session_expunge (LoftImapSession *self, const LoftImapUidSet *uids,
                           GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapPipeline) pipeline = { NULL };
  g_autoptr (LoftImapUidSet) remaining = loft_imap_uid_set_copy (uids);
  guint chunk = MOVE_CHUNK;

  if (!loft_imap_session_check_selected (self, error) ||
      !loft_imap_session_check_offered (self, "UIDPLUS", error))
    return FALSE;
  loft_imap_pipeline_init (&pipeline, self, LOFT_IMAP_FETCH_WINDOW);
  while (!loft_imap_uid_set_is_empty (remaining))
    {
      g_autofree char *set = loft_imap_take_for_line (remaining, &chunk);
      g_autoptr (LoftImapCommand) command = loft_imap_session_new_command (self, "UID EXPUNGE");

      loft_imap_command_add (command, set);
      if (!loft_imap_pipeline_send (&pipeline, command, cancellable, error))
        return FALSE;
    }
  return loft_imap_pipeline_finish (&pipeline, cancellable, error);
}

gboolean
loft_imap_session_expunge_all (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_selected (self, error))
    return FALSE;
  command = loft_imap_session_new_command (self, "EXPUNGE");
  return loft_imap_session_run (self, command, NULL, NULL, cancellable, error);
}
