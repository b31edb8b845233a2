/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-composer.h"

#define LINE_WIDTH     72
#define QUOTED_LINES   6
#define MAX_PARAGRAPHS 4

guint
loft_sample_count (const char *const *table)
{
  return g_strv_length ((char **) table);
}

const char *
loft_sample_pick (const char *const *table, GRand *random)
{
  return table[g_rand_int_range (random, 0, loft_sample_count (table))];
}

const LoftSamplePerson *
loft_sample_pick_person (const LoftSampleVoice *voice, GRand *random)
{
  guint count = 0;

  while (voice->people[count].name != NULL)
    count++;
  return &voice->people[g_rand_int_range (random, 0, count)];
}

char *
loft_sample_first_name (const LoftSamplePerson *person)
{
  return g_strndup (person->name, strcspn (person->name, " "));
}

/* Fills at spaces; text without spaces (Japanese, Chinese) stays in long lines, as it does in
 * real mail. */
static void
append_wrapped (GString *out, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong column = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      if (column > 0 && column + 1 + length > LINE_WIDTH)
        {
          g_string_append_c (out, '\n');
          column = 0;
        }
      else if (column > 0)
        {
          g_string_append_c (out, ' ');
          column++;
        }
      g_string_append (out, words[i]);
      column += length;
    }
  g_string_append_c (out, '\n');
}

/* Sentences of one letter are different ones: they are dealt from a shuffled deck. */
static guint *
shuffle (guint count, GRand *random)
{
  guint *deck = g_new (guint, count);

  for (guint i = 0; i < count; i++)
    deck[i] = i;
  for (guint i = count - 1; i > 0; i--)
    {
      guint other = g_rand_int_range (random, 0, i + 1);
      guint kept = deck[i];

      deck[i] = deck[other];
      deck[other] = kept;
    }
  return deck;
}

static void
append_paragraphs (GString *out, const LoftSampleVoice *voice, GRand *random)
{
  guint count = loft_sample_count (voice->sentences);
  g_autofree guint *deck = shuffle (count, random);
  guint n_paragraphs = g_rand_int_range (random, 1, MAX_PARAGRAPHS);
  guint next = 0;

  for (guint i = 0; i < n_paragraphs; i++)
    {
      g_autoptr (GString) paragraph = g_string_new (NULL);
      guint n_sentences = g_rand_int_range (random, 1, 4);

      for (guint j = 0; j < n_sentences && next < count; j++)
        g_string_append_printf (paragraph, "%s%s", j > 0 ? " " : "",
                                voice->sentences[deck[next++]]);
      append_wrapped (out, paragraph->str);
      g_string_append_c (out, '\n');
    }
}

static void
append_quotation (GString *out, const LoftSamplePerson *author, const char *parent)
{
  g_auto (GStrv) lines = g_strsplit (parent, "\n", -1);

  g_string_append_printf (out, "\n%s wrote:\n", author->name);
  for (guint i = 0; lines[i] != NULL && i < QUOTED_LINES; i++)
    g_string_append_printf (out, ">%s%s\n", lines[i][0] == '>' || lines[i][0] == '\0' ? "" : " ",
                            lines[i]);
}

char *
loft_sample_compose (const LoftSampleVoice *voice, const LoftSamplePerson *from,
                     const LoftSamplePerson *to, const LoftSamplePerson *parent_author,
                     const char *parent, GRand *random)
{
  GString *out = g_string_new (NULL);
  g_autofree char *first_name = loft_sample_first_name (from);
  g_autofree char *to_name = loft_sample_first_name (to);
  g_auto (GStrv) greeting = g_strsplit (loft_sample_pick (voice->greetings, random), "%s", 2);
  g_autofree char *greeted = g_strjoinv (to_name, greeting);

  g_string_append_printf (out, "%s\n\n", greeted);
  append_paragraphs (out, voice, random);
  g_string_append_printf (out, "%s\n%s\n", loft_sample_pick (voice->closings, random), first_name);
  if (parent != NULL)
    append_quotation (out, parent_author, parent);
  return g_string_free (out, FALSE);
}

