/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-message-link.h"
#include "loft-subject-text.h"

#include <glib/gi18n.h>

/* From a message to an event or a task, and back. */

#define MAX_TEXT 4000 /* characters of a message that go into notes */

/* (transfer full) */
static char *
make_notes (const char *text)
{
  g_autofree char *whole = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *begin = NULL;

  if (g_utf8_strlen (whole, -1) <= MAX_TEXT)
    return g_steal_pointer (&whole);
  begin = g_utf8_substring (whole, 0, MAX_TEXT);
  return g_strconcat (begin, "…", NULL);
}

/* What is open says what it is about; the window knows who keeps events and tasks. */
static void
make (LoftMailPane *self, const char *action)
{
  LoftMessageBody *body = loft_message_view_get_body (self->message);
  const LoftMessage *message = body != NULL ? body->message : NULL;
  g_autofree char *notes = NULL;
  g_autofree char *link = NULL;

  if (message == NULL)
    return;
  notes = make_notes (body->text);
  link = *message->message_id != '\0' ? loft_message_link_new (message->message_id) : g_strdup ("");
  gtk_widget_activate_action (GTK_WIDGET (self), action, "(sss)",
                              loft_subject_text_without_prefixes (message->subject), notes, link);
}

static void
on_new_event (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  make (self, "win.new-event");
}

static void
on_new_task (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  make (self, "win.new-task");
}

void
loft_mail_pane_add_link_actions (LoftMailPane *self)
{
  static const GActionEntry entries[] = {
    { "new-event", on_new_event },
    { "new-task", on_new_task },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

static void
enable (LoftMailPane *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                 g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)),
                               enabled);
}

void
loft_mail_pane_update_link_actions (LoftMailPane *self)
{
  gboolean has_body = self->service != NULL && loft_message_view_get_body (self->message) != NULL;

  enable (self, "new-event", has_body && loft_service_get_calendar (self->service) != NULL);
  enable (self, "new-task", has_body && loft_service_get_tasks (self->service) != NULL);
  loft_mail_pane_update_made (self);
}

/* It may have gone to another folder, or account, since. */
void
loft_mail_pane_show_link (LoftMailPane *self, const char *uri)
{
  g_autofree char *message_id = loft_message_link_read (uri);
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; message_id != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      gint64 folder_id = 0;
      gint64 id = 0;

      if (!loft_mail_account_find_message (account, message_id, &folder_id, &id))
        continue;
      loft_mail_pane_show_mail (self, loft_mail_account_get_account (account)->id, folder_id, id);
      return;
    }
  loft_mail_pane_tell (self, _ ("The message is no longer here"));
}
