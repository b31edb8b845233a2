/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-quota.h"

#include "loft-text.h"

#define MAX_NAME_CHARS 200
#define STORAGE_UNIT   1024 /* RFC 9208, 5.1 */

void
loft_imap_quota_free (LoftImapQuota *self)
{
  if (self == NULL)
    return;
  g_free (self->root);
  g_free (self);
}

static char *
dup_name (const LoftImapToken *token)
{
  g_autoptr (GBytes) bytes = loft_imap_token_dup_bytes (token);
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  text = loft_text_to_utf8 (data != NULL ? data : "", (gssize) length);
  return loft_text_one_line (text, MAX_NAME_CHARS);
}

/* Numbers that a server invents do no harm. */
static void
take_resource (LoftImapQuota *self, const LoftImapToken *name, guint64 used, guint64 limit)
{
  if (loft_imap_token_is (name, "STORAGE"))
    {
      self->storage_used = used * STORAGE_UNIT;
      self->storage_limit = limit * STORAGE_UNIT;
    }
  else if (loft_imap_token_is (name, "MESSAGE"))
    {
      self->messages_used = used;
      self->messages_limit = limit;
    }
}

static gboolean
parse_resource (LoftImapQuota *self, const LoftImapToken *name, LoftImapLexer *lexer)
{
  const guint64 max = G_MAXINT64 / STORAGE_UNIT;
  LoftImapToken used_token;
  LoftImapToken limit_token;
  guint64 used;
  guint64 limit;

  if (loft_imap_lexer_next (lexer, &used_token) != LOFT_IMAP_TOKEN_ATOM ||
      loft_imap_lexer_next (lexer, &limit_token) != LOFT_IMAP_TOKEN_ATOM)
    return FALSE;
  if (loft_imap_token_number (&used_token, max, &used) &&
      loft_imap_token_number (&limit_token, max, &limit))
    take_resource (self, name, used, limit);
  return TRUE;
}

gboolean
loft_imap_quota_parse (LoftImapLexer *lexer, LoftImapQuota **quota)
{
  g_autoptr (LoftImapQuota) self = g_new0 (LoftImapQuota, 1);
  LoftImapToken token;

  *quota = NULL;
  if (loft_imap_lexer_next (lexer, &token) < LOFT_IMAP_TOKEN_ATOM ||
      token.type > LOFT_IMAP_TOKEN_LITERAL)
    return FALSE;
  self->root = dup_name (&token);
  if (loft_imap_lexer_next (lexer, &token) != LOFT_IMAP_TOKEN_OPEN)
    return FALSE;
  while (loft_imap_lexer_next (lexer, &token) == LOFT_IMAP_TOKEN_ATOM)
    if (!parse_resource (self, &token, lexer))
      return FALSE;
  *quota = g_steal_pointer (&self);
  return token.type == LOFT_IMAP_TOKEN_CLOSE;
}
