/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-refusal.h"

#include "loft-error.h"

gboolean
loft_eas_refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, sentence);
  return FALSE;
}

gboolean
loft_eas_leave_out (const LoftEasMapping *how, const char *sentence, GError **error)
{
  if (how->left_out == NULL)
    return loft_eas_refuse (error, sentence);
  if (!g_ptr_array_find_with_equal_func (how->left_out, sentence, g_str_equal, NULL))
    g_ptr_array_add (how->left_out, g_strdup (sentence));
  return TRUE;
}
