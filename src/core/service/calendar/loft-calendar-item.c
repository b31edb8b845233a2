/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-item.h"

struct _LoftCalendarItem {
  GObject parent_instance;

  char *account_id;
  gint64 folder_id;
  char *account_name;
  char *name;
  char *color;
  gboolean shown;
  gboolean writable;
  gboolean takes_files;
};

enum { PROP_0, PROP_NAME, PROP_COLOR, PROP_SHOWN, PROP_WRITABLE, PROP_TAKES_FILES, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LoftCalendarItem, loft_calendar_item, G_TYPE_OBJECT)

static void
set_text (LoftCalendarItem *self, char **place, const char *text, guint id)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text != NULL ? text : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
set_flag (LoftCalendarItem *self, gboolean *place, gboolean value, guint id)
{
  if (*place == value)
    return;
  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

LoftCalendarItem *
loft_calendar_item_find (GListModel *model, const char *account_id, gint64 folder_id)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCalendarItem) item = g_list_model_get_item (model, i);

      if (item->folder_id == folder_id && g_str_equal (item->account_id, account_id))
        return item; /* the model holds it */
    }
  return NULL;
}

const char *
loft_calendar_item_get_account_id (LoftCalendarItem *self)
{
  return self->account_id;
}

gint64
loft_calendar_item_get_folder_id (LoftCalendarItem *self)
{
  return self->folder_id;
}

gboolean
loft_calendar_item_is_made (LoftCalendarItem *self)
{
  return *self->account_id == '\0';
}

const char *
loft_calendar_item_get_account_name (LoftCalendarItem *self)
{
  return self->account_name;
}

const char *
loft_calendar_item_get_name (LoftCalendarItem *self)
{
  return self->name;
}

void
loft_calendar_item_set_name (LoftCalendarItem *self, const char *name)
{
  set_text (self, &self->name, name, PROP_NAME);
}

const char *
loft_calendar_item_get_color (LoftCalendarItem *self)
{
  return self->color;
}

void
loft_calendar_item_set_color (LoftCalendarItem *self, const char *color)
{
  set_text (self, &self->color, color, PROP_COLOR);
}

gboolean
loft_calendar_item_get_shown (LoftCalendarItem *self)
{
  return self->shown;
}

void
loft_calendar_item_set_shown (LoftCalendarItem *self, gboolean shown)
{
  set_flag (self, &self->shown, shown, PROP_SHOWN);
}

gboolean
loft_calendar_item_get_writable (LoftCalendarItem *self)
{
  return self->writable;
}

void
loft_calendar_item_set_writable (LoftCalendarItem *self, gboolean writable)
{
  set_flag (self, &self->writable, writable, PROP_WRITABLE);
}

gboolean
loft_calendar_item_get_takes_files (LoftCalendarItem *self)
{
  return self->takes_files;
}

void
loft_calendar_item_set_takes_files (LoftCalendarItem *self, gboolean takes_files)
{
  set_flag (self, &self->takes_files, takes_files, PROP_TAKES_FILES);
}

static void
loft_calendar_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LoftCalendarItem *self = LOFT_CALENDAR_ITEM (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_COLOR:
      g_value_set_string (value, self->color);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;
    case PROP_WRITABLE:
      g_value_set_boolean (value, self->writable);
      break;
    case PROP_TAKES_FILES:
      g_value_set_boolean (value, self->takes_files);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
loft_calendar_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LoftCalendarItem *self = LOFT_CALENDAR_ITEM (object);

  switch (id)
    {
    case PROP_NAME:
      loft_calendar_item_set_name (self, g_value_get_string (value));
      break;
    case PROP_COLOR:
      loft_calendar_item_set_color (self, g_value_get_string (value));
      break;
    case PROP_SHOWN:
      loft_calendar_item_set_shown (self, g_value_get_boolean (value));
      break;
    case PROP_WRITABLE:
      loft_calendar_item_set_writable (self, g_value_get_boolean (value));
      break;
    case PROP_TAKES_FILES:
      loft_calendar_item_set_takes_files (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
loft_calendar_item_finalize (GObject *object)
{
  LoftCalendarItem *self = LOFT_CALENDAR_ITEM (object);

  g_free (self->account_id);
  g_free (self->account_name);
  g_free (self->name);
  g_free (self->color);
  G_OBJECT_CLASS (loft_calendar_item_parent_class)->finalize (object);
}

static void
loft_calendar_item_class_init (LoftCalendarItemClass *klass)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  G_OBJECT_CLASS (klass)->get_property = loft_calendar_item_get_property;
  G_OBJECT_CLASS (klass)->set_property = loft_calendar_item_set_property;
  G_OBJECT_CLASS (klass)->finalize = loft_calendar_item_finalize;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_COLOR] = g_param_spec_string ("color", NULL, NULL, "", flags);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, TRUE, flags);
  properties[PROP_WRITABLE] = g_param_spec_boolean ("writable", NULL, NULL, TRUE, flags);
  properties[PROP_TAKES_FILES] = g_param_spec_boolean ("takes-files", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
loft_calendar_item_init (LoftCalendarItem *self)
{
  self->shown = TRUE;
  self->writable = TRUE;
  self->takes_files = TRUE;
}

LoftCalendarItem *
loft_calendar_item_new (const char *account_id, gint64 folder_id, const char *account_name,
                        const char *name, const char *color)
{
  LoftCalendarItem *self = g_object_new (LOFT_TYPE_CALENDAR_ITEM, NULL);

  self->account_id = g_strdup (account_id);
  self->folder_id = folder_id;
  self->account_name = g_strdup (account_name);
  self->name = g_strdup (name);
  self->color = g_strdup (color);
  return self;
}
