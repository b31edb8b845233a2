/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LoftOnline over a network monitor that the test turns on and off. */
#include "loft-online.h"

#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor {
  GObject parent;
  gboolean available;
};

enum { PROP_AVAILABLE = 1, PROP_METERED, PROP_CONNECTIVITY };

static void test_monitor_monitor_init (GNetworkMonitorInterface *interface);
static void test_monitor_initable_init (GInitableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor, test_monitor, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_monitor_initable_init)
  G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, test_monitor_monitor_init)
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, g_define_type_id, "test",
                                  1000))

static gboolean
test_monitor_init_now (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
test_monitor_initable_init (GInitableIface *interface)
{
  interface->init = test_monitor_init_now;
}

static void
test_monitor_monitor_init (GNetworkMonitorInterface *interface)
{
}

static void
test_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, TEST_MONITOR (object)->available);
  else if (id == PROP_METERED)
    g_value_set_boolean (value, FALSE);
  else
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
}

static void
set_network (gboolean available)
{
  TestMonitor *monitor = TEST_MONITOR (g_network_monitor_get_default ());

  monitor->available = available;
  g_signal_emit_by_name (monitor, "network-changed", available);
}

static void
count (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  ++*(guint *) user_data;
}

static const struct {
  const char *host;
  gboolean own;
} hosts[] = {
  { "localhost", TRUE },       { "LocalHost", TRUE },     { "127.0.0.1", TRUE },
  { "127.1.2.3", TRUE },       { "::1", TRUE },           { "dav.localhost", TRUE },
  { "mail.example.org", FALSE }, { "192.168.1.2", FALSE }, { "notlocalhost", FALSE },
  { "localhost.example.org", FALSE },
};

static void
test_available (void)
{
  g_autoptr (LoftOnline) online = NULL;
  guint n = 0;

  set_network (FALSE);
  online = loft_online_new ();
  g_signal_connect (online, "notify::available", G_CALLBACK (count), &n);
  g_assert_false (loft_online_get_available (online));
  set_network (TRUE);
  g_assert_true (loft_online_get_available (online));
  g_assert_cmpuint (n, ==, 1);
  set_network (TRUE);
  g_assert_cmpuint (n, ==, 1);
  loft_online_set_forced_offline (online, TRUE);
  g_assert_true (loft_online_get_forced_offline (online));
  g_assert_false (loft_online_get_available (online));
  g_assert_cmpuint (n, ==, 2);
  set_network (FALSE);
  loft_online_set_forced_offline (online, FALSE);
  g_assert_false (loft_online_get_available (online));
  g_assert_cmpuint (n, ==, 2);
}

static void
test_allows (void)
{
  g_autoptr (LoftOnline) online = loft_online_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_test_message ("%s", hosts[i].host);
      loft_online_set_forced_offline (online, FALSE);
      set_network (TRUE);
      g_assert_true (loft_online_allows (online, hosts[i].host));
      set_network (FALSE);
      g_assert_cmpint (loft_online_allows (online, hosts[i].host), ==, hosts[i].own);
      loft_online_set_forced_offline (online, TRUE);
      g_assert_false (loft_online_allows (online, hosts[i].host));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "test", TRUE);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_type_ensure (TEST_TYPE_MONITOR);
  g_test_add_func ("/online/available", test_available);
  g_test_add_func ("/online/allows", test_allows);
  return g_test_run ();
}
