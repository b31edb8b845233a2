/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-editor.h"

G_DEFINE_INTERFACE (LoftEditor, loft_editor, GTK_TYPE_WIDGET)

static void
loft_editor_default_init (LoftEditorInterface *iface)
{
  GType type = LOFT_TYPE_EDITOR;

  g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("files", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                GDK_TYPE_FILE_LIST);
  g_signal_new ("picture", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                GDK_TYPE_TEXTURE);
  g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
}

char *
loft_editor_get_text (LoftEditor *self)
{
  return LOFT_EDITOR_GET_IFACE (self)->get_text (self);
}

char *
loft_editor_get_own_text (LoftEditor *self)
{
  g_autofree char *text = loft_editor_get_text (self);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *own = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_equal (lines[i], "-- "))
        break;
      if (lines[i][0] != '>')
        g_string_append_printf (own, "%s\n", lines[i]);
    }
  return g_string_free (own, FALSE);
}

char *
loft_editor_get_html (LoftEditor *self, GPtrArray *pictures)
{
  LoftEditorInterface *iface = LOFT_EDITOR_GET_IFACE (self);

  return iface->get_html == NULL ? NULL : iface->get_html (self, pictures);
}

void
loft_editor_insert_text (LoftEditor *self, const char *text)
{
  LOFT_EDITOR_GET_IFACE (self)->insert_text (self, text);
}

void
loft_editor_check_spelling (LoftEditor *self)
{
  LOFT_EDITOR_GET_IFACE (self)->check_spelling (self);
}

void
loft_editor_settle (LoftEditor *self, LoftEditorSettled settled, gpointer data)
{
  LoftEditorInterface *iface = LOFT_EDITOR_GET_IFACE (self);

  if (iface->settle == NULL)
    settled (data);
  else
    iface->settle (self, settled, data);
}
