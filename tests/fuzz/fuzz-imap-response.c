/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-feed.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What the rest of the program may rely on, whatever a server sends. */
static void
check_mailbox (const LoftImapMailbox *mailbox)
{
  if (mailbox->path == NULL)
    return;
  g_assert_true (g_utf8_validate (mailbox->path, -1, NULL));
  g_assert_true (mailbox->path[0] != '\0' && mailbox->path[0] != '/');
  for (const char *p = mailbox->path; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
}

static void
check_response (const LoftImapResponse *response)
{
  if (response->text != NULL && response->kind != LOFT_IMAP_RESPONSE_CONTINUATION)
    g_assert_true (g_utf8_validate (response->text, -1, NULL));
  if (response->keywords != NULL)
    g_assert_true (g_utf8_validate (response->keywords, -1, NULL));
  if (response->mailbox != NULL)
    check_mailbox (response->mailbox);
  if (response->fetch.valid & LOFT_IMAP_FETCH_FLAGS)
    g_assert_true (g_utf8_validate (response->fetch.keywords, -1, NULL));
  if (response->fetch.valid &
      (LOFT_IMAP_FETCH_BODY | LOFT_IMAP_FETCH_HEADER | LOFT_IMAP_FETCH_RANGE))
    g_assert_nonnull (response->fetch.data);
}

static void
check_words (GPtrArray *words)
{
  for (guint i = 0; words != NULL && i < words->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (words, i), -1, NULL));
}

static void
check_extensions (const LoftImapResponse *response)
{
  const LoftImapFetch *fetch = &response->fetch;

  check_words (response->kind == LOFT_IMAP_RESPONSE_NAMESPACE ? NULL : response->words);
  if (response->quota != NULL)
    g_assert_true (g_utf8_validate (response->quota->root, -1, NULL));
  if (response->mailbox != NULL && response->mailbox->mailbox_id != NULL)
    g_assert_true (g_utf8_validate (response->mailbox->mailbox_id, -1, NULL));
  if (fetch->valid & LOFT_IMAP_FETCH_EMAIL_ID)
    g_assert_true (g_utf8_validate (fetch->email_id, -1, NULL));
  if (fetch->valid & LOFT_IMAP_FETCH_THREAD_ID)
    g_assert_true (g_utf8_validate (fetch->thread_id, -1, NULL));
  if (fetch->valid & LOFT_IMAP_FETCH_LABELS)
    check_words (fetch->labels);
  for (guint i = 0; response->copied.runs != NULL && i < response->copied.runs->len; i++)
    {
      const LoftImapCopiedRun *run = &g_array_index (response->copied.runs, LoftImapCopiedRun, i);

      g_assert_true (run->source > 0 && run->destination > 0 && run->count > 0);
      g_assert_true (run->count - 1 <= G_MAXUINT32 - MAX (run->source, run->destination));
    }
}

static gboolean
read_one (ImapFeed *feed, const char **bytes, size_t *size)
{
  g_auto (LoftImapResponse) response = { 0 };
  gsize used = 0;

  if (imap_feed_push (feed, *bytes, *size, &used, NULL) != LOFT_IMAP_NEED_NOTHING)
    return FALSE;
  *bytes += used;
  *size -= used;
  if (!loft_imap_response_parse (&response, feed->reader, NULL))
    return FALSE;
  check_response (&response);
  check_extensions (&response);
  g_free (imap_feed_describe (&response));
  imap_feed_next (feed);
  return TRUE;
}

static void
read_all (const char *bytes, size_t size, gboolean utf8_names)
{
  g_auto (ImapFeed) feed = { NULL };

  imap_feed_init (&feed);
  loft_imap_reader_set_utf8_names (feed.reader, utf8_names);
  while (size > 0 && read_one (&feed, &bytes, &size))
    ;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  read_all ((const char *) data, size, FALSE);
  read_all ((const char *) data, size, TRUE);
  return 0;
}
