/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a token address answers. A tab in front makes it an error. */
#include "loft-oauth-reply.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (LoftOauthTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  if (length == 0)
    return 0;
  tokens = loft_oauth_reply_read (bytes[0] == 0x09 ? 400 : 200, (const char *) bytes, length, "old",
                                  &error);
  g_assert ((tokens == NULL) == (error != NULL));
  return 0;
}
