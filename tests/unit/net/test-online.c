/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LoftOnline over a network monitor that the test turns on and off. */
#include "loft-online.h"

#include "loft-fake-network.h"

static void
set_network (gboolean available)
{
  loft_fake_network_set (available, FALSE);
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

static void
test_metered (void)
{
  g_autoptr (LoftOnline) online = loft_online_new ();
  guint n = 0;

  loft_fake_network_set (TRUE, FALSE);
  g_signal_connect (online, "notify::metered", G_CALLBACK (count), &n);
  g_assert_false (loft_online_get_saving (online));
  loft_fake_network_set (TRUE, TRUE);
  g_assert_true (loft_online_get_metered (online));
  g_assert_true (loft_online_get_saving (online));
  g_assert_cmpuint (n, ==, 1);

  loft_online_set_metered_allowed (online, TRUE);
  loft_online_set_metered_allowed (online, TRUE);
  g_assert_true (loft_online_get_metered (online));
  g_assert_false (loft_online_get_saving (online));
  g_assert_cmpuint (n, ==, 2);

  /* The word was for that network. */
  loft_fake_network_set (TRUE, FALSE);
  loft_fake_network_set (TRUE, TRUE);
  g_assert_false (loft_online_get_metered_allowed (online));
  g_assert_true (loft_online_get_saving (online));
  g_assert_cmpuint (n, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_fake_network_install ();
  g_test_add_func ("/online/available", test_available);
  g_test_add_func ("/online/allows", test_allows);
  g_test_add_func ("/online/metered", test_metered);
  return g_test_run ();
}
