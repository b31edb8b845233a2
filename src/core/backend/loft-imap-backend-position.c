/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-position.h"

#include <stdio.h>
#include <string.h>

/* Tokens of before there were anchors end after three numbers. */
#define LEAST_FIELDS 3

LoftImapPosition
loft_imap_position_parse (GBytes *token)
{
  LoftImapPosition position = { 0 };
  g_autofree char *text = NULL;

  if (token == NULL)
    return position;
  text = g_strndup (g_bytes_get_data (token, NULL), g_bytes_get_size (token));
  if (sscanf (text, "1 %u %u %" G_GUINT64_FORMAT " %u %" G_GINT64_FORMAT, &position.uid_validity,
              &position.uid_next, &position.highest_modseq, &position.anchor_uid,
              &position.anchor_date) < LEAST_FIELDS)
    return (LoftImapPosition){ 0 };
  return position;
}

GBytes *
loft_imap_position_format (const LoftImapPosition *self)
{
  char *text =
    g_strdup_printf ("1 %u %u %" G_GUINT64_FORMAT " %u %" G_GINT64_FORMAT, self->uid_validity,
                     self->uid_next, self->highest_modseq, self->anchor_uid, self->anchor_date);

  return g_bytes_new_take (text, strlen (text));
}

gboolean
loft_imap_position_equal (const LoftImapPosition *self, const LoftImapPosition *other)
{
  return self->uid_validity == other->uid_validity && self->uid_next == other->uid_next &&
         self->highest_modseq == other->highest_modseq && self->anchor_uid == other->anchor_uid &&
         self->anchor_date == other->anchor_date;
}
