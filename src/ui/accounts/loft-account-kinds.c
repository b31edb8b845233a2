/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-kinds.h"

#include "config.h"

#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>

static const LoftAccountKind kinds[] = {
  { "imap", N_ ("IMAP"), { 993, 143, 143 } },
  { "pop3", N_ ("POP3"), { 995, 110, 110 } },
  { LOFT_ACCOUNT_KIND_EXCHANGE, N_ ("Exchange"), { 443, 443, 80 } },
};

const LoftAccountKind *
loft_account_kinds_get (guint *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

guint
loft_account_kinds_index (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return i;
  return 0;
}

gboolean
loft_account_kinds_is_exchange (const char *kind)
{
  return g_str_equal (kind, LOFT_ACCOUNT_KIND_EXCHANGE);
}

/* What servers of ActiveSync have of their own; NULL: it is as with all others. */
static const char *
exchange_sentence (const GError *error)
{
  /* What says more than its class has words already. */
  if (error->domain == LOFT_ERROR && (LoftError) error->code != loft_error_class (error))
    return NULL;
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_AUTH:
      return _ ("%s did not accept user name and password. Check both, or ask your "
                "administrator.");
    case LOFT_ERROR_PROTOCOL:
    case LOFT_ERROR_GONE:
      return _ ("There is no ActiveSync at this address of %s. Check the address, or ask your "
                "administrator for it.");
    case LOFT_ERROR_REFUSED:
      return _ ("%s does not let you use ActiveSync, or only in a version that Loft does not "
                "speak. Ask your administrator.");
    default:
      return NULL;
    }
}

char *
loft_account_kinds_text_for_check (const char *kind, const GError *error, const char *host)
{
  const char *sentence = loft_account_kinds_is_exchange (kind) &&
                             !g_error_matches (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE)
                           ? exchange_sentence (error)
                           : NULL;

  if (sentence == NULL)
    return loft_error_text_for_check (error, host);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (sentence, host);
#pragma GCC diagnostic pop
}
