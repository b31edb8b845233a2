/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-rights.h"

#include <string.h>

/* In the order of the bits. */
static const char letters_of_bits[] = "lrswipkxtea";

LoftImapRights
loft_imap_rights_from_letters (const char *letters)
{
  LoftImapRights rights = 0;

  for (const char *p = letters; *p != '\0'; p++)
    {
      const char *found = strchr (letters_of_bits, *p);

      if (found != NULL)
        rights |= 1 << (found - letters_of_bits);
      else if (*p == 'c')
        rights |= LOFT_IMAP_RIGHT_CREATE | LOFT_IMAP_RIGHT_DELETE;
      else if (*p == 'd')
        rights |= LOFT_IMAP_RIGHT_DELETED | LOFT_IMAP_RIGHT_EXPUNGE;
    }
  return rights;
}

LoftImapRights
loft_imap_rights_for_flags (LoftFlags flags, gboolean keywords)
{
  LoftImapRights rights = 0;

  if (flags & LOFT_FLAG_SEEN)
    rights |= LOFT_IMAP_RIGHT_SEEN;
  if (flags & LOFT_FLAG_DELETED)
    rights |= LOFT_IMAP_RIGHT_DELETED;
  if (keywords || (flags & ~(LOFT_FLAG_SEEN | LOFT_FLAG_DELETED)) != 0)
    rights |= LOFT_IMAP_RIGHT_WRITE;
  return rights;
}

char *
loft_imap_rights_to_letters (LoftImapRights rights)
{
  GString *letters = g_string_new (NULL);

  for (guint i = 0; letters_of_bits[i] != '\0'; i++)
    if (rights & (1 << i))
      g_string_append_c (letters, letters_of_bits[i]);
  return g_string_free (letters, FALSE);
}
