/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-backend-private.h"

#include "loft-error.h"
#include "loft-mime-identity.h"

/* Which message is which: by its unique-id, or where the server tells none, or the same one twice, by
 * what its header says. */

static void
entry_free (gpointer data)
{
  LoftPop3Entry *entry = data;

  g_free (entry->remote_id);
  g_free (entry);
}

void
loft_pop3_entries_free (LoftPop3Entries *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPop3Entries, loft_pop3_entries_free)

/* remote_id: (transfer full). Of those that look the same to the last letter each has its number. */
static void
name_entry (LoftPop3Entries *self, LoftPop3Entry *entry, char *remote_id)
{
  g_autofree char *wanted = remote_id;

  entry->remote_id = g_strdup (wanted);
  for (guint i = 2; g_hash_table_contains (self->by_id, entry->remote_id); i++)
    {
      g_free (entry->remote_id);
      entry->remote_id = g_strdup_printf ("%s %u", wanted, i);
    }
  g_hash_table_insert (self->by_id, entry->remote_id, entry);
}

/* (transfer full) what has a good unique-id is named already. */
static LoftPop3Entries *
entries_new (LoftPop3Listing *listing)
{
  LoftPop3Entries *self = g_new0 (LoftPop3Entries, 1);
  guint n_messages;
  const LoftPop3Message *messages = loft_pop3_listing_get_messages (listing, &n_messages);

  self->entries = g_ptr_array_new_full (n_messages, entry_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->sound = loft_pop3_listing_is_sound (listing);
  for (guint i = 0; i < n_messages; i++)
    {
      LoftPop3Entry *entry = g_new0 (LoftPop3Entry, 1);

      entry->number = messages[i].number;
      entry->size = messages[i].size;
      g_ptr_array_add (self->entries, entry);
      if (messages[i].fault == LOFT_POP3_UID_GOOD)
        name_entry (self, entry, g_strdup (messages[i].uid));
    }
  return self;
}

/* ---- by the header ------------------------------------------------------------------------ */

typedef struct {
  GPtrArray *entries; /* (borrowed) in the order they are asked for */
  guint n_answered;
  GString *header;
  LoftPop3DigestFunc func;
  gpointer user_data;
} Reading;

static gboolean
add_header (guint32 number, const char *bytes, gsize length, gpointer user_data)
{
  Reading *reading = user_data;

  g_string_append_len (reading->header, bytes, (gssize) length);
  return TRUE;
}

static gboolean
end_header (guint32 number, const GError *refusal, gpointer user_data)
{
  Reading *reading = user_data;
  LoftPop3Entry *entry = g_ptr_array_index (reading->entries, reading->n_answered++);
  g_autofree char *digest = NULL;

  if (refusal == NULL)
    digest = loft_mime_identity_digest (reading->header->str, reading->header->len);
  reading->func (entry, digest, reading->user_data);
  g_string_truncate (reading->header, 0);
  return TRUE;
}

gboolean
loft_pop3_backend_read_digests (LoftPop3Backend *self, GPtrArray *entries, LoftPop3DigestFunc func,
                                gpointer user_data, GCancellable *cancellable, GError **error)
{
  static const LoftPop3Sink sink = { add_header, end_header };
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  Reading reading = { entries, 0, NULL, func, user_data };
  gboolean done;

  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (numbers, ((LoftPop3Entry *) g_ptr_array_index (entries, i))->number);
  if (entries->len == 0)
    return TRUE;
  reading.header = g_string_new (NULL);
  done =
    loft_pop3_session_top (self->session, (const guint32 *) (gpointer) numbers->data, numbers->len,
                           0, LOFT_POP3_BACKEND_MAX_HEADER, &sink, &reading, cancellable, error);
  g_string_free (reading.header, TRUE);
  return done;
}

/* Where the server has no TOP either, it stays without a name. */
static void
name_by_digest (LoftPop3Entry *entry, const char *digest, gpointer user_data)
{
  if (digest != NULL)
    name_entry (user_data, entry, g_strconcat (" ", digest, NULL));
}

static gboolean
name_by_headers (LoftPop3Backend *self, LoftPop3Entries *entries, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) nameless = g_ptr_array_new ();

  for (guint i = 0; i < entries->entries->len; i++)
    {
      LoftPop3Entry *entry = g_ptr_array_index (entries->entries, i);

      if (entry->remote_id == NULL)
        g_ptr_array_add (nameless, entry);
    }
  return loft_pop3_backend_read_digests (self, nameless, name_by_digest, entries, cancellable,
                                         error);
}

static gboolean
has_name (LoftPop3Entries *entries)
{
  return entries->entries->len == 0 || g_hash_table_size (entries->by_id) > 0;
}

/* ---- the listing -------------------------------------------------------------------------- */

/* A server that refuses UIDL has ended the connection by that. */
static LoftPop3Listing *
list_messages (LoftPop3Backend *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  LoftPop3Listing *listing;

  if (self->lacks_uidl)
    return loft_pop3_session_list_sizes (self->session, cancellable, error);
  listing = loft_pop3_session_list (self->session, cancellable, &failure);
  if (listing != NULL)
    return listing;
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_REFUSED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  self->lacks_uidl = TRUE;
  if (!loft_pop3_backend_connect (self, cancellable, error))
    return NULL;
  return loft_pop3_session_list_sizes (self->session, cancellable, error);
}

gboolean
loft_pop3_backend_ensure_listed (LoftPop3Backend *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftPop3Listing) listing = NULL;
  g_autoptr (LoftPop3Entries) entries = NULL;

  if (self->entries != NULL)
    return TRUE;
  listing = list_messages (self, cancellable, error);
  if (listing == NULL)
    return FALSE;
  entries = entries_new (listing);
  if (!name_by_headers (self, entries, cancellable, error))
    return FALSE;
  if (!has_name (entries))
    {
      g_set_error_literal (
        error, LOFT_ERROR, LOFT_ERROR_REFUSED,
        "The server tells its messages apart neither by UIDL nor by TOP, so that "
        "what is new cannot be known; Loft cannot use it");
      return FALSE;
    }
  self->entries = g_steal_pointer (&entries);
  return TRUE;
}
