/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message.h"

#include <string.h>

#define FIELD_MARK  '\x1f'
#define RECORD_MARK "\x1e"

LoftAttachment *
loft_attachment_new (guint n, const char *name, const char *type, guint64 size, gboolean is_inline)
{
  LoftAttachment *self = g_new0 (LoftAttachment, 1);

  self->n = n;
  self->name = g_strdup (name != NULL ? name : "");
  self->type = g_strdup (type != NULL ? type : "application/octet-stream");
  self->size = size;
  self->is_inline = is_inline;
  return self;
}

void
loft_attachment_free (LoftAttachment *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

LoftMessage *
loft_message_new (void)
{
  LoftMessage *self = g_new0 (LoftMessage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

LoftMessage *
loft_message_ref (LoftMessage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_message_unref (LoftMessage *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->remote_id);
  g_free (self->keywords);
  g_free (self->subject);
  g_free (self->preview);
  g_free (self->message_id);
  g_clear_pointer (&self->from, g_ptr_array_unref);
  g_clear_pointer (&self->to, g_ptr_array_unref);
  g_clear_pointer (&self->cc, g_ptr_array_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_free (self);
}

static void
append_clean (GString *packed, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_c (packed, (guchar) *p < 0x20 ? ' ' : *p);
}

char *
loft_attachments_pack (GPtrArray *attachments)
{
  GString *packed = g_string_new (NULL);

  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);

      if (i > 0)
        g_string_append (packed, RECORD_MARK);
      g_string_append_printf (packed, "%u%c%" G_GUINT64_FORMAT "%c%d%c", attachment->n, FIELD_MARK,
                              attachment->size, FIELD_MARK, attachment->is_inline, FIELD_MARK);
      append_clean (packed, attachment->type);
      g_string_append_c (packed, FIELD_MARK);
      append_clean (packed, attachment->name);
    }
  return g_string_free (packed, FALSE);
}

GPtrArray *
loft_attachments_unpack (const char *packed)
{
  GPtrArray *attachments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  const char field_mark[] = { FIELD_MARK, '\0' };
  g_auto (GStrv) records = NULL;

  if (packed == NULL || packed[0] == '\0')
    return attachments;
  records = g_strsplit (packed, RECORD_MARK, -1);
  for (gsize i = 0; records[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (records[i], field_mark, 5);

      if (g_strv_length (fields) != 5)
        continue;
      g_ptr_array_add (attachments,
                       loft_attachment_new (strtoul (fields[0], NULL, 10), fields[4], fields[3],
                                            g_ascii_strtoull (fields[1], NULL, 10),
                                            fields[2][0] == '1'));
    }
  return attachments;
}
