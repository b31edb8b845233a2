/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backend of ActiveSync against fake-activesync.py: listing, writing, and every way an answer can go
 * wrong, at 14.1 and at 16.1. Nothing may be lost, doubled, or said to be done that is not. */
#include "test-eas-backend.h"

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
      loft_test_eas_add_listing (versions[i]);
      loft_test_eas_add_files (versions[i]);
      loft_test_eas_add_items (versions[i]);
      loft_test_eas_add_resources (versions[i]);
      loft_test_eas_add_answers (versions[i]);
      loft_test_eas_add_settings (versions[i]);
      loft_test_eas_add_faults (versions[i]);
      loft_test_eas_add_people (versions[i]);
      loft_test_eas_add_watch (versions[i]);
      loft_test_eas_add_sending (versions[i]);
      loft_test_eas_add_availability (versions[i]);
      loft_test_eas_add_policy (versions[i]);
    }
  result = g_test_run ();
  loft_eas_world_end ();
  return result;
}
