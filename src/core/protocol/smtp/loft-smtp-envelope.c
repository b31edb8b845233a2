/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-envelope.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define MAX_LOCAL      64 /* RFC 5321, 4.5.3.1 */
#define MAX_DOMAIN     255
#define MAX_ID         100 /* RFC 3461, 4.4 */
#define MAX_RECIPIENTS 100000
#define MAX_SHOWN      100

static void
recipient_free (gpointer data)
{
  LoftSmtpRecipient *self = data;

  g_free (self->address);
  g_free (self->original);
  g_free (self);
}

LoftSmtpEnvelope *
loft_smtp_envelope_new (const char *sender)
{
  LoftSmtpEnvelope *self = g_new0 (LoftSmtpEnvelope, 1);

  self->sender = g_strdup (sender);
  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  return self;
}

void
loft_smtp_envelope_free (LoftSmtpEnvelope *self)
{
  if (self == NULL)
    return;
  g_free (self->sender);
  g_ptr_array_unref (self->recipients);
  g_free (self->id);
  g_free (self);
}

LoftSmtpRecipient *
loft_smtp_envelope_add (LoftSmtpEnvelope *self, const char *address, LoftSmtpNotify notify,
                        const char *original)
{
  LoftSmtpRecipient *recipient = g_new0 (LoftSmtpRecipient, 1);

  recipient->address = g_strdup (address);
  recipient->original = g_strdup (original);
  recipient->notify = notify;
  g_ptr_array_add (self->recipients, recipient);
  return recipient;
}

/* --- Addresses ---------------------------------------------------------------------------- */

static gboolean
has_safe_characters (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '<' || c == '>' || g_unichar_isspace (c) || g_unichar_iscntrl (c))
        return FALSE;
    }
  return TRUE;
}

static char *
ascii_domain (const char *domain)
{
  return g_str_is_ascii (domain) ? g_strdup (domain) : g_hostname_to_ascii (domain);
}

gboolean
loft_smtp_address_is_safe (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  g_autofree char *domain = NULL;

  if (at == NULL || at == address || at - address > MAX_LOCAL || at[1] == '\0' ||
      strlen (at + 1) > MAX_DOMAIN || !g_utf8_validate (address, -1, NULL) ||
      !has_safe_characters (address))
    return FALSE;
  domain = ascii_domain (at + 1);
  return domain != NULL && domain[0] != '\0' && strlen (domain) <= MAX_DOMAIN &&
         has_safe_characters (domain);
}

static gboolean
is_ascii_local (const char *address)
{
  for (const char *p = address; *p != '\0' && *p != '@'; p++)
    if ((guchar) *p >= 0x80)
      return FALSE;
  return TRUE;
}

/* (transfer full) As it stands in the command: in ASCII where that can be. */
static char *
wire_address (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *domain = NULL;

  if (at == NULL || !is_ascii_local (address))
    return g_strdup (address);
  domain = ascii_domain (at + 1);
  return g_strdup_printf ("%.*s@%s", (int) (at - address), address, domain);
}

/* --- Check -------------------------------------------------------------------------------- */

