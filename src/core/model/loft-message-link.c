/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-link.h"

#include <string.h>

#define SCHEME     "mid:"
#define MAX_LENGTH 2000 /* of an address; real ones have less than 200 */

char *
loft_message_link_new (const char *message_id)
{
  g_autofree char *escaped = g_uri_escape_string (message_id, "@!$&'()*+,;=:", FALSE);

  return g_strconcat (SCHEME, escaped, NULL);
}

/* What stands behind "/" names a part of the message. */
char *
loft_message_link_read (const char *uri)
{
  const char *start = uri + strlen (SCHEME);
  g_autofree char *message_id = NULL;

  if (g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) != 0 || strlen (uri) > MAX_LENGTH)
    return NULL;
  message_id = g_uri_unescape_segment (start, start + strcspn (start, "/?#"), NULL);
  if (message_id == NULL || *message_id == '\0' || !g_utf8_validate (message_id, -1, NULL))
    return NULL;
  for (const char *p = message_id; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return NULL;
  return g_steal_pointer (&message_id);
}
