/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-reply.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define MAX_TEXT_CHARS 500

void
loft_smtp_reply_clear (LoftSmtpReply *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  memset (self, 0, sizeof *self);
}

static LoftSmtpReplyState
broken (LoftError code, const char *message, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, code, message);
  return LOFT_SMTP_REPLY_BROKEN;
}

/* --- Enhanced status codes ---------------------------------------------------------------- */

/* Up to three digits; *position goes behind them. */
static gboolean
take_number (const char *line, gsize length, gsize *position, guint16 *number)
{
  gsize start = *position;
  guint value = 0;

  while (*position < length && *position - start < 3 && g_ascii_isdigit (line[*position]))
    value = value * 10 + (guint) g_ascii_digit_value (line[(*position)++]);
  *number = (guint16) value;
  return *position > start;
}

static gboolean
take_dot (const char *line, gsize length, gsize *position)
{
  return *position < length && line[(*position)++] == '.';
}

/* The bytes it takes with the blank behind it; 0 when there is none. Its class is the code's first
 * digit (RFC 2034, 4); servers that do not say ENHANCEDSTATUSCODES give them too. */
static gsize
parse_status (guint code, const char *line, gsize length, LoftSmtpStatus *status)
{
  guint16 class = 0;
  gsize n = 0;

  if (!take_number (line, length, &n, &class) || class != code / 100 || class == 3 ||
      !take_dot (line, length, &n) || !take_number (line, length, &n, &status->subject) ||
      !take_dot (line, length, &n) || !take_number (line, length, &n, &status->detail) ||
      (n < length && line[n] != ' '))
    return 0;
  status->class = (guint8) class;
  return MIN (n + 1, length);
}

/* --- Lines -------------------------------------------------------------------------------- */

/* 0: no code of SMTP, which has no 1yz. */
static guint
parse_code (const char *line, gsize length)
{
  if (length < 3 || line[0] < '2' || line[0] > '5' || !g_ascii_isdigit (line[1]) ||
      !g_ascii_isdigit (line[2]))
    return 0;
  return (guint) (line[0] - '0') * 100 + (guint) (line[1] - '0') * 10 + (guint) (line[2] - '0');
}

static void
add_text (LoftSmtpReply *self, const char *text, gsize length)
{
  LoftSmtpStatus status = { 0 };
  gsize taken = parse_status (self->code, text, length, &status);

  if (self->lines == NULL)
    self->lines = g_ptr_array_new_with_free_func (g_free);
  if (self->lines->len == 0 && taken > 0)
    self->status = status;
  g_ptr_array_add (self->lines, loft_text_to_utf8 (text + taken, (gssize) (length - taken)));
}

LoftSmtpReplyState
loft_smtp_reply_add_line (LoftSmtpReply *self, const char *line, gsize length, GError **error)
{
  guint code = parse_code (line, length);
  gsize text = MIN (length, 4);

  if (code == 0 || (length > 3 && line[3] != ' ' && line[3] != '-'))
    return broken (LOFT_ERROR_PROTOCOL, "This does not look like an SMTP server", error);
  if (self->code != 0 && self->code != code)
    return broken (LOFT_ERROR_PROTOCOL, "The server's answer contradicts itself", error);
  self->size += length;
  if (length > LOFT_SMTP_MAX_LINE || self->size > LOFT_SMTP_MAX_REPLY ||
      (self->lines != NULL && self->lines->len >= LOFT_SMTP_MAX_LINES))
    return broken (LOFT_ERROR_LIMIT, "The server's answer is too long", error);
  self->code = code;
  add_text (self, line + text, length - text);
  return length > 3 && line[3] == '-' ? LOFT_SMTP_REPLY_MORE : LOFT_SMTP_REPLY_DONE;
}

char *
loft_smtp_reply_get_text (const LoftSmtpReply *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    g_string_append_printf (text, "%s ", (const char *) g_ptr_array_index (self->lines, i));
  return loft_text_one_line (text->str, MAX_TEXT_CHARS);
}

const char *
loft_smtp_reply_get_last_line (const LoftSmtpReply *self)
{
  if (self->lines == NULL || self->lines->len == 0)
    return "";
  return g_ptr_array_index (self->lines, self->lines->len - 1);
}
