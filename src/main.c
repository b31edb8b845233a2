/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "loft-application.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (LoftApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOFT_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Loft");

  application = loft_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
