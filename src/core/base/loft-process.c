/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-process.h"

#include <stdio.h>
#include <unistd.h>

/* Only there in a program that looks for leaks; it would look in exit(). */
void __lsan_do_leak_check (void) __attribute__ ((weak));

void
loft_process_exit (int status)
{
  fflush (NULL);
  if (__lsan_do_leak_check != NULL)
    __lsan_do_leak_check ();
  _exit (status);
}
