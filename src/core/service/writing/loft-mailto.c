/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mailto.h"

#include <string.h>

#include "loft-mime-words.h"
#include "loft-recipient-text.h"
#include "loft-text.h"

#define SCHEME         "mailto:"
#define MAX_URI        (64 * 1024)
#define MAX_SUBJECT    2000
#define MAX_MESSAGE_ID 998 /* what fits into a line (RFC 5322, 2.1.1) */

/* (transfer full) Percent signs that encode nothing stay. "+" is itself here, not a blank. */
static char *
decode (const char *text, gsize length)
{
  g_autoptr (GString) bytes = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
          g_ascii_isxdigit (text[i + 2]))
        {
          g_string_append_c (bytes, (char) (g_ascii_xdigit_value (text[i + 1]) * 16 +
                                            g_ascii_xdigit_value (text[i + 2])));
          i += 2;
        }
      else
        g_string_append_c (bytes, text[i]);
    }
  return loft_text_to_utf8 (bytes->str, (gssize) bytes->len);
}

/* (transfer full) LF at the end of lines, no other control characters but tabs. */
static char *
read_body (const char *text)
{
  GString *body = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (c == '\r' || c == '\n')
        g_string_append_c (body, '\n');
      else if (c == '\t' || !g_unichar_iscntrl (c))
        g_string_append_unichar (body, c);
    }
  return g_string_free (body, FALSE);
}

/* (transfer full) The address may hold encoded words as a header does (RFC 6068, 5, item 6). */
static char *
read_subject (const char *text)
{
  g_autofree char *decoded = loft_mime_words_decode (text, strlen (text), "utf-8");

  return loft_mime_words_show (decoded, MAX_SUBJECT);
}

/* (transfer full) (nullable) "<id@host>" */
static char *
read_message_id (const char *text)
{
  g_autofree char *id = g_strstrip (g_strdup (text));
  gsize length = strlen (id);

  if (length < 3 || length > MAX_MESSAGE_ID || id[0] != '<' || id[length - 1] != '>')
    return NULL;
  for (gsize i = 1; i + 1 < length; i++)
    {
      if (!g_ascii_isgraph (id[i]) || id[i] == '<' || id[i] == '>')
        return NULL;
    }
  return g_strndup (id + 1, length - 2);
}

static void
take_text (char **field, char *text)
{
  /* Of doubled fields the first counts, as in headers. */
  if ((*field)[0] == '\0')
    g_free (g_steal_pointer (field));
  if (*field == NULL)
    *field = text;
  else
    g_free (text);
}

static void
take_field (LoftDraft *draft, const char *name, const char *value)
{
  if (g_ascii_strcasecmp (name, "to") == 0)
    loft_recipient_text_append (draft->to, value);
  else if (g_ascii_strcasecmp (name, "cc") == 0)
    loft_recipient_text_append (draft->cc, value);
  else if (g_ascii_strcasecmp (name, "bcc") == 0)
    loft_recipient_text_append (draft->bcc, value);
  else if (g_ascii_strcasecmp (name, "subject") == 0)
    take_text (&draft->subject, read_subject (value));
  else if (g_ascii_strcasecmp (name, "body") == 0)
    take_text (&draft->text, read_body (value));
  else if (g_ascii_strcasecmp (name, "in-reply-to") == 0 && draft->in_reply_to == NULL)
    draft->in_reply_to = read_message_id (value);
}

/* "a%40b,c@d": commas that separate are not encoded, those of an address are. */
static void
take_recipients (LoftDraft *draft, const char *text, gsize length)
{
  for (gsize start = 0; start < length;)
    {
      const char *comma = memchr (text + start, ',', length - start);
      gsize end = comma != NULL ? (gsize) (comma - text) : length;
      g_autofree char *address = decode (text + start, end - start);

      loft_recipient_text_append (draft->to, address);
      start = end + 1;
    }
}

static void
take_fields (LoftDraft *draft, const char *text)
{
  g_auto (GStrv) fields = g_strsplit (text, "&", -1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *equals = strchr (fields[i], '=');
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (equals == NULL)
        continue;
      name = decode (fields[i], (gsize) (equals - fields[i]));
      value = decode (equals + 1, strlen (equals + 1));
      /* "&amp;" is written by pages that escape twice. */
      take_field (draft, g_str_has_prefix (name, "amp;") ? name + 4 : name, value);
    }
}

LoftDraft *
loft_mailto_read (const char *uri)
{
  g_autoptr (LoftDraft) draft = NULL;
  g_autofree char *text = NULL;
  char *end;

  if (g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) != 0)
    return NULL;
  text = g_strndup (uri + strlen (SCHEME), MAX_URI);
  end = strchr (text, '#');
  if (end != NULL)
    *end = '\0';
  draft = loft_draft_new (NULL);
  take_recipients (draft, text, strcspn (text, "?"));
  if (strchr (text, '?') != NULL)
    take_fields (draft, strchr (text, '?') + 1);
  if (draft->in_reply_to != NULL)
    g_ptr_array_add (draft->references, g_strdup (draft->in_reply_to));
  return g_steal_pointer (&draft);
}
