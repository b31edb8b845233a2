/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-shortcuts.h"

#include "config.h"
#include "loft-settings.h"

#include <glib/gi18n.h>
#include <string.h>

#define GENERAL  NC_ ("shortcuts", "General")
#define LIST     NC_ ("shortcuts", "Message List")
#define READING  NC_ ("shortcuts", "Reading")
#define WRITING  NC_ ("shortcuts", "Writing")
#define CALENDAR NC_ ("shortcuts", "Calendar")
#define TASKS    NC_ ("shortcuts", "Tasks")
#define CONTACTS NC_ ("shortcuts", "Contacts")
#define SIZE     NC_ ("shortcuts", "Text Size")
#define WINDOW   LOFT_SHORTCUT_WINDOW
#define PANE     LOFT_SHORTCUT_PANE

static const LoftShortcut shortcuts[] = {
  { "mail.sync", WINDOW, { "F5" }, GENERAL, NC_ ("shortcuts", "Check for new mail") },
  { "mail.find-here", WINDOW, { "<Control>f" }, GENERAL,
    NC_ ("shortcuts", "Search, or find in the message that is read") },
  { "mail.search", WINDOW, { "<Control>e" }, GENERAL, NC_ ("shortcuts", "Search"), "slash" },
  { "win.search-everything", WINDOW, { "<Control><Shift>k" }, GENERAL,
    NC_ ("shortcuts", "Search everything") },
  { "mail.sidebar", WINDOW, { "F9" }, GENERAL, NC_ ("shortcuts", "Show the sidebar") },
  { "mail.next-column", WINDOW, { "F6" }, GENERAL, NC_ ("shortcuts", "Next column") },
  { "mail.back", WINDOW, { "<Alt>Left" }, GENERAL, NC_ ("shortcuts", "Go back") },
  { "mail.menu", WINDOW, { "F10" }, GENERAL, NC_ ("shortcuts", "Open the menu") },
  { "shell.pane::mail", WINDOW, { "<Control>1" }, GENERAL, NC_ ("shortcuts", "Mail") },
  { "shell.pane::calendar", WINDOW, { "<Control>2" }, GENERAL, NC_ ("shortcuts", "Calendar") },
  { "shell.pane::contacts", WINDOW, { "<Control>3" }, GENERAL, NC_ ("shortcuts", "Contacts") },
  { "shell.pane::tasks", WINDOW, { "<Control>4" }, GENERAL, NC_ ("shortcuts", "Tasks") },
  { "app.preferences", WINDOW, { "<Control>comma" }, GENERAL, NC_ ("shortcuts", "Preferences") },
  { "win.show-help-overlay", WINDOW, { "<Control>question" }, GENERAL,
    NC_ ("shortcuts", "Keyboard shortcuts"), "question" },
  { "window.close", WINDOW, { "<Control>w" }, GENERAL, NC_ ("shortcuts", "Close the window") },
  { "app.quit", WINDOW, { "<Control>q" }, GENERAL, NC_ ("shortcuts", "Quit") },
  { "mail.folder(1)", WINDOW, { "<Alt>1" }, GENERAL, NC_ ("shortcuts", "First folder") },
  { "mail.folder(2)", WINDOW, { "<Alt>2" }, GENERAL, NULL },
  { "mail.folder(3)", WINDOW, { "<Alt>3" }, GENERAL, NULL },
  { "mail.folder(4)", WINDOW, { "<Alt>4" }, GENERAL, NULL },
  { "mail.folder(5)", WINDOW, { "<Alt>5" }, GENERAL, NULL },
  { "mail.folder(6)", WINDOW, { "<Alt>6" }, GENERAL, NULL },
  { "mail.folder(7)", WINDOW, { "<Alt>7" }, GENERAL, NULL },
  { "mail.folder(8)", WINDOW, { "<Alt>8" }, GENERAL, NULL },
  { "mail.folder(9)", WINDOW, { "<Alt>9" }, GENERAL, NC_ ("shortcuts", "Ninth folder") },

  { "mail.zoom-in", WINDOW, { "<Control>plus", "<Control>equal", "<Control>KP_Add" }, SIZE,
    NC_ ("shortcuts", "Larger text") },
  { "mail.zoom-out", WINDOW, { "<Control>minus", "<Control>KP_Subtract" }, SIZE,
    NC_ ("shortcuts", "Smaller text") },
  { "mail.zoom-reset", WINDOW, { "<Control>0", "<Control>KP_0" }, SIZE,
    NC_ ("shortcuts", "Normal text size") },

  { "mail.next", WINDOW, { "<Alt>Down" }, LIST, NC_ ("shortcuts", "Next message"), "j" },
  { "mail.previous", WINDOW, { "<Alt>Up" }, LIST, NC_ ("shortcuts", "Previous message"), "k" },
  { "mail.next-unread", WINDOW, { "<Alt>Page_Down" }, LIST,
    NC_ ("shortcuts", "Next unread message"), "n" },
  { "mail.open-window", WINDOW, { "<Control>o" }, LIST,
    NC_ ("shortcuts", "Open in its own window"), "o" },
  { "mail.end-selection", LOFT_SHORTCUT_LIST, { "Escape" }, LIST,
    NC_ ("shortcuts", "Select nothing") },
  { "mail.toggle-read", PANE, { "<Control>u" }, LIST,
    NC_ ("shortcuts", "Mark as read or unread"), "u" },
  { "mail.toggle-flag", WINDOW, { "<Control>d" }, LIST,
    NC_ ("shortcuts", "Flag or remove the flag"), "s" },
  { "mail.archive", PANE, { "<Control>BackSpace" }, LIST, NC_ ("shortcuts", "Archive"), "e" },
  { "mail.delete", PANE, { "Delete", "KP_Delete" }, LIST, NC_ ("shortcuts", "Move to Trash"),
    "numbersign" },
  { "mail.delete-for-ever", PANE, { "<Shift>Delete", "<Shift>KP_Delete" }, LIST,
    NC_ ("shortcuts", "Delete for ever") },
  { "mail.toggle-junk", WINDOW, { "<Control>j" }, LIST, NC_ ("shortcuts", "Junk, or not junk"),
    "exclam" },
  { "mail.move", WINDOW, { "<Control>m" }, LIST, NC_ ("shortcuts", "Move to a folder"), "v" },
  { "mail.copy", WINDOW, { "<Control><Shift>m" }, LIST, NC_ ("shortcuts", "Copy to a folder") },
  { "mail.undo", PANE, { "<Control>z" }, LIST, NC_ ("shortcuts", "Undo"), "z" },
  { "mail.category(1)", PANE, { "1", "KP_1" }, LIST,
    NC_ ("shortcuts", "Into the first category, or out of it") },
  { "mail.category(2)", PANE, { "2", "KP_2" }, LIST, NULL },
  { "mail.category(3)", PANE, { "3", "KP_3" }, LIST, NULL },
  { "mail.category(4)", PANE, { "4", "KP_4" }, LIST, NULL },
  { "mail.category(5)", PANE, { "5", "KP_5" }, LIST, NULL },
  { "mail.category(6)", PANE, { "6", "KP_6" }, LIST, NULL },
  { "mail.category(7)", PANE, { "7", "KP_7" }, LIST, NULL },
  { "mail.category(8)", PANE, { "8", "KP_8" }, LIST, NULL },
  { "mail.category(9)", PANE, { "9", "KP_9" }, LIST,
    NC_ ("shortcuts", "Into the ninth category, or out of it") },
  { "mail.category(0)", PANE, { "0", "KP_0" }, LIST,
    NC_ ("shortcuts", "Out of all categories") },

  { "mail.next-card", WINDOW, { "<Control>Page_Down" }, READING,
    NC_ ("shortcuts", "Next message of the conversation") },
  { "mail.previous-card", WINDOW, { "<Control>Page_Up" }, READING,
    NC_ ("shortcuts", "Previous message of the conversation") },
  { "mail.new-event", WINDOW, { "<Control><Shift>e" }, READING,
    NC_ ("shortcuts", "New event from the message") },
  { "mail.new-task", WINDOW, { "<Control><Shift>t" }, READING,
    NC_ ("shortcuts", "New task from the message") },
  { "mail.find", WINDOW, { "<Control><Shift>f" }, READING,
    NC_ ("shortcuts", "Find in the message") },
  { "mail.plain-text", WINDOW, { "<Control><Shift>p" }, READING,
    NC_ ("shortcuts", "Show as plain text") },
  { "mail.view-source", WINDOW, { "<Control><Shift>u" }, READING,
    NC_ ("shortcuts", "View the source") },
  { "mail.save-as", WINDOW, { "<Control><Shift>s" }, READING,
    NC_ ("shortcuts", "Save the message") },
  { "mail.print", WINDOW, { "<Control>p" }, READING, NC_ ("shortcuts", "Print the message") },

  { "mail.compose", WINDOW, { "<Control>n" }, WRITING, NC_ ("shortcuts", "New message"), "c" },
  { "mail.reply", WINDOW, { "<Control>r" }, WRITING, NC_ ("shortcuts", "Reply"), "r" },
  { "mail.reply-all", WINDOW, { "<Control><Shift>r" }, WRITING, NC_ ("shortcuts", "Reply to all"),
    "a" },
  { "mail.forward", WINDOW, { "<Control>l" }, WRITING, NC_ ("shortcuts", "Forward"), "f" },
  { "composer.send", LOFT_SHORTCUT_COMPOSER, { "<Control>Return", "<Control>KP_Enter" }, WRITING,
    NC_ ("shortcuts", "Send") },
  { "composer.attach", LOFT_SHORTCUT_COMPOSER, { "<Control><Shift>a" }, WRITING,
    NC_ ("shortcuts", "Attach files") },
  { "composer.pop-out", LOFT_SHORTCUT_COMPOSER, { "<Control><Shift>o" }, WRITING,
    NC_ ("shortcuts", "Write in a window") },
  { "composer.rich", LOFT_SHORTCUT_COMPOSER, { "<Control><Shift>h" }, WRITING,
    NC_ ("shortcuts", "Formatting, or plain text") },
  { "format.bold", LOFT_SHORTCUT_HTML, { "<Control>b" }, WRITING, NC_ ("shortcuts", "Bold") },
  { "format.italic", LOFT_SHORTCUT_HTML, { "<Control>i" }, WRITING,
    NC_ ("shortcuts", "Italic") },
  { "format.underline", LOFT_SHORTCUT_HTML, { "<Control>u" }, WRITING,
    NC_ ("shortcuts", "Underline") },
  { "format.link", LOFT_SHORTCUT_COMPOSER, { "<Control>k" }, WRITING, NC_ ("shortcuts", "Link") },
  { "format.paste-plain", LOFT_SHORTCUT_COMPOSER, { "<Control><Shift>v" }, WRITING,
    NC_ ("shortcuts", "Paste without formatting") },
  { "composer.close", LOFT_SHORTCUT_COMPOSER, { "Escape" }, WRITING,
    NC_ ("shortcuts", "End writing") },

  { "calendar.new", WINDOW, { "<Control>n" }, CALENDAR, NC_ ("shortcuts", "New event") },
  { "calendar.quick-add", WINDOW, { "<Control><Shift>n" }, CALENDAR,
    NC_ ("shortcuts", "New event in one line") },
  { "calendar.view::month", WINDOW, { "<Alt>1" }, CALENDAR, NC_ ("shortcuts", "Month") },
  { "calendar.view::week", WINDOW, { "<Alt>2" }, CALENDAR, NC_ ("shortcuts", "Week") },
  { "calendar.view::work-week", WINDOW, { "<Alt>3" }, CALENDAR, NC_ ("shortcuts", "Work week") },
  { "calendar.view::day", WINDOW, { "<Alt>4" }, CALENDAR, NC_ ("shortcuts", "Day") },
  { "calendar.view::agenda", WINDOW, { "<Alt>5" }, CALENDAR, NC_ ("shortcuts", "Agenda") },
  { "calendar.sync", WINDOW, { "F5" }, CALENDAR, NC_ ("shortcuts", "Look for changes") },
  { "calendar.today", WINDOW, { "<Control>t" }, CALENDAR, NC_ ("shortcuts", "Today") },
  { "calendar.forward", WINDOW, { "<Alt>Right" }, CALENDAR, NC_ ("shortcuts", "Forward") },
  { "calendar.back", WINDOW, { "<Alt>Left" }, CALENDAR, NC_ ("shortcuts", "Back") },
  { "calendar.sidebar", WINDOW, { "F9" }, CALENDAR, NC_ ("shortcuts", "Show the calendars") },
  { "calendar.menu", WINDOW, { "F10" }, CALENDAR, NULL },
  { "calendar.undo", PANE, { "<Control>z" }, CALENDAR, NC_ ("shortcuts", "Undo") },
  { "calendar.delete", PANE, { "Delete", "KP_Delete" }, CALENDAR,
    NC_ ("shortcuts", "Delete the event") },
  { "calendar.search", WINDOW, { "<Control>f" }, CALENDAR, NC_ ("shortcuts", "Search events"),
    "slash" },
  { "calendar.print", WINDOW, { "<Control>p" }, CALENDAR,
    NC_ ("shortcuts", "Print what is shown") },
  { "calendar.copy", PANE, { "<Control>c" }, CALENDAR, NC_ ("shortcuts", "Copy the event") },
  { "calendar.paste", PANE, { "<Control>v" }, CALENDAR,
    NC_ ("shortcuts", "Paste the event on the chosen day") },
  { "calendar.today", PANE, { "t" }, CALENDAR, NULL },

  { "tasks.new", WINDOW, { "<Control>n" }, TASKS, NC_ ("shortcuts", "New task") },
  { "tasks.sync", WINDOW, { "F5" }, TASKS, NC_ ("shortcuts", "Look for changes") },
  { "tasks.find", WINDOW, { "<Control>f" }, TASKS, NC_ ("shortcuts", "Search tasks") },
  { "tasks.sidebar", WINDOW, { "F9" }, TASKS, NC_ ("shortcuts", "Show the lists") },
  { "tasks.back", WINDOW, { "<Alt>Left" }, TASKS, NC_ ("shortcuts", "Go back") },
  { "tasks.done", PANE, { "<Control>Return", "<Control>KP_Enter" }, TASKS,
    NC_ ("shortcuts", "Done, or not") },
  { "tasks.indent", PANE, { "<Control>bracketright" }, TASKS,
    NC_ ("shortcuts", "Make part of the task above") },
  { "tasks.outdent", PANE, { "<Control>bracketleft" }, TASKS,
    NC_ ("shortcuts", "Make a task of its own") },
  { "tasks.up", WINDOW, { "<Alt>Up" }, TASKS, NC_ ("shortcuts", "Move up") },
  { "tasks.down", WINDOW, { "<Alt>Down" }, TASKS, NC_ ("shortcuts", "Move down") },
  { "tasks.context-menu", PANE, { "Menu", "<Shift>F10" }, TASKS, NULL },
  { "tasks.undo", PANE, { "<Control>z" }, TASKS, NC_ ("shortcuts", "Undo") },
  { "tasks.delete", PANE, { "Delete", "KP_Delete" }, TASKS,
    NC_ ("shortcuts", "Delete the task") },

  { "contacts.new", WINDOW, { "<Control>n" }, CONTACTS, NC_ ("shortcuts", "New contact") },
  { "contacts.sync", WINDOW, { "F5" }, CONTACTS, NC_ ("shortcuts", "Look for changes") },
  { "contacts.find", WINDOW, { "<Control>f" }, CONTACTS, NC_ ("shortcuts", "Search contacts") },
  { "contacts.edit", WINDOW, { "F2" }, CONTACTS, NC_ ("shortcuts", "Edit the contact") },
  { "contacts.save", WINDOW, { "<Control>s" }, CONTACTS, NC_ ("shortcuts", "Save the contact") },
  { "contacts.back", WINDOW, { "<Alt>Left" }, CONTACTS, NC_ ("shortcuts", "Go back") },
  { "contacts.sidebar", WINDOW, { "F9" }, CONTACTS,
    NC_ ("shortcuts", "Show the address books") },
  { "contacts.menu", WINDOW, { "F10" }, CONTACTS, NULL },
  { "contacts.undo", PANE, { "<Control>z" }, CONTACTS, NC_ ("shortcuts", "Undo") },
  { "contacts.delete", PANE, { "Delete", "KP_Delete" }, CONTACTS,
    NC_ ("shortcuts", "Delete the contacts") },
};

