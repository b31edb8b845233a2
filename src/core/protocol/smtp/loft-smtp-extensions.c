/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-extensions.h"

#include <string.h>

#define MAX_MECHANISMS 100

static const struct {
  const char *word;
  LoftSmtpExtension extension;
} words[] = {
  { "STARTTLS", LOFT_SMTP_STARTTLS }, { "PIPELINING", LOFT_SMTP_PIPELINING },
  { "SIZE", LOFT_SMTP_SIZE },         { "8BITMIME", LOFT_SMTP_8BITMIME },
  { "SMTPUTF8", LOFT_SMTP_SMTPUTF8 }, { "CHUNKING", LOFT_SMTP_CHUNKING },
  { "DSN", LOFT_SMTP_DSN },           { "ENHANCEDSTATUSCODES", LOFT_SMTP_ENHANCEDSTATUSCODES },
  { "AUTH", LOFT_SMTP_AUTH },
};

void
loft_smtp_extensions_clear (LoftSmtpExtensions *self)
{
  g_clear_pointer (&self->mechanisms, g_ptr_array_unref);
  memset (self, 0, sizeof *self);
}

/* A server may have said so before in the other way. */
static void
add_mechanism (LoftSmtpExtensions *self, const char *word)
{
  g_autofree char *upper = g_ascii_strup (word, -1);

  if (upper[0] != '\0' && self->mechanisms->len < MAX_MECHANISMS &&
      !g_ptr_array_find_with_equal_func (self->mechanisms, upper, g_str_equal, NULL))
    g_ptr_array_add (self->mechanisms, g_steal_pointer (&upper));
}

static void
take_parameters (LoftSmtpExtensions *self, LoftSmtpExtension extension, char **parameters)
{
  if (extension == LOFT_SMTP_SIZE && parameters[0] != NULL)
    g_ascii_string_to_unsigned (parameters[0], 10, 0, G_MAXINT64, &self->max_size, NULL);
  for (gsize i = 0; extension == LOFT_SMTP_AUTH && parameters[i] != NULL; i++)
    add_mechanism (self, parameters[i]);
}

/* "AUTH=LOGIN PLAIN" is how it was written before RFC 2554, and some servers still add. */
static void
take_line (LoftSmtpExtensions *self, const char *line)
{
  g_autofree char *text = g_strdup (line);
  g_auto (GStrv) parts = NULL;

  if (g_ascii_strncasecmp (text, "AUTH=", 5) == 0)
    text[4] = ' ';
  parts = g_strsplit_set (text, " \t", MAX_MECHANISMS);
  for (gsize i = 0; parts[0] != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (parts[0], words[i].word) == 0)
      {
        self->offered |= words[i].extension;
        take_parameters (self, words[i].extension, parts + 1);
      }
}

/* The first line is the server's name. */
void
loft_smtp_extensions_parse (LoftSmtpExtensions *self, const LoftSmtpReply *reply)
{
  loft_smtp_extensions_clear (self);
  self->mechanisms = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; reply->lines != NULL && i < reply->lines->len; i++)
    take_line (self, g_ptr_array_index (reply->lines, i));
  g_ptr_array_add (self->mechanisms, NULL);
}
