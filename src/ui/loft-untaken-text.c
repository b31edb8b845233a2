/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-untaken-text.h"

#include "config.h"

#include <glib/gi18n.h>

static const char *
get_reason (LoftUntakenReason reason)
{
  switch (reason)
    {
    /* Translators: these say why an entry of a file was left out, after its name: “Lunch”: … */
    case LOFT_UNTAKEN_KIND:
      return _ ("not kept in this place");
    case LOFT_UNTAKEN_NO_START:
      return _ ("it says no time");
    case LOFT_UNTAKEN_NUL:
      return _ ("it is damaged");
    case LOFT_UNTAKEN_OPEN:
      return _ ("its end is missing");
    case LOFT_UNTAKEN_CROSSED:
      return _ ("its parts are mixed up");
    case LOFT_UNTAKEN_LIMIT:
    default:
      return _ ("it is too large");
    }
}

static void
append_one (GString *text, const LoftUntaken *one)
{
  /* Translators: the name of an event or a person that was not imported, and why. */
  g_string_append_printf (text, _ ("“%s” was left out: %s."),
                          *one->name != '\0' ? one->name : _ ("No name"), get_reason (one->reason));
}

char *
loft_untaken_text_make (const LoftUntakenList *left_out)
{
  guint n_named = MIN (left_out->n, LOFT_UNTAKEN_NAMED);
  guint n_others = left_out->n - n_named;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_named; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      append_one (text, &left_out->named[i]);
    }
  if (n_others > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text,
                              ngettext ("And %u other entry was left out.",
                                        "And %u other entries were left out.", n_others),
                              n_others);
    }
  return g_string_free (text, FALSE);
}
