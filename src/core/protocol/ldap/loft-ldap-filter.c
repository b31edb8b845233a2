/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-filter.h"

#include <string.h>

#define MAX_WORDS 6 /* each is a search of its own for the server */

/* Attributes that servers index for this (RFC 4524, RFC 2798); unknown ones match nobody (RFC 4511,
 * 4.5.1.7). */
static const char *const names[] = { "cn", "displayName", "sn", "givenName", "mail", "uid" };

char *
loft_ldap_filter_escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      const char *next = (gint32) c < 0 ? p + 1 : g_utf8_next_char (p);

      if ((gint32) c < 0 || strchr ("*()\\", *p) != NULL)
        g_string_append_printf (escaped, "\\%02x", (guchar) *p);
      else
        g_string_append_len (escaped, p, next - p);
      p = next;
    }
  return g_string_free (escaped, FALSE);
}

/* "Anna Maria" begins with "Anna", and has a word that does so with "Maria". */
static void
append_word (GString *filter, const char *word)
{
  g_autofree char *value = loft_ldap_filter_escape (word);

  g_string_append (filter, "(|");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (filter, "(%s=%s*)", names[i], value);
  g_string_append_printf (filter, "(cn=* %s*))", value);
}

char *
loft_ldap_filter_for_words (const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (words, " \t\r\n,;", -1);
  g_autoptr (GString) filter = g_string_new ("(&(|(objectClass=person)(mail=*))");
  guint n = 0;

  for (guint i = 0; parts[i] != NULL && n < MAX_WORDS; i++)
    if (parts[i][0] != '\0')
      {
        append_word (filter, parts[i]);
        n++;
      }
  if (n == 0)
    return NULL;
  g_string_append_c (filter, ')');
  return g_string_free (g_steal_pointer (&filter), FALSE);
}
