/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "loft-application.h"
#include "loft-process.h"

#include <glib/gi18n.h>
#include <locale.h>

#ifdef LOFT_TEST_HOOKS
/* Else only a language that Loft is translated into turns it around. */
static void
turn_around (void)
{
  if (g_getenv ("LOFT_TEST_RIGHT_TO_LEFT") != NULL && gtk_init_check ())
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
}
#endif

static int
run_application (int argc, char **argv)
{
  g_autoptr (LoftApplication) application = loft_application_new ();

#ifdef LOFT_TEST_HOOKS
  turn_around ();
#endif
  return g_application_run (G_APPLICATION (application), argc, argv);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOFT_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Loft");
  loft_process_exit (run_application (argc, argv));
}
