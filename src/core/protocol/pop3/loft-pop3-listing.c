/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-listing.h"

#include <string.h>

#define MAX_UID_BYTES (80 * 1000 * 1000)
#define MAX_KEPT_UID  255

struct _LoftPop3Listing {
  gatomicrefcount ref_count;
  GArray *messages; /* of LoftPop3Message; without sizes until concluded */
  GArray *sizes; /* (nullable) the same without uid, until concluded */
  GStringChunk *uids;
  gsize n_uid_bytes;
  guint n_broken_lines;
  gboolean sound;
};

LoftPop3Listing *
loft_pop3_listing_new (void)
{
  LoftPop3Listing *self = g_new0 (LoftPop3Listing, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->messages = g_array_new (FALSE, FALSE, sizeof (LoftPop3Message));
  self->sizes = g_array_new (FALSE, FALSE, sizeof (LoftPop3Message));
  self->uids = g_string_chunk_new (16384);
  return self;
}

LoftPop3Listing *
loft_pop3_listing_ref (LoftPop3Listing *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_pop3_listing_unref (LoftPop3Listing *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->messages);
  g_clear_pointer (&self->sizes, g_array_unref);
  g_string_chunk_free (self->uids);
  g_free (self);
}

/* --- Lines -------------------------------------------------------------------------------- */

static gboolean
check_limit (LoftPop3Listing *self, GArray *lines, GError **error)
{
  if (lines->len < LOFT_POP3_MAX_MESSAGES && self->n_broken_lines < LOFT_POP3_MAX_MESSAGES &&
      self->n_uid_bytes < MAX_UID_BYTES)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                       "The server lists more messages than Loft can take");
  return FALSE;
}

static const char *
keep_uid (LoftPop3Listing *self, const char *uid, gsize length)
{
  self->n_uid_bytes += length + 1;
  return g_string_chunk_insert_len (self->uids, uid, (gssize) length);
}

gboolean
loft_pop3_listing_add_uid (LoftPop3Listing *self, const char *line, gsize length, GError **error)
{
  LoftPop3Message message = { .uid = "" };
  const char *uid;
  gsize uid_length;

  if (!check_limit (self, self->messages, error))
    return FALSE;
  if (!loft_pop3_uid_parse (line, length, &message.number, &uid, &uid_length, &message.fault))
    {
      self->n_broken_lines++;
      return TRUE;
    }
  if (message.fault == LOFT_POP3_UID_GOOD || message.fault == LOFT_POP3_UID_TOO_LONG)
    message.uid = keep_uid (self, uid, MIN (uid_length, MAX_KEPT_UID));
  g_array_append_val (self->messages, message);
  return TRUE;
}

gboolean
loft_pop3_listing_add_size (LoftPop3Listing *self, const char *line, gsize length, GError **error)
{
  LoftPop3Message message = { .fault = LOFT_POP3_UID_MISSING, .uid = "" };

  if (!check_limit (self, self->sizes, error))
    return FALSE;
  if (loft_pop3_numbers_parse (line, length, &message.number, &message.size) && message.number > 0)
    g_array_append_val (self->sizes, message);
  else
    self->n_broken_lines++;
  return TRUE;
}

/* --- Together ----------------------------------------------------------------------------- */

static LoftPop3Message *
message_at (GArray *messages, guint i)
{
  return &g_array_index (messages, LoftPop3Message, i);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 first = ((const LoftPop3Message *) a)->number;
  guint32 second = ((const LoftPop3Message *) b)->number;

  return first < second ? -1 : first > second;
}

/* One message may be told twice in the same words; in different ones, nobody knows which hold. */
static void
join (LoftPop3Message *kept, const LoftPop3Message *other)
{
  kept->size = MAX (kept->size, other->size);
  if (strcmp (kept->uid, other->uid) != 0 || kept->fault != other->fault)
    kept->fault = LOFT_POP3_UID_AMBIGUOUS;
}

static void
sort_by_number (GArray *messages)
{
  guint n_kept = 0;

  g_array_sort (messages, compare_numbers);
  for (guint i = 0; i < messages->len; i++)
    if (n_kept > 0 && message_at (messages, n_kept - 1)->number == message_at (messages, i)->number)
      join (message_at (messages, n_kept - 1), message_at (messages, i));
    else
      *message_at (messages, n_kept++) = *message_at (messages, i);
  g_array_set_size (messages, n_kept);
}

/* Both in the order of numbers. */
static GArray *
merge (GArray *with_uids, GArray *with_sizes)
{
  GArray *merged = g_array_sized_new (FALSE, FALSE, sizeof (LoftPop3Message), with_uids->len);
  guint i = 0;
  guint j = 0;

  while (i < with_uids->len || j < with_sizes->len)
    {
      LoftPop3Message *a = i < with_uids->len ? message_at (with_uids, i) : NULL;
      LoftPop3Message *b = j < with_sizes->len ? message_at (with_sizes, j) : NULL;
      int order = a == NULL ? 1 : b == NULL ? -1 : compare_numbers (a, b);

      if (order == 0)
        a->size = b->size;
      g_array_append_vals (merged, order <= 0 ? a : b, 1);
      i += order <= 0;
      j += order >= 0;
    }
  return merged;
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(LoftPop3Message *const *) a)->uid, (*(LoftPop3Message *const *) b)->uid);
}

/* By sorting, not by hashing: whoever chooses the unique-ids could choose ones that collide. */
static void
mark_repeated (LoftPop3Listing *self)
{
  g_autoptr (GPtrArray) by_uid = g_ptr_array_sized_new (self->messages->len);

  for (guint i = 0; i < self->messages->len; i++)
    if (message_at (self->messages, i)->uid[0] != '\0')
      g_ptr_array_add (by_uid, message_at (self->messages, i));
  g_ptr_array_sort (by_uid, compare_uids);
  for (guint i = 1; i < by_uid->len; i++)
    {
      LoftPop3Message *before = g_ptr_array_index (by_uid, i - 1);
      LoftPop3Message *message = g_ptr_array_index (by_uid, i);

      if (strcmp (before->uid, message->uid) == 0)
        before->fault = message->fault = LOFT_POP3_UID_REPEATED;
    }
}

static gboolean
is_faultless (LoftPop3Listing *self)
{
  for (guint i = 0; i < self->messages->len; i++)
    if (message_at (self->messages, i)->fault != LOFT_POP3_UID_GOOD)
      return FALSE;
  return self->n_broken_lines == 0;
}

void
loft_pop3_listing_conclude (LoftPop3Listing *self)
{
  g_autoptr (GArray) with_uids = self->messages;
  g_autoptr (GArray) with_sizes = g_steal_pointer (&self->sizes);

  sort_by_number (with_uids);
  sort_by_number (with_sizes);
  self->messages = merge (with_uids, with_sizes);
  mark_repeated (self);
  self->sound = is_faultless (self);
}

const LoftPop3Message *
loft_pop3_listing_get_messages (LoftPop3Listing *self, guint *n_messages)
{
  *n_messages = self->messages->len;
  return (const LoftPop3Message *) (gpointer) self->messages->data;
}

const LoftPop3Message *
loft_pop3_listing_find (LoftPop3Listing *self, guint32 number)
{
  LoftPop3Message wanted = { .number = number };
  guint i;

  if (!g_array_binary_search (self->messages, &wanted, compare_numbers, &i))
    return NULL;
  return message_at (self->messages, i);
}

gboolean
loft_pop3_listing_is_sound (LoftPop3Listing *self)
{
  return self->sound;
}
