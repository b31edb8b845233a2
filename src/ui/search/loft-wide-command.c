/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wide-command.h"

#include "loft-panes.h"
#include "loft-shortcuts.h"

#include <glib/gi18n.h>
#include <string.h>

#define LEAST_LETTERS 2

/* Ways through what is on screen: nobody types for them. */
static const char *const ways[] = { "win.search-everything",
                                    "mail.find-here",
                                    "mail.find",
                                    "mail.next-column",
                                    "mail.next",
                                    "mail.previous",
                                    "mail.next-card",
                                    "mail.previous-card",
                                    "mail.back",
                                    "calendar.back",
                                    "calendar.forward",
                                    "tasks.back",
                                    "tasks.up",
                                    "tasks.down",
                                    "contacts.back" };

void
loft_wide_command_free (LoftWideCommand *self)
{
  g_free (self->title);
  g_free (self->group);
  g_free (self->key);
  g_free (self);
}

/* ---- where an action is ------------------------------------------------------------------- */

typedef struct {
  char *group; /* "calendar" */
  char *name; /* "view" */
  GVariant *target; /* (nullable) */
} Address;

static void
address_clear (Address *address)
{
  g_free (address->group);
  g_free (address->name);
  g_clear_pointer (&address->target, g_variant_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Address, address_clear)

static gboolean
read_address (const char *action, Address *address)
{
  g_autofree char *whole = NULL;
  char *dot = NULL;

  if (!g_action_parse_detailed_name (action, &whole, &address->target, NULL))
    return FALSE;
  dot = strchr (whole, '.');
  if (dot == NULL)
    return FALSE;
  address->group = g_strndup (whole, (gsize) (dot - whole));
  address->name = g_strdup (dot + 1);
  return TRUE;
}

/* (transfer none) (nullable) */
static GActionGroup *
find_group (const Address *address, LoftShell *shell)
{
  LoftPane *pane = loft_shell_get_pane (shell, address->group);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (shell));

  if (pane != NULL)
    return loft_pane_get_actions (pane);
  if (g_str_equal (address->group, "shell"))
    return loft_shell_get_actions (shell);
  if (g_str_equal (address->group, "app") && GTK_IS_WINDOW (root))
    return G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (root)));
  return NULL;
}

static gboolean
is_shown (const char *name, LoftService *service)
{
  const LoftPaneKind *kind = loft_panes_find (name);

  return kind != NULL && loft_panes_is_shown (kind, service);
}

/* A pane that was not made yet has what its first look offers: to begin something, and to look for it. */
static gboolean
is_of_first_look (const char *name)
{
  static const char *const names[] = { "new", "sync", "search", "view", "today", "quick-add" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
can_run (const char *action, LoftShell *shell, LoftService *service)
{
  g_auto (Address) address = { 0 };
  GActionGroup *group = NULL;

  if (!read_address (action, &address))
    return FALSE;
  group = find_group (&address, shell);
  if (g_str_equal (address.group, "shell"))
    return address.target != NULL &&
           is_shown (g_variant_get_string (address.target, NULL), service);
  if (group != NULL)
    return g_action_group_get_action_enabled (group, address.name);
  if (loft_panes_find (address.group) != NULL)
    return is_shown (address.group, service) && is_of_first_look (address.name);
  return g_str_equal (address.group, "win");
}

static void
run (const char *action, const Address *address, LoftShell *shell)
{
  GActionGroup *group = find_group (address, shell);

  if (group == NULL)
    gtk_widget_activate_action (GTK_WIDGET (shell), action, NULL);
  else if (g_action_group_get_action_enabled (group, address->name))
    g_action_group_activate_action (group, address->name, address->target);
}

/* What points at a place in a pane needs the pane to have its size. */
static gboolean
run_in_place (GtkWidget *widget, GdkFrameClock *clock, gpointer action)
{
  LoftShell *shell = LOFT_SHELL (widget);
  g_auto (Address) address = { 0 };
  LoftPane *pane = NULL;

  if (!read_address (action, &address))
    return G_SOURCE_REMOVE;
  pane = loft_shell_get_pane (shell, address.group);
  if (pane != NULL && gtk_widget_get_width (GTK_WIDGET (pane)) == 0)
    return G_SOURCE_CONTINUE;
  run (action, &address, shell);
  return G_SOURCE_REMOVE;
}

void
loft_wide_command_run (const char *action, LoftShell *shell)
{
  g_auto (Address) address = { 0 };

  if (!read_address (action, &address))
    return;
  if (loft_panes_find (address.group) == NULL)
    {
      run (action, &address, shell);
      return;
    }
  loft_shell_show (shell, address.group);
  gtk_widget_add_tick_callback (GTK_WIDGET (shell), run_in_place, g_strdup (action), g_free);
}

/* ---- by their names ----------------------------------------------------------------------- */

static gboolean
is_command (const LoftShortcut *shortcut)
{
  if (shortcut->title == NULL || shortcut->group == NULL ||
      (shortcut->context != LOFT_SHORTCUT_WINDOW && shortcut->context != LOFT_SHORTCUT_PANE))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (shortcut->action, ways[i]))
      return FALSE;
  /* By number: folders and categories. */
  return strchr (shortcut->action, '(') == NULL;
}

static char *
dup_key (const LoftShortcut *shortcut)
{
  GdkModifierType modifiers;
  guint key;

  if (shortcut->keys[0] == NULL || !gtk_accelerator_parse (shortcut->keys[0], &key, &modifiers))
    return g_strdup ("");
  return gtk_accelerator_get_label (key, modifiers);
}

static LoftWideCommand *
command_new (const LoftShortcut *shortcut)
{
  LoftWideCommand *self = g_new0 (LoftWideCommand, 1);

  self->action = shortcut->action;
  self->title = g_strdup (g_dpgettext2 (NULL, "shortcuts", shortcut->title));
  self->group = g_strdup (g_dpgettext2 (NULL, "shortcuts", shortcut->group));
  self->key = dup_key (shortcut);
  return self;
}

static gboolean
begins_so (const char *title, const char *words)
{
  g_autofree char *folded_title = g_utf8_casefold (title, -1);
  g_autofree char *folded = g_utf8_casefold (words, -1);

  return g_str_has_prefix (folded_title, folded);
}

GPtrArray *
loft_wide_command_find (const char *words, guint most, LoftShell *shell, LoftService *service)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_wide_command_free);
  guint n_first = 0;
  guint n;
  const LoftShortcut *shortcuts = loft_shortcuts_get (&n);

  if (g_utf8_strlen (words, -1) < LEAST_LETTERS)
    return found;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftWideCommand) command =
        is_command (&shortcuts[i]) ? command_new (&shortcuts[i]) : NULL;

      if (command == NULL || !g_str_match_string (words, command->title, TRUE) ||
          !can_run (command->action, shell, service))
        continue;
      if (begins_so (command->title, words))
        g_ptr_array_insert (found, (int) n_first++, g_steal_pointer (&command));
      else
        g_ptr_array_add (found, g_steal_pointer (&command));
    }
  if (found->len > most)
    g_ptr_array_set_size (found, (int) most);
  return found;
}
