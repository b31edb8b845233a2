/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sync costs, and what it makes of answers that are cut: folders asked for at once, kept connections,
 * at 14.1 and at 16.1 against fake-activesync.py. */
#include "test-eas-rounds.h"

#include "loft-test-tls.h"

int
main (int argc, char *argv[])
{
  static const char *const versions[] = { "14.1", "16.1" };
  int result;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      loft_test_eas_add_ahead (versions[i]);
      loft_test_eas_add_line (versions[i]);
    }
  result = g_test_run ();
  loft_eas_world_end ();
  return result;
}
