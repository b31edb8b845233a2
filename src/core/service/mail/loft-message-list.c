/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-private.h"

#include <string.h>

enum { PROP_0, PROP_LOADING, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void loft_message_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftMessageList, loft_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      loft_message_list_model_init))

/* ---- list model --------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_MESSAGE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_MESSAGE_LIST (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (model);
  const LoftListEntry *entry;
  LoftMessageRow *row;

  if (position >= self->entries->len)
    return NULL;
  entry = &g_array_index (self->entries, LoftListEntry, position);
  row = g_hash_table_lookup (self->rows, &entry->key);
  if (row != NULL)
    return g_object_ref (row);
  row = loft_message_row_new (self, entry);
  g_hash_table_insert (self->rows, (gpointer) loft_message_row_key_pointer (row), row);
  return row;
}

static void
loft_message_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

void
loft_message_list_forget_row (LoftMessageList *self, LoftMessageRow *row)
{
  const gint64 *key = loft_message_row_key_pointer (row);

  if (g_hash_table_lookup (self->rows, key) == row)
    g_hash_table_remove (self->rows, key);
}

/* ---- accounts ----------------------------------------------------------------------------- */

static void
on_messages_changed (LoftMailAccount *account, gint64 folder_id, LoftMessageList *self)
{
  gint64 wanted = self->source.kind == LOFT_SOURCE_FOLDER ? self->source.folder_id : 0;

  if (folder_id != 0 && wanted != 0 && folder_id != wanted)
    {
      if (self->arrangement.conversations)
        loft_message_list_refresh_soon (self);
      return;
    }
  for (guint i = 0; i < self->parts->len; i++)
    {
      LoftListPart *part = g_ptr_array_index (self->parts, i);

      part->stale |= part->account == account;
    }
  loft_message_list_load (self);
}

static guint
slot_of (LoftMessageList *self, LoftMailAccount *account)
{
  guint slot = 0;

  if (!g_ptr_array_find (self->accounts, account, &slot))
    {
      slot = self->accounts->len;
      g_ptr_array_add (self->accounts, g_object_ref (account));
    }
  return slot;
}

static void
add_part (LoftMessageList *self, LoftMailAccount *account)
{
  LoftListPart *part = g_new0 (LoftListPart, 1);

  g_ref_count_init (&part->ref_count);
  part->account = g_object_ref (account);
  part->slot = slot_of (self, account);
  part->stale = TRUE;
  part->changed_handler =
    g_signal_connect (account, "messages-changed", G_CALLBACK (on_messages_changed), self);
  g_ptr_array_add (self->parts, part);
}

static void
drop_part (LoftListPart *part)
{
  g_clear_signal_handler (&part->changed_handler, part->account);
  loft_list_part_unref (part);
}

static LoftListPart *
find_part (LoftMessageList *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      LoftListPart *part = g_ptr_array_index (self->parts, i);

      if (part->account == account)
        return part;
    }
  return NULL;
}

/* The accounts of the service have changed: parts that stay keep what was loaded. */
static void
follow_accounts (LoftMessageList *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n_accounts = g_list_model_get_n_items (accounts);

  for (guint i = self->parts->len; i > 0; i--)
    {
      LoftListPart *part = g_ptr_array_index (self->parts, i - 1);
      gboolean stays = FALSE;

      for (guint k = 0; k < n_accounts && !stays; k++)
        {
          g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, k);

          stays = account == part->account;
        }
      if (!stays)
        g_ptr_array_remove_index (self->parts, i - 1);
    }
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (find_part (self, account) == NULL)
        add_part (self, account);
    }
}

static void
on_accounts_changed (LoftMessageList *self)
{
  follow_accounts (self);
  loft_message_list_load (self);
}

LoftMailAccount *
loft_message_list_get_account_of (LoftMessageList *self, gint64 key)
{
  guint slot = loft_list_key_get_slot (key);

  return slot < self->accounts->len ? g_ptr_array_index (self->accounts, slot) : NULL;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
detach_rows (LoftMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    loft_message_row_detach (row);
  g_hash_table_remove_all (self->rows);
}

static void
loft_message_list_dispose (GObject *object)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->load_cancellable != NULL)
    g_cancellable_cancel (self->load_cancellable);
  g_clear_handle_id (&self->load_source, g_source_remove);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->service != NULL)
    g_clear_signal_handler (&self->accounts_handler, loft_service_get_accounts (self->service));
  g_ptr_array_set_size (self->parts, 0);
  detach_rows (self);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_message_list_parent_class)->dispose (object);
}

static void
loft_message_list_finalize (GObject *object)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->load_cancellable);
  g_hash_table_unref (self->rows);
  g_array_unref (self->entries);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->accounts);
  g_free ((char *) self->source.query);
  G_OBJECT_CLASS (loft_message_list_parent_class)->finalize (object);
}

