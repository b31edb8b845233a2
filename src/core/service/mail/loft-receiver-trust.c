/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-receiver-trust.h"

#include <string.h>

#include "loft-folder.h"
#include "loft-mime-authentication.h"
#include "loft-mime-domain.h"
#include "loft-mime-scanner.h"
#include "loft-public-suffix.h"

#define LOOKED_AT  60
#define ENOUGH     20
#define SIZE_LIMIT (128 * 1024) /* the header is all that matters */

/* (transfer full) "imap.example.co.uk" is at home in all of example.co.uk. */
static char *
home_of (const char *host)
{
  g_autofree char *ascii = loft_mime_domain_to_ascii (host);
  g_autofree char *registrable = loft_public_suffix_registrable (ascii);

  return registrable[0] != '\0' ? g_steal_pointer (&registrable) : g_steal_pointer (&ascii);
}

static gint64
find_inbox (LoftMailReader *reader)
{
  g_autoptr (GPtrArray) folders = loft_mail_reader_list_folders (reader, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->role == LOFT_FOLDER_ROLE_INBOX)
        return folder->id;
    }
  return 0;
}

static gboolean
learn_from (LoftAuthenticationLearner *learner, LoftMailReader *reader, gint64 id)
{
  g_autoptr (LoftMessage) message = loft_mail_reader_get_message (reader, id, NULL);
  g_autoptr (GBytes) raw = NULL;
  const char *bytes, *block;
  gsize length;

  if (message == NULL || !message->cached || message->size > SIZE_LIMIT)
    return FALSE;
  raw = loft_mail_reader_get_raw (reader, id, NULL);
  bytes = raw != NULL ? g_bytes_get_data (raw, &length) : NULL;
  if (bytes == NULL)
    return FALSE;
  length = loft_mime_scanner_find_header (bytes, length, &block);
  loft_authentication_learner_add (learner, block, length);
  return TRUE;
}

LoftAuthenticationTrust *
loft_receiver_trust_learn (LoftMailReader *reader, LoftAccount *account)
{
  g_autofree char *server = home_of (account->incoming.host);
  g_autofree char *address = home_of (loft_mime_domain_of (account->address));
  const char *homes[] = { server, address, NULL };
  g_autoptr (LoftAuthenticationLearner) learner = loft_authentication_learner_new (homes);
  gint64 inbox = find_inbox (reader);
  g_autoptr (GArray) ids = NULL;
  guint n = 0;

  if (inbox == 0)
    return NULL;
  ids = loft_mail_reader_list_ids (reader, inbox, LOOKED_AT, 0, NULL, NULL);
  for (guint i = 0; ids != NULL && i < ids->len && n < ENOUGH; i++)
    n += learn_from (learner, reader, g_array_index (ids, gint64, i));
  return loft_authentication_learner_finish (learner);
}
