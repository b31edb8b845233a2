/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendars.h"

#include "loft-resource-watch.h"
#include "loft-resources.h"

/* For those without a color: calm ones, told apart by most eyes, in the order of the calendars. */
static const char *const palette[] = {
  "#3584e4", "#26a269", "#e5a50a", "#c64600", "#813d9c", "#a51d2d", "#63452c", "#1c71d8",
};

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

static const char *
color_of (const LoftFolder *folder, guint position)
{
  return *folder->color != '\0' ? folder->color : palette[position % G_N_ELEMENTS (palette)];
}

static LoftCalendarItem *
take (LoftCalendars *self, const LoftAccount *account, const LoftFolder *folder, guint position)
{
  LoftCalendarItem *known = loft_calendar_item_find (G_LIST_MODEL (self), account->id, folder->id);
  LoftCalendarItem *item = known != NULL
                             ? g_object_ref (known)
                             : loft_calendar_item_new (account->id, folder->id, account->name,
                                                       folder->name, color_of (folder, position));

  loft_calendar_item_set_name (item, folder->name);
  loft_calendar_item_set_color (item, color_of (folder, position));
  loft_calendar_item_set_shown (item, folder->shown);
  loft_calendar_item_set_writable (item, folder->writable);
  return item;
}

/* An account that cannot be read says so itself. */
static void
add_account (LoftCalendars *self, LoftMailAccount *account, GPtrArray *items)
{
  g_autoptr (GPtrArray) folders = loft_resources_list_folders (account, self->kinds, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    g_ptr_array_add (items, take (self, loft_mail_account_get_account (account),
                                  g_ptr_array_index (folders, i), items->len));
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
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_account (self, account, items);
    }
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
