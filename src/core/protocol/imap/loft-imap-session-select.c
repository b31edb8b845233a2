/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

/* SELECT (RFC 9051, 6.3.2; RFC 7162) and the search for everything. */

typedef struct {
  LoftImapSession *session;
  LoftImapSelected *selected;
  guint32 known_validity; /* 0: no QRESYNC */
} Selecting;

static void
remember_keywords (Selecting *selecting, LoftImapResponse *response)
{
  LoftImapSession *self = selecting->session;

  g_free (self->permanent_keywords);
  self->permanent_keywords = g_steal_pointer (&response->keywords);
}

static void
remember_flags (Selecting *selecting, LoftImapResponse *response)
{
  selecting->session->old_forwarded = (response->special & LOFT_IMAP_FLAGS_OLD_FORWARDED) != 0;
  if (selecting->session->permanent_keywords == NULL)
    remember_keywords (selecting, response);
}

static void
take_select_code (Selecting *selecting, LoftImapResponse *response)
{
  LoftImapSelected *selected = selecting->selected;

  switch (response->code)
    {
    case LOFT_IMAP_CODE_CLOSED:
      memset (selected, 0, sizeof *selected);
      break;
    case LOFT_IMAP_CODE_UIDVALIDITY:
      selected->uid_validity = (guint32) response->code_number;
      break;
    case LOFT_IMAP_CODE_UIDNEXT:
      selected->uid_next = (guint32) response->code_number;
      break;
    case LOFT_IMAP_CODE_HIGHESTMODSEQ:
      selected->highest_modseq = response->code_number;
      break;
    case LOFT_IMAP_CODE_NOMODSEQ:
      selected->highest_modseq = 0;
      break;
    case LOFT_IMAP_CODE_PERMANENTFLAGS:
      selected->keywords_allowed = (response->special & LOFT_IMAP_FLAGS_ANY_KEYWORD) != 0;
      selecting->session->permanent_flags = response->flags;
      selecting->session->fixed_keywords = !selected->keywords_allowed;
      remember_keywords (selecting, response);
      break;
    default:
      break;
    }
}

/* FETCH and VANISHED are told at once when they can only be the answer to our QRESYNC. Before
 * UIDVALIDITY they may still be about the mailbox that was selected until now (RFC 7162,
 * 3.2.11). */
static gboolean
is_resync (Selecting *selecting)
{
  return selecting->known_validity != 0 &&
         selecting->selected->uid_validity == selecting->known_validity;
}

static gboolean
take_select_response (LoftImapResponse *response, gpointer user_data)
{
  Selecting *selecting = user_data;

  switch (response->kind)
    {
    case LOFT_IMAP_RESPONSE_STATUS:
      if (response->status == LOFT_IMAP_STATUS_OK)
        take_select_code (selecting, response);
      return FALSE;
    case LOFT_IMAP_RESPONSE_FLAGS:
      remember_flags (selecting, response);
      return TRUE;
    case LOFT_IMAP_RESPONSE_EXISTS:
      selecting->selected->exists = response->number;
      return TRUE;
    case LOFT_IMAP_RESPONSE_VANISHED:
    case LOFT_IMAP_RESPONSE_FETCH:
      return !is_resync (selecting);
    case LOFT_IMAP_RESPONSE_EXPUNGE:
      return TRUE;
    default:
      return FALSE;
    }
}

static LoftImapCommand *
new_select (LoftImapSession *self, const char *mailbox, guint32 known_validity,
            guint64 known_modseq)
{
  LoftImapCommand *command = loft_imap_session_new_command (self, "SELECT");

  loft_imap_session_add_mailbox (self, command, mailbox);
  if (known_validity != 0)
    loft_imap_command_add_format (command, "(QRESYNC (%u %" G_GUINT64_FORMAT "))", known_validity,
                                  known_modseq);
  else if (self->qresync || loft_imap_session_has_capability (self, "CONDSTORE"))
    loft_imap_command_add (command, "(CONDSTORE)");
  return command;
}

static void
remember_selected (LoftImapSession *self, const char *mailbox, const LoftImapExchange *exchange,
                   LoftImapSelected *selected)
{
  selected->read_only = exchange->reply.code == LOFT_IMAP_CODE_READ_ONLY;
  self->read_only = selected->read_only;
  if (self->permanent_keywords == NULL)
    self->permanent_keywords = g_strdup ("");
  selected->permanent_keywords = self->permanent_keywords;
  self->has_modseq = selected->highest_modseq != 0;
  self->unlisted = FALSE;
}

/* The mailbox counts as selected while the answer comes, so that updates are told. */
static gboolean
run_select (LoftImapSession *self, LoftImapCommand *command, Selecting *selecting,
            const char *mailbox, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapExchange) exchange = { NULL };
  gboolean ok;

  loft_imap_session_forget_selected (self);
  self->selected = g_strdup (mailbox);
  self->handler = take_select_response;
  self->handler_data = selecting;
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LIST, LOFT_IMAP_MAX_LITERAL);
  ok = loft_imap_session_send (self, command, &exchange, cancellable, error) &&
       loft_imap_session_finish (self, &exchange, cancellable, error);
  loft_imap_reader_set_limits (self->reader, LOFT_IMAP_MAX_LINE, LOFT_IMAP_MAX_LITERAL);
  self->handler = NULL;
  if (ok)
    remember_selected (self, mailbox, &exchange, selecting->selected);
  else
    loft_imap_session_forget_selected (self);
  return ok;
}

static gboolean
try_select (LoftImapSession *self, const char *mailbox, guint32 known_validity,
            guint64 known_modseq, LoftImapSelected *selected, GCancellable *cancellable,
            GError **error)
{
  Selecting selecting = { self, selected, known_validity };
  g_autoptr (LoftImapCommand) command = new_select (self, mailbox, known_validity, known_modseq);

  memset (selected, 0, sizeof *selected);
  return run_select (self, command, &selecting, mailbox, cancellable, error);
}

/* Some servers enable QRESYNC and stumble over its parameters (Cyrus 2.4.11, others later): without
 * them the mailbox opens, and the rest of the connection does without. */
gboolean
loft_imap_session_select (LoftImapSession  *self,
                          const char       *mailbox,
                          guint32           known_validity,
                          guint64           known_modseq,
                          LoftImapSelected *selected,
                          GCancellable     *cancellable,
                          GError          **error)
{
  gboolean resync = self->qresync && known_validity != 0 && known_modseq != 0;
  g_autoptr (GError) refusal = NULL;

  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  if (resync)
    {
      if (try_select (self, mailbox, known_validity, known_modseq, selected, cancellable, &refusal))
        return TRUE;
      if (!g_error_matches (refusal, LOFT_ERROR, LOFT_ERROR_REFUSED) ||
          !loft_imap_session_is_connected (self))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
    }
  if (!try_select (self, mailbox, 0, 0, selected, cancellable, error))
    return FALSE;
  if (resync)
    loft_imap_session_give_up_qresync (self);
  return TRUE;
}
