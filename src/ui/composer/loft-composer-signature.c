/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-html-editor.h"
#include "loft-text-editor.h"

#include <string.h>

/* As it stands in a text, with the line in front of it (RFC 3676, 4.3). */
static char *
block_of (LoftSender *sender)
{
  const char *signature = loft_sender_get_signature (sender);

  return signature[0] == '\0' ? g_strdup ("") : g_strdup_printf ("\n-- \n%s\n", signature);
}

/* Whether there is no quote: the end of the text is the end of what is written. */
static gboolean
ends_by_own_text (LoftComposer *self)
{
  g_autofree char *text = loft_editor_get_text (self->editor);

  return text[0] != '>' && strstr (text, "\n>") == NULL;
}

/* Only as it was put there: one that was written in stays. */
void
loft_composer_swap_signature (LoftComposer *self, LoftSender *sender)
{
  g_autofree char *old = block_of (self->chosen);
  g_autofree char *new = block_of (sender);

  if (LOFT_IS_HTML_EDITOR (self->editor))
    {
      loft_html_editor_set_signature (LOFT_HTML_EDITOR (self->editor),
                                      loft_sender_get_signature (sender),
                                      loft_sender_get_signature_html (sender));
      return;
    }
  if (strcmp (old, new) == 0)
    return;
  if (old[0] != '\0')
    loft_text_editor_replace (LOFT_TEXT_EDITOR (self->editor), old, new);
  else if (!loft_composer_get_signature_above () || ends_by_own_text (self))
    loft_text_editor_append (LOFT_TEXT_EDITOR (self->editor), new);
}
