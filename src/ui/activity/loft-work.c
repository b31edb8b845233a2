/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-work.h"

struct _LoftWork {
  GObject parent_instance;

  char *title;
  char *detail;
  double fraction;
  LoftWorkFunc cancel; /* (nullable) */
  LoftWorkFunc show; /* (nullable) */
  GObject *owner; /* (owned) (nullable) */
  gboolean over;
};

enum { PROP_0, PROP_PROGRESS, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftWork, loft_work, G_TYPE_OBJECT)

static GListStore *
works (void)
{
  static GListStore *store = NULL;

  if (store == NULL)
    store = g_list_store_new (LOFT_TYPE_WORK);
  return store;
}

GListModel *
loft_work_list (void)
{
  return G_LIST_MODEL (works ());
}

static void
notify (LoftWork *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

LoftWork *
loft_work_begin (const char *title, LoftWorkFunc cancel, GObject *owner)
{
  LoftWork *self = g_object_new (LOFT_TYPE_WORK, NULL);

  self->title = g_strdup (title);
  self->cancel = cancel;
  self->owner = owner != NULL ? g_object_ref (owner) : NULL;
  g_list_store_append (works (), self);
  return self;
}

void
loft_work_tell (LoftWork *self, const char *detail, double fraction)
{
  if (self->over)
    return;
  g_free (self->detail);
  self->detail = g_strdup (detail);
  self->fraction = MIN (fraction, 1.0);
  notify (self);
}

void
loft_work_dismiss (LoftWork *self)
{
  g_autoptr (LoftWork) kept = g_object_ref (self);
  guint position = 0;

  if (g_list_store_find (works (), self, &position))
    g_list_store_remove (works (), position);
  if (self->over)
    g_clear_object (&self->owner);
}

void
loft_work_end (LoftWork *self, const char *outcome)
{
  if (self->over)
    return;
  self->over = TRUE;
  self->fraction = -1.0;
  if (outcome == NULL)
    {
      loft_work_dismiss (self);
      return;
    }
  g_free (self->detail);
  self->detail = g_strdup (outcome);
  if (self->show == NULL)
    g_clear_object (&self->owner);
  notify (self);
}

void
loft_work_set_show (LoftWork *self, LoftWorkFunc show)
{
  self->show = show;
  if (show == NULL && self->over)
    g_clear_object (&self->owner);
  notify (self);
}

gboolean
loft_work_can_show (LoftWork *self)
{
  return self->show != NULL && self->owner != NULL;
}

void
loft_work_show (LoftWork *self)
{
  if (loft_work_can_show (self))
    self->show (self->owner);
}

const char *
loft_work_get_title (LoftWork *self)
{
  return self->title;
}

const char *
loft_work_get_detail (LoftWork *self)
{
  return self->detail;
}

double
loft_work_get_fraction (LoftWork *self)
{
  return self->fraction;
}

gboolean
loft_work_is_over (LoftWork *self)
{
  return self->over;
}

gboolean
loft_work_can_cancel (LoftWork *self)
{
  return !self->over && self->cancel != NULL;
}

void
loft_work_cancel (LoftWork *self)
{
  if (loft_work_can_cancel (self))
    self->cancel (self->owner);
}

static void
loft_work_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_PROGRESS)
    g_value_set_double (value, LOFT_WORK (object)->fraction);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
loft_work_finalize (GObject *object)
{
  LoftWork *self = LOFT_WORK (object);

  g_free (self->title);
  g_free (self->detail);
  g_clear_object (&self->owner);
  G_OBJECT_CLASS (loft_work_parent_class)->finalize (object);
}

static void
loft_work_class_init (LoftWorkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_work_get_property;
  object_class->finalize = loft_work_finalize;
  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, -1.0, 1.0, -1.0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_work_init (LoftWork *self)
{
  self->detail = g_strdup ("");
  self->fraction = -1.0;
}
