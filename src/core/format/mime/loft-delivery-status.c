/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-delivery-status.h"

#include <stdlib.h>
#include <string.h>

/* The length of "5.1.1" at text, or 0. */
static gsize
code_length (const char *text)
{
  const char *p = text + 1;

  if (strchr ("245", text[0]) == NULL || text[0] == '\0')
    return 0;
  for (int i = 0; i < 2; i++)
    {
      gsize digits;

      if (*p != '.')
        return 0;
      digits = strspn (p + 1, "0123456789");
      if (digits < 1 || digits > 3)
        return 0;
      p += 1 + digits;
    }
  return *p != '.' || !g_ascii_isdigit (p[1]) ? (gsize) (p - text) : 0;
}

/* "192.5.1.1" holds no code. */
char *
loft_delivery_status_find (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean is_inside = p > text && (g_ascii_isalnum (p[-1]) || p[-1] == '.');
      gsize length = is_inside ? 0 : code_length (p);

      if (length > 0)
        return g_strndup (p, length);
    }
  return g_strdup ("");
}

LoftDeliveryReason
loft_delivery_reason_from_status (const char *status)
{
  static const struct {
    const char *code; /* subject and detail; a subject alone for all its others */
    LoftDeliveryReason reason;
  } rows[] = {
    { "1.2", LOFT_DELIVERY_NO_SUCH_DOMAIN }, { "1.7", LOFT_DELIVERY_REFUSED },
    { "1.8", LOFT_DELIVERY_REFUSED },        { "1.10", LOFT_DELIVERY_NO_SUCH_DOMAIN },
    { "1.", LOFT_DELIVERY_NO_SUCH_ADDRESS }, { "2.1", LOFT_DELIVERY_MAILBOX_DISABLED },
    { "2.2", LOFT_DELIVERY_MAILBOX_FULL },   { "2.3", LOFT_DELIVERY_TOO_LARGE },
    { "3.1", LOFT_DELIVERY_MAILBOX_FULL },   { "3.4", LOFT_DELIVERY_TOO_LARGE },
    { "4.6", LOFT_DELIVERY_LOOP },           { "4.", LOFT_DELIVERY_NOT_REACHED },
    { "6.", LOFT_DELIVERY_CONTENT },         { "7.", LOFT_DELIVERY_REFUSED },
  };
  const char *code = strchr (status, '.');

  if (code == NULL || strcmp (code, ".1.0") == 0)
    return LOFT_DELIVERY_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_has_suffix (rows[i].code, ".") ? g_str_has_prefix (code + 1, rows[i].code)
                                             : strcmp (code + 1, rows[i].code) == 0)
      return rows[i].reason;
  return LOFT_DELIVERY_UNKNOWN;
}

LoftDeliveryAction
loft_delivery_action_from_word (const char *word)
{
  static const struct {
    const char *word;
    LoftDeliveryAction action;
  } rows[] = {
    { "failed", LOFT_DELIVERY_FAILED },       { "delayed", LOFT_DELIVERY_DELAYED },
    { "delivered", LOFT_DELIVERY_DELIVERED }, { "relayed", LOFT_DELIVERY_RELAYED },
    { "expanded", LOFT_DELIVERY_RELAYED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize n = strlen (rows[i].word);

      if (g_ascii_strncasecmp (word, rows[i].word, n) == 0 && !g_ascii_isalnum (word[n]))
        return rows[i].action;
    }
  return LOFT_DELIVERY_OTHER;
}

/* "manual-action/MDN-sent-manually; displayed/error" */
LoftDeliveryAction
loft_delivery_action_from_disposition (const char *text)
{
  const char *type = strchr (text, ';');

  if (type == NULL)
    return LOFT_DELIVERY_OTHER;
  type += 1 + strspn (type + 1, " \t");
  if (g_ascii_strncasecmp (type, "displayed", 9) == 0)
    return LOFT_DELIVERY_DISPLAYED;
  if (g_ascii_strncasecmp (type, "deleted", 7) == 0)
    return LOFT_DELIVERY_DELETED;
  if (g_ascii_strncasecmp (type, "failed", 6) == 0)
    return LOFT_DELIVERY_FAILED;
  return LOFT_DELIVERY_OTHER;
}
