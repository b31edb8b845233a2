/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-order.h"

#include <string.h>

#include "loft-address.h"
#include "loft-sort-text.h"
#include "loft-subject-text.h"

/* A key: 15 bits of the account's place, one for conversations, 48 of the id. Ids count from 1 and
 * are never reused; 2^48 are not reached. */
#define ID_BITS          48
#define CONVERSATION_BIT (G_GINT64_CONSTANT (1) << 47)
#define ID_MASK          (CONVERSATION_BIT - 1)
/* One row while the order is made. */
typedef struct {
  gint64 key;
  gint64 message_id : 48;
  gint64 has : 8; /* LoftMessageFilter: of any of its messages */
  gint64 unread : 2; /* where it stands with UNREAD_FIRST */
  gint64 date;
  union {
    guint64 size;
    const char *text;
  } by;
} Item;

struct _LoftMessageOrder {
  guint slot;
  LoftMessageArrangement arrangement;
  GArray *items; /* (owned) of Item */
  GStringChunk *texts; /* (owned) (nullable) */
  GHashTable *senders; /* (owned) (nullable) From as it is stored -> what it is sorted by */
  guint32 *places; /* (owned) (nullable) hash table: conversation -> place in items + 1 */
  guint n_places; /* a power of two */
  GArray *before; /* (owned) (nullable) of LoftListEntry of this slot, sorted by key */
};

gint64
loft_list_key_new (guint slot, gboolean conversation, gint64 id)
{
  return ((gint64) (slot & 0x7fff) << ID_BITS) | (conversation ? CONVERSATION_BIT : 0) |
         (id & ID_MASK);
}

guint
loft_list_key_get_slot (gint64 key)
{
  return (guint) (key >> ID_BITS);
}

gint64
loft_list_key_get_id (gint64 key)
{
  return key & ID_MASK;
}

gboolean
loft_list_key_is_conversation (gint64 key)
{
  return (key & CONVERSATION_BIT) != 0;
}

/* ---- what was shown before ---------------------------------------------------------------- */

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const LoftListEntry *one = a;
  const LoftListEntry *other = b;

  return (one->key > other->key) - (one->key < other->key);
}

static GArray *
sorted_by_key (GArray *entries, guint slot)
{
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (LoftListEntry));

  for (guint i = 0; i < entries->len; i++)
    if (loft_list_key_get_slot (g_array_index (entries, LoftListEntry, i).key) == slot)
      g_array_append_val (sorted, g_array_index (entries, LoftListEntry, i));
  g_array_sort (sorted, compare_keys);
  return sorted;
}

static const LoftListEntry *
find_before (LoftMessageOrder *self, gint64 key)
{
  const LoftListEntry wanted = { .key = key };
  guint place;

  if (self->before == NULL || !g_array_binary_search (self->before, &wanted, compare_keys, &place))
    return NULL;
  return &g_array_index (self->before, LoftListEntry, place);
}

/* ---- conversations ------------------------------------------------------------------------ */

/* Of the conversation, or where it belongs; a table of our own, since 1,000,000 look-ups in a
 * GHashTable take a second. */