static gboolean
check_address (const char *address, GError **error)
{
  g_autofree char *valid = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;

  if (loft_smtp_address_is_safe (address))
    return TRUE;
  valid = loft_text_to_utf8 (address, (gssize) strnlen (address, 4 * MAX_SHOWN));
  shown = loft_text_one_line (valid, MAX_SHOWN);
  message = loft_text_quote ("This is no mail address", shown);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
check_id (const char *id, GError **error)
{
  gboolean printable = TRUE;

  for (const char *p = id; p != NULL && *p != '\0'; p++)
    printable = printable && *p > ' ' && *p < 0x7f;
  if (id == NULL || (printable && id[0] != '\0' && strlen (id) <= MAX_ID))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The envelope's id is no word");
  return FALSE;
}

gboolean
loft_smtp_envelope_check (const LoftSmtpEnvelope *self, GError **error)
{
  if ((self->sender[0] != '\0' && !check_address (self->sender, error)) ||
      !check_id (self->id, error))
    return FALSE;
  if (self->recipients->len == 0 || self->recipients->len > MAX_RECIPIENTS)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           self->recipients->len == 0 ? "The message goes to nobody"
                                                      : "The message goes to too many people");
      return FALSE;
    }
  for (guint i = 0; i < self->recipients->len; i++)
    {
      const LoftSmtpRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (!check_address (recipient->address, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_smtp_envelope_needs_utf8 (const LoftSmtpEnvelope *self)
{
  if (self->utf8_headers || !is_ascii_local (self->sender))
    return TRUE;
  for (guint i = 0; i < self->recipients->len; i++)
    {
      const LoftSmtpRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (!is_ascii_local (recipient->address))
        return TRUE;
    }
  return FALSE;
}

/* --- Commands ----------------------------------------------------------------------------- */

/* RFC 3461, 4: what is not printable, "+" and "=" as "+" and two upper-case digits. */
static void
append_xtext (GString *command, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p > ' ' && *p < 0x7f && *p != '+' && *p != '=')
      g_string_append_c (command, *p);
    else
      g_string_append_printf (command, "+%02X", (guchar) *p);
}

static void
append_dsn_of_mail (const LoftSmtpEnvelope *self, GString *command)
{
  if (self->returns != LOFT_SMTP_RETURN_DEFAULT)
    g_string_append (command, self->returns == LOFT_SMTP_RETURN_FULL ? " RET=FULL" : " RET=HDRS");
  if (self->id != NULL)
    {
      g_string_append (command, " ENVID=");
      append_xtext (command, self->id);
    }
}

char *
loft_smtp_envelope_mail_command (const LoftSmtpEnvelope *self, const LoftSmtpExtensions *extensions,
                                 guint64 size)
{
  g_autofree char *sender = wire_address (self->sender);
  GString *command = g_string_new (NULL);

  g_string_append_printf (command, "MAIL FROM:<%s>", sender);
  if (extensions->offered & LOFT_SMTP_SIZE)
    g_string_append_printf (command, " SIZE=%" G_GUINT64_FORMAT, size);
  if (self->eight_bit_body && (extensions->offered & LOFT_SMTP_8BITMIME))
    g_string_append (command, " BODY=8BITMIME");
  if (loft_smtp_envelope_needs_utf8 (self))
    g_string_append (command, " SMTPUTF8");
  if (extensions->offered & LOFT_SMTP_DSN)
    append_dsn_of_mail (self, command);
  g_string_append (command, "\r\n");
  return g_string_free (command, FALSE);
}

static void
append_notify (LoftSmtpNotify notify, GString *command)
{
  static const struct {
    LoftSmtpNotify bit;
    const char *word;
  } words[] = {
    { LOFT_SMTP_NOTIFY_SUCCESS, "SUCCESS" },
    { LOFT_SMTP_NOTIFY_FAILURE, "FAILURE" },
    { LOFT_SMTP_NOTIFY_DELAY, "DELAY" },
  };
  const char *separator = "";

  g_string_append (command, " NOTIFY=");
  if (notify & LOFT_SMTP_NOTIFY_NEVER)
    g_string_append (command, "NEVER");
  for (gsize i = 0; !(notify & LOFT_SMTP_NOTIFY_NEVER) && i < G_N_ELEMENTS (words); i++)
    if (notify & words[i].bit)
      {
        g_string_append_printf (command, "%s%s", separator, words[i].word);
        separator = ",";
      }
}

/* An address that is not ASCII would need the forms of RFC 6533; nobody misses it there. */
static void
append_original (const LoftSmtpRecipient *recipient, GString *command)
{
  const char *original = recipient->original != NULL ? recipient->original : recipient->address;

  if (!g_str_is_ascii (original) || strlen (original) > MAX_LOCAL + MAX_DOMAIN)
    return;
  g_string_append (command, " ORCPT=rfc822;");
  append_xtext (command, original);
}

char *
loft_smtp_envelope_rcpt_command (const LoftSmtpEnvelope *self, const LoftSmtpExtensions *extensions,
                                 guint recipient)
{
  const LoftSmtpRecipient *to = g_ptr_array_index (self->recipients, recipient);
  g_autofree char *address = wire_address (to->address);
  GString *command = g_string_new (NULL);

  g_string_append_printf (command, "RCPT TO:<%s>", address);
  if (extensions->offered & LOFT_SMTP_DSN)
    {
      if (to->notify != LOFT_SMTP_NOTIFY_DEFAULT)
        append_notify (to->notify, command);
      if (to->notify != LOFT_SMTP_NOTIFY_DEFAULT || to->original != NULL)
        append_original (to, command);
    }
  g_string_append (command, "\r\n");
  return g_string_free (command, FALSE);
}
