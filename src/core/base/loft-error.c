/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"

G_DEFINE_QUARK (loft-error-quark, loft_error)

static LoftError
class_of_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
      return LOFT_ERROR_OFFLINE;
    case G_IO_ERROR_NO_SPACE:
    case G_IO_ERROR_READ_ONLY:
    case G_IO_ERROR_PERMISSION_DENIED:
      return LOFT_ERROR_STORE;
    case G_IO_ERROR_MESSAGE_TOO_LARGE:
      return LOFT_ERROR_LIMIT;
    case G_IO_ERROR_INVALID_DATA:
      return LOFT_ERROR_PROTOCOL;
    default:
      return LOFT_ERROR_TEMPORARY;
    }
}

static gboolean
is_of_auth (int code)
{
  return code == LOFT_ERROR_DOWNGRADE ||
         (code >= LOFT_ERROR_POLICY && code <= LOFT_ERROR_TOO_MANY_DEVICES);
}

LoftError
loft_error_class (const GError *error)
{
  g_return_val_if_fail (error != NULL, LOFT_ERROR_TEMPORARY);

  if (error->domain == LOFT_ERROR && is_of_auth (error->code))
    return LOFT_ERROR_AUTH;
  if (error->domain == LOFT_ERROR && error->code == LOFT_ERROR_FULL)
    return LOFT_ERROR_LIMIT;
  if (error->domain == LOFT_ERROR && error->code == LOFT_ERROR_TOO_SOON)
    return LOFT_ERROR_TEMPORARY;
  if (error->domain == LOFT_ERROR)
    return (LoftError) error->code;
  if (error->domain == G_IO_ERROR)
    return class_of_io_error (error->code);
  if (error->domain == G_RESOLVER_ERROR)
    return LOFT_ERROR_OFFLINE;
  if (error->domain == G_FILE_ERROR)
    return LOFT_ERROR_STORE;
  return LOFT_ERROR_TEMPORARY;
}

const char *
loft_error_class_name (LoftError error_class)
{
  static const char *const names[] = {
    "offline", "temporary", "auth",     "untrusted", "gone",
    "conflict", "refused",  "limit",    "protocol",  "store",
  };

  g_return_val_if_fail ((gsize) error_class < G_N_ELEMENTS (names), "temporary");
  return names[error_class];
}

gboolean
loft_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