static void
loft_message_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, !LOFT_MESSAGE_LIST (object)->loaded_once);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_message_list_class_init (LoftMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_message_list_get_property;
  object_class->dispose = loft_message_list_dispose;
  object_class->finalize = loft_message_list_finalize;
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_message_list_init (LoftMessageList *self)
{
  self->arrangement = LOFT_MESSAGE_ARRANGEMENT_DEFAULT;
  self->cancellable = g_cancellable_new ();
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) drop_part);
  self->entries = g_array_new (FALSE, FALSE, sizeof (LoftListEntry));
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->fresh = TRUE;
}

void
loft_message_list_notify_loaded (LoftMessageList *self)
{
  if (self->loaded_once)
    return;
  self->loaded_once = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* ---- making ------------------------------------------------------------------------------- */

static LoftMessageList *
new_of_account (LoftMailAccount *account, const LoftMessageSource *source)
{
  LoftMessageList *self = g_object_new (LOFT_TYPE_MESSAGE_LIST, NULL);

  self->source = *source;
  self->source.query = g_strdup (source->query);
  add_part (self, account);
  loft_message_list_load (self);
  return self;
}

static LoftMessageList *
new_of_all (LoftService *service, const LoftMessageSource *source)
{
  LoftMessageList *self = g_object_new (LOFT_TYPE_MESSAGE_LIST, NULL);

  self->source = *source;
  self->source.query = g_strdup (source->query);
  self->service = g_object_ref (service);
  self->accounts_handler =
    g_signal_connect_swapped (loft_service_get_accounts (service), "items-changed",
                              G_CALLBACK (on_accounts_changed), self);
  follow_accounts (self);
  loft_message_list_load (self);
  return self;
}

LoftMessageList *
loft_message_list_new (LoftMailAccount *account, gint64 folder_id)
{
  const LoftMessageSource source = { .kind = LOFT_SOURCE_FOLDER, .folder_id = folder_id };

  return new_of_account (account, &source);
}

LoftMessageList *
loft_message_list_new_unified (LoftService *service, LoftUnifiedKind kind)
{
  const LoftMessageSource source = { .kind = LOFT_SOURCE_UNIFIED, .unified = kind };

  return new_of_all (service, &source);
}

LoftMessageList *
loft_message_list_new_search (LoftService *service, LoftMailAccount *account, const char *query,
                              gint64 folder_id)
{
  const LoftMessageSource source = { .kind = LOFT_SOURCE_SEARCH,
                                     .folder_id = account != NULL ? folder_id : 0,
                                     .query = query };

  return account != NULL ? new_of_account (account, &source) : new_of_all (service, &source);
}

void
loft_message_list_set_from_server (LoftMessageList *self, LoftMailAccount *account, GArray *ids)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      LoftListPart *part = g_ptr_array_index (self->parts, i);

      if (part->account != account)
        continue;
      g_clear_pointer (&part->from_server, g_array_unref);
      part->from_server = g_array_ref (ids);
      part->stale = TRUE;
    }
  loft_message_list_load (self);
}

/* ---- asking ------------------------------------------------------------------------------- */

void
loft_message_list_set_arrangement (LoftMessageList *self, const LoftMessageArrangement *arrangement)
{
  self->arrangement = *arrangement;
  loft_message_list_load_anew (self);
}

const LoftMessageArrangement *
loft_message_list_get_arrangement (LoftMessageList *self)
{
  return &self->arrangement;
}

gboolean
loft_message_list_get_loading (LoftMessageList *self)
{
  return !self->loaded_once;
}

LoftMailAccount *
loft_message_list_get_account (LoftMessageList *self)
{
  return self->service == NULL && self->accounts->len == 1 ? g_ptr_array_index (self->accounts, 0)
                                                           : NULL;
}

gboolean
loft_message_list_is_search (LoftMessageList *self)
{
  return self->source.kind == LOFT_SOURCE_SEARCH;
}

gint64
loft_message_list_get_folder_id (LoftMessageList *self)
{
  return self->source.folder_id;
}

gint64
loft_message_list_get_key (LoftMessageList *self, guint position)
{
  return position < self->entries->len ? g_array_index (self->entries, LoftListEntry, position).key
                                       : 0;
}

gboolean
loft_message_list_find (LoftMessageList *self, gint64 key, guint *position)
{
  const LoftListEntry *entries = (const LoftListEntry *) (gpointer) self->entries->data;

  for (guint i = 0; i < self->entries->len; i++)
    if (entries[i].key == key)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
loft_message_list_find_message (LoftMessageList *self, LoftMailAccount *account, gint64 message_id,
                                guint *position)
{
  const LoftListEntry *entries = (const LoftListEntry *) (gpointer) self->entries->data;

  for (guint i = 0; i < self->entries->len; i++)
    if (entries[i].message_id == message_id &&
        loft_message_list_get_account_of (self, entries[i].key) == account)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
loft_message_list_find_unread (LoftMessageList *self, guint from, guint *position)
{
  const LoftListEntry *entries = (const LoftListEntry *) (gpointer) self->entries->data;

  for (guint i = from; i < self->entries->len; i++)
    if (entries[i].has_unread)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}