static guint32 *
find_place (LoftMessageOrder *self, gint64 key)
{
  guint mask = self->n_places - 1;
  guint at = (guint) (((guint64) key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32) & mask;

  while (self->places[at] != 0 &&
         g_array_index (self->items, Item, self->places[at] - 1).key != key)
    at = (at + 1) & mask;
  return &self->places[at];
}

static void
grow_places (LoftMessageOrder *self)
{
  self->n_places *= 2;
  g_free (self->places);
  self->places = g_new0 (guint32, self->n_places);
  for (guint i = 0; i < self->items->len; i++)
    *find_place (self, g_array_index (self->items, Item, i).key) = i + 1;
}

/* ---- adding ------------------------------------------------------------------------------- */

LoftMessageOrder *
loft_message_order_new (guint slot, const LoftMessageArrangement *arrangement, GArray *before)
{
  LoftMessageOrder *self = g_new0 (LoftMessageOrder, 1);

  self->slot = slot;
  self->arrangement = *arrangement;
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  if (loft_message_order_wants_text (arrangement) != LOFT_LIST_TEXT_NONE)
    self->texts = g_string_chunk_new (64 * 1024);
  if (arrangement->sort == LOFT_SORT_SENDER)
    self->senders = g_hash_table_new (g_str_hash, g_str_equal);
  if (arrangement->conversations)
    {
      self->n_places = 1024;
      self->places = g_new0 (guint32, self->n_places);
    }
  if (before != NULL &&
      (arrangement->filter != LOFT_FILTER_NONE || arrangement->sort == LOFT_SORT_UNREAD_FIRST))
    self->before = sorted_by_key (before, slot);
  return self;
}

void
loft_message_order_free (LoftMessageOrder *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_clear_pointer (&self->senders, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->before, g_array_unref);
  g_free (self->places);
  g_free (self);
}

gboolean
loft_message_order_is_by (LoftMessageOrder *self, const LoftMessageArrangement *arrangement)
{
  return loft_message_arrangement_equal (&self->arrangement, arrangement);
}

LoftListText
loft_message_order_wants_text (const LoftMessageArrangement *arrangement)
{
  switch (arrangement->sort)
    {
    case LOFT_SORT_SENDER:
      return LOFT_LIST_TEXT_SENDER;
    case LOFT_SORT_SUBJECT:
      return LOFT_LIST_TEXT_SUBJECT;
    case LOFT_SORT_DATE:
    case LOFT_SORT_SIZE:
    case LOFT_SORT_RELEVANCE:
    case LOFT_SORT_UNREAD_FIRST:
    default:
      return LOFT_LIST_TEXT_NONE;
    }
}

/* The first address as people see it; a folder has far fewer of them than messages. */
static const char *
sender_text (LoftMessageOrder *self, const char *packed)
{
  const char *known = g_hash_table_lookup (self->senders, packed);
  g_autoptr (GPtrArray) addresses = NULL;

  if (known != NULL)
    return known;
  addresses = loft_addresses_unpack (packed);
  known =
    loft_sort_text_fold (self->texts, addresses->len > 0
                                        ? loft_address_label (g_ptr_array_index (addresses, 0))
                                        : "");
  g_hash_table_insert (self->senders, g_string_chunk_insert (self->texts, packed), (char *) known);
  return known;
}

static const char *
sort_text (LoftMessageOrder *self, const LoftListFacts *facts)
{
  const char *text = facts->text != NULL ? facts->text : "";

  if (self->senders != NULL)
    return sender_text (self, text);
  return loft_sort_text_fold (self->texts, loft_subject_text_without_prefixes (text));
}

static gboolean
is_newer (const Item *item, gint64 date, gint64 message_id)
{
  return date > item->date || (date == item->date && message_id > item->message_id);
}

static void
become (LoftMessageOrder *self, Item *item, const LoftListFacts *facts)
{
  item->message_id = facts->id;
  item->date = facts->date;
  if (self->texts != NULL)
    item->by.text = sort_text (self, facts);
  else
    item->by.size = facts->size;
}

static LoftMessageFilter
facts_have (const LoftListFacts *facts)
{
  return ((facts->flags & LOFT_FLAG_SEEN) == 0 ? LOFT_FILTER_UNREAD : 0) |
         ((facts->flags & LOFT_FLAG_FLAGGED) != 0 ? LOFT_FILTER_FLAGGED : 0) |
         (facts->attached ? LOFT_FILTER_ATTACHMENT : 0);
}

static void
append (LoftMessageOrder *self, gint64 key, const LoftListFacts *facts)
{
  Item item = { .key = key, .has = facts_have (facts) };

  become (self, &item, facts);
  g_array_append_val (self->items, item);
}

void
loft_message_order_add (LoftMessageOrder *self, const LoftListFacts *facts)
{
  gint64 key =
    loft_list_key_new (self->slot, self->arrangement.conversations,
                       self->arrangement.conversations ? facts->conversation_id : facts->id);
  guint32 *place;
  Item *item;

  if (!self->arrangement.conversations)
    {
      append (self, key, facts);
      return;
    }
  place = find_place (self, key);
  if (*place == 0)
    {
      append (self, key, facts);
      *place = self->items->len;
      if (self->items->len > self->n_places / 2)
        grow_places (self);
      return;
    }
  item = &g_array_index (self->items, Item, *place - 1);
  item->has |= facts_have (facts);
  if (is_newer (item, facts->date, facts->id))
    become (self, item, facts);
}

/* ---- order -------------------------------------------------------------------------------- */

/* Dates, and then what makes the order total. */
static int
compare_dates (const Item *a, const Item *b)
{
  guint slot_a = loft_list_key_get_slot (a->key);
  guint slot_b = loft_list_key_get_slot (b->key);

  if (a->date != b->date)
    return a->date < b->date ? 1 : -1;
  if (slot_a != slot_b)
    return slot_a > slot_b ? 1 : -1;
  return (a->message_id < b->message_id) - (a->message_id > b->message_id);
}

static int
compare_items (gconstpointer one, gconstpointer other, gpointer arrangement_pointer)
{
  const LoftMessageArrangement *arrangement = arrangement_pointer;
  const Item *a = one;
  const Item *b = other;
  int order = 0;

  switch (arrangement->sort)
    {
    case LOFT_SORT_SENDER:
    case LOFT_SORT_SUBJECT:
      if (a->by.text != b->by.text)
        order = strcmp (a->by.text, b->by.text);
      break;
    case LOFT_SORT_SIZE:
    case LOFT_SORT_RELEVANCE: /* what fits well is told as large */
      order = (a->by.size > b->by.size) - (a->by.size < b->by.size);
      break;
    case LOFT_SORT_UNREAD_FIRST:
      if (a->unread != b->unread)
        return a->unread ? -1 : 1;
      break;
    case LOFT_SORT_DATE:
    default:
      break;
    }
  if (order != 0)
    return arrangement->ascending ? order : -order;
  if (arrangement->ascending &&
      (arrangement->sort == LOFT_SORT_DATE || arrangement->sort == LOFT_SORT_UNREAD_FIRST))
    return -compare_dates (a, b);
  return compare_dates (a, b);
}

/* Whether it is shown, and where it stands. */
static gboolean
judge (LoftMessageOrder *self, Item *item)
{
  LoftMessageFilter filter = self->arrangement.filter;
  gboolean passes = (item->has & filter) == filter;
  gboolean unread = (item->has & LOFT_FILTER_UNREAD) != 0;
  const LoftListEntry *before = passes && unread ? NULL : find_before (self, item->key);

  item->unread = unread || (before != NULL && before->unread);
  return passes || before != NULL;
}

static gboolean
is_sorted (LoftMessageOrder *self)
{
  const Item *items = (const Item *) (gpointer) self->items->data;

  for (guint i = 1; i < self->items->len; i++)
    if (compare_items (&items[i - 1], &items[i], &self->arrangement) > 0)
      return FALSE;
  return TRUE;
}

/* ---- texts -------------------------------------------------------------------------------- */

/* How many bytes all texts have in common at their beginning: the names of lists, of projects. */
static gsize
count_common (LoftMessageOrder *self)
{
  const Item *items = (const Item *) (gpointer) self->items->data;
  gsize common = self->items->len > 0 ? strlen (items[0].by.text) : 0;

  for (guint i = 1; i < self->items->len && common > 0; i++)
    {
      gsize same = 0;

      while (same < common && items[i].by.text[same] == items[0].by.text[same])
        same++;
      common = same;
    }
  return common;
}

/* Those that begin alike, by all that they have. */
static void
order_runs (LoftMessageOrder *self, Item *items, const LoftSortStart *starts, guint n)
{
  guint end;

  for (guint first = 0; first < n; first = end)
    {
      end = first + 1;
      while (end < n && starts[end].start == starts[first].start)
        end++;
      if (end - first > 1)
        g_qsort_with_data (items + first, (gint) (end - first), sizeof *items, compare_items,
                           &self->arrangement);
    }
}

/* Their first eight bytes are nearly always enough, and the texts, which lie far apart, need not be
 * looked at. */
static void
sort_by_texts (LoftMessageOrder *self)
{
  const Item *items = (const Item *) (gpointer) self->items->data;
  guint n = self->items->len;
  gsize common = count_common (self);
  guint64 turned = self->arrangement.ascending ? 0 : G_MAXUINT64;
  g_autofree LoftSortStart *starts = g_new (LoftSortStart, n);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (Item), n);

  for (guint i = 0; i < n; i++)
    starts[i] = (LoftSortStart){ loft_sort_text_start (items[i].by.text + common) ^ turned, i };
  loft_sort_text_order_starts (starts, n);
  for (guint i = 0; i < n; i++)
    g_array_append_val (sorted, items[starts[i].place]);
  order_runs (self, (Item *) (gpointer) sorted->data, starts, n);
  g_array_unref (self->items);
  self->items = sorted;
}

