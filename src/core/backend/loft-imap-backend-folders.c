/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-imap-utf7.h"

/* Mailboxes that people make, rename and delete. */

static gboolean
refuse_name (const char *name, char delimiter, GError **error)
{
  if (delimiter == 0)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                 "This server knows no folders in folders: “%s”", name);
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                 "No name of a folder may hold “%c” on this server: “%s”", delimiter, name);
  return FALSE;
}

/* *mailbox: (transfer full) the wire's name. */
static gboolean
make_name (LoftImapBackend *self, const char *parent, const char *name, char **mailbox,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *encoded = loft_imap_utf7_encode (name);
  gboolean exists = FALSE;
  char delimiter = 0;

  if (!loft_imap_session_look_up (self->session, parent != NULL ? parent : "INBOX", &exists,
                                  &delimiter, cancellable, error))
    return FALSE;
  if (delimiter == 0 && parent != NULL)
    return refuse_name (name, delimiter, error);
  if (delimiter != 0 && strchr (name, delimiter) != NULL)
    return refuse_name (name, delimiter, error);
  *mailbox =
    parent != NULL ? g_strdup_printf ("%s%c%s", parent, delimiter, encoded) : g_strdup (encoded);
  return TRUE;
}

/* Courier, Cyrus and some Dovecots have all mailboxes of a person below INBOX. */
static char *
below_inbox (LoftImapBackend *self, const char *mailbox, GCancellable *cancellable)
{
  gboolean exists = FALSE;
  char delimiter = 0;

  if (!loft_imap_session_is_connected (self->session) ||
      !loft_imap_session_look_up (self->session, "INBOX", &exists, &delimiter, cancellable, NULL) ||
      delimiter == 0)
    return NULL;
  return g_strdup_printf ("INBOX%c%s", delimiter, mailbox);
}

static gboolean
is_there (LoftImapBackend *self, const char *mailbox, GCancellable *cancellable)
{
  gboolean exists = FALSE;
  char delimiter = 0;

  return loft_imap_session_is_connected (self->session) &&
         loft_imap_session_look_up (self->session, mailbox, &exists, &delimiter, cancellable,
                                    NULL) &&
         exists;
}

/* The answer to an earlier CREATE may have been lost. */
static gboolean
create_or_find (LoftImapBackend *self, const char *mailbox, LoftFolderRole role,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (loft_imap_session_create (self->session, mailbox, role, cancellable, &refusal) ||
      is_there (self, mailbox, cancellable))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
loft_imap_backend_create_folder (LoftBackend *backend, const char *parent_id, const char *name,
                                 LoftFolderRole role, char **folder_id, GCancellable *cancellable,
                                 GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autofree char *mailbox = NULL;
  g_autofree char *below = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!make_name (self, parent_id, name, &mailbox, cancellable, error))
    return FALSE;
  if (!create_or_find (self, mailbox, role, cancellable, &refusal))
    {
      below = parent_id == NULL ? below_inbox (self, mailbox, cancellable) : NULL;
      if (below == NULL || !create_or_find (self, below, role, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      g_free (mailbox);
      mailbox = g_steal_pointer (&below);
    }
  /* What is not subscribed other programs do not show; a server that will not is no trouble. */
  if (!loft_imap_session_subscribe (self->session, mailbox, TRUE, cancellable, NULL) &&
      !loft_imap_session_is_connected (self->session) &&
      !loft_imap_backend_connect (self, cancellable, error))
    return FALSE;
  *folder_id = g_steal_pointer (&mailbox);
  return TRUE;
}

gboolean
loft_imap_backend_rename_folder (LoftBackend *backend, const char *folder_id, const char *parent_id,
                                 const char *name, char **new_id, GCancellable *cancellable,
                                 GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autofree char *mailbox = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!make_name (self, parent_id, name, &mailbox, cancellable, error))
    return FALSE;
  if (strcmp (mailbox, folder_id) != 0 &&
      !loft_imap_session_rename (self->session, folder_id, mailbox, cancellable, &refusal) &&
      !(is_there (self, mailbox, cancellable) && !is_there (self, folder_id, cancellable)))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  *new_id = g_steal_pointer (&mailbox);
  return TRUE;
}

gboolean
loft_imap_backend_delete_folder (LoftBackend *backend, const char *folder_id,
                                 GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (GError) refusal = NULL;

  if (loft_imap_session_delete (self->session, folder_id, cancellable, &refusal))
    {
      loft_imap_session_subscribe (self->session, folder_id, FALSE, cancellable, NULL);
      return TRUE;
    }
  if (loft_imap_session_is_connected (self->session) && !is_there (self, folder_id, cancellable) &&
      loft_imap_session_is_connected (self->session))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
loft_imap_backend_subscribe_folder (LoftBackend *backend, const char *folder_id,
                                    gboolean subscribed, GCancellable *cancellable, GError **error)
{
  return loft_imap_session_subscribe (LOFT_IMAP_BACKEND (backend)->session, folder_id, subscribed,
                                      cancellable, error);
}
