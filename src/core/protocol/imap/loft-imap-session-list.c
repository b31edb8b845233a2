/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

/* All mailboxes (RFC 9051, 6.3.9; RFC 5258, 5819, 6154, 2342). */

#define MAX_MAILBOXES 200000 /* a server full of other users' folders has some ten thousand */
#define MAX_NAMES     (24 * 1024 * 1024) /* bytes of all names */

typedef struct {
  LoftImapSession *session;
  GPtrArray *mailboxes; /* of LoftImapMailbox */
  GHashTable *by_name;
  LoftImapMailbox *inbox; /* (nullable) */
  gsize name_bytes;
  gboolean too_many;
} Listing;

static void
listing_clear (Listing *self)
{
  g_ptr_array_unref (self->mailboxes);
  g_hash_table_unref (self->by_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

/* The one name without case. */
static LoftImapMailbox *
find_mailbox (Listing *listing, const char *name)
{
  if (g_ascii_strcasecmp (name, "INBOX") == 0)
    return listing->inbox;
  return g_hash_table_lookup (listing->by_name, name);
}

static void
take_listed (Listing *listing, LoftImapResponse *response)
{
  LoftImapMailbox *mailbox = response->mailbox;
  LoftImapMailbox *known;

  if (mailbox == NULL)
    return;
  known = find_mailbox (listing, mailbox->name);
  if (known != NULL)
    {
      known->subscribed |= mailbox->subscribed;
      return;
    }
  listing->name_bytes += strlen (mailbox->name) + strlen (mailbox->path);
  listing->too_many |=
    listing->mailboxes->len >= MAX_MAILBOXES || listing->name_bytes > MAX_NAMES;
  if (listing->too_many)
    return;
  g_ptr_array_add (listing->mailboxes, mailbox);
  g_hash_table_insert (listing->by_name, mailbox->name, mailbox);
  if (mailbox->role == LOFT_FOLDER_ROLE_INBOX)
    listing->inbox = mailbox;
  response->mailbox = NULL;
}

/* A subscribed mailbox may be gone; only those of LIST are there. */
static void
take_subscribed (Listing *listing, const LoftImapMailbox *subscribed)
{
  LoftImapMailbox *mailbox = subscribed != NULL ? find_mailbox (listing, subscribed->name) : NULL;

  if (mailbox != NULL)
    mailbox->subscribed = TRUE;
}

static void
take_mailbox_status (Listing *listing, const LoftImapMailbox *status)
{
  LoftImapMailbox *mailbox = find_mailbox (listing, status->name);

  if (mailbox == NULL)
    return;
  mailbox->has_status = TRUE;
  mailbox->uid_validity = status->uid_validity;
  mailbox->uid_next = status->uid_next;
  mailbox->messages = status->messages;
  mailbox->unseen = status->unseen;
  mailbox->highest_modseq = status->highest_modseq;
  g_free (mailbox->mailbox_id);
  mailbox->mailbox_id = g_strdup (status->mailbox_id);
}

/* LIST-MYRIGHTS (RFC 8440). */
static void
take_rights (Listing *listing, const LoftImapMailbox *rights)
{
  LoftImapMailbox *mailbox = find_mailbox (listing, rights->name);

  if (mailbox == NULL)
    return;
  mailbox->has_rights = rights->has_rights;
  mailbox->rights = rights->rights;
}

static gboolean
take_list_response (LoftImapResponse *response, gpointer user_data)
{
  Listing *listing = user_data;

  switch (response->kind)
    {
    case LOFT_IMAP_RESPONSE_LIST:
      take_listed (listing, response);
      return TRUE;
    case LOFT_IMAP_RESPONSE_LSUB:
      take_subscribed (listing, response->mailbox);
      return TRUE;
    case LOFT_IMAP_RESPONSE_MAILBOX_STATUS:
      take_mailbox_status (listing, response->mailbox);
      return TRUE;
    case LOFT_IMAP_RESPONSE_MYRIGHTS:
      take_rights (listing, response->mailbox);
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
status_items (LoftImapSession *self)
{
  gboolean condstore = self->qresync || loft_imap_session_has_capability (self, "CONDSTORE");
  gboolean objectid = loft_imap_session_has_capability (self, "OBJECTID");

  return g_strconcat ("(MESSAGES UNSEEN UIDNEXT UIDVALIDITY", condstore ? " HIGHESTMODSEQ" : "",
                      objectid ? " MAILBOXID" : "", ")", NULL);
}

/* "%" and "*" within a prefix would match more than it: harmless, names are listed once. */
static LoftImapCommand *
new_list (LoftImapSession *self, const char *verb, const char *prefix, const char *options)
{
  LoftImapCommand *command = loft_imap_session_new_command (self, verb);
  g_autofree char *pattern = g_strconcat (prefix, "*", NULL);

  loft_imap_command_add (command, "\"\"");
  loft_imap_session_add_mailbox (self, command, pattern);
  if (options != NULL)
    loft_imap_command_add (command, options);
  return command;
}

/* Prefixes with "#" and "~" need not show in LIST "" "*" (RFC 3501, 5.1.2), and some servers hide
 * others too; so each is asked for. */
static gboolean
send_foreign_lists (LoftImapPipeline *pipeline, const char *verb, const char *options,
                    GCancellable *cancellable, GError **error)
{
  GPtrArray *prefixes = pipeline->session->prefixes;

  for (guint i = 0; prefixes != NULL && i < prefixes->len; i++)
    {
      const char *prefix = g_ptr_array_index (prefixes, i);
      g_autoptr (LoftImapCommand) command = NULL;

      if (prefix[0] == '\0')
        continue;
      command = new_list (pipeline->session, verb, prefix, options);
      if (!loft_imap_pipeline_send (pipeline, command, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
send_subscriptions (LoftImapPipeline *pipeline, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = new_list (pipeline->session, "LSUB", "", NULL);

  return loft_imap_pipeline_send (pipeline, command, cancellable, error) &&
         send_foreign_lists (pipeline, "LSUB", NULL, cancellable, error);
}

static char *
return_options (LoftImapSession *self, gboolean with_status)
{
  GString *options = g_string_new ("RETURN (SUBSCRIBED");
  g_autofree char *items = status_items (self);

  if (loft_imap_session_has_capability (self, "SPECIAL-USE"))
    g_string_append (options, " SPECIAL-USE");
  if (loft_imap_session_has_capability (self, "LIST-MYRIGHTS"))
    g_string_append (options, " MYRIGHTS");
  if (with_status && loft_imap_session_has_capability (self, "LIST-STATUS"))
    g_string_append_printf (options, " STATUS %s", items);
  g_string_append_c (options, ')');
  return g_string_free (options, FALSE);
}

/* What is not listed counts as gone: the list is whole, or it is an error. Only a foreign
 * namespace that is refused for good may be missing. */
static gboolean
finish_lists (LoftImapPipeline *rest, LoftImapExchange *own, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GError) refusal = NULL;
  gboolean ok = loft_imap_session_finish (rest->session, own, cancellable, error);

  if (loft_imap_session_is_connected (rest->session) &&
      loft_imap_pipeline_finish (rest, cancellable, &refusal))
    return ok;
  if (!ok)
    return FALSE;
  if (loft_imap_session_is_connected (rest->session) && refusal->code != LOFT_ERROR_TEMPORARY)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
list_names (Listing *listing, gboolean with_status, GCancellable *cancellable, GError **error)
{
  LoftImapSession *self = listing->session;
  gboolean extended = loft_imap_session_has_capability (self, "LIST-EXTENDED");
  g_autofree char *options = extended ? return_options (self, with_status) : NULL;
  g_autoptr (LoftImapCommand) command = new_list (self, "LIST", "", options);
  g_auto (LoftImapExchange) own = { NULL };
  g_auto (LoftImapPipeline) rest = { NULL };

  loft_imap_pipeline_init (&rest, self, LOFT_IMAP_MAX_WINDOW);
  if (!loft_imap_session_send (self, command, &own, cancellable, error) ||
      !send_foreign_lists (&rest, "LIST", options, cancellable, error) ||
      (!extended && !send_subscriptions (&rest, cancellable, error)) ||
      !finish_lists (&rest, &own, cancellable, error))
    return FALSE;
  if (!listing->too_many)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The server has too many mailboxes");
  return FALSE;
}

/* Mailboxes that refuse to tell simply have no status. */
static gboolean
ask_statuses (Listing *listing, GCancellable *cancellable, GError **error)
{
  LoftImapSession *self = listing->session;
  g_auto (LoftImapPipeline) pipeline = { NULL };
  g_autofree char *items = status_items (self);
  g_autoptr (GError) refusal = NULL;

  loft_imap_pipeline_init (&pipeline, self, LOFT_IMAP_MAX_WINDOW);
  for (guint i = 0; i < listing->mailboxes->len; i++)
    {
      LoftImapMailbox *mailbox = g_ptr_array_index (listing->mailboxes, i);
      g_autoptr (LoftImapCommand) command = NULL;

      if (!mailbox->selectable || mailbox->has_status)
        continue;
      command = loft_imap_session_new_command (self, "STATUS");
      loft_imap_session_add_mailbox (self, command, mailbox->name);
      loft_imap_command_add (command, items);
      if (!loft_imap_pipeline_send (&pipeline, command, cancellable, error))
        return FALSE;
    }
  if (loft_imap_pipeline_finish (&pipeline, cancellable, &refusal) ||
      loft_imap_session_is_connected (self))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* Without LIST-STATUS in the answer (not offered, or left out for some) each is asked. */
static gboolean
run_listing (Listing *listing, gboolean with_status, GCancellable *cancellable, GError **error)
{
  LoftImapSession *self = listing->session;
  gboolean ok;

  self->changed_elsewhere = FALSE;
  self->handler = take_list_response;
  self->handler_data = listing;
  ok = list_names (listing, with_status, cancellable, error) &&
       (!with_status || ask_statuses (listing, cancellable, error));
  self->handler = NULL;
  return ok;
}

GPtrArray *
loft_imap_session_list (LoftImapSession *self, gboolean with_status, GCancellable *cancellable,
                        GError **error)
{
  g_auto (Listing) listing = {
    self,
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_imap_mailbox_free),
    g_hash_table_new (g_str_hash, g_str_equal),
  };

  if (!loft_imap_session_check_connected (self, error) ||
      !run_listing (&listing, with_status, cancellable, error))
    return NULL;
  return g_ptr_array_ref (listing.mailboxes);
}
