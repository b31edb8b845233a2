/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-editor-private.h"

#include "loft-html-document.h"

#include <string.h>

/* What is on or off at the caret. */
static const struct {
  const char *action;
  const char *command; /* (nullable) of execCommand; else of our script */
  char flag; /* as the script tells it */
} toggles[] = {
  { "bold", "bold", 'b' },
  { "italic", "italic", 'i' },
  { "underline", "underline", 'u' },
  { "strike", "strikeThrough", 's' },
  { "bullets", "insertUnorderedList", 'U' },
  { "numbers", "insertOrderedList", 'O' },
  { "quote", NULL, 'q' },
};

/* The state follows when the page tells it. */
static void
on_toggle (GSimpleAction *action, GVariant *state, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      if (!g_str_equal (toggles[i].action, name))
        continue;
      if (toggles[i].command == NULL)
        loft_html_editor_run (data, "loft.quote ()", NULL, NULL);
      else
        loft_html_editor_run (data, "loft.run (name)", toggles[i].command, NULL);
    }
}

static void
on_indent (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_html_editor_run (data, "loft.run (name)", "indent", NULL);
}

static void
on_outdent (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_html_editor_run (data, "loft.run (name)", "outdent", NULL);
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_html_editor_run (data, "loft.clear ()", NULL, NULL);
}

static void
on_paste_plain (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_html_editor_paste (data, TRUE);
}

static void
on_block (GSimpleAction *action, GVariant *state, gpointer data)
{
  loft_html_editor_run (data, "loft.block (name)", g_variant_get_string (state, NULL), NULL);
}

static void
on_size (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_html_editor_run (data, "loft.run (name, value)", "fontSize",
                        g_variant_get_string (parameter, NULL));
}

static void
on_color (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_html_editor_run (data, "loft.run (name, value)", "foreColor",
                        g_variant_get_string (parameter, NULL));
}

void
loft_html_editor_add_actions (LoftHtmlEditor *self)
{
  static const GActionEntry entries[] = {
    { "bold", NULL, NULL, "false", on_toggle },
    { "italic", NULL, NULL, "false", on_toggle },
    { "underline", NULL, NULL, "false", on_toggle },
    { "strike", NULL, NULL, "false", on_toggle },
    { "bullets", NULL, NULL, "false", on_toggle },
    { "numbers", NULL, NULL, "false", on_toggle },
    { "quote", NULL, NULL, "false", on_toggle },
    { "block", NULL, "s", "'div'", on_block },
    { "size", on_size, "s" },
    { "color", on_color, "s" },
    { "indent", on_indent },
    { "outdent", on_outdent },
    { "clear", on_clear },
    { "paste-plain", on_paste_plain },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

static void
set_state (LoftHtmlEditor *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

/* "bu\nh1\nhttps://…\nselected text" */
void
loft_html_editor_take_state (LoftHtmlEditor *self, const char *state)
{
  g_auto (GStrv) lines = g_strsplit (state, "\n", 4);

  if (g_strv_length (lines) != 4)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    set_state (self, toggles[i].action,
               g_variant_new_boolean (strchr (lines[0], toggles[i].flag) != NULL));
  set_state (self, "block", g_variant_new_string (lines[1]));
  g_free (self->link);
  self->link = g_strdup (lines[2]);
  g_free (self->selected);
  self->selected = g_strdup (lines[3]);
}

/* Links */

const char *
loft_html_editor_get_link (LoftHtmlEditor *self)
{
  return self->link;
}

const char *
loft_html_editor_get_selected (LoftHtmlEditor *self)
{
  return self->selected;
}

/* (transfer full) (nullable) What people type has no scheme. */
static char *
complete_uri (const char *typed)
{
  g_autofree char *uri = g_strstrip (g_strdup (typed));
  g_autofree char *scheme = g_uri_parse_scheme (uri);

  if (uri[0] == '\0')
    return NULL;
  if (scheme != NULL && loft_html_document_link_allowed (uri))
    return g_steal_pointer (&uri);
  if (strchr (uri, '@') != NULL && strchr (uri, '/') == NULL)
    return g_strconcat ("mailto:", uri, NULL);
  return scheme == NULL || strchr (uri, '.') != NULL ? g_strconcat ("https://", uri, NULL) : NULL;
}

void
loft_html_editor_set_link (LoftHtmlEditor *self, const char *uri, const char *text)
{
  g_autofree char *complete = complete_uri (uri);
  g_autofree char *html = NULL;

  if (complete != NULL)
    html = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", complete,
                                    text != NULL && text[0] != '\0' ? text : uri);
  loft_html_editor_run (self, "loft.link (name, value)", complete, html);
}

/* Tables */

void
loft_html_editor_insert_table (LoftHtmlEditor *self, guint rows, guint columns)
{
  g_autoptr (GString) html =
    g_string_new ("<table style=\"border-collapse:collapse;width:100%\"><tbody>");

  for (guint row = 0; row < rows; row++)
    {
      g_string_append (html, "<tr>");
      for (guint column = 0; column < columns; column++)
        g_string_append (html, "<td style=\"border:1px solid #999;padding:4px 8px\"><br></td>");
      g_string_append (html, "</tr>");
    }
  g_string_append (html, "</tbody></table><div><br></div>");
  loft_html_editor_insert_html (self, html->str);
}
