/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-feed.h"

void
imap_feed_init (ImapFeed *self)
{
  self->reader = loft_imap_reader_new ();
  self->line = g_string_new (NULL);
  self->literal = g_byte_array_new ();
  self->need = LOFT_IMAP_NEED_LINE;
}

void
imap_feed_clear (ImapFeed *self)
{
  loft_imap_reader_free (self->reader);
  g_string_free (self->line, TRUE);
  g_byte_array_unref (self->literal);
}

void
imap_feed_next (ImapFeed *self)
{
  loft_imap_reader_reset (self->reader);
  self->need = LOFT_IMAP_NEED_LINE;
}

static void
finish_literal (ImapFeed *self)
{
  g_autoptr (GBytes) literal = g_bytes_new (self->literal->data, self->literal->len);

  loft_imap_reader_add_literal (self->reader, literal);
  g_byte_array_set_size (self->literal, 0);
  self->need = LOFT_IMAP_NEED_LINE;
}

static void
finish_line (ImapFeed *self, GError **error)
{
  if (self->line->len > 0 && self->line->str[self->line->len - 1] == '\r')
    g_string_truncate (self->line, self->line->len - 1);
  self->need = loft_imap_reader_add_line (self->reader, self->line->str, self->line->len, error);
  g_string_truncate (self->line, 0);
  if (self->need == LOFT_IMAP_NEED_LITERAL &&
      loft_imap_reader_get_literal_size (self->reader) == 0)
    finish_literal (self);
}

static void
take_byte (ImapFeed *self, char byte, GError **error)
{
  if (self->need == LOFT_IMAP_NEED_LITERAL)
    {
      g_byte_array_append (self->literal, (const guint8 *) &byte, 1);
      if (self->literal->len == loft_imap_reader_get_literal_size (self->reader))
        finish_literal (self);
    }
  else if (byte == '\n')
    finish_line (self, error);
  else
    g_string_append_c (self->line, byte);
}

LoftImapNeed
imap_feed_push (ImapFeed *self, const char *bytes, gsize length, gsize *used, GError **error)
{
  gsize n = 0;

  while (n < length && self->need < LOFT_IMAP_NEED_NOTHING)
    take_byte (self, bytes[n++], error);
  if (used != NULL)
    *used = n;
  return self->need;
}

/* --- Description -------------------------------------------------------------------------- */

static void
describe_set (GString *text, const char *name, const LoftImapUidSet *set)
{
  g_autofree char *shown = set != NULL ? loft_imap_uid_set_to_text (set) : NULL;

  if (shown != NULL)
    g_string_append_printf (text, " %s=%s", name, shown);
}

static void
describe_status (GString *text, const LoftImapResponse *response)
{
  static const char *const names[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };

  g_string_append_printf (text, " %s code=%d", names[response->status], response->code);
  if (response->code_number != 0)
    g_string_append_printf (text, " n=%" G_GUINT64_FORMAT, response->code_number);
  for (guint i = 0; response->copied.runs != NULL && i < response->copied.runs->len; i++)
    {
      const LoftImapCopiedRun *run =
        &g_array_index (response->copied.runs, LoftImapCopiedRun, i);

      g_string_append_printf (text, " %u>%u*%u", run->source, run->destination, run->count);
    }
}

static void
describe_flags (GString *text, LoftFlags flags, const char *keywords)
{
  g_autofree const char **names = loft_flags_to_names (flags);
  g_autofree char *joined = g_strjoinv (",", (char **) names);

  g_string_append_printf (text, " flags=%s keywords=%s", joined, keywords);
}