const LoftShortcut *
loft_shortcuts_get (guint *n_shortcuts)
{
  *n_shortcuts = G_N_ELEMENTS (shortcuts);
  return shortcuts;
}

/* (transfer full) Where one reads from right to left, back is to the right and forward to the left. */
static char *
key_here (const char *key)
{
  static const char *const sides[][2] = { { "<Alt>Left", "<Alt>Right" },
                                          { "<Alt>Right", "<Alt>Left" } };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    if (g_str_equal (key, sides[i][0]) &&
        gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
      return g_strdup (sides[i][1]);
  return g_strdup (key);
}

/* (transfer full) */
static char **
keys_here (const LoftShortcut *shortcut)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; shortcut->keys[i] != NULL; i++)
    {
      g_autofree char *key = key_here (shortcut->keys[i]);

      g_strv_builder_add (keys, key);
    }
  return g_strv_builder_end (keys);
}

void
loft_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_auto (GStrv) keys = keys_here (&shortcuts[i]);

      if (shortcuts[i].context == LOFT_SHORTCUT_WINDOW)
        gtk_application_set_accels_for_action (application, shortcuts[i].action,
                                               (const char *const *) keys);
    }
}

static GtkShortcut *
new_shortcut (const LoftShortcut *shortcut, guint key)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  GtkShortcut *made;

  g_action_parse_detailed_name (shortcut->action, &name, &target, NULL);
  made = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcut->keys[key]),
                           gtk_named_action_new (name));
  gtk_shortcut_set_arguments (made, target);
  return made;
}

