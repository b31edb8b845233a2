/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-draft-html.h"
#include "loft-picture-dialog.h"

#include <glib/gi18n.h>

/* Many servers take no more (RFC 1870); what ours takes is known once it was spoken to. */
#define MAX_MESSAGE (25 * 1000 * 1000)

/* Those in the text, with those that are quoted. */
static guint64
count_pictures (LoftComposer *self)
{
  g_autoptr (GPtrArray) pictures =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  g_autofree char *html = loft_editor_get_html (self->editor, pictures);
  guint64 size = 0;

  for (guint i = 0; i < pictures->len; i++)
    size += g_bytes_get_size (((LoftDraftPart *) g_ptr_array_index (pictures, i))->data);
  return loft_draft_attachments_encode_size (size);
}

gboolean
loft_composer_has_own_pictures (LoftComposer *self)
{
  g_autofree char *html = loft_editor_get_html (self->editor, NULL);

  return html != NULL && loft_draft_html_count_own_pictures (html) > 0;
}

static guint64
known_limit (LoftComposer *self)
{
  return loft_mail_account_get_max_message_size (loft_sender_get_account (self->chosen));
}

/* (transfer full) (nullable) */
static char *
objection (LoftComposer *self)
{
  guint64 size = loft_draft_attachments_get_size (self->attachments) + count_pictures (self);
  guint64 limit = known_limit (self);
  g_autofree char *have = g_format_size (size);
  g_autofree char *may = g_format_size (limit != 0 ? limit : MAX_MESSAGE);

  if (size <= (limit != 0 ? limit : MAX_MESSAGE))
    return NULL;
  if (limit == 0)
    return g_strdup_printf (_ ("With its attachments this message has %1$s. Many servers take no "
                               "more than %2$s."),
                            have, may);
  /* Translators: the size of a message, the name of an account, the size that it takes. */
  return g_strdup_printf (_ ("With its attachments this message has %1$s. The server of “%2$s” "
                             "takes no more than %3$s."),
                          have, loft_mail_account_get_name (loft_sender_get_account (self->chosen)),
                          may);
}

static void
on_scale (LoftComposer *self)
{
  loft_composer_scale_pictures (self);
}

gboolean
loft_composer_can_scale_pictures (LoftComposer *self)
{
  g_autoptr (GPtrArray) pictures = loft_draft_attachments_get_pictures (self->attachments);

  return pictures->len > 0;
}

void
loft_composer_scale_pictures (LoftComposer *self)
{
  if (loft_composer_can_scale_pictures (self))
    loft_picture_dialog_present (self->attachments);
}

void
loft_composer_check_size (LoftComposer *self)
{
  g_autofree char *text = objection (self);
  gboolean scales = text != NULL && loft_composer_can_scale_pictures (self);

  /* Nothing new: what is said of something else stays. */
  if (self->told != LOFT_COMPOSER_SIZE && g_strcmp0 (text, self->objection) == 0 &&
      loft_banner_get_title (self->banner)[0] != '\0')
    return;
  g_free (self->objection);
  self->objection = g_strdup (text);
  loft_composer_tell (self, LOFT_COMPOSER_SIZE, text);
  if (scales)
    loft_banner_set (self->banner, text, _ ("Scale Pictures…"));
  g_signal_handlers_disconnect_by_func (self->banner, on_scale, self);
  if (scales)
    g_signal_connect_swapped (self->banner, "button-clicked", G_CALLBACK (on_scale), self);
}

char *
loft_composer_find_too_large (LoftComposer *self)
{
  return known_limit (self) != 0 ? objection (self) : NULL;
}
