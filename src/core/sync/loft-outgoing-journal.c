/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-journal.h"

#define GROUP "outgoing"

static GBytes *
to_bytes (GKeyFile *file)
{
  gsize length;
  char *text = g_key_file_to_data (file, &length, NULL);

  return g_bytes_new_take (text, length);
}

static GBytes *
format_record (const LoftOutgoing *outgoing)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *recipients = loft_outgoing_pack_recipients (outgoing->recipients);

  g_key_file_set_string (file, GROUP, "uuid", outgoing->uuid);
  g_key_file_set_int64 (file, GROUP, "id", outgoing->id);
  g_key_file_set_integer (file, GROUP, "state", (int) outgoing->state);
  g_key_file_set_string (file, GROUP, "message-id", outgoing->message_id);
  g_key_file_set_string (file, GROUP, "subject", outgoing->subject);
  g_key_file_set_string (file, GROUP, "people", outgoing->people);
  g_key_file_set_string (file, GROUP, "sender", outgoing->sender);
  g_key_file_set_string (file, GROUP, "recipients", recipients);
  g_key_file_set_int64 (file, GROUP, "not-before", outgoing->not_before);
  g_key_file_set_integer (file, GROUP, "tries", (int) outgoing->tries);
  g_key_file_set_int64 (file, GROUP, "first-try", outgoing->first_try);
  g_key_file_set_string (file, GROUP, "reason", outgoing->reason);
  g_key_file_set_string (file, GROUP, "error", outgoing->error);
  g_key_file_set_integer (file, GROUP, "copy", (int) outgoing->copy);
  g_key_file_set_int64 (file, GROUP, "created", outgoing->created);
  g_key_file_set_int64 (file, GROUP, "changed", outgoing->changed);
  g_key_file_set_uint64 (file, GROUP, "size", outgoing->size);
  return to_bytes (file);
}

gboolean
loft_outgoing_journal_append (LoftJournal *journal, const LoftOutgoing *outgoing, GError **error)
{
  g_autoptr (GBytes) bytes = format_record (outgoing);

  return loft_journal_append (journal, bytes, error);
}

gboolean
loft_outgoing_journal_append_gone (LoftJournal *journal, const LoftOutgoing *outgoing,
                                   GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_key_file_set_string (file, GROUP, "gone", outgoing->uuid);
  g_key_file_set_int64 (file, GROUP, "id", outgoing->id);
  bytes = to_bytes (file);
  return loft_journal_append (journal, bytes, error);
}

/* ---- reading ------------------------------------------------------------------------------ */

static void
take_text (GKeyFile *file, const char *key, char **field)
{
  char *text = g_key_file_get_string (file, GROUP, key, NULL);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

static gint64
number (GKeyFile *file, const char *key)
{
  return g_key_file_get_int64 (file, GROUP, key, NULL);
}

/* A state that this version does not know is held: nobody sends it by itself. */
static LoftOutgoing *
parse_record (GKeyFile *file)
{
  LoftOutgoing *self = loft_outgoing_new ();
  g_autofree char *recipients = g_key_file_get_string (file, GROUP, "recipients", NULL);

  take_text (file, "uuid", &self->uuid);
  take_text (file, "message-id", &self->message_id);
  take_text (file, "subject", &self->subject);
  take_text (file, "people", &self->people);
  take_text (file, "sender", &self->sender);
  take_text (file, "reason", &self->reason);
  take_text (file, "error", &self->error);
  g_ptr_array_unref (self->recipients);
  self->recipients = loft_outgoing_unpack_recipients (recipients != NULL ? recipients : "");
  self->id = number (file, "id");
  self->state = (LoftOutgoingState) CLAMP (number (file, "state"), 0, LOFT_OUTGOING_HELD);
  self->not_before = number (file, "not-before");
  self->tries = (guint) CLAMP (number (file, "tries"), 0, G_MAXINT);
  self->first_try = number (file, "first-try");
  self->copy = (LoftSentCopy) CLAMP (number (file, "copy"), 0, LOFT_SENT_COPY_DONE);
  self->created = number (file, "created");
  self->changed = number (file, "changed");
  self->size = (guint64) MAX (number (file, "size"), 0);
  return self;
}

typedef struct {
  GHashTable *last;
  GArray *gone;
} Reading;

static void
read_gone (Reading *reading, char *uuid, gint64 id)
{
  g_hash_table_replace (reading->last, uuid, NULL);
  g_array_append_val (reading->gone, id);
}

static void
read_record (GBytes *bytes, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *gone = NULL;
  g_autofree char *uuid = NULL;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return;
  gone = g_key_file_get_string (file, GROUP, "gone", NULL);
  uuid = g_key_file_get_string (file, GROUP, "uuid", NULL);
  if (gone != NULL)
    read_gone (reading, g_steal_pointer (&gone), number (file, "id"));
  else if (uuid != NULL && number (file, "id") > 0)
    g_hash_table_replace (reading->last, g_steal_pointer (&uuid), parse_record (file));
}

GHashTable *
loft_outgoing_journal_read (LoftJournal *journal, GArray *gone, GError **error)
{
  g_autoptr (GHashTable) last =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) loft_outgoing_free);
  Reading reading = { last, gone };

  return loft_journal_read (journal, read_record, &reading, error) ? g_steal_pointer (&last) : NULL;
}

gboolean
loft_outgoing_journal_rewrite (LoftJournal *journal, GPtrArray *list, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (records, format_record (g_ptr_array_index (list, i)));
  return loft_journal_rewrite (journal, records, error);
}
