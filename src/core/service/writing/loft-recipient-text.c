/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-recipient-text.h"

#include <string.h>

#include "loft-mime-addresses.h"
#include "loft-mime-writer.h"
#include "loft-text.h"

#define MAX_TEXT (1024 * 1024)

/* What is between two addresses in a table or a letter becomes a comma; other controls a blank. */
static char *
separate (const char *text)
{
  g_autofree char *cut = loft_text_to_utf8 (text, (gssize) strnlen (text, MAX_TEXT));
  GString *list = g_string_sized_new (strlen (cut));
  gboolean quoted = FALSE;

  for (const char *p = cut; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean line = c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85;

      /* A quotation that somebody forgot to close ends with its line. */
      quoted = !line && (c == '"' ? !quoted : quoted);
      if (line || (c == '\t' && !quoted))
        g_string_append (list, ", ");
      else if (g_unichar_iscntrl (c))
        g_string_append_c (list, ' ');
      else
        g_string_append_unichar (list, c);
    }
  return g_string_free (list, FALSE);
}

void
loft_recipient_text_append (GPtrArray *addresses, const char *text)
{
  g_autofree char *list = separate (text);

  loft_mime_addresses_read (addresses, list, strlen (list), "utf-8");
}

GPtrArray *
loft_recipient_text_read (const char *text)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  loft_recipient_text_append (addresses, text);
  return addresses;
}

static gboolean
needs_quotes (const char *name)
{
  return strpbrk (name, ",;:<>()[]@\\\".'") != NULL;
}

char *
loft_recipient_text_write (const LoftAddress *address)
{
  g_autoptr (GString) quoted = NULL;

  if (address->name[0] == '\0')
    return g_strdup (address->email);
  if (address->email[0] == '\0' || !needs_quotes (address->name))
    return loft_address_to_text (address);
  quoted = g_string_new (address->name);
  g_string_replace (quoted, "\\", "\\\\", 0);
  g_string_replace (quoted, "\"", "\\\"", 0);
  return g_strdup_printf ("\"%s\" <%s>", quoted->str, address->email);
}

gboolean
loft_recipient_text_is_address (const char *email)
{
  return loft_mime_is_address (email);
}

gboolean
loft_recipient_text_same (const char *a, const char *b)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (g_ascii_strcasecmp (a, b) == 0)
    return TRUE;
  if (g_str_is_ascii (a) || g_str_is_ascii (b))
    return FALSE;
  left = g_utf8_casefold (a, -1);
  right = g_utf8_casefold (b, -1);
  return strcmp (left, right) == 0;
}

const LoftAddress *
loft_recipient_text_find (GPtrArray *addresses, const char *email)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (addresses, i);

      if (loft_recipient_text_same (each->email, email))
        return each;
    }
  return NULL;
}
