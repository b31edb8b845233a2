/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

#define STORE_CHUNK 100000 /* UIDs in one command; the length of its line is the real bound */

static void
append_word (GString *text, const char *word)
{
  if (text->len > 1)
    g_string_append_c (text, ' ');
  g_string_append (text, word);
}

/* Some older clients set "Forwarded": where the mailbox knows it, removing takes both. */
char *
loft_imap_session_flags_to_text (LoftFlags flags, const char *keywords, gboolean old_forwarded)
{
  static const struct {
    LoftFlags flag;
    const char *name;
  } names[] = {
    { LOFT_FLAG_SEEN, "\\Seen" },       { LOFT_FLAG_ANSWERED, "\\Answered" },
    { LOFT_FLAG_FLAGGED, "\\Flagged" }, { LOFT_FLAG_DRAFT, "\\Draft" },
    { LOFT_FLAG_DELETED, "\\Deleted" }, { LOFT_FLAG_FORWARDED, "$Forwarded" },
  };
  GString *text = g_string_new ("(");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (flags & names[i].flag)
      append_word (text, names[i].name);
  if ((flags & LOFT_FLAG_FORWARDED) && old_forwarded)
    append_word (text, "Forwarded");
  if (keywords[0] != '\0')
    append_word (text, keywords);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static gboolean
send_store (LoftImapPipeline *pipeline, const char *set, const char *item, const char *list,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapCommand) command = NULL;

  if (strcmp (list, "()") == 0)
    return TRUE;
  command = loft_imap_session_new_command (pipeline->session, "UID STORE");
  loft_imap_command_add (command, set);
  loft_imap_command_add (command, item);
  loft_imap_command_add (command, list);
  return loft_imap_pipeline_send (pipeline, command, cancellable, error);
}

static gboolean
store_lists (LoftImapSession *self, const LoftImapUidSet *uids, const char *add,
             const char *remove, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapPipeline) pipeline = { NULL };
  g_autoptr (LoftImapUidSet) remaining = loft_imap_uid_set_copy (uids);
  guint chunk = STORE_CHUNK;

  loft_imap_pipeline_init (&pipeline, self, LOFT_IMAP_FETCH_WINDOW);
  while (!loft_imap_uid_set_is_empty (remaining))
    {
      g_autofree char *set = loft_imap_take_for_line (remaining, &chunk);

      if (!send_store (&pipeline, set, "+FLAGS.SILENT", add, cancellable, error) ||
          !send_store (&pipeline, set, "-FLAGS.SILENT", remove, cancellable, error))
        return FALSE;
    }
  return loft_imap_pipeline_finish (&pipeline, cancellable, error);
}

/* --- Rights (RFC 4314) -------------------------------------------------------------------- */

static gboolean
refuse_change (LoftImapSession *self, LoftImapRights missing, GError **error)
{
  g_autofree char *letters = loft_imap_rights_to_letters (missing);

  if (missing == 0)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "The server lets this folder only be read");
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                 "You may not change this in the folder: the right “%s” is missing", letters);
  return FALSE;
}

/* Dovecot says OK to flags that may not be changed, and keeps them as they were: the person would
 * see a change undone later without a reason. PERMANENTFLAGS hints at it, MYRIGHTS tells. Not every
 * server means PERMANENTFLAGS: without rights only READ-ONLY counts. */
static gboolean
check_rights (LoftImapSession *self, LoftFlags flags, gboolean keywords, GCancellable *cancellable,
              GError **error)
{
  LoftFlags doubtful = flags & ~(self->permanent_flags | LOFT_FLAG_FORWARDED);
  LoftImapRights needed = loft_imap_rights_for_flags (flags, keywords);
  LoftImapRights rights = 0;
  g_autoptr (GError) refusal = NULL;

  if (!self->read_only && doubtful == 0)
    return TRUE;
  if (!loft_imap_session_has_capability (self, "ACL") ||
      !loft_imap_session_get_rights (self, self->selected, &rights, cancellable, &refusal))
    {
      if (!loft_imap_session_is_connected (self))
        g_propagate_error (error, g_steal_pointer (&refusal));
      else if (self->read_only)
        return refuse_change (self, 0, error);
      return loft_imap_session_is_connected (self);
    }
  if (!self->read_only && (needed & ~rights) == 0)
    return TRUE;
  return refuse_change (self, needed & ~rights, error);
}

/* --- Keywords (RFC 9051, 7.1: PERMANENTFLAGS) ---------------------------------------------- */

/* The marks that programs set beside what a person wanted: that a server forgets them is no reason to
 * say that a message was not moved to junk. */
static gboolean
is_registered (const char *keyword)
{
  static const char *const words[] = { "$Junk", "$NotJunk", "$Forwarded", "$MDNSent", "$Phishing" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i], keyword) == 0)
      return TRUE;
  return FALSE;
}

/* A server answers OK and keeps the keyword until the connection ends, or not at all. */
static gboolean
check_keywords (LoftImapSession *self, const char *keywords, GError **error)
{
  g_auto (GStrv) words = g_strsplit (keywords, " ", -1);

  for (guint i = 0; self->fixed_keywords && words[i] != NULL; i++)
    {
      if (words[i][0] == '\0' || is_registered (words[i]) ||
          loft_keywords_contain (self->permanent_keywords, words[i]))
        continue;
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                   "The server keeps no categories of one's own in this folder (%s)", words[i]);
      return FALSE;
    }
  return TRUE;
}

/* --- STORE -------------------------------------------------------------------------------- */

gboolean
loft_imap_session_store (LoftImapSession      *self,
                         const LoftImapUidSet *uids,
                         LoftFlags             add,
                         LoftFlags             remove,
                         const char           *add_keywords,
                         const char           *remove_keywords,
                         GCancellable         *cancellable,
                         GError              **error)
{
  const char *more = add_keywords != NULL ? add_keywords : "";
  const char *less = remove_keywords != NULL ? remove_keywords : "";
  g_autofree char *add_list = loft_imap_session_flags_to_text (add, more, FALSE);
  g_autofree char *remove_list = loft_imap_session_flags_to_text (remove, less, self->old_forwarded);

  if (!loft_imap_session_check_selected (self, error))
    return FALSE;
  if (!loft_imap_command_allows_keywords (more) || !loft_imap_command_allows_keywords (less))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "An IMAP server can keep only plain ASCII words as keywords");
      return FALSE;
    }
  return check_keywords (self, more, error) &&
         check_rights (self, add | remove, more[0] != '\0' || less[0] != '\0', cancellable, error) &&
         store_lists (self, uids, add_list, remove_list, cancellable, error);
}