void
loft_shortcuts_add_to_widget (GtkWidget *widget, LoftShortcutContext context)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].context != context)
        continue;
      /* Menus show the one that was added last: that is the first. */
      for (guint k = g_strv_length ((char **) shortcuts[i].keys); k > 0; k--)
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                              new_shortcut (&shortcuts[i], k - 1));
    }
  /* A text takes Ctrl+Enter for a line of its own. */
  if (context == LOFT_SHORTCUT_COMPOSER)
    gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (widget, controller);
}

static void
append_shortcut (GString *xml, const LoftShortcut *shortcut)
{
  gboolean single = shortcut->single != NULL &&
                    loft_settings_get_boolean (LOFT_SETTING_SINGLE_KEYS, FALSE);
  g_autofree char *key = key_here (shortcut->keys[0]);
  g_autofree char *text = g_markup_printf_escaped (
    "<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s%s%s</property>"
    "<property name='title'>%s</property></object></child>",
    key, single ? " " : "", single ? shortcut->single : "",
    g_dpgettext2 (NULL, "shortcuts", shortcut->title));

  g_string_append (xml, text);
}

/* A group that opens a section of the window: all in one would go on over several pages, which are
 * hard to find and which GTK 4.8 warns about. */
static const char *
section_of (const char *group)
{
  if (strcmp (group, GENERAL) == 0)
    return C_ ("shortcuts", "General");
  if (strcmp (group, LIST) == 0)
    return C_ ("shortcuts", "Messages");
  if (strcmp (group, CALENDAR) == 0)
    return C_ ("shortcuts", "Calendar");
  if (strcmp (group, TASKS) == 0)
    return C_ ("shortcuts", "Tasks");
  if (strcmp (group, CONTACTS) == 0)
    return C_ ("shortcuts", "Contacts");
  return strcmp (group, WRITING) == 0 ? C_ ("shortcuts", "Writing") : NULL;
}

