/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-settings.h"

#include <string.h>

static void
replace (char **place, char *value)
{
  g_free (*place);
  *place = value;
}

/* Given once, so that what is sent twice can be told (RFC 5322, 3.6.4). The host is the writer's
 * own: nothing of the machine is told. */
static char *
new_message_id (LoftComposer *self)
{
  g_autofree char *uuid = g_uuid_string_random ();
  const char *email = loft_sender_get_address (self->chosen)->email;
  const char *at = strrchr (email, '@');

  return g_strdup_printf ("%s@%s", uuid,
                          at != NULL && at[1] != '\0' && g_str_is_ascii (at) ? at + 1
                                                                             : "localhost");
}

static void
copy_strings (GPtrArray *into, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (into, g_strdup (g_ptr_array_index (from, i)));
}

void
loft_composer_choose_sender (LoftComposer *self, LoftSender *sender)
{
  if (sender == NULL || sender == self->chosen)
    return;
  if (self->chosen != NULL && !self->is_filling)
    loft_composer_swap_signature (self, sender);
  g_set_object (&self->chosen, sender);
  if (!self->is_filling)
    loft_composer_check_size (self);
  loft_composer_show_choices (self);
}

static void
fill_recipients (LoftComposer *self, LoftRecipientField field, GPtrArray *addresses)
{
  loft_recipient_entry_set_addresses (self->recipients[field], addresses);
  if (addresses->len > 0)
    loft_composer_show_row (self, field, FALSE);
}

static void
fill_sender (LoftComposer *self, const LoftDraft *draft)
{
  guint i = draft->from == NULL ? 0 : loft_sender_find (self->senders, NULL, draft->from->email);
  g_autoptr (LoftSender) sender = g_list_model_get_item (self->senders, i);

  gtk_drop_down_set_selected (self->sender, i);
  loft_composer_choose_sender (self, sender);
}

static void
fill_hidden (LoftComposer *self, const LoftDraft *draft)
{
  replace (&self->message_id,
           draft->message_id[0] != '\0' ? g_strdup (draft->message_id) : new_message_id (self));
  replace (&self->in_reply_to, g_strdup (draft->in_reply_to));
  replace (&self->forwarded, g_strdup (draft->forwarded));
  g_ptr_array_set_size (self->references, 0);
  copy_strings (self->references, draft->references);
  self->priority = draft->priority;
  self->wants_receipt =
    draft->wants_receipt ||
    (draft->message_id[0] == '\0' && loft_settings_get_boolean (LOFT_SETTING_ASK_RECEIPT, FALSE));
  self->wants_report = draft->wants_report;
  loft_composer_show_choices (self);
}

void
loft_composer_fill (LoftComposer *self, const LoftDraft *draft, guint caret)
{
  self->is_filling = TRUE;
  fill_sender (self, draft);
  fill_recipients (self, LOFT_RECIPIENT_TO, draft->to);
  fill_recipients (self, LOFT_RECIPIENT_CC, draft->cc);
  fill_recipients (self, LOFT_RECIPIENT_BCC, draft->bcc);
  fill_recipients (self, LOFT_RECIPIENT_REPLY_TO, draft->reply_to);
  gtk_editable_set_text (GTK_EDITABLE (self->subject), draft->subject);
  loft_composer_fill_editor (self, draft, caret);
  fill_hidden (self, draft);
  self->is_filling = FALSE;
}

static void
take_recipients (LoftComposer *self, LoftRecipientField field, GPtrArray **into)
{
  g_ptr_array_unref (*into);
  *into = loft_recipient_entry_get_addresses (self->recipients[field]);
}

LoftDraft *
loft_composer_get_draft (LoftComposer *self)
{
  const LoftAddress *from = loft_sender_get_address (self->chosen);
  LoftDraft *draft = loft_draft_new (loft_address_new (from->name, from->email));

  take_recipients (self, LOFT_RECIPIENT_TO, &draft->to);
  take_recipients (self, LOFT_RECIPIENT_CC, &draft->cc);
  take_recipients (self, LOFT_RECIPIENT_BCC, &draft->bcc);
  take_recipients (self, LOFT_RECIPIENT_REPLY_TO, &draft->reply_to);
  if (draft->reply_to->len == 0 && loft_sender_get_reply_to (self->chosen)[0] != '\0')
    g_ptr_array_add (draft->reply_to,
                     loft_address_new (from->name, loft_sender_get_reply_to (self->chosen)));
  replace (&draft->subject, g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject))));
  replace (&draft->organization, g_strdup (loft_sender_get_organization (self->chosen)));
  replace (&draft->message_id, g_strdup (self->message_id));
  replace (&draft->in_reply_to, g_strdup (self->in_reply_to));
  replace (&draft->forwarded, g_strdup (self->forwarded));
  copy_strings (draft->references, self->references);
  g_ptr_array_unref (draft->parts);
  draft->parts = loft_draft_attachments_get_parts (self->attachments);
  loft_composer_read_editor (self, draft);
  draft->priority = self->priority;
  draft->wants_receipt = self->wants_receipt;
  draft->wants_report = self->wants_report;
  return draft;
}