static void
describe_fetch (GString *text, const LoftImapFetch *fetch)
{
  g_string_append_printf (text, " uid=%u", fetch->uid);
  if (fetch->valid & LOFT_IMAP_FETCH_FLAGS)
    describe_flags (text, fetch->flags, fetch->keywords);
  if (fetch->valid & LOFT_IMAP_FETCH_SIZE)
    g_string_append_printf (text, " size=%" G_GUINT64_FORMAT, fetch->size);
  if (fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE)
    g_string_append_printf (text, " date=%" G_GINT64_FORMAT, fetch->internal_date);
  if (fetch->valid & LOFT_IMAP_FETCH_MODSEQ)
    g_string_append_printf (text, " modseq=%" G_GUINT64_FORMAT, fetch->modseq);
  if (fetch->data != NULL)
    g_string_append_printf (text, " %s=“%.*s”",
                            fetch->valid & LOFT_IMAP_FETCH_BODY     ? "body"
                            : fetch->valid & LOFT_IMAP_FETCH_HEADER ? "header"
                                                                    : "range",
                            (int) g_bytes_get_size (fetch->data),
                            (const char *) g_bytes_get_data (fetch->data, NULL));
  if (fetch->valid & LOFT_IMAP_FETCH_EMAIL_ID)
    g_string_append_printf (text, " email=%s", fetch->email_id);
  if (fetch->valid & LOFT_IMAP_FETCH_THREAD_ID)
    g_string_append_printf (text, " thread=%s", fetch->thread_id);
  for (guint i = 0; fetch->valid & LOFT_IMAP_FETCH_LABELS && i < fetch->labels->len; i++)
    g_string_append_printf (text, " [%s]", (const char *) g_ptr_array_index (fetch->labels, i));
  if (fetch->valid & LOFT_IMAP_FETCH_RANGE)
    g_string_append_printf (text, " origin=%" G_GUINT64_FORMAT, fetch->origin);
}

static void
describe_mailbox (GString *text, const LoftImapMailbox *mailbox)
{
  g_string_append_printf (text, " “%s”", mailbox->name);
  if (mailbox->path != NULL)
    g_string_append_printf (text, " path=%s delimiter=%c select=%d subscribed=%d role=%d",
                            mailbox->path, mailbox->delimiter != 0 ? mailbox->delimiter : '0',
                            mailbox->selectable, mailbox->subscribed, mailbox->role);
  if (mailbox->has_status)
    g_string_append_printf (text, " %u/%u/%u/%u/%" G_GUINT64_FORMAT, mailbox->messages,
                            mailbox->unseen, mailbox->uid_next, mailbox->uid_validity,
                            mailbox->highest_modseq);
  if (mailbox->mailbox_id != NULL)
    g_string_append_printf (text, " id=%s", mailbox->mailbox_id);
  if (mailbox->append_limit != 0)
    g_string_append_printf (text, " limit=%" G_GUINT64_FORMAT, mailbox->append_limit);
  if (mailbox->has_rights)
    {
      g_autofree char *letters = loft_imap_rights_to_letters (mailbox->rights);

      g_string_append_printf (text, " rights=%s", letters);
    }
}

static void
describe_quota (GString *text, const LoftImapQuota *quota)
{
  g_string_append_printf (text, " “%s” %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT
                          " %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, quota->root,
                          quota->storage_used, quota->storage_limit, quota->messages_used,
                          quota->messages_limit);
}

static void
describe_words (GString *text, GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, " <%s>", (const char *) g_ptr_array_index (words, i));
}

char *
imap_feed_describe (const LoftImapResponse *response)
{
  static const char *const kinds[] = {
    "UNKNOWN", "+", "TAGGED", "STATUS", "CAPABILITY", "ENABLED", "ID", "NAMESPACE", "FLAGS", "LIST",
    "LSUB", "MAILBOX-STATUS", "SEARCH", "ESEARCH", "EXISTS", "RECENT", "EXPUNGE", "VANISHED",
    "FETCH", "QUOTA", "MYRIGHTS", "METADATA",
  };
  GString *text = g_string_new (kinds[response->kind]);

  if (response->tag != NULL)
    g_string_append_printf (text, " tag=%s", response->tag);
  if (response->number != 0)
    g_string_append_printf (text, " #%u", response->number);
  if (response->kind == LOFT_IMAP_RESPONSE_TAGGED || response->kind == LOFT_IMAP_RESPONSE_STATUS)
    describe_status (text, response);
  describe_set (text, "uids", response->uids);
  if (response->earlier)
    g_string_append (text, " earlier");
  if (response->keywords != NULL)
    describe_flags (text, response->flags, response->keywords);
  if (response->special != 0)
    g_string_append_printf (text, " special=%d", response->special);
  if (response->words != NULL)
    describe_words (text, response->words);
  if (response->quota != NULL)
    describe_quota (text, response->quota);
  if (response->mailbox != NULL)
    describe_mailbox (text, response->mailbox);
  if (response->kind == LOFT_IMAP_RESPONSE_FETCH)
    describe_fetch (text, &response->fetch);
  if (response->text != NULL)
    g_string_append_printf (text, " “%s”", response->text);
  return g_string_free (text, FALSE);
}