static void
begin_group (GString *xml, const char *group, const char *before)
{
  const char *section = section_of (group);
  g_autofree char *heading = g_markup_printf_escaped (
    "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
    g_dpgettext2 (NULL, "shortcuts", group));
  g_autofree char *opening =
    section == NULL ? NULL
                    : g_markup_printf_escaped (
                        "<child><object class='GtkShortcutsSection'>"
                        "<property name='section-name'>%s</property>"
                        "<property name='title'>%s</property>"
                        "<property name='max-height'>18</property>", group, section);

  if (before != NULL)
    g_string_append (xml, "</object></child>");
  if (before != NULL && section != NULL)
    g_string_append (xml, "</object></child>");
  if (section != NULL)
    g_string_append (xml, opening);
  g_string_append (xml, heading);
}

/* GtkShortcutsWindow can be filled by GtkBuilder only (until GTK 4.14). */
GtkWidget *
loft_shortcuts_window_new (void)
{
  g_autoptr (GString) xml = g_string_new (
    "<interface><object class='GtkShortcutsWindow' id='window'><property name='modal'>1</property>");
  const char *group = NULL;
  g_autoptr (GtkBuilder) builder = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].title == NULL)
        continue;
      if (g_strcmp0 (group, shortcuts[i].group) != 0)
        begin_group (xml, shortcuts[i].group, group);
      group = shortcuts[i].group;
      append_shortcut (xml, &shortcuts[i]);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, xml->len);
  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder, "window")));
}
