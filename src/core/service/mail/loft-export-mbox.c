/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-export-mbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "loft-address.h"
#include "loft-error.h"
#include "loft-mailbox-fields.h"
#include "loft-mbox-reader.h"
#include "loft-mbox-writer.h"

/* What is written and what is read back are held against each other by the hash of their messages. */
struct _LoftExportMbox {
  LoftExportFile *file;
  GChecksum *written;
};

LoftExportMbox *
loft_export_mbox_new (const char *path, GError **error)
{
  LoftExportFile *file = loft_export_file_new (path, error);
  LoftExportMbox *self;

  if (file == NULL)
    return NULL;
  self = g_new0 (LoftExportMbox, 1);
  self->file = file;
  self->written = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

void
loft_export_mbox_free (LoftExportMbox *self)
{
  if (self == NULL)
    return;
  loft_export_file_free (self->file);
  g_checksum_free (self->written);
  g_free (self);
}

static void
add_identity (GChecksum *hash, GBytes *raw)
{
  g_autofree char *identity = loft_mailbox_fields_identity (raw);

  g_checksum_update (hash, (const guchar *) identity, -1);
}

gboolean
loft_export_mbox_write (LoftExportMbox *self, const LoftMessage *message, GBytes *raw,
                        GError **error)
{
  const LoftAddress *from = message->from->len > 0 ? g_ptr_array_index (message->from, 0) : NULL;
  const LoftMboxFacts facts = { message->flags, message->keywords,
                                message->received != 0 ? message->received : message->date,
                                from != NULL ? from->email : "" };
  g_autoptr (GBytes) text = loft_mbox_writer_write (raw, &facts);

  add_identity (self->written, raw);
  return loft_export_file_write (self->file, text, error);
}

static gssize
read_back (gpointer user_data, guint64 offset, guint8 *bytes, gsize length, GError **error)
{
  gssize n = pread (GPOINTER_TO_INT (user_data), bytes, length, (off_t) offset);

  if (n < 0)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s", g_strerror (errno));
  return n;
}

static gboolean
check (LoftExportMbox *self, GError **error)
{
  int fd = loft_export_file_get_fd (self->file);
  g_autoptr (LoftMboxReader) reader = loft_mbox_reader_new (read_back, GINT_TO_POINTER (fd));
  g_autoptr (GChecksum) read = g_checksum_new (G_CHECKSUM_SHA256);
  GError *failure = NULL;

  while (TRUE)
    {
      g_auto (LoftMboxMessage) message = { NULL };

      if (!loft_mbox_reader_next (reader, &message, &failure))
        break;
      if (message.raw != NULL)
        add_identity (read, message.raw);
    }
  if (failure == NULL &&
      strcmp (g_checksum_get_string (read), g_checksum_get_string (self->written)) != 0)
    g_set_error_literal (&failure, LOFT_ERROR, LOFT_ERROR_STORE,
                         "What was written cannot be read back as it was");
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

gboolean
loft_export_mbox_commit (LoftExportMbox *self, GError **error)
{
  return loft_export_file_flush (self->file, error) && check (self, error) &&
         loft_export_file_commit (self->file, 0, TRUE, error);
}
