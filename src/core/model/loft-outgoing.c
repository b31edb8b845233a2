/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing.h"

#define FIELD_MARK  '\x1f'
#define RECORD_MARK '\x1e'

enum { FIELD_ADDRESS, FIELD_STATE, FIELD_CODE, FIELD_REASON, FIELD_TEXT, N_FIELDS };

LoftOutgoingRecipient *
loft_outgoing_recipient_new (const char *address)
{
  LoftOutgoingRecipient *self = g_new0 (LoftOutgoingRecipient, 1);

  self->address = g_strdup (address);
  self->reason = g_strdup ("");
  self->text = g_strdup ("");
  return self;
}

LoftOutgoingRecipient *
loft_outgoing_recipient_copy (const LoftOutgoingRecipient *self)
{
  LoftOutgoingRecipient *copy = g_memdup2 (self, sizeof *self);

  copy->address = g_strdup (self->address);
  copy->reason = g_strdup (self->reason);
  copy->text = g_strdup (self->text);
  return copy;
}

void
loft_outgoing_recipient_free (LoftOutgoingRecipient *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->reason);
  g_free (self->text);
  g_free (self);
}

static GPtrArray *
new_recipients (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_outgoing_recipient_free);
}

LoftOutgoing *
loft_outgoing_new (void)
{
  LoftOutgoing *self = g_new0 (LoftOutgoing, 1);

  self->uuid = g_uuid_string_random ();
  self->message_id = g_strdup ("");
  self->subject = g_strdup ("");
  self->people = g_strdup ("");
  self->sender = g_strdup ("");
  self->recipients = new_recipients ();
  self->reason = g_strdup ("");
  self->error = g_strdup ("");
  return self;
}

LoftOutgoing *
loft_outgoing_copy (const LoftOutgoing *self)
{
  LoftOutgoing *copy = g_memdup2 (self, sizeof *self);

  copy->uuid = g_strdup (self->uuid);
  copy->message_id = g_strdup (self->message_id);
  copy->subject = g_strdup (self->subject);
  copy->people = g_strdup (self->people);
  copy->sender = g_strdup (self->sender);
  copy->recipients = new_recipients ();
  for (guint i = 0; i < self->recipients->len; i++)
    g_ptr_array_add (copy->recipients,
                     loft_outgoing_recipient_copy (g_ptr_array_index (self->recipients, i)));
  copy->reason = g_strdup (self->reason);
  copy->error = g_strdup (self->error);
  return copy;
}

void
loft_outgoing_free (LoftOutgoing *self)
{
  if (self == NULL)
    return;
  g_free (self->uuid);
  g_free (self->message_id);
  g_free (self->subject);
  g_free (self->people);
  g_free (self->sender);
  g_ptr_array_unref (self->recipients);
  g_free (self->reason);
  g_free (self->error);
  g_free (self);
}

guint
loft_outgoing_count (const LoftOutgoing *self, LoftRecipientState state)
{
  guint n = 0;

  for (guint i = 0; i < self->recipients->len; i++)
    n += ((const LoftOutgoingRecipient *) g_ptr_array_index (self->recipients, i))->state == state;
  return n;
}

const char *
loft_outgoing_state_name (LoftOutgoingState state)
{
  static const char *const names[] = { "draft", "queued",  "sending",     "at-dot",
                                       "sent",  "refused", "unconfirmed", "held" };

  return (gsize) state < G_N_ELEMENTS (names) ? names[state] : "held";
}

const char *
loft_recipient_state_name (LoftRecipientState state)
{
  static const char *const names[] = { "waiting", "at-dot", "accepted", "refused" };

  return (gsize) state < G_N_ELEMENTS (names) ? names[state] : "waiting";
}

/* ---- packed ------------------------------------------------------------------------------- */

static void
append_clean (GString *packed, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_c (packed, g_ascii_iscntrl (*p) ? ' ' : *p);
}

char *
loft_outgoing_pack_recipients (GPtrArray *recipients)
{
  GString *packed = g_string_new (NULL);

  for (guint i = 0; i < recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (recipients, i);

      if (i > 0)
        g_string_append_c (packed, RECORD_MARK);
      append_clean (packed, recipient->address);
      g_string_append_printf (packed, "%c%d%c%u%c", FIELD_MARK, recipient->state, FIELD_MARK,
                              recipient->code, FIELD_MARK);
      append_clean (packed, recipient->reason);
      g_string_append_c (packed, FIELD_MARK);
      append_clean (packed, recipient->text);
    }
  return g_string_free (packed, FALSE);
}

static LoftOutgoingRecipient *
unpack_recipient (const char *record)
{
  const char mark[] = { FIELD_MARK, '\0' };
  g_auto (GStrv) fields = g_strsplit (record, mark, -1);
  guint64 state = 0;
  guint64 code = 0;
  LoftOutgoingRecipient *self;

  if (g_strv_length (fields) != N_FIELDS || fields[FIELD_ADDRESS][0] == '\0' ||
      !g_ascii_string_to_unsigned (fields[FIELD_STATE], 10, 0, LOFT_RECIPIENT_REFUSED, &state,
                                   NULL) ||
      !g_ascii_string_to_unsigned (fields[FIELD_CODE], 10, 0, 999, &code, NULL))
    return NULL;
  self = loft_outgoing_recipient_new (fields[FIELD_ADDRESS]);
  self->state = (LoftRecipientState) state;
  self->code = (guint) code;
  g_free (self->reason);
  self->reason = g_strdup (fields[FIELD_REASON]);
  g_free (self->text);
  self->text = g_strdup (fields[FIELD_TEXT]);
  return self;
}

GPtrArray *
loft_outgoing_unpack_recipients (const char *packed)
{
  GPtrArray *recipients = new_recipients ();
  const char mark[] = { RECORD_MARK, '\0' };
  g_auto (GStrv) records = g_strsplit (packed, mark, -1);

  for (gsize i = 0; records[i] != NULL; i++)
    {
      LoftOutgoingRecipient *recipient = unpack_recipient (records[i]);

      if (recipient != NULL)
        g_ptr_array_add (recipients, recipient);
    }
  return recipients;
}
