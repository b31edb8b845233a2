/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-item.h"

struct _LoftOutgoingItem {
  GObject parent;

  LoftOutgoing *outgoing; /* (owned) */
};

enum { PROP_0, PROP_OUTGOING, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftOutgoingItem, loft_outgoing_item, G_TYPE_OBJECT)

static void
loft_outgoing_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_OUTGOING:
      g_value_set_pointer (value, LOFT_OUTGOING_ITEM (object)->outgoing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_outgoing_item_finalize (GObject *object)
{
  loft_outgoing_free (LOFT_OUTGOING_ITEM (object)->outgoing);
  G_OBJECT_CLASS (loft_outgoing_item_parent_class)->finalize (object);
}

static void
loft_outgoing_item_class_init (LoftOutgoingItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = loft_outgoing_item_get_property;
  object_class->finalize = loft_outgoing_item_finalize;
  properties[PROP_OUTGOING] = g_param_spec_pointer ("outgoing", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_outgoing_item_init (LoftOutgoingItem *self)
{
}

LoftOutgoingItem *
loft_outgoing_item_new (LoftOutgoing *outgoing)
{
  LoftOutgoingItem *self = g_object_new (LOFT_TYPE_OUTGOING_ITEM, NULL);

  self->outgoing = outgoing;
  return self;
}

const LoftOutgoing *
loft_outgoing_item_get (LoftOutgoingItem *self)
{
  return self->outgoing;
}

void
loft_outgoing_item_set (LoftOutgoingItem *self, LoftOutgoing *outgoing)
{
  loft_outgoing_free (self->outgoing);
  self->outgoing = outgoing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTGOING]);
}
