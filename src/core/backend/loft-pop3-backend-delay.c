/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-backend-private.h"

#include <string.h>

#include "loft-error.h"

/* Servers that want time between two sign-ins (LOGIN-DELAY, RFC 2449, 6.5). Whoever comes earlier is
 * refused, and by some locked out for longer. */

#define USUAL_DELAY 120 /* of a server that refuses without having told of it */

gint
loft_pop3_backend_get_number (LoftPop3Backend *self, const char *tag)
{
  const char *told = loft_pop3_session_get_capability (self->session, tag);
  g_autofree char *word = told == NULL ? NULL : g_strndup (told, strcspn (told, " "));
  guint64 number = 0;

  if (word == NULL || !g_ascii_string_to_unsigned (word, 10, 0, G_MAXINT, &number, NULL))
    return -1;
  return (gint) number;
}

gboolean
loft_pop3_backend_may_sign_in (LoftPop3Backend *self, GError **error)
{
  const LoftSignInMemory *memory = self->memory;
  guint wait = memory != NULL && memory->get_wait != NULL ? memory->get_wait (self->user_data) : 0;

  if (wait == 0)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_TOO_SOON,
               "The server wants more time between sign-ins; %u seconds are left", wait);
  return FALSE;
}

static void
note (LoftPop3Backend *self, guint seconds)
{
  const LoftSignInMemory *memory = self->memory;

  if (memory != NULL && memory->note_delay != NULL)
    memory->note_delay (seconds, self->user_data);
}

/* After sign-in the server tells what it wants of this user. */
void
loft_pop3_backend_note_delay (LoftPop3Backend *self)
{
  self->delay = (guint) MAX (loft_pop3_backend_get_number (self, "LOGIN-DELAY"), 0);
  note (self, self->delay);
}

void
loft_pop3_backend_note_too_soon (LoftPop3Backend *self, GError *failure)
{
  note (self, self->delay != 0 ? self->delay : USUAL_DELAY);
  failure->code = LOFT_ERROR_TOO_SOON;
}
