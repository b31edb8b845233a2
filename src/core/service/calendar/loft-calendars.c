/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendars.h"

#include "loft-given-colors.h"
#include "loft-resource-watch.h"
#include "loft-resources.h"

struct _LoftCalendars {
  GObject parent;

  LoftService *service; /* (borrowed) */
  LoftFolderKinds kinds;
  GPtrArray *items; /* of LoftCalendarItem */
  LoftResourceWatch *watch; /* (owned) */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftCalendars, loft_calendars, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_CALENDAR_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_CALENDARS (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LoftCalendars *self = LOFT_CALENDARS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- reading ------------------------------------------------------------------------------ */

/* What one account has. */
typedef struct {
  LoftAccount *account; /* (owned) */
  GPtrArray *folders; /* (owned) of LoftFolder */
  gboolean takes_files;
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  loft_account_unref (part->account);
  g_ptr_array_unref (part->folders);
  g_free (part);
}

static LoftCalendarItem *
take (LoftCalendars *self, const Part *part, const LoftFolder *folder, const char *color)
{
  const LoftAccount *account = part->account;
  LoftCalendarItem *known = loft_calendar_item_find (G_LIST_MODEL (self), account->id, folder->id);
  LoftCalendarItem *item =
    known != NULL
      ? g_object_ref (known)
      : loft_calendar_item_new (account->id, folder->id, account->name, folder->name, color);

  loft_calendar_item_set_name (item, folder->name);
  loft_calendar_item_set_color (item, color);
  loft_calendar_item_set_shown (item, folder->shown);
  loft_calendar_item_set_writable (item, folder->writable);
  loft_calendar_item_set_takes_files (item, part->takes_files);
  return item;
}

/* An account that cannot be read says so itself. */
static void
add_account (LoftCalendars *self, LoftMailAccount *account, GPtrArray *parts)
{
  GPtrArray *folders = loft_resources_list_folders (account, self->kinds, NULL);
  Part *part = NULL;

  if (folders == NULL)
    return;
  part = g_new0 (Part, 1);
  part->account = loft_account_ref (loft_mail_account_get_account (account));
  part->folders = folders;
  part->takes_files = !loft_resources_lack_files (account);
  g_ptr_array_add (parts, part);
}

/* (transfer full) of LoftCalendarItem, in the order of the accounts. */
static GPtrArray *
take_all (LoftCalendars *self, GPtrArray *parts)
{
  LoftGivenColors *colors = loft_given_colors_of (self->service);
  g_autoptr (GHashTable) use = loft_given_colors_new_use ();
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = g_ptr_array_index (parts, i);

      loft_given_colors_note (colors, part->account->id, part->folders, use);
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = g_ptr_array_index (parts, i);

      for (guint j = 0; j < part->folders->len; j++)
        {
          const LoftFolder *folder = g_ptr_array_index (part->folders, j);

          g_ptr_array_add (items, take (self, part, folder,
                                        loft_given_colors_get (colors, part->account->id,
                                                               part->folders, folder, use)));
        }
    }
  loft_given_colors_save (colors);
  return items;
}

static gboolean
is_unchanged (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;
  return a->len == b->len;
}

static void
show (LoftCalendars *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;

  self->items = g_ptr_array_ref (items);
  if (!is_unchanged (old, items))
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, items->len);
}

static void
refresh (LoftCalendars *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (part_free);
  g_autoptr (GPtrArray) items = NULL;
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_account (self, account, parts);
    }
  items = take_all (self, parts);
  show (self, items);
}

/* ---- for others --------------------------------------------------------------------------- */

LoftMailAccount *
loft_calendars_find_account (LoftCalendars *self, LoftCalendarItem *calendar)
{
  return loft_service_find_account_by_id (self->service,
                                          loft_calendar_item_get_account_id (calendar));
}

gboolean
loft_calendars_set_shown (LoftCalendars *self, LoftCalendarItem *calendar, gboolean shown,
                          GError **error)
{
  LoftMailAccount *account = loft_calendars_find_account (self, calendar);

  if (account == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The account was removed");
      return FALSE;
    }
  loft_calendar_item_set_shown (calendar, shown);
  return loft_resources_set_folder_shown (account, loft_calendar_item_get_folder_id (calendar),
                                          shown, error);
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_calendars_dispose (GObject *object)
{
  g_clear_object (&LOFT_CALENDARS (object)->watch);
  G_OBJECT_CLASS (loft_calendars_parent_class)->dispose (object);
}

static void
loft_calendars_finalize (GObject *object)
{
  LoftCalendars *self = LOFT_CALENDARS (object);

  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (loft_calendars_parent_class)->finalize (object);
}

static void
loft_calendars_class_init (LoftCalendarsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_calendars_dispose;
  object_class->finalize = loft_calendars_finalize;
}

static void
loft_calendars_init (LoftCalendars *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

LoftCalendars *
loft_calendars_new (LoftService *service, LoftFolderKinds kinds)
{
  LoftCalendars *self = g_object_new (LOFT_TYPE_CALENDARS, NULL);

  self->service = service;
  self->kinds = kinds;
  self->watch = loft_resource_watch_new (loft_service_get_accounts (service));
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}
