/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-row-text.h"

#include "config.h"
#include "loft-category-look.h"
#include "loft-date-text.h"
#include "loft-folder-look.h"
#include "loft-mail-folder.h"
#include "loft-priority-look.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PEOPLE 4
/* What fits into the widest row many times over; a subject of a megabyte takes seconds to lay out. */
#define MAX_SHOWN 400

static char *
cut (const char *text)
{
  gsize length = strlen (text);
  const char *end = text;

  if (length <= MAX_SHOWN)
    return g_strdup (text);
  while (end - text < MAX_SHOWN)
    end = g_utf8_next_char (end);
  return g_strndup (text, end - text);
}

static void
append_person (GString *text, const char *name)
{
  g_autofree char *shown = cut (name);

  /* Translators: between the names of several people. */
  if (text->len > 0)
    g_string_append (text, C_ ("people", ", "));
  g_string_append (text, shown);
}

static char *
people_of_message (GPtrArray *addresses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len && i < MAX_PEOPLE; i++)
    append_person (text, loft_address_label (g_ptr_array_index (addresses, i)));
  return g_string_free (text, FALSE);
}

/* "Eva" of "Eva Adler": several full names do not fit. Not of "Adler, Eva", not of addresses. */
static char *
short_name (LoftAddress *address)
{
  const char *label = loft_address_label (address);
  const char *space = strchr (label, ' ');

  if (space == NULL || space == label || label[0] == '"' || memchr (label, ',', space - label) ||
      memchr (label, '@', space - label))
    return g_strdup (label);
  return g_strndup (label, space - label);
}

static char *
people_of_conversation (GPtrArray *participants)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < participants->len && i < MAX_PEOPLE; i++)
    {
      LoftParticipant *who = g_ptr_array_index (participants, i);
      g_autofree char *name = short_name (who->address);

      /* Translators: oneself among the people of a conversation. */
      append_person (text, who->is_me ? C_ ("people", "me") : name);
    }
  return g_string_free (text, FALSE);
}

static char *
people_text (LoftMessage *message, const LoftConversationSummary *summary, gboolean recipients)
{
  g_autofree char *people = NULL;

  if (recipients)
    people = people_of_message (message->to);
  else if (summary->participants->len > 1)
    people = people_of_conversation (summary->participants);
  else
    people = people_of_message (message->from);
  if (people[0] == '\0')
    return g_strdup (recipients ? _ ("No Recipient") : _ ("Unknown Sender"));
  if (recipients)
    return g_strdup_printf (C_ ("recipients", "To %s"), people);
  return g_steal_pointer (&people);
}

static char *
folder_name (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return cut (loft_folder_look_name (loft_mail_folder_get (folder)));
    }
  return g_strdup ("");
}

/* A screen reader gets the row as one sentence instead of eight pieces. */
/* (nullable) One that was answered and sent on was dealt with, and that is told first. */
static const char *
mark_of (const LoftMessageRowText *self)
{
  if (self->answered)
    return _ ("Answered");
  return self->forwarded ? _ ("Forwarded") : NULL;
}

void
loft_message_row_text_show_mark (const LoftMessageRowText *self, GtkImage *image)
{
  gtk_image_set_from_icon_name (image, self->forwarded && !self->answered
                                         ? "loft-forwarded-symbolic"
                                         : "loft-replied-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (image), mark_of (self));
  gtk_widget_set_visible (GTK_WIDGET (image), mark_of (self) != NULL);
}

static char *
sentence (LoftMessageRowText *self, guint n_messages)
{
  GString *text = g_string_new (NULL);

  if (self->unread)
    g_string_append_printf (text, "%s, ", _ ("Unread"));
  if (self->flagged)
    g_string_append_printf (text, "%s, ", _ ("Flagged"));
  if (loft_priority_look_describe (self->priority) != NULL)
    g_string_append_printf (text, "%s, ", loft_priority_look_describe (self->priority));
  if (mark_of (self) != NULL)
    g_string_append_printf (text, "%s, ", mark_of (self));
  g_string_append_printf (text, "%s, %s, %s", self->people, self->subject, self->date);
  if (n_messages > 1)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%u message", "%u messages", n_messages), n_messages);
    }
  if (self->attached)
    g_string_append_printf (text, ", %s", _ ("with attachment"));
  if (self->categories != NULL)
    /* Translators: for screen readers; names of categories follow. */
    g_string_append_printf (text, _ (", categories: %s"), self->categories);
  return g_string_free (text, FALSE);
}

LoftMessageRowText *
loft_message_row_text_new (LoftMessageRow *row, gboolean recipients, gint64 now)
{
  LoftMessage *message = loft_message_row_get_message (row);
  LoftMailAccount *account = loft_message_row_get_account (row);
  const LoftConversationSummary *summary = NULL;
  LoftMessageRowText *self = NULL;

  if (message == NULL)
    return NULL;
  summary = loft_message_row_get_summary (row);
  self = g_new0 (LoftMessageRowText, 1);
  self->people = people_text (message, summary, recipients);
  self->subject =
    message->subject[0] == '\0' ? g_strdup (_ ("No Subject")) : cut (message->subject);
  self->preview = cut (message->preview);
  self->date = loft_date_text_short (message->date, now);
  self->moment = loft_date_text_medium (message->date, now);
  self->size = message->size == 0 ? g_strdup ("") : g_format_size (message->size);
  self->account = g_strdup (loft_mail_account_get_name (account));
  self->folder = folder_name (account, message->folder_id);
  if (summary->n_messages > 1)
    self->count = g_strdup_printf ("%u", summary->n_messages);
  self->priority = message->priority;
  self->unread = summary->n_unread > 0;
  self->flagged = summary->flagged;
  self->answered = (message->flags & LOFT_FLAG_ANSWERED) != 0;
  self->forwarded = (message->flags & LOFT_FLAG_FORWARDED) != 0;
  self->attached = summary->attached;
  self->keywords = g_strdup (summary->keywords);
  self->categories = loft_category_look_describe (summary->keywords);
  self->sentence = sentence (self, summary->n_messages);
  return self;
}

const char *
loft_message_row_text_describe_remote (void)
{
  return _ ("On the server, not on this computer");
}

void
loft_message_row_text_mark_remote (LoftMessageRowText *self)
{
  char *said = g_strdup_printf ("%s, %s", self->sentence, loft_message_row_text_describe_remote ());

  self->remote = TRUE;
  g_free (self->sentence);
  self->sentence = said;
}

void
loft_message_row_text_free (LoftMessageRowText *self)
{
  g_free (self->people);
  g_free (self->subject);
  g_free (self->preview);
  g_free (self->date);
  g_free (self->moment);
  g_free (self->size);
  g_free (self->account);
  g_free (self->folder);
  g_free (self->count);
  g_free (self->keywords);
  g_free (self->categories);
  g_free (self->sentence);
  g_free (self);
}
