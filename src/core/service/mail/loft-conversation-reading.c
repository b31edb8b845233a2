/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-reading.h"

#include <string.h>

#define MAX_MESSAGES     1000
#define MAX_PARTICIPANTS 50

/* ---- which messages ----------------------------------------------------------------------- */

static gboolean
is_thrown_away (LoftFolderRole role)
{
  return role == LOFT_FOLDER_ROLE_TRASH || role == LOFT_FOLDER_ROLE_JUNK;
}

/* Which of two copies is read: the one here, then by the role of the folder (all mail last). */
static int
copy_rank (const LoftConversationPart *part, gint64 folder_id)
{
  if (part->folder_id == folder_id)
    return -1;
  switch (part->role)
    {
    case LOFT_FOLDER_ROLE_FLAGGED:
    case LOFT_FOLDER_ROLE_ALL:
      return 100;
    case LOFT_FOLDER_ROLE_NONE:
      return 50;
    default:
      return (int) part->role;
    }
}

static int
compare_copies (gconstpointer one, gconstpointer other, gpointer here)
{
  const LoftConversationPart *a = one;
  const LoftConversationPart *b = other;
  gint64 folder_id = *(const gint64 *) here;
  int rank_a = copy_rank (a, folder_id);
  int rank_b = copy_rank (b, folder_id);

  if (rank_a != rank_b)
    return rank_a < rank_b ? -1 : 1;
  return (a->id > b->id) - (a->id < b->id);
}

static int
compare_newest_first (gconstpointer one, gconstpointer other)
{
  const LoftConversationPart *a = one;
  const LoftConversationPart *b = other;

  if (a->date != b->date)
    return a->date < b->date ? 1 : -1;
  return (a->id < b->id) - (a->id > b->id);
}

/* parts lie in the order of compare_copies(), so the first of a Message-ID is the one to keep. */
static GArray *
choose (GArray *parts, gint64 folder_id, gboolean with_copies)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (LoftConversationPart));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < parts->len; i++)
    {
      LoftConversationPart *part = &g_array_index (parts, LoftConversationPart, i);

      if (is_thrown_away (part->role) && part->folder_id != folder_id)
        continue;
      if (!with_copies && part->message_hash != 0 && !g_hash_table_add (seen, &part->message_hash))
        continue;
      g_array_append_val (chosen, *part);
      part->sender = NULL;
      part->keywords = NULL;
    }
  return chosen;
}

static void
part_clear (gpointer part)
{
  g_free (((LoftConversationPart *) part)->sender);
  g_free (((LoftConversationPart *) part)->keywords);
}

GArray *
loft_conversation_reading_load (LoftMailStore *store, gint64 conversation_id, gint64 folder_id,
                                gboolean with_copies, GError **error)
{
  g_autoptr (GArray) parts =
    loft_list_store_read_conversation (store, conversation_id, MAX_MESSAGES, error);
  GArray *chosen;

  if (parts == NULL)
    return NULL;
  g_array_sort_with_data (parts, compare_copies, &folder_id);
  chosen = choose (parts, folder_id, with_copies);
  g_array_set_clear_func (chosen, part_clear);
  g_array_sort (chosen, compare_newest_first);
  if (chosen->len > MAX_MESSAGES && !with_copies)
    g_array_set_size (chosen, MAX_MESSAGES);
  return chosen;
}

/* ---- what a row tells --------------------------------------------------------------------- */

static void
participant_free (gpointer data)
{
  LoftParticipant *self = data;

  loft_address_free (self->address);
  g_free (self);
}

static LoftConversationSummary *
summary_new (void)
{
  LoftConversationSummary *self = g_new0 (LoftConversationSummary, 1);

  self->keywords = g_strdup ("");
  self->participants = g_ptr_array_new_with_free_func (participant_free);
  return self;
}

static gboolean
same_person (const LoftAddress *a, const LoftAddress *b)
{
  if (a->email[0] == '\0' && b->email[0] == '\0')
    return strcmp (a->name, b->name) == 0;
  return g_ascii_strcasecmp (a->email, b->email) == 0;
}

static void
add_participant (LoftConversationSummary *self, const LoftAddress *address, gboolean unread,
                 const char *own_address)
{
  LoftParticipant *participant;

  for (guint i = 0; i < self->participants->len; i++)
    {
      participant = g_ptr_array_index (self->participants, i);
      if (!same_person (participant->address, address))
        continue;
      participant->unread |= unread;
      return;
    }
  if (self->participants->len == MAX_PARTICIPANTS)
    return;
  participant = g_new0 (LoftParticipant, 1);
  participant->address = loft_address_new (address->name, address->email);
  participant->is_me =
    own_address[0] != '\0' && g_ascii_strcasecmp (address->email, own_address) == 0;
  participant->unread = unread;
  g_ptr_array_add (self->participants, participant);
}

static void
add_message (LoftConversationSummary *self, LoftFlags flags, gboolean attached, GPtrArray *from,
             const char *own_address)
{
  gboolean unread = (flags & LOFT_FLAG_SEEN) == 0;

  self->n_messages++;
  self->n_unread += unread;
  self->flagged |= (flags & LOFT_FLAG_FLAGGED) != 0;
  self->attached |= attached;
  if (from->len > 0)
    add_participant (self, g_ptr_array_index (from, 0), unread, own_address);
}

/* Most messages have none. */
static void
add_keywords (LoftConversationSummary *self, const char *keywords)
{
  char *all;

  if (keywords == NULL || keywords[0] == '\0')
    return;
  all = loft_keywords_change (self->keywords, keywords, NULL);
  g_free (self->keywords);
  self->keywords = all;
}

LoftConversationSummary *
loft_conversation_summary_new (GArray *parts, const char *own_address)
{
  LoftConversationSummary *self = summary_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      const LoftConversationPart *part = &g_array_index (parts, LoftConversationPart, i);
      g_autoptr (GPtrArray) from = loft_addresses_unpack (part->sender);

      add_message (self, part->flags, part->attached, from, own_address);
      add_keywords (self, part->keywords);
    }
  return self;
}

LoftConversationSummary *
loft_conversation_summary_new_single (const LoftMessage *message, const char *own_address)
{
  LoftConversationSummary *self = summary_new ();
  gboolean attached = FALSE;

  for (guint i = 0; i < message->attachments->len; i++)
    attached |= !((const LoftAttachment *) g_ptr_array_index (message->attachments, i))->is_inline;
  add_message (self, message->flags, attached, message->from, own_address);
  add_keywords (self, message->keywords);
  return self;
}

void
loft_conversation_summary_free (LoftConversationSummary *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->participants);
  g_free (self->keywords);
  g_free (self);
}

static gboolean
same_participants (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const LoftParticipant *one = g_ptr_array_index (a, i);
      const LoftParticipant *other = g_ptr_array_index (b, i);

      if (one->unread != other->unread || one->is_me != other->is_me ||
          strcmp (one->address->name, other->address->name) != 0 ||
          strcmp (one->address->email, other->address->email) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_conversation_summary_equal (const LoftConversationSummary *a, const LoftConversationSummary *b)
{
  return a->n_messages == b->n_messages && a->n_unread == b->n_unread && a->flagged == b->flagged &&
         a->attached == b->attached && strcmp (a->keywords, b->keywords) == 0 &&
         same_participants (a->participants, b->participants);
}
