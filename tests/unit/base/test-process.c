/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <stdio.h>

#include "loft-process.h"

/* As a library's end would be: what a thread still uses is taken away. */
__attribute__ ((destructor)) static void
take_down (void)
{
  if (g_test_subprocess ())
    g_printerr ("taken down");
}

static void
test_exit (void)
{
  if (g_test_subprocess ())
    {
      fputs ("last words", stdout);
      loft_process_exit (0);
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*last words*");
  g_test_trap_assert_stderr_unmatched ("*taken down*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/exit", test_exit);
  return g_test_run ();
}
