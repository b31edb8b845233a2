/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-background.h"

#include "config.h"
#include "loft-settings.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define FLATPAK_INFO "/.flatpak-info"
#define PORTAL       "org.freedesktop.portal.Desktop"
#define PORTAL_PATH  "/org/freedesktop/portal/desktop"

static gboolean is_held;

/* ---- autostart ---------------------------------------------------------------------------- */

/* Quoted as the Desktop Entry Specification wants it: "%" begins a field code, and what stands in quotes
 * is unquoted twice. */
char *
loft_background_write_autostart (const char *program, const char *icon)
{
  g_autoptr (GString) quoted = g_string_new (NULL);

  for (const char *p = program; *p != '\0'; p++)
    {
      if (strchr ("\"`$\\", *p) != NULL)
        g_string_append (quoted, *p == '\\' ? "\\\\\\" : "\\\\");
      if (*p == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *p);
    }
  return g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Loft\nIcon=%s\n"
                          "Exec=\"%s\" --background\nTerminal=false\nNoDisplay=true\n"
                          "X-GNOME-Autostart-enabled=true\n",
                          icon, quoted->str);
}

static char *
get_program (void)
{
  char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? program : g_find_program_in_path ("loft");
}

static void
write_autostart (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *program = get_program ();
  g_autofree char *text = NULL;
  g_autofree char *present = NULL;
  g_autoptr (GError) error = NULL;

  /* A line cannot be broken in such a file. */
  if (program == NULL || strpbrk (program, "\r\n") != NULL)
    return;
  text = loft_background_write_autostart (program, LOFT_APPLICATION_ID);
  if (g_file_get_contents (path, &present, NULL, NULL) && g_str_equal (present, text))
    return;
  if (g_mkdir_with_parents (directory, 0700) != 0 || !g_file_set_contents (path, text, -1, &error))
    g_warning ("Loft cannot begin with the session: %s",
               error != NULL ? error->message : g_strerror (errno));
}

static void
set_autostart (gboolean wanted)
{
  g_autofree char *path =
    g_build_filename (g_get_user_config_dir (), "autostart", LOFT_APPLICATION_ID ".desktop", NULL);

  if (wanted)
    write_autostart (path);
  else
    g_unlink (path);
}

/* ---- portal ------------------------------------------------------------------------------- */

static void
on_response (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
             const char *signal, GVariant *parameters, gpointer user_data)
{
  g_autoptr (GVariant) results = NULL;
  gboolean is_allowed = FALSE;
  guint32 response = 2;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &is_allowed);
  if (response != 0 || !is_allowed)
    loft_settings_set_boolean (LOFT_SETTING_BACKGROUND, FALSE);
  g_dbus_connection_signal_unsubscribe (bus,
                                        GPOINTER_TO_UINT (
                                          g_object_get_data (G_OBJECT (bus), "loft-background")));
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (handle == NULL)
    g_message ("The desktop was not asked to let Loft go on without a window: %s", error->message);
}

/* The path of the answer is known before: it may come before the reply does. */
static void
ask_portal (GDBusConnection *bus, gboolean wanted)
{
  g_autofree char *token = g_strdup_printf ("loft%u", g_random_int ());
  g_autofree char *sender =
    g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1), ".", '_');
  g_autofree char *path =
    g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", sender, token);
  const char *const command[] = { "loft", "--background", NULL };
  GVariantBuilder options;
  guint subscription =
    g_dbus_connection_signal_subscribe (bus, PORTAL, "org.freedesktop.portal.Request", "Response",
                                        path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response, NULL,
                                        NULL);

  g_object_set_data (G_OBJECT (bus), "loft-background", GUINT_TO_POINTER (subscription));
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("Reminders of events, and news of mail")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (wanted));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked, NULL);
}

/* ------------------------------------------------------------------------------------------- */

static void
hold (GApplication *application, gboolean wanted)
{
  if (wanted == is_held)
    return;
  is_held = wanted;
  if (wanted)
    g_application_hold (application);
  else
    g_application_release (application);
}

static void
on_changed (GApplication *application)
{
  gboolean wanted = loft_settings_get_boolean (LOFT_SETTING_BACKGROUND, FALSE);
  GDBusConnection *bus = g_application_get_dbus_connection (application);

  if (wanted != is_held && !g_file_test (FLATPAK_INFO, G_FILE_TEST_EXISTS))
    set_autostart (wanted);
  else if (wanted != is_held && bus != NULL)
    ask_portal (bus, wanted);
  hold (application, wanted);
}

/* A profile of its own is somebody's trial: it neither stays nor begins by itself. */
void
loft_background_follow (GApplication *application)
{
  if (g_application_get_flags (application) & G_APPLICATION_NON_UNIQUE)
    return;
  loft_settings_follow (LOFT_SETTING_BACKGROUND, G_CALLBACK (on_changed), application);
  on_changed (application);
}
