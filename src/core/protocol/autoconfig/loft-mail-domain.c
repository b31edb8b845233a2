/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-domain.h"

#include <gio/gio.h>
#include <string.h>

#include "loft-error.h"
#include "loft-public-suffix.h"

/* RFC 5321, 4.5.3.1: path, local part; RFC 1035, 2.3.4: name, label. */
#define MAX_ADDRESS 254
#define MAX_NAME    253
#define MAX_LABEL   63

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > MAX_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  return strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static gboolean
is_host_name (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  guint n = g_strv_length (labels);

  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return FALSE;
  /* No top-level domain begins with a digit; addresses do. */
  return n >= 2 && !g_ascii_isdigit (labels[n - 1][0]);
}

char *
loft_mail_domain_clean_host (const char *host)
{
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;
  gsize length;

  if (strlen (host) > MAX_NAME || !g_utf8_validate (host, -1, NULL))
    return NULL;
  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;
  lower = g_ascii_strdown (ascii, -1);
  length = strlen (lower);
  if (length > 0 && lower[length - 1] == '.')
    lower[--length] = '\0';
  if (length > MAX_NAME || !is_host_name (lower))
    return NULL;
  return g_steal_pointer (&lower);
}

static gboolean
is_local_part (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) || g_ascii_isspace (*p))
      return FALSE;
  return text[0] != '\0' && g_utf8_validate (text, -1, NULL);
}

LoftMailDomain *
loft_mail_domain_new (const char *address, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (address));
  char *at = strrchr (trimmed, '@');
  g_autofree char *name = NULL;
  LoftMailDomain *self;

  if (at != NULL && strlen (trimmed) <= MAX_ADDRESS)
    name = loft_mail_domain_clean_host (at + 1);
  if (name != NULL)
    *at = '\0';
  if (name == NULL || !is_local_part (trimmed))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "This is no mail address; it should look like name@example.org");
      return NULL;
    }
  self = g_new0 (LoftMailDomain, 1);
  self->local_part = g_strdup (trimmed);
  *at = '@';
  self->address = g_steal_pointer (&trimmed);
  self->registrable = loft_public_suffix_registrable (name);
  self->name = g_steal_pointer (&name);
  return self;
}

LoftMailDomain *
loft_mail_domain_copy (const LoftMailDomain *self)
{
  LoftMailDomain *copy = g_new0 (LoftMailDomain, 1);

  copy->address = g_strdup (self->address);
  copy->local_part = g_strdup (self->local_part);
  copy->name = g_strdup (self->name);
  copy->registrable = g_strdup (self->registrable);
  return copy;
}

void
loft_mail_domain_free (LoftMailDomain *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->local_part);
  g_free (self->name);
  g_free (self->registrable);
  g_free (self);
}

gboolean
loft_mail_domain_owns (const LoftMailDomain *self, const char *host)
{
  g_autofree char *registrable = loft_public_suffix_registrable (host);

  return registrable[0] != '\0' && strcmp (registrable, self->registrable) == 0;
}

char *
loft_mail_domain_expand (const LoftMailDomain *self, const char *text)
{
  const struct {
    const char *word;
    const char *value;
  } words[] = {
    { "%EMAILADDRESS%", self->address },
    { "%EMAILLOCALPART%", self->local_part },
    { "%EMAILDOMAIN%", self->name },
  };
  g_autoptr (GString) expanded = g_string_new (NULL);

  while (*text != '\0')
    {
      gboolean found = FALSE;

      for (guint i = 0; *text == '%' && !found && i < G_N_ELEMENTS (words); i++)
        if (g_str_has_prefix (text, words[i].word))
          {
            g_string_append (expanded, words[i].value);
            text += strlen (words[i].word);
            found = TRUE;
          }
      if (!found)
        g_string_append_c (expanded, *text++);
    }
  return g_strdup (expanded->str);
}
