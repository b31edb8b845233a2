/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-network.h"

#define LOFT_TYPE_FAKE_MONITOR (loft_fake_monitor_get_type ())
G_DECLARE_FINAL_TYPE (LoftFakeMonitor, loft_fake_monitor, LOFT, FAKE_MONITOR, GObject)

struct _LoftFakeMonitor {
  GObject parent;
  gboolean available;
  gboolean metered;
};

enum { PROP_AVAILABLE = 1, PROP_METERED, PROP_CONNECTIVITY };

static void loft_fake_monitor_monitor_init (GNetworkMonitorInterface *interface);
static void loft_fake_monitor_initable_init (GInitableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
  LoftFakeMonitor, loft_fake_monitor, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, loft_fake_monitor_initable_init)
    G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, loft_fake_monitor_monitor_init)
      g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, g_define_type_id,
                                      "fake", 1000))

static gboolean
loft_fake_monitor_init_now (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
loft_fake_monitor_initable_init (GInitableIface *interface)
{
  interface->init = loft_fake_monitor_init_now;
}

static void
loft_fake_monitor_monitor_init (GNetworkMonitorInterface *interface)
{
}

static void
loft_fake_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, LOFT_FAKE_MONITOR (object)->available);
  else if (id == PROP_METERED)
    g_value_set_boolean (value, LOFT_FAKE_MONITOR (object)->metered);
  else
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
}

static void
loft_fake_monitor_class_init (LoftFakeMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_fake_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
loft_fake_monitor_init (LoftFakeMonitor *self)
{
}

void
loft_fake_network_set (gboolean available, gboolean metered)
{
  LoftFakeMonitor *monitor = LOFT_FAKE_MONITOR (g_network_monitor_get_default ());

  monitor->available = available;
  g_signal_emit_by_name (monitor, "network-changed", available);
  if (monitor->metered == metered)
    return;
  monitor->metered = metered;
  g_object_notify (G_OBJECT (monitor), "network-metered");
}

void
loft_fake_network_install (void)
{
  g_setenv ("GIO_USE_NETWORK_MONITOR", "fake", TRUE);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_type_ensure (LOFT_TYPE_FAKE_MONITOR);
  g_network_monitor_get_default ();
  /* Programs that the test starts have no such monitor. */
  g_unsetenv ("GIO_USE_NETWORK_MONITOR");
}
