/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft.h"

LoftDraftPart *
loft_draft_part_new (const char *name, const char *content_type, const char *content_id,
                     GBytes *data)
{
  LoftDraftPart *self = g_new0 (LoftDraftPart, 1);

  self->name = g_strdup (name);
  self->content_type = g_strdup (content_type);
  self->content_id = g_strdup (content_id);
  self->data = g_bytes_ref (data);
  return self;
}

void
loft_draft_part_free (LoftDraftPart *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->content_type);
  g_free (self->content_id);
  g_bytes_unref (self->data);
  g_free (self);
}

static GPtrArray *
new_addresses (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
}

LoftDraft *
loft_draft_new (LoftAddress *from)
{
  LoftDraft *self = g_new0 (LoftDraft, 1);

  self->from = from;
  self->reply_to = new_addresses ();
  self->to = new_addresses ();
  self->cc = new_addresses ();
  self->bcc = new_addresses ();
  self->subject = g_strdup ("");
  self->organization = g_strdup ("");
  self->message_id = g_strdup ("");
  self->references = g_ptr_array_new_with_free_func (g_free);
  self->date = g_date_time_new_now_local ();
  self->text = g_strdup ("");
  self->flowed = TRUE;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  return self;
}

static void
copy_addresses (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (from, i);

      g_ptr_array_add (to, loft_address_new (address->name, address->email));
    }
}

static void
copy_lists (const LoftDraft *from, LoftDraft *to)
{
  copy_addresses (from->reply_to, to->reply_to);
  copy_addresses (from->to, to->to);
  copy_addresses (from->cc, to->cc);
  copy_addresses (from->bcc, to->bcc);
  for (guint i = 0; i < from->references->len; i++)
    g_ptr_array_add (to->references, g_strdup (g_ptr_array_index (from->references, i)));
  for (guint i = 0; i < from->parts->len; i++)
    {
      const LoftDraftPart *part = g_ptr_array_index (from->parts, i);

      g_ptr_array_add (to->parts, loft_draft_part_new (part->name, part->content_type,
                                                       part->content_id, part->data));
    }
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

LoftDraft *
loft_draft_copy (const LoftDraft *self)
{
  LoftDraft *copy = loft_draft_new (loft_address_new (self->from->name, self->from->email));

  if (self->sender != NULL)
    copy->sender = loft_address_new (self->sender->name, self->sender->email);
  copy_lists (self, copy);
  replace (&copy->subject, self->subject);
  replace (&copy->organization, self->organization);
  replace (&copy->message_id, self->message_id);
  replace (&copy->in_reply_to, self->in_reply_to);
  replace (&copy->forwarded, self->forwarded);
  replace (&copy->text, self->text);
  replace (&copy->html, self->html);
  g_date_time_unref (copy->date);
  copy->date = g_date_time_ref (self->date);
  copy->flowed = self->flowed;
  copy->priority = self->priority;
  copy->wants_receipt = self->wants_receipt;
  copy->wants_report = self->wants_report;
  return copy;
}

void
loft_draft_free (LoftDraft *self)
{
  if (self == NULL)
    return;
  loft_address_free (self->from);
  loft_address_free (self->sender);
  g_ptr_array_unref (self->reply_to);
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_ptr_array_unref (self->bcc);
  g_free (self->subject);
  g_free (self->organization);
  g_free (self->message_id);
  g_free (self->in_reply_to);
  g_free (self->forwarded);
  g_ptr_array_unref (self->references);
  g_date_time_unref (self->date);
  g_free (self->text);
  g_free (self->html);
  g_ptr_array_unref (self->parts);
  g_free (self);
}
