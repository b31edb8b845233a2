/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-online.h"

struct _LoftOnline {
  GObject parent;

  GNetworkMonitor *monitor; /* (owned) */
  int forced_offline;       /* atomic */
  int network;              /* atomic; the monitor's last word */
  int metered;              /* atomic; likewise */
  int metered_allowed;      /* atomic */
};

G_DEFINE_FINAL_TYPE (LoftOnline, loft_online, G_TYPE_OBJECT)

enum { PROP_AVAILABLE = 1, PROP_METERED, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, LoftOnline *self)
{
  gboolean before = loft_online_get_available (self);

  g_atomic_int_set (&self->network, available);
  if (loft_online_get_available (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
}

static void
on_metered_changed (LoftOnline *self)
{
  gboolean metered = g_network_monitor_get_network_metered (self->monitor);

  if (metered == g_atomic_int_get (&self->metered))
    return;
  g_atomic_int_set (&self->metered, metered);
  /* The next one may be dearer. */
  g_atomic_int_set (&self->metered_allowed, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_METERED]);
}

static void
loft_online_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, loft_online_get_available (LOFT_ONLINE (object)));
  else if (id == PROP_METERED)
    g_value_set_boolean (value, loft_online_get_metered (LOFT_ONLINE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
loft_online_dispose (GObject *object)
{
  LoftOnline *self = LOFT_ONLINE (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (loft_online_parent_class)->dispose (object);
}

static void
loft_online_class_init (LoftOnlineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_online_get_property;
  object_class->dispose = loft_online_dispose;
  props[PROP_AVAILABLE] =
    g_param_spec_boolean ("available", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_METERED] =
    g_param_spec_boolean ("metered", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
loft_online_init (LoftOnline *self)
{
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->network = g_network_monitor_get_network_available (self->monitor);
  self->metered = g_network_monitor_get_network_metered (self->monitor);
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect_swapped (self->monitor, "notify::network-metered",
                            G_CALLBACK (on_metered_changed), self);
}

LoftOnline *
loft_online_new (void)
{
  return g_object_new (LOFT_TYPE_ONLINE, NULL);
}

gboolean
loft_online_get_available (LoftOnline *self)
{
  g_return_val_if_fail (LOFT_IS_ONLINE (self), FALSE);

  return g_atomic_int_get (&self->network) && !g_atomic_int_get (&self->forced_offline);
}

/* "localhost" and what RFC 6761 puts below it never leave the machine. */
static gboolean
is_own_machine (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *lower = g_ascii_strdown (host, -1);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_str_equal (lower, "localhost") || g_str_has_suffix (lower, ".localhost");
}

gboolean
loft_online_allows (LoftOnline *self, const char *host)
{
  g_return_val_if_fail (LOFT_IS_ONLINE (self), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  if (g_atomic_int_get (&self->forced_offline))
    return FALSE;
  return g_atomic_int_get (&self->network) || is_own_machine (host);
}

gboolean
loft_online_get_forced_offline (LoftOnline *self)
{
  g_return_val_if_fail (LOFT_IS_ONLINE (self), FALSE);

  return g_atomic_int_get (&self->forced_offline);
}

void
loft_online_set_forced_offline (LoftOnline *self, gboolean offline)
{
  gboolean before;

  g_return_if_fail (LOFT_IS_ONLINE (self));

  before = loft_online_get_available (self);
  g_atomic_int_set (&self->forced_offline, offline);
  if (loft_online_get_available (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
}

gboolean
loft_online_get_metered (LoftOnline *self)
{
  g_return_val_if_fail (LOFT_IS_ONLINE (self), FALSE);

  return g_atomic_int_get (&self->metered);
}

gboolean
loft_online_get_metered_allowed (LoftOnline *self)
{
  g_return_val_if_fail (LOFT_IS_ONLINE (self), FALSE);

  return g_atomic_int_get (&self->metered_allowed);
}

void
loft_online_set_metered_allowed (LoftOnline *self, gboolean allowed)
{
  g_return_if_fail (LOFT_IS_ONLINE (self));

  if (allowed == g_atomic_int_get (&self->metered_allowed))
    return;
  g_atomic_int_set (&self->metered_allowed, allowed);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_METERED]);
}

gboolean
loft_online_get_saving (LoftOnline *self)
{
  g_return_val_if_fail (LOFT_IS_ONLINE (self), FALSE);

  return g_atomic_int_get (&self->metered) && !g_atomic_int_get (&self->metered_allowed);
}