char *
loft_sample_text_to_html (const char *text, const char *picture)
{
  GString *out = g_string_new ("<html><head><meta http-equiv=\"Content-Type\" "
                               "content=\"text/html\"></head>"
                               "<body style=\"font-family:Calibri,sans-serif;font-size:11pt\">\n");
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      g_autofree char *escaped = g_markup_escape_text (paragraphs[i], -1);
      g_auto (GStrv) lines = g_strsplit (escaped, "\n", -1);
      g_autofree char *joined = g_strjoinv ("<br>\n", lines);

      g_string_append_printf (out, "<p style=\"margin:0 0 10pt 0\">%s</p>\n", joined);
    }
  if (picture != NULL)
    g_string_append_printf (out,
                            "<p><img src=\"cid:%s\" width=\"480\" height=\"270\" "
                            "alt=\"\"></p>\n",
                            picture);
  g_string_append (out, "</body></html>\n");
  return g_string_free (out, FALSE);
}

/* ---- newsletters ---------------------------------------------------------------------------- */

static void
append_article (GString *out, const LoftSampleNewsletter *newsletter, guint n, guint picture)
{
  const char *domain = strchr (newsletter->sender.address, '@') + 1;

  g_string_append_printf (
    out,
    "<tr><td style=\"padding:24px 32px 0 32px;font-family:Helvetica,Arial,sans-serif\">\n"
    "<a href=\"https://%s/a/%u\"><img src=\"https://img.%s/%u.jpg\" width=\"536\" height=\"220\" "
    "alt=\"%s\" style=\"display:block;border:0;width:100%%;height:auto\"></a>\n"
    "<h2 style=\"margin:16px 0 6px 0;font-size:20px;line-height:26px;color:%s\">%s</h2>\n"
    "<p style=\"margin:0;font-size:15px;line-height:23px;color:#3a3a3a\">%s</p>\n"
    "<p style=\"margin:10px 0 0 0;font-size:14px\"><a href=\"https://%s/a/%u?from=letter\" "
    "style=\"color:%s\">Read on</a></p></td></tr>\n",
    domain, picture, domain, picture, newsletter->articles[n], newsletter->colour,
    newsletter->articles[n], newsletter->articles[n + 1], domain, picture, newsletter->colour);
}

char *
loft_sample_compose_newsletter (const LoftSampleNewsletter *newsletter, const char *subject,
                                GRand *random)
{
  const char *domain = strchr (newsletter->sender.address, '@') + 1;
  GString *out = g_string_new (NULL);
  guint number = g_rand_int_range (random, 1000, 9999);

  g_string_append_printf (
    out,
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s</title>\n"
    "<style>@media (max-width:600px){.wide{width:100%%!important}}</style></head>\n"
    "<body style=\"margin:0;padding:0;background:#f3f1ec\">\n"
    "<div style=\"display:none;max-height:0;overflow:hidden\">%s</div>\n"
    "<table role=\"presentation\" width=\"100%%\" cellpadding=\"0\" cellspacing=\"0\">"
    "<tr><td align=\"center\" style=\"padding:24px 12px\">\n"
    "<table role=\"presentation\" class=\"wide\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" "
    "style=\"background:#ffffff\">\n"
    "<tr><td style=\"background:%s;padding:28px 32px;font-family:Georgia,serif;color:#ffffff\">"
    "<div style=\"font-size:28px\">%s</div><div style=\"font-size:14px;opacity:.85\">%s</div>"
    "</td></tr>\n",
    subject, newsletter->articles[1], newsletter->colour, newsletter->sender.name, subject);
  for (guint i = 0; newsletter->articles[i] != NULL; i += 2)
    append_article (out, newsletter, i, number + i);
  g_string_append_printf (
    out,
    "<tr><td style=\"padding:32px;font-family:Helvetica,Arial,sans-serif;font-size:12px;"
    "color:#8a8a8a\">You receive this letter because you asked for it.<br>"
    "<a href=\"https://%s/leave?u=%u\" style=\"color:#8a8a8a\">Leave the list</a></td></tr>\n"
    "</table></td></tr></table>\n"
    "<img src=\"https://count.%s/o/%u.gif\" width=\"1\" height=\"1\" alt=\"\">\n</body></html>\n",
    domain, number, domain, number);
  return g_string_free (out, FALSE);
}

char *
loft_sample_newsletter_text (const LoftSampleNewsletter *newsletter, const char *subject)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n%s\n\n", newsletter->sender.name, subject);
  for (guint i = 0; newsletter->articles[i] != NULL; i += 2)
    {
      g_string_append_printf (out, "* %s\n", newsletter->articles[i]);
      append_wrapped (out, newsletter->articles[i + 1]);
      g_string_append_c (out, '\n');
    }
  g_string_append_printf (out, "Leave the list: https://%s/leave\n",
                          strchr (newsletter->sender.address, '@') + 1);
  return g_string_free (out, FALSE);
}
