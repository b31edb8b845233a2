/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-invitation.h"
#include "loft-ical-object.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* A message and, behind 0x1e, what the calendar has: what it becomes can be read. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  static const char *const own[] = { "bob@x.org", NULL };
  const guint8 *mark = memchr (bytes, 0x1e, length);
  gsize part = mark != NULL ? (gsize) (mark - bytes) : length;
  g_autoptr (GBytes) message = g_bytes_new_static (bytes, part);
  g_autoptr (GBytes) present =
    mark != NULL ? g_bytes_new_static (mark + 1, length - part - 1) : NULL;
  g_autoptr (LoftIcalInvitation) known =
    loft_ical_invitation_new (message, NULL, "eva@x.org", present, own, NULL);
  g_autoptr (LoftIcalInvitation) strange =
    loft_ical_invitation_new (message, NULL, "mallory@evil.example", present, own, NULL);

  if (known == NULL)
    return 0;
  if (known->raw != NULL)
    {
      g_autoptr (LoftIcalObject) object = loft_ical_object_read (known->raw, NULL);
      g_autoptr (GBytes) reply = loft_ical_make_reply (known->raw, known->recurrence_id,
                                                       "bob@x.org", LOFT_PARTSTAT_ACCEPTED, "yes");

      g_assert_nonnull (object);
    }
  return 0;
}
