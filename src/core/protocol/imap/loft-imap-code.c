/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-code.h"

#include <string.h>

static const struct {
  const char *word;
  LoftImapCode code;
  int error; /* LoftError or LoftErrorDetail */
} codes[] = {
  { "ALERT",                LOFT_IMAP_CODE_ALERT,                LOFT_ERROR_REFUSED },
  { "ALREADYEXISTS",        LOFT_IMAP_CODE_ALREADYEXISTS,        LOFT_ERROR_REFUSED },
  { "APPENDUID",            LOFT_IMAP_CODE_APPENDUID,            LOFT_ERROR_REFUSED },
  { "AUTHENTICATIONFAILED", LOFT_IMAP_CODE_AUTHENTICATIONFAILED, LOFT_ERROR_AUTH },
  { "AUTHORIZATIONFAILED",  LOFT_IMAP_CODE_AUTHORIZATIONFAILED,  LOFT_ERROR_AUTH },
  { "CANNOT",               LOFT_IMAP_CODE_CANNOT,               LOFT_ERROR_REFUSED },
  { "CAPABILITY",           LOFT_IMAP_CODE_CAPABILITY,           LOFT_ERROR_REFUSED },
  { "CLIENTBUG",            LOFT_IMAP_CODE_CLIENTBUG,            LOFT_ERROR_REFUSED },
  { "CLOSED",               LOFT_IMAP_CODE_CLOSED,               LOFT_ERROR_REFUSED },
  { "CONTACTADMIN",         LOFT_IMAP_CODE_CONTACTADMIN,         LOFT_ERROR_REFUSED },
  { "COPYUID",              LOFT_IMAP_CODE_COPYUID,              LOFT_ERROR_REFUSED },
  { "CORRUPTION",           LOFT_IMAP_CODE_CORRUPTION,           LOFT_ERROR_REFUSED },
  { "EXPIRED",              LOFT_IMAP_CODE_EXPIRED,              LOFT_ERROR_AUTH },
  { "EXPUNGEISSUED",        LOFT_IMAP_CODE_EXPUNGEISSUED,        LOFT_ERROR_GONE },
  { "HASCHILDREN",          LOFT_IMAP_CODE_HASCHILDREN,          LOFT_ERROR_REFUSED },
  { "HIGHESTMODSEQ",        LOFT_IMAP_CODE_HIGHESTMODSEQ,        LOFT_ERROR_REFUSED },
  { "INUSE",                LOFT_IMAP_CODE_INUSE,                LOFT_ERROR_TEMPORARY },
  { "LIMIT",                LOFT_IMAP_CODE_LIMIT,                LOFT_ERROR_LIMIT },
  { "MODIFIED",             LOFT_IMAP_CODE_MODIFIED,             LOFT_ERROR_CONFLICT },
  { "NOMODSEQ",             LOFT_IMAP_CODE_NOMODSEQ,             LOFT_ERROR_REFUSED },
  { "NONEXISTENT",          LOFT_IMAP_CODE_NONEXISTENT,          LOFT_ERROR_GONE },
  { "NOPERM",               LOFT_IMAP_CODE_NOPERM,               LOFT_ERROR_REFUSED },
  { "NOTIFICATIONOVERFLOW", LOFT_IMAP_CODE_NOTIFICATIONOVERFLOW, LOFT_ERROR_REFUSED },
  { "OVERQUOTA",            LOFT_IMAP_CODE_OVERQUOTA,            LOFT_ERROR_FULL },
  { "PERMANENTFLAGS",       LOFT_IMAP_CODE_PERMANENTFLAGS,       LOFT_ERROR_REFUSED },
  { "PRIVACYREQUIRED",      LOFT_IMAP_CODE_PRIVACYREQUIRED,      LOFT_ERROR_AUTH },
  { "READ-ONLY",            LOFT_IMAP_CODE_READ_ONLY,            LOFT_ERROR_REFUSED },
  { "READ-WRITE",           LOFT_IMAP_CODE_READ_WRITE,           LOFT_ERROR_REFUSED },
  { "SERVERBUG",            LOFT_IMAP_CODE_SERVERBUG,            LOFT_ERROR_TEMPORARY },
  { "THROTTLED",            LOFT_IMAP_CODE_THROTTLED,            LOFT_ERROR_TEMPORARY },
  { "TOOBIG",               LOFT_IMAP_CODE_TOOBIG,               LOFT_ERROR_LIMIT },
  { "TRYCREATE",            LOFT_IMAP_CODE_TRYCREATE,            LOFT_ERROR_GONE },
  { "UIDNEXT",              LOFT_IMAP_CODE_UIDNEXT,              LOFT_ERROR_REFUSED },
  { "UIDVALIDITY",          LOFT_IMAP_CODE_UIDVALIDITY,          LOFT_ERROR_REFUSED },
  { "UNAVAILABLE",          LOFT_IMAP_CODE_UNAVAILABLE,          LOFT_ERROR_TEMPORARY },
};

LoftImapCode
loft_imap_code_from_word (const char *word, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strlen (codes[i].word) == length &&
        g_ascii_strncasecmp (codes[i].word, word, length) == 0)
      return codes[i].code;
  return LOFT_IMAP_CODE_OTHER;
}

int
loft_imap_code_to_error (LoftImapCode code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      return codes[i].error;
  return LOFT_ERROR_REFUSED;
}
