/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-seen-delay.h"

#include "loft-settings.h"

/* Long enough that a message passed with the arrow keys stays unread. */
#define USUAL_SECONDS 1

guint
loft_seen_delay_start (GSourceFunc mark, gpointer data)
{
  int seconds = loft_settings_get_int (LOFT_SETTING_MARK_READ, USUAL_SECONDS);

  if (seconds < 0)
    return 0;
  return g_timeout_add ((guint) seconds * 1000, mark, data);
}
