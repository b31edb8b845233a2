/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-shortcuts.h"

#include "config.h"

#include <glib/gi18n.h>

#define GENERAL  NC_ ("shortcuts", "General")
#define MAIL     NC_ ("shortcuts", "Mail")
#define LIST     NC_ ("shortcuts", "Message List")
#define WINDOW   LOFT_SHORTCUT_WINDOW

static const LoftShortcut shortcuts[] = {
  { "mail.sync", WINDOW, { "F5" }, GENERAL, NC_ ("shortcuts", "Check for new mail") },
  { "mail.search", WINDOW, { "<Control>f" }, GENERAL, NC_ ("shortcuts", "Search") },
  { "mail.sidebar", WINDOW, { "F9" }, GENERAL, NC_ ("shortcuts", "Show the sidebar") },
  { "mail.next-column", WINDOW, { "F6" }, GENERAL, NC_ ("shortcuts", "Next column") },
  { "mail.back", WINDOW, { "<Alt>Left" }, GENERAL, NC_ ("shortcuts", "Go back") },
  { "mail.menu", WINDOW, { "F10" }, GENERAL, NC_ ("shortcuts", "Open the menu") },
  { "win.show-help-overlay", WINDOW, { "<Control>question" }, GENERAL,
    NC_ ("shortcuts", "Keyboard shortcuts") },
  { "window.close", WINDOW, { "<Control>w" }, GENERAL, NC_ ("shortcuts", "Close the window") },
  { "app.quit", WINDOW, { "<Control>q" }, GENERAL, NC_ ("shortcuts", "Quit") },

  { "mail.toggle-read", WINDOW, { "<Control>u" }, MAIL,
    NC_ ("shortcuts", "Mark as read or unread") },
  { "mail.toggle-flag", WINDOW, { "<Control>d" }, MAIL,
    NC_ ("shortcuts", "Flag or remove the flag") },
  { "mail.find", WINDOW, { "<Control><Shift>f" }, MAIL,
    NC_ ("shortcuts", "Find in the message") },
  { "mail.plain-text", WINDOW, { "<Control><Shift>p" }, MAIL,
    NC_ ("shortcuts", "Show as plain text") },
  { "mail.view-source", WINDOW, { "<Control><Shift>u" }, MAIL,
    NC_ ("shortcuts", "View the source") },
  { "mail.save-as", WINDOW, { "<Control><Shift>s" }, MAIL, NC_ ("shortcuts", "Save the message") },
  { "mail.zoom-in", WINDOW, { "<Control>plus", "<Control>equal", "<Control>KP_Add" }, MAIL,
    NC_ ("shortcuts", "Larger text") },
  { "mail.zoom-out", WINDOW, { "<Control>minus", "<Control>KP_Subtract" }, MAIL,
    NC_ ("shortcuts", "Smaller text") },
  { "mail.zoom-reset", WINDOW, { "<Control>0", "<Control>KP_0" }, MAIL,
    NC_ ("shortcuts", "Normal text size") },
  { "mail.folder(1)", WINDOW, { "<Alt>1" }, MAIL, NC_ ("shortcuts", "First folder") },
  { "mail.folder(2)", WINDOW, { "<Alt>2" }, MAIL, NULL },
  { "mail.folder(3)", WINDOW, { "<Alt>3" }, MAIL, NULL },
  { "mail.folder(4)", WINDOW, { "<Alt>4" }, MAIL, NULL },
  { "mail.folder(5)", WINDOW, { "<Alt>5" }, MAIL, NULL },
  { "mail.folder(6)", WINDOW, { "<Alt>6" }, MAIL, NULL },
  { "mail.folder(7)", WINDOW, { "<Alt>7" }, MAIL, NULL },
  { "mail.folder(8)", WINDOW, { "<Alt>8" }, MAIL, NULL },
  { "mail.folder(9)", WINDOW, { "<Alt>9" }, MAIL, NC_ ("shortcuts", "Ninth folder") },

  { "mail.next", LOFT_SHORTCUT_LIST, { "j" }, LIST, NC_ ("shortcuts", "Next message") },
  { "mail.previous", LOFT_SHORTCUT_LIST, { "k" }, LIST, NC_ ("shortcuts", "Previous message") },
  { "mail.next-unread", LOFT_SHORTCUT_LIST, { "n" }, LIST,
    NC_ ("shortcuts", "Next unread message") },
  { "mail.search", LOFT_SHORTCUT_LIST, { "slash" }, LIST, NULL },
};

const LoftShortcut *
loft_shortcuts_get (guint *n_shortcuts)
{
  *n_shortcuts = G_N_ELEMENTS (shortcuts);
  return shortcuts;
}

void
loft_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].context == LOFT_SHORTCUT_WINDOW)
        gtk_application_set_accels_for_action (application, shortcuts[i].action,
                                               (const char *const *) shortcuts[i].keys);
    }
}

void
loft_shortcuts_add_to_widget (GtkWidget *widget, LoftShortcutContext context)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].context != context)
        continue;
      for (guint k = 0; shortcuts[i].keys[k] != NULL; k++)
        gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys[k]),
                            gtk_named_action_new (shortcuts[i].action)));
    }
  gtk_widget_add_controller (widget, controller);
}

static void
append_shortcut (GString *xml, const LoftShortcut *shortcut)
{
  g_autofree char *text = g_markup_printf_escaped (
    "<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s</property>"
    "<property name='title'>%s</property></object></child>",
    shortcut->keys[0], g_dpgettext2 (NULL, "shortcuts", shortcut->title));

  g_string_append (xml, text);
}

/* GtkShortcutsWindow can be filled by GtkBuilder only (until GTK 4.14). */
GtkWidget *
loft_shortcuts_window_new (void)
{
  g_autoptr (GString) xml = g_string_new (
    "<interface><object class='GtkShortcutsWindow' id='window'><property name='modal'>1</property>"
    "<child><object class='GtkShortcutsSection'><property name='section-name'>all</property>"
    "<property name='max-height'>16</property>");
  const char *group = NULL;
  g_autoptr (GtkBuilder) builder = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_autofree char *heading = NULL;

      if (shortcuts[i].title == NULL)
        continue;
      if (g_strcmp0 (group, shortcuts[i].group) != 0)
        {
          if (group != NULL)
            g_string_append (xml, "</object></child>");
          heading = g_markup_printf_escaped (
            "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
            g_dpgettext2 (NULL, "shortcuts", shortcuts[i].group));
          g_string_append (xml, heading);
          group = shortcuts[i].group;
        }
      append_shortcut (xml, &shortcuts[i]);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, xml->len);
  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder, "window")));
}
