/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-notification.h"

#include "config.h"
#include "loft-address.h"
#include "loft-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_TITLE   80
#define MAX_SUBJECT 120
#define MAX_NAMED   3
#define NO_BREAK    "\xe2\x80\x8b" /* a space without width: what follows "&" is no entity */

char *
loft_mail_notification_plain (const char *text, guint max_chars)
{
  g_autofree char *line = loft_text_one_line (text, max_chars);
  g_autoptr (GString) plain = g_string_new (line);

  g_string_replace (plain, "&", "&" NO_BREAK, 0);
  g_string_replace (plain, "<", "‹", 0);
  g_string_replace (plain, ">", "›", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static char *
sender_of (const LoftMessage *message)
{
  const LoftAddress *from = message->from->len > 0 ? g_ptr_array_index (message->from, 0) : NULL;
  const char *name = from == NULL ? "" : from->name[0] != '\0' ? from->name : from->email;

  return loft_mail_notification_plain (name[0] != '\0' ? name : _ ("Unknown sender"), MAX_TITLE);
}

/* "Eva, Jan and others", each once. */
static char *
senders_of (GPtrArray *messages, guint n)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < messages->len && names->len < MAX_NAMED; i++)
    {
      g_autofree char *name = sender_of (g_ptr_array_index (messages, i));

      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (", ", (char **) names->pdata);
  return n > messages->len || names->len - 1 == MAX_NAMED ? g_strdup_printf (_ ("%s …"), joined)
                                                          : g_steal_pointer (&joined);
}

GNotification *
loft_mail_notification_new (GPtrArray *messages, guint n, const char *where)
{
  const LoftMessage *first = g_ptr_array_index (messages, 0);
  g_autofree char *sender = sender_of (first);
  g_autofree char *senders = senders_of (messages, n);
  g_autofree char *subject =
    loft_mail_notification_plain (first->subject[0] != '\0' ? first->subject : _ ("No subject"),
                                  MAX_SUBJECT);
  g_autofree char *place = loft_mail_notification_plain (where, MAX_TITLE);
  g_autofree char *count = g_strdup_printf (ngettext ("%'u new message", "%'u new messages", n), n);
  GNotification *notification = g_notification_new (n == 1 ? sender : count);
  g_autofree char *body = place[0] != '\0'
                            ? g_strdup_printf ("%s\n%s", n == 1 ? subject : senders, place)
                            : g_strdup (n == 1 ? subject : senders);

  g_notification_set_body (notification, body);
  g_notification_set_category (notification, "email.arrived");
  return notification;
}
