/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-absence-text.h"

#include "loft-html.h"

#define MAX_TEXT (256 * 1024)

gboolean
loft_absence_kind_may_answer (const char *kind)
{
  return g_str_equal (kind, "eas");
}

char *
loft_absence_text_dup (const LoftOutOfOfficeAnswer *answer)
{
  char *text = answer->is_html ? loft_html_to_text (answer->text, -1, MAX_TEXT)
                               : g_utf8_make_valid (answer->text, -1);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_free (text);
  return g_strstrip (g_strjoinv ("\n", lines));
}

void
loft_absence_text_set (LoftOutOfOfficeAnswer *answer, const char *text)
{
  g_autofree char *before = loft_absence_text_dup (answer);

  if (g_str_equal (before, text))
    return;
  g_free (answer->text);
  answer->text = g_strdup (text);
  answer->is_html = FALSE;
}

gboolean
loft_absence_is_on (const LoftOutOfOffice *absence, gint64 now)
{
  return absence->state == LOFT_OUT_OF_OFFICE_ON ||
         (absence->state == LOFT_OUT_OF_OFFICE_SCHEDULED && absence->start <= now &&
          now < absence->end);
}

static gboolean
answer_equal (const LoftOutOfOfficeAnswer *a, const LoftOutOfOfficeAnswer *b)
{
  return a->is_told == b->is_told && a->is_on == b->is_on && a->is_html == b->is_html &&
         g_str_equal (a->text, b->text);
}

gboolean
loft_absence_equal (const LoftOutOfOffice *a, const LoftOutOfOffice *b)
{
  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    if (!answer_equal (&a->answers[i], &b->answers[i]))
      return FALSE;
  return a->state == b->state && a->start == b->start && a->end == b->end;
}
