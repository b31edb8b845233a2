/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-directory-text.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>

const char *
loft_directory_text_name (LoftDirectory *directory)
{
  return loft_directory_get_kind (directory) == LOFT_DIRECTORY_COMPANY ? _ ("Company Address Book")
                                                                       : _ ("Directory");
}

char *
loft_directory_text_mark (LoftDirectory *directory, LoftDirectories *all)
{
  gboolean is_only = g_list_model_get_n_items (loft_directories_get_list (all)) == 1;
  const char *account = loft_directory_get_account_name (directory);

  if (loft_directory_get_kind (directory) == LOFT_DIRECTORY_ALONE)
    return g_strdup (account);
  if (is_only)
    return g_strdup (loft_directory_text_name (directory));
  /* Translators: the address book of an organisation, then the name of the account. */
  return g_strdup_printf (_ ("%s, %s"), loft_directory_text_name (directory), account);
}

static const char *
sentence_for (const GError *error)
{
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_OFFLINE:
      return _ ("This address book is kept by the server alone. It can be searched when the server "
                "can be reached.");
    case LOFT_ERROR_TEMPORARY:
      return _ ("The server did not answer in time or is busy. Try again in a moment.");
    case LOFT_ERROR_AUTH:
      return _ ("The server did not let the account in, or not at its address book.");
    case LOFT_ERROR_UNTRUSTED:
      return _ ("The identity of the server could not be verified, so nothing was sent.");
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_LIMIT:
      return _ ("The server does not take this search.");
    default:
      return _ ("The server sent something that Loft does not understand.");
    }
}

char *
loft_directory_text_failure (const GError *error)
{
  return loft_error_text_with_details (sentence_for (error), error);
}
