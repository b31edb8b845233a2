/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

/* What is told to, and asked of, one mailbox that need not be selected. */

#define MAX_QUOTAS 100

static gboolean
run_about (LoftImapSession *self, const char *words, const char *mailbox, const char *rest,
           LoftImapHandler handler, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  command = loft_imap_session_new_command (self, words);
  loft_imap_session_add_mailbox (self, command, mailbox);
  if (rest != NULL)
    loft_imap_command_add (command, rest);
  return loft_imap_session_run (self, command, handler, user_data, cancellable, error);
}

gboolean
loft_imap_session_subscribe (LoftImapSession *self, const char *mailbox, gboolean subscribed,
                             GCancellable *cancellable, GError **error)
{
  return run_about (self, subscribed ? "SUBSCRIBE" : "UNSUBSCRIBE", mailbox, NULL, NULL, NULL,
                    cancellable, error);
}

/* --- Quota (RFC 2087, RFC 9208) ----------------------------------------------------------- */

static gboolean
take_quota (LoftImapResponse *response, gpointer user_data)
{
  GPtrArray *quotas = user_data;

  if (response->kind != LOFT_IMAP_RESPONSE_QUOTA)
    return FALSE;
  if (quotas->len < MAX_QUOTAS)
    g_ptr_array_add (quotas, g_steal_pointer (&response->quota));
  return TRUE;
}

GPtrArray *
loft_imap_session_get_quotas (LoftImapSession *self, const char *mailbox, GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GPtrArray) quotas =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_imap_quota_free);

  if (!loft_imap_session_check_offered (self, "QUOTA", error) ||
      !run_about (self, "GETQUOTAROOT", mailbox, NULL, take_quota, quotas, cancellable, error))
    return NULL;
  return g_steal_pointer (&quotas);
}

/* --- Size of a mailbox (RFC 8438) --------------------------------------------------------- */

typedef struct {
  gboolean told;
  guint n_messages;
  guint64 bytes;
} Size;

static gboolean
take_size (LoftImapResponse *response, gpointer user_data)
{
  Size *size = user_data;

  if (response->kind != LOFT_IMAP_RESPONSE_MAILBOX_STATUS)
    return FALSE;
  size->told = response->mailbox->has_size;
  size->n_messages = response->mailbox->messages;
  size->bytes = response->mailbox->size;
  return TRUE;
}

gboolean
loft_imap_session_get_size (LoftImapSession *self, const char *mailbox, guint *n_messages,
                            guint64 *bytes, GCancellable *cancellable, GError **error)
{
  Size size = { FALSE, 0, 0 };

  if (!loft_imap_session_check_offered (self, "STATUS=SIZE", error) ||
      !run_about (self, "STATUS", mailbox, "(MESSAGES SIZE)", take_size, &size, cancellable, error))
    return FALSE;
  *n_messages = size.n_messages;
  *bytes = size.bytes;
  if (size.told)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "The server does not tell how large the folder is");
  return FALSE;
}

/* --- What comes next ---------------------------------------------------------------------- */

static gboolean
take_next (LoftImapResponse *response, gpointer user_data)
{
  guint32 *values = user_data;

  if (response->kind != LOFT_IMAP_RESPONSE_MAILBOX_STATUS)
    return FALSE;
  values[0] = response->mailbox->uid_validity;
  values[1] = response->mailbox->uid_next;
  return TRUE;
}

gboolean
loft_imap_session_get_next (LoftImapSession *self, const char *mailbox, guint32 *uid_validity,
                            guint32 *uid_next, GCancellable *cancellable, GError **error)
{
  guint32 values[2] = { 0, 0 };

  if (!run_about (self, "STATUS", mailbox, "(UIDVALIDITY UIDNEXT)", take_next, values, cancellable,
                  error))
    return FALSE;
  *uid_validity = values[0];
  *uid_next = values[1];
  return TRUE;
}

/* --- Rights (RFC 4314) -------------------------------------------------------------------- */

typedef struct {
  gboolean told;
  LoftImapRights rights;
} Rights;

static gboolean
take_rights (LoftImapResponse *response, gpointer user_data)
{
  Rights *rights = user_data;

  if (response->kind != LOFT_IMAP_RESPONSE_MYRIGHTS || !response->mailbox->has_rights)
    return FALSE;
  rights->told = TRUE;
  rights->rights = response->mailbox->rights;
  return TRUE;
}

gboolean
loft_imap_session_get_rights (LoftImapSession *self, const char *mailbox, LoftImapRights *rights,
                              GCancellable *cancellable, GError **error)
{
  Rights told = { FALSE, 0 };

  if (!loft_imap_session_check_offered (self, "ACL", error) ||
      !run_about (self, "MYRIGHTS", mailbox, NULL, take_rights, &told, cancellable, error))
    return FALSE;
  *rights = told.rights;
  if (told.told)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "The server does not tell the rights");
  return FALSE;
}

/* --- Metadata (RFC 5464) ------------------------------------------------------------------ */

typedef struct {
  const char *entry;
  char *value;
} Metadata;

static gboolean
take_metadata (LoftImapResponse *response, gpointer user_data)
{
  Metadata *metadata = user_data;

  if (response->kind != LOFT_IMAP_RESPONSE_METADATA)
    return FALSE;
  for (guint i = 0; i + 1 < response->words->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (response->words, i), metadata->entry) == 0)
      {
        g_free (metadata->value);
        metadata->value = g_strdup (g_ptr_array_index (response->words, i + 1));
      }
  return TRUE;
}

/* METADATA-SERVER has entries of the server alone, told under the name "" (RFC 5464, 1). */
static gboolean
check_metadata (LoftImapSession *self, const char *mailbox, GError **error)
{
  if (mailbox[0] == '\0' && loft_imap_session_has_capability (self, "METADATA-SERVER"))
    return loft_imap_session_check_connected (self, error);
  return loft_imap_session_check_offered (self, "METADATA", error);
}

char *
loft_imap_session_get_metadata (LoftImapSession *self, const char *mailbox, const char *entry,
                                GCancellable *cancellable, GError **error)
{
  Metadata metadata = { entry, NULL };
  g_autofree char *list = g_strdup_printf ("(%s)", entry);

  if (!check_metadata (self, mailbox, error))
    return NULL;
  if (!run_about (self, "GETMETADATA", mailbox, list, take_metadata, &metadata, cancellable, error))
    {
      g_free (metadata.value);
      return NULL;
    }
  return metadata.value != NULL ? metadata.value : g_strdup ("");
}

/* --- Size of messages (RFC 7889) ---------------------------------------------------------- */

static gboolean
take_append_limit (LoftImapResponse *response, gpointer user_data)
{
  if (response->kind != LOFT_IMAP_RESPONSE_MAILBOX_STATUS)
    return FALSE;
  *(guint64 *) user_data = response->mailbox->append_limit;
  return TRUE;
}

/* "APPENDLIMIT=35651584" holds for all mailboxes, "APPENDLIMIT" must be asked for. */
gboolean
loft_imap_session_get_append_limit (LoftImapSession *self, const char *mailbox, guint64 *limit,
                                    GCancellable *cancellable, GError **error)
{
  const char *value = loft_imap_session_get_capability_value (self, "APPENDLIMIT");

  *limit = 0;
  if (!loft_imap_session_check_connected (self, error))
    return FALSE;
  if (value != NULL)
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, limit, NULL) || TRUE;
  if (!loft_imap_session_has_capability (self, "APPENDLIMIT"))
    return TRUE;
  return run_about (self, "STATUS", mailbox, "(APPENDLIMIT)", take_append_limit, limit, cancellable,
                    error);
}
