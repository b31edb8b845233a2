/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-command.h"

#include "loft-credentials.h"

#include <string.h>

#define MAX_QUOTED        1000
#define MAX_LITERAL_MINUS 4096
#define LAST_ASCII        0x7e
#define LAST_BYTE         0xff

typedef struct {
  GString *bytes;
  gboolean secret;
  gboolean waits;
} Part;

struct _LoftImapCommand {
  GArray *parts; /* of Part */
  LoftImapLiterals literals;
  gboolean valid;
};

static void
clear_part (gpointer data)
{
  Part *part = data;

  loft_secret_free (g_string_free (part->bytes, FALSE));
}

LoftImapCommand *
loft_imap_command_new (const char *words, LoftImapLiterals literals)
{
  LoftImapCommand *self = g_new0 (LoftImapCommand, 1);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  self->literals = literals;
  self->valid = TRUE;
  loft_imap_command_add (self, words);
  return self;
}

void
loft_imap_command_free (LoftImapCommand *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->parts);
  g_free (self);
}

static Part *
last_part (LoftImapCommand *self)
{
  return self->parts->len > 0 ? &g_array_index (self->parts, Part, self->parts->len - 1) : NULL;
}

/* A secret's buffer has its final size at once: growing would leave copies behind. */
static GString *
open_part (LoftImapCommand *self, gboolean secret, gsize size)
{
  Part *last = last_part (self);
  Part part = { NULL, secret, FALSE };

  if (last != NULL && !last->waits && !last->secret && !secret)
    return last->bytes;
  part.bytes = g_string_sized_new (size);
  g_array_append_val (self->parts, part);
  return part.bytes;
}

static void
add_blank (LoftImapCommand *self)
{
  if (self->parts->len > 0)
    g_string_append_c (open_part (self, FALSE, 64), ' ');
}

static void
add_text (LoftImapCommand *self, const char *text, gboolean secret)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      self->valid = FALSE;
  add_blank (self);
  g_string_append (open_part (self, secret, strlen (text) + 1), text);
}

void
loft_imap_command_add (LoftImapCommand *self, const char *text)
{
  add_text (self, text, FALSE);
}

void
loft_imap_command_add_secret_text (LoftImapCommand *self, const char *text)
{
  add_text (self, text, TRUE);
}

void
loft_imap_command_add_format (LoftImapCommand *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  loft_imap_command_add (self, text);
}

/* last: the highest byte that may stand between quotes. */
static gboolean
fits_quotes (const char *string, gsize length, guchar last)
{
  for (const char *p = string; *p != '\0'; p++)
    if ((guchar) *p < ' ' || (guchar) *p == 0x7f || (guchar) *p > last)
      return FALSE;
  return length <= MAX_QUOTED;
}

static void
append_quoted (GString *bytes, const char *string)
{
  g_string_append_c (bytes, '"');
  for (const char *p = string; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (bytes, '\\');
      g_string_append_c (bytes, *p);
    }
  g_string_append_c (bytes, '"');
}

static void
add_literal (LoftImapCommand *self, const char *string, gsize length, gboolean secret)
{
  gboolean waits = self->literals == LOFT_IMAP_LITERAL_SYNCHRONIZING ||
                   (self->literals == LOFT_IMAP_LITERAL_MINUS && length > MAX_LITERAL_MINUS);

  g_string_append_printf (open_part (self, FALSE, 64), waits ? "{%" G_GSIZE_FORMAT "}\r\n"
                                                             : "{%" G_GSIZE_FORMAT "+}\r\n",
                          length);
  last_part (self)->waits = waits;
  g_string_append_len (open_part (self, secret, length + 1), string, (gssize) length);
}

static void
add_string (LoftImapCommand *self, const char *string, guchar last, gboolean secret)
{
  gsize length = strlen (string);

  add_blank (self);
  if (fits_quotes (string, length, last))
    append_quoted (open_part (self, secret, 2 * length + 3), string);
  else
    add_literal (self, string, length, secret);
}

void
loft_imap_command_add_string (LoftImapCommand *self, const char *string)
{
  add_string (self, string, LAST_ASCII, FALSE);
}

void
loft_imap_command_add_utf8 (LoftImapCommand *self, const char *string)
{
  add_string (self, string, g_utf8_validate (string, -1, NULL) ? LAST_BYTE : LAST_ASCII, FALSE);
}

void
loft_imap_command_add_secret (LoftImapCommand *self, const char *string)
{
  add_string (self, string, LAST_ASCII, TRUE);
}

void
loft_imap_command_add_message (LoftImapCommand *self, GBytes *raw, gboolean utf8)
{
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);

  add_blank (self);
  if (utf8)
    g_string_append (open_part (self, FALSE, 64), "UTF8 (~");
  add_literal (self, bytes, length, TRUE);
  if (utf8)
    g_string_append_c (open_part (self, FALSE, 64), ')');
}

gboolean
loft_imap_command_allows_keywords (const char *keywords)
{
  for (const char *p = keywords; *p != '\0'; p++)
    if ((guchar) *p < ' ' || (guchar) *p >= 0x7f || strchr ("(){%*\"\\]", *p) != NULL)
      return FALSE;
  return TRUE;
}

gboolean
loft_imap_command_is_valid (LoftImapCommand *self)
{
  return self->valid;
}

gboolean
loft_imap_command_get_part (LoftImapCommand *self, guint index, LoftImapCommandPart *part)
{
  const Part *found;

  if (index >= self->parts->len)
    return FALSE;
  found = &g_array_index (self->parts, Part, index);
  part->bytes = found->bytes->str;
  part->length = found->bytes->len;
  part->secret = found->secret;
  part->waits = found->waits;
  return TRUE;
}
