/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

/* Mailboxes that come, go and change their names (RFC 9051, 6.3.4 to 6.3.6; RFC 6154, 3). */

static gboolean
run_with_names (LoftImapSession *self, const char *words, const char *first, const char *second,
                const char *rest, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  command = loft_imap_session_new_command (self, words);
  loft_imap_session_add_mailbox (self, command, first);
  if (second != NULL)
    loft_imap_session_add_mailbox (self, command, second);
  if (rest != NULL)
    loft_imap_command_add (command, rest);
  return loft_imap_session_run (self, command, NULL, NULL, cancellable, error);
}

/* --- looking ------------------------------------------------------------------------------ */

typedef struct {
  const char *name;
  gboolean found;
  char delimiter;
} Looking;

static gboolean
take_listed (LoftImapResponse *response, gpointer user_data)
{
  Looking *looking = user_data;
  const LoftImapMailbox *mailbox = response->mailbox;

  if (response->kind != LOFT_IMAP_RESPONSE_LIST)
    return FALSE;
  if (mailbox != NULL && (strcmp (mailbox->name, looking->name) == 0 ||
                          (g_ascii_strcasecmp (looking->name, "INBOX") == 0 &&
                           g_ascii_strcasecmp (mailbox->name, "INBOX") == 0)))
    {
      looking->found = TRUE;
      looking->delimiter = mailbox->delimiter;
    }
  return TRUE;
}

/* "%" and "*" in the name would match more: only what has the very name counts. */
gboolean
loft_imap_session_look_up (LoftImapSession *self, const char *mailbox, gboolean *exists,
                           char *delimiter, GCancellable *cancellable, GError **error)
{
  Looking looking = { mailbox, FALSE, 0 };
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  command = loft_imap_session_new_command (self, "LIST");
  loft_imap_command_add (command, "\"\"");
  loft_imap_session_add_mailbox (self, command, mailbox);
  if (!loft_imap_session_run (self, command, take_listed, &looking, cancellable, error))
    return FALSE;
  *exists = looking.found;
  *delimiter = looking.delimiter;
  return TRUE;
}

/* --- changing ----------------------------------------------------------------------------- */

static const char *
special_use (LoftImapSession *self, LoftFolderRole role)
{
  if (!loft_imap_session_has_capability (self, "CREATE-SPECIAL-USE"))
    return NULL;
  switch (role)
    {
    case LOFT_FOLDER_ROLE_ARCHIVE:
      return "(USE (\\Archive))";
    case LOFT_FOLDER_ROLE_DRAFTS:
      return "(USE (\\Drafts))";
    case LOFT_FOLDER_ROLE_JUNK:
      return "(USE (\\Junk))";
    case LOFT_FOLDER_ROLE_SENT:
      return "(USE (\\Sent))";
    case LOFT_FOLDER_ROLE_TRASH:
      return "(USE (\\Trash))";
    default:
      return NULL;
    }
}

gboolean
loft_imap_session_create (LoftImapSession *self, const char *mailbox, LoftFolderRole role,
                          GCancellable *cancellable, GError **error)
{
  const char *use = special_use (self, role);
  g_autoptr (GError) refusal = NULL;

  if (use != NULL && run_with_names (self, "CREATE", mailbox, NULL, use, cancellable, &refusal))
    return TRUE;
  if (refusal != NULL && !g_error_matches (refusal, LOFT_ERROR, LOFT_ERROR_REFUSED))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  /* USEATTR: it would have the mailbox, but not for this. */
  return run_with_names (self, "CREATE", mailbox, NULL, NULL, cancellable, error);
}

/* Many servers do not rename or delete what is selected. */
static gboolean
leave (LoftImapSession *self, const char *mailbox, GCancellable *cancellable, GError **error)
{
  LoftImapSelected selected;

  return g_strcmp0 (self->selected, mailbox) != 0 ||
         loft_imap_session_select (self, "INBOX", 0, 0, &selected, cancellable, error);
}

gboolean
loft_imap_session_rename (LoftImapSession *self, const char *mailbox, const char *new_name,
                          GCancellable *cancellable, GError **error)
{
  return leave (self, mailbox, cancellable, error) &&
         run_with_names (self, "RENAME", mailbox, new_name, NULL, cancellable, error);
}

gboolean
loft_imap_session_delete (LoftImapSession *self, const char *mailbox, GCancellable *cancellable,
                          GError **error)
{
  return leave (self, mailbox, cancellable, error) &&
         run_with_names (self, "DELETE", mailbox, NULL, NULL, cancellable, error);
}