static void
sort (LoftMessageOrder *self)
{
  if (is_sorted (self))
    return;
  if (self->texts != NULL)
    sort_by_texts (self);
  else
    g_array_sort_with_data (self->items, compare_items, &self->arrangement);
}

void
loft_message_order_finish (LoftMessageOrder *self)
{
  Item *items = (Item *) (gpointer) self->items->data;
  guint n_kept = 0;

  for (guint i = 0; i < self->items->len; i++)
    if (judge (self, &items[i]))
      items[n_kept++] = items[i];
  g_array_set_size (self->items, n_kept);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->before, g_array_unref);
  sort (self);
}

/* ---- merging ------------------------------------------------------------------------------ */

static const Item *
first_of (LoftMessageOrder *const *orders, guint n_orders, guint *next, guint *chosen)
{
  const Item *first = NULL;

  for (guint i = 0; i < n_orders; i++)
    {
      const Item *item;

      if (next[i] == orders[i]->items->len)
        continue;
      item = &g_array_index (orders[i]->items, Item, next[i]);
      if (first != NULL && compare_items (first, item, &orders[i]->arrangement) <= 0)
        continue;
      first = item;
      *chosen = i;
    }
  return first;
}

GArray *
loft_message_order_merge (LoftMessageOrder *const *orders, guint n_orders)
{
  g_autofree guint *next = g_new0 (guint, n_orders);
  GArray *entries;
  const Item *item;
  guint n_items = 0;
  guint chosen = 0;

  for (guint i = 0; i < n_orders; i++)
    n_items += orders[i]->items->len;
  entries = g_array_sized_new (FALSE, FALSE, sizeof (LoftListEntry), n_items);
  while ((item = first_of (orders, n_orders, next, &chosen)) != NULL)
    {
      LoftListEntry entry = { item->key, item->message_id, item->unread,
                              (item->has & LOFT_FILTER_UNREAD) != 0 };

      g_array_append_val (entries, entry);
      next[chosen]++;
    }
  return entries;
}
